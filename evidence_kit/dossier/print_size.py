# SPDX-License-Identifier: GPL-3.0-or-later
"""The room a picture has on paper: known to those who prepare it and to layout."""

PICTURE_WIDTH_MM = 94.0
"""A phone screenshot beside its facts: larger than the phone itself."""
PICTURE_HEIGHT_MM = 204.0
"""What is left of a page under a title."""
WIDE_PICTURE_WIDTH_MM = 167.0
"""The whole width of the text."""
WIDE_PICTURE_HEIGHT_MM = 120.0
WIDE_RATIO = 1.15
"""Width to height from which a picture takes the width of the page."""
