# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases of age files (c2sp.org/age): scrypt with r = 8, p = 1 and a cost that can be chosen."""

import io
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from evidence_kit.crypto.age_header import (
    Stanza,
    base64_raw,
    damaged,
    from_base64_raw,
    read_header,
)
from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.age_x25519 import WRAPPED_SIZE, ZERO_NONCE, open_wrapped
from evidence_kit.crypto.errors import NotEnoughMemory, WorkFactorTooHigh
from evidence_kit.crypto.secret import Secret
from evidence_kit.limits import WORK_FACTOR_MAX

KIND = "scrypt"

_LABEL = b"age-encryption.org/v1/scrypt"
_SALT_SIZE = 16
_BLOCK = 128 * 8  # bytes of memory per unit of N at r = 8 (RFC 7914 section 2)
_DECIMAL = re.compile(r"[1-9][0-9]*\Z")
_DIGITS_MAX = 4  # more digits than these need not be read to be known as too many


@dataclass(frozen=True, slots=True)
class ScryptParams:
    """Cost of a passphrase: N = 2^log_n."""

    log_n: int
    """Each step up doubles time and memory; 18 takes 256 MiB and about a second."""

    def __post_init__(self) -> None:
        if not 0 < self.log_n <= WORK_FACTOR_MAX:
            msg = "a cost we would not open ourselves"
            raise ValueError(msg)

    @property
    def memory(self) -> int:
        """Bytes of memory that one derivation takes."""
        return _BLOCK << self.log_n


SCRYPT_DEFAULT = ScryptParams(18)
SCRYPT_HIGHEST = ScryptParams(20)
SCRYPT_CHEAPEST = ScryptParams(4)
"""Only for tests: no protection at all."""


def calibrate_scrypt(
    measure: Callable[[ScryptParams], float],
    target_seconds: float = 1.0,
    memory_max: int | None = None,
) -> ScryptParams:
    """Return the cost, between 2^18 and 2^20, that takes about the target on this computer.

    Args:
        measure: does one derivation of this cost and returns its seconds. Every cost returned has
            been run here once, so that the vault can be opened where it was made.
        target_seconds: what a person waits for gladly.
        memory_max: bytes that a cost above the default may take; None for as much as there is.

    Raises:
        NotEnoughMemory: not even the default can be run.
    """
    chosen = SCRYPT_DEFAULT
    seconds = measure(chosen)
    while chosen != SCRYPT_HIGHEST and seconds * 2 <= target_seconds * 1.5:
        higher = ScryptParams(chosen.log_n + 1)
        if memory_max is not None and higher.memory > memory_max:
            break
        try:
            seconds = measure(higher)
        except NotEnoughMemory:
            break
        chosen = higher
    return chosen


def work_factor(data: bytes) -> int | None:
    """Return log2(N) of what is sealed under a passphrase; None when it is sealed otherwise.

    Raises:
        HeaderDamaged: the header breaks the format.
    """
    for stanza in read_header(SealedInput(io.BytesIO(data))).stanzas:
        if stanza.args[0] == KIND:
            return stated_cost(stanza)
    return None


def stated_cost(stanza: Stanza) -> int:
    """Return log2(N) that a passphrase stanza asks for; of a huge one only its first digits.

    Raises:
        HeaderDamaged: it states none.
    """
    if len(stanza.args) != 3 or _DECIMAL.match(stanza.args[2]) is None:
        raise damaged("scrypt_work_factor")
    return int(stanza.args[2][:_DIGITS_MAX])


class Passphrase:
    """A passphrase, as recipient and as identity."""

    __slots__ = ("_ceiling", "_params", "_secret")

    def __init__(
        self, secret: Secret, params: ScryptParams = SCRYPT_DEFAULT, ceiling: int = WORK_FACTOR_MAX
    ) -> None:
        """`params` is for sealing; `ceiling` bounds log2(N) of what is opened."""
        self._secret = secret
        self._params = params
        self._ceiling = ceiling

    def wrap(self, file_key: bytes) -> Stanza:
        """Wrap under the passphrase with a fresh salt.

        Raises:
            NotEnoughMemory: this computer cannot do so much work.
            ValueError: the passphrase is empty, which stock age refuses to open.
        """
        if not self._secret.reveal():
            msg = "an empty passphrase"
            raise ValueError(msg)
        salt = secrets.token_bytes(_SALT_SIZE)
        key = self._derive(salt, self._params.log_n)
        body = ChaCha20Poly1305(key).encrypt(ZERO_NONCE, file_key, None)
        return Stanza(args=(KIND, base64_raw(salt), str(self._params.log_n)), body=body)

    def unwrap(self, stanzas: tuple[Stanza, ...]) -> bytes | None:
        """Unwrap a passphrase stanza; None when there is none under this passphrase.

        Raises:
            HeaderDamaged: it breaks the format.
            WorkFactorTooHigh: it asks for more work than the ceiling.
            NotEnoughMemory: this computer cannot do so much work.
        """
        for stanza in stanzas:
            if stanza.args[0] == KIND:
                return self._unwrap_one(stanza)
        return None

    def _unwrap_one(self, stanza: Stanza) -> bytes | None:
        if len(stanza.args) != 3:
            raise damaged("scrypt_arguments")
        salt = from_base64_raw(stanza.args[1].encode("ascii"))
        if len(salt) != _SALT_SIZE or len(stanza.body) != WRAPPED_SIZE:
            raise damaged("scrypt_size")
        log_n = stated_cost(stanza)
        if log_n > self._ceiling:
            raise WorkFactorTooHigh(limit="WORK_FACTOR_MAX", value=log_n, ceiling=self._ceiling)
        return open_wrapped(self._derive(salt, log_n), stanza.body)

    def _derive(self, salt: bytes, log_n: int) -> bytes:
        kdf = Scrypt(salt=_LABEL + salt, length=32, n=1 << log_n, r=8, p=1)
        try:
            return kdf.derive(self._secret.reveal())
        except MemoryError as error:
            raise NotEnoughMemory(limit="memory", value=_BLOCK << log_n, ceiling=None) from error
