# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: one JSON file with messages, or a download with the chats and their media."""

from collections.abc import Iterator

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import Certainty, Fact, FactBasis, Message, RecordKind, Summary
from evidence_kit.domain.survey import MemberContext
from evidence_kit.importers.chats.meta.attachments import MemberPaths
from evidence_kit.importers.chats.meta.conversation import Chat, Tally
from evidence_kit.importers.chats.meta.threads import Thread, files_of, threads_of
from evidence_kit.importers.media_kind import extension_of
from evidence_kit.importers.package import Package, list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood

_CONTEXT_SHOWN = 120
_FILLER = "no-data.txt"
"""What Meta puts into a folder that would be empty."""


class Meta:
    """Chats of Instagram, Facebook and Messenger, as Meta's JSON downloads hold them."""

    name = "meta"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for messages in the way Meta writes them, at the head of a JSON file."""
        found = next(files_of(opened), None)
        if found is None:
            return None
        certainty = found[1]
        if opened.package is None:
            return Recognition(kind=MediaKind.CHAT, certainty=certainty, why="json_fields")
        if _has_other_texts(opened.package):
            # Somebody packed more than a download; another importer may know the rest better.
            certainty = Certainty.POSSIBLE
        return Recognition(kind=MediaKind.CHAT, certainty=certainty, why="zip_with_chat_json")

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the media with their place in the conversation, so that nobody must look."""
        package = opened.package
        if package is None:
            return ()
        threads = threads_of(opened)
        chats = {file.member for thread in threads for file in thread.files}
        found = _contexts(package, threads)
        return list_members(package, chats, found)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Find the chats; then read them one after another."""
        threads = threads_of(request.opened)
        forms = sorted({file.form.code for thread in threads for file in thread.files})
        facts = (Fact(name="layout", value=" ".join(forms), basis=FactBasis.COMPUTED),)
        return Understood(facts=facts, items=_items(request, threads))


def _items(request: Request, threads: tuple[Thread, ...]) -> Iterator[Item]:
    """Yield every chat, then what lies beside them, then the sum."""
    tally = Tally()
    package = request.opened.package
    paths = _paths(package, frozenset(request.choices.withheld))
    used: set[str] = set()
    for thread in threads:
        used.update(file.member for file in thread.files if file.member is not None)
        yield from Chat(thread, tally, paths).items()
    if package is not None:
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


def _has_other_texts(package: Package) -> bool:
    return any(
        extension_of(member.name.text) == "txt" and not member.name.text.endswith(_FILLER)
        for member in package.members
    )


def _beside(package: Package, used: set[str], tally: Tally) -> Iterator[Item]:
    """Note findings about the package, and files that no message names."""
    for finding in package.findings:
        place = None if finding.key is None else Locator(member=finding.key, start=0, end=0)
        yield from tally.notes.note(finding.code, place)
    for member in package.members:
        if not member.is_folder and member.key not in used:
            place = Locator(member=member.key, start=0, end=max(0, member.entry.size))
            yield from tally.notes.note("unreferenced_file", place, f"bytes={member.entry.size}")


def _contexts(package: Package, threads: tuple[Thread, ...]) -> dict[str, MemberContext]:
    """Find who sent each file, when, and between which words."""
    contexts: dict[str, MemberContext] = {}
    paths = _paths(package, frozenset())
    for thread in threads:
        earlier: Message | None = None
        here: Message | None = None
        for message in _spoken(Chat(thread, Tally(), paths)):
            _add_context(contexts, earlier, here, message)
            earlier, here = here, message
        _add_context(contexts, earlier, here, None)
    return contexts


def _spoken(chat: Chat) -> Iterator[Message]:
    for item in chat.items():
        if isinstance(item.record, Message) and item.record.kind is not RecordKind.REACTION:
            yield item.record


def _add_context(
    contexts: dict[str, MemberContext],
    one: Message | None,
    here: Message | None,
    other: Message | None,
) -> None:
    """Give the files of a message the words around it; downloads run from new to old."""
    if here is None or not here.attachments:
        return
    before, after = one, other
    if _utc(one or here) > _utc(other or here):
        before, after = other, one
    for held in here.attachments:
        if held.member is not None:
            contexts.setdefault(
                held.member,
                MemberContext(
                    sender=here.sender,
                    moment=here.moment,
                    before="" if before is None else before.text[:_CONTEXT_SHOWN],
                    after="" if after is None else after.text[:_CONTEXT_SHOWN],
                ),
            )


def _utc(message: Message) -> str:
    return "" if message.moment is None else message.moment.utc or ""
