# SPDX-License-Identifier: GPL-3.0-or-later
"""The index of a bag: which exhibits there are and what of each is in it (docs/formats/bag.md)."""

from dataclasses import dataclass

from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.exhibit import Hole
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.moment import Moment
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import canonical_json, found_text_json, hole_list, moment_json
from evidence_kit.formats.fields import Fields

FORMAT = "evidence-kit bag index"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """A file of the bag with its digest."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedExhibit:
    """One exhibit as the index tells it."""

    number: int
    id: str
    entry: int
    """Log entry that took it in."""
    name: FoundText
    media: str
    holding: str
    sha256: str
    """Of the whole original."""
    size: int
    added: str
    modified: Moment | None
    parent: int | None
    member: FoundText | None
    file: IndexedFile | None
    """What is in the bag of it; its digest differs from `sha256` when stretches were left out."""
    left_out: str | None
    """Why nothing or not all of it is in the bag: registered, removed, withheld, receiver."""
    holes: tuple[Hole, ...] = ()
    transcripts: tuple[str, ...] = ()
    records: str | None = None
    importer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The whole index."""

    vault: str
    head: LogHead
    dated: str
    """Time of the last entry below the head, ISO 8601 UTC."""
    language: str
    app: str
    dossier: IndexedFile
    pages: int
    exhibits: tuple[IndexedExhibit, ...]


def encode(index: Index) -> bytes:
    """Return index.json: canonical JSON and a line end."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "vault": index.vault,
        "log": {"size": index.head.size, "root": index.head.root},
        "dated": index.dated,
        "language": index.language,
        "app": index.app,
        "dossier": {**_file_to_json(index.dossier), "pages": index.pages},
        "exhibits": [_exhibit_to_json(exhibit) for exhibit in index.exhibits],
    }
    return canonical_json.encode(value) + b"\n"


def decode(untrusted: bytes, item: str) -> Index:
    """Read index.json.

    Raises:
        NewerFormat: made by a newer version of the program.
        Damaged: it is not an index.
    """
    fields = Fields(canonical_json.decode_object(untrusted.removesuffix(b"\n"), item), item)
    if fields.text("format") != FORMAT:
        raise Damaged(item=item, why="field:format")
    if fields.number("version") > VERSION:
        raise NewerFormat(item=item, version=fields.number("version"), known=VERSION)
    log, dossier = fields.fields("log"), fields.fields("dossier")
    return Index(
        vault=fields.hexadecimal("vault", 32),
        head=LogHead(size=log.number("size"), root=log.hexadecimal("root", 64)),
        dated=fields.text("dated"),
        language=fields.text("language"),
        app=fields.text("app"),
        dossier=_file(dossier),
        pages=dossier.number("pages"),
        exhibits=tuple(_exhibit(part, item) for part in fields.each("exhibits")),
    )


def _file_to_json(file: IndexedFile) -> dict[str, object]:
    return {"path": file.path, "sha256": file.sha256, "size": file.size}


def _file(fields: Fields) -> IndexedFile:
    return IndexedFile(
        path=fields.text("path"),
        sha256=fields.hexadecimal("sha256", 64),
        size=fields.number("size"),
    )


def _exhibit_to_json(exhibit: IndexedExhibit) -> dict[str, object]:
    return {
        "number": exhibit.number,
        "id": exhibit.id,
        "entry": exhibit.entry,
        "name": found_text_json.to_json(exhibit.name),
        "media": exhibit.media,
        "holding": exhibit.holding,
        "sha256": exhibit.sha256,
        "size": exhibit.size,
        "added": exhibit.added,
        "modified": moment_json.to_json(exhibit.modified) if exhibit.modified else None,
        "parent": exhibit.parent,
        "member": found_text_json.to_json(exhibit.member) if exhibit.member else None,
        "file": None if exhibit.file is None else _file_to_json(exhibit.file),
        "left_out": exhibit.left_out,
        "holes": hole_list.to_json(exhibit.holes),
        "transcripts": list(exhibit.transcripts),
        "records": exhibit.records,
        "importer": exhibit.importer,
    }


def _exhibit(fields: Fields, item: str) -> IndexedExhibit:
    file = fields.fields_or_none("file")
    modified = fields.fields_or_none("modified")
    member = fields.fields_or_none("member")
    return IndexedExhibit(
        number=fields.number("number"),
        id=fields.hexadecimal("id", 32),
        entry=fields.number("entry"),
        name=found_text_json.from_fields(fields.fields("name"), item),
        media=fields.text("media"),
        holding=fields.text("holding"),
        sha256=fields.hexadecimal("sha256", 64),
        size=fields.number("size"),
        added=fields.text("added"),
        modified=None if modified is None else moment_json.from_fields(modified, item),
        parent=fields.number_or_none("parent"),
        member=None if member is None else found_text_json.from_fields(member, item),
        file=None if file is None else _file(file),
        left_out=fields.text_or_none("left_out"),
        holes=hole_list.from_fields(fields.each("holes"), item),
        transcripts=fields.strings("transcripts"),
        records=fields.text_or_none("records"),
        importer=fields.text_or_none("importer"),
    )
