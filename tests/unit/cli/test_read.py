# SPDX-License-Identifier: GPL-3.0-or-later
"""`read`: records without a vault."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from builders.command_line import Program


def records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_chat_is_read_as_lines_of_json(program: Program, chat: str) -> None:
    said = program("read", chat, "--json")
    found = records(said.out)
    assert said.code == 0
    assert [record["type"] for record in found if record["type"] != "note"] == [
        "source",
        "conversation",
        *["message"] * 4,
        "summary",
    ]
    assert found[-1]["records"] == 4
    assert found[-1]["lines_accounted"] == found[-1]["lines_total"] == 4


def test_every_source_has_its_own_summary(program: Program, chat: str, picture: str) -> None:
    found = records(program("read", chat, picture, "--json").out)
    assert sum(record["type"] == "source" for record in found) == 2
    assert sum(record["type"] == "summary" for record in found) == 2


def test_locators_point_at_the_bytes_of_the_message(program: Program, chat: str) -> None:
    data = Path(chat).read_bytes()
    messages = [r for r in records(program("read", chat, "--json").out) if r["type"] == "message"]
    for message in messages:
        place = message["locator"]
        assert message["text"].encode() in data[place["start"] : place["end"]]


def test_a_file_of_no_known_kind_still_has_its_summary(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "what.bin"
    path.write_bytes(bytes(range(256)))
    said = program("read", str(path), "--json")
    assert said.code == 0
    assert records(said.out)[-1]["type"] == "summary"


def test_a_missing_file_is_said_and_the_rest_is_read(
    program: Program, chat: str, tmp_path: Path
) -> None:
    said = program("read", str(tmp_path / "gone"), chat, "--json")
    assert said.code == 3
    assert records(said.out)[-1]["type"] == "summary"
    assert "gone" in said.err


def test_one_missing_file_is_two_lines(program: Program, tmp_path: Path) -> None:
    said = program("read", str(tmp_path / "gone"), "--json")
    assert (said.code, said.out, len(said.complaint)) == (3, "", 2)


def test_a_folder_is_read_file_by_file(program: Program, chat: str) -> None:
    found = records(program("read", str(Path(chat).parent), "--json").out)
    assert [record["name"] for record in found if record["type"] == "source"] == ["chat.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_is_not_followed(program: Program, chat: str, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(chat)
    assert program("read", str(link)).code == 3


def test_people_get_lines_they_can_read(program: Program, chat: str) -> None:
    said = program("read", chat)
    assert "Rico: Hey Sam!" in said.out
    assert "4 of 4 lines accounted for" in said.out


def test_reading_leaves_the_folder_as_it_was(program: Program, chat: str) -> None:
    before = sorted(Path(chat).parent.iterdir())
    program("read", chat, "--json")
    assert sorted(Path(chat).parent.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_and_empty_folders_in_a_folder_are_said_and_the_rest_is_read(
    program: Program, chat: str, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    (folder / "empty").mkdir(parents=True)
    (folder / "b.txt").write_bytes(Path(chat).read_bytes())
    (folder / "a.txt").write_bytes(Path(chat).read_bytes())
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    said = program("read", str(folder), "--json")
    assert said.code == 3
    names = [record["name"] for record in records(said.out) if record["type"] == "source"]
    assert names == ["a.txt", "b.txt"]
    assert "loop" in said.err
    assert "empty" in said.err
    assert "device" not in said.err


def test_a_line_of_a_text_that_nobody_knows_is_given_no_sender(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Rico: ik wacht\n\nlater\n", encoding="utf-8")
    assert "    1  Rico: ik wacht\n    2  later\n" in program("read", str(path)).out
