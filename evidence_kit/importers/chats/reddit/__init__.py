# SPDX-License-Identifier: GPL-3.0-or-later
"""Reddit: chats and private messages in the data that an account asks for."""
