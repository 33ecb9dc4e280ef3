# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawn parts of a page as PDF operators: rules, boxes, dots, hatching and codes."""

import segno

from evidence_kit.dossier.layout.geometry import MM

INK = "0.07 0.08 0.1"
RULE_INK = "0.7 0.71 0.72"
FRAME_INK = "0.5 0.51 0.52"
TINT = "0.945 0.945 0.94"
RED = "0.56 0.09 0.1"
HAIR, FINE, HEAVY = 0.35, 0.5, 0.9
_CIRCLE = 0.5523
"""Length of the handles that make four Bezier curves a circle."""
_HATCH_STEP = 9.0


def rule(width: float, *, weight: float = HAIR, ink: str = RULE_INK) -> str:
    """Return a horizontal line from the origin."""
    return f"{ink} RG {weight} w 0 0 m {width:.2f} 0 l S"


def dotted_rule(width: float) -> str:
    """Return a dotted horizontal line from the origin."""
    return f"0.45 0.45 0.45 RG 0.7 w [1 2.4] 0 d 0 0 m {width:.2f} 0 l S"


def upright(height: float, *, weight: float = 0.7, ink: str = RULE_INK) -> str:
    """Return a vertical line upwards from the origin."""
    return f"{ink} RG {weight} w 0 0 m 0 {height:.2f} l S"


def filled(width: float, height: float, ink: str) -> str:
    """Return a filled rectangle with the origin at its lower left."""
    return f"{ink} rg 0 0 {width:.2f} {height:.2f} re f"


def framed(width: float, height: float, *, weight: float = 0.6, ink: str = FRAME_INK) -> str:
    """Return the outline of a rectangle."""
    return f"{ink} RG {weight} w 0 0 {width:.2f} {height:.2f} re S"


def dot(radius: float, *, full: bool) -> str:
    """Return a filled or open dot around the origin."""
    r, k = radius, radius * _CIRCLE
    fill = INK if full else "1 1 1"
    return (
        f"{fill} rg {INK} RG 1 w {r:.2f} 0 m {r:.2f} {k:.2f} {k:.2f} {r:.2f} 0 {r:.2f} c "
        f"{-k:.2f} {r:.2f} {-r:.2f} {k:.2f} {-r:.2f} 0 c "
        f"{-r:.2f} {-k:.2f} {-k:.2f} {-r:.2f} 0 {-r:.2f} c "
        f"{k:.2f} {-r:.2f} {r:.2f} {-k:.2f} {r:.2f} 0 c h B"
    )


def hatched(width: float, height: float, window: float) -> str:
    """Return a hatched frame with a white window of the given height for words in its middle."""
    lines = []
    place = -height
    while place < width:
        lines.append(f"{place:.2f} 0 m {place + height:.2f} {height:.2f} l")
        place += _HATCH_STEP
    inset = 5 * MM
    return (
        f"{TINT} rg 0 0 {width:.2f} {height:.2f} re f "
        f"q 0 0 {width:.2f} {height:.2f} re W n 0.78 0.78 0.78 RG 0.5 w {' '.join(lines)} S Q "
        f"1 1 1 rg {inset:.2f} {(height - window) / 2:.2f} {width - 2 * inset:.2f} {window:.2f} "
        f"re f {framed(width, height)}"
    )


def qr(data: str, size: float) -> str:
    """Return a QR code as black rectangles, rows of dark modules merged."""
    matrix = [list(row) for row in segno.make(data, error="m", micro=False).matrix]
    module = size / len(matrix)
    parts = ["0 0 0 rg"]
    for row_number, row in enumerate(matrix):
        y = size - (row_number + 1) * module
        column = 0
        while column < len(row):
            start = column
            while column < len(row) and row[column]:
                column += 1
            if column > start:
                width = (column - start) * module
                # A hair of overlap: no white lines between rows in any viewer.
                parts.append(f"{start * module:.3f} {y:.3f} {width:.3f} {module + 0.02:.3f} re")
            else:
                column += 1
    return " ".join([*parts, "f"])
