# SPDX-License-Identifier: GPL-3.0-or-later
"""Signal: the folders that the program signal-export makes of a computer's chats."""
