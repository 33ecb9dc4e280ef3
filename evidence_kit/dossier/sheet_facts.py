# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of an exhibit, fact by fact, each with its source; what nobody knows is said."""

from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.domain import record
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import Exhibit, Holding, MediaKind
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import ChatMaterial, ExhibitMaterial, Material, Say
from evidence_kit.dossier.mail_sheet import HEADER

STRENGTH: Final = ("original", "device_can_be_seen", "copied_by", "route", "could_be_changed")
"""Questions that open every sheet (wording.provenance)."""
_PLACE: Final = "place"
_OWN_TIMES: Final = ("taken", "digitised", "changed", "name_time", "place_time")
"""Facts of a file that are times of its own."""
_IN_KIND: Final = ("format", "width", "height")
_NOT_TURNED: Final = ("orientation", "1")
"""EXIF 2.3, tag 0x0112: 1 is upright, which says nothing."""
_MAIL_TIME: Final = "header.date"
_SOURCES: Final = {
    record.FactBasis.IN_FILE: paper.FactSource.FILE,
    record.FactBasis.FILE_NAME: paper.FactSource.FILE,
    record.FactBasis.FILE_SYSTEM: paper.FactSource.FILE,
    record.FactBasis.COMPUTED: paper.FactSource.PROGRAM,
    record.FactBasis.BY_PERSON: paper.FactSource.REPORTER,
}


def strength_facts(item: ExhibitMaterial, say: Say) -> Iterator[paper.Fact]:
    """Yield where the original is, who can see it and who copied it, as the person states it."""
    told = [
        annotation
        for annotation in item.detail.annotations
        if annotation.kind is AnnotationKind.PROVENANCE
    ]
    open_questions: list[str] = []
    for name in STRENGTH:
        answers = [answer for annotation in told if (answer := _answer(annotation, name, say))]
        question = wording.question(say.w, name)
        if answers:
            yield paper.Fact(
                label=question,
                value=paper.reporter(answers[-1]),
                source=paper.FactSource.REPORTER,
            )
        else:
            open_questions.append(f"{question}?")
    if open_questions:
        yield paper.Fact(
            label=wording.capital(say.t("not known")),
            value=paper.program(" ".join(open_questions)),
        )


def _answer(annotation: Annotation, name: str, say: Say) -> str:
    code = annotation.fact(name)
    if code is None or code == "unknown":
        return ""
    words = wording.stated(say.w, name, str(code))
    extra = {
        "original": (annotation.word("device"), annotation.word("account")),
        "copied_by": (annotation.word("copied_by_name"),),
        "route": (annotation.word("app"), annotation.word("how")),
    }.get(name, ())
    return ", ".join((words, *(part for part in extra if part)))


def file_facts(material: Material, item: ExhibitMaterial, say: Say) -> Iterator[paper.Fact]:
    """Yield what the file is and what it says about itself, times apart."""
    t, exhibit = say.t, item.exhibit
    # The title of the sheet is the name; here it stands when the title is another, or flagged.
    if exhibit.name.text != item.detail.title or exhibit.name.flags:
        yield paper.Fact(label=t("Name"), value=_name(exhibit, say), source=paper.FactSource.FILE)
    if exhibit.member is not None and exhibit.holding is not Holding.REGISTERED:
        yield paper.Fact(
            label=t("Place in the export"),
            value=paper.evidence(exhibit.member.text, mono=True),
            source=paper.FactSource.FILE,
        )
    yield paper.Fact(
        label=t("Kind and size"),
        value=paper.program(", ".join(_kind_words(item, say))),
        source=paper.FactSource.PROGRAM,
    )
    if exhibit.holding is not Holding.COPIED or exhibit.completed_by is not None:
        yield paper.Fact(
            label=t("In the vault"),
            value=paper.program(wording.held(say.w, exhibit)),
            source=paper.FactSource.PROGRAM,
        )
    for fact in item.detail.facts:
        if tells_place(fact) and not material.plan.print_place:
            continue
        if (fact.name, fact.value) == _NOT_TURNED:
            continue
        told_above = (fact.name in _IN_KIND and not tells_place(fact)) or fact.name.startswith(
            HEADER
        )
        if fact.moment is None and not told_above:
            yield _fact(fact, say)
    if any(map(tells_place, item.detail.facts)) and not material.plan.print_place:
        yield paper.Fact(
            label=wording.fact_name(say.w, _PLACE),
            value=paper.program(t("present in the original, not printed")),
            source=paper.FactSource.FILE,
        )
    yield from _reading(item, say)


