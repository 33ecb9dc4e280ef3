# SPDX-License-Identifier: GPL-3.0-or-later
"""A moment as JSON, the same form wherever one is written down (docs/formats/records.md)."""

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.errors import Damaged
from evidence_kit.formats.fields import Fields


def to_json(moment: Moment) -> dict[str, object]:
    """Return the JSON form."""
    return {
        "text": moment.text,
        "local": moment.local,
        "local_other": moment.local_other,
        "utc": moment.utc,
        "zone": moment.zone,
        "basis": moment.basis.value,
        "precision": moment.precision.value,
        "flags": [flag.value for flag in moment.flags],
    }


def from_fields(fields: Fields, item: str) -> Moment:
    """Read the JSON form.

    Raises:
        Damaged: it is not one.
    """
    try:
        return Moment(
            text=fields.text("text"),
            local=fields.text_or_none("local"),
            local_other=fields.text_or_none("local_other"),
            utc=fields.text_or_none("utc"),
            zone=fields.text_or_none("zone"),
            basis=ZoneBasis(fields.text("basis")),
            precision=Precision(fields.text("precision")),
            flags=tuple(MomentFlag(flag) for flag in fields.strings("flags")),
        )
    except ValueError as error:
        raise Damaged(item=item, why="moment") from error
