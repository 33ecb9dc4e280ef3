# SPDX-License-Identifier: GPL-3.0-or-later
"""Samples of our own making under tests/importers, each with the lines that must come out."""

import json
from pathlib import Path

import pytest

from builders.reading import Line, read_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "importers"
CASES = sorted(folder for folder in SAMPLES.glob("*/*") if folder.is_dir())


def read_case(folder: Path) -> list[Line]:
    sample = next(file for file in folder.iterdir() if file.name != "expected.json")
    return read_bytes(sample.read_bytes(), sample.name)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_sample_gives_exactly_the_lines_it_should(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert read_case(folder) == expected


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_every_line_of_a_sample_is_accounted_for(folder: Path) -> None:
    summary = read_case(folder)[-1]
    assert summary["lines_total"] == summary["lines_accounted"]
    assert sum(summary["by_kind"].values()) == summary["records"]
