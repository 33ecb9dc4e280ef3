# SPDX-License-Identifier: GPL-3.0-or-later
"""The locks, the wishes they come from, pyproject.toml and the list of licences agree."""

import re
import tomllib

import pytest

from builders.source_files import ROOT

PACKAGING = ROOT / "packaging"
LOCKS = ("lock-run.txt", "lock-test.txt")
LOCKED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)", re.MULTILINE)
WISHED = re.compile(r"^(?P<name>[A-Za-z][A-Za-z0-9-]*)", re.MULTILINE)
LICENCE_ROW = re.compile(
    r"^\| (?P<name>[a-z0-9-]+) \| (?P<versions>[0-9]\S*(?:, \S+)*) \| .+ \|$", re.MULTILINE
)
BUILD_ONLY = {"hatchling", "polib"}


def read(name: str) -> str:
    return (PACKAGING / name).read_text(encoding="utf-8")


def wished(text: str) -> set[str]:
    return {found["name"].lower() for found in WISHED.finditer(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str) -> None:
    text = read(lock)
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = read(lock)
    assert len(re.findall(r"^[a-z0-9-]+==[^\n]+\\\n    --hash=sha256:", text, re.MULTILINE)) == len(
        LOCKED.findall(text)
    )


@pytest.mark.parametrize("wishes", ["run", "test"])
def test_every_wish_is_locked(wishes: str) -> None:
    locked = {found["name"] for found in LOCKED.finditer(read(f"lock-{wishes}.txt"))}
    assert wished(read(f"{wishes}.in")) <= locked


def test_both_locks_agree_on_what_they_share() -> None:
    run, test = (dict(LOCKED.findall(read(lock))) for lock in LOCKS)
    assert all(test[name] == run[name] for name in run.keys() & test.keys())


def test_the_project_asks_for_what_is_locked_for_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = wished("\n".join(project["project"]["dependencies"]))
    assert asked == wished(read("run.in")) - BUILD_ONLY
    assert set(project["build-system"]["requires"]) == BUILD_ONLY


def test_every_locked_package_has_its_licence_listed() -> None:
    locked: dict[str, list[str]] = {}
    for lock in LOCKS:
        for name, version in LOCKED.findall(read(lock)):
            if version not in locked.setdefault(name, []):
                locked[name].append(version)
    listed = {
        found["name"]: found["versions"].split(", ")
        for found in LICENCE_ROW.finditer(read("LICENSES.md"))
    }
    assert listed == locked
