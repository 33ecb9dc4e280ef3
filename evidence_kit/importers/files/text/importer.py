# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of any text: each line a record, in the order of the file, of nobody."""

from collections.abc import Iterator

from evidence_kit.domain.columns import Columns
from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import Certainty, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.files.text.encodings import (
    Weighed,
    looks_like_text,
    weigh,
)
from evidence_kit.importers.files.text.pointed import PointedOut
from evidence_kit.importers.files.text.runs import PageRuns, Run, is_page, text_runs
from evidence_kit.importers.json_chats import ChatSum, Found, Thread
from evidence_kit.importers.media_kind import CAN_SHOW_SOMEONE, kind_of, kind_of_bytes
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood

_NO_TEXT = CAN_SHOW_SOMEONE | {MediaKind.AUDIO, MediaKind.ARCHIVE}


class PlainText:
    """Texts, tables, lines of JSON and pages that no importer knows."""

    name = "text"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Take what reads as text; only asked when nobody else claims the file."""
        head = opened.head
        kind = kind_of(opened.name.text, head)
        if kind_of_bytes(head) is not None or kind in _NO_TEXT or not looks_like_text(head):
            return None
        return Recognition(
            kind=MediaKind.DOCUMENT if kind is MediaKind.OTHER else kind,
            certainty=Certainty.POSSIBLE,
            why="page_of_no_known_app" if is_page(head) else "text_of_no_known_app",
        )

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """Say that there are none."""
        del opened
        return ()

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Refuse: there are no members."""
        del opened, key
        raise NotUnderstood(reason="no_such_member", offset=0, detail="")

    def read(self, request: Request) -> Understood:
        """Weigh the whole file; then read it line by line."""
        opened = request.opened
        columns = request.choices.columns
        if columns is not None:
            return self._pointed_out(request, columns)
        page = is_page(opened.head)
        weighed = weigh(opened.chunks, opened.head, page=page)
        items = _Items(opened, weighed)
        as_page = page and not weighed.encoding.wide
        return Understood(
            facts=weighed.encoding.facts(),
            items=items.of_page() if as_page else items.of_text(),
        )

    def _pointed_out(self, request: Request, columns: Columns) -> Understood:
        if columns.fault():
            raise NotUnderstood(reason="columns_unfit", offset=0, detail="")
        opened = request.opened
        weighed = weigh(opened.chunks, opened.head, page=False)
        reading = PointedOut(request, columns, weighed)
        return Understood(facts=reading.facts(), items=_pointed_items(opened, reading))


def _pointed_items(opened: Opened, reading: PointedOut) -> Iterator[Item]:
    source = _Damaged(opened.chunks())
    yield from reading.items(source.chunks)
    if source.damage is not None:
        yield from reading.chats.stopped(source.damage, None, source.passed)
    yield from reading.last()


class _Items:
    """Makes records of the runs of one file."""

    def __init__(self, opened: Opened, weighed: Weighed) -> None:
        self._opened, self._weighed = opened, weighed
        self._thread = Thread(key="", title=opened.name.text)
        self._chats = ChatSum()
        self._chats.lines_total = weighed.lines
        self._bad = 0

    def of_text(self) -> Iterator[Item]:
        """Yield the lines of a text."""
        yield from self._first()
        source = _Damaged(self._opened.chunks())
        for run in text_runs(source.chunks(), self._weighed.encoding):
            self._chats.lines_accounted += run.ends
            yield from self._run(run)
        yield from self._last(source)

    def of_page(self) -> Iterator[Item]:
        """Yield the lines of a page, and notes on what it shows besides."""
        yield from self._first()
        source = _Damaged(self._opened.chunks())
        page = PageRuns(source.chunks(), self._opened.near, self._weighed.encoding)
        for run in page.runs():
            yield from self._run(run)
        if page.passed == source.passed:
            self._chats.lines_accounted = source.lines
        counts = (
            ("page_code_left_out", page.codes, f"count={page.codes} bytes={page.code_bytes}"),
            ("page_pictures", page.pictures, f"count={page.pictures}"),
            ("page_links", page.links, f"count={page.links}"),
        )
        for code, count, detail in counts:
            if count:
                yield from self._chats.notes.note(code, None, detail)
        yield from self._last(source)

    def _first(self) -> Iterator[Item]:
        if self._weighed.encoding.reason == "guessed_western":
            yield from self._chats.notes.note("encoding_guessed")

    def _run(self, run: Run) -> Iterator[Item]:
        place = Locator(member=None, start=run.start, end=run.end)
        self._bad += run.bad
        if not run.text:
            yield from self._chats.notes.note("empty_lines", place, f"lines={run.ends}")
            return
        flags = ("undecodable_bytes",) if run.bad else ()
        if run.goes_on:
            flags = (*flags, "line_goes_on")
        found = Found(
            kind=RecordKind.TEXT,
            sender=None,
            basis=SenderBasis.NONE,
            text=run.text,
            moment=None,
            flags=flags,
        )
        yield from self._chats.digested(self._thread, found, place, run.sha256)

    def _last(self, source: "_Damaged") -> Iterator[Item]:
        if self._bad:
            yield from self._chats.notes.note("undecodable_bytes", None, f"count={self._bad}")
        if source.damage is not None:
            yield from self._chats.stopped(source.damage, None, source.passed)
        yield from self._chats.close(None)


class _Damaged:
    """Bytes up to where they can be read, counted; remembers why they end there."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.damage: NotUnderstood | None = None
        self.passed = self.lines = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield them."""
        last = b""
        try:
            for chunk in self._chunks:
                self.passed += len(chunk)
                self.lines += chunk.count(b"\n")
                last = chunk[-1:] or last
                yield chunk
        except NotUnderstood as damage:
            self.damage = damage
        self.lines += last not in (b"", b"\n")
