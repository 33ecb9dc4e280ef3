# SPDX-License-Identifier: GPL-3.0-or-later
"""`stamp` from the command line."""

import shlex
import shutil
from pathlib import Path

import pytest

from builders.command_line import Program
from builders.stamp_authority import StampAuthority, make_authority, openssl
from evidence_kit.formats.ots_file import MAGIC

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="stock openssl")


@pytest.fixture
def key(key_file: str) -> tuple[str, str]:
    return ("--passphrase-file", key_file)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> StampAuthority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def asked(program: Program, vault: str, key: tuple[str, str], folder: Path) -> Path:
    out = folder / "ask.tsq"
    assert program("stamp", vault, "request", str(out), *key).code == 0
    return out


def test_a_request_comes_with_the_lines_for_another_computer(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "ask.tsq"
    said = program("stamp", vault, "request", str(out), *key).out
    assert out.is_file()
    assert f"--data-binary @{out} -o reply.tsr ADDRESS" in said
    assert f"openssl ts -query -in {out} -text" in said
    assert f"openssl ts -verify -queryfile {out} -in reply.tsr -CAfile ca.pem" in said


def test_a_reply_is_added_with_its_three_verdicts(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path, authority: StampAuthority
) -> None:
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(authority.answer(asked(program, vault, key, tmp_path).read_bytes()))
    ca = str(authority.folder / "ca.pem")
    (item,) = program("stamp", vault, "add", str(reply), "--ca", ca, *key, "--json").items
    verdicts = {item[name]["outcome"] for name in ("intact", "valid", "trusted")}
    assert verdicts == {"matches"}


def test_what_a_stamp_shows_is_said_and_no_more(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path, authority: StampAuthority
) -> None:
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(authority.answer(asked(program, vault, key, tmp_path).read_bytes()))
    said = program("stamp", vault, "add", str(reply), *key)
    assert said.code == 0
    assert "existed at the latest at 20" in said.out
    assert "Trusted: cannot be judged. You gave no certificates" in said.out
    assert "-attime" in said.out
    assert program("verify", vault, *key).code == 0


def test_a_reply_that_does_not_fit_is_refused(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path, authority: StampAuthority
) -> None:
    asked(program, vault, key, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    request = asked(program, vault, key, other)
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(authority.answer(request.read_bytes())[:-1])
    assert program("stamp", vault, "add", str(reply), *key).code == 3


@pytest.mark.parametrize(
    "more",
    [
        ("ask", "x"),
        ("request", "x", "--ca", "y"),
        ("add",),
        ("add", "x", "--sheet", "y"),
        ("paper", "x", "--at", "many"),
        ("attach", "x.ots"),
        ("attach", "x.ots", "--for", "head", "--ca", "y"),
    ],
)
def test_a_call_that_is_not_complete_says_so(
    program: Program, vault: str, key: tuple[str, str], more: tuple[str, ...]
) -> None:
    assert program("stamp", vault, *more, *key).code == 64


def test_the_request_comes_on_paper_too(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out, sheet = str(tmp_path / "ask.tsq"), tmp_path / "ask.pdf"
    assert program("stamp", vault, "request", out, "--sheet", str(sheet), *key).code == 0
    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_sheet_that_cannot_be_written_logs_no_request(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out, sheet = str(tmp_path / "ask.tsq"), tmp_path / "ask.pdf"
    sheet.write_bytes(b"mine")
    before = program("log", vault, *key, "--json").items
    assert program("stamp", vault, "request", out, "--sheet", str(sheet), *key).code == 3
    assert sheet.read_bytes() == b"mine"
    assert program("log", vault, *key, "--json").items == before


def test_the_state_goes_on_paper_and_is_said(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path
) -> None:
    paper = tmp_path / "state.pdf"
    before = program("log", vault, *key, "--json").items
    said = program("stamp", vault, "paper", str(paper), *key)
    assert said.code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert f"Lines in the custody log: {len(before)}" in said.out
    assert program("log", vault, *key, "--json").items == before


def test_trusted_certificates_are_named_where_they_are_kept(
    program: Program, vault: str, key: tuple[str, str], tmp_path: Path, authority: StampAuthority
) -> None:
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(authority.answer(asked(program, vault, key, tmp_path).read_bytes()))
    ca = str(authority.folder / "ca.pem")
    said = program("stamp", vault, "add", str(reply), "--ca", ca, *key)
    (line,) = [line for line in said.lines if "-attime" in line]
    assert authority.run("version")
    done = openssl(Path(vault), *shlex.split(line)[1:])
    assert done.returncode == 0, done.stderr
    checked = program("verify", vault, *key)
    assert checked.code == 0
    assert "who made it: leads to a certificate that you gave" in checked.out


def test_an_ots_file_is_kept_and_never_said_to_be_judged(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    (exhibit,) = program("list", with_chat, *key, "--json").items
    file = tmp_path / "chat.ots"
    file.write_bytes(MAGIC + b"\x01\x08" + bytes.fromhex(exhibit["sha256"]) + b"\xf0")
    said = program("stamp", with_chat, "attach", str(file), "--for", "1", *key)
    assert said.code == 0
    assert said.lines[0].startswith("Kept as it came, and not judged here: receipts/")
    assert program("stamp", with_chat, "attach", str(file), "--for", "head", *key).code == 3
    assert program("verify", with_chat, *key).code == 2
