# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that no importer knows: shown as they stand, nothing claimed about them."""
