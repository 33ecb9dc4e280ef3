# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations on paper: which messages are printed, and how each of them reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evidence_kit import wording
from evidence_kit.domain.annotation import Annotation, AnnotationKind, Why
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.moment import MomentFlag
from evidence_kit.domain.record import Attachment, Message, RecordKind, SenderBasis
from evidence_kit.domain.views import MarkRow, MessageRow
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import (
    ChatMaterial,
    ExhibitMaterial,
    Material,
    Omitted,
    Say,
)
from evidence_kit.dossier.numbering import chat_anchor, exhibit_anchor, message_anchor, stretch

if TYPE_CHECKING:
    from datetime import date

_FLAGS_SAID: Final = (
    MomentFlag.AMBIGUOUS_DATE,
    MomentFlag.NON_MONOTONIC,
    MomentFlag.FOLD,
    MomentFlag.GAP,
    MomentFlag.IMPOSSIBLE,
)
_FLAGS_TOLD: Final = frozenset(
    (
        *("from_html", "has_html", "live_location", "call_marked", "unknown_app_text"),
        *("quoted_header", "possible_quoted_header", "null_body", "by_label"),
        *("calendar_buddhist", "calendar_japanese", "calendar_unknown"),
    )
)
"""Flags of a record that a reader must know; invisible characters are shown by layout itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Consecutive messages, printed or not."""

    first: int
    last: int
    printed: bool


def select(total: int, marked: frozenset[int], context: int, whole_max: int) -> tuple[Stretch, ...]:
    """Choose what is printed of a conversation of `total` messages.

    With marks: each marked message with `context` messages before and after. Without: all of it up
    to `whole_max` messages, beyond that none.
    """
    if not marked:
        whole = Stretch(first=1, last=total, printed=total <= whole_max)
        return (whole,) if total else ()
    wanted = sorted(n for n in marked if 1 <= n <= total)
    stretches: list[Stretch] = []
    done = 0
    for n in wanted:
        first, last = max(1, n - context), min(total, n + context)
        if stretches and first <= done + 1:
            first = stretches.pop().first
        elif first > done + 1:
            stretches.append(Stretch(first=done + 1, last=first - 1, printed=False))
        stretches.append(Stretch(first=first, last=last, printed=True))
        done = last
    if done < total:
        stretches.append(Stretch(first=done + 1, last=total, printed=False))
    return tuple(stretches)


def chat_table(
    material: Material, item: ExhibitMaterial, chat: ChatMaterial, say: Say
) -> paper.ChatTable:
    """Return a conversation as it is printed."""
    t = say.t
    return paper.ChatTable(
        heads=paper.ChatHeads(
            number=t("No."),
            time=t("Time"),
            sender=t("Sender"),
            message=t("Message"),
            why=t("Why I point this out") if material.plan.show_marks else "",
        ),
        rows=tuple(_Rows(material, item, chat, say).rows()),
        anchor=chat_anchor(item.exhibit.number, chat.row.conversation),
        summary=t(
            "Messages of exhibit {number}, in the order of the source.", number=item.exhibit.number
        ),
    )


