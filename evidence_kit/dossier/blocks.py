# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks a dossier page is built of, except conversations (chat_blocks) and the whole.

Every block is a frozen value without measures in points: how it looks is layout's affair.
"""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.dossier.chat_blocks import ChatTable
from evidence_kit.dossier.inline import AnchorId, Text, Voice


class FactSource(Enum):
    """Where a printed fact comes from; the words for it are in `Words`."""

    FILE = "file"
    """Read from the file itself."""
    REPORTER = "reporter"
    """Stated by the reporting person."""
    PROGRAM = "program"
    """Measured by this program: size, hash, time of adding."""
    UNKNOWN = "unknown"


class Align(Enum):
    """Which side of its column a cell keeps to."""

    START = "start"
    END = "end"


class ParagraphKind(Enum):
    """The rank of a paragraph."""

    LEAD = "lead"
    """A few large lines at the head of a part."""
    BODY = "body"
    NOTE = "note"
    """A remark beside or under something; smaller, never under 9 pt."""


class NoticeKind(Enum):
    """Why a notice stands out."""

    LIMIT = "limit"
    """What this dossier does not show."""
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a part. Level 2 to 4; level 1 is the title of the part itself."""

    text: Text
    level: int = 2
    anchor: AnchorId | None = None
    bookmark: str | None = None
    """Text of its bookmark without the page number, or None for no bookmark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text, optionally a numbered point with references in the margin."""

    text: Text
    kind: ParagraphKind = ParagraphKind.BODY
    number: str = ""
    margin: Text = ()
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """Steps or points, one under the other."""

    items: tuple[Text, ...]
    ordered: bool = False
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """Lines in the fixed-width face, white space kept: e-mail headers, commands.

    Lines too long for the page are broken; a broken line goes on with an indent.
    """

    text: str
    voice: Voice
    lang: str | None = None
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of a key-value table."""

    label: str
    value: Text
    source: FactSource | None = None
    """None only where the table as a whole says whose words it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValueTable:
    """Facts under each other: label, value, source."""

    facts: tuple[Fact, ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that is linked to where it was counted."""

    number: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """Up to four figures beside each other; more go on in a next row."""

    figures: tuple[Figure, ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a data table."""

    title: str
    weight: float = 1.0
    """Share of the width, relative to the other columns."""
    align: Align = Align.START
    hashes: bool = False
    """Cells hold SHA-256 values: set in groups of four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a data table, as many cells as there are columns."""

    cells: tuple[Text, ...]
    target: AnchorId | None = None
    """The whole row leads there."""
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A ruled table. Its head repeats on every page; a row is split only if a page is too short."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Text = ()
    """Printed in place of the rows when there are none."""
    summary: str = ""
    """What the table holds, for a screen reader."""
    anchor: AnchorId | None = None

    def __post_init__(self) -> None:
        """Refuse a row that would print in the wrong columns."""
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of a table of contents."""

    text: str
    anchor: AnchorId
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsList:
    """A table of contents in two columns; page numbers are filled in by layout."""

    entries: tuple[ContentsEntry, ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyHeads:
    """Column heads of a chronology."""

    when: str
    what: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyRow:
    """An event on the line of time."""

    date: str
    time: str
    what: Text
    where: Text
    filled: bool
    """A filled dot; an open one otherwise."""
    status: str
    """What the dot means, in a word: a dot alone says nothing in print."""
    basis: Text = ()
    """Source, zone and certainty of the time."""
    anchor: AnchorId | None = None

    def __post_init__(self) -> None:
        """Refuse a dot without a word."""
        if not self.status:
            raise ValueError("a chronology dot needs its word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronology:
    """Events in order of time."""

    heads: ChronologyHeads
    rows: tuple[ChronologyRow, ...]
    empty: Text = ()
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRef:
    """Names a picture for the `pictures` callable of render; opaque to layout."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture shown whole, in its proportions. Tall captures go on in parts."""

    ref: PictureRef
    alt: str
    """What a screen reader says."""
    caption: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldFrame:
    """The place of a picture that is not printed: a hatched frame with words, no pixels."""

    words: Text
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """Up to three pictures side by side, such as stills of a video."""

    pictures: tuple[Picture | WithheldFrame, ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitSheet:
    """Picture or withheld frame on the left, what is known about it on the right.

    Without a picture the facts take the whole width.
    """

    picture: Picture | WithheldFrame | None
    facts: tuple["Block", ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HashBlock:
    """A digest in groups of four, with its label."""

    label: str
    value: str
    """Lower-case hexadecimal."""
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGroups:
    """A key to be typed over: large, in numbered groups of four, five to a line."""

    value: str
    label: str
    """What it is, for a screen reader."""
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A code for a phone, with the same content in readable form beside it."""

    data: str
    printed: tuple["Block", ...]
    alt: str
    large: bool = False
    """For more than a digest: modules stay large enough for any phone."""
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A limit or warning: black, at least 10 pt, framed."""

    kind: NoticeKind
    title: str
    text: tuple[Text, ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSet:
    """Two or more columns of blocks side by side. Goes on page by page if it must."""

    columns: tuple[tuple["Block", ...], ...]
    weights: tuple[float, ...] = ()
    """Shares of the width; equal when empty."""
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLines:
    """Lines to sign on, each with its label. Only where the person asked for them."""

    labels: tuple[str, ...]
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTogether:
    """Blocks that stay on one page when a page can hold them."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """The next block begins a page."""


Block = (
    Heading
    | Paragraph
    | ItemList
    | Verbatim
    | KeyValueTable
    | FigureRow
    | DataTable
    | ContentsList
    | Chronology
    | PictureRow
    | ExhibitSheet
    | ChatTable
    | HashBlock
    | KeyGroups
    | QrCode
    | Notice
    | ColumnSet
    | SignatureLines
    | KeepTogether
    | PageBreak
)
