# SPDX-License-Identifier: GPL-3.0-or-later
"""Skype, and Teams for private use: the export of an account's own chats."""
