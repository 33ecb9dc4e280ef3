# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures, judged by stock openssl and RFC 6979."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from evidence_kit.crypto import signing
from evidence_kit.crypto.errors import KeyMalformed
from evidence_kit.crypto.signing import SigningKey, fingerprint, verify

StockTool = Callable[[str], Path]
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SEED = bytes(range(32))
# openssl ec over the scalar SHA-256(SEED), openssl dgst over its public key in DER.
FINGERPRINT = "f19d5560bb62ca81a5c0a522298fcc0fa97a0efa7b3ad6860dcbf72face499d8"


def test_a_seed_gives_its_key_for_ever() -> None:
    assert SigningKey.from_seed(SEED).fingerprint() == FINGERPRINT


def test_the_same_seed_gives_the_same_signature() -> None:
    one, two = SigningKey.from_seed(SEED), SigningKey.from_seed(SEED)
    assert one.public_pem() == two.public_pem()
    assert one.sign(b"head") == two.sign(b"head")


def test_rfc_6979_a_2_5() -> None:
    scalar = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    key = SigningKey(ec.derive_private_key(scalar, ec.SECP256R1()))
    r, s = decode_dss_signature(key.sign(b"sample"))
    assert r == 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
    assert s == 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_of_another_length_is_refused(seed: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SigningKey.from_seed(seed)


def candidates(seed: bytes) -> tuple[int, int]:
    first, second = hashlib.sha256(seed).digest(), hashlib.sha256(seed + b"\x01").digest()
    return int.from_bytes(first, "big"), int.from_bytes(second, "big")


def test_a_value_beyond_the_group_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = (bytes([i]) * 32 for i in range(256))
    seed = next(seed for seed in seeds if candidates(seed)[0] > candidates(seed)[1])
    first, second = candidates(seed)
    assert signing._scalar(seed) == first
    monkeypatch.setattr(signing, "_ORDER", first)  # one in 2^32 seeds would do without this
    assert signing._scalar(seed) == second


def test_only_the_signed_bytes_match() -> None:
    key = SigningKey.from_seed(b"\x07" * 32)
    signature = key.sign(b"head")
    assert verify(key.public_pem(), b"head", signature)
    assert not verify(key.public_pem(), b"hoofd", signature)
    assert not verify(SigningKey.from_seed(bytes(32)).public_pem(), b"head", signature)


@pytest.mark.parametrize("spoil", [lambda s: s[:0], lambda s: s[:-1], lambda s: s + b"\x00"])
def test_a_signature_in_another_form_does_not_match(spoil: Callable[[bytes], bytes]) -> None:
    key = SigningKey.from_seed(SEED)
    assert not verify(key.public_pem(), b"head", spoil(key.sign(b"head")))


def test_every_flipped_bit_of_a_signature_is_found() -> None:
    key = SigningKey.from_seed(SEED)
    signature = bytearray(key.sign(b"head"))
    for place in range(len(signature)):
        for bit in range(8):
            signature[place] ^= 1 << bit
            assert not verify(key.public_pem(), b"head", bytes(signature))
            signature[place] ^= 1 << bit


def test_the_mirrored_signature_matches_too_so_a_signature_names_nothing() -> None:
    key = SigningKey.from_seed(SEED)
    r, s = decode_dss_signature(key.sign(b"head"))
    assert verify(key.public_pem(), b"head", encode_dss_signature(r, ORDER - s))


def test_a_key_of_another_kind_is_refused(tmp_path: Path, stock_tool: StockTool) -> None:
    others = [b"", b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"]
    for kind in ("ED25519", "RSA", "EC -pkeyopt ec_paramgen_curve:P-384"):
        command: list[str | Path] = [stock_tool("openssl"), "genpkey", "-algorithm", *kind.split()]
        private = subprocess.run(command, capture_output=True, check=True).stdout
        public: list[str | Path] = [stock_tool("openssl"), "pkey", "-pubout"]
        done = subprocess.run(public, input=private, capture_output=True, check=True)
        others += [done.stdout, private]
    for pem in others:
        with pytest.raises(KeyMalformed):
            verify(pem, b"", b"")
        with pytest.raises(KeyMalformed):
            fingerprint(pem)


def test_stock_openssl_agrees(tmp_path: Path, stock_tool: StockTool) -> None:
    key = SigningKey.from_seed(SEED)
    (tmp_path / "key.pem").write_bytes(key.public_pem())
    (tmp_path / "data").write_bytes(b"tagmanifest")
    (tmp_path / "data.sig").write_bytes(key.sign(b"tagmanifest"))
    command: list[str | Path] = [stock_tool("openssl"), "dgst", "-sha256", "-verify", "key.pem"]
    command += ["-signature", "data.sig", "data"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"Verified OK\n")
    (tmp_path / "data").write_bytes(b"tagmanifesto")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1


def test_stock_openssl_reads_our_public_key(tmp_path: Path, stock_tool: StockTool) -> None:
    key = SigningKey.from_seed(SEED)
    command: list[str | Path] = [stock_tool("openssl"), "pkey", "-pubin", "-outform", "DER"]
    done = subprocess.run(command, input=key.public_pem(), capture_output=True, check=True)
    assert done.stdout == key.public_der()
    assert fingerprint(key.public_pem()) == key.fingerprint() == FINGERPRINT


def test_we_agree_with_a_signature_of_stock_openssl(tmp_path: Path, stock_tool: StockTool) -> None:
    openssl = stock_tool("openssl")
    (tmp_path / "data").write_bytes(b"tagmanifest")
    make: list[str | Path] = [openssl, "genpkey", "-algorithm", "EC", "-out", "private.pem"]
    make += ["-pkeyopt", "ec_paramgen_curve:P-256"]
    sign: list[str | Path] = [openssl, "dgst", "-sha256", "-sign", "private.pem", "data"]
    public: list[str | Path] = [openssl, "pkey", "-in", "private.pem", "-pubout"]
    subprocess.run(make, cwd=tmp_path, capture_output=True, check=True)
    signature = subprocess.run(sign, cwd=tmp_path, capture_output=True, check=True).stdout
    pem = subprocess.run(public, cwd=tmp_path, capture_output=True, check=True).stdout
    assert verify(pem, b"tagmanifest", signature)
