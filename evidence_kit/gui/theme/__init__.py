# SPDX-License-Identifier: GPL-3.0-or-later
"""How everything looks: colours, fonts, icons, style sheet."""
