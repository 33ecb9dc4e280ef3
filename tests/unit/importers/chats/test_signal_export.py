# SPDX-License-Identifier: GPL-3.0-or-later
import json

import pytest

from builders.reading import Line, messages, notes, packed, read_bytes
from evidence_kit.domain.reading import Choices

FIRST = "[2026-01-14 21:06:22] Rico: hoi  \n\n"


def line(**more: object) -> str:
    values: dict[str, object] = {"date": "2026-01-14T21:06:22.123000", "sender": "Rico"}
    values |= {"body": "hoi  ", "quote": "", "sticker": None, "reactions": [], "attachments": []}
    return json.dumps(values | more) + "\n"


def read_json(**more: object) -> list[Line]:
    return messages(read_bytes(line(**more).encode(), "data.json"))


def read_text(text: str) -> list[Line]:
    return messages(read_bytes((FIRST + text).encode(), "chat.md"))[1:]


def test_a_time_is_by_the_clock_of_the_computer() -> None:
    (found,) = read_json()
    assert (found["moment"]["local"], found["moment"]["utc"]) == ("2026-01-14T21:06:22.123", None)
    choices = Choices(zone="Europe/Amsterdam")
    (chosen,) = messages(read_bytes(line().encode(), "data.json", choices))
    assert chosen["moment"]["utc"] == "2026-01-14T20:06:22.123Z"


@pytest.mark.parametrize("date", ["2026-01-14", "2026-01-14T21:06:22+01:00", "gisteren", ""])
def test_a_date_in_another_shape_is_no_time(date: str) -> None:
    found = messages(read_bytes((line() + line(date=date)).encode(), "data.json"))[1]
    assert (found["moment"]["text"], found["moment"]["local"]) == (date, None)


def test_me_is_whose_computer_it_was() -> None:
    assert read_json(sender="Me")[0]["sender_basis"] == "owner_flag"
    assert read_json(sender="Rico")[0]["sender_basis"] == "stated"
    assert read_json(sender="No-Sender")[0]["sender"] is None


def test_an_earlier_version_stands_before_its_message() -> None:
    found = read_json(edits=[{"date": "2026-01-14T21:00:00", "body": "eerst"}])
    assert [(one["kind"], one["text"]) for one in found] == [
        ("edited", "eerst"),
        ("message", "hoi  "),
    ]
    assert found[1]["flags"] == ["edited"]


def test_a_reaction_is_a_record_of_who_gave_it() -> None:
    found = read_json(reactions=[["Me", "x"], {"name": "Noor", "emoji": "y"}])
    assert [(one["sender"], one["text"]) for one in found[1:]] == [("Me", "x"), ("Noor", "y")]


def test_the_key_of_a_sticker_goes_no_further() -> None:
    text = line(sticker={"id": "3", "packKey": "GEHEIM", "emoji": "x"})
    lines = read_bytes(text.encode(), "data.json")
    assert messages(lines)[0]["flags"] == ["sticker"]
    assert "GEHEIM" not in json.dumps(lines)


def test_a_broken_line_is_a_note_and_the_rest_is_read() -> None:
    lines = read_bytes((line() + '{"date": \n' + line()).encode(), "data.json")
    assert len(messages(lines)) == 2
    assert "element_damaged" in notes(lines)


def test_the_words_of_a_text_stay_as_they_stand() -> None:
    (found,) = read_text("[2026-01-14 21:07:00] Me: \n\n> hoi\n\nstop: nu  \n(- Rico: x -)\n\n")
    assert found["text"] == "\n\n> hoi\n\nstop: nu  \n(- Rico: x -)"
    assert found["flags"] == ["reply", "reactions"]


def test_a_line_with_time_and_name_inside_words_is_marked_and_not_dropped() -> None:
    found = read_text("[2026-01-14 21:07:00] Rico: zie\n[2026-01-13 20:00:00] Me: ja  \n\n")
    assert [one["flags"] for one in found] == [[], ["possible_quoted_header"]]


@pytest.mark.parametrize("head", ["2021-03-01, 09:05", "2021-03-01 09:05", "2021-03-01 09:05:00"])
def test_older_and_newer_lines_are_read(head: str) -> None:
    lines = read_bytes(f"[{head}] Noor: hoi  \n\n".encode(), "index.md")
    assert lines[0]["importer"] == "signal_export"
    assert messages(lines)[0]["moment"]["local"] == "2021-03-01T09:05:00"


def test_a_chat_of_whatsapp_with_such_times_is_not_taken() -> None:
    text = "".join(f"[2026-01-14 21:06:{n:02}] Rico: hoi\r\n" for n in range(9))
    assert read_bytes(text.encode(), "_chat.txt")[0]["importer"] == "whatsapp"


def test_a_file_is_found_in_the_folder_of_its_chat() -> None:
    attached = [{"name": "a b.jpg", "path": "media/a%20b.jpg"}]
    data = packed(
        [
            ("x/Noor/media/a b.jpg", b"1"),
            ("x/Rico/media/a b.jpg", b"2"),
            ("x/Rico/data.json", line(attachments=attached).encode()),
        ]
    )
    (found,) = messages(read_bytes(data, "x.zip"))
    assert found["attachments"][0]["member"] == "x/Rico/media/a b.jpg"


def test_the_same_chat_is_read_once_unless_its_text_has_more() -> None:
    def read(text: str) -> list[Line]:
        members = [("Rico/chat.md", text.encode()), ("Rico/data.json", line().encode())]
        return read_bytes(packed(members), "x.zip")

    once = read(FIRST)
    assert (len(messages(once)), "same_chat_again" in notes(once)) == (1, True)
    more = read(FIRST + "[2026-01-15 08:00:00] Rico: later  \n\n")
    assert (len(messages(more)), "same_chat_has_more" in notes(more)) == (3, True)
