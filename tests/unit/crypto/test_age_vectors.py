# SPDX-License-Identifier: GPL-3.0-or-later
"""All published age vectors, through every way we open a file."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from evidence_kit.crypto.age import (
    Identity,
    Passphrase,
    dearmor,
    decrypt_stream,
    open_sealed,
    verify_sealed,
)
from evidence_kit.crypto.age_keys import Unwraps
from evidence_kit.crypto.errors import (
    ArmorDamaged,
    HeaderDamaged,
    HeaderMacWrong,
    NoIdentityMatched,
    PayloadDamaged,
    WorkFactorTooHigh,
)
from evidence_kit.crypto.secret import Secret

FOLDER = Path(__file__).parents[2] / "vectors" / "age" / "cctv"
FAILURES = (
    ArmorDamaged,
    HeaderDamaged,
    HeaderMacWrong,
    NoIdentityMatched,
    PayloadDamaged,
    WorkFactorTooHigh,
)
CLASSES = {
    "header failure": (HeaderDamaged, WorkFactorTooHigh),
    "HMAC failure": (HeaderMacWrong,),
    "no match": (NoIdentityMatched,),
    "payload failure": (PayloadDamaged,),
    "armor failure": (ArmorDamaged, HeaderDamaged),
}


@dataclass(frozen=True)
class Vector:
    name: str
    fields: dict[str, list[str]]
    body: bytes

    @property
    def expect(self) -> str:
        return self.fields["expect"][0]

    @property
    def identities(self) -> list[Unwraps]:
        found: list[Unwraps] = [
            Identity.from_string(text)
            for text in self.fields.get("identity", [])
            if text.startswith("AGE-SECRET-KEY-1")
        ]
        found += [Passphrase(Secret(p.encode())) for p in self.fields.get("passphrase", [])]
        return found

    def opened(self) -> io.BytesIO:
        armored = self.fields.get("armored") == ["yes"]
        return io.BytesIO(dearmor(self.body) if armored else self.body)


def load(path: Path) -> Vector:
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        fields.setdefault(key, []).append(value)
    if fields.get("compressed") == ["zlib"]:
        body = zlib.decompress(body)
    return Vector(path.name, fields, body)


VECTORS = [load(path) for path in sorted(FOLDER.iterdir())]
OURS = [v for v in VECTORS if "hybrid" not in v.name]
POST_QUANTUM = [v for v in VECTORS if "hybrid" in v.name]


def ids(vector: Vector) -> str:
    return vector.name


def test_the_whole_suite_is_here() -> None:
    assert len(VECTORS) == 143
    assert len(POST_QUANTUM) == 19


def release(vector: Vector, into: "hashlib._Hash") -> None:
    for chunk in decrypt_stream(vector.opened(), vector.identities):
        into.update(chunk)


@pytest.mark.parametrize("vector", OURS, ids=ids)
def test_streaming_agrees_on_failure_class_and_released_bytes(vector: Vector) -> None:
    released = hashlib.sha256()
    if vector.expect == "success":
        release(vector, released)
        assert released.hexdigest() == vector.fields["payload"][0]
        return
    with pytest.raises(CLASSES[vector.expect]):
        release(vector, released)
    if "payload" in vector.fields:
        assert released.hexdigest() == vector.fields["payload"][0]


@pytest.mark.parametrize("vector", OURS, ids=ids)
def test_random_access_accepts_and_refuses_the_same_files(vector: Vector) -> None:
    if vector.expect != "success":
        with pytest.raises(FAILURES), open_sealed(vector.opened(), vector.identities) as reader:
            reader.read_at(0, reader.size)
        return
    with open_sealed(vector.opened(), vector.identities) as reader:
        plain = reader.read_at(0, reader.size)
    assert hashlib.sha256(plain).hexdigest() == vector.fields["payload"][0]


@pytest.mark.parametrize("vector", OURS, ids=ids)
def test_the_read_back_accepts_and_refuses_the_same_files(vector: Vector) -> None:
    if vector.expect != "success":
        with pytest.raises(FAILURES):
            verify_sealed(vector.opened(), vector.identities)
        return
    found = verify_sealed(vector.opened(), vector.identities)
    assert found.plain_sha256 == vector.fields["payload"][0]
    sealed = vector.opened().getvalue()
    assert (found.sealed_sha256, found.sealed_size) == (
        hashlib.sha256(sealed).hexdigest(),
        len(sealed),
    )


@pytest.mark.parametrize("vector", POST_QUANTUM, ids=ids)
def test_post_quantum_files_are_refused(vector: Vector) -> None:
    with pytest.raises(FAILURES):
        list(decrypt_stream(vector.opened(), [Identity.generate()]))
