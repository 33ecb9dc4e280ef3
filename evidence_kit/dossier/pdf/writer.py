# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a PDF 1.7 file from front to back: every object leaves memory when it is known.

Tried first: reportlab's canvas with a second pass through pikepdf. It keeps every page, picture
and structure element until the end (930 MB for 200,000 messages), writes objects that PDF/A
forbids and must be undone, and gives nothing else: text, fonts and tags are our own. The reasons
stand in docs/decisions/004-text-engine.md.
"""

import hashlib
import zlib
from array import array
from typing import BinaryIO

from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Value, serialise

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_PER_STREAM = 200
_ZLIB_LEVEL = 6
_FREE, _PLAIN, _IN_STREAM = 0, 1, 2


class PdfWriter:
    """Numbers objects, writes them and ends the file with its cross-reference stream."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self._position = 0
        # Per object: kind, and offset or number of its object stream, and place in that.
        self._kinds = array("B", (_FREE,))
        self._offsets = array("Q", (0,))
        self._places = array("H", (0,))
        self._waiting: list[tuple[int, bytes]] = []
        self._emit(_HEADER)

    def allocate(self) -> Ref:
        """Return a reference to an object that will be written later."""
        self._kinds.append(_FREE)
        self._offsets.append(0)
        self._places.append(0)
        return Ref(len(self._kinds) - 1)

    def add(self, value: Value) -> Ref:
        """Write an object and return its reference."""
        ref = self.allocate()
        self.put(ref, value)
        return ref

    def put(self, ref: Ref, value: Value) -> None:
        """Write the object of an allocated reference. Once for each."""
        self._waiting.append((ref.number, serialise(value)))
        if len(self._waiting) == _OBJECTS_PER_STREAM:
            self._flush()

    def stream(self, entries: Dict, data: bytes, *, encoded: bool = False) -> Ref:
        """Write a stream and return its reference.

        Args:
            entries: its dictionary without length and, unless encoded, without filter.
            data: the content.
            encoded: the data already fits the filter named in `entries`.
        """
        if not encoded:
            data = zlib.compress(data, _ZLIB_LEVEL)
            entries = Dict(entries.items(), Filter=Name("FlateDecode"))
        ref = self.allocate()
        self._write_stream(ref.number, entries, data)
        return ref

    def raw_stream(self, entries: Dict, data: bytes) -> Ref:
        """Write a stream without compression: metadata, which PDF/A wants readable."""
        ref = self.allocate()
        self._write_stream(ref.number, entries, data)
        return ref

    def finish(self, root: Ref, info: Ref) -> None:
        """Write the cross-reference stream and the end of the file."""
        self._flush()
        identity = self._hash.digest()[:16]
        own = self.allocate()
        self._kinds[own.number] = _PLAIN
        self._offsets[own.number] = self._position
        start = self._position
        rows = bytearray()
        for kind, offset, place in zip(self._kinds, self._offsets, self._places, strict=True):
            rows.append(kind)
            rows += offset.to_bytes(5, "big")
            rows += place.to_bytes(2, "big")
        data = zlib.compress(bytes(rows), _ZLIB_LEVEL)
        entries = Dict(
            Type=Name("XRef"), Size=len(self._kinds), W=Array((1, 5, 2)), Root=root, Info=info,
            ID=Array((identity, identity)), Filter=Name("FlateDecode"), Length=len(data),
        )  # fmt: skip
        self._emit(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (
            own.number, serialise(entries), data,
        ))  # fmt: skip
        self._emit(b"startxref\n%d\n%%%%EOF\n" % start)

    def _emit(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self._position += len(data)

    def _write_stream(self, number: int, entries: Dict, data: bytes) -> None:
        self._kinds[number] = _PLAIN
        self._offsets[number] = self._position
        head = serialise(Dict(entries.items(), Length=len(data)))
        self._emit(b"%d 0 obj\n%b\nstream\n" % (number, head))
        self._emit(data)
        self._emit(b"\nendstream\nendobj\n")

    def _flush(self) -> None:
        """Write the waiting objects as one object stream (7.5.7)."""
        if not self._waiting:
            return
        holder = self.allocate()
        index: list[str] = []
        body = bytearray()
        for place, (number, data) in enumerate(self._waiting):
            index.append(f"{number} {len(body)}")
            body += data + b"\n"
            self._kinds[number] = _IN_STREAM
            self._offsets[number] = holder.number
            self._places[number] = place
        self._waiting.clear()
        head = (" ".join(index) + "\n").encode("ascii")
        entries = Dict(
            Type=Name("ObjStm"), N=len(index), First=len(head), Filter=Name("FlateDecode")
        )
        self._write_stream(holder.number, entries, zlib.compress(head + bytes(body), _ZLIB_LEVEL))
