# SPDX-License-Identifier: GPL-3.0-or-later
"""Each promise names tests that would fail if it were broken; those tests exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (?!promise|---|what they|\|)(?P<promise>.+?) \| (?P<tests>.+) \|$", re.MULTILINE
)


def names_of_tests() -> frozenset[str]:
    return frozenset(
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def rows() -> list[tuple[str, str]]:
    promises = PAGE[PAGE.index("## Promises") : PAGE.index("## Not promised")]
    return [(row["promise"], row["tests"]) for row in ROW.finditer(promises)]


def test_every_promise_names_a_test() -> None:
    found = rows()
    assert len(found) > 50
    assert not [promise for promise, tests in found if "`test_" not in tests]


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert named - names_of_tests() == set()
