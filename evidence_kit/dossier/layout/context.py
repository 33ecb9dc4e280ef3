# SPDX-License-Identifier: GPL-3.0-or-later
"""What every block needs to be set: styles, lines, words, pictures and the numbers known so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from evidence_kit.dossier.document import AnchorId, Block, PictureRef, Text, Words
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.spans import Speaker, program_alone
from evidence_kit.dossier.layout.styles import Role, Stylesheet
from evidence_kit.dossier.pictures import PreparedPicture
from evidence_kit.dossier.text.lines import Line, Span, TextStyle
from evidence_kit.dossier.text.paragraph import Compositor


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCount:
    """What became of the messages of one conversation."""

    printed: int
    left_out: int


@dataclass(slots=True, kw_only=True)
class Context:
    """Shared by the blocks of one dossier."""

    compositor: Compositor
    styles: Stylesheet
    speaker: Speaker
    words: Words
    pictures: Callable[[PictureRef], PreparedPicture]
    place: "Callable[[Context, Flow, Block], None]"
    """Sets any block; blocks that hold blocks call it."""
    chats: dict[AnchorId, ChatCount] = field(default_factory=dict)
    heading: int = 1
    """Level of the last heading in the structure; a screen reader must not miss one between."""

    def scaled(self, points: float) -> float:
        """Return a length that grows with the print."""
        return points * self.styles.scale

    def set(
        self,
        text: Text,
        role: Role,
        width: float,
        *,
        alone: bool | None = None,
        link: str | None = None,
    ) -> list[Line]:
        """Return the lines of inline text; its own direction decides each paragraph's.

        Args:
            text: inline text; empty gives no lines.
            role: what it is for.
            width: in points.
            alone: the program alone speaks in its block; None to look at the text itself.
            link: where text without a link of its own leads.
        """
        if not text:
            return []
        if alone is None:
            alone = program_alone(text)
        spans = self.speaker.spans(text, role, alone=alone, link=link)
        return self.compositor.lines(spans, width, base=None)

    def balanced(self, text: Text, role: Role, width: float) -> list[Line]:
        """Return the lines of a title, about equally long, as few as the width allows."""
        lines = self.set(text, role, width)
        if len(lines) < 2:
            return lines
        narrow, wide = width / 2, width
        while wide - narrow > 1.0:
            middle = (narrow + wide) / 2
            tried = self.set(text, role, middle)
            if len(tried) > len(lines):
                narrow = middle
            else:
                lines, wide = tried, middle
        return lines

    def plain(self, text: str, style: TextStyle, width: float) -> list[Line]:
        """Return the lines of words in one style."""
        return self.compositor.lines([Span(text=text, style=style)], width) if text else []

    def blocks(self, flow: Flow, blocks: Iterable[Block]) -> None:
        """Set blocks under each other."""
        for block in blocks:
            self.place(self, flow, block)
