# SPDX-License-Identifier: GPL-3.0-or-later
"""Order and labels of exhibits, and the names of places in a dossier.

An exhibit keeps its number of taking in: list, window, command line and bag then speak of the same
thing. A number that is missing was left out of this dossier, and the dossier says so.
"""

from collections.abc import Iterable

from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.plan import PartKind, Plan
from evidence_kit.dossier.inline import AnchorId


def in_order(exhibits: tuple[Exhibit, ...], plan: Plan) -> tuple[Exhibit, ...]:
    """Return the exhibits of a dossier: those the plan names first, then the others by number."""
    place = {exhibit: index for index, exhibit in enumerate(plan.order)}
    kept = (exhibit for exhibit in exhibits if exhibit.id not in plan.left_out)
    return tuple(
        sorted(kept, key=lambda exhibit: (place.get(exhibit.id, len(place)), exhibit.number))
    )


def part_anchor(part: PartKind) -> AnchorId:
    """Return the place where a part begins."""
    return AnchorId(f"part-{part.value}")


def exhibit_anchor(number: int) -> AnchorId:
    """Return the place where an exhibit's sheets begin."""
    return AnchorId(f"exhibit-{number}")


def chat_anchor(number: int, conversation: int) -> AnchorId:
    """Return the place of a conversation."""
    return AnchorId(f"chat-{number}-{conversation}")


def message_anchor(number: int, conversation: int, n: int) -> AnchorId:
    """Return the place of a printed message."""
    return AnchorId(f"message-{number}-{conversation}-{n}")


def stretch(numbers: Iterable[int]) -> str:
    """Return numbers in short: "3, 5–8, 12"."""
    parts: list[str] = []
    run: list[int] = []
    for number in (*sorted(set(numbers)), None):
        if run and number != run[-1] + 1:
            parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
            run = []
        if number is not None:
            run.append(number)
    return ", ".join(parts)
