# SPDX-License-Identifier: GPL-3.0-or-later
"""The stretches of an original that were not kept (docs/formats/text-pack.md).

What is sealed is as long as the original: a withheld stretch is zeros, so that places in it stay
valid. The list tells where, and by which digests the stretch can be recognised or put back.
"""

from collections.abc import Sequence

from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Hole
from evidence_kit.errors import Damaged
from evidence_kit.formats import found_text_json
from evidence_kit.formats.fields import Fields


def to_json(holes: Sequence[Hole]) -> list[dict[str, object]]:
    """Return the JSON form."""
    return [
        {
            "offset": hole.offset,
            "length": hole.length,
            "sha256": hole.sha256.hex,
            "member": found_text_json.to_json(hole.member),
            "content_sha256": hole.content_sha256.hex if hole.content_sha256 else None,
            "content_size": hole.content_size,
        }
        for hole in holes
    ]


def from_fields(fields: Sequence[Fields], item: str) -> tuple[Hole, ...]:
    """Read the JSON form.

    Raises:
        Damaged: it is not one, or stretches overlap or stand out of order.
    """
    holes = tuple(_hole(one, item) for one in fields)
    end = 0
    for hole in holes:
        if hole.offset < end:
            raise Damaged(item=item, why="holes_overlap")
        end = hole.offset + hole.length
    return holes


def _hole(fields: Fields, item: str) -> Hole:
    content = fields.hexadecimal_or_none("content_sha256", 64)
    return Hole(
        offset=fields.number("offset"),
        length=fields.number("length"),
        sha256=Digest(fields.hexadecimal("sha256", 64)),
        member=found_text_json.from_fields(fields.fields("member"), item),
        content_sha256=Digest(content) if content is not None else None,
        content_size=fields.number_or_none("content_size"),
    )
