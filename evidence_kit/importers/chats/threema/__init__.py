# SPDX-License-Identifier: GPL-3.0-or-later
"""Threema: the tables of a data backup, once it is unlocked."""
