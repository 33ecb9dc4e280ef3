# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that no importer knows: kept, hashed, its members listed, nothing claimed."""

from collections.abc import Iterator

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import Certainty, Summary
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.media_kind import kind_of
from evidence_kit.importers.package import chunks, member_info
from evidence_kit.importers.protocol import Item, Notes, Opened, Recognition, Request, Understood
from evidence_kit.importers.zip_directory import LOCAL_MAGIC


class Opaque:
    """Any file at all."""

    name = "opaque"
    version = 1

    def recognise(self, opened: Opened) -> Recognition:
        """Take every file, with no claim about its content."""
        return Recognition(
            kind=kind_of(opened.name.text, opened.head),
            certainty=Certainty.NONE,
            why="no_importer_knows_it",
        )

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the members if it is a zip."""
        if opened.package is None:
            return ()
        return tuple(member_info(m) for m in opened.package.members if not m.is_folder)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        if opened.package is None:
            raise NotUnderstood(reason="no_such_member", offset=0, detail="")
        return chunks(opened.package.by_key(key))

    def read(self, request: Request) -> Understood:
        """Know nothing but what a zip lists."""
        return Understood(facts=(), items=self._items(request))

    def _items(self, request: Request) -> Iterator[Item]:
        """Yield a note per member and per finding; there are no records."""
        notes = Notes()
        opened = request.opened
        withheld = frozenset(request.choices.withheld)
        if opened.package is not None:
            for finding in opened.package.findings:
                place = None if finding.key is None else Locator(member=finding.key, start=0, end=0)
                yield from notes.note(finding.code, place)
            for member in opened.package.members:
                if member.is_folder:
                    continue
                kind = "member_withheld" if member.key in withheld else "member"
                size = max(0, member.entry.size)
                place = Locator(member=member.key, start=0, end=size)
                yield from notes.note(kind, place, f"bytes={member.entry.size}")
        elif opened.head.startswith(LOCAL_MAGIC):
            yield from notes.note("zip_damaged")
        yield from notes.rest()
        yield Item(
            Summary(records=0, by_kind=(), notes=notes.count, lines_total=0, lines_accounted=0)
        )
