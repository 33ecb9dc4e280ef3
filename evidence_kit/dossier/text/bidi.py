# SPDX-License-Identifier: GPL-3.0-or-later
"""The Unicode bidirectional algorithm, UAX #9: levels of characters and their visual order.

Own code because the reading order of a threat in two scripts is evidence and must be the
standard's, not a guess; it passes every case of Unicode's BidiCharacterTest.txt. The rule
numbers (P2, X1, W1 ...) are those of UAX #9.
"""

import unicodedata
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from evidence_kit.dossier.text.bidi_brackets import CANONICAL, CLOSING_OF, OPENING

_MAX_DEPTH = 125
_MAX_BRACKETS = 63
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_EMBEDDINGS = frozenset(("LRE", "RLE", "LRO", "RLO"))
_REMOVED = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "BN"))
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def bidi_class(character: str) -> str:
    """Return the bidirectional class; unassigned characters count as left-to-right."""
    return unicodedata.bidirectional(character) or "L"


def resolve(text: str, base: int | None = None) -> tuple[list[int], int]:
    """Return the level of every character and the level of the paragraph.

    Args:
        text: one paragraph, without its separator.
        base: 0 or 1, or None to take the direction of the first strong character (P2, P3).
    """
    original = [bidi_class(character) for character in text]
    closing = _matching_isolates(original)
    if base is None:
        base = _first_strong(original, closing, 0, len(original))
    levels, classes = _explicit(original, closing, base)
    kept = [i for i, kind in enumerate(original) if kind not in _REMOVED]
    explicit = levels[:]
    for members in _sequences(original, closing, explicit, kept):
        sequence = _sequence(original, classes, explicit, kept, members, base)
        _weak(sequence)
        _brackets(sequence, text, original)
        _neutral(sequence)
        _implicit(sequence, levels)
    _removed_follow(original, levels, base)
    _reset_white_space(original, levels, base)
    return levels, base


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices in the order in which they stand on the line (L2)."""
    order = list(range(len(levels)))
    if not order:
        return order
    lowest_odd = min((level for level in levels if level & 1), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """BD9: the closing index of each isolate initiator that has one."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, kind in enumerate(classes):
        if kind in _ISOLATES:
            stack.append(i)
        elif kind == "PDI" and stack:
            found[stack.pop()] = i
    return found


def _first_strong(classes: Sequence[str], closing: dict[int, int], start: int, end: int) -> int:
    """P2 and P3 between two indices: 1 if the first strong character is right-to-left."""
    i = start
    while i < end:
        kind = classes[i]
        if kind in _ISOLATES:
            i = closing.get(i, end)
            continue
        if kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
        i += 1
    return 0


@dataclass(slots=True)
class _Status:
    """An entry of the directional status stack (X1)."""

    level: int
    override: str = ""
    isolate: bool = False


class _Explicit:
    """X1 to X8 for one paragraph."""

    def __init__(self, classes: Sequence[str], closing: dict[int, int], base: int) -> None:
        self.original = classes
        self.closing = closing
        self.classes = list(classes)
        self.levels = [base] * len(classes)
        self.base = base
        self.stack = [_Status(base)]
        self.overflow_isolates = 0
        self.overflow_embeddings = 0
        self.valid_isolates = 0

    def _push(self, *, rtl: bool, override: str, isolate: bool) -> bool:
        level = self.stack[-1].level
        level = (level + 1) | 1 if rtl else (level + 2) & ~1
        if level <= _MAX_DEPTH and not self.overflow_isolates and not self.overflow_embeddings:
            self.stack.append(_Status(level, override=override, isolate=isolate))
            return True
        return False

    def _at_level(self, i: int) -> None:
        top = self.stack[-1]
        self.levels[i] = top.level
        if top.override:
            self.classes[i] = top.override

    def embedding(self, i: int, kind: str) -> None:
        """X2 to X5."""
        self.levels[i] = self.stack[-1].level
        override = kind[0] if kind[2] == "O" else ""
        pushed = self._push(rtl=kind[0] == "R", override=override, isolate=False)
        if not pushed and not self.overflow_isolates:
            self.overflow_embeddings += 1

    def isolate(self, i: int, kind: str) -> None:
        """X5a to X5c."""
        self._at_level(i)
        rtl = kind == "RLI"
        if kind == "FSI":
            end = self.closing.get(i, len(self.original))
            rtl = _first_strong(self.original, self.closing, i + 1, end) == 1
        if self._push(rtl=rtl, override="", isolate=True):
            self.valid_isolates += 1
        else:
            self.overflow_isolates += 1

    def pop_isolate(self, i: int) -> None:
        """X6a."""
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.stack[-1].isolate:
                self.stack.pop()
            self.stack.pop()
            self.valid_isolates -= 1
        self._at_level(i)

    def pop_embedding(self, i: int) -> None:
        """X7."""
        self.levels[i] = self.stack[-1].level
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif not self.stack[-1].isolate and len(self.stack) > 1:
            self.stack.pop()

    def other(self, i: int, kind: str) -> None:
        """X6 and X8."""
        if kind == "B":
            self.levels[i] = self.base
        elif kind == "BN":
            self.levels[i] = self.stack[-1].level
        else:
            self._at_level(i)


