# SPDX-License-Identifier: GPL-3.0-or-later
"""A structural judge that needs no Java: what must be true of every dossier we write."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf


def pdf_faults(path: Path) -> list[str]:
    """Return what is wrong with a file; an empty list when nothing is."""
    with pikepdf.open(path) as pdf:
        return [
            *_catalogue(pdf),
            *(fault for item in pdf.objects for fault in _object(item)),
            *(fault for page in pdf.pages for fault in _page(page)),
        ]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if pdf.is_encrypted:
        yield "encrypted"
    for key in ("/Lang", "/Metadata", "/OutputIntents", "/StructTreeRoot", "/Outlines"):
        if key not in root:
            yield f"catalogue lacks {key}"
    if "/MarkInfo" not in root or not root.MarkInfo.Marked:
        yield "not marked as tagged"
    for key in ("/AA", "/AcroForm", "/URI"):
        if key in root:
            yield f"catalogue holds {key}"
    profile = root.OutputIntents[0].DestOutputProfile.read_bytes()
    if profile[36:40] != b"acsp":
        yield "output intent is no ICC profile"
    yield from _metadata(pdf)


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    packet = pdf.Root.Metadata.read_raw_bytes().decode("utf-8")
    for part in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        if part not in packet:
            yield f"metadata lacks {part}"
    if str(pdf.docinfo["/Title"]) not in packet.replace("&amp;", "&"):
        yield "title differs between information and metadata"


def _object(item: pikepdf.Object) -> Iterator[str]:
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    if item.get("/Type") == "/Font":
        yield from _font(item)
    if "/SMask" in item:
        yield "transparency"
    if item.get("/S") in ("/JavaScript", "/URI", "/Launch", "/GoToR", "/SubmitForm"):
        yield f"action {item.S}"
    if item.get("/Subtype") == "/Image" and item.get("/Interpolate", False):
        yield "interpolated picture"


def _font(font: pikepdf.Object) -> Iterator[str]:
    kind = str(font.Subtype)
    name = str(font.get("/BaseFont", "Type3"))
    if kind in ("/Type0", "/Type3") and "/ToUnicode" not in font:
        yield f"{name} has no Unicode"
    if kind == "/CIDFontType2" and "/FontFile2" not in font.FontDescriptor:
        yield f"{name} is not embedded"
    if kind not in ("/Type0", "/Type3", "/CIDFontType2"):
        yield f"{name} is a {kind}"
    if "Helvetica" in name or "Courier" in name:
        yield f"{name} is a standard font"


def _page(page: pikepdf.Page) -> Iterator[str]:
    if "/StructParents" not in page:
        yield "page outside the structure"
    for note in page.get("/Annots", ()):
        if int(note.get("/F", 0)) != 4:
            yield "link that may not print"
        if "/Contents" not in note:
            yield "link without words"
        if "/A" in note:
            yield "link with an action"
