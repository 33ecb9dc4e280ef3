# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation in the dossier: day heads, messages, gaps and remarks of the program."""

from dataclasses import dataclass

from evidence_kit.dossier.inline import AnchorId, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHeads:
    """Column heads of a conversation."""

    number: str
    time: str
    sender: str
    message: str
    why: str
    """The column "why I point this out"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Why the reporting person points a message out: words about conduct, never an offence."""

    words: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a bar without a word: colour alone says nothing."""
        if not any(self.words):
            raise ValueError("a mark needs at least one word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A translation under a message, upright, always with the word for translation."""

    label: str
    """The word, by whom and how; for example "Vertaling door mij, geen beëdigde vertaling"."""
    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """The head of a day, in words of the program."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One record of the conversation."""

    number: str
    """Its number in the source, as printed."""
    time: str
    sender: Text
    """The label as exported, in the voice of evidence; empty when no person is stated."""
    body: Text
    """The text as found; empty when the record has none."""
    notes: tuple[Text, ...] = ()
    """Program words under the text: deleted, edited, seen once, emoji in words, plain reading."""
    attachments: tuple[Text, ...] = ()
    """One line for each attachment: what it is and where it is printed, or why it is not."""
    translation: Translation | None = None
    mark: Mark | None = None
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRow:
    """A line the app wrote itself (not a person): quoted as evidence after a program word."""

    number: str
    time: str
    body: Text
    mark: Mark | None = None
    anchor: AnchorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Messages of the source that are not printed here."""

    words: str
    left_out: int
    """How many; printed + left out = all of the source."""

    def __post_init__(self) -> None:
        """Refuse a gap that leaves nothing out."""
        if self.left_out < 1:
            raise ValueError("a gap leaves out at least one message")


ChatRow = DayRow | MessageRow | SystemRow | GapRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTable:
    """A conversation. The head repeats on every page, a day head with it when a day goes on."""

    heads: ChatHeads
    rows: tuple[ChatRow, ...]
    anchor: AnchorId
    """Also the key under which `RenderResult` counts the printed rows."""
    summary: str = ""
    """What the table holds, for a screen reader."""
