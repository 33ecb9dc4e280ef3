# SPDX-License-Identifier: GPL-3.0-or-later
"""From inline text of the tree to styled spans: voices, references, redactions."""

from collections.abc import Iterator, Mapping

from evidence_kit.dossier.document import (
    Emphasis,
    PageForm,
    Redacted,
    Reference,
    Run,
    Text,
    Voice,
    Words,
)
from evidence_kit.dossier.layout.styles import WHITE, Role, Stylesheet
from evidence_kit.dossier.text.lines import Span
from evidence_kit.dossier.text.type_case import Cut

NUMBER_PLACE = "000"
"""Holds the place of a page number that is not known yet."""
_NO_BREAK_SPACE = "\u00a0"


def program_alone(*texts: Text) -> bool:
    """Tell whether no voice but the program's speaks in these texts."""
    return all(
        not isinstance(inline, Run) or inline.voice is Voice.PROGRAM
        for text in texts
        for inline in text
    )


def evidence_alone(text: Text) -> bool:
    """Tell whether a text is evidence from end to end."""
    runs = [inline for inline in text if isinstance(inline, Run)]
    return (
        bool(runs) and len(runs) == len(text) and all(run.voice is Voice.EVIDENCE for run in runs)
    )


class Speaker:
    """Turns inline text into spans."""

    def __init__(self, styles: Stylesheet, words: Words, numbers: Mapping[str, int]) -> None:
        self._styles = styles
        self._words = words
        self._numbers = numbers

    def spans(
        self, text: Text, role: Role, *, alone: bool = False, link: str | None = None
    ) -> list[Span]:
        """Return the spans of a text.

        Args:
            text: inline text.
            role: what it is for.
            alone: the program alone speaks in the whole block.
            link: where text without a link of its own leads.
        """
        spans: list[Span] = []
        for inline in text:
            if isinstance(inline, Run):
                style = self._styles.spoken(
                    role, inline.voice, inline.emphasis, mono=inline.mono, alone=alone
                )
                target = inline.target or link
                spans.append(Span(text=inline.text, style=style, link=target, language=inline.lang))
            elif isinstance(inline, Redacted):
                style = self._styles.style(role, Cut.SANS_STRONG, WHITE)
                label = _NO_BREAK_SPACE + inline.label + _NO_BREAK_SPACE
                spans.append(Span(text=label, style=style, bar=True))
            else:
                spans.extend(self._reference(inline, role, alone=alone))
        return spans

    def _reference(self, reference: Reference, role: Role, *, alone: bool) -> Iterator[Span]:
        # A page number alone is furniture, like the foot of the page: always upright.
        alone = alone or reference.form is PageForm.PAGE
        style = self._styles.spoken(
            role, Voice.PROGRAM, reference.emphasis, mono=False, alone=alone
        )
        anchor = reference.anchor
        if reference.form is PageForm.TEXT:
            yield Span(text=reference.text, style=style, link=anchor)
            return
        before, after = "", ""
        if reference.form is PageForm.TEXT_AND_PAGE:
            # The number stays with the word before it.
            before, _page, after = self._words.reference.replace(
                " {page}", _NO_BREAK_SPACE + "{page}"
            ).partition("{page}")
        if before:
            yield Span(text=before.format(text=reference.text), style=style, link=anchor)
        known = self._numbers.get(anchor)
        if known is None:
            yield Span(text=NUMBER_PLACE, style=style, link=anchor, number=anchor)
        else:
            yield Span(text=str(known), style=style, link=anchor)
        if after:
            yield Span(text=after.format(text=reference.text), style=style, link=anchor)


def quiet(text: str) -> Text:
    """Return program words of second rank."""
    return (Run(text=text, voice=Voice.PROGRAM, emphasis=Emphasis.QUIET),)
