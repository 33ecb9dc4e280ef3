# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a PDF file, object by object, in the order in which things become known."""
