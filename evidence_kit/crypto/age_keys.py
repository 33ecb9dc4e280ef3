# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can seal an age file and who can open it; the file key out of a header."""

from collections.abc import Sequence
from typing import Protocol

from evidence_kit.crypto.age_header import Stanza, check_mac, damaged, read_header
from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.age_scrypt import KIND, Passphrase
from evidence_kit.crypto.errors import NoIdentityMatched, PassphraseNotMatched


class Wraps(Protocol):
    """Can wrap a file key: a Recipient or a Passphrase."""

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the stanza that lets the holder of the key open the file."""
        ...


class Unwraps(Protocol):
    """Can unwrap a file key: an Identity or a Passphrase."""

    def unwrap(self, stanzas: tuple[Stanza, ...]) -> bytes | None:
        """Return the file key, or None when no stanza is for this key."""
        ...


def unwrap_file_key(source: SealedInput, identities: Sequence[Unwraps]) -> bytes:
    """Read the header of a sealed file and take the file key out of it.

    Raises:
        HeaderDamaged, HeaderMacWrong: it is not what was written.
        NoIdentityMatched: none of the keys is for it; PassphraseNotMatched where one was tried.
        WorkFactorTooHigh, NotEnoughMemory: it asks for more passphrase work than can be done.
    """
    header = read_header(source)
    if mixes_passphrase(header.stanzas):
        raise damaged("scrypt_not_alone")
    for identity in identities:
        file_key = identity.unwrap(header.stanzas)
        if file_key is not None:
            check_mac(header, file_key)
            return file_key
    if header.stanzas[0].args[0] == KIND and any(isinstance(i, Passphrase) for i in identities):
        raise PassphraseNotMatched
    raise NoIdentityMatched


def mixes_passphrase(stanzas: tuple[Stanza, ...]) -> bool:
    """Say whether a passphrase stands beside others: who opens it would trust the wrong maker."""
    return len(stanzas) > 1 and any(stanza.args[0] == KIND for stanza in stanzas)
