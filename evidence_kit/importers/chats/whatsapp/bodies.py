# SPDX-License-Identifier: GPL-3.0-or-later
"""What the body of a record is: spoken text, or one of the app's own texts.

On iPhone the app puts a direction mark before its own texts, so a person who types one is told
apart. On Android nothing tells them apart; such records carry the flag `typed_or_app`.
"""

from typing import NamedTuple

from evidence_kit.domain.record import AttachmentStatus, RecordKind
from evidence_kit.importers.chats.whatsapp.header import MARKS
from evidence_kit.importers.chats.whatsapp.strings import Meaning, Strings

_LRM, _RLM = "\u200e", "\u200f"
_MAP_ADDRESSES = ("maps.google.", "google.com/maps", "foursquare.com", "maps.app.goo.gl", "?q=")


class NamedFile(NamedTuple):
    """A file that a body names, before it is looked up."""

    name: str
    status: AttachmentStatus


class Body(NamedTuple):
    """What a body is."""

    kind: RecordKind
    files: tuple[NamedFile, ...] = ()
    flags: tuple[str, ...] = ()


_PLAIN = Body(RecordKind.MESSAGE)
_EMPTY = Body(RecordKind.UNKNOWN, (), ("empty",))


class Classifier:
    """Compares bodies of one file with the app's texts."""

    def __init__(self, strings: Strings, *, bracket: bool, marks_seen: bool) -> None:
        self._strings = strings
        self.needs_mark = bracket and marks_seen
        """Whether the app's own texts are known by its mark, so that a text without one is spoken."""
        self._opening, self._openings = strings.opening, strings.openings
        self._unproven = () if self.needs_mark else ("typed_or_app",)

    def is_plain(self, body: str) -> bool:
        """Say whether a body is surely spoken text; False: it must be looked at with `classify`."""
        if not body or _LRM in body or _RLM in body or body.isspace():
            return False
        if self.needs_mark:
            return True
        return (
            body[-1] not in ">)"
            and "\n" not in body
            and body[: self._opening] not in self._openings
        )

    def classify(self, body: str) -> Body:
        """Say what a body with a sender is; it may span lines and keeps its marks."""
        if not body or body.isspace():
            return _EMPTY
        marked = _LRM in body or _RLM in body
        if self.needs_mark and not marked:
            return _PLAIN
        bare = body.lstrip(MARKS) if marked else body
        if not bare or bare.isspace():
            return _EMPTY
        if not marked and bare[0] not in self._strings.first_signs and bare[-1] not in ">)":
            return self._named_by_end(bare) if ")\n" in bare or ")\r" in bare else _PLAIN
        return self._compared(body, bare)

    def names_a_speaker(self, body: str) -> bool:
        """Say whether a body stands for something that a person sent or did."""
        found = self.classify(body)
        return bool(found.files) or found.kind not in (RecordKind.MESSAGE, RecordKind.UNKNOWN)

    def is_system(self, body: str) -> bool:
        """Say whether a body is one of the app's own lines about the chat."""
        line = _first_line(body.lstrip(MARKS))
        system = self._strings.system
        return bool(system.fullmatch(line) or system.fullmatch(line.rstrip(". ")))

    def unspoken(self, body: str) -> Body:
        """Say what a body without a sender is: a call, or a line of the app."""
        meaning = self._meaning(_first_line(body.lstrip(MARKS)), marked=True)
        if meaning is not None and meaning.kind is RecordKind.CALL:
            return Body(RecordKind.CALL)
        return Body(RecordKind.SYSTEM)

    def _compared(self, body: str, bare: str) -> Body:
        first = _first_line(bare)
        if first == "null" and bare == first:
            return Body(RecordKind.UNKNOWN, (), ("null_body",))
        begins_marked = body[0] in MARKS
        if begins_marked or not self.needs_mark:
            meaning = self._meaning(first, marked=begins_marked)
            if meaning is not None:
                return self._meant(meaning, first)
        found = self._named_by_end(bare)
        if bare.endswith(self._strings.edited):
            return Body(RecordKind.EDITED, found.files, found.flags + self._unproven)
        return found

    def _meaning(self, line: str, *, marked: bool) -> Meaning | None:
        table = self._strings
        key = line.rstrip(". ")
        meaning = table.exact.get(key) or table.exact.get(line)
        if meaning is None and marked:
            meaning = table.marked_only.get(key)
        if meaning is not None:
            return meaning
        if line.startswith(table.starts):
            for literal, pattern, candidate in table.prefixes:
                if line.startswith(literal) and pattern.fullmatch(line):
                    if candidate.code == "call_marked" and not marked:
                        continue
                    return candidate
        return None

    def _meant(self, meaning: Meaning, line: str) -> Body:
        if meaning.code.startswith("omitted_"):
            return Body(
                meaning.kind,
                (NamedFile("", AttachmentStatus.OMITTED_BY_APP),),
                (meaning.code, *self._unproven),
            )
        if meaning.code == "location" and not any(sign in line for sign in _MAP_ADDRESSES):
            return _PLAIN
        flags = (meaning.code,) if meaning.code in _SAID else ()
        return Body(meaning.kind, (), flags + self._unproven)

    def _named_by_end(self, bare: str) -> Body:
        """Find lines that name a file: attached, or left out with its name kept."""
        files: list[NamedFile] = []
        flags: list[str] = []
        kind = RecordKind.MESSAGE
        for line in bare.split("\n"):
            text = line.rstrip("\r ")
            name = self._attached(text)
            if name is not None:
                files.append(NamedFile(name, AttachmentStatus.MISSING))
                kind = RecordKind.CONTACT if name.lower().endswith(".vcf") else kind
                continue
            left_out = self._left_out(text)
            if left_out is not None:
                meaning, name = left_out
                files.append(NamedFile(name, AttachmentStatus.OMITTED_BY_APP))
                flags.append(meaning.code)
                kind = meaning.kind
        return Body(kind, tuple(files), tuple(flags)) if files else _PLAIN

    def _attached(self, line: str) -> str | None:
        if line[-1:] not in (">", ")"):
            return None
        if line[-1] == ")" and self.needs_mark:
            return None
        if line[-1] == ">":
            begin = line.rfind("<")
            if begin < 0 or (self.needs_mark and line[begin - 1 : begin] not in (_LRM, _RLM, "")):
                return None
            line = line[begin:]
        match = self._strings.attached.fullmatch(line.lstrip(MARKS))
        if match is None:
            return None
        return next(name for name in match.groups() if name is not None).strip(MARKS)

    def _left_out(self, line: str) -> tuple[Meaning, str] | None:
        mark = max(line.rfind(_LRM), line.rfind(_RLM))
        if mark <= 0:
            return None
        meaning = self._strings.exact.get(line[mark + 1 :].rstrip(". "))
        if meaning is None or not meaning.code.startswith("omitted_"):
            return None
        return meaning, line[:mark].partition(" • ")[0].strip(MARKS + " ")


_SAID = frozenset({"event", "live_location", "waiting"})


def _first_line(body: str) -> str:
    return body.partition("\n")[0].rstrip("\r")
