# SPDX-License-Identifier: GPL-3.0-or-later
"""The text engine: from Unicode text to shaped lines and embedded fonts."""
