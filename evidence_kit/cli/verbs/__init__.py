# SPDX-License-Identifier: GPL-3.0-or-later
"""The verbs, one module each; `table` lists them."""
