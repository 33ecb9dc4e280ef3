# SPDX-License-Identifier: GPL-3.0-or-later
"""The bookmark panel: a tree of titles, each with its page number in the text (12.3.3)."""

from dataclasses import dataclass, field

from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Text
from evidence_kit.dossier.pdf.writer import PdfWriter


@dataclass(slots=True)
class PlacedBookmark:
    """A bookmark whose page is known."""

    text: str
    level: int
    page: Ref
    y: float
    children: list["PlacedBookmark"] = field(default_factory=list)


def write_bookmarks(writer: PdfWriter, flat: list[PlacedBookmark]) -> Ref:
    """Write bookmarks in reading order as a tree by their levels; return its root."""
    top = PlacedBookmark("", 0, Ref(0), 0.0)
    path = [top]
    for mark in flat:
        while path[-1].level >= mark.level and len(path) > 1:
            path.pop()
        path[-1].children.append(mark)
        path.append(mark)
    root = writer.allocate()
    entries = Dict(Type=Name("Outlines"))
    _link(writer, top, root, entries)
    writer.put(root, entries)
    return root


def _link(writer: PdfWriter, parent: PlacedBookmark, parent_ref: Ref, entries: Dict) -> None:
    """Write the children of a bookmark and name them in its entries."""
    if not parent.children:
        return
    refs = [writer.allocate() for _child in parent.children]
    entries["First"], entries["Last"] = refs[0], refs[-1]
    # Top level open, deeper levels closed: a long dossier shows its parts at a glance.
    entries["Count"] = len(refs) if parent.level == 0 else -len(refs)
    for place, child in enumerate(parent.children):
        own = Dict(
            Title=Text(child.text),
            Parent=parent_ref,
            Dest=Array((child.page, Name("XYZ"), 0, child.y, 0)),
        )
        if place:
            own["Prev"] = refs[place - 1]
        if place + 1 < len(refs):
            own["Next"] = refs[place + 1]
        _link(writer, child, refs[place], own)
        writer.put(refs[place], own)
