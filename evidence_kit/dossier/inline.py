# SPDX-License-Identifier: GPL-3.0-or-later
"""Inline text of a dossier: runs in one of three voices, references and redactions.

Three voices never mix (evidence, program, reporter). The voice of a run decides its style and
nothing else may imitate it, so a program word cannot be taken for a sender's text.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NewType

AnchorId = NewType("AnchorId", str)
"""Names a place in the dossier: unique in one Document, letters, digits and hyphens."""


class Voice(Enum):
    """Whose words a piece of text is."""

    EVIDENCE = "evidence"
    """Found in the material, character for character."""
    PROGRAM = "program"
    """Written by this program."""
    REPORTER = "reporter"
    """Written or chosen by the reporting person."""


class Emphasis(Enum):
    """How much a run stands out."""

    NONE = "none"
    STRONG = "strong"
    QUIET = "quiet"
    """Second rank: still black enough to read on a photocopy."""


class PageForm(Enum):
    """How a reference shows the page it leads to."""

    TEXT = "text"
    """The text alone."""
    TEXT_AND_PAGE = "text_and_page"
    """The text and the page, through `Words.reference`."""
    PAGE = "page"
    """The page number alone, for a column of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text in one voice. A line feed in it starts a new line."""

    text: str
    voice: Voice = Voice.PROGRAM
    emphasis: Emphasis = Emphasis.NONE
    mono: bool = False
    """Set in the fixed-width face: identifiers, file names, commands."""
    target: AnchorId | None = None
    """Where a click leads, inside the dossier. Addresses found in evidence are never live."""
    lang: str | None = None
    """BCP 47 tag when the language differs from the document's and is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place named in the text; the page is filled in when it is known."""

    anchor: AnchorId
    text: str = ""
    form: PageForm = PageForm.TEXT_AND_PAGE
    emphasis: Emphasis = Emphasis.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """Text left out by the reporting person: a black bar that carries `label`, never the text."""

    label: str


Inline = Run | Reference | Redacted
Text = tuple[Inline, ...]


def program(text: str, emphasis: Emphasis = Emphasis.NONE) -> Text:
    """Words of this program."""
    return (Run(text=text, voice=Voice.PROGRAM, emphasis=emphasis),)


def evidence(text: str, *, mono: bool = False, lang: str | None = None) -> Text:
    """Text exactly as found in the material."""
    return (Run(text=text, voice=Voice.EVIDENCE, mono=mono, lang=lang),)


def reporter(text: str, *, lang: str | None = None) -> Text:
    """Words of the reporting person."""
    return (Run(text=text, voice=Voice.REPORTER, lang=lang),)
