# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files of the sample case that no library needs to write: voice message, card, bill."""

import hashlib
import struct
from typing import Final

_OGG_POLYNOMIAL: Final = 0x04C11DB7
_SILENCE: Final = b"\xf8\xff\xfe"
"""An Opus packet (RFC 6716) of 20 ms without sound."""
_SAMPLES_PER_PACKET: Final = 960


def voice_message(seconds: int) -> bytes:
    """Ogg Opus (RFC 7845) without sound: what a phone calls a voice message."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    maker = b"Evidence Kit sample"
    tags = b"OpusTags" + struct.pack("<I", len(maker)) + maker + struct.pack("<I", 0)
    pages = [_ogg_page(0, 0, 0x02, (head,)), _ogg_page(1, 0, 0, (tags,))]
    for second in range(seconds):
        last = 0x04 if second == seconds - 1 else 0
        packets = (_SILENCE,) * 50
        pages.append(_ogg_page(second + 2, (second + 1) * 50 * _SAMPLES_PER_PACKET, last, packets))
    return b"".join(pages)


def _ogg_page(number: int, position: int, flags: int, packets: tuple[bytes, ...]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, 0x0471, number, 0)
    page = bytearray(head + bytes([len(sizes)]) + sizes + b"".join(packets))
    page[22:26] = struct.pack("<I", _ogg_checksum(page))
    return bytes(page)


def _ogg_checksum(page: bytearray) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (
                value << 1 ^ _OGG_POLYNOMIAL if value & 0x80000000 else value << 1
            ) & 0xFFFFFFFF
    return value


def contact_card() -> bytes:
    """The sister's card as a phone writes it (vCard 3.0)."""
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:de Vries;Noor;;;",
        "FN:Noor de Vries",
        "TEL;type=CELL;waid=447700900126:+44 7700 900126",
        "END:VCARD",
        "",
    )
    return "\r\n".join(lines).encode("utf-8")


def bill() -> bytes:
    """A one-page PDF 1.4: what Rico calls his costs."""
    lines = (
        "Overzicht kosten voor Sam",
        "",
        "Koffie 11 x        33,00",
        "Benzine            79,50",
        "Mijn tijd         200,00",
        "Totaal            312,50",
        "",
        "NL91 ABNA 0417 1643 00 t.n.v. R. Bakker",
        "Voor vrijdag!",
    )
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    stream = f"BT /F1 14 Tf 20 TL 72 760 Td\n{shown}ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>"
        % b"/Resources << /Font << /F1 5 0 R >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def unknown_file(size: int) -> bytes:
    """Bytes of a format that nobody knows; they look like chance and never change."""
    out = bytearray(b"ZB01\x00\x01\x00\x00")
    count = 0
    while len(out) < size:
        out += hashlib.sha256(b"sample case, unknown file %d" % count).digest()
        count += 1
    return bytes(out[:size])
