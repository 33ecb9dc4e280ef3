# SPDX-License-Identifier: GPL-3.0-or-later
"""X, formerly Twitter: direct messages of an account's own archive."""