class _Rows:
    """Turns the messages of one conversation into printed rows."""

    def __init__(
        self, material: Material, item: ExhibitMaterial, chat: ChatMaterial, say: Say
    ) -> None:
        self._exhibit = item.exhibit
        self._children = item.detail.children
        self._chat = chat
        self._say = say
        self._marks = material.plan.show_marks
        self._sheets = frozenset(material.numbers.values())
        self._day: date | None = None

    def rows(self) -> Iterator[paper.ChatRow]:
        """Yield day heads, messages and gaps in source order."""
        for row in self._chat.rows:
            if isinstance(row, Omitted):
                self._day = None
                yield self._gap(row)
                continue
            moment = row.message.moment
            read = wording.reading(moment) if moment is not None else None
            if read is not None and read.date() != self._day:
                self._day = read.date()
                yield paper.DayRow(words=wording.day(self._say.w, read.date()))
            yield self._row(row)

    def _gap(self, omitted: Omitted) -> paper.GapRow:
        words = self._say.t.n(
            "{shown} message not printed (no. {numbers})",
            "{shown} messages not printed (no. {numbers})",
            omitted.count,
            shown=wording.number(self._say.w, omitted.count),
            numbers=stretch(range(omitted.first, omitted.last + 1)),
        )
        return paper.GapRow(words=words, left_out=omitted.count)

    def _row(self, row: MessageRow) -> paper.ChatRow:
        message = row.message
        anchor = message_anchor(self._exhibit.number, message.conversation, message.n)
        mark = mark_of(row.marks, self._say) if self._marks and row.marks else None
        if message.sender is None:
            words = self._say.t("Line of the app: ")
            if message.kind is RecordKind.TEXT:
                words = ""
            elif message.kind not in (RecordKind.MESSAGE, RecordKind.SYSTEM):
                words = f"{self._kind(message)}: "
            notes = [part for note in self._notes(row) for part in (*paper.program("\n"), *note)]
            return paper.SystemRow(
                number=str(message.n),
                time=self._time(message),
                body=(*paper.program(words), *paper.evidence(message.text), *notes),
                mark=mark,
                anchor=anchor,
            )
        return paper.MessageRow(
            number=str(message.n),
            time=self._time(message),
            sender=paper.evidence(message.sender),
            body=paper.evidence(message.text) if message.text else (),
            notes=tuple(self._notes(row)),
            attachments=tuple(self._attachment(item) for item in message.attachments),
            translation=_translation(row.annotations, self._say),
            mark=mark,
            anchor=anchor,
        )

    def _time(self, message: Message) -> str:
        read = wording.reading(message.moment) if message.moment is not None else None
        if message.moment is None or read is None:
            return ""
        return wording.clock(self._say.w, read, message.moment.precision)

    def _kind(self, message: Message) -> str:
        return wording.capital(wording.name(self._say.w, message.kind))

    def _notes(self, row: MessageRow) -> Iterator[paper.Text]:
        message = row.message
        if message.sender is not None and message.kind is not RecordKind.MESSAGE:
            yield paper.program(f"{self._kind(message)}.")
        if message.sender_basis in (SenderBasis.INFERRED, SenderBasis.OWNER_FLAG):
            basis = wording.name(self._say.w, message.sender_basis)
            yield paper.program(f"{wording.capital(basis)}.")
        moment = message.moment
        if moment is not None:
            for flag in moment.flags:
                if flag in _FLAGS_SAID:
                    yield (
                        *paper.program(f"{wording.capital(wording.name(self._say.w, flag))}: "),
                        *paper.evidence(moment.text),
                    )
        kinds = dict.fromkeys(note.kind for note in row.notes)
        kinds |= dict.fromkeys(flag for flag in message.flags if flag in _FLAGS_TOLD)
        for kind in kinds:
            yield paper.program(f"{wording.note_kind(self._say.w, kind)}.")

    def _attachment(self, attachment: Attachment) -> paper.Text:
        child = _child_of(self._children, attachment)
        status = wording.name(self._say.w, attachment.status)
        named = paper.program(self._say.t("File without a name"))
        if attachment.name:
            named = (*paper.program(self._say.t("File: ")), *paper.evidence(attachment.name))
        if child is None or child.number not in self._sheets:
            return (*named, *paper.program(f" ({status})"))
        return (
            *named,
            *paper.program(f" ({status}), "),
            paper.Reference(
                anchor=exhibit_anchor(child.number),
                text=self._say.t("exhibit {number}", number=child.number),
            ),
        )


def mark_of(marks: tuple[MarkRow, ...], say: Say) -> paper.Mark | None:
    """Return why a message is pointed out, in the words the person chose or wrote."""
    words: dict[str, None] = {}
    for mark in marks:
        for why in mark.why:
            if why is not Why.OTHER or not mark.words:
                words[wording.why(say.w, why)] = None
        if mark.words:
            words[f"“{mark.words}”"] = None
    return paper.Mark(words=tuple(words) or (say.t("pointed out"),))


def _child_of(children: tuple[Exhibit, ...], attachment: Attachment) -> Exhibit | None:
    for child in children:
        if child.member is not None and child.member.text == attachment.member:
            return child
    return None


def _translation(annotations: tuple[Annotation, ...], say: Say) -> paper.Translation | None:
    found = [item for item in annotations if item.kind is AnnotationKind.TRANSLATION]
    if not found:
        return None
    translation = found[-1]
    language = translation.fact("to")
    return paper.Translation(
        label=_translator(translation, say),
        text=translation.word("text"),
        lang=language if isinstance(language, str) else None,
    )


def _translator(translation: Annotation, say: Say) -> str:
    by, name = translation.fact("by"), translation.word("by_name")
    if by == "own_knowledge":
        return say.t("Translation by the reporter, own knowledge, not a sworn translation:")
    if by == "app":
        return say.t("Translation with an app, not a sworn translation:")
    if by == "person" and name:
        return say.t("Translation by {name}, not a sworn translation:", name=name)
    return say.t("Translation, maker not stated, not a sworn translation:")
