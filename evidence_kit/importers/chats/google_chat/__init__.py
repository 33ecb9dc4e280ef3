# SPDX-License-Identifier: GPL-3.0-or-later
"""Google Chat: groups and spaces in a Takeout of a Google account."""
