# SPDX-License-Identifier: GPL-3.0-or-later
"""The sealed words of an exhibit: name, place, file time (docs/formats/text-pack.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence_kit.domain.exhibit import Hole
from evidence_kit.domain.found_text import FoundText, from_text
from evidence_kit.domain.moment import Moment
from evidence_kit.formats import found_text_json, hole_list, moment_json
from evidence_kit.formats.fields import Fields

_ITEM = "exhibit text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitWords:
    """What the log may not say of an exhibit."""

    name: FoundText
    folder: str | None = None
    member: FoundText | None = None
    modified: Moment | None = None
    holes: tuple[Hole, ...] = ()


def to_json(words: ExhibitWords) -> dict[str, object]:
    """Return the words of the sealed text."""
    return {
        "name": found_text_json.to_json(words.name),
        "folder": None if words.folder is None else from_text(words.folder).text,
        "member": found_text_json.to_json(words.member) if words.member else None,
        "modified": moment_json.to_json(words.modified) if words.modified else None,
        "holes": hole_list.to_json(words.holes),
    }


def from_json(untrusted: Mapping[str, object]) -> ExhibitWords:
    """Read the words of the sealed text.

    Raises:
        Damaged: they are not those of an exhibit.
    """
    fields = Fields(untrusted, _ITEM)
    member = fields.fields_or_none("member")
    modified = fields.fields_or_none("modified")
    return ExhibitWords(
        name=found_text_json.from_fields(fields.fields("name"), _ITEM),
        folder=fields.text_or_none("folder"),
        member=found_text_json.from_fields(member, _ITEM) if member else None,
        modified=moment_json.from_fields(modified, _ITEM) if modified else None,
        holes=hole_list.from_fields(fields.each("holes"), _ITEM),
    )
