# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures, judged by stock openssl."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_kit.crypto.signing import SigningKey, fingerprint, verify


def test_the_same_seed_gives_the_same_key_and_signature() -> None:
    one, two = SigningKey.from_seed(bytes(32)), SigningKey.from_seed(bytes(32))
    assert one.public_pem() == two.public_pem()
    assert one.sign(b"head") == two.sign(b"head")


def test_only_the_signed_bytes_match() -> None:
    key = SigningKey.from_seed(b"\x07" * 32)
    assert verify(key.public_pem(), b"head", key.sign(b"head"))
    assert not verify(key.public_pem(), b"hoofd", key.sign(b"head"))
    assert not verify(SigningKey.from_seed(bytes(32)).public_pem(), b"head", key.sign(b"head"))
    assert not verify(key.public_pem(), b"head", b"no signature")


def test_a_key_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"PEM|key"):
        verify(b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", b"", b"")


def test_stock_openssl_agrees(tmp_path: Path, stock_tool: Callable[[str], Path]) -> None:
    key = SigningKey.from_seed(b"\x01" * 32)
    (tmp_path / "key.pem").write_bytes(key.public_pem())
    (tmp_path / "data").write_bytes(b"tagmanifest")
    (tmp_path / "data.sig").write_bytes(key.sign(b"tagmanifest"))
    command: list[str | Path] = [
        stock_tool("openssl"),
        "dgst",
        "-sha256",
        "-verify",
        "key.pem",
        "-signature",
        "data.sig",
    ]
    done = subprocess.run([*command, "data"], cwd=tmp_path, capture_output=True, check=False)
    assert done.stdout == b"Verified OK\n"
    der = subprocess.run(
        [stock_tool("openssl"), "pkey", "-pubin", "-in", "key.pem", "-outform", "DER"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    ).stdout
    assert fingerprint(key.public_pem()) == key.fingerprint() == hashlib.sha256(der).hexdigest()
