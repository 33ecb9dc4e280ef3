# SPDX-License-Identifier: GPL-3.0-or-later
"""The index and the transcripts as tables, with headings in the receiver's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence_kit.domain.exhibit import Hole, MediaKind
from evidence_kit.domain.record import Message
from evidence_kit.formats import bag_table
from evidence_kit.formats.bag_index import Index, IndexedExhibit
from evidence_kit.i18n import Texts
from evidence_kit.wording.names import name


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a table in one language."""

    t: Texts
    """Headings and what is in the folder."""
    names: Texts
    """Names of kinds, as everywhere in the program."""


def say_in(language: str) -> Said:
    """Return the words of a language."""
    return Said(Texts(language, "handover"), Texts(language, "wording"))


def index_table(said: Said, index: Index) -> Iterator[bytes]:
    """Yield the index as CSV."""
    rows = (_index_row(said, one) for one in index.exhibits)
    yield from bag_table.rows_of([_index_head(said.t), *rows])


def _index_head(t: Texts) -> tuple[str, ...]:
    return (
        t("Number"),
        t("Id"),
        t("Name as found"),
        t("File in this folder"),
        t("What is in this folder"),
        t("Kind"),
        t("Size of the original in bytes"),
        t("Fingerprint of the original (SHA-256)"),
        t("Fingerprint of the file in this folder (SHA-256)"),
        t("Left out of the file"),
        t("Added (UTC)"),
        t("Log entry"),
        t("Part of number"),
        t("Transcripts"),
    )


def _index_row(said: Said, exhibit: IndexedExhibit) -> tuple[str, ...]:
    return (
        str(exhibit.number),
        exhibit.id,
        exhibit.name.text,
        exhibit.file.path if exhibit.file else "",
        _held(said.t, exhibit),
        name(said.names, MediaKind(exhibit.media)),
        str(exhibit.size),
        exhibit.sha256,
        exhibit.file.sha256 if exhibit.file else "",
        "; ".join(_left_out(hole) for hole in exhibit.holes),
        exhibit.added,
        str(exhibit.entry),
        "" if exhibit.parent is None else str(exhibit.parent),
        "; ".join(exhibit.transcripts),
    )


def _left_out(hole: Hole) -> str:
    digest = hole.content_sha256
    return hole.member.text if digest is None else f"{hole.member.text} ({digest.hex})"


def _held(t: Texts, exhibit: IndexedExhibit) -> str:
    if exhibit.left_out is None:
        return t("The whole original")
    if exhibit.file is not None:
        return t("A copy with parts left out; those parts are zeros")
    return {
        "registered": t("Nothing: noted, not copied"),
        "removed": t("Nothing: removed on request"),
        "receiver": t("Nothing: originals are not for this receiver"),
    }.get(exhibit.left_out, t("Nothing: left out"))


def message_head(t: Texts) -> tuple[str, ...]:
    """Return the headings of a transcript."""
    return (
        t("Number"),
        t("Kind"),
        t("Sender as exported"),
        t("Text"),
        t("Time as written"),
        t("Time read, by the source's own clock"),
        t("Time (UTC)"),
        t("Zone"),
        t("Zone known from"),
        t("Precision"),
        t("Remarks on the time"),
        t("Files"),
        t("Place in the original: file"),
        t("Place: first byte"),
        t("Place: end"),
        t("Fingerprint of the message in the original (SHA-256)"),
    )


def message_row(said: Said, message: Message, raw_sha256: str) -> tuple[str, ...]:
    """Return one message as cells; the JSON beside it has the codes of docs/formats/records.md."""
    moment, place = message.moment, message.locator
    times = (
        ("",) * 7
        if moment is None
        else (
            moment.text,
            moment.local or "",
            moment.utc or "",
            moment.zone or "",
            name(said.names, moment.basis),
            name(said.names, moment.precision),
            "; ".join(name(said.names, flag) for flag in moment.flags),
        )
    )
    files = "; ".join(
        f"{file.name} [{name(said.names, file.status)}]" for file in message.attachments
    )
    return (
        str(message.n),
        name(said.names, message.kind),
        message.sender or "",
        message.text,
        *times,
        files,
        place.member or "",
        str(place.start),
        str(place.end),
        raw_sha256,
    )
