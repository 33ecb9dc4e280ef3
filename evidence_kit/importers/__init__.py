# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads others' bytes into records and notes. Knows no vault, no window, no output."""
