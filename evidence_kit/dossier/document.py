# SPDX-License-Identifier: GPL-3.0-or-later
"""The dossier as one pure tree, between selection and PDF.

Content builds it, redaction maps it, layout prints it; tests compare it. It holds no measure in
points, no file and no PDF. Everything to import stands in this module; the block types live in
inline, blocks and chat_blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum

from evidence_kit.dossier.blocks import (
    Align,
    Block,
    Chronology,
    ChronologyHeads,
    ChronologyRow,
    Column,
    ColumnSet,
    ContentsEntry,
    ContentsList,
    DataTable,
    ExhibitSheet,
    Fact,
    FactSource,
    Figure,
    FigureRow,
    HashBlock,
    Heading,
    ItemList,
    KeepTogether,
    KeyGroups,
    KeyValueTable,
    Notice,
    NoticeKind,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Picture,
    PictureRef,
    PictureRow,
    QrCode,
    Row,
    SignatureLines,
    Verbatim,
    WithheldFrame,
)
from evidence_kit.dossier.chat_blocks import (
    ChatHeads,
    ChatRow,
    ChatTable,
    DayRow,
    GapRow,
    Mark,
    MessageRow,
    SystemRow,
    Translation,
)
from evidence_kit.dossier.inline import (
    AnchorId,
    Emphasis,
    Inline,
    PageForm,
    Redacted,
    Reference,
    Run,
    Text,
    Voice,
    evidence,
    program,
    reporter,
)

__all__ = [
    "Align",
    "AnchorId",
    "Block",
    "ChatHeads",
    "ChatRow",
    "ChatTable",
    "Chronology",
    "ChronologyHeads",
    "ChronologyRow",
    "Column",
    "ColumnSet",
    "ContentsEntry",
    "ContentsList",
    "Cover",
    "DataTable",
    "DayRow",
    "Document",
    "Emphasis",
    "ExhibitSheet",
    "Fact",
    "FactSource",
    "Figure",
    "FigureRow",
    "GapRow",
    "HashBlock",
    "Heading",
    "Inline",
    "ItemList",
    "KeepTogether",
    "KeyGroups",
    "KeyValueTable",
    "Mark",
    "MessageRow",
    "Notice",
    "NoticeKind",
    "PageBreak",
    "PageForm",
    "Paragraph",
    "ParagraphKind",
    "Part",
    "Picture",
    "PictureRef",
    "PictureRow",
    "PrintSize",
    "QrCode",
    "Redacted",
    "Reference",
    "Row",
    "Run",
    "SignatureLines",
    "SystemRow",
    "Text",
    "Translation",
    "Verbatim",
    "Voice",
    "WithheldFrame",
    "Words",
    "evidence",
    "program",
    "reporter",
    "walk",
]


class PrintSize(Enum):
    """Normal or large print; numbers and wording are the same in both, pages differ."""

    NORMAL = "normal"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The few words layout needs itself, in the document's language.

    Fields in braces are filled in with str.format.
    """

    page_of: str
    """{page} {pages}: foot of every page, "pagina {page} van {pages}"."""
    reference: str
    """{text} {page}: a reference, "{text}, pagina {page}"."""
    sheet_of: str
    """{title} {sheet} {sheets}: head of an exhibit's pages, "{title}, blad {sheet} van {sheets}"."""
    picture_part: str
    """{part} {parts}: under a part of a tall picture, "deel {part} van {parts}"."""
    scale: str
    """{percent}: under a picture, "Afgedrukt op {percent}% ..., niet bijgesneden"."""
    continued: str
    """Beside a day head or row that goes on from the page before: "vervolg"."""
    bookmark: str
    """{text} {page}: a bookmark, "{text} (p. {page})"."""
    link_to: str
    """{page}: what a screen reader says of a link, "Naar pagina {page}"."""
    source_file: str
    source_reporter: str
    source_program: str
    source_unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first page. `foot` is set at the bottom of it."""

    kicker: str
    title: str
    subtitle: Text
    body: tuple[Block, ...]
    foot: tuple[Block, ...] = ()
    bookmark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the dossier or one exhibit: begins a page, has a title and a bookmark."""

    kicker: str
    """The small line above the title: "Deel 3", "Bijlage 4"."""
    title: Text
    running: str
    """Its name in the head of its pages."""
    bookmark: str
    """Bookmark text without the page number."""
    anchor: AnchorId
    blocks: tuple[Block, ...]
    level: int = 1
    """Depth of its bookmark: 1 for a part, 2 for an exhibit under it."""
    sheets: bool = False
    """Count its pages ("blad 1 van 3") in the head, through `Words.sheet_of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole dossier."""

    language: str
    """BCP 47 tag: "nl" or "en"."""
    title: str
    subject: str
    author: str
    """As the reporting person wants to be named, or empty."""
    creator: str
    """Program name and version."""
    made_at: datetime
    """Aware; the only date in the file, so the same Document gives the same bytes."""
    running_head: str
    """Left in the head of every page but the cover."""
    running_foot: str
    """Left in the foot of every page: the log head."""
    words: Words
    cover: Cover | None
    """None where the first part begins on the first page: a paper of a page or two."""
    parts: tuple[Part, ...]
    print_size: PrintSize = PrintSize.NORMAL


def walk(node: object) -> Iterator[object]:
    """Yield every dataclass value under `node`, itself first, in reading order of the fields."""
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            yield from walk(getattr(node, field.name))
