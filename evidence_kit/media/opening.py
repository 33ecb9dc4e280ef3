# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a picture for decoding: named formats only, and never more pixels than allowed."""

import io
import warnings
from functools import cache

import pi_heif
from PIL import (
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import LimitReached, NotUnderstood
from evidence_kit.limits import DECODE_PIXELS_JPEG_MAX, DECODE_PIXELS_MAX, PICTURE_BYTES_MAX
from evidence_kit.media.faults import DECODER_FAULTS

# Pillow finds these by itself, but late: no file can be opened then. TIFF carries EXIF.
_PLUGINS = (
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "HEIF")


@cache
def prepare() -> None:
    """Load all decoders; to be called before the process is locked down."""
    Image.preinit()
    pi_heif.register_heif_opener(thumbnails=False)
    # Pixels are counted below, per format; Pillow's own warning would come first.
    Image.MAX_IMAGE_PIXELS = None


def read_whole(source: ByteSource) -> bytes:
    """Return all bytes of a picture.

    Raises:
        LimitReached: there are too many.
    """
    if source.size > PICTURE_BYTES_MAX:
        raise LimitReached(limit="PICTURE_BYTES_MAX", value=source.size, ceiling=PICTURE_BYTES_MAX)
    return source.read_at(0, source.size)


def open_picture(data: bytes) -> Image.Image:
    """Read the header of a picture; pixels are decoded when they are asked for.

    Raises:
        NotUnderstood: it is no picture of a known format, or damaged.
        LimitReached: it has more pixels than are decoded.
    """
    prepare()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except DECODER_FAULTS as fault:
        raise _not_understood(fault) from fault
    most = DECODE_PIXELS_JPEG_MAX if picture.format == "JPEG" else DECODE_PIXELS_MAX
    pixels = picture.width * picture.height
    if pixels > most:
        raise LimitReached(limit="DECODE_PIXELS_MAX", value=pixels, ceiling=most)
    return picture


def _not_understood(fault: Exception) -> NotUnderstood:
    return NotUnderstood(reason="not_decodable", offset=0, detail=type(fault).__name__)
