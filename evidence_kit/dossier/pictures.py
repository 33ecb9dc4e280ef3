# SPDX-License-Identifier: GPL-3.0-or-later
"""Prepares a picture for print: at most 300 dpi, no metadata, tall captures cut into parts.

The bytes come from the reader process: a decoded, safe derivative. A JPEG that needs no change
goes into the file as it is, less its metadata, so no pixel changes; anything else is decoded here
and stored without loss.
"""

import io
import struct
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from PIL import Image

from evidence_kit.dossier.print_size import (
    PICTURE_HEIGHT_MM,
    PICTURE_WIDTH_MM,
    WIDE_PICTURE_WIDTH_MM,
    WIDE_RATIO,
)
from evidence_kit.errors import NotUnderstood
from evidence_kit.limits import PRINT_PIXELS_MAX

PRINT_DPI = 300
"""UK judiciary guidance on electronic bundles caps scans at 300 dpi; more is never seen."""
_TALL_RATIO = PICTURE_HEIGHT_MM / PICTURE_WIDTH_MM
"""Height to width that still fits on a page at full width."""
_SLACK = 0.12
"""Share of a part above its lower limit in which the calmest row is looked for."""
_CALM_ROWS = 9
"""Rows looked at together: a cut stays clear of text above and below."""
_MM_PER_INCH = 25.4

_KEPT_SEGMENTS = frozenset((0xE0, 0xEE))
"""APP0 (JFIF) and APP14 (Adobe): without them colours change. No other APPn carries pixels."""
_APP_FIRST, _APP_LAST, _COMMENT, _START_OF_SCAN = 0xE0, 0xEF, 0xFE, 0xDA


class Encoding(Enum):
    """How the data of a part is stored in the PDF."""

    JPEG = "jpeg"
    """A whole JPEG file (DCTDecode)."""
    PNG_ROWS = "png_rows"
    """Deflated rows with PNG predictors (FlateDecode, Predictor 15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePart:
    """A picture, or a horizontal strip of a tall one."""

    encoding: Encoding
    data: bytes
    width: int
    """In pixels."""
    height: int
    colours: int
    """Values for each pixel: 1 grey, 3 RGB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPicture:
    """A picture ready for print."""

    parts: tuple[PicturePart, ...]
    original_width: int
    """In pixels, of what the parts were made from."""
    original_height: int

    @property
    def wide(self) -> bool:
        """Whether it is a landscape picture that deserves the width of the page."""
        return self.original_width > self.original_height * WIDE_RATIO


def prepare(data: bytes, *, original_width: int = 0, original_height: int = 0) -> PreparedPicture:
    """Make a picture ready for print.

    Args:
        data: a JPEG or PNG file, safe and upright.
        original_width: pixels of the picture this derivative was made from, if larger.
        original_height: the same.

    Raises:
        NotUnderstood: it is no JPEG or PNG, or has more pixels than a derivative may.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        if image.width * image.height > PRINT_PIXELS_MAX:
            raise NotUnderstood(reason="too_many_pixels", offset=0, detail="print picture")
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotUnderstood(reason="not_a_picture", offset=0, detail="print picture") from error
    width, height = image.size
    wide = width > height * WIDE_RATIO
    page_width = WIDE_PICTURE_WIDTH_MM if wide else PICTURE_WIDTH_MM
    most = round(page_width / _MM_PER_INCH * PRINT_DPI)
    tall = height > width * _TALL_RATIO
    if image.format == "JPEG" and image.mode in ("L", "RGB") and width <= most and not tall:
        parts: tuple[PicturePart, ...] = (_jpeg_part(strip_jpeg(data), image),)
    else:
        flat = _flattened(image)
        if width > most:
            target = (most, max(1, round(height * most / width)))
            flat = flat.resize(target, Image.Resampling.LANCZOS)
        parts = tuple(_strips(flat))
    return PreparedPicture(
        parts=parts,
        original_width=original_width or width,
        original_height=original_height or height,
    )


def strip_jpeg(data: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, IPTC, comments and profiles; the pixels stay as they are.

    Raises:
        NotUnderstood: the segments before the picture data are damaged.
    """
    kept = [data[:2]]
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 4 or data[at] != 0xFF:
            raise NotUnderstood(reason="jpeg_segments", offset=at, detail="print picture")
        marker = data[at + 1]
        if marker == _START_OF_SCAN:
            kept.append(data[at:])
            return b"".join(kept)
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        application = _APP_FIRST <= marker <= _APP_LAST and marker not in _KEPT_SEGMENTS
        if not application and marker != _COMMENT:
            kept.append(data[at : at + 2 + length])
        at += 2 + length


def _jpeg_part(data: bytes, image: Image.Image) -> PicturePart:
    return PicturePart(
        encoding=Encoding.JPEG,
        data=data,
        width=image.width,
        height=image.height,
        colours=1 if image.mode == "L" else 3,
    )


def _flattened(image: Image.Image) -> Image.Image:
    """Return the picture in grey or RGB, what is transparent on white."""
    if image.has_transparency_data:
        over = image.convert("RGBA")
        flat = Image.new("RGB", image.size, (255, 255, 255))
        flat.paste(over, mask=over.getchannel("A"))
        return flat
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def _strips(image: Image.Image) -> list[PicturePart]:
    rows = calm_rows(image, round(image.width * _TALL_RATIO))
    return [_png_part(image.crop((0, top, image.width, bottom))) for top, bottom in pairwise(rows)]


def calm_rows(image: Image.Image, most: int) -> list[int]:
    """Return the rows at which to cut, first and last row included.

    Args:
        image: the picture.
        most: rows a part may have. Cuts fall on the calmest row in the last part of that.
    """
    rows = [0]
    narrow = image.convert("L").resize((max(2, image.width // 4), image.height))
    while image.height - rows[-1] > most:
        last = rows[-1] + most
        first = max(rows[-1] + 1, round(last - most * _SLACK))
        rows.append(_calmest(narrow, first, last))
    return [*rows, image.height]


def _calmest(grey: Image.Image, first: int, last: int) -> int:
    """Return the row between two with the least change along it and around it."""
    half = _CALM_ROWS // 2
    top, bottom = max(0, first - half), min(grey.height, last + half + 1)
    data = grey.crop((0, top, grey.width, bottom)).tobytes()
    changes = [
        sum(abs(a - b) for a, b in pairwise(data[start : start + grey.width]))
        for start in range(0, len(data), grey.width)
    ]

    def busy(row: int) -> int:
        place = row - top
        return sum(changes[max(0, place - half) : place + half + 1])

    # The lowest of equally calm rows: parts stay as long as they can be.
    return min(range(last, first - 1, -1), key=busy)


def _png_part(image: Image.Image) -> PicturePart:
    """Store a strip without loss: the rows of a PNG are what PDF calls predictor 15."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6)
    return PicturePart(
        encoding=Encoding.PNG_ROWS,
        data=_png_rows(file.getvalue()),
        width=image.width,
        height=image.height,
        colours=len(image.getbands()),
    )


def _png_rows(png: bytes) -> bytes:
    at = 8
    rows = []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            rows.append(png[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(rows)
