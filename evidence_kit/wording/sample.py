# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for a quick check: what was read, what was not, and what such a check can miss."""

from evidence_kit.domain.finding import Sampled
from evidence_kit.i18n import Texts
from evidence_kit.wording.amounts import number, rough_size

_DAMAGED = (1, 10, 100)
"""For so many damaged files the chance of missing them all is said."""


def sampled(t: Texts, found: Sampled) -> tuple[str, ...]:
    """Return what to know of a quick check, in a few sentences."""
    lines = [
        t(
            "Quick check: {read} of {all} sealed files were read whole ({size} of {total}).",
            read=number(t, found.read),
            all=number(t, found.objects),
            size=rough_size(t, found.read_bytes),
            total=rough_size(t, found.total_bytes),
        )
    ]
    left = found.objects - found.read
    if left:
        lines.append(t("The others were counted and measured. Their content was not read."))
        lines.extend(_chance(t, found, damaged) for damaged in _DAMAGED if damaged <= left)
        lines.append(t("The same sample again: {seed}", seed=found.seed))
    return tuple(lines)


def _chance(t: Texts, found: Sampled, damaged: int) -> str:
    return t.n(
        "If {n} sealed file is damaged and as long as before, this check misses it in {percent} "
        "of 100 cases.",
        "If {n} sealed files are damaged and as long as before, this check misses them all in "
        "{percent} of 100 cases.",
        damaged,
        percent=found.miss_percent(damaged),
    )
