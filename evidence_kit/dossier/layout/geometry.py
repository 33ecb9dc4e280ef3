# SPDX-License-Identifier: GPL-3.0-or-later
"""The page: A4 with a margin for punch holes. Lengths in points, y upwards from the foot."""

MM = 72 / 25.4
"""Points in a millimetre."""

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM

LEFT = 25 * MM
"""Wide enough for the holes of a ring binder."""
RIGHT = PAGE_WIDTH - 18 * MM
TOP = PAGE_HEIGHT - 24 * MM
BOTTOM = 22 * MM
WIDTH = RIGHT - LEFT

HEAD_RULE = PAGE_HEIGHT - 16.6 * MM
FOOT_RULE = 16.4 * MM
COVER_TOP = PAGE_HEIGHT - 46 * MM
"""Where the title of the cover begins."""
