# SPDX-License-Identifier: GPL-3.0-or-later
"""The custody log as it is printed: what was done, when by this computer's clock, in which role."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.moment import Precision
from evidence_kit.domain.views import LogRow
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Material, Say
from evidence_kit.dossier.numbering import stretch

_SHORT_DIGEST = 16
_KINDS: Final[Mapping[str, AnnotationKind]] = {kind.value: kind for kind in AnnotationKind}


def custody_blocks(material: Material, say: Say) -> tuple[paper.Block, ...]:
    """Return the blocks of the custody log."""
    t = say.t
    zone = material.log[0].zone_minutes if material.log else 0
    return (
        paper.Paragraph(
            text=paper.program(
                t(
                    "The program writes a line for each step. Whoever knows the state of the log can see "
                    "whether a line was changed or taken out."
                )
            )
        ),
        paper.DataTable(
            columns=(
                paper.Column(title=t("No."), weight=1.2),
                paper.Column(title=t("Time ({zone})", zone=wording.zone_words(zone)), weight=2.8),
                paper.Column(title=t("What was done"), weight=5.4),
                paper.Column(title=t("Exhibit"), weight=1),
                paper.Column(title=t("Role stated, key used"), weight=3.2),
            ),
            rows=tuple(_row(run, zone, say) for run in _runs(material.log)),
            empty=paper.program(t("No entries.")),
            summary=t("Entries of the custody log in order."),
        ),
        paper.Paragraph(
            kind=paper.ParagraphKind.NOTE,
            text=paper.program(
                t.n(
                    "{shown} line. Making this dossier is the next one; it stands in the log itself.",
                    "{shown} lines. Making this dossier is the next one; it stands in the log itself.",
                    len(material.log),
                    shown=wording.number(say.w, len(material.log)),
                )
                + " "
                + t("Equal lines after each other stand in one row, with their numbers.")
            ),
        ),
        paper.Notice(
            kind=paper.NoticeKind.LIMIT,
            title=t("What the log does not show"),
            text=(
                paper.program(
                    t(
                        "The times come from the clock of this computer. Who stated which role was "
                        "not checked."
                    )
                ),
            ),
        ),
    )


def _runs(rows: tuple[LogRow, ...]) -> Iterator[tuple[LogRow, ...]]:
    """Yield consecutive lines about the person's words that differ in number and time only."""
    for _, group in itertools.groupby(rows, key=_sameness):
        yield tuple(group)


def _sameness(row: LogRow) -> tuple[object, ...]:
    if row.type != EntryType.ANNOTATED.value:
        return (row.seq,)
    return (row.utc[:10], row.zone_minutes, row.role, row.slot, row.exhibit_number, row.facts)


def _row(run: tuple[LogRow, ...], zone: int, say: Say) -> paper.Row:
    first, last = run[0], run[-1]
    exhibit: paper.Text = ()
    if first.exhibit_number is not None:
        exhibit = paper.program(str(first.exhibit_number))
    what = tuple(_what(first, say))
    if len(run) > 1:
        shown = wording.number(say.w, len(run))
        lines = say.t.n("{shown} line", "{shown} lines", len(run), shown=shown)
        what += paper.program(f" ({lines})", paper.Emphasis.QUIET)
    return paper.Row(
        cells=(
            paper.program(stretch(row.seq + 1 for row in run)),
            paper.program(_time(first, last, zone, say)),
            what,
            exhibit,
            paper.program(f"{wording.role(say.w, first.role)}, {first.slot}"),
        )
    )


def _time(first: LogRow, last: LogRow, zone: int, say: Say) -> str:
    begin, end = _local(first), _local(last)
    shown = f"{wording.short_day(say.w, begin.date())} {_clock(begin, say)}"
    if _clock(end, say) != _clock(begin, say):
        shown += f"–{_clock(end, say)}"
    if first.zone_minutes != zone:
        shown += f" ({wording.zone_words(first.zone_minutes)})"
    return shown


def _local(row: LogRow) -> datetime:
    return wording.instant(row.utc).astimezone(timezone(timedelta(minutes=row.zone_minutes)))


def _clock(value: datetime, say: Say) -> str:
    return wording.clock(say.w, value, Precision.SECOND)


def _reading(facts: dict[str, str], say: Say) -> Iterator[str]:
    yield facts["importer"]
    if "columns" in facts:
        yield say.t("columns as pointed out by the person")


def _what(row: LogRow, say: Say) -> Iterator[paper.Inline]:
    t, facts = say.t, dict(row.facts)
    yield from paper.program(wording.log_type(say.w, row.type))
    details: list[str] = []
    if facts.get("kind") in _KINDS:
        details.append(wording.name(say.w, _KINDS[facts["kind"]]))
    if facts.get("retracted") == "yes":
        details.append(t("taken back"))
    read = "importer" in facts
    if read:
        details += _reading(facts, say)
    if "size" in facts and not read:
        details.append(wording.size(say.w, int(facts["size"])))
    if facts.get("records", "0") != "0":
        records = int(facts["records"])
        shown = wording.number(say.w, records)
        details.append(
            t.n("{shown} message or line", "{shown} messages and lines", records, shown=shown)
        )
    if "holes" in facts and facts["holes"] != "0":
        details.append(t("without {count} withheld files", count=facts["holes"]))
    if "pages" in facts:
        details.append(t("{count} pages", count=facts["pages"]))
    if "sha256" in facts and not read:
        details.append(f"SHA-256 {facts['sha256'][:_SHORT_DIGEST]}…")
    if details:
        yield from paper.program(": " + ", ".join(details), paper.Emphasis.QUIET)
