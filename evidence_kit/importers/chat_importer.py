# SPDX-License-Identifier: GPL-3.0-or-later
"""An importer of chats whose texts are known by their beginning: what all of these do alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.domain.record import Certainty
from evidence_kit.importers.contexts import contexts_of
from evidence_kit.importers.json_chats import ChatFile, ChatSum, chat_files
from evidence_kit.importers.package import list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one reading goes through."""

    request: Request
    files: tuple[ChatFile, ...]
    """All texts with the importer's extensions, chats or not."""
    chats: ChatSum


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatImporter:
    """An importer, made of what knows a text and what reads a source."""

    name: str
    version: int
    extensions: frozenset[str]
    """Of texts in a zip that are looked at."""
    is_chat: Callable[[ChatFile], bool]
    """Knows a text by its beginning."""
    records: Callable[[Source], Iterator[Item]]
    """Yields what stands in the chats; what lies beside them and the sum are added here."""
    certainty: Certainty = Certainty.CERTAIN

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for a chat, in a zip for any."""
        if not any(self.is_chat(file) for file in chat_files(opened, self.extensions)):
            return None
        why = "chat_history" if opened.package is None else "zip_with_chat_history"
        return Recognition(kind=MediaKind.CHAT, certainty=self.certainty, why=why)

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the members of the zip with their place in a chat."""
        if opened.package is None:
            return ()
        request = Request(opened=opened, choices=Choices(), zone=None)
        chats = frozenset(
            file.member
            for file in chat_files(opened, self.extensions)
            if file.member and self.is_chat(file)
        )
        return list_members(opened.package, chats, contexts_of(self._items(request)))

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read every chat of the source."""
        return Understood(facts=(), items=self._items(request))

    def _items(self, request: Request) -> Iterator[Item]:
        files = tuple(chat_files(request.opened, self.extensions))
        chats = ChatSum()
        chats.used |= {file.member for file in files if file.member and self.is_chat(file)}
        yield from self.records(Source(request=request, files=files, chats=chats))
        yield from chats.close(request.opened.package)
