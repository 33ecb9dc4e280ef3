# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing and opening: round trips, seeking, tampering, and the stock program as judge."""

import hashlib
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.terminal import run_on_terminal
from evidence_kit.crypto.age import (
    SCRYPT_CHEAPEST,
    SCRYPT_DEFAULT,
    Identity,
    ScryptParams,
    Sealer,
    calibrate_scrypt,
    open_bytes,
    open_sealed,
    open_with_passphrase,
    seal_bytes,
    seal_with_passphrase,
    verify_sealed,
)
from evidence_kit.crypto.age_stream import CHUNK
from evidence_kit.crypto.errors import (
    HeaderDamaged,
    HeaderMacWrong,
    NoIdentityMatched,
    PayloadDamaged,
    WorkFactorTooHigh,
)
from evidence_kit.crypto.secret import Secret

DAMAGE = (HeaderDamaged, HeaderMacWrong, NoIdentityMatched, PayloadDamaged)
BORDERS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 17 * CHUNK, 17 * CHUNK + 5)
StockTool = Callable[[str], Path]


def sample(size: int) -> bytes:
    return hashlib.shake_256(b"sample").digest(size)


@pytest.mark.parametrize("size", BORDERS)
def test_what_was_sealed_comes_back(size: int) -> None:
    key = Identity.generate()
    assert open_bytes(seal_bytes(sample(size), [key.recipient]), [key]) == sample(size)


@given(st.lists(st.binary(max_size=3 * CHUNK), max_size=5), st.data())
def test_blocks_of_any_size_make_one_stream_that_seeks(
    blocks: list[bytes], data: st.DataObject
) -> None:
    key, out, whole = Identity.generate(), io.BytesIO(), b"".join(blocks)
    sealer = Sealer(out, [key.recipient])
    for block in blocks:
        sealer.write(block)
    sealer.close()
    with open_sealed(io.BytesIO(out.getvalue()), [key]) as reader:
        assert reader.size == len(whole)
        start = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 2 * CHUNK))
        assert reader.read_at(start, length) == whole[start : start + length]
        reader.seek(start)
        assert reader.read(length) == whole[start : start + length]


def test_every_flipped_bit_is_found() -> None:
    key = Identity.generate()
    sealed = bytearray(seal_bytes(b"stop hiermee", [key.recipient]))
    for place in range(len(sealed)):
        for bit in range(8):
            sealed[place] ^= 1 << bit
            with pytest.raises(DAMAGE):
                open_bytes(bytes(sealed), [key])
            sealed[place] ^= 1 << bit


def test_every_cut_and_every_addition_is_found() -> None:
    key = Identity.generate()
    sealed = seal_bytes(b"stop hiermee", [key.recipient])
    for end in range(len(sealed)):
        with pytest.raises(DAMAGE):
            open_bytes(sealed[:end], [key])
    with pytest.raises(DAMAGE):
        open_bytes(sealed + b"\x00", [key])


def test_chunks_in_another_order_are_found() -> None:
    key = Identity.generate()
    sealed = seal_bytes(sample(3 * CHUNK), [key.recipient])
    first = len(sealed) - 3 * (CHUNK + 16)
    parts = [sealed[first + i * (CHUNK + 16) : first + (i + 1) * (CHUNK + 16)] for i in range(3)]
    swapped = sealed[:first] + parts[1] + parts[0] + parts[2]
    with pytest.raises(PayloadDamaged):
        verify_sealed(io.BytesIO(swapped), [key])


def test_a_damaged_chunk_costs_only_itself() -> None:
    key = Identity.generate()
    sealed = bytearray(seal_bytes(sample(3 * CHUNK), [key.recipient]))
    sealed[len(sealed) - 2 * (CHUNK + 16) + 9] ^= 1
    with open_sealed(io.BytesIO(bytes(sealed)), [key]) as reader:
        assert reader.read_at(0, CHUNK) == sample(3 * CHUNK)[:CHUNK]
        with pytest.raises(PayloadDamaged):
            reader.read_at(CHUNK, 1)


def test_another_key_does_not_open_it() -> None:
    sealed = seal_bytes(b"x", [Identity.generate().recipient])
    with pytest.raises(NoIdentityMatched):
        open_bytes(sealed, [Identity.generate()])


def test_a_passphrase_opens_in_either_normal_form() -> None:
    sealed = seal_with_passphrase(b"x", Secret.from_text("cafe\u0301 om de hoek"), SCRYPT_CHEAPEST)
    assert open_with_passphrase(sealed, Secret.from_text("caf\u00e9 om de hoek")) == b"x"


def test_a_costly_passphrase_file_is_refused_before_any_work() -> None:
    sealed = seal_with_passphrase(b"x", Secret.from_text("y"), ScryptParams(12))
    with pytest.raises(WorkFactorTooHigh):
        open_with_passphrase(sealed, Secret.from_text("y"), max_log_n=11)


@pytest.mark.parametrize(("seconds", "log_n"), [(0.9, 18), (0.5, 19), (0.1, 20), (5.0, 18)])
def test_the_cost_follows_the_computer(seconds: float, log_n: int) -> None:
    assert calibrate_scrypt(lambda _params: seconds) == ScryptParams(log_n)
    assert SCRYPT_DEFAULT.log_n == 18


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret.from_text("hunter2")
    assert "hunter2" not in repr(secret) + str(secret) + f"{secret}"
    secret.wipe()
    assert secret.reveal() == b""


@pytest.mark.parametrize("size", BORDERS)
def test_stock_age_opens_ours(size: int, tmp_path: Path, stock_tool: StockTool) -> None:
    key = Identity.generate()
    (tmp_path / "key.txt").write_bytes(key.to_secret().reveal() + b"\n")
    (tmp_path / "a.age").write_bytes(seal_bytes(sample(size), [key.recipient]))
    command: list[str | Path] = [
        stock_tool("age"),
        "-d",
        "-i",
        tmp_path / "key.txt",
        tmp_path / "a.age",
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == sample(size)


@pytest.mark.parametrize("size", BORDERS)
def test_we_open_what_stock_age_sealed(size: int, stock_tool: StockTool) -> None:
    key = Identity.generate()
    command: list[str | Path] = [stock_tool("age"), "-r", str(key.recipient)]
    done = subprocess.run(command, input=sample(size), capture_output=True, check=True)
    assert open_bytes(done.stdout, [key]) == sample(size)


def test_stock_age_opens_our_passphrase_file(tmp_path: Path, stock_tool: StockTool) -> None:
    sealed = seal_with_passphrase(
        b"inhoud", Secret.from_text("drie-lampen-op-tafel"), ScryptParams(10)
    )
    (tmp_path / "slot.age").write_bytes(sealed)
    command: list[str | Path] = [
        stock_tool("age"),
        "-d",
        "-o",
        tmp_path / "out",
        tmp_path / "slot.age",
    ]
    code, shown = run_on_terminal(command, ["drie-lampen-op-tafel"])
    assert code == 0, shown
    assert (tmp_path / "out").read_bytes() == b"inhoud"
