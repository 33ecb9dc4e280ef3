# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_kit.crypto.signing import SigningKey
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.ids import VaultId
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import checkpoint

KEY = SigningKey.from_seed(b"k" * 32)
PEM = KEY.public_pem().decode()
VAULT = VaultId("ab" * 16)
HEAD = LogHead(size=3, root="cd" * 32)


def line(**fields: object) -> bytes:
    value = json.loads(checkpoint.encode(checkpoint.sign(VAULT, HEAD, KEY)))
    value.update(fields)
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def test_a_checkpoint_reads_back_and_its_signature_holds() -> None:
    found = checkpoint.decode(checkpoint.encode(checkpoint.sign(VAULT, HEAD, KEY)), "test")
    assert (found.vault, found.head) == (VAULT, HEAD)
    assert found.is_signed_by(PEM)


@pytest.mark.parametrize("fields", [{"size": 4}, {"root": "ce" * 32}, {"vault": "ac" * 16}])
def test_a_signature_is_over_vault_size_and_root(fields: dict[str, object]) -> None:
    assert not checkpoint.decode(line(**fields), "test").is_signed_by(PEM)


def test_a_newer_checkpoint_is_named() -> None:
    with pytest.raises(NewerFormat):
        checkpoint.decode(line(version=2), "test")


@pytest.mark.parametrize(
    "fields",
    [{"format": "x"}, {"size": -1}, {"root": "cd"}, {"signature": "@@"}, {"signature": "QQ"}],
)
def test_what_is_off_is_damaged(fields: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        checkpoint.decode(line(**fields), "test")


def test_stock_openssl_checks_a_head(tmp_path: Path, stock_tool: Callable[[str], Path]) -> None:
    value = json.loads(checkpoint.encode(checkpoint.sign(VAULT, HEAD, KEY)))
    # As docs/formats/checkpoint.md tells a reader to do it.
    text = f"evidence-kit checkpoint v1\n{value['vault']}\n{value['size']}\n{value['root']}\n"
    (tmp_path / "head.txt").write_text(text)
    (tmp_path / "head.sig").write_bytes(base64.b64decode(value["signature"]))
    (tmp_path / "key.pem").write_text(PEM)
    openssl = str(stock_tool("openssl"))
    verify = ("dgst", "-sha256", "-verify", "key.pem", "-signature", "head.sig", "head.txt")
    done = subprocess.run([openssl, *verify], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
