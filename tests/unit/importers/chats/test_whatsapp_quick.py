# SPDX-License-Identifier: GPL-3.0-or-later
"""The quick way through a chat and the careful way say the same, whatever the bytes."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.formats import records
from evidence_kit.importers.chats.whatsapp import quick_reading
from evidence_kit.importers.chats.whatsapp.attachments import MemberNames
from evidence_kit.importers.chats.whatsapp.chat_text import ChatSource, ChatText, Tally
from evidence_kit.importers.chats.whatsapp.first_pass import FirstPass
from evidence_kit.importers.chats.whatsapp.header import HEADER
from evidence_kit.importers.protocol import Item, Opened, ReadyLines, Request
from evidence_kit.importers.source import MemorySource
from evidence_kit.importers.text_lines import split

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "whatsapp"
FILES = [file for file in sorted(SAMPLES.glob("*/*")) if file.suffix == ".txt"]
BODIES = (
    "hoi", "wat: doe je", "", " ", "\u200eafbeelding weggelaten", "<Media weggelaten>", "null",
    "regel een\nregel twee", "regel\r\nnog een", "\u200e<bijgevoegd: 1-PHOTO-2022-03-18-14-56-01.jpg>",
    "IMG-20220318-WA0001.jpg (bestand bijgevoegd)", "een\n(twee)\ndrie", "👩\u200d👩\u200d👧 \u202emalf", "tab\there",
    "Dit bericht is verwijderd", "klopt <Dit bericht is bewerkt>", "a\x00b", "PEILING:\nwat?", "zo (ja)",
    "zei hij:\n[18-03-2022, 14:56:01] Sanne: gelogen", "\u2028", "é" * 90, "Gemiste spraakoproep",
)  # fmt: skip
SENDERS = ("Sanne", "Rico", "Piet: werk", "~\u202fOnbekend", "\u200eGroep", "x" * 170)


@dataclass(frozen=True)
class Layout:
    head: Callable[[int], str]
    end: str


IPHONE = Layout(
    lambda m: f"[18-03-2022, {m // 3600 % 24:02}:{m // 60 % 60:02}:{m % 60:02}] ", "\r\n"
)
ANDROID = Layout(
    lambda m: f"{m // 86400 % 10 + 13}-3-2022 {m // 3600 % 24:02}:{m // 60 % 60:02} - ", "\n"
)
AMERICAN = Layout(
    lambda m: f"3/{m // 86400 % 10 + 13}/22, {m // 3600 % 12 + 1}:{m // 60 % 60:02}\u202fPM - ",
    "\n",
)


@st.composite
def chats(draw: st.DrawFn) -> bytes:
    """Records of one layout, mostly in order, with lines that do not fit."""
    layout = draw(st.sampled_from((IPHONE, ANDROID, AMERICAN)))
    clock, text = draw(st.integers(0, 90_000)), draw(st.sampled_from(("", "\ufeff", "los\n")))
    for _ in range(draw(st.integers(1, 14))):
        clock += draw(st.sampled_from((0, 1, 59, 61, 3700, 90_000, -5, -90_000)))
        sender = draw(st.sampled_from(SENDERS))
        body = draw(st.sampled_from(BODIES))
        line = f"{layout.head(max(0, clock))}{sender}: {body}"
        if draw(st.integers(0, 9)) == 0:
            line = f"{layout.head(max(0, clock))}{body}"
        text += line + draw(st.sampled_from((layout.end,) * 9 + ("\n", "\r\n")))
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    data = text.encode()
    if draw(st.integers(0, 9)) == 0:
        spoiled = draw(st.integers(0, len(data)))
        data = data[:spoiled] + b"\xff" + data[spoiled:]
    return data


def cut(data: bytes, size: int) -> Callable[[], Iterator[bytes]]:
    return lambda: (data[start : start + size] for start in range(0, len(data), size))


def chat(data: bytes, size: int, zone: str | None) -> ChatText:
    request = Request(
        opened=Opened(MemorySource(data), from_text("chat.txt")),
        choices=Choices(zone=zone),
        zone=None if zone is None else ZoneInfo(zone),
    )
    return ChatText(ChatSource(chunks=cut(data, size), member="_chat.txt", title=None), request)


def lines_of(items: Iterator[Item | ReadyLines]) -> list[bytes]:
    found: list[bytes] = []
    for item in items:
        if isinstance(item, ReadyLines):
            found += item.lines.split(b"\n") if item.lines else []
        else:
            found.append(records.to_line(item.record, item.raw_sha256))
    return found


def compare(data: bytes, size: int, zone: str | None) -> bool:
    """Hold the quick way against the careful one; say whether it was taken."""
    if HEADER.match(data.decode("utf-8", "replace").split("\n")[0]) is None:
        data = b"18-03-2022 09:00 - Sanne: eerste\n" + data
    quick, careful, read = Tally(), Tally(), chat(data, size, zone)
    names = MemberNames((), frozenset())
    assert lines_of(read.lines(quick, names)) == lines_of(read.items(careful, names))
    assert (+quick.kinds, quick.lines_total, quick.lines_accounted) == (
        +careful.kinds,
        careful.lines_total,
        careful.lines_accounted,
    )
    assert quick.notes.count == careful.notes.count
    return read._quick is not None


def counted(first: FirstPass) -> list[object]:
    groups = [(key, group.order, group.labels) for key, group in first.groups.items()]
    return [groups, first.continued_after_crlf, first.continued_after_lf, first.marks]


@given(data=chats(), size=st.integers(1, 90), zone=st.sampled_from((None, "Europe/Amsterdam")))
@example(data=b"[18-03-2022, 10:00:00] Sanne: \r\n", size=7, zone=None)
@settings(max_examples=400)
def test_both_ways_give_the_same_lines(data: bytes, size: int, zone: str | None) -> None:
    compare(data, size, zone)


@given(data=chats(), size=st.integers(1, 90))
@settings(max_examples=300)
def test_both_ways_count_the_same_evidence(data: bytes, size: int) -> None:
    quick, careful = FirstPass(pattern=HEADER), FirstPass(pattern=HEADER)
    quick.read_blocks(cut(data, size)())
    careful.read(split([data], "utf-8"))
    assert counted(quick) == counted(careful)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
@pytest.mark.parametrize("zone", [None, "Europe/Amsterdam", "Asia/Kolkata"])
def test_samples_come_out_alike(file: Path, zone: str | None) -> None:
    for size in (13, 1 << 20):
        compare(file.read_bytes(), size, zone)


@pytest.mark.parametrize("layout", [IPHONE, ANDROID, AMERICAN])
@pytest.mark.parametrize("zone", [None, "Europe/Amsterdam"])
def test_an_ordinary_chat_takes_the_quick_way(
    layout: Layout, zone: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "".join(
        f"{layout.head(100 * n)}{SENDERS[n % 2]}: bericht {n}, gewoon{layout.end}"
        for n in range(300)
    ).encode()
    assert compare(data, 1 << 20, zone)
    slow: list[int] = []

    def none_of_them(_lines: object, _plan: object, at: int) -> Iterator[object]:
        slow.append(at)
        return iter(())

    monkeypatch.setattr(quick_reading, "raw_records", none_of_them)
    read = chat(data, 1 << 20, zone)
    assert len(lines_of(read.lines(Tally(), MemberNames((), frozenset())))) > 290
    assert len(slow) == 1, "the last record only, which might go on"


def test_a_difference_between_the_two_ways_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "".join(f"{IPHONE.head(100 * n)}Sanne: bericht {n}\r\n" for n in range(9)).encode()
    monkeypatch.setattr(quick_reading, "in_json", lambda text: json.dumps(text.upper()))
    with pytest.raises(AssertionError):
        compare(data, 1 << 20, None)
