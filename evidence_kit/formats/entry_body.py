# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fields the body of each type of entry has (docs/formats/log-entry.md).

No names and no own words stand in a body: those are sealed texts that the body points to.
"""

import re
from collections.abc import Callable, Mapping

from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.ids import is_id
from evidence_kit.errors import Inconsistent
from evidence_kit.formats.columns_json import is_columns

_SHA = re.compile(r"[0-9a-f]{64}\Z")
_CODE_MAX = 200

_Check = Callable[[object], bool]


def _id(value: object) -> bool:
    return isinstance(value, str) and is_id(value)


def _sha(value: object) -> bool:
    return isinstance(value, str) and _SHA.match(value) is not None


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _signed(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _code(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and 0 < len(value) <= _CODE_MAX


def _ref(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() == {"id", "sha256"}
        and _id(value["id"])
        and _sha(value["sha256"])
    )


def _table(value: object) -> bool:
    return isinstance(value, Mapping)


def _ids(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_id(part) for part in value)


def _rows(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, Mapping) for part in value)


def _compared(value: object) -> bool:
    counts = ("kept", "moved", "changed", "gone", "new")
    return (
        isinstance(value, Mapping)
        and value.keys() == {"with", *counts}
        and _id(value["with"])
        and all(_count(value[name]) for name in counts)
    )


def _or_none(check: _Check) -> _Check:
    return lambda value: value is None or check(value)


_SEALED: dict[str, _Check] = {
    "object": _id,
    "sha256": _sha,
    "size": _count,
    "sealed_sha256": _sha,
    "sealed_size": _count,
}
_TAKEN: dict[str, _Check] = {
    "exhibit": _id,
    "number": _count,
    "batch": _id,
    "sha256": _sha,
    "size": _count,
    "media": _code,
    "answer": _or_none(_code),
    "parent": _or_none(_id),
    "text": _ref,
}
_AT: dict[str, _Check] = {"at": _count, "root": _sha}

BODIES: dict[EntryType, dict[str, _Check]] = {
    EntryType.CREATED: {
        "vault": _id,
        "recipient": _code,
        "signing_key": _sha,
        "header_sha256": _sha,
        "slots": _rows,
    },
    EntryType.ACQUIRED: {
        **_TAKEN,
        **_SEALED,
        "stored_sha256": _or_none(_sha),
        "holes": _count,
    },
    EntryType.REGISTERED: _TAKEN,
    EntryType.INTERPRETED: {
        "exhibit": _id,
        "interpretation": _id,
        "importer": _code,
        "importer_version": _count,
        "zone": _or_none(_code),
        "day_first": _or_none(_flag),
        "records": _count,
        "notes": _count,
        "conversations": _count,
        "by_kind": _table,
        "lines_total": _count,
        "lines_accounted": _count,
        "complete": _flag,
        **{name: _or_none(check) for name, check in _SEALED.items()},
        "root": _or_none(_sha),
        "failure": _or_none(_code),
    },
    EntryType.ANNOTATED: {
        "annotation": _id,
        "kind": _code,
        "exhibit": _or_none(_id),
        "facts": _table,
        "replaces": _or_none(_id),
        "retracted": _flag,
        "text": _or_none(_ref),
    },
    EntryType.REMOVED: {
        "exhibit": _id,
        "sha256": _sha,
        "size": _count,
        "objects": _ids,
        "packs": _rows,
        "text": _or_none(_ref),
    },
    EntryType.DOSSIER_MADE: {
        **_AT,
        "sha256": _sha,
        "size": _count,
        "pages": _count,
        "language": _code,
        "text": _or_none(_ref),
    },
    EntryType.HANDED_OVER: {
        **_AT,
        "tagmanifest_sha256": _sha,
        "files": _count,
        "exhibits": _ids,
    },
    EntryType.RECOVERED: {"objects": _rows},
    EntryType.CLOCK_STEP: {
        "after": _count,
        "wall_ms": _signed,
        "same_boot": _flag,
        "since_boot_ms": _or_none(_signed),
    },
    EntryType.SLOT_CHANGED: {
        "slot": _code,
        "change": _code,
        "sha256": _or_none(_sha),
        "header_sha256": _sha,
    },
    EntryType.MIGRATED: {"from": _count, "to": _count, "header_sha256": _sha, "objects": _rows},
    EntryType.STAMP_REQUESTED: {**_AT, "file": _code, "sha256": _sha, "imprint": _sha},
    EntryType.STAMPED: {
        **_AT,
        "file": _code,
        "sha256": _sha,
        "request": _code,
        "time": _code,
        "signer": _or_none(_sha),
        "trusted": _code,
    },
    EntryType.OTS_ATTACHED: {**_AT, "file": _code, "sha256": _sha, "exhibit": _or_none(_id)},
}
"""Types that are not listed are not written by this version; a reader keeps them as they are."""

_OPTIONAL: dict[EntryType, dict[str, _Check]] = {
    EntryType.INTERPRETED: {"columns": is_columns, "compared": _compared},
    EntryType.SLOT_CHANGED: {"text": _ref},
    EntryType.STAMPED: {"ca": _code, "ca_sha256": _sha},
}
"""Fields that may be left out."""


def check_body(type_: EntryType, body: Mapping[str, object]) -> None:
    """Look at a body before it is written.

    Raises:
        Inconsistent: a field is missing, unknown, or not of its kind.
    """
    if type_ not in BODIES:
        raise Inconsistent(what="entry_type", expected="", found=type_.value)
    table = _table_for(type_, body)
    if body.keys() != table.keys():
        odd = ",".join(sorted(body.keys() ^ table.keys()))
        raise Inconsistent(what=f"entry_fields:{type_.value}", expected="", found=odd)
    for name, check in table.items():
        if not check(body[name]):
            raise Inconsistent(what=f"entry_field:{type_.value}", expected=name, found="")


def body_fits(type_: EntryType, body: Mapping[str, object]) -> bool:
    """Say whether a body that was read has the fields of its type."""
    if type_ not in BODIES:
        return True
    table = _table_for(type_, body)
    return body.keys() == table.keys() and all(check(body[name]) for name, check in table.items())


def _table_for(type_: EntryType, body: Mapping[str, object]) -> dict[str, _Check]:
    more = {name: check for name, check in _OPTIONAL.get(type_, {}).items() if name in body}
    return {**BODIES[type_], **more}
