# SPDX-License-Identifier: GPL-3.0-or-later
"""Importers of conversations; one package per platform."""
