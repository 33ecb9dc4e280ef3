# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are not ours judge a bag as we do."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.bag import make_bag
from builders.bag_mutations import flip, sha256
from evidence_kit.crypto.signing import fingerprint
from evidence_kit.formats import bag, bag_leaves

pytestmark = pytest.mark.e2e

PICTURE = "data/originals/0001_IMG_0471.PNG"
# Where pyenv and the deadsnakes packages put them; each that is there is asked.
OTHER_PYTHONS = sorted(
    {
        path.resolve()
        for pattern in ("/root/.pyenv/versions/3.*/bin/python3", "/usr/bin/python3.[0-9]*")
        for path in Path("/").glob(pattern.removeprefix("/"))
        if path.name.rpartition(".")[2].isdigit() or path.name == "python3"
    }
)
Tool = Callable[[str], Path]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bag(tmp_path_factory.mktemp("good")).path


@pytest.fixture
def broken(good: Path, tmp_path: Path) -> Path:
    folder = shutil.copytree(good, tmp_path / "bag")
    flip(folder, PICTURE)
    return folder


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("manifest", [bag.MANIFEST, bag.TAG_MANIFEST])
def test_sha256sum_agrees(good: Path, stock_tool: Tool, manifest: str) -> None:
    done = run(good, stock_tool("sha256sum"), "--strict", "-c", manifest)
    assert done.returncode == 0, done.stdout + done.stderr


def test_sha256sum_sees_a_change(broken: Path, stock_tool: Tool) -> None:
    done = run(broken, stock_tool("sha256sum"), "-c", bag.MANIFEST)
    assert f"{PICTURE}: FAILED" in done.stdout


def test_openssl_agrees_with_the_signature(good: Path, stock_tool: Tool) -> None:
    done = run(good, *openssl_line(stock_tool))
    assert done.stdout.strip() == "Verified OK"


def test_openssl_sees_another_manifest(good: Path, tmp_path: Path, stock_tool: Tool) -> None:
    folder = shutil.copytree(good, tmp_path / "bag")
    flip(folder, bag.TAG_MANIFEST)
    assert run(folder, *openssl_line(stock_tool)).returncode != 0


def openssl_line(stock_tool: Tool) -> tuple[str | Path, ...]:
    tool = stock_tool("openssl")
    signed = ("-signature", bag.SIGNATURE, bag.TAG_MANIFEST)
    return (tool, "dgst", "-sha256", "-verify", bag.SIGNING_KEY, *signed)


def test_openssl_gives_the_fingerprint_that_is_on_paper(
    good: Path, tmp_path: Path, stock_tool: Tool
) -> None:
    der = tmp_path / "key.der"
    line = ("pkey", "-pubin", "-in", bag.SIGNING_KEY, "-outform", "DER", "-out", der)
    assert run(good, stock_tool("openssl"), *line).returncode == 0
    expected = fingerprint((good / bag.SIGNING_KEY).read_bytes())
    assert sha256(der) == expected
    assert f"Key-Fingerprint: {expected}\n" in (good / bag.BAG_INFO).read_text()


def bagit(folder: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("bagit.py", path=os.fspath(Path(sys.executable).parent))
    assert program is not None, "bagit is in packaging/test.in"
    return run(folder, sys.executable, "-W", "ignore", program, "--validate", ".")


def test_bagit_python_agrees(good: Path) -> None:
    done = bagit(good)
    assert done.returncode == 0, done.stderr
    assert "is valid" in done.stderr
    assert "WARNING" not in done.stderr


def test_bagit_python_sees_a_change(broken: Path) -> None:
    assert bagit(broken).returncode == 1


def check(folder: Path, python: str | Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(folder, python, "-I", bag.CHECKER, *options)


def test_the_checker_in_the_bag_agrees(good: Path) -> None:
    done = check(good, sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "klopt / matches" in done.stdout
    assert fingerprint((good / bag.SIGNING_KEY).read_bytes()) in done.stdout


def test_the_checker_in_the_bag_writes_nothing(good: Path) -> None:
    before = sorted(good.rglob("*"))
    check(good, sys.executable)
    assert sorted(good.rglob("*")) == before


def test_the_checker_in_the_bag_names_a_change(broken: Path) -> None:
    done = check(broken, sys.executable)
    assert done.returncode == 1
    assert f"KLOPT NIET / DOES NOT MATCH: {PICTURE} (changed)" in done.stdout


def test_the_checker_says_when_there_is_nothing_to_judge(tmp_path: Path) -> None:
    program = shutil.copy(Path(__file__).parents[2] / "resources/verify" / bag.CHECKER, tmp_path)
    done = run(tmp_path, sys.executable, program, tmp_path / "no such folder")
    assert done.returncode == 2
    assert done.stderr == ""


def test_the_checker_gives_the_state_of_a_paper_given_out_earlier(good: Path) -> None:
    """As printed on the paper: the state over the first lines, computed from the log in the bag."""
    lines = [
        bag_leaves.decode(line, "log")
        for line in (good / bag.CUSTODY_LOG).read_bytes().splitlines()
    ]
    for size in (1, 3, len(lines)):
        said = json.loads(check(good, sys.executable, "--json", f"--at={size}").stdout)
        assert said["paper"][1:] == list(bag_leaves.root_of(lines[:size]))
    whole = json.loads(check(good, sys.executable, "--json").stdout)
    assert whole["paper"][1] == len(lines)


@pytest.mark.parametrize("python", OTHER_PYTHONS, ids=str)
def test_every_python_from_3_8_reaches_the_same_verdict(
    good: Path, broken: Path, python: Path
) -> None:
    said = run(good, python, "-c", "import sys; print(sys.version_info >= (3, 8))")
    if said.stdout.strip() != "True":
        pytest.skip("older than 3.8")
    whole, changed = (check(folder, python, "--json") for folder in (good, broken))
    assert json.loads(whole.stdout)["outcome"] == "matches", whole.stderr
    assert json.loads(changed.stdout)["outcome"] == "does_not_match"


def test_the_guides_give_lines_that_work(good: Path, stock_tool: Tool) -> None:
    stock_tool("openssl")
    for name in bag.GUIDES:
        guide = (good / name).read_text(encoding="utf-8")
        block = guide.partition("Linux\n  sha256sum")[2].partition("\nmacOS")[0]
        done = run(good, "sh", "-e", "-c", f"sha256sum {block}")
        assert done.returncode == 0, done.stderr
        assert "Verified OK" in done.stdout
