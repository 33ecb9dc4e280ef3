# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is named as sender: labels weighed over a whole file before one line is attributed.

A label is what the exporter's phone calls someone. It may hold ": ", and so may lines of the
app itself, which have no sender; counting tells them apart (formats.md 1.4).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from evidence_kit.importers.chats.whatsapp.header import MARKS
from evidence_kit.limits import CHAT_LABELS_MAX

LABEL_MAX = 160
"""Characters; a group's name has at most 100, a saved contact's is shorter still."""
COLON_SEARCH = 64
"""Characters behind the first colon in which a second one may belong to the label."""
_APP_MARKS = "\u200e\u200f"


@dataclass(slots=True)
class LabelCount:
    """How often a label occurs, and behind what."""

    spoken: int = 0
    """Bodies without the app's mark."""
    marked: int = 0
    """Bodies that begin with the app's mark."""
    voiced: int = 0
    """Of those, the ones that only a person can be the sender of, such as a deleted message."""
    app_lines: int = 0
    """Of those, the ones known as lines of the app about the chat."""

    @property
    def total(self) -> int:
        """All occurrences."""
        return self.spoken + self.marked


@dataclass(slots=True)
class LabelEvidence:
    """Labels of one group of headers, in order of appearance."""

    counts: dict[str, LabelCount] = field(default_factory=dict)
    longer: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(label, label up to the next colon) and how often."""
    opening: str | None = None
    """Label of the first line that the app itself wrote: the chat's name on iPhone."""
    overflow: bool = False

    def merge(self, other: "LabelEvidence") -> None:
        """Add what another group of the same file holds."""
        for label, count in other.counts.items():
            mine = self.counts.setdefault(label, LabelCount())
            mine.spoken += count.spoken
            mine.marked += count.marked
            mine.voiced += count.voiced
            mine.app_lines += count.app_lines
        self.longer.update(other.longer)
        self.opening = self.opening or other.opening
        self.overflow = self.overflow or other.overflow

    def room(self) -> bool:
        """Say whether a new label can still be counted."""
        if len(self.counts) < CHAT_LABELS_MAX:
            return True
        self.overflow = True
        return False

    def add_longer(self, body: str, label_end: int) -> None:
        """Count the reading in which the label goes on to the next colon."""
        second = body.find(": ", label_end + 2, label_end + COLON_SEARCH)
        if second > 0 and len(self.longer) < CHAT_LABELS_MAX:
            self.longer[body[:label_end], body[:second]] += 1


def label_end(body: str) -> int:
    """Return where the label before the first colon ends, or -1."""
    end = body.find(": ", 0, LABEL_MAX)
    if end > 0:
        return end
    line = body.rstrip("\r\n")
    return len(line) - 1 if 1 < len(line) < LABEL_MAX and line[-1] == ":" else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of a file, decided."""

    known: frozenset[str]
    """Labels seen to speak."""
    longer: dict[str, tuple[str, ...]]
    """Label up to its first colon -> whole labels that hold one."""
    weighed: tuple[tuple[str, str, int], ...]
    """(reading taken, reading left, times) where a label may or may not hold a colon."""
    chat: str | None
    """The label under which the app itself speaks."""
    participants: tuple[str, ...]
    counts: dict[str, int]

    def only(self, heard: set[str | None]) -> "Labels":
        """Return the same with no other participants than those heard."""
        kept = tuple(label for label in self.participants if label in heard)
        return replace(self, participants=kept)

    def split(self, line: str) -> tuple[str | None, int]:
        """Return the label of a record's first line, and where the text behind it begins."""
        end = line.find(": ", 0, LABEL_MAX)
        if end <= 0:
            end = label_end(line)
            if end < 0:
                return None, 0
        label = line[:end]
        if label in self.known and not self.longer:
            return label, end + 2 if line.startswith(" ", end + 1) else end + 1
        if label in self.longer:
            for whole in self.longer[label]:
                if line.startswith(f"{whole}:"):
                    label, end = whole, len(whole)
                    break
        end += 2 if line.startswith(" ", end + 1) else 1
        return label.lstrip(_APP_MARKS), end


def resolve(evidence: LabelEvidence, title: str | None) -> Labels:
    """Decide which labels there are.

    A longer label is accepted when it is the chat's name, or when the shorter one never occurs
    without it and it recurs; where both occur, both readings are kept for a note.
    """
    longer: dict[str, list[str]] = {}
    weighed: list[tuple[str, str, int]] = []
    for (label, whole), times in evidence.longer.items():
        short = evidence.counts.get(label)
        if short is None:
            continue
        if _same_name(whole, title) or whole == evidence.opening:
            longer.setdefault(label, []).append(whole)
        elif times >= 2 and times == short.total and not _same_name(label, title):
            longer.setdefault(label, []).append(whole)
            weighed.append((whole, label, times))
        elif times >= 2:
            weighed.append((label, whole, times))
    named = _with_longer(evidence, longer)
    chat = evidence.opening or _known_title(title, named)
    return Labels(
        known=frozenset(named),
        longer={label: tuple(wholes) for label, wholes in longer.items()},
        weighed=tuple(weighed),
        chat=chat,
        participants=tuple(
            label
            for label, count in named.items()
            if count.spoken or count.voiced or (label != chat and count.marked > count.app_lines)
        ),
        counts={label: count.total for label, count in named.items()},
    )


def _with_longer(evidence: LabelEvidence, longer: dict[str, list[str]]) -> dict[str, LabelCount]:
    named: dict[str, LabelCount] = {}
    for label, count in evidence.counts.items():
        wholes = longer.get(label, [])
        taken = 0
        for whole in wholes:
            times = evidence.longer[label, whole]
            taken += times
            named[whole] = LabelCount(spoken=times)
        if taken < count.total:
            named[label.lstrip(MARKS[1:3])] = count
    return named


def _known_title(title: str | None, labels: Iterable[str]) -> str | None:
    return next((label for label in labels if _same_name(label, title)), None)


def _same_name(label: str, title: str | None) -> bool:
    """Compare with a name taken from a file name, where some signs cannot stand."""
    if title is None:
        return False
    return _file_safe(label) == _file_safe(title)


def _file_safe(name: str) -> str:
    return "".join("_" if c in ':/\\*?"<>|' else c for c in name).strip(f" _{MARKS}")