def _kind_words(item: ExhibitMaterial, say: Say) -> Iterator[str]:
    """Yield kind, format, size in pixels and in bytes: one row instead of five."""
    known = {fact.name: fact.value for fact in item.detail.facts if not tells_place(fact)}
    yield wording.media(say.w, item.exhibit.media)
    if "format" in known:
        yield known["format"].upper()
    if "width" in known and "height" in known:
        yield say.t("{width} × {height} pixels", width=known["width"], height=known["height"])
    yield wording.size(say.w, item.exhibit.size)


def _name(exhibit: Exhibit, say: Say) -> paper.Text:
    name = paper.evidence(exhibit.name.text)
    if not exhibit.name.flags:
        return name
    flags = "; ".join(wording.name(say.w, flag) for flag in exhibit.name.flags)
    return (*name, *paper.program(f" ({flags})"))


def tells_place(fact: record.Fact) -> bool:
    """Say whether a fact gives away a place: GPS position, height above sea level."""
    return fact.name in (_PLACE, "place_height")


def _fact(fact: record.Fact, say: Say) -> paper.Fact:
    label, value = wording.fact(say.w, fact)
    computed = fact.basis is record.FactBasis.COMPUTED or value != fact.value
    return paper.Fact(
        label=label,
        value=paper.program(value) if computed else paper.evidence(value),
        source=_SOURCES[fact.basis],
    )


def _reading(item: ExhibitMaterial, say: Say) -> Iterator[paper.Fact]:
    t, reading = say.t, item.exhibit.reading
    if item.exhibit.reader_failure is not None:
        yield paper.Fact(
            label=t("Read"),
            value=paper.program(t("no: the program could not read what is in it")),
            source=paper.FactSource.PROGRAM,
        )
    elif reading is not None and item.chats and item.exhibit.media is not MediaKind.MAIL:
        shown = wording.number(say.w, reading.records)
        words = t.n(
            "{shown} message or line", "{shown} messages and lines", reading.records, shown=shown
        )
        if not reading.complete:
            words = t("{words}; reading stopped early", words=words)
        yield paper.Fact(
            label=t("Read"), value=paper.program(words), source=paper.FactSource.PROGRAM
        )


def time_facts(item: ExhibitMaterial, say: Say) -> Iterator[paper.Fact]:
    """Yield the three times, each with its source; a missing one is said."""
    t, exhibit = say.t, item.exhibit
    own = [fact for fact in item.detail.facts if fact.name in (*_OWN_TIMES, _MAIL_TIME)]
    stated = [fact for fact in own if fact.moment is not None]
    for fact in stated:
        yield _own_time(fact, say)
    if not stated and (not item.chats or exhibit.media is MediaKind.MAIL):
        yield _unknown(t("Time in the file"), say)
    for chat in item.chats:
        if exhibit.media is not MediaKind.MAIL:
            yield from _chat_times(chat, say)
    inside = exhibit.member is not None
    label = t("Changed, says the export") if inside else t("Changed, says computer")
    if exhibit.modified is None:
        yield _unknown(label, say)
    else:
        shown = (
            f"{wording.moment(say.w, exhibit.modified)} "
            f"({wording.moment_basis(say.w, exhibit.modified)})"
        )
        yield paper.Fact(label=label, value=paper.program(shown), source=paper.FactSource.FILE)
    added = wording.log_time(say.w, exhibit.added, exhibit.added_zone_minutes)
    registered = exhibit.holding is Holding.REGISTERED
    yield paper.Fact(
        label=t("Noted in the vault") if registered else t("Added to the vault"),
        value=paper.program(added),
        source=paper.FactSource.PROGRAM,
    )


def _own_time(fact: record.Fact, say: Say) -> paper.Fact:
    mail = fact.name == _MAIL_TIME
    label = say.t("Sent, says the e-mail") if mail else wording.fact_name(say.w, fact.name)
    shown = "–"
    if fact.moment is not None:
        basis = wording.moment_basis(say.w, fact.moment)
        shown = f"{wording.moment(say.w, fact.moment)} ({basis})"
    return paper.Fact(label=label, value=paper.program(shown), source=_SOURCES[fact.basis])


def _unknown(label: str, say: Say) -> paper.Fact:
    return paper.Fact(label=label, value=paper.program(say.t("not known")))


def _chat_times(chat: ChatMaterial, say: Say) -> Iterator[paper.Fact]:
    for label, moment in (
        (say.t("First message"), chat.row.first),
        (say.t("Last message"), chat.row.last),
    ):
        if moment is not None:
            yield paper.Fact(
                label=label,
                value=paper.program(
                    f"{wording.moment(say.w, moment)} ({wording.moment_basis(say.w, moment)})"
                ),
                source=paper.FactSource.FILE,
            )
