# SPDX-License-Identifier: GPL-3.0-or-later
"""One typographic system: roles with sizes, and a cut for each of the three voices.

Evidence is sans-serif upright, the reporter's words are in the serif, and wherever voices meet, as
in every table of facts, the program speaks in sans-serif italic. Where it speaks alone (a
paragraph, list or table of data) it is upright and never carries the bar of an evidence paragraph.
Shape tells them apart, not colour: a photocopy keeps the difference.
"""

from enum import Enum

from evidence_kit.dossier.inline import Emphasis, Voice
from evidence_kit.dossier.layout.shapes import INK, RED
from evidence_kit.dossier.text.lines import TextStyle
from evidence_kit.dossier.text.type_case import Cut, TypeCase

QUIET_INK = "0.32 0.34 0.37"
"""Second rank; 7.5:1 on white, so it survives a photocopier."""
WHITE = "1 1 1"
BLACK = "0 0 0"
LARGE_PRINT = 1.4
"""From 10 pt to 14 pt (people.md 28)."""


class Role(Enum):
    """What a text is for."""

    COVER_TITLE = "cover_title"
    SUBTITLE = "subtitle"
    TITLE = "title"
    HEADING_2 = "heading_2"
    HEADING_3 = "heading_3"
    HEADING_4 = "heading_4"
    LEAD = "lead"
    BODY = "body"
    NOTICE = "notice"
    MESSAGE = "message"
    CELL = "cell"
    CELL_SERIF = "cell_serif"
    """The reporter's words in a cell: the serif runs larger, so it is set smaller."""
    NOTE = "note"
    LABEL = "label"
    FIGURE = "figure"
    HASH = "hash"
    KEY = "key"
    FURNITURE = "furniture"


_SIZES = {
    Role.COVER_TITLE: (38.0, 42.0),
    Role.SUBTITLE: (14.5, 20.0),
    Role.TITLE: (25.0, 30.0),
    Role.HEADING_2: (12.5, 17.0),
    Role.HEADING_3: (10.6, 14.6),
    Role.HEADING_4: (9.8, 13.4),
    Role.LEAD: (13.0, 19.0),
    Role.BODY: (10.2, 15.0),
    Role.NOTICE: (10.4, 14.8),
    Role.MESSAGE: (10.0, 13.8),
    Role.CELL: (9.6, 13.2),
    Role.CELL_SERIF: (9.2, 13.2),
    Role.NOTE: (9.0, 12.4),
    Role.LABEL: (9.0, 12.4),
    Role.FIGURE: (23.0, 27.0),
    Role.HASH: (9.0, 12.8),
    Role.KEY: (15.0, 25.0),
    Role.FURNITURE: (9.0, 12.0),
}
"""Size and leading in points. Nothing that is meant to be read is under 9 pt."""

_DISPLAY = frozenset((Role.COVER_TITLE, Role.TITLE, Role.FIGURE))
_HEADINGS = frozenset((Role.HEADING_2, Role.HEADING_3, Role.HEADING_4, Role.LABEL))


class Stylesheet:
    """Makes the text styles of one dossier."""

    def __init__(self, case: TypeCase, scale: float = 1.0) -> None:
        self._case = case
        self.scale = scale
        self._made: dict[tuple[Cut, Role, str], TextStyle] = {}

    def style(self, role: Role, cut: Cut, ink: str = INK) -> TextStyle:
        """Return a style; always the same object for the same arguments."""
        key = (cut, role, ink)
        made = self._made.get(key)
        if made is None:
            size, leading = _SIZES[role]
            made = self._made[key] = TextStyle(
                typeface=self._case.typeface(cut),
                size=size * self.scale,
                leading=leading * self.scale,
                ink=ink,
            )
        return made

    def spoken(
        self, role: Role, voice: Voice, emphasis: Emphasis, *, mono: bool, alone: bool
    ) -> TextStyle:
        """Return the style of a voice in a role; `alone`: no other voice speaks in the block."""
        ink = QUIET_INK if emphasis is Emphasis.QUIET else INK
        strong = emphasis is Emphasis.STRONG
        if role in _DISPLAY:
            return self.style(role, Cut.SERIF_DISPLAY, ink)
        if mono:
            return self.style(role, Cut.MONO_STRONG if strong else Cut.MONO, ink)
        cut = _cut(role, voice, strong=strong, alone=alone)
        if voice is Voice.REPORTER and role is Role.CELL:
            role = Role.CELL_SERIF
        return self.style(role, cut, ink)

    def leading(self, role: Role) -> float:
        """Return the distance of base lines in a role, in points."""
        return _SIZES[role][1] * self.scale

    def label(self) -> TextStyle:
        """The small words of structure: column heads, labels of facts."""
        return self.style(Role.LABEL, Cut.SANS_STRONG, QUIET_INK)

    def mark(self) -> TextStyle:
        """Why a message is pointed out: the reporter's words beside the bar."""
        return self.style(Role.NOTE, Cut.SERIF_STRONG, RED)

    def furniture(self, *, quiet: bool) -> TextStyle:
        """Head and foot of the page."""
        return self.style(Role.FURNITURE, Cut.SANS, QUIET_INK if quiet else INK)


def _cut(role: Role, voice: Voice, *, strong: bool, alone: bool) -> Cut:
    if voice is Voice.REPORTER:
        if role in (Role.LEAD, Role.SUBTITLE):
            return Cut.SERIF_LEAD
        return Cut.SERIF_STRONG if strong or role in _HEADINGS else Cut.SERIF
    strong = strong or role in _HEADINGS
    if voice is Voice.PROGRAM and role is Role.SUBTITLE:
        return Cut.SERIF_LEAD
    if voice is Voice.PROGRAM and not alone:
        return Cut.SANS_ITALIC_STRONG if strong else Cut.SANS_ITALIC
    return Cut.SANS_STRONG if strong else Cut.SANS
