# SPDX-License-Identifier: GPL-3.0-or-later
"""From the tree to pages: lists of placed lines, shapes and pictures, without any PDF."""
