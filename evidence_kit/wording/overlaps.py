# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about one conversation in two exports; they say where the two differ, not why."""

from collections.abc import Iterator

from evidence_kit.domain.overlap import Difference, DifferenceKind, Overlap, OverlapSide
from evidence_kit.i18n import Texts
from evidence_kit.wording.amounts import number


def overlap_summary(t: Texts, found: Overlap) -> str:
    """Return one sentence: which two exhibits, and how much of them."""
    return t.n(
        "Exhibits {first} and {second} seem to hold the same conversation: {shown} message stands in both.",
        "Exhibits {first} and {second} seem to hold the same conversation: {shown} messages stand in both.",
        found.matched,
        first=found.first.exhibit_number,
        second=found.second.exhibit_number,
        shown=number(t, found.matched),
    )


def overlap_basis(t: Texts, found: Overlap) -> Iterator[str]:
    """Yield on what that rests, and what each of the two has besides."""
    yield t(
        "The same words in the same order, {run} of them in a row; times at most {seconds} s apart.",
        run=number(t, found.longest_run),
        seconds=found.tolerance,
    )
    for side in (found.first, found.second):
        yield _side(t, side)
    for name, called, times in found.renamed:
        yield t.n(
            "“{name}” in exhibit {first} is “{called}” in exhibit {second} ({n} message).",
            "“{name}” in exhibit {first} is “{called}” in exhibit {second} ({n} messages).",
            times,
            name=name,
            called=called,
            first=found.first.exhibit_number,
            second=found.second.exhibit_number,
        )


def _side(t: Texts, side: OverlapSide) -> str:
    return t(
        "Exhibit {number}: messages {start} to {end}; {before} before them, {after} after them.",
        number=side.exhibit_number,
        start=number(t, side.start),
        end=number(t, side.end),
        before=number(t, side.before),
        after=number(t, side.after),
    )


def overlap_outcome(t: Texts, found: Overlap) -> Iterator[str]:
    """Yield how many differences there are in the stretch that both hold, and what that says."""
    if found.differences_total:
        yield t.n(
            "In that stretch they differ at {shown} place.",
            "In that stretch they differ at {shown} places.",
            found.differences_total,
            shown=number(t, found.differences_total),
        )
        yield t(
            "Why is not known. A message can be deleted, expire, or be left out by the app when it exports."
        )
    else:
        yield t("In that stretch no message differs.")
    if found.app_lines:
        yield t.n(
            "{n} line of the app itself stands in one of them only. That is usual.",
            "{n} lines of the app itself stand in one of them only. That is usual.",
            found.app_lines,
        )


def difference(t: Texts, found: Overlap, place: Difference) -> str:
    """Return one place at which two exports differ."""
    return t(
        _PLACES[place.kind],
        first=found.first.exhibit_number,
        second=found.second.exhibit_number,
        one=number(t, place.first or 0),
        other=number(t, place.second or 0),
    )


_PLACES = {
    DifferenceKind.ONLY_IN_FIRST: "Message {one} of exhibit {first} does not stand in exhibit {second}.",
    DifferenceKind.ONLY_IN_SECOND: "Message {other} of exhibit {second} does not stand in exhibit {first}.",
    DifferenceKind.TEXT: "Message {one} of exhibit {first} has other words than message {other} of exhibit {second}.",
    DifferenceKind.DELETED_IN_FIRST: "Message {one} of exhibit {first} says “deleted”; message {other} of exhibit {second} has words.",
    DifferenceKind.DELETED_IN_SECOND: "Message {one} of exhibit {first} has words; message {other} of exhibit {second} says “deleted”.",
}
