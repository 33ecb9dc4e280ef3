# SPDX-License-Identifier: GPL-3.0-or-later
import json

import pytest

from evidence_kit.crypto.age import Identity
from evidence_kit.crypto.signing import SigningKey
from evidence_kit.domain.ids import VaultId
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import vault_header
from evidence_kit.formats.vault_header import SlotFile, VaultHeader

HEADER = VaultHeader(
    vault=VaultId("0" * 31 + "a"),
    recipient=str(Identity.generate().recipient),
    signing_pem=SigningKey.from_seed(bytes(32)).public_pem().decode(),
    slots=(SlotFile(file="identity.age", sha256="a" * 64),),
)


def changed(**fields: object) -> bytes:
    value = json.loads(vault_header.encode(HEADER))
    value.update(fields)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def test_a_header_reads_back() -> None:
    assert vault_header.decode(vault_header.encode(HEADER)) == HEADER


def test_a_newer_version_is_named_before_anything_else_is_read() -> None:
    with pytest.raises(NewerFormat) as caught:
        vault_header.decode(changed(version=2, what_nobody_knows=True))
    assert caught.value.fields == {"item": "vault.json", "version": 2, "known": 1}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_newer_version_is_named_however_it_is_written(indent: int | None) -> None:
    value = {"format": "evidence-kit vault", "version": 2, "share": 0.5, "namé": "x"}
    with pytest.raises(NewerFormat):
        vault_header.decode(json.dumps(value, indent=indent).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "something else"},
        {"version": 0},
        {"version": "1"},
        {"vault": "../../etc"},
        {"recipient": "age1qqqq"},
        {"signing_key": "-----BEGIN PUBLIC KEY-----\n"},
        {"slots": {}},
        {"slots": [{"file": "../identity.age", "sha256": "a" * 64}]},
        {"slots": [{"file": "identity-.age", "sha256": "a" * 64}]},
        {"extra": 1},
    ],
)
def test_a_header_that_is_off_is_damaged(fields: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        vault_header.decode(changed(**fields))


@pytest.mark.parametrize("raw", [b"", b"{}\n", b"[]\n", b"{", b"\x00" * 100])
def test_what_is_no_header_is_damaged(raw: bytes) -> None:
    with pytest.raises(Damaged):
        vault_header.decode(raw)
