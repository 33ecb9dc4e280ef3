# SPDX-License-Identifier: GPL-3.0-or-later
"""Chat history out of Snapchat's "My Data"."""
