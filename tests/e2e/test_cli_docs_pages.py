# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages for readers: what they link to and which tests they name is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.source_files import ROOT, name_of
from evidence_kit import __version__

PAGES = [
    *(ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
_TEST = re.compile(r"^\s*(?:async )?def (test_\w+)\(", re.MULTILINE)


def links(page: Path) -> Iterator[str]:
    """Links to files of the project; pictures are added when there is a window to draw."""
    for picture, target in _LINK.findall(page.read_text(encoding="utf-8")):
        if not picture and "://" not in target:
            yield target


def names_in_the_tests() -> set[str]:
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in _TEST.findall(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


def test_every_promise_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    assert len(named) > 50
    assert sorted(named - names_in_the_tests()) == []


def test_every_row_of_promises_names_a_test() -> None:
    text = (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8")
    promises = text.partition("## Promises")[2].partition("## Not promised")[0]
    rows = [
        line
        for line in promises.splitlines()
        if line.startswith("| ") and not line.startswith(("| ---", "| promise"))
    ]
    assert [row for row in rows if "`test_" not in row] == []


def test_the_changelog_has_a_place_for_what_comes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text


def test_the_man_page_is_of_this_version() -> None:
    manual = (ROOT / "docs" / "man" / "evidence-kit.1").read_text(encoding="utf-8")
    assert f'"evidence-kit {__version__}"' in manual


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_plain_text_without_trailing_space(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
