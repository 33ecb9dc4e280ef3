# SPDX-License-Identifier: GPL-3.0-or-later
"""Named errors between processes: code and fields, made into the same type on the other side."""

from evidence_kit.codec.values import Plain
from evidence_kit.errors import NAMED_ERRORS, EvidenceKitError

_BY_CODE = {kind.code: kind for kind in NAMED_ERRORS}


def fault_to_plain(error: EvidenceKitError) -> Plain:
    """Turn a named error into plain JSON."""
    return {"code": error.code, "fields": dict(error.fields)}


def fault_from_plain(untrusted: Plain) -> EvidenceKitError:
    """Turn plain JSON back into a named error; an unknown code becomes an internal fault."""
    if not isinstance(untrusted, dict):
        return EvidenceKitError(reason="wire_fault")
    kind = _BY_CODE.get(str(untrusted.get("code")), EvidenceKitError)
    fields = untrusted.get("fields")
    given = fields if isinstance(fields, dict) else {}
    return kind(
        **{
            name: value
            for name, value in given.items()
            if value is None or (isinstance(value, str | int) and not isinstance(value, bool))
        }
    )
