# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Instagram's, Facebook's and Messenger's downloads as HTML pages."""

import re
from collections import defaultdict
from collections.abc import Iterator

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import Certainty
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.chats.meta.attachments import MemberPaths
from evidence_kit.importers.chats.meta.pages import Boxes, PageRows
from evidence_kit.importers.html_events import Element, HtmlElements
from evidence_kit.importers.json_chats import ChatFile, ChatSum, Thread
from evidence_kit.importers.protocol import Item, Request

_PAGE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype html|html)\b", re.IGNORECASE)
_BOXES = (b"uiBoxWhite", b"_a6-g")
_PATH = re.compile(
    r"(?:\A|/)messages/(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover"
    r"|secret_conversations|secure_conversations)/[^/]+/message_(\d{1,9})[^/]*\.html?\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\A|/)message_(\d{1,9})[^/]*\.html?\Z", re.IGNORECASE)
_FIELDS_SHOWN = 500
_MISSING_NAMED = 100


def _is_chat(file: ChatFile) -> bool:
    """Other pages of a download, such as posts, are built of the same boxes: the name must fit too.

    The styles of a page may fill its beginning; then its place in the download tells.
    """
    if _PAGE.match(file.head) is None:
        return False
    placed = _PATH.search(file.name) is not None
    return placed or (_NUMBER.search(file.name) is not None and _has_boxes(file))


def _has_boxes(file: ChatFile) -> bool:
    return any(name in file.head for name in _BOXES)


def _records(source: Source) -> Iterator[Item]:
    package = source.request.opened.package
    members = () if package is None else package.members
    paths = MemberPaths(
        (member for member in members if not member.is_folder),
        frozenset(source.request.choices.withheld),
    )
    threads: dict[str, list[ChatFile]] = defaultdict(list)
    for file in source.files:
        if _is_chat(file):
            own = "" if _number(file) else file.name
            threads[(file.member or "").rpartition("/")[0] + own].append(file)
    for key, files in threads.items():
        yield from _Chat(key, source.chats, (source.request, paths)).items(files)
    source.chats.used |= paths.referenced


def _number(file: ChatFile) -> int:
    found = _NUMBER.search(file.name)
    return 0 if found is None else int(found[1])


class _Chat:
    """The pages of one conversation."""

    def __init__(self, key: str, chats: ChatSum, with_: tuple[Request, MemberPaths]) -> None:
        self._key, self._chats = key, chats
        self._request, self._paths = with_
        self._title = ""

    def items(self, files: list[ChatFile]) -> Iterator[Item]:
        files = sorted(files, key=_number)
        chats, first = self._chats, files[0].member
        yield from chats.note("times_without_zone", first, 0, 0)
        have = {_number(file) for file in files}
        missing = sorted(set(range(1, min(max(have), 10_000))) - have)[:_MISSING_NAMED]
        if missing:
            numbers = ",".join(map(str, missing))
            yield from chats.note("missing_part", first, 0, 0, f"numbers={numbers}")
        for file in files:
            yield from self._page(file)

    def _page(self, file: ChatFile) -> Iterator[Item]:
        chats = self._chats
        rows = PageRows(self._request, self._paths, file.member)
        boxes = Boxes(known=_has_boxes(file))
        before = chats.records
        reader = HtmlElements(chats.counted(file.chunks()))
        lines = 0
        try:
            for element in reader.elements(boxes.wants):
                lines += element.lines
                if element.name == "title":
                    self._title = self._title or element.text()
                    continue
                found = boxes.messages_in(element) or [element]
                for box in found:
                    yield from self._element(file, rows, (element, box))
        except NotUnderstood as damage:
            yield from chats.stopped(damage, file.member, reader.end)
        chats.lines_accounted += lines + reader.other_lines
        if chats.records == before:
            # A page of a chat on which no message was found was not understood.
            chats.complete = False
            yield from chats.note("unknown_shape", file.member, 0, reader.end)

    def _element(
        self, file: ChatFile, rows: PageRows, found_in: tuple[Element, Element]
    ) -> Iterator[Item]:
        """Read a box; its place is that of the part of the page it was found in."""
        chats = self._chats
        element, box = found_in
        message = rows.read(box)
        place = Locator(member=file.member, start=element.start, end=element.end)
        if message is None:
            words = box.text().replace("\n", " ")
            if words:
                yield from chats.notes.note("thread_fields", place, words[:_FIELDS_SHOWN])
            return
        title = self._title or file.name
        thread = Thread(key=self._key, title=title, participants=(title,))
        for found in message.found:
            yield from chats.digested(thread, found, place, element.sha256)
        moment = message.found[0].moment
        if moment is not None and moment.local is None:
            yield from chats.notes.note("time_not_read", place)
        for kind, detail in message.remarks:
            yield from chats.notes.note(kind, place, detail)


META_PAGES = ChatImporter(
    name="meta_html",
    version=1,
    extensions=frozenset({"html", "htm"}),
    is_chat=_is_chat,
    records=_records,
    # The same download as JSON says more; where both are there, that is read.
    certainty=Certainty.LIKELY,
)
