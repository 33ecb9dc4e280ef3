# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about one conversation in two exports; they say where the two differ, not why.

An exhibit is called otherwise in a dossier than on screen, so the caller may say what one is called.
"""

from collections.abc import Callable, Iterator

from evidence_kit.domain.overlap import Difference, DifferenceKind, Overlap, OverlapSide
from evidence_kit.i18n import Texts
from evidence_kit.wording.amounts import number
from evidence_kit.wording.names import capital

Named = Callable[[int], str]
"""What an exhibit of a number is called within a sentence."""


def _on_screen(t: Texts) -> Named:
    return lambda number: t("exhibit {number}", number=number)


def overlap_summary(t: Texts, found: Overlap, named: Named | None = None) -> str:
    """Return one sentence: which two exhibits, and how much of them."""
    called = named or _on_screen(t)
    return t.n(
        "{first} and {second} seem to hold the same conversation: {shown} message stands in both.",
        "{first} and {second} seem to hold the same conversation: {shown} messages stand in both.",
        found.matched,
        first=capital(called(found.first.exhibit_number)),
        second=called(found.second.exhibit_number),
        shown=number(t, found.matched),
    )


def overlap_basis(t: Texts, found: Overlap, named: Named | None = None) -> Iterator[str]:
    """Yield on what that rests, and what each of the two has besides."""
    called = named or _on_screen(t)
    yield t(
        "The same words in the same order, {run} of them in a row; times at most {seconds} s apart.",
        run=number(t, found.longest_run),
        seconds=found.tolerance,
    )
    for side in (found.first, found.second):
        yield _side(t, side, called)
    for name, other, times in found.renamed:
        yield t.n(
            "“{name}” in {first} is “{other}” in {second} ({n} message).",
            "“{name}” in {first} is “{other}” in {second} ({n} messages).",
            times,
            name=name,
            other=other,
            first=called(found.first.exhibit_number),
            second=called(found.second.exhibit_number),
        )


def _side(t: Texts, side: OverlapSide, called: Named) -> str:
    return t(
        "{exhibit}: messages {start} to {end}; {before} before them, {after} after them.",
        exhibit=capital(called(side.exhibit_number)),
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


def difference(t: Texts, found: Overlap, place: Difference, named: Named | None = None) -> str:
    """Return one place at which two exports differ."""
    called = named or _on_screen(t)
    return t(
        _PLACES[place.kind],
        first=called(found.first.exhibit_number),
        second=called(found.second.exhibit_number),
        one=number(t, place.first or 0),
        other=number(t, place.second or 0),
    )


_PLACES = {
    DifferenceKind.ONLY_IN_FIRST: "Message {one} of {first} does not stand in {second}.",
    DifferenceKind.ONLY_IN_SECOND: "Message {other} of {second} does not stand in {first}.",
    DifferenceKind.TEXT: "Message {one} of {first} has other words than message {other} of {second}.",
    DifferenceKind.DELETED_IN_FIRST: "Message {one} of {first} says “deleted”; message {other} of {second} has words.",
    DifferenceKind.DELETED_IN_SECOND: "Message {one} of {first} has words; message {other} of {second} says “deleted”.",
}
