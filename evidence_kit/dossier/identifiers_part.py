# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, numbers and accounts: unmasked, with how each is used, by whom, and where it stands."""

from collections.abc import Iterable, Iterator

from evidence_kit import wording
from evidence_kit.domain.identifier import (
    Checksum,
    Decision,
    IdentifierRow,
    IdentifierType,
    Occurrence,
    Use,
)
from evidence_kit.domain.moment import Moment
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Material, Say
from evidence_kit.dossier.numbering import exhibit_anchor, message_anchor

_PLACES_MAX = 3
"""Places named for one identifier; the number says how many there are."""
_SENDERS_MAX = 3


def identifier_blocks(material: Material, say: Say) -> tuple[paper.Block, ...]:
    """Return the blocks of "Names, numbers and accounts"."""
    t = say.t
    kept = [row for row in material.identifiers if row.decision is not Decision.DISMISSED]
    own = [row for row in kept if row.whose == "own"]
    third = [row for row in kept if row.whose == "third"]
    others = [row for row in kept if row.whose not in ("own", "third")]
    blocks: list[paper.Block] = [
        paper.Paragraph(
            text=paper.program(
                t(
                    "All this was found in the exhibits, as it is written there. Whether it belongs "
                    "to one person has not been looked into."
                )
            )
        ),
        _table(material, others, say),
    ]
    for rows, title in (
        (third, t("Of others, says the reporter")),
        (own, t("Own data, says the reporter")),
    ):
        if rows:
            blocks += [
                paper.Heading(text=paper.program(title)),
                _table(material, rows, say),
            ]
    dismissed = len(material.identifiers) - len(kept)
    if dismissed:
        blocks.append(
            paper.Paragraph(
                kind=paper.ParagraphKind.NOTE,
                text=paper.program(
                    t.n(
                        "{n} finding was left out by the reporter: it does not belong here.",
                        "{n} findings were left out by the reporter: they do not belong here.",
                        dismissed,
                    )
                ),
            )
        )
    blocks += _header_lines(material, kept, say)
    return tuple(blocks)


def _table(material: Material, rows: Iterable[IdentifierRow], say: Say) -> paper.DataTable:
    t = say.t
    return paper.DataTable(
        columns=(
            paper.Column(title=t("Kind and value"), weight=5.4),
            paper.Column(title=t("Used as sender"), weight=1.7, align=paper.Align.END),
            paper.Column(title=t("Mentioned in text"), weight=2.1, align=paper.Align.END),
            paper.Column(title=t("Mentioned by"), weight=2.6),
            paper.Column(title=t("First and last"), weight=2.2),
            paper.Column(title=t("Where"), weight=2.8),
        ),
        rows=tuple(_row(material, row, say) for row in rows),
        empty=paper.program(t("Nothing found.")),
        summary=t("Identifiers with the number of times they are used, by whom and where."),
    )


def _row(material: Material, row: IdentifierRow, say: Say) -> paper.Row:
    mentioned = row.mentioned + row.in_header
    return paper.Row(
        cells=(
            _value(row, say),
            paper.program(_count(say, row.as_sender)),
            paper.program(_count(say, mentioned)),
            _by(row, say),
            _first_and_last(row, say),
            _places(material, row.occurrences, row.count, say),
        )
    )


def _count(say: Say, number: int) -> str:
    return wording.number(say.w, number) if number else "–"


def _value(row: IdentifierRow, say: Say) -> paper.Text:
    kind = wording.capital(wording.name(say.w, row.type))
    value: list[paper.Inline] = list(paper.program(f"{kind}\n", paper.Emphasis.QUIET))
    voice = paper.reporter if row.decision is Decision.ADDED and not row.count else None
    for index, written in enumerate(row.as_written):
        value += paper.program("\n") if index else ()
        value += voice(written) if voice is not None else paper.evidence(written, mono=True)
    if row.as_written != (row.normalised,):
        value += paper.program(f"\n= {row.normalised}")
    if row.checksum is not Checksum.HAS_NONE:
        value += paper.program(f"\n{wording.name(say.w, row.checksum)}", paper.Emphasis.QUIET)
    if row.decision is not Decision.OPEN:
        decision = say.t(
            "{decision}, says the reporter", decision=wording.name(say.w, row.decision)
        )
        value += paper.program(f"\n{decision}", paper.Emphasis.QUIET)
    if row.note:
        value += (*paper.program("\n"), *paper.reporter(row.note))
    return tuple(value)


