# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample case is what its generator makes, and what its README says."""

import json
import re
import zipfile
from pathlib import Path

import pytest

import make_sample_case
import sample_chat
import sample_mail
from evidence_kit.formats import annotation

CASE = make_sample_case.TARGET
FICTIONAL_PHONE = re.compile(r"\+44 ?7700 ?900 ?\d{3}\Z")


@pytest.fixture(scope="module")
def export() -> sample_chat.Export:
    return sample_chat.read_script()


def test_the_folder_holds_the_six_files_in_the_order_of_their_numbers() -> None:
    found = [path.name for path in sorted((CASE / "files").iterdir())]
    assert found == list(make_sample_case.FILES)
    assert found == sorted(found, key=str.casefold)


def test_the_chat_is_what_the_script_says(export: sample_chat.Export) -> None:
    with zipfile.ZipFile(CASE / "files" / make_sample_case.CHAT) as archive:
        assert archive.read("_chat.txt") == export.chat
        assert set(archive.namelist()) == {"_chat.txt", *export.media}


def test_the_annotations_are_what_the_scripts_say() -> None:
    assert (CASE / "annotations.jsonl").read_bytes() == make_sample_case.annotations()


def test_the_mail_has_the_headers_of_the_script() -> None:
    committed = (CASE / "files" / make_sample_case.MAIL).read_bytes()
    before_picture = sample_mail.mail().partition(b"base64")[0]
    assert committed.startswith(before_picture)


def test_every_annotation_is_one_that_apply_takes() -> None:
    rows = [json.loads(line) for line in (CASE / "annotations.jsonl").read_text().splitlines()]
    assert [annotation.from_jsonl(row).kind.value for row in rows].count("mark") == 69


def test_the_readme_counts_right(export: sample_chat.Export) -> None:
    readme = (CASE / "README.md").read_text(encoding="utf-8")
    assert f"The export has {len(export.lines)} messages." in readme
    assert f"{len(export.marks)} messages pointed out" in readme


def test_one_file_is_missing_and_one_is_named_nowhere(export: sample_chat.Export) -> None:
    named = set(re.findall(r"<bijgevoegd: ([^>]+)>", export.chat.decode()))
    assert len(named - set(export.media)) == 1
    assert len(set(export.media) - named) == 1


def test_only_numbers_kept_for_examples_occur(export: sample_chat.Export) -> None:
    texts = [export.chat.decode(), sample_mail.mail().decode("utf-8")]
    texts.append(Path(make_sample_case.WORDS).read_text(encoding="utf-8"))
    numbers = re.findall(r"\+\d[\d ]{8,}\d", " ".join(texts))
    assert numbers
    assert all(FICTIONAL_PHONE.match(number) for number in numbers)


def test_the_case_is_small() -> None:
    assert sum(path.stat().st_size for path in CASE.rglob("*") if path.is_file()) < 1_500_000
