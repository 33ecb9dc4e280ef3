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

SAMPLE = (
    Path(__file__).resolve().parents[3]
    / "importers" / "meta_html" / "02-zip" / "instagram-sanne-2026-01-20.zip"
)  # fmt: skip
HEAD = "<html><head><title>Rico</title><style>._a6-g{}</style></head><body>"


def box(*parts: str) -> str:
    inside = "".join(f"<div>{part}</div>" for part in parts)
    return f'<div class="pam _a6-g uiBoxWhite noborder">{inside}</div>'


def page(*boxes: str) -> bytes:
    return (HEAD + "\n".join(boxes) + "</body></html>").encode()


def read(*boxes: str, choices: Choices | None = None) -> list[Line]:
    return messages(read_bytes(page(*boxes), "message_1.html", choices))


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    data = SAMPLE.read_bytes()
    found = messages(read_bytes(data, "x.zip"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for line in found:
            place = line["locator"]
            raw = archive.read(place["member"])[place["start"] : place["end"]]
            assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


def test_a_message_is_a_sender_a_body_and_a_time() -> None:
    (found,) = read(box("Rico", "<div></div><div>hoi</div>", "Jan 14, 2026 10:06 PM"))
    assert (found["sender"], found["text"]) == ("Rico", "hoi")
    assert found["moment"]["local"] == "2026-01-14T22:06:00"


def test_a_time_is_read_by_the_chosen_zone() -> None:
    (found,) = read(box("Rico", "a", "14 jul 2026 22:06"), choices=Choices(zone="Europe/Amsterdam"))
    assert found["moment"]["utc"] == "2026-07-14T20:06:00Z"


def test_a_time_that_cannot_be_read_is_kept_as_it_stands() -> None:
    (found,) = read(box("Rico", "a", "02/03/2026 22:06"))
    assert (found["moment"]["text"], found["moment"]["local"]) == ("02/03/2026 22:06", None)


def test_where_the_json_is_there_too_that_is_read() -> None:
    record = {"sender_name": "Rico", "timestamp_ms": 1768424782123, "content": "json"}
    chat = {"participants": [{"name": "Rico"}], "messages": [record], "title": "Rico"}
    folder = "messages/inbox/rico_1"
    data = packed(
        [
            (f"{folder}/message_1.html", page(box("Rico", "a", "Jan 14, 2026 10:06 PM"))),
            (f"{folder}/message_1.json", json.dumps(chat).encode()),
        ]
    )
    head, *_ = read_bytes(data, "x.zip")
    assert head["importer"] == "meta"
    assert {"name": "other_importers", "value": "meta_html"}.items() <= head["facts"][-1].items()


def test_another_page_of_a_download_is_not_taken_for_a_chat() -> None:
    found = read_bytes(
        page(box("Sanne", "bericht op de tijdlijn", "Jan 14, 2026 10:06 PM")), "posts.html"
    )
    assert found[0]["importer"] != "meta_html"


@pytest.mark.parametrize(
    ("written", "sign", "name"),
    [("😢Sanne", "😢", "Sanne"), ("👍🏽 Rico", "👍🏽", "Rico"), ("x", "x", None)],
)
def test_a_reaction_is_a_sign_and_a_name(written: str, sign: str, name: str | None) -> None:
    body = f"hoi<ul><li><span>{written}</span></li></ul>"
    _, reaction = read(box("Rico", body, "Jan 14, 2026 10:06 PM"))
    assert (reaction["text"], reaction["sender"]) == (sign, name)


FOLDER = "messages/inbox/rico_1/message_1.html"
PLAIN = "<div><div>Rico</div><div>hoi</div><div>Jan 14, 2026 10:06 PM</div></div>"


@pytest.mark.parametrize(
    "body",
    [
        f'<div role="main">{PLAIN}{PLAIN}</div>',
        f'<div role="main"><div class="x">{PLAIN}{PLAIN}</div></div>',
        f"<main><div>{PLAIN}</div>{PLAIN}</main>",
        f"<div><div><div>{PLAIN}</div></div>{PLAIN}</div>",
        f"{PLAIN}{PLAIN}",
    ],
    ids=["main part", "wrapped", "main element", "no main part", "bare"],
)
def test_on_a_page_of_unknown_classes_messages_are_found_by_how_they_are_built(body: str) -> None:
    page = f"<html><head><title>Rico</title></head><body>{body}</body></html>".encode()
    lines = read_bytes(packed([(FOLDER, page)]), "x.zip")
    assert [(one["sender"], one["text"]) for one in messages(lines)] == [("Rico", "hoi")] * 2
    assert lines[-1]["complete"]


def test_a_page_without_any_message_is_not_called_complete() -> None:
    page = b"<html><body><div>iets heel anders</div></body></html>"
    lines = read_bytes(packed([(FOLDER, page)]), "x.zip")
    assert not lines[-1]["complete"]
    assert "unknown_shape" in notes(lines)


def test_parts_have_their_meaning_by_their_place() -> None:
    (found,) = read(box("", "hoi", "Jan 14, 2026 10:06 PM"))
    assert (found["sender"], found["sender_basis"], found["text"]) == (None, "none", "hoi")


@pytest.mark.parametrize("when", ["gisteren rond tien", "14/01/26 22:06"])
def test_a_time_of_an_unknown_form_costs_no_message(when: str) -> None:
    lines = read_bytes(page(box("Rico", "hoi", when)), "message_1.html")
    (found,) = messages(lines)
    assert (found["text"], found["moment"]["text"], found["moment"]["local"]) == ("hoi", when, None)
    assert found["moment"]["flags"] == []
    assert "time_not_read" in notes(lines)


@given(
    st.lists(
        st.sampled_from(
            [
                '<div class="uiBoxWhite _a6-g">', "<div>", "</div>", "Rico", "Jan 14, 2026 10:06 PM",
                "<ul><li>", "</li></ul>", '<img src="a.jpg">', '<a href="https://example.org">x</a>',
                "\n", "&lt;", "14 Ocak 2026 22:04",
            ]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_pages_of_any_shape_are_read_to_their_end(parts: list[str]) -> None:
    data = page(*parts)
    summary = read_bytes(data, "message_1.html")[-1]
    assert summary["complete"] is bool(summary["records"])
    assert summary["lines_total"] == summary["lines_accounted"] == data.count(b"\n") + 1