def _by(row: IdentifierRow, say: Say) -> paper.Text:
    words: list[paper.Inline] = []
    for label in row.by[:_SENDERS_MAX]:
        words += paper.program("\n") if words else ()
        words += paper.evidence(label)
    more = len(row.by) - _SENDERS_MAX
    if more > 0:
        words += paper.program("\n" + say.t.n("and {n} more", "and {n} more", more))
    headers = dict.fromkeys(
        place.by for place in row.occurrences if place.use is Use.IN_HEADER and place.by
    )
    for name in headers:
        words += paper.program("\n") if words else ()
        words += paper.program(
            say.t("line {name}", name=wording.fact_name(say.w, f"header.{name}"))
        )
    return tuple(words)


def _first_and_last(row: IdentifierRow, say: Say) -> paper.Text:
    first, last = _short(row.first, say), _short(row.last, say)
    if first == last or not last:
        return paper.program(first)
    return paper.program(f"{first}\n{last}")


def _short(moment: Moment | None, say: Say) -> str:
    read = wording.reading(moment) if moment is not None else None
    if moment is None or read is None:
        return ""
    return f"{wording.short_day(say.w, read.date())} {wording.clock(say.w, read, moment.precision)}"


def _places(
    material: Material, occurrences: tuple[Occurrence, ...], count: int, say: Say
) -> paper.Text:
    words: list[paper.Inline] = []
    named: set[str] = set()
    present = set(material.numbers.values())
    for place in occurrences:
        if place.exhibit_number not in present or len(named) == _PLACES_MAX:
            continue
        text, anchor = _place(material, place, say)
        if text in named:
            continue
        named.add(text)
        words += paper.program("\n") if words else ()
        words.append(material.to_exhibit(anchor, text))
    if count > len(named):
        shown = wording.number(say.w, count)
        words += paper.program(
            ("\n" if words else "")
            + say.t.n("{shown} time in all", "{shown} times in all", count, shown=shown)
        )
    return tuple(words)


def _place(material: Material, place: Occurrence, say: Say) -> tuple[str, paper.AnchorId]:
    number = place.exhibit_number
    if place.conversation is None or place.n is None:
        return say.t("Exhibit {number}", number=number), exhibit_anchor(number)
    text = say.t("Exhibit {number}, no. {n}", number=number, n=place.n)
    if material.is_printed(number, place.conversation, place.n):
        return text, message_anchor(number, place.conversation, place.n)
    return text, exhibit_anchor(number)


def _full_time(place: Occurrence, say: Say) -> str:
    if place.moment is None:
        return ""
    basis = wording.moment_basis(say.w, place.moment)
    return f": {wording.moment(say.w, place.moment)} ({basis})"


def _header_lines(
    material: Material, rows: Iterable[IdentifierRow], say: Say
) -> Iterator[paper.Block]:
    """Yield each line of technical e-mail data that holds an IP address, verbatim."""
    lines: dict[tuple[str, str], Occurrence] = {}
    present = set(material.numbers.values())
    for row in rows:
        for place in row.occurrences:
            if place.line and row.type is IdentifierType.IP and place.exhibit_number in present:
                lines.setdefault((place.by or "", place.line), place)
    if not lines:
        return
    yield paper.Heading(text=paper.program(say.t("Lines with an IP address, verbatim")))
    for (name, line), place in lines.items():
        header = wording.fact_name(say.w, f"header.{name}")
        yield paper.KeepTogether(
            blocks=(
                paper.Paragraph(
                    kind=paper.ParagraphKind.NOTE,
                    text=paper.program(
                        say.t(
                            "Exhibit {number}, line {name}",
                            number=place.exhibit_number,
                            name=header,
                        )
                        + _full_time(place, say)
                    ),
                ),
                paper.Verbatim(text=line, voice=paper.Voice.EVIDENCE),
            )
        )
    yield paper.Paragraph(
        kind=paper.ParagraphKind.NOTE,
        text=paper.program(
            say.t(
                "Servers on the way add these lines. Only the lines of the own mail server can be "
                "relied on."
            )
        ),
    )
