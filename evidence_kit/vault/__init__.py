# SPDX-License-Identifier: GPL-3.0-or-later
"""The store: sealed objects, the custody log, and an index that can be thrown away.

`vault.vault` is the door; nothing else is imported from outside.
"""
