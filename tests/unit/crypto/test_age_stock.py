# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock `age` program and the Rust implementation as judges, both ways."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from builders.terminal import run_on_terminal
from evidence_kit.crypto.age import (
    Identity,
    ScryptParams,
    dearmor,
    open_bytes,
    open_with_passphrase,
    seal_bytes,
    seal_with_passphrase,
)
from evidence_kit.crypto.age_chunks import CHUNK
from evidence_kit.crypto.errors import PassphraseNotMatched
from evidence_kit.crypto.secret import Secret

StockTool = Callable[[str], Path]
BORDERS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 17 * CHUNK, 17 * CHUNK + 5)
KEY = Identity.generate()
WORDS = "drie-lampen-op-tafel"


def sample(size: int) -> bytes:
    return hashlib.shake_256(b"stock").digest(size)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_bytes(b"# made for a test\n" + KEY.to_secret().reveal() + b"\n")
    return path


@pytest.mark.parametrize("size", BORDERS)
def test_stock_age_opens_ours(size: int, key_file: Path, stock_tool: StockTool) -> None:
    sealed = seal_bytes(sample(size), [Identity.generate().recipient, KEY.recipient])
    command: list[str | Path] = [stock_tool("age"), "-d", "-i", key_file]
    done = subprocess.run(command, input=sealed, capture_output=True, check=True)
    assert done.stdout == sample(size)


@pytest.mark.parametrize("size", BORDERS)
def test_we_open_what_stock_age_sealed(size: int, stock_tool: StockTool) -> None:
    command: list[str | Path] = [stock_tool("age"), "-r", str(KEY.recipient)]
    command += ["-r", str(Identity.generate().recipient)]
    done = subprocess.run(command, input=sample(size), capture_output=True, check=True)
    assert open_bytes(done.stdout, [KEY]) == sample(size)


def test_we_take_the_armor_of_stock_age_off(stock_tool: StockTool) -> None:
    command: list[str | Path] = [stock_tool("age"), "-a", "-r", str(KEY.recipient)]
    done = subprocess.run(command, input=sample(999), capture_output=True, check=True)
    assert open_bytes(dearmor(done.stdout), [KEY]) == sample(999)


def test_a_key_of_stock_age_is_ours_and_ours_is_known_to_it(
    key_file: Path, stock_tool: StockTool
) -> None:
    command: list[str | Path] = [stock_tool("age-keygen")]
    made = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    secret = made.splitlines()[-1]
    assert str(Identity.from_string(secret).recipient) in made
    shown = subprocess.run([*command, "-y", key_file], capture_output=True, check=True, text=True)
    assert shown.stdout == f"{KEY.recipient}\n"


def test_stock_age_opens_our_passphrase_file(tmp_path: Path, stock_tool: StockTool) -> None:
    (tmp_path / "slot.age").write_bytes(
        seal_with_passphrase(b"inhoud", Secret.from_text(WORDS), ScryptParams(10))
    )
    command: list[str | Path] = [
        stock_tool("age"),
        "-d",
        "-o",
        tmp_path / "out",
        tmp_path / "slot.age",
    ]
    code, shown = run_on_terminal(command, [WORDS])
    assert code == 0, shown
    assert (tmp_path / "out").read_bytes() == b"inhoud"


@pytest.mark.slow
def test_we_open_a_passphrase_file_of_stock_age(tmp_path: Path, stock_tool: StockTool) -> None:
    (tmp_path / "in").write_bytes(b"inhoud")
    command: list[str | Path] = [
        stock_tool("age"),
        "-p",
        "-o",
        tmp_path / "out.age",
        tmp_path / "in",
    ]
    code, shown = run_on_terminal(command, [WORDS, WORDS])
    assert code == 0, shown
    sealed = (tmp_path / "out.age").read_bytes()
    assert open_with_passphrase(sealed, Secret.from_text(WORDS)) == b"inhoud"
    with pytest.raises(PassphraseNotMatched):
        open_with_passphrase(sealed, Secret.from_text("anders"))


def test_stock_age_opens_an_object_with_a_slot_and_its_passphrase(
    tmp_path: Path, stock_tool: StockTool
) -> None:
    """The way out of twenty years from now: the slot file as identity, the passphrase typed."""
    slot = b"# seed: " + b"00" * 32 + b"\n" + KEY.to_secret().reveal() + b"\n"
    (tmp_path / "identity.age").write_bytes(
        seal_with_passphrase(slot, Secret.from_text(WORDS), ScryptParams(10))
    )
    (tmp_path / "object.age").write_bytes(seal_bytes(sample(5000), [KEY.recipient]))
    command: list[str | Path] = [stock_tool("age"), "-d", "-i", tmp_path / "identity.age"]
    code, shown = run_on_terminal(
        [*command, "-o", tmp_path / "photo.jpg", tmp_path / "object.age"], [WORDS]
    )
    assert code == 0, shown
    assert (tmp_path / "photo.jpg").read_bytes() == sample(5000)


@pytest.mark.parametrize("size", BORDERS)
def test_the_rust_implementation_agrees_both_ways(size: int) -> None:
    theirs = pyrage.x25519.Identity.from_str(KEY.to_secret().reveal().decode())
    assert pyrage.decrypt(seal_bytes(sample(size), [KEY.recipient]), [theirs]) == sample(size)
    recipient = pyrage.x25519.Recipient.from_str(str(KEY.recipient))
    assert open_bytes(pyrage.encrypt(sample(size), [recipient]), [KEY]) == sample(size)


def test_the_rust_implementation_opens_our_passphrase_file() -> None:
    sealed = seal_with_passphrase(b"inhoud", Secret.from_text("caf\u00e9 noir"), ScryptParams(10))
    assert pyrage.passphrase.decrypt(sealed, "caf\u00e9 noir") == b"inhoud"
