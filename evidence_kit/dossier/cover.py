# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page: neutral title, for whom, period, counts, and the head of the custody log."""

from collections.abc import Iterator, Mapping
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.plan import PartKind, Receiver, ReporterRole, Wish
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Material, Say
from evidence_kit.dossier.numbering import part_anchor
from evidence_kit.review.times import earliest, latest

_TITLES: Final[Mapping[Wish, str]] = {
    Wish.REPORT: "Overview with a report to the police",
    Wish.NOTIFY: "Overview with a notice to the police",
    Wish.UNDECIDED: "Overview of messages",
}
_ROLES: Final[Mapping[ReporterRole, str]] = {
    ReporterRole.VICTIM: "Person it happened to",
    ReporterRole.REPORTER: "Reporter",
    ReporterRole.REPRESENTATIVE: "Representative",
    ReporterRole.HELPER: "Helper",
    ReporterRole.UNKNOWN: "Made by",
}
_LABELS_SHOWN: Final = 4


def title(material: Material, say: Say) -> str:
    """Return the title: what it is for, as far as the person decided."""
    return say.t(_TITLES[material.wish])


def role_words(material: Material, say: Say) -> str:
    """Return the word for who made the dossier, as stated."""
    return say.t(_ROLES[material.role])


def period_words(material: Material, say: Say) -> str:
    """Return the stretch of time of the messages and pictures, or the empty string."""
    moments = [row.moment for row in material.timeline]
    moments += [end for chat in material.chats for end in (chat.row.first, chat.row.last) if end]
    first, last = earliest(moments), latest(moments)
    begin = wording.reading(first) if first is not None else None
    end = wording.reading(last) if last is not None else None
    if begin is None or end is None:
        return ""
    return wording.period(say.w, begin.date(), end.date())


def counts_words(material: Material, say: Say) -> str:
    """Return what the dossier holds, in numbers."""
    t, w = say.t, say.w
    exhibits, messages = len(material.exhibits), material.messages
    words = [
        t.n("{shown} exhibit", "{shown} exhibits", exhibits, shown=wording.number(w, exhibits))
    ]
    if messages:
        shown = wording.number(w, messages)
        words.append(t.n("{shown} message", "{shown} messages", messages, shown=shown))
    if material.marked and material.plan.show_marks:
        shown = wording.number(w, material.marked)
        words.append(t("{shown} pointed out", shown=shown))
    return ", ".join(words)


def cover(material: Material, say: Say) -> paper.Cover:
    """Return the first page."""
    t = say.t
    period = period_words(material, say)
    return paper.Cover(
        kicker=t("Reference (made by this program) {reference}", reference=material.reference),
        title=title(material, say),
        subtitle=paper.program(period or t("Messages and files")),
        body=(
            paper.KeyValueTable(facts=tuple(_facts(material, say, period))),
            paper.Notice(
                kind=paper.NoticeKind.LIMIT,
                title=t("Not an official record of the police."),
                text=(
                    paper.program(
                        t(
                            "The check shows whether a file has changed since it was added. "
                            "It does not prove who wrote it, or when."
                        )
                    ),
                ),
            ),
            paper.Notice(
                kind=paper.NoticeKind.LIMIT,
                title=t("Time limit"),
                text=(
                    paper.program(
                        t(
                            "For some matters there is a limit of three months. "
                            "Please ask about it soon."
                        )
                    ),
                ),
            ),
        ),
        foot=(_head_code(material, say),),
        bookmark=t("Cover"),
    )


def _facts(material: Material, say: Say, period: str) -> Iterator[paper.Fact]:
    t = say.t
    name = material.case.word("name") if material.case is not None else ""
    yield paper.Fact(
        label=role_words(material, say),
        value=paper.reporter(name) if name else paper.program(t("name not stated")),
    )
    yield _accounts(material, say)
    if period:
        yield paper.Fact(label=t("Period"), value=paper.program(period))
    yield paper.Fact(label=t("Contents"), value=paper.program(counts_words(material, say)))
    yield paper.Fact(
        label=t("Meant for"), value=paper.program(wording.name(say.w, material.plan.receiver))
    )
    if material.plan.receiver is Receiver.POLICE:
        yield paper.Fact(
            label=t("Number of the police"),
            value=paper.program(t("______________________ (to be filled in by the police)")),
        )
    made = wording.log_time(
        say.w, material.made.utc.isoformat().replace("+00:00", "Z"), material.made.zone_minutes
    )
    yield paper.Fact(
        label=t("State of"),
        value=paper.program(t("{time}, by the clock of this computer", time=made)),
    )


def _accounts(material: Material, say: Say) -> paper.Fact:
    stated = dict(material.case.words).get("accounts_involved") if material.case else None
    if isinstance(stated, tuple) and stated:
        return paper.Fact(label=say.t("Accounts involved"), value=paper.reporter(", ".join(stated)))
    labels = list(
        dict.fromkeys(
            label for chat in material.chats for label, _ in chat.by_sender if label is not None
        )
    )
    if not labels:
        return paper.Fact(
            label=say.t("Accounts involved"), value=paper.program(say.t("not stated"))
        )
    more = len(labels) - _LABELS_SHOWN
    value = paper.evidence(", ".join(labels[:_LABELS_SHOWN]))
    if more > 0:
        value += paper.program(say.t.n(" and {n} more", " and {n} more", more))
    return paper.Fact(label=say.t("Senders in the exhibits"), value=value)


def _head_code(material: Material, say: Say) -> paper.QrCode:
    t = say.t
    note = paper.program(
        t(
            "The code holds the same {count} characters. They stand for the first {entries} lines "
            "of the custody log.",
            count=len(material.head.root),
            entries=wording.number(say.w, material.head.size),
        )
    )
    if PartKind.CHECKING in material.plan.parts:
        note += (
            *paper.program(" "),
            paper.Reference(
                anchor=part_anchor(PartKind.CHECKING),
                text=wording.name(say.w, PartKind.CHECKING),
            ),
            *paper.program("."),
        )
    return paper.QrCode(
        data=material.head.root,
        alt=t("QR code with the state of the custody log, printed beside it"),
        printed=(
            paper.HashBlock(
                label=t("Custody log: state before this dossier was made"), value=material.head.root
            ),
            paper.Paragraph(kind=paper.ParagraphKind.NOTE, text=note),
        ),
    )
