# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a PDF as pixels, for looking at our own dossier before it is made."""

import pypdfium2

from evidence_kit.domain.exhibit import Picture
from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import LimitReached, NotUnderstood
from evidence_kit.limits import DECODE_PIXELS_MAX, PDF_BYTES_MAX
from evidence_kit.media.faults import DECODER_FAULTS


def pdf_page(source: ByteSource, page: int, width: int) -> Picture:
    """Paint one page.

    Args:
        source: The PDF.
        page: From 0.
        width: Pixels across.

    Raises:
        NotUnderstood: it is no PDF, or it has no such page.
        LimitReached: it is too large.
    """
    if source.size > PDF_BYTES_MAX:
        raise LimitReached(limit="PDF_BYTES_MAX", value=source.size, ceiling=PDF_BYTES_MAX)
    try:
        document = pypdfium2.PdfDocument(source.read_at(0, source.size))
    except (pypdfium2.PdfiumError, *DECODER_FAULTS) as fault:
        raise NotUnderstood(reason="not_decodable", offset=0, detail="pdf") from fault
    try:
        if not 0 <= page < len(document):
            raise NotUnderstood(reason="no_such_page", offset=0, detail=str(page))
        return _painted(document[page], width)
    finally:
        document.close()


def _painted(page: pypdfium2.PdfPage, width: int) -> Picture:
    points_across, points_down = page.get_size()
    if points_across <= 0 or points_down <= 0:
        raise NotUnderstood(reason="empty_page", offset=0, detail="")
    scale = width / points_across
    pixels = int(width * points_down * scale)
    if pixels > DECODE_PIXELS_MAX:
        raise LimitReached(limit="DECODE_PIXELS_MAX", value=pixels, ceiling=DECODE_PIXELS_MAX)
    try:
        painted = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGBA")
    except (pypdfium2.PdfiumError, *DECODER_FAULTS) as fault:
        raise NotUnderstood(reason="not_decodable", offset=0, detail="pdf") from fault
    return Picture(
        width=painted.width,
        height=painted.height,
        rgba=painted.tobytes(),
        original_width=round(points_across),
        original_height=round(points_down),
    )
