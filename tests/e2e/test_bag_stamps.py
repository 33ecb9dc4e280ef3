# SPDX-License-Identifier: GPL-3.0-or-later
"""Time stamps travel in a hand-over bag, and stock openssl judges them there."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from builders.clock import FixedClock
from builders.session import add, jpeg, open_session
from builders.stamp_authority import StampAuthority, make_authority, openssl
from builders.vault import tree_of
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.stamp import StampAdded
from evidence_kit.errors import Damaged
from evidence_kit.formats import bag, bag_leaves
from evidence_kit.service import making, stamping
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.verification.check_bag import check_bag

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="stock openssl"),
]


class Stamped(NamedTuple):
    """A vault with one stamp, and a bag made of it."""

    session: Session
    added: StampAdded
    bag: Path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> StampAuthority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stamped(
    tmp_path_factory: pytest.TempPathFactory, authority: StampAuthority
) -> Iterator[Stamped]:
    folder = tmp_path_factory.mktemp("stamped")
    picture = folder / "IMG_0001.JPG"
    picture.write_bytes(jpeg())
    with open_session(folder, FixedClock()) as session:
        add(session, [picture])
        asked = stamping.request_stamp(session, Task(), out=str(folder / "ask.tsq"))
        reply = folder / "reply.tsr"
        reply.write_bytes(authority.answer(Path(asked.path).read_bytes()))
        ca = str(authority.folder / "ca.pem")
        added = stamping.add_stamp(session, Task(), reply=str(reply), authorities=ca)
        yield Stamped(session, added, hand_over(session, folder / "bag"))


def hand_over(session: Session, folder: Path, at: int | None = None) -> Path:
    plan = making.plan(session, Task(), language="nl")
    making.hand_over(session, Task(), folder=str(folder), plan=plan, at=at)
    return folder


def test_what_was_kept_travels_byte_for_byte_with_the_head_that_was_stamped(
    stamped: Stamped,
) -> None:
    vault, added = stamped.session.vault, stamped.added
    found = {file.name: file.read_bytes() for file in (stamped.bag / bag.RECEIPTS).iterdir()}
    head = f"{added.at.size:010d}.json"
    assert found.pop(head) == vault.checkpoint_bytes(added.at.size)
    assert found == {name: vault.receipt(name) for name in vault.receipt_names()}
    assert added.authorities in found


def verify_line(stamped: Stamped) -> list[str]:
    """The line of the guide, with the numbers and names of this bag."""
    guide = (stamped.bag / "README.txt").read_text(encoding="utf-8")
    start = guide.index("  openssl ts -verify")
    line = guide[start : guide.index("\nCERTIFICATES", start)].replace("\\\n", " ")
    for word, value in (
        ("0000000005", f"{stamped.added.at.size:010d}"),
        ("CERTIFICATES", bag.RECEIPTS + stamped.added.authorities),
        ("SECONDS", str(stamped.added.unix_time)),
    ):
        line = line.replace(word, value)
    return line.split()[1:]


def test_stock_openssl_agrees_with_the_line_of_the_guide(stamped: Stamped) -> None:
    done = openssl(stamped.bag, *verify_line(stamped))
    assert done.returncode == 0, done.stderr
    assert "Verification: OK" in done.stdout + done.stderr


def test_both_guides_give_the_same_lines(stamped: Stamped) -> None:
    lines = []
    for name in bag.GUIDES:
        guide = (stamped.bag / name).read_text(encoding="utf-8")
        lines.append(
            [line for line in guide.splitlines() if line.startswith("  ") and "ts -" in line]
        )
    assert lines[0] == lines[1]
    assert lines[0]


def test_stock_openssl_sees_another_head(stamped: Stamped, tmp_path: Path) -> None:
    folder = shutil.copytree(stamped.bag, tmp_path / "bag")
    head = folder / bag.stamped_head_path(stamped.added.at.size)
    head.write_bytes(head.read_bytes().replace(b'"size":', b'"size": '))
    assert openssl(folder, *verify_line(stamped)).returncode != 0


def test_the_stamped_head_is_that_of_the_first_lines_of_the_log(stamped: Stamped) -> None:
    size = stamped.added.at.size
    head = json.loads((stamped.bag / bag.stamped_head_path(size)).read_bytes())
    lines = (stamped.bag / bag.CUSTODY_LOG).read_bytes().splitlines()[:size]
    assert bag_leaves.root_of(bag_leaves.decode(one, "log") for one in lines) == (
        size,
        head["root"],
    )
    said = subprocess.run(
        [sys.executable, "-I", bag.CHECKER, "--json", f"--at={size}"],
        cwd=stamped.bag,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stdout)["paper"][1:] == [size, head["root"]]


def test_the_entries_that_name_a_stamp_can_be_read(stamped: Stamped) -> None:
    lines = (stamped.bag / bag.CUSTODY_LOG).read_bytes().splitlines()
    shown = [json.loads(json.loads(one).get("entry", "{}")).get("type") for one in lines]
    assert {"stamp-requested", "stamped"} <= set(shown)


def test_a_changed_receipt_is_named_by_both_checkers(stamped: Stamped, tmp_path: Path) -> None:
    folder = shutil.copytree(stamped.bag, tmp_path / "bag")
    path = bag.RECEIPTS + stamped.added.file
    (folder / path).write_bytes((folder / path).read_bytes()[:-1] + b"?")
    report = check_bag(folder)
    assert (path, "changed") in {(one.item, one.why) for one in report.findings}
    said = subprocess.run(
        [sys.executable, "-I", bag.CHECKER], cwd=folder, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert f"{path} (changed)" in said.stdout


def test_the_good_bag_matches(stamped: Stamped) -> None:
    assert check_bag(stamped.bag).outcome is Outcome.MATCHES


def test_a_bag_of_an_earlier_log_size_has_no_later_stamp_and_the_same_bytes(
    stamped: Stamped, tmp_path: Path
) -> None:
    size = stamped.added.at.size
    first = hand_over(stamped.session, tmp_path / "first", at=size)
    assert not (first / bag.RECEIPTS).exists()
    both = [hand_over(stamped.session, tmp_path / name, at=size + 2) for name in ("a", "b")]
    trees = [tree_of(folder) for folder in both]
    assert trees[0] == trees[1]
    assert bag.RECEIPTS + stamped.added.file in trees[0]


def test_a_receipt_that_is_not_the_one_of_the_log_never_travels(
    stamped: Stamped, tmp_path: Path
) -> None:
    kept = stamped.session.vault.path / "receipts" / stamped.added.file
    whole = kept.read_bytes()
    assert hashlib.sha256(whole).hexdigest()
    kept.write_bytes(whole[:-1] + b"?")
    try:
        with pytest.raises(Damaged):
            hand_over(stamped.session, tmp_path / "bag")
    finally:
        kept.write_bytes(whole)