def _explicit(
    classes: Sequence[str], closing: dict[int, int], base: int
) -> tuple[list[int], list[str]]:
    """X1 to X8: explicit levels, and classes with overrides applied."""
    state = _Explicit(classes, closing, base)
    for i, kind in enumerate(classes):
        if kind in _EMBEDDINGS:
            state.embedding(i, kind)
        elif kind in _ISOLATES:
            state.isolate(i, kind)
        elif kind == "PDI":
            state.pop_isolate(i)
        elif kind == "PDF":
            state.pop_embedding(i)
        else:
            state.other(i, kind)
    return state.levels, state.classes


def _level_runs(levels: Sequence[int], kept: Sequence[int]) -> list[list[int]]:
    """BD7 over the characters X9 keeps."""
    runs: list[list[int]] = []
    for i in kept:
        if runs and levels[i] == levels[runs[-1][-1]]:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _sequences(
    original: Sequence[str], closing: dict[int, int], levels: Sequence[int], kept: Sequence[int]
) -> list[list[int]]:
    """BD13: isolating run sequences, as lists of indices."""
    runs = _level_runs(levels, kept)
    starting_at = {run[0]: run for run in runs}
    closers = set(closing.values())
    sequences = []
    for run in runs:
        if original[run[0]] == "PDI" and run[0] in closers:
            continue
        sequence = list(run)
        while original[sequence[-1]] in _ISOLATES and sequence[-1] in closing:
            following = starting_at.get(closing[sequence[-1]])
            if following is None:
                break
            sequence += following
        sequences.append(sequence)
    return sequences


@dataclass(slots=True)
class _Sequence:
    """One isolating run sequence while its classes are being resolved."""

    members: list[int]
    kinds: list[str]
    level: int
    sos: str
    eos: str

    @property
    def embedding(self) -> str:
        """The direction of its level."""
        return "R" if self.level & 1 else "L"


def _sequence(
    original: Sequence[str],
    classes: Sequence[str],
    levels: Sequence[int],
    kept: Sequence[int],
    members: list[int],
    base: int,
) -> _Sequence:
    """X10: start and end of sequence."""
    level = levels[members[0]]
    place = bisect(kept, members[0]) - 2
    before = levels[kept[place]] if place >= 0 else base
    place = bisect(kept, members[-1])
    if original[members[-1]] in _ISOLATES or place >= len(kept):
        after = base
    else:
        after = levels[kept[place]]
    return _Sequence(
        members=members,
        kinds=[classes[i] for i in members],
        level=level,
        sos="R" if max(level, before) & 1 else "L",
        eos="R" if max(level, after) & 1 else "L",
    )


