# SPDX-License-Identifier: GPL-3.0-or-later
"""Habits that linters cannot see. One line per lesson: let the tables grow."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from builders.source_files import ALL_SOURCE, PROGRAM, ROOT, calls, dotted, name_of, tree_of

MAX_LINES = 500
VAGUE = {
    "utils",
    "util",
    "helpers",
    "common",
    "misc",
    "manager",
    "handler",
    "base",
    "core",
    "stuff",
}
SPDX = "# SPDX-License-Identifier: GPL-3.0-or-later"
LEFT_LYING = {
    "unfinished work: do it, or open an issue": re.compile(r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK)\b"),
    "commented-out code: delete it": re.compile(r"^\s*#\s*print\("),
}

STORE = "evidence_kit/vault/fs.py"
EXPORT = "evidence_kit/export_door.py"


def named(*names: str) -> Callable[[ast.Call], bool]:
    """Calls by their full dotted name, as in os.replace(...)."""
    return lambda call: dotted(call.func) in names


def method(*names: str) -> Callable[[ast.Call], bool]:
    """Calls of a method by its name alone, on whatever object."""
    return lambda call: isinstance(call.func, ast.Attribute) and call.func.attr in names


def moves_a_path(call: ast.Call) -> bool:
    """Path.replace has one plain argument; str.replace has two, datetime.replace named ones."""
    return method("replace")(call) and len(call.args) == 1 and not call.keywords


def opens_for_writing(call: ast.Call) -> bool:
    """open(path, "wb") and path.open("x"), with the mode by place or by name."""
    if dotted(call.func) == "open":
        modes = call.args[1:2]
    elif method("open")(call):
        modes = call.args[:1]
    else:
        return False
    modes += [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    return any(
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and set(mode.value) & set("wax+")
        for mode in modes
    )


class Door(NamedTuple):
    """What only a few modules may do."""

    what: str
    is_it: Callable[[ast.Call], bool]
    allowed: tuple[str, ...]
    why: str


DOORS = (
    Door(
        "unpacking",
        method("extractall", "extract"),
        (),
        "members are read through importers.source",
    ),
    Door(
        "making folders",
        method("mkdir", "makedirs"),
        (STORE, EXPORT),
        "durable writes have one door",
    ),
    Door("fsync", method("fsync"), (STORE, EXPORT), "durable writes have one door"),
    Door(
        "renaming",
        method("rename", "renames", "hardlink_to"),
        (STORE, EXPORT),
        "never over a file",
    ),
    Door(
        "replacing",
        named("os.replace", "os.link"),
        (STORE, EXPORT),
        "only vault.json, slots and the index",
    ),
    Door("replacing", moves_a_path, (STORE, EXPORT), "only vault.json, slots and the index"),
    Door("deleting", method("unlink", "rmdir", "removedirs"), (STORE, EXPORT), "nothing is lost"),
    Door("deleting", named("os.remove", "shutil.rmtree"), (STORE, EXPORT), "nothing is lost"),
    Door(
        "writing files",
        method("write_text", "write_bytes", "touch"),
        (STORE, EXPORT),
        "no plaintext",
    ),
    Door("writing files", opens_for_writing, (STORE, EXPORT), "no plaintext on disk"),
    Door(
        "copying files",
        named("shutil.copyfile", "shutil.copy", "shutil.copy2", "shutil.copytree", "shutil.move"),
        (),
        "bytes go through acquire",
    ),
    Door(
        "changing files",
        method("chmod", "chown", "utime"),
        (STORE, EXPORT),
        "originals stay",
    ),
    Door(
        "a shell",
        named("os.system", "os.popen", "os.startfile"),
        (),
        "names from outside end up in it",
    ),
)
WRITING_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"}


def uses_of(path: Path, door: Door) -> Iterator[str]:
    for call in calls(path):
        if door.is_it(call) and name_of(path) not in door.allowed:
            yield f"{name_of(path)}:{call.lineno} {door.what}: {door.why}"


@pytest.mark.parametrize("path", ALL_SOURCE, ids=name_of)
def test_a_module_is_short_and_named_after_what_it_owns(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES, (
        "split it by what it knows"
    )
    names = {path.stem, *path.relative_to(ROOT).parts[:-1]}
    assert not names & VAGUE, "name it after what it owns"


@pytest.mark.parametrize("path", ALL_SOURCE, ids=name_of)
def test_a_module_names_its_licence_first(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert SPDX in lines[:2]


@pytest.mark.parametrize("path", ALL_SOURCE, ids=name_of)
def test_nothing_is_left_lying(path: Path) -> None:
    found = [
        f"{name_of(path)}:{number} {lesson}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for lesson, pattern in LEFT_LYING.items()
        if pattern.search(line)
    ]
    assert not found


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.what)
def test_only_the_door_does_it(door: Door) -> None:
    assert not [use for path in PROGRAM for use in uses_of(path, door)]


def test_only_the_doors_open_files_for_writing_by_flag() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} os.{node.attr}"
        for path in PROGRAM
        if name_of(path) not in (STORE, EXPORT)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in WRITING_FLAGS
        # The null device keeps nothing: output that nobody reads any more goes there.
        and "os.open(os.devnull," not in path.read_text("utf-8").splitlines()[node.lineno - 1]
    ]
    assert not found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("open(p, 'wb')", True),
        ("open(p, mode='a')", True),
        ("p.open('x')", True),
        ("p.open('r+b')", True),
        ("open(p)", False),
        ("p.open('rb')", False),
        ("archive.open(member)", False),
        ("a.replace(b)", True),
        ("a.replace('x', 'y')", False),
        ("now.replace(microsecond=0)", False),
    ],
)
def test_the_door_test_sees_writing_and_moving(source: str, expected: bool) -> None:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert (opens_for_writing(call) or moves_a_path(call)) is expected
