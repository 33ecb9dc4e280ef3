# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages as tags and texts: every byte is in one event, whatever it holds."""

import hashlib
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers import html_events
from evidence_kit.importers.html_events import (
    Element,
    HtmlElements,
    HtmlEvents,
    Other,
    Tag,
    Words,
)

PIECES = st.lists(
    st.sampled_from(
        [
            "<div class='a b'>", "</div>", "<br>", "<br/>", "<p", ">", "<", "&amp;", "&lt;", "x y",
            '<a href="x>y">', "</a>", "<!-- <div> -->", "<!--", "-->", "<!doctype html>", "<?x?>",
            "<script>", "</script>", "if (a<b) '</div>'", "'", '"', "é", "\n", "</", "<1",
            "<img alt=Rico src='data:,'>", "=", "\x00",
        ]
    ),
    max_size=30,
)  # fmt: skip


def events(data: bytes, step: int) -> list[Tag | Words | Other]:
    return list(HtmlEvents(data[at : at + step] for at in range(0, len(data), step)).events())


def blocks(text: str, cls: str = "m") -> list[Element]:
    found = HtmlElements([text.encode()])
    return list(found.elements(lambda tag: cls in tag.attributes().get("class", "").split()))


@given(st.binary(max_size=300), st.integers(1, 50))
def test_arbitrary_bytes_are_each_in_one_event(data: bytes, step: int) -> None:
    at = 0
    for event in events(data, step):
        assert event.start == at
        assert event.end > event.start
        at = event.end
    assert at == len(data)


@given(PIECES, st.integers(1, 20))
def test_the_events_do_not_depend_on_how_the_bytes_come(pieces: list[str], step: int) -> None:
    data = "".join(pieces).encode()

    def told(step: int) -> list[object]:
        """Texts that come in pieces are put together."""
        seen: list[object] = []
        for event in events(data, step):
            kind = Other if isinstance(event, Other) else Words
            if isinstance(event, Tag):
                seen.append(event)
            elif seen and isinstance(seen[-1], list) and seen[-1][0] is kind:
                seen[-1][2] = event.end
            else:
                seen.append([kind, event.start, event.end])
        return seen

    assert told(step) == told(10_000)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_a_text_that_was_written_is_read(text: str) -> None:
    (found,) = blocks(f'<div class="m" title="{html.escape(text)}">{html.escape(text)}</div>')
    assert found.attributes["title"] == text
    assert found.text() == "".join(text).strip(" ") if "  " not in text else True


def test_tags_in_comments_scripts_and_quotes_are_no_tags() -> None:
    page = """<!-- <b> --><script>if (1<2) "</b>"</script><a title='<b>'>x</a>"""
    tags = [event.name for event in events(page.encode(), 7) if isinstance(event, Tag)]
    assert tags == ["script", "script", "a", "a"]


def test_an_element_has_its_place_in_the_bytes() -> None:
    page = 'é<div class="m">a<div>b</div></div>c<div class="m">d</div>'
    found = blocks(page)
    raw = page.encode()
    assert [raw[one.start : one.end].decode() for one in found] == [
        '<div class="m">a<div>b</div></div>',
        '<div class="m">d</div>',
    ]


@given(PIECES, st.integers(1, 20))
def test_elements_and_what_is_between_them_are_all_lines(pieces: list[str], step: int) -> None:
    data = "".join(pieces).encode()
    found = HtmlElements(data[at : at + step] for at in range(0, len(data), step))
    elements = list(found.elements(lambda tag: tag.name in ("div", "a")))
    assert found.other_lines + sum(one.lines for one in elements) == data.count(b"\n")
    for one in elements:
        assert hashlib.sha256(data[one.start : one.end]).hexdigest() == one.sha256


def test_words_are_those_that_a_page_shows() -> None:
    (found,) = blocks(
        '<p class="m">\n een   twee<br>&lt;drie&gt; <img alt="😀"><div>vier</div></p>'
    )
    assert found.text() == "een twee\n<drie> 😀\nvier"


def test_an_element_that_is_not_closed_ends_with_the_page() -> None:
    (found,) = blocks('<div class="m"><b>x')
    assert (found.end, found.text()) == (19, "x")


def test_an_end_tag_too_many_ends_nothing() -> None:
    (found,) = blocks('<div class="m">a</b>c</div>')
    assert found.text() == "ac"


def test_an_element_that_is_too_large_is_clipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_events, "HTML_BLOCK_MAX", 40)
    first, second = blocks(f'<p class="m">{"a" * 20}<i>{"b" * 40}</i></p><p class="m">c</p>')
    assert (first.clipped, first.text()) == (True, "a" * 20)
    assert (second.clipped, second.text()) == (False, "c")


def test_depth_has_a_ceiling() -> None:
    (found,) = blocks('<div class="m">' + "<i>" * 5000 + "x" + "</i>" * 5000 + "y</div>")
    assert found.clipped
    assert found.text().endswith("y")


class Slowly:
    """Counts the bytes that patterns may have looked at: those in hand at each try."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self.pattern, self.looked = pattern, 0

    def match(self, held: bytes, at: int) -> re.Match[bytes] | None:
        found = self.pattern.match(held, at)
        self.looked += (len(held) if found is None else found.end()) - at
        return found


@pytest.mark.parametrize(
    "data",
    [b"<", b"<a", b"<a b='", b"<a '\">", b"<!--", b"<!x", b"<script>", b"<a>", b"</", b'<a b="'],
)
def test_hostile_pages_take_work_that_grows_with_their_size(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 20_000
    patterns = [
        Slowly(getattr(html_events, name)) for name in ("_TAG", "_PLAIN_TAG", "_BEGINS_TAG")
    ]
    monkeypatch.setattr(html_events, "_TAG", patterns[0])
    monkeypatch.setattr(html_events, "_PLAIN_TAG", patterns[1])
    for step in (4000, 10**9):
        for pattern in patterns:
            pattern.looked = 0
        found = events(data * count, step)
        assert found[-1].end == len(data) * count
        assert sum(pattern.looked for pattern in patterns) < 8 * len(data) * count
