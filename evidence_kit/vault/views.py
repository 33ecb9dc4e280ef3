# SPDX-License-Identifier: GPL-3.0-or-later
"""Exhibits and annotations as values, out of what the log and its texts say."""

from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, Exhibit, Holding, MediaKind
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import ExhibitId, ObjectName
from evidence_kit.formats import annotation as annotation_format
from evidence_kit.formats import exhibit_words
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.formats.fields import Fields
from evidence_kit.formats.log_entry import ref_from_fields, utc_text
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.fold import Fold, Taken

_NO_WORDS = ExhibitWords(name=FoundText(text=""))
"""What is left of an exhibit's words after its removal."""


def exhibit(catalogue: Catalogue, taken: Taken) -> Exhibit:
    """Return one exhibit as its fold gives it.

    `removed_by` also names a removal that came after the log size looked at: the words and the bytes
    are gone now, whatever the log said then.
    """
    fields = Fields(taken.entry.body, "exhibit")
    identity = fields.text("exhibit")
    now = catalogue.fold.exhibits.get(identity, taken)
    words = _words(catalogue, taken)
    answer = fields.text_or_none("answer")
    parent = fields.text_or_none("parent")
    copied = taken.entry.type is EntryType.ACQUIRED
    stored = fields.text_or_none("stored_sha256") if copied else None
    return Exhibit(
        id=ExhibitId(identity),
        number=fields.number("number"),
        entry=taken.entry.seq,
        added=utc_text(taken.first.time.utc),
        added_zone_minutes=taken.first.time.zone_minutes,
        holding=_holding(taken),
        media=MediaKind(fields.text("media")),
        name=words.name,
        folder=words.folder,
        modified=words.modified,
        sha256=Digest(fields.text("sha256")),
        size=fields.number("size"),
        object=ObjectName(fields.text("object")) if copied else None,
        stored_sha256=None if stored is None else Digest(stored),
        sealed_sha256=Digest(fields.text("sealed_sha256")) if copied else None,
        sealed_size=fields.number("sealed_size") if copied else None,
        holes=words.holes,
        answer=None if answer is None else Answer(answer),
        parent=None if parent is None else ExhibitId(parent),
        member=words.member,
        reading=taken.reading,
        removed_by=taken.removed_by if taken.removed_by is not None else now.removed_by,
        reader_failure=taken.failure,
        completed_by=taken.completed_by,
    )


def annotations(catalogue: Catalogue, fold: Fold) -> tuple[Annotation, ...]:
    """Return the current annotations, oldest first.

    Those of an exhibit that is removed in this view are left out; the log keeps the fact.
    """
    found: list[Annotation] = []
    for entry in fold.annotations.values():
        identity = entry.body.get("exhibit")
        taken = fold.exhibits.get(identity) if isinstance(identity, str) else None
        if taken is None or taken.removed_by is None:
            found.append(annotation(catalogue, entry))
    return tuple(found)


def annotation(catalogue: Catalogue, entry: LogEntry) -> Annotation:
    """Return the annotation that an entry made."""
    text = Fields(entry.body, "annotation").fields_or_none("text")
    ref = None if text is None else ref_from_fields(text)
    made = annotation_format.from_body(entry.body, catalogue.words(ref))
    return Annotation(
        id=made.id,
        kind=made.kind,
        exhibit=made.exhibit,
        targets=made.targets,
        facts=made.facts,
        words=made.words,
        replaces=made.replaces,
        retracted=made.retracted,
        entry=entry.seq,
        made=utc_text(entry.time.utc),
        role=entry.role.value,
    )


def _words(catalogue: Catalogue, taken: Taken) -> ExhibitWords:
    fields = Fields(taken.entry.body, "exhibit")
    words = catalogue.words(ref_from_fields(fields.fields("text")))
    return _NO_WORDS if words is None else exhibit_words.from_json(words)


def _holding(taken: Taken) -> Holding:
    if taken.removed_by is not None:
        return Holding.REMOVED
    if taken.entry.type is EntryType.REGISTERED:
        return Holding.REGISTERED
    return Holding.WITH_HOLES if taken.entry.body.get("holes") else Holding.COPIED


def entry_words(catalogue: Catalogue, entry: LogEntry) -> dict[str, object] | None:
    """Return the sealed words that the body of an entry points to."""
    text = entry.body.get("text")
    if not isinstance(text, dict):
        return None
    return catalogue.words(ref_from_fields(Fields(text, "text")))
