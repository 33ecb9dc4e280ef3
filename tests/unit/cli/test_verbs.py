# SPDX-License-Identifier: GPL-3.0-or-later
"""What each verb does to a vault and says of it."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from builders.command_line import Program


@pytest.fixture
def key(key_file: str) -> tuple[str, str]:
    return ("--passphrase-file", key_file)


def test_a_file_is_secured_and_listed(
    program: Program, vault: str, key: tuple[str, str], chat: str
) -> None:
    (added,) = program("add", vault, chat, *key, "--json").items
    assert (added["taken"], added["number"], added["records"]) == ("secured", 1, 4)
    (listed,) = program("list", vault, *key, "--json").items
    assert listed["sha256"] == hashlib.sha256(Path(chat).read_bytes()).hexdigest()
    assert (listed["exhibit"], listed["messages"]) == (added["exhibit"], 4)


def test_a_second_time_it_is_already_held(
    program: Program, with_chat: str, key: tuple[str, str], chat: str
) -> None:
    said = program("add", with_chat, chat, *key, "--json")
    assert said.code == 0
    assert [item["taken"] for item in said.items] == ["already_held"]


def test_a_picture_is_refused_when_nobody_answers_and_the_rest_is_taken(
    program: Program, vault: str, key: tuple[str, str], chat: str, picture: str
) -> None:
    said = program("add", vault, picture, chat, *key, "--json")
    assert said.code == 3
    assert [item["taken"] for item in said.items] == ["postponed", "secured"]
    assert said.object["outcome"] == "partly_refused"
    assert len(program("list", vault, *key, "--json").items) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("copy", ("secured", "copied")), ("register", ("registered", "registered"))],
)
def test_the_answer_may_be_given_beforehand(
    program: Program,
    vault: str,
    key: tuple[str, str],
    picture: str,
    answer: str,
    expected: tuple[str, str],
) -> None:
    (added,) = program("add", vault, picture, "--pictures", answer, *key, "--json").items
    (listed,) = program("list", vault, *key, "--json").items
    assert (added["taken"], listed["holding"]) == expected


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        (b"1\n1\n", ["secured", "secured"]),
        (b"2\n3\n", ["registered", "registered"]),
        (b"what?\n1\n2\n", ["secured", "registered"]),
        (b"3+\n", ["registered", "registered"]),
    ],
    ids=["copy each", "note, then unsure", "asked again", "the same for all"],
)
def test_on_a_terminal_each_picture_is_asked_about(
    program: Program,
    vault: str,
    key: tuple[str, str],
    picture: str,
    typed: bytes,
    taken: list[str],
) -> None:
    other = str(Path(picture).with_name("IMG_0502.JPG"))
    said = program("add", vault, picture, other, *key, "--json", stdin=typed, secrets=())
    assert [item["taken"] for item in said.items] == taken


def test_when_the_answers_end_nothing_is_copied(
    program: Program, vault: str, key: tuple[str, str], picture: str
) -> None:
    assert program("add", vault, picture, *key, stdin=b"", secrets=()).code == 130
    assert program("list", vault, *key, "--json").items == []


def test_a_missing_file_costs_the_others_nothing(
    program: Program, vault: str, key: tuple[str, str], chat: str, tmp_path: Path
) -> None:
    said = program("add", vault, str(tmp_path / "gone"), chat, *key, "--json")
    assert said.code == 3
    assert [item["taken"] for item in said.items] == ["refused", "secured"]
    assert said.items[0]["reason"] == "vanished"


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_name_that_is_no_text_is_taken_and_shown_safely(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path
) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9 \x1b[31m.txt"
    Path(os.fsdecode(raw)).write_bytes(b"hello")
    (added,) = program("add", vault, os.fsdecode(raw), *key, "--json").items
    assert bytes.fromhex(added["name_raw_hex"]) == raw.rsplit(b"/", 1)[1]
    listed = program("list", vault, *key)
    assert "\x1b" not in listed.out
    assert "\ufffd" in listed.out


def test_a_noted_file_has_a_digest_and_no_copy(
    program: Program, vault: str, key: tuple[str, str], chat: str, tmp_path: Path
) -> None:
    (noted,) = program("register", vault, chat, *key, "--json").items
    assert noted["taken"] == "registered"
    assert noted["sha256"] == hashlib.sha256(Path(chat).read_bytes()).hexdigest()
    out = tmp_path / "out"
    assert program("export", vault, "1", str(out), *key).code == 3
    assert not out.exists()


def test_an_original_comes_back_bit_for_bit(
    program: Program, with_chat: str, key: tuple[str, str], chat: str, tmp_path: Path
) -> None:
    out = tmp_path / "out.txt"
    (item,) = program("export", with_chat, "1", str(out), *key, "--json").items
    assert out.read_bytes() == Path(chat).read_bytes()
    assert item["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()


def test_an_export_never_writes_over_a_file(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.txt"
    out.write_bytes(b"mine")
    assert program("export", with_chat, "1", str(out), *key).code == 3
    assert out.read_bytes() == b"mine"


def test_an_export_says_which_parts_were_not_kept(
    program: Program, vault: str, key: tuple[str, str], picture: str, tmp_path: Path
) -> None:
    package = str(Path(picture).with_name("WhatsApp Chat - Rico.zip"))
    program("add", vault, package, "--pictures", "register", *key)
    (item,) = program("export", vault, "1", str(tmp_path / "out.zip"), *key, "--json").items
    assert item["complete"] is False
    assert item["holes"] > 0
    written = (tmp_path / "out.zip").read_bytes()
    assert item["sha256"] == hashlib.sha256(written).hexdigest() != item["original_sha256"]


def test_messages_are_pointed_out_by_number(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    marked = program("mark", with_chat, "1", "1:3", "--why", "asks_money", *key, "--json")
    assert marked.items[0]["messages"] == [3]
    program("mark", with_chat, "1", "4", "--words", "I ask him to stop", *key)
    (listed,) = program("list", with_chat, *key, "--json").items
    assert listed["marks"] == 2


def test_a_message_that_is_not_there_marks_nothing(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    said = program("mark", with_chat, "1", "4-5", *key, "--json")
    assert said.code == 3
    assert said.object["error"]["code"] == "unknown_message"
    (listed,) = program("list", with_chat, *key, "--json").items
    assert listed["marks"] == 0


def test_a_wrong_number_in_one_conversation_marks_nothing_in_another(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    assert program("mark", with_chat, "1", "1", "2:1", *key).code == 3
    (listed,) = program("list", with_chat, *key, "--json").items
    assert listed["marks"] == 0


@pytest.mark.parametrize(
    "arguments", [("apply", "gone.jsonl"), ("mark", "1", "no number")], ids=["apply", "mark"]
)
def test_without_a_passphrase_and_a_terminal_nothing_else_is_looked_at(
    program: Program, with_chat: str, arguments: tuple[str, ...]
) -> None:
    verb, *rest = arguments
    said = program(verb, with_chat, *rest, "--json")
    assert (said.code, said.object["error"]["fields"]) == (64, {"reason": "passphrase_needed"})


def test_a_log_size_that_never_was_is_said(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    said = program("dossier", with_chat, str(tmp_path / "d.pdf"), "--at", "999", *key)
    assert said.code == 64
    assert "999" in said.complaint[0]


def test_rows_applied_are_given_back_by_show(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = [
        {"type": "annotated", "kind": "note", "exhibit": 1, "words": {"text": "from my phone"}},
        {
            "type": "annotated",
            "kind": "provenance",
            "exhibit": 1,
            "facts": {"original": "on_phone", "route": "app_export"},
        },
        {"type": "annotated", "kind": "plan", "facts": {"language": "en", "context": 2}},
        {
            "type": "annotated",
            "kind": "identifier",
            "facts": {"type": "iban", "decision": "confirmed", "whose": "other_party"},
            "words": {"normalised": "NL91ABNA0417164300"},
        },
        {
            "type": "annotated",
            "kind": "incident",
            "facts": {"when": "2025-10-24"},
            "words": {"title": "Asks for money"},
        },
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert program("apply", with_chat, str(file), *key).code == 0
    shown = [
        item
        for item in program("show", with_chat, "1", *key, "--json").items
        if item["type"] == "annotated"
    ]
    assert [(row["kind"], row.get("facts", {}), row.get("words", {})) for row in rows] == [
        (item["kind"], item["facts"], item["words"]) for item in shown
    ]


def test_rows_shown_can_be_applied_again(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    program("mark", with_chat, "1", "3", "--why", "asks_money", *key)
    lines = [
        json.dumps(item)
        for item in program("show", with_chat, "1", *key, "--json").items
        if item["type"] == "annotated"
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert program("apply", with_chat, str(file), *key).code == 0


def test_one_bad_row_keeps_all_rows_out(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "rows.jsonl"
    good = {"type": "annotated", "kind": "note", "exhibit": 1, "words": {"text": "good"}}
    file.write_text(json.dumps(good) + '\n{"type": "annotated"}\n', encoding="utf-8")
    said = program("apply", with_chat, str(file), *key, "--json")
    assert said.code == 3
    assert said.object["error"]["fields"]["name"] == "line 2"
    assert "line 2" in said.complaint[0]
    assert said.complaint[1].startswith("Nothing was added.")
    assert "annotated" not in program("show", with_chat, "1", *key).out


def test_an_exhibit_may_be_named_by_id(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    (listed,) = program("list", with_chat, *key, "--json").items
    shown = program("show", with_chat, listed["exhibit"], *key, "--json")
    assert shown.items[0]["number"] == 1


@pytest.mark.parametrize("exhibit", ["2", "0", "nothing", "f" * 32])
def test_an_exhibit_that_is_not_there_is_refused(
    program: Program, with_chat: str, key: tuple[str, str], exhibit: str
) -> None:
    said = program("show", with_chat, exhibit, *key, "--json")
    assert said.code == 3
    assert said.object["error"]["code"] == "unknown_exhibit"


def test_removed_content_leaves_number_digest_and_the_fact(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    said = program("remove", with_chat, "1", "--reason", "taken by mistake", *key, "--json")
    assert said.code == 0
    (listed,) = program("list", with_chat, *key, "--json").items
    assert (listed["number"], listed["holding"]) == (1, "removed")
    assert program("export", with_chat, "1", str(tmp_path / "out"), *key).code == 3


def test_a_removal_needs_a_reason(program: Program, with_chat: str, key: tuple[str, str]) -> None:
    assert program("remove", with_chat, "1", *key).code == 64


def test_the_log_names_what_was_done_and_by_whom_as_declared(
    program: Program, vault: str, key: tuple[str, str], chat: str
) -> None:
    program("add", vault, chat, "--role", "parent", "--actor", "Noor", *key)
    said = program("log", vault, *key, "--json")
    assert [(row["type"], row["role"]) for row in said.items] == [
        ("created", "unknown"),
        ("acquired", "parent"),
        ("interpreted", "parent"),
    ]
    assert "Noor" not in said.out


def test_identifiers_come_with_their_places(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    found = program("identifiers", with_chat, *key, "--json").items
    (iban,) = [item for item in found if item["type"] == "iban"]
    assert iban["normalised"] == "NL91ABNA0417164300"
    assert iban["checksum"] == "fits"
    assert [place["n"] for place in iban["occurrences"]] == [3]


def test_two_exports_of_one_conversation_are_compared(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    for number, gone in ((1, ""), (2, "stop")):
        lines = [
            f"[14-01-2026 21:0{n}:00] {name}: {text}\r\n"
            for n, (name, text) in enumerate(
                (
                    ("Noor", "hoi"),
                    ("Rico", "geld"),
                    ("Noor", "stop"),
                    ("Rico", "nu"),
                    ("Noor", "nee"),
                    ("Rico", "ja"),
                    ("Noor", "wat"),
                )
            )
            if text != gone
        ]
        (tmp_path / f"chat {number}.txt").write_text("".join(lines), encoding="utf-8", newline="")
    files = tuple(str(tmp_path / f"chat {number}.txt") for number in (1, 2))
    assert program("add", with_chat, *files, *key).code == 0
    (found,) = program("overlaps", with_chat, *key, "--json").items
    assert found["differences"] == [{"kind": "only_in_first", "first": 3, "second": None}]
    said = program("--lang", "nl", "overlaps", with_chat, *key).out
    assert "Bericht 3 van bewijsstuk 2 staat niet in bewijsstuk 3." in said


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "1"), ("log",), ("identifiers",), ("overlaps",)]
)
def test_looking_changes_nothing(
    program: Program, with_chat: str, key: tuple[str, str], arguments: tuple[str, ...]
) -> None:
    before = _digests(Path(with_chat))
    verb, *rest = arguments
    assert program(verb, with_chat, *rest, *key).code == 0
    assert _digests(Path(with_chat)) == before


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }
