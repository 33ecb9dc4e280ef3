# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of LINE's text: a heading, a line for each day, then time, name and words by tabs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import Attachment, AttachmentStatus, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.json_chats import ChatFile, ChatSum, Found, Thread
from evidence_kit.importers.prose_dates import local_moment
from evidence_kit.importers.protocol import Item, Request
from evidence_kit.importers.text_lines import decode, lines
from evidence_kit.limits import RECORD_TEXT_MAX

_FIRST = re.compile(rb"\A(?:\xef\xbb\xbf)?\[LINE\] ?[^\r\n]{1,400}\r?\n")
_TITLE = re.compile(
    r"\[LINE\] ?(?:Chat history (?:with|in) (?P<en>.+)|(?P<ja>.+?)(?:との|の)トーク履歴"
    r"|(?:与|與)?(?P<zh>.+?)的聊天(?:记录|記錄|紀錄)|(?P<any>.+))"
)
_YEAR_FIRST = re.compile(r"(\d{4})[./年-] ?(\d{1,2})[./月-] ?(\d{1,2})(?:日|\.)?(?!\d)")
_YEAR_LAST = re.compile(r"(?:^|[ ,(])(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_DAY_LINE = re.compile(r"[^\t]{6,60}\Z")
_TIME = re.compile(
    r"(?:(?P<before>上午|下午|午前|午後|오전|오후) ?)?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r" ?(?P<after>[AaPp][Mm])?\t"
)
_LATE = frozenset({"下午", "午後", "오후", "PM"})
_MEDIA = re.compile(
    r"\[(?:Photo|Video|Sticker|Voice message|Audio|File|Album|Contact|Location|写真|動画|スタンプ|"
    r"ボイスメッセージ|ファイル|アルバム|連絡先|位置情報|照片|圖片|图片|影片|视频|貼圖|贴图|語音訊息|檔案|文件)\]"
)
_STICKERS = frozenset({"[Sticker]", "[スタンプ]", "[貼圖]", "[贴图]"})


def _is_chat(file: ChatFile) -> bool:
    return _FIRST.match(file.head) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """The day of the lines below it."""

    text: str
    day: date | None
    other: date | None = None
    """The second reading, when day and month can be read both ways."""


def _records(source: Source) -> Iterator[Item]:
    for file in source.files:
        if _is_chat(file):
            yield from source.chats.note("times_without_zone", file.member, 0, 0)
            yield from _Reading(file, source.chats, source.request).items()


class _Reading:
    """One way through one text."""

    def __init__(self, file: ChatFile, chats: ChatSum, request: Request) -> None:
        self._file, self._chats, self._request = file, chats, request
        self._thread = Thread(key=file.member or "", title="")
        self._day: _Day | None = None
        self._held: list[bytes] = []
        self._start = 0
        self._size = 0
        self._quotes = 0
        """In the words of the record in hand; none when these do not begin with one."""

    def items(self) -> Iterator[Item]:
        chats, at = self._chats, 0
        try:
            for line in lines(chats.counted(self._file.chunks())):
                chats.lines_accounted += line.count(b"\n")
                yield from self._line(line, at)
                at += len(line)
        except NotUnderstood as damage:
            yield from self._record()
            yield from chats.stopped(damage, self._file.member, at)
        yield from self._record()

    def _line(self, line: bytes, at: int) -> Iterator[Item]:
        shown = decode(line).text.rstrip("\r\n")
        if at == 0:
            self._head(shown.removeprefix("\ufeff"))
            return
        day = None if self._is_inside() else self._day_of(shown)
        new = _TIME.match(shown) is not None and not self._is_inside()
        if day is not None or new or self._size > RECORD_TEXT_MAX:
            yield from self._record()
        if day is not None:
            self._day = day
            if day.other is not None:
                yield from self._chats.note(
                    "ambiguous_date", self._file.member, at, at + len(line), f"text={shown!r}"
                )
            return
        if new or self._held:
            if not self._held:
                self._start = at
                words = line.rsplit(b"\t", 1)[-1]
                self._quotes = words.count(b'"') if words.startswith(b'"') else 0
            elif self._quotes:
                self._quotes += line.count(b'"')
            self._held.append(line)
            self._size += len(line)
        elif shown.strip() and self._day is not None:
            yield from self._chats.note("text_between", self._file.member, at, at + len(line))

    def _head(self, shown: str) -> None:
        found = _TITLE.match(shown)
        title = shown if found is None else next(filter(None, found.groups()), shown)
        self._thread = Thread(key=self._thread.key, title=title, participants=(title,))

    def _is_inside(self) -> bool:
        """Whether a text in quotes goes on: it may hold lines that look like others."""
        return bool(self._held) and self._quotes % 2 == 1 and self._size <= RECORD_TEXT_MAX

    def _day_of(self, shown: str) -> _Day | None:
        if _DAY_LINE.match(shown) is None or _TIME.match(shown) is not None:
            return None
        found = _YEAR_FIRST.match(shown)
        if found is not None:
            year, month, day = map(int, found.groups())
            return _Day(text=shown, day=_date(year, month, day))
        last = _YEAR_LAST.search(shown)
        if last is None:
            return None
        one, two, year = map(int, last.groups())
        day_first, month_first = _date(year, two, one), _date(year, one, two)
        chosen = self._request.choices.day_first
        if chosen is not None:
            return _Day(text=shown, day=day_first if chosen else month_first)
        if day_first is None or month_first is None or day_first == month_first:
            return _Day(text=shown, day=day_first or month_first)
        return _Day(text=shown, day=day_first, other=month_first)

    def _record(self) -> Iterator[Item]:
        if not self._held:
            return
        raw, start = b"".join(self._held), self._start
        self._held, self._size = [], 0
        shown = decode(raw)
        text = shown.text.removesuffix("\n").removesuffix("\r")
        clock = _TIME.match(text)
        place = Locator(member=self._file.member, start=start, end=start + len(raw))
        if clock is None:
            yield from self._chats.notes.note("text_between", place)
            return
        parts = text[clock.end() :].split("\t", 1)
        spoken = len(parts) > 1 and bool(parts[0])
        words = _unquoted(parts[-1].replace("\r\n", "\n"))
        media = _MEDIA.fullmatch(words.strip()) if spoken else None
        flags = ["undecodable_bytes"] if shown.bad else []
        if media is not None and media[0] in _STICKERS:
            flags.append("sticker")
        found = Found(
            kind=RecordKind.MESSAGE if spoken else RecordKind.SYSTEM,
            sender=parts[0] if spoken else None,
            basis=SenderBasis.STATED if spoken else SenderBasis.NONE,
            text=words,
            moment=self._moment(clock),
            attachments=()
            if media is None
            else (Attachment(name=media[0], status=AttachmentStatus.OMITTED_BY_APP),),
            flags=tuple(flags),
        )
        yield from self._chats.message(self._thread, found, place, raw)

    def _moment(self, clock: re.Match[str]) -> Moment:
        day = self._day
        text = " ".join(part for part in (day.text if day else "", clock[0].strip()) if part)
        hour, minute = int(clock["hour"]), int(clock["minute"])
        half = clock["before"] or (clock["after"] or "").upper()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half in _LATE else 0)
        when = None if day is None else _at(day.day, hour, minute)
        if when is None:
            return Moment(
                text=text,
                local=None,
                basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
                precision=Precision.UNKNOWN,
                flags=(MomentFlag.IMPOSSIBLE,),
            )
        other = None if day is None else _at(day.other, hour, minute)
        if other is not None:
            return Moment(
                text=text,
                local=when.isoformat(),
                local_other=other.isoformat(),
                basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
                precision=Precision.MINUTE,
                flags=(MomentFlag.AMBIGUOUS_DATE,),
            )
        zone = (self._request.zone, self._request.choices.zone)
        return local_moment(text, when, zone, Precision.MINUTE)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date | None, hour: int, minute: int) -> datetime | None:
    if day is None or hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 -- a local clock


def _unquoted(words: str) -> str:
    """Words over several lines stand in quotes, in which quotes are doubled."""
    if len(words) > 1 and words.startswith('"') and words.endswith('"') and "\n" in words:
        return words[1:-1].replace('""', '"')
    return words


LINE = ChatImporter(
    name="line",
    version=1,
    extensions=frozenset({"txt"}),
    is_chat=_is_chat,
    records=_records,
)
