# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: a result.json by itself, or a zip of the folder that Telegram Desktop made."""

from collections.abc import Iterator
from functools import partial

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.domain.record import Certainty, Summary
from evidence_kit.domain.survey import MemberContext
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.telegram.attachments import MemberPaths
from evidence_kit.importers.chats.telegram.export import Export
from evidence_kit.importers.chats.telegram.recognition import certainty_of
from evidence_kit.importers.chats.telegram.tally import ExportSource, Tally
from evidence_kit.importers.contexts import contexts_of
from evidence_kit.importers.media_kind import extension_of
from evidence_kit.importers.package import Member, Package, chunks, list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood
from evidence_kit.limits import CHAT_TEXTS_MAX, HEAD_BYTES


class Telegram:
    """Chats that Telegram Desktop exported as machine-readable JSON."""

    name = "telegram"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for the app's own keys at the beginning of the file, or of a file inside."""
        package = opened.package
        if package is None:
            certainty = certainty_of(opened.head)
            if certainty is Certainty.NONE:
                return None
            return Recognition(kind=MediaKind.CHAT, certainty=certainty, why="telegram_keys")
        if not any(_exports_in(package)):
            return None
        # A zip that holds texts too may be another app's export; that one is asked first.
        mixed = any(extension_of(member.name.text) == "txt" for member in package.members)
        return Recognition(
            kind=MediaKind.CHAT,
            certainty=Certainty.POSSIBLE if mixed else Certainty.CERTAIN,
            why="zip_with_telegram_keys",
        )

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the media with their place in the conversation, so that nobody must look."""
        package = opened.package
        if package is None:
            return ()
        exports = {member.key for member in _exports_in(package)}
        contexts = _contexts(opened, package)
        return list_members(package, exports, contexts)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read every file once for its chats and people; then all of it."""
        exports = tuple(Export(source, request) for source in _sources(request.opened))
        return Understood(
            facts=tuple(fact for held in exports for fact in held.facts(alone=len(exports) == 1)),
            items=self._items(request, exports),
        )

    def _items(self, request: Request, exports: tuple[Export, ...]) -> Iterator[Item]:
        """Yield every file, then what lies beside them, then the sum."""
        tally = Tally()
        package = request.opened.package
        paths = _paths(package, frozenset(request.choices.withheld))
        for held in exports:
            yield from held.items(tally, paths)
        if package is not None:
            used = {held.source.member for held in exports if held.source.member is not None}
            yield from _beside(package, paths.referenced | used, tally)
        yield from tally.notes.rest()
        yield Item(
            Summary(
                records=tally.kinds.total(),
                by_kind=tuple(sorted(tally.kinds.items())),
                notes=tally.notes.count,
                lines_total=tally.lines_total,
                lines_accounted=tally.lines_accounted,
                conversations=tally.conversations,
                complete=tally.complete,
            )
        )


def _paths(package: Package | None, withheld: frozenset[str]) -> MemberPaths:
    members = () if package is None else package.members
    return MemberPaths((member for member in members if not member.is_folder), withheld)


def _exports_in(package: Package) -> Iterator[Member]:
    """Find the members that are exports, whatever their names; others stay files."""
    found = 0
    for member in package.members:
        if extension_of(member.name.text) != "json" or found >= CHAT_TEXTS_MAX:
            continue
        if certainty_of(_head(member)) is not Certainty.NONE:
            found += 1
            yield member


def _head(member: Member) -> bytes:
    head = b""
    try:
        for piece in chunks(member):
            head += piece
            if len(head) >= HEAD_BYTES:
                break
    except NotUnderstood:
        pass
    return head[:HEAD_BYTES]


def _sources(opened: Opened) -> Iterator[ExportSource]:
    if opened.package is None:
        yield ExportSource(chunks=opened.chunks, member=None, folder="")
        return
    for member in _exports_in(opened.package):
        folder, slash, _ = member.key.rpartition("/")
        yield ExportSource(chunks=partial(chunks, member), member=member.key, folder=folder + slash)


def _beside(package: Package, used: set[str], tally: Tally) -> Iterator[Item]:
    """Note findings about the package, and files that no message names."""
    for finding in package.findings:
        place = None if finding.key is None else Locator(member=finding.key, start=0, end=0)
        yield from tally.notes.note(finding.code, place)
    for member in package.members:
        if not member.is_folder and member.key not in used:
            place = Locator(member=member.key, start=0, end=max(0, member.entry.size))
            yield from tally.notes.note("unreferenced_file", place, f"bytes={member.entry.size}")


def _contexts(opened: Opened, package: Package) -> dict[str, MemberContext]:
    request = Request(opened=opened, choices=Choices(), zone=None)
    paths = _paths(package, frozenset())
    return contexts_of(
        item
        for source in _sources(opened)
        for item in Export(source, request).items(Tally(), paths)
    )
