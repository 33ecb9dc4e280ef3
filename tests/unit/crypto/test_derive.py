# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys by label: the values `openssl kdf` gives; they must never change."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_kit.crypto.derive import LOG_SALTS, RECORD_SALTS, SIGNING, derive, hkdf
from evidence_kit.crypto.secret import Secret

SEED = bytes(range(32))
ONE = "0123456789abcdef0123456789abcdef"
# openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:SEED -kdfopt info:LABEL HKDF
DERIVED = {
    LOG_SALTS: "4804603902b06ede2e1836837b0c9c0b3fe3e4d8ef4b10a3bb85170e29e52f3c",
    RECORD_SALTS: "fe6717e34522825d91d13cb395a39132f1cf1cbfcecc52b9f849bc9a8e3b0633",
    f"{RECORD_SALTS}/{ONE}": "918c4239cc36d35f1f591fa3377429e86a3493f645cda9e1a0138864c94b6580",
    SIGNING: "0516ecd59ff4a4a5188fdcc166a0024927dfa815e8ab54a192fcb52d0e2c940d",
}


@pytest.mark.parametrize("label", DERIVED)
def test_a_label_gives_its_key(label: str) -> None:
    assert derive(Secret(SEED), label).hex() == DERIVED[label]


def test_stock_openssl_derives_the_same(stock_tool: Callable[[str], Path]) -> None:
    command: list[str | Path] = [stock_tool("openssl"), "kdf", "-keylen", "48", "-binary"]
    for option in ("digest:SHA256", f"hexkey:{SEED.hex()}", f"info:{LOG_SALTS}"):
        command += ["-kdfopt", option]
    done = subprocess.run([*command, "HKDF"], capture_output=True, check=True)
    assert derive(Secret(SEED), LOG_SALTS, 48) == done.stdout


def test_rfc_5869_case_1() -> None:
    salt, info = bytes(range(13)), bytes(range(0xF0, 0xFA))
    assert hkdf(b"\x0b" * 22, salt, info, 42).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def test_rfc_5869_case_3_without_salt() -> None:
    assert hkdf(b"\x0b" * 22, b"", b"", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_no_label_is_the_beginning_of_another() -> None:
    labels = (LOG_SALTS, RECORD_SALTS, SIGNING)
    for one in labels:
        assert not any(two.startswith(one) for two in labels if two is not one)