def _weak(sequence: _Sequence) -> None:
    """W1 to W7."""
    kinds = sequence.kinds
    _weak_marks_and_arabic(kinds, sequence.sos)
    for i in range(1, len(kinds) - 1):  # W4
        before, after = kinds[i - 1], kinds[i + 1]
        same_numbers = before == after and before in ("EN", "AN")
        if (kinds[i] == "CS" and same_numbers) or (kinds[i] == "ES" and before == after == "EN"):
            kinds[i] = before
    _weak_terminators(kinds)
    strong = sequence.sos
    for i, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _weak_marks_and_arabic(kinds: list[str], sos: str) -> None:
    """W1 to W3."""
    before = sos
    for i, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[i] = "ON" if before in _ISOLATES or before == "PDI" else before
        before = kinds[i]
    strong = sos
    for i, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    for i, kind in enumerate(kinds):
        if kind == "AL":
            kinds[i] = "R"


def _weak_terminators(kinds: list[str]) -> None:
    """W5."""
    i = 0
    while i < len(kinds):
        if kinds[i] != "ET":
            i += 1
            continue
        end = i
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if (i and kinds[i - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN"):
            kinds[i:end] = ["EN"] * (end - i)
        i = end


def _bracket_pairs(sequence: _Sequence, text: str) -> list[tuple[int, int]]:
    """BD16."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, member in enumerate(sequence.members):
        if sequence.kinds[i] != "ON":
            continue
        character = CANONICAL.get(text[member], text[member])
        if character in OPENING:
            if len(stack) == _MAX_BRACKETS:
                break
            stack.append((OPENING[character], i))
        elif character in CLOSING_OF:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    pairs.append((stack[depth][1], i))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _brackets(sequence: _Sequence, text: str, original: Sequence[str]) -> None:
    """N0."""
    kinds, embedding = sequence.kinds, sequence.embedding
    for start, end in _bracket_pairs(sequence, text):
        inside = {_STRONG.get(kind) for kind in kinds[start + 1 : end]} - {None}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            direction = _strong_before(kinds, start, sequence.sos)
        for place in (start, end):
            kinds[place] = direction
            following = place + 1
            while following < len(kinds) and original[sequence.members[following]] == "NSM":
                kinds[following] = direction
                following += 1


def _strong_before(kinds: Sequence[str], start: int, sos: str) -> str:
    """Return the direction that stands before a place."""
    for i in range(start - 1, -1, -1):
        if kinds[i] in _STRONG:
            return _STRONG[kinds[i]]
    return sos


def _neutral(sequence: _Sequence) -> None:
    """N1 and N2."""
    kinds = sequence.kinds
    i = 0
    while i < len(kinds):
        if kinds[i] in _STRONG:
            i += 1
            continue
        end = i
        while end < len(kinds) and kinds[end] not in _STRONG:
            end += 1
        before = _STRONG[kinds[i - 1]] if i else sequence.sos
        after = _STRONG[kinds[end]] if end < len(kinds) else sequence.eos
        kinds[i:end] = [before if before == after else sequence.embedding] * (end - i)
        i = end


def _implicit(sequence: _Sequence, levels: list[int]) -> None:
    """I1 and I2."""
    for member, kind in zip(sequence.members, sequence.kinds, strict=True):
        if sequence.level & 1:
            levels[member] = sequence.level + (kind != "R")
        elif kind == "R":
            levels[member] = sequence.level + 1
        elif kind in ("AN", "EN"):
            levels[member] = sequence.level + 2


def _removed_follow(original: Sequence[str], levels: list[int], base: int) -> None:
    """Section 5.2: characters X9 removes take the level of the one before."""
    level = base
    for i, kind in enumerate(original):
        if kind in _REMOVED:
            levels[i] = level
        level = levels[i]


def _reset_white_space(original: Sequence[str], levels: list[int], base: int) -> None:
    """L1 for a paragraph set on one line."""
    trailing = True
    for i in range(len(original) - 1, -1, -1):
        kind = original[i]
        if kind in ("S", "B"):
            levels[i] = base
            trailing = True
        elif trailing and (kind in ("WS", "PDI") or kind in _ISOLATES or kind in _REMOVED):
            levels[i] = base
        else:
            trailing = False
