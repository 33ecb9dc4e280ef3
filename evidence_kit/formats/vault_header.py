# SPDX-License-Identifier: GPL-3.0-or-later
"""vault.json: what a vault says of itself to anybody (docs/formats/vault.md)."""

import json
from dataclasses import dataclass

from evidence_kit.crypto.age import Recipient
from evidence_kit.crypto.signing import fingerprint
from evidence_kit.domain.ids import VaultId
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import canonical_json
from evidence_kit.formats.fields import Fields
from evidence_kit.limits import KEY_SLOTS_MAX

FORMAT = "evidence-kit vault"
VERSION = 1
FILE = "vault.json"

_NAMES = frozenset({"format", "version", "vault", "recipient", "signing_key", "slots"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFile:
    """One key slot as stored."""

    file: str
    """identity.age, identity-recovery.age ..."""
    sha256: str
    """Of the file; tells a damaged slot from a wrong passphrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultHeader:
    """The public header: no secret, no personal data."""

    vault: VaultId
    recipient: str
    """age1...: everything is sealed to it."""
    signing_pem: str
    """Public key of the signed heads (P-256, PEM)."""
    slots: tuple[SlotFile, ...]
    version: int = VERSION

    def slot(self, file: str) -> SlotFile | None:
        """Return the slot of this name."""
        return next((slot for slot in self.slots if slot.file == file), None)


def encode(header: VaultHeader) -> bytes:
    """Return the bytes of vault.json."""
    value = {
        "format": FORMAT,
        "version": header.version,
        "vault": header.vault,
        "recipient": header.recipient,
        "signing_key": header.signing_pem,
        "slots": [{"file": slot.file, "sha256": slot.sha256} for slot in header.slots],
    }
    return canonical_json.encode(value) + b"\n"


def decode(untrusted: bytes, known: int = VERSION) -> VaultHeader:
    """Read vault.json.

    Args:
        untrusted: the bytes of the file.
        known: the newest version that can be read.

    Raises:
        NewerFormat: made by a newer version of the program.
        Damaged: it is not a header.
    """
    _check_version(untrusted, known)
    if not untrusted.endswith(b"\n"):
        raise Damaged(item=FILE, why="no_line_end")
    value = canonical_json.decode_object(untrusted[:-1], FILE)
    fields = Fields(value, FILE)
    if fields.text("format") != FORMAT:
        raise Damaged(item=FILE, why="field:format")
    version = fields.number("version")
    if version < 1:
        raise Damaged(item=FILE, why="field:version")
    fields.only(_NAMES)
    header = VaultHeader(
        vault=VaultId(fields.hexadecimal("vault", 32)),
        recipient=fields.text("recipient"),
        signing_pem=fields.text("signing_key"),
        slots=tuple(_slot(slot) for slot in fields.each("slots")),
        version=version,
    )
    files = {slot.file for slot in header.slots}
    if len(files) != len(header.slots) or len(files) > KEY_SLOTS_MAX + 1:
        # Each costs a second or more to try: a list of hundreds would stop the person for hours.
        raise Damaged(item=FILE, why="field:slots")
    _check_keys(header)
    return header


def _check_version(untrusted: bytes, known: int) -> None:
    """Look for the version in any JSON: how a newer program writes the rest is not known here."""
    try:
        value = json.loads(untrusted)
    except (ValueError, RecursionError):
        return
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return
    version = value.get("version")
    if isinstance(version, int) and version > known:
        raise NewerFormat(item=FILE, version=version, known=known)


def _slot(fields: Fields) -> SlotFile:
    fields.only(frozenset({"file", "sha256"}))
    file = fields.text("file")
    if not is_slot_name(file):
        raise Damaged(item=FILE, why="field:slots")
    return SlotFile(file=file, sha256=fields.hexadecimal("sha256", 64))


def is_slot_name(untrusted: str) -> bool:
    """Say whether a file name is that of a key slot: identity.age, identity-<word>.age."""
    stem = untrusted.removesuffix(".age")
    if stem == untrusted:
        return False
    word = stem.removeprefix("identity-")
    return stem == "identity" or (
        word != stem and 0 < len(word) <= 32 and word.isascii() and word.isalnum()
    )


def _check_keys(header: VaultHeader) -> None:
    try:
        Recipient.from_string(header.recipient)
    except ValueError as error:
        raise Damaged(item=FILE, why="field:recipient") from error
    try:
        fingerprint(header.signing_pem.encode("utf-8"))
    except ValueError as error:
        raise Damaged(item=FILE, why="field:signing_key") from error
