# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way with the made-up case, through the real program; judged with stock tools."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence_kit.domain.exhibit import Holding

PROGRAM = Path(sys.executable).with_name("evidence-kit")
Tool = Callable[[str], Path]

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, bytes]:
    done = subprocess.run(
        [PROGRAM, *arguments], input=stdin, capture_output=True, timeout=110, check=False
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of one demo and what the program said of it."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    code, out = run("demo", folder, "--json")
    assert code == 0
    return folder, json.loads(out)


@pytest.fixture
def folder(made: tuple[Path, dict[str, Any]]) -> Path:
    return made[0]


@pytest.fixture
def said(made: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return made[1]


@pytest.fixture
def passphrase(said: dict[str, Any]) -> bytes:
    return str(said["items"][0]["passphrase"]).encode() + b"\n"


def test_every_step_is_told(said: dict[str, Any]) -> None:
    steps = [item["step"] for item in said["items"]]
    assert steps == ["init", "add", "apply", "dossier", "dossier", "handover", "verify"]
    assert said["outcome"] == "done"


def test_every_file_of_the_case_is_held(folder: Path, passphrase: bytes) -> None:
    vault = folder / "vault"
    code, out = run("list", vault, "--json", "--passphrase-file", "-", stdin=passphrase)
    items = json.loads(out)["items"]
    assert code == 0
    assert [item["holding"] for item in items] == [Holding.COPIED.value] * 6
    assert sum(item["messages"] for item in items) > 270


def test_marks_and_words_were_added(folder: Path, passphrase: bytes) -> None:
    vault = folder / "vault"
    _, out = run("list", vault, "--json", "--passphrase-file", "-", stdin=passphrase)
    assert sum(item["marks"] for item in json.loads(out)["items"]) > 60


def test_the_vault_opens_and_matches_with_the_passphrase_shown(
    folder: Path, passphrase: bytes
) -> None:
    code, _ = run("verify", folder / "vault", "--passphrase-file", "-", stdin=passphrase)
    assert code == 0


def test_there_is_a_dossier_in_both_languages(folder: Path) -> None:
    for language in ("nl", "en"):
        assert (folder / f"dossier-{language}.pdf").read_bytes().startswith(b"%PDF-")


def test_stock_sha256sum_agrees_with_the_folder(folder: Path, stock_tool: Tool) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            [stock_tool("sha256sum"), "--check", "--strict", "--quiet", manifest],
            cwd=folder / "handover",
            check=False,
        )
        assert done.returncode == 0


def test_stock_openssl_agrees_with_the_signature(folder: Path, stock_tool: Tool) -> None:
    done = subprocess.run(
        [
            *(stock_tool("openssl"), "dgst", "-sha256", "-verify", "signing-key.pem"),
            *("-signature", "tagmanifest-sha256.txt.sig", "tagmanifest-sha256.txt"),
        ],
        cwd=folder / "handover",
        capture_output=True,
        check=False,
    )
    assert done.stdout == b"Verified OK\n"


def test_the_checker_in_the_folder_agrees(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "verify_bag.py"],
        cwd=folder / "handover",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_originals_leave_as_they_came(folder: Path, passphrase: bytes, tmp_path: Path) -> None:
    out = tmp_path / "mail.eml"
    vault = folder / "vault"
    code, _ = run("export", vault, "3", out, "--passphrase-file", "-", stdin=passphrase)
    (original,) = (folder / "handover" / "data" / "originals").glob("0003_*")
    assert code == 0
    assert out.read_bytes() == original.read_bytes()


def test_a_second_demo_does_not_go_into_the_same_folder(folder: Path) -> None:
    assert run("demo", folder)[0] == 3
