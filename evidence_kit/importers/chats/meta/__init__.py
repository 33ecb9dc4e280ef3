# SPDX-License-Identifier: GPL-3.0-or-later
"""Instagram, Facebook and Messenger: what Meta gives people as a download of their chats."""
