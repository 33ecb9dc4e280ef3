# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks vaults, logs, bags and files; knows formats and crypto, and nothing that wrote them."""
