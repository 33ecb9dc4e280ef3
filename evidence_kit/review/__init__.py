# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for people's eyes out of an open vault: lists, chats, names and numbers, the log."""
