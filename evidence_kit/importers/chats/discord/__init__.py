# SPDX-License-Identifier: GPL-3.0-or-later
"""Discord: the account's own data package, and chats saved by DiscordChatExporter."""
