# SPDX-License-Identifier: GPL-3.0-or-later
"""All published age vectors (C2SP CCTV), through every way we open a file."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from evidence_kit.crypto.age import (
    Identity,
    Passphrase,
    Unwraps,
    authenticate_sealed,
    dearmor,
    decrypt_stream,
    open_sealed,
    verify_sealed,
)
from evidence_kit.crypto.age_chunks import CHUNK, SALT_SIZE, ChunkCipher
from evidence_kit.crypto.age_header import encode_header, read_header
from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.age_room import SealRoom
from evidence_kit.crypto.age_writer import ChunkWriter
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
FAILURES = {
    "header failure": HeaderDamaged,
    "HMAC failure": HeaderMacWrong,
    "no match": NoIdentityMatched,
    "payload failure": PayloadDamaged,
    "armor failure": ArmorDamaged,
}
# Too much work is not damage to us; to the suite it is a header failure.
ALSO = {
    "scrypt_work_factor_23": WorkFactorTooHigh,
    "scrypt_work_factor_overflow": WorkFactorTooHigh,
}

# Kinds of recipients we do not have. Where the header itself breaks the format, that is what is said.
POST_QUANTUM = {
    "armor_hybrid": NoIdentityMatched,
    "hybrid": NoIdentityMatched,
    "hybrid_and_x25519": NoIdentityMatched,
    "hybrid_bad_tag": NoIdentityMatched,
    "hybrid_currupted_enc_mlkem": NoIdentityMatched,
    "hybrid_currupted_enc_x25519": NoIdentityMatched,
    "hybrid_extra_argument": NoIdentityMatched,
    "hybrid_grease": NoIdentityMatched,
    "hybrid_identity": NoIdentityMatched,
    "hybrid_long_file_key": NoIdentityMatched,
    "hybrid_long_share": NoIdentityMatched,
    "hybrid_low_order": NoIdentityMatched,
    "hybrid_multiple_recipients": NoIdentityMatched,
    "hybrid_no_match": NoIdentityMatched,
    "hybrid_not_canonical_body": HeaderDamaged,
    "hybrid_not_canonical_enc": NoIdentityMatched,
    "hybrid_short_share": NoIdentityMatched,
    "hybrid_uppercase": NoIdentityMatched,
    "hybrid_x25519_arg": HeaderDamaged,
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
    def payload(self) -> str:
        """SHA-256 of all the plaintext that may be released."""
        return self.fields["payload"][0]

    @property
    def failure(self) -> type[Exception]:
        return ALSO.get(self.name, FAILURES[self.expect])

    @property
    def identities(self) -> list[Unwraps]:
        found: list[Unwraps] = [
            Identity.from_string(text)
            for text in self.fields.get("identity", [])
            if not text.startswith("AGE-SECRET-KEY-PQ-")
        ]
        found += [Passphrase(Secret(p.encode())) for p in self.fields.get("passphrase", [])]
        return found

    def binary(self) -> bytes:
        return dearmor(self.body) if self.fields.get("armored") == ["yes"] else self.body


def load(path: Path) -> Vector:
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        fields.setdefault(key, []).append(value)
    if fields.get("compressed") == ["zlib"]:
        body = zlib.decompress(body)
    return Vector(path.name, fields, body)


def name(vector: Vector) -> str:
    return vector.name


VECTORS = [load(path) for path in sorted(FOLDER.iterdir())]
OURS = [v for v in VECTORS if v.name not in POST_QUANTUM]
GOOD = [v for v in OURS if v.expect == "success"]
BAD = [v for v in OURS if v.expect != "success"]


def test_the_whole_suite_is_here() -> None:
    assert (len(VECTORS), len(OURS), len(GOOD)) == (143, 124, 21)
    known = {"expect", "payload", "file key", "identity", "passphrase", "armored", "compressed"}
    assert not {key for v in VECTORS for key in v.fields} - known - {"comment"}


@pytest.mark.parametrize("vector", GOOD, ids=name)
def test_good_files_open_in_every_way(vector: Vector) -> None:
    sealed, released = vector.binary(), hashlib.sha256()
    for chunk in decrypt_stream(io.BytesIO(sealed), vector.identities):
        released.update(chunk)
    assert released.hexdigest() == vector.payload
    with open_sealed(io.BytesIO(sealed), vector.identities) as reader:
        assert hashlib.sha256(reader.read()).hexdigest() == vector.payload
        size = reader.size
    both = verify_sealed(io.BytesIO(sealed), vector.identities)
    outside = authenticate_sealed(io.BytesIO(sealed), vector.identities)
    assert (both.plain_sha256, both.plain_size) == (vector.payload, size)
    assert (both.sealed_sha256, both.sealed_size) == (
        hashlib.sha256(sealed).hexdigest(),
        len(sealed),
    )
    assert (outside.sealed_sha256, outside.sealed_size, outside.plain_size) == (
        both.sealed_sha256,
        both.sealed_size,
        both.plain_size,
    )


def release(vector: Vector, into: "hashlib._Hash") -> None:
    for chunk in decrypt_stream(io.BytesIO(vector.binary()), vector.identities):
        into.update(chunk)


@pytest.mark.parametrize("vector", BAD, ids=name)
def test_streaming_says_what_is_wrong_and_releases_no_byte_more(vector: Vector) -> None:
    released = hashlib.sha256()
    with pytest.raises(vector.failure) as caught:
        release(vector, released)
    assert type(caught.value) in {vector.failure, *vector.failure.__subclasses__()}
    if "payload" in vector.fields:
        assert released.hexdigest() == vector.payload


@pytest.mark.parametrize("vector", BAD, ids=name)
def test_random_access_refuses_for_the_same_reason(vector: Vector) -> None:
    with pytest.raises(vector.failure), open_random(vector) as reader:
        reader.read()


def open_random(vector: Vector) -> io.RawIOBase:
    return open_sealed(io.BytesIO(vector.binary()), vector.identities)


@pytest.mark.parametrize("vector", BAD, ids=name)
def test_the_read_back_refuses_for_the_same_reason(vector: Vector) -> None:
    with pytest.raises(vector.failure):
        verify_sealed(io.BytesIO(vector.binary()), vector.identities)


@pytest.mark.parametrize("vector", [v for v in VECTORS if v.name in POST_QUANTUM], ids=name)
def test_post_quantum_files_are_refused(vector: Vector) -> None:
    identities = [*vector.identities, Identity.generate()]
    with pytest.raises(POST_QUANTUM[vector.name]):
        list(decrypt_stream(io.BytesIO(vector.binary()), identities))


def test_a_post_quantum_key_is_no_identity_of_ours() -> None:
    key = next(v for v in VECTORS if v.name == "hybrid").fields["identity"][0]
    with pytest.raises(ValueError, match="input_refused"):
        Identity.from_string(key)


@pytest.mark.parametrize(
    "vector", [v for v in OURS if v.expect not in {"header failure", "armor failure"}], ids=name
)
def test_a_header_that_reads_writes_back_as_the_same_bytes(vector: Vector) -> None:
    source = SealedInput(io.BytesIO(vector.binary()))
    header = read_header(source)
    file_key = bytes.fromhex(vector.fields["file key"][0])
    again = encode_header(header.stanzas, file_key)
    assert again.startswith(header.covered)
    assert (again == vector.binary()[: source.taken]) is (vector.expect != "HMAC failure")


@pytest.mark.parametrize("vector", GOOD, ids=name)
def test_a_payload_that_opens_seals_back_to_the_same_bytes(vector: Vector) -> None:
    sealed = vector.binary()
    source = SealedInput(io.BytesIO(sealed))
    read_header(source)
    begin = source.taken + SALT_SIZE
    file_key, salt = bytes.fromhex(vector.fields["file key"][0]), sealed[begin - SALT_SIZE : begin]
    plain = b"".join(decrypt_stream(io.BytesIO(sealed), vector.identities))
    out = io.BytesIO()
    writer = ChunkWriter(out, ChunkCipher(file_key, salt), b"", SealRoom(3))
    for start in range(0, len(plain), 5 * CHUNK + 7):
        writer.write(plain[start : start + 5 * CHUNK + 7])
    writer.close()
    assert out.getvalue() == sealed[begin:]
