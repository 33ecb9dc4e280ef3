# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Telegram Desktop's HTML pages: `messages.html`, `messages2.html` and so on."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.domain.record import Attachment, Certainty
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.telegram.attachments import MemberPaths
from evidence_kit.importers.chats.telegram.moments import Clock
from evidence_kit.importers.chats.telegram.pages import Pages
from evidence_kit.importers.contexts import contexts_of
from evidence_kit.importers.html_events import Element, HtmlElements, Tag
from evidence_kit.importers.json_chats import ChatFile, ChatSum, Thread, chat_files
from evidence_kit.importers.package import list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood

_TEXTS = frozenset({"html", "htm"})
_PAGE = re.compile(rb'class="page_body chat_page"|class="message (?:default|service)[ "]')
_HEADER = b'class="page_header'
_WANTED = {"div": frozenset({"message", "page_header"}), "a": frozenset({"pagination"})}
_MISSING_NAMED = 100
_PART = re.compile(r"(\d{1,9})\.html?$", re.IGNORECASE)


class TelegramPages:
    """Chats that Telegram Desktop exported as pages to look at."""

    name = "telegram_html"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for the app's own classes at the beginning of the page, or of pages inside."""
        if not any(_is_page(file) for file in chat_files(opened, _TEXTS)):
            return None
        if opened.package is None:
            why, certainty = "telegram_pages", Certainty.CERTAIN
        else:
            # The same export as JSON says more; where both are there, that is read.
            why, certainty = "zip_with_telegram_pages", Certainty.LIKELY
        return Recognition(kind=MediaKind.CHAT, certainty=certainty, why=why)

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the media with their place in the conversation."""
        if opened.package is None:
            return ()
        pages = (file.member for file in chat_files(opened, _TEXTS) if _is_page(file))
        request = Request(opened=opened, choices=Choices(), zone=None)
        return list_members(
            opened.package, frozenset(key for key in pages if key), contexts_of(_items(request))
        )

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read the pages of each chat in the order of their numbers."""
        return Understood(facts=(), items=_items(request))


def _is_page(file: ChatFile) -> bool:
    return _HEADER in file.head and _PAGE.search(file.head) is not None


def _items(request: Request) -> Iterator[Item]:
    chats, package = ChatSum(), request.opened.package
    members = () if package is None else package.members
    paths = MemberPaths(
        (member for member in members if not member.is_folder),
        frozenset(request.choices.withheld),
    )
    chats_found: dict[str, list[ChatFile]] = defaultdict(list)
    for file in chat_files(request.opened, _TEXTS):
        if _is_page(file):
            chats_found[(file.member or "").rpartition("/")[0]].append(file)
    clock = Clock(request.zone, request.choices.zone)
    for folder, files in chats_found.items():
        yield from _chat(folder, sorted(files, key=_number), (chats, paths, clock))
    chats.used |= paths.referenced
    yield from chats.close(package)


def _number(file: ChatFile) -> int:
    """Return the number in the name of a page; the first has none."""
    return _number_in(file.name)


def _number_in(path: str) -> int:
    found = _PART.search(path)
    return 1 if found is None else int(found[1])


def _chat(
    folder: str, files: list[ChatFile], with_: tuple[ChatSum, MemberPaths, Clock]
) -> Iterator[Item]:
    chats, paths, clock = with_
    pages = Pages(clock, partial(_beside, paths, f"{folder}/" if folder else ""))
    title = ""
    here = {_number(file) for file in files}
    linked: set[int] = set()
    for file in files:
        if file.member is not None:
            chats.used.add(file.member)
        reader = HtmlElements(chats.counted(file.chunks()))
        accounted = 0
        try:
            for element in reader.elements(_wanted):
                accounted += element.lines
                if "page_header" in element.classes:
                    title = title or element.text().partition("\n")[0]
                    continue
                if element.name == "a":
                    linked.add(_number_in(element.attributes.get("href", "")))
                    continue
                thread = Thread(key=folder, title=title or file.name)
                yield from _record(file, element, (chats, pages, thread))
        except NotUnderstood as damage:
            yield from chats.stopped(damage, file.member, reader.end)
        chats.lines_accounted += accounted + reader.other_lines
    # A page names the one before and the one after it; those between two that are here were there.
    for missing in sorted((linked | set(range(1, max(here)))) - here)[:_MISSING_NAMED]:
        yield from chats.note("missing_part", files[0].member, 0, 0, f"numbers={missing}")


def _record(
    file: ChatFile, element: Element, with_: tuple[ChatSum, Pages, Thread]
) -> Iterator[Item]:
    chats, pages, thread = with_
    message = pages.read(element)
    if message is None:
        return
    place = Locator(member=file.member, start=element.start, end=element.end)
    yield from chats.digested(thread, message.found, place, element.sha256)
    for kind, detail in message.remarks:
        yield from chats.notes.note(kind, place, detail)


def _wanted(tag: Tag) -> bool:
    wanted = _WANTED.get(tag.name, frozenset())
    if not any(name in tag.written for name in wanted):
        return False
    return not wanted.isdisjoint(tag.attributes().get("class", "").split())


def _beside(paths: MemberPaths, folder: str, href: str) -> Attachment:
    """Look a path up as it stands, then as an address; both may climb out of the folder."""
    as_it_stands = paths.attachment(href, *_climbed(folder, href))
    if as_it_stands.member is not None:
        return as_it_stands
    plain = unquote(href)
    return paths.attachment(plain, *_climbed(folder, plain))


def _climbed(folder: str, path: str) -> tuple[str, str]:
    """Return the folder and the path below it that `../` leads to."""
    parts = folder.split("/")[:-1]
    while path.startswith("../") and parts:
        path = path.removeprefix("../")
        parts.pop()
    return "".join(f"{part}/" for part in parts), path
