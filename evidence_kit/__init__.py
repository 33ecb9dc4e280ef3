# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence Kit: keeps evidence of online abuse, offline, and lets anyone check it."""

__version__ = "0.1.0"
