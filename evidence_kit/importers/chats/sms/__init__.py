# SPDX-License-Identifier: GPL-3.0-or-later
"""Text messages and calls saved by the app "SMS Backup & Restore"."""
