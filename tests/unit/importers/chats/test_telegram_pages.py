# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, packed, read_bytes
from evidence_kit.domain.reading import Choices

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "telegram_html"
HEAD = '<div class="page_header"><div class="text bold">Rico</div></div>'
BODY = '<div class="page_body chat_page">'


def page(*parts: str) -> bytes:
    return "\n".join(["<!DOCTYPE html>", HEAD, BODY, *parts, "</div>"]).encode()


def message(inner: str, number: int = 1, title: str = "14.01.2026 22:06:22") -> str:
    return (
        f'<div class="message default clearfix" id="message{number}"><div class="body">'
        f'<div class="date details" title="{title}"></div>{inner}</div></div>'
    )


def said(inner: str, choices: Choices | None = None) -> Line:
    (found,) = messages(read_bytes(page(message(inner)), "messages.html", choices))
    return found


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    data = (SAMPLES / "02-zip" / "ChatExport_2026-01-20.zip").read_bytes()
    found = messages(read_bytes(data, "x.zip"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for line in found:
            place = line["locator"]
            raw = archive.read(place["member"])[place["start"] : place["end"]]
            assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]
    assert len(found) == 12


def test_pages_are_read_in_the_order_of_their_numbers() -> None:
    data = packed(
        (f"messages{number}.html" if number > 1 else "messages.html",
         page(message(f'<div class="text">{number}</div>', number)))
        for number in (10, 2, 1, *range(3, 10))
    )  # fmt: skip
    found = read_bytes(data, "x.zip")
    assert [line["text"] for line in messages(found)] == [str(n) for n in range(1, 11)]
    assert "missing_part" not in notes(found)


def test_a_page_that_is_linked_and_not_there_is_named() -> None:
    data = page(message("x"), '<a class="pagination block_link" href="messages2.html">Next</a>')
    missing = [line for line in read_bytes(data, "x") if line.get("kind") == "missing_part"]
    assert [line["detail"] for line in missing] == ["numbers=2"]


def test_where_the_json_is_there_too_that_is_read() -> None:
    record = {"id": 1, "type": "message", "date": "2026-01-14T22:06:22", "from": "Rico",
              "from_id": "user1", "text": "json", "text_entities": []}  # fmt: skip
    chat = {"name": "Rico", "type": "personal_chat", "id": 1, "messages": [record]}
    data = packed(
        [("messages.html", page(message("x"))), ("result.json", json.dumps(chat).encode())]
    )
    found = read_bytes(data, "x.zip")
    assert found[0]["importer"] == "telegram"
    assert notes(found).count("unreferenced_file") == 1


def test_a_time_without_an_offset_is_read_by_the_chosen_zone() -> None:
    assert said("x")["moment"]["basis"] == "device_local_unknown"
    moment = said("x", Choices(zone="Europe/Amsterdam"))["moment"]
    assert (moment["basis"], moment["utc"]) == ("user_chosen", "2026-01-14T21:06:22Z")


def test_a_heading_of_a_day_is_no_record() -> None:
    heading = '<div class="message service" id="message-1"><div class="body details">x</div></div>'
    assert messages(read_bytes(page(heading, message("x")), "x"))[0]["text"] == "x"


def test_a_link_that_leads_elsewhere_is_named() -> None:
    link = '<div class="text"><a href="https://example.test/">https://example.org/</a></div>'
    assert said(link)["flags"] == ["hidden_link"]
    same = '<div class="text"><a href="https://example.org/">https://example.org</a></div>'
    assert said(same)["flags"] == []


@given(
    st.lists(
        st.sampled_from(
            [
                '<div class="message default">', '<div class="message service" id="message1">',
                '<div class="body">', '<div class="text">', '<div class="forwarded body">', "</div>",
                '<div class="media_wrap">', '<a class="media" href="x">', "</a>", "<br>", "x", "\n",
                '<div class="reply_to">', '<div class="from_name">', '<span class="date" title="1">',
                '<div class="media_poll">', '<div class="reactions">', "&#x1F60E;", "\xff",
            ]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_pages_of_any_shape_are_read_to_their_end(parts: list[str]) -> None:
    data = page(*parts)
    summary = read_bytes(data, "messages.html")[-1]
    assert summary["complete"]
    assert summary["lines_total"] == summary["lines_accounted"] == data.count(b"\n") + 1


@pytest.mark.parametrize(
    ("href", "member"),
    [
        ("../../chats/chat_1/photos/a.jpg", "chats/chat_1/photos/a.jpg"),
        ("files/50%20off.pdf", "chats/chat_1/files/50%20off.pdf"),
        ("files/een%20twee.pdf", "chats/chat_1/files/een twee.pdf"),
    ],
)
def test_a_path_is_found_from_where_the_page_stands(href: str, member: str) -> None:
    inner = f'<div class="media_wrap"><a class="media" href="{href}">x</a></div>'
    data = packed([("chats/chat_1/messages.html", page(message(inner))), (member, b"x")])
    (found,) = messages(read_bytes(data, "x.zip"))
    assert [one["member"] for one in found["attachments"]] == [member]


def test_what_stands_within_a_forwarded_block_is_read() -> None:
    inside = (
        '<div class="reply_to details">In reply to <a href="#go_to_message7">x</a></div>'
        '<div class="text">a</div><div class="signature details">de redactie</div>'
    )
    found = said(f'<div class="forwarded body"><div class="from_name">Bo</div>{inside}</div>')
    assert {"forwarded", "reply", "signed"} <= set(found["flags"])
