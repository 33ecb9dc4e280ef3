# SPDX-License-Identifier: GPL-3.0-or-later
"""`show`: everything about one exhibit, with what the person said of it. Looking changes nothing.

What the person said comes as the rows that `apply` takes; rows that belong to no exhibit (case, plan,
account ...) are given too, so that all rows applied can be read back.
"""

import json
from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Item, Verb
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.views import ConversationRow, ExhibitDetail
from evidence_kit.i18n import Texts
from evidence_kit.service import annotating, viewing
from evidence_kit.service.session import Session


def _summary(t: Texts) -> str:
    return t("show one exhibit and what was said of it")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)
    declaration.argument("EXHIBIT", declaration.t("number or id of the exhibit"))


def _run(call: Call) -> Answer:
    with opening.opened(call, read_only=True) as session:
        exhibit = opening.exhibit_id(call, session)
        detail = viewing.exhibit(session, call.task, id=exhibit)
        said = _said(call, session, exhibit)
    return Answer(items=tuple(_items(detail, said)), lines=tuple(_lines(call, detail, said)))


def _said(call: Call, session: Session, exhibit: ExhibitId) -> tuple[str, ...]:
    return tuple(
        line
        for line in annotating.annotations_jsonl(session, call.task)
        if json.loads(line)["exhibit"] in (None, exhibit)
    )


def _items(detail: ExhibitDetail, said: tuple[str, ...]) -> Iterator[Item]:
    yield {"type": "exhibit", "title": detail.title, **rows.exhibit(detail.exhibit)}
    yield from map(rows.conversation, detail.conversations)
    yield from map(rows.fact, detail.facts)
    yield from map(rows.member, detail.members)
    yield from ({"type": "child", **rows.exhibit(child)} for child in detail.children)
    yield from map(rows.note, detail.notes)
    yield from map(json.loads, said)


def _lines(call: Call, detail: ExhibitDetail, said: tuple[str, ...]) -> Iterator[str]:
    t, w, exhibit = call.t, call.w, detail.exhibit
    yield t("Exhibit {number}: {title}", number=exhibit.number, title=detail.title)
    yield "  " + t("Name: {name}", name=exhibit.name.text)
    yield f"  {wording.media(w, exhibit.media)}, {wording.size(w, exhibit.size)}"
    yield "  " + wording.held(w, exhibit)
    yield f"  SHA-256: {exhibit.sha256.hex}"
    yield "  " + t("Id: {id}", id=exhibit.id)
    yield "  " + t(
        "Taken in: {time}", time=wording.log_time(w, exhibit.added, exhibit.added_zone_minutes)
    )
    yield from (f"  {name}: {value}" for name, value in (wording.fact(w, f) for f in detail.facts))
    for row in detail.conversations:
        yield from _conversation(call, row)
    for child in detail.children:
        holding = wording.holding(w, child.holding)
        yield "  " + t("Exhibit {number}: {title}", number=child.number, title=child.name.text)
        yield f"    {holding}"
    if detail.notes_total:
        yield "  " + t.n(
            "{n} remark of the reader", "{n} remarks of the reader", detail.notes_total
        )
        yield from (f"    {wording.note(w, note)}" for note in detail.notes)
    if said:
        yield t("What was said of it, as rows for apply:")
        yield from said


def _conversation(call: Call, row: ConversationRow) -> Iterator[str]:
    t = call.t
    yield "  " + t("Conversation {number}: {title}", number=row.conversation, title=row.title)
    yield "    " + t.n("{n} message", "{n} messages", row.messages)
    yield "    " + t.n("{n} pointed out", "{n} pointed out", row.marked)
    if row.first is not None and row.last is not None:
        yield f"    {wording.moment(call.w, row.first)} – {wording.moment(call.w, row.last)}"


VERB: Final = Verb(name="show", summary=_summary, declare=_declare, run=_run)
