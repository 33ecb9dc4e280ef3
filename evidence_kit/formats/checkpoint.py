# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed log head (docs/formats/checkpoint.md).

The same bytes stand as the last line of each log segment and as a file in checkpoints/.
"""

import base64
import binascii
from dataclasses import dataclass

from evidence_kit.crypto.signing import SigningKey, verify
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.ids import VaultId
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import canonical_json
from evidence_kit.formats.fields import Fields

FORMAT = "evidence-kit checkpoint"
VERSION = 1

_NAMES = frozenset({"format", "version", "vault", "size", "root", "signature"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A head and the signature over it."""

    vault: VaultId
    head: LogHead
    signature: bytes
    """ECDSA P-256 with SHA-256 over `signed_bytes`, DER."""

    def is_signed_by(self, public_pem: str) -> bool:
        """Say whether the signature was made with this key.

        Raises:
            ValueError: not a P-256 public key in PEM.
        """
        return verify(
            public_pem.encode("utf-8"), signed_bytes(self.vault, self.head), self.signature
        )


def signed_bytes(vault: VaultId, head: LogHead) -> bytes:
    """Return what is signed: four lines of text, each with a line end."""
    return f"{FORMAT} v{VERSION}\n{vault}\n{head.size}\n{head.root}\n".encode("ascii")


def sign(vault: VaultId, head: LogHead, key: SigningKey) -> Checkpoint:
    """Sign a head."""
    return Checkpoint(vault=vault, head=head, signature=key.sign(signed_bytes(vault, head)))


def encode(checkpoint: Checkpoint) -> bytes:
    """Return the one-line form without line end."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "vault": checkpoint.vault,
        "size": checkpoint.head.size,
        "root": checkpoint.head.root,
        "signature": base64.b64encode(checkpoint.signature).decode("ascii"),
    }
    return canonical_json.encode(value)


def decode(untrusted: bytes, item: str) -> Checkpoint:
    """Read the one-line form.

    Raises:
        NewerFormat: made by a newer version of the program.
        Damaged: it is not a checkpoint.
    """
    fields = Fields(canonical_json.decode_object(untrusted, item), item)
    if fields.text("format") != FORMAT:
        raise Damaged(item=item, why="field:format")
    if fields.number("version") > VERSION:
        raise NewerFormat(item=item, version=fields.number("version"), known=VERSION)
    if fields.number("version") != VERSION:
        raise Damaged(item=item, why="field:version")  # there was none before; it is not signed
    fields.only(_NAMES)
    try:
        text = fields.text("signature").encode("ascii")
        signature = base64.b64decode(text, validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Damaged(item=item, why="field:signature") from error
    if base64.b64encode(signature) != text:
        raise Damaged(item=item, why="field:signature")  # one value, one sequence of bytes
    return Checkpoint(
        vault=VaultId(fields.hexadecimal("vault", 32)),
        head=LogHead(size=fields.number("size"), root=fields.hexadecimal("root", 64)),
        signature=signature,
    )
