# SPDX-License-Identifier: GPL-3.0-or-later
"""Every failure the program can name: a type and fields, never prose.

`evidence_kit.wording` turns them into sentences; `code` is stable and appears in `--json` output.
"""

from typing import ClassVar


class EvidenceKitError(Exception):
    """Base of all named failures; carries facts, not sentences."""

    code: ClassVar[str] = "internal_fault"

    def __init__(self, **fields: str | int | None) -> None:
        super().__init__(self.code, fields)
        self.fields: dict[str, str | int | None] = fields


class UsageFault(EvidenceKitError):
    """The call itself is off. Fields: reason, argument."""

    code = "usage"


class InputRefused(EvidenceKitError):
    """One input cannot be taken. Fields: reason (a code), name."""

    code = "input_refused"


class WeakPassphrase(EvidenceKitError):
    """A new passphrase is too easy to guess. Fields: score, guesses_log10, why."""

    code = "weak_passphrase"


class WrongPassphrase(EvidenceKitError):
    """No key slot opens with what was given. Fields: slot."""

    code = "wrong_passphrase"


class WrongRecoveryKey(WrongPassphrase):
    """The recovery key does not open this vault. Fields: slot."""

    code = "wrong_recovery_key"


class Damaged(EvidenceKitError):
    """Something on disk is not what was written. Fields: item, why."""

    code = "damaged"


class NewerFormat(EvidenceKitError):
    """Made by a newer version of the program. Fields: item, version, known."""

    code = "newer_format"


class NotAVault(EvidenceKitError):
    """The folder holds no vault. Fields: path."""

    code = "not_a_vault"


class VaultExists(EvidenceKitError):
    """A vault cannot be made here: the place is not empty. Fields: path."""

    code = "vault_exists"


class VaultInUse(EvidenceKitError):
    """Another program holds the vault. Fields: path, pid, host."""

    code = "vault_in_use"


class VaultReadOnly(EvidenceKitError):
    """The vault was opened read-only because something is damaged. Fields: item."""

    code = "vault_read_only"


class StorageFailed(EvidenceKitError):
    """Reading or writing failed. Fields: path, errno, action."""

    code = "storage_failed"


class DiskFull(StorageFailed):
    """No room left. Fields: path, errno, action; needed and free (bytes) where it was foreseen."""

    code = "disk_full"


class UnknownExhibit(EvidenceKitError):
    """No exhibit has this number or id. Fields: exhibit."""

    code = "unknown_exhibit"


class UnknownMessage(EvidenceKitError):
    """No message has this number. Fields: exhibit, message."""

    code = "unknown_message"


class NotHeld(EvidenceKitError):
    """The bytes asked for are not in the vault. Fields: exhibit, why (registered, removed)."""

    code = "not_held"


class NotUnderstood(EvidenceKitError):
    """An importer or decoder cannot make sense of the bytes. Fields: reason, offset, detail."""

    code = "not_understood"


class ReaderFailed(EvidenceKitError):
    """The reader process died, hung or broke the protocol. Fields: reason."""

    code = "reader_failed"


class LimitReached(EvidenceKitError):
    """A named ceiling was reached. Fields: limit, value, ceiling."""

    code = "limit_reached"


class Inconsistent(EvidenceKitError):
    """Counts or quotations that must agree do not. Fields: what, expected, found."""

    code = "inconsistent"


class OutputExists(EvidenceKitError):
    """The place to write to already holds something. Fields: path."""

    code = "output_exists"


class CopyRefused(EvidenceKitError):
    """A folder cannot become a copy of the vault, or stay one.

    Fields: reason, path; where the logs part: common, common_time, here, there (numbers of entries).
    """

    code = "copy_refused"


class Cancelled(EvidenceKitError):
    """The person stopped the work. Fields: done, total."""

    code = "cancelled"


NAMED_ERRORS: tuple[type[EvidenceKitError], ...] = (
    EvidenceKitError,
    UsageFault,
    InputRefused,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
    Damaged,
    NewerFormat,
    NotAVault,
    VaultExists,
    VaultInUse,
    VaultReadOnly,
    StorageFailed,
    DiskFull,
    UnknownExhibit,
    UnknownMessage,
    NotHeld,
    NotUnderstood,
    ReaderFailed,
    LimitReached,
    Inconsistent,
    OutputExists,
    CopyRefused,
    Cancelled,
)
