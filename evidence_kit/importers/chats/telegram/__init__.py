# SPDX-License-Identifier: GPL-3.0-or-later
"""Telegram Desktop's export as JSON: one chat or a whole account (docs/imports/telegram.md)."""
