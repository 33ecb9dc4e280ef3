# SPDX-License-Identifier: GPL-3.0-or-later
"""WhatsApp "Export chat", as text or zip, of iPhone and Android (docs/imports/whatsapp.md)."""
