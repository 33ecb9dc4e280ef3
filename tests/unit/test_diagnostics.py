# SPDX-License-Identifier: GPL-3.0-or-later
"""A failure that nobody caught says where, and nothing of what was in hand."""

import subprocess
import sys

import pytest

SECRET = "kanarie van een vrouw"
WAYS = {
    "main": "raise KeyError(SECRET)",
    "chained": "try:\n    int(SECRET)\nexcept ValueError as e:\n    raise RuntimeError(SECRET) from e",
    "thread": "t = threading.Thread(target=lambda: {}[SECRET]); t.start(); t.join()",
    "unraisable": "class A:\n    def __del__(self):\n        raise OSError(SECRET)\nA()",
}


def said(way: str, *, quiet: bool) -> str:
    lines = [
        "import threading",
        "from evidence_kit.diagnostics import say_no_content",
        f"SECRET = {SECRET!r}",
        "say_no_content()" if quiet else "",
        WAYS[way],
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize("way", WAYS)
def test_a_failure_says_its_type_and_place_alone(way: str) -> None:
    assert SECRET in said(way, quiet=False)
    found = said(way, quiet=True)
    assert SECRET not in found
    assert found.startswith("Unforeseen failure: ")
    assert "<string>:" in found
