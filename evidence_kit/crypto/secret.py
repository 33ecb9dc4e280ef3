# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret that does not print itself.

Python keeps copies of strings and bytes; only the end of the process wipes those. `wipe` clears our
own copy, and no more is promised.
"""

import hmac
import unicodedata
from types import TracebackType
from typing import NoReturn, Self

from evidence_kit.crypto.errors import KeyMalformed, SecretWiped


class Secret:
    """Bytes that must not be shown, logged, pickled or compared in variable time."""

    __slots__ = ("_bytes", "_wiped")

    def __init__(self, data: bytes | bytearray) -> None:
        self._bytes = bytearray(data)
        self._wiped = False

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Take a passphrase: NFC, then UTF-8, so that it opens on every keyboard and system.

        Raises:
            KeyMalformed: the text holds a lone surrogate, which no UTF-8 has.
        """
        try:
            return cls(unicodedata.normalize("NFC", text).encode("utf-8"))
        except UnicodeEncodeError:
            # Not chained: that error carries the whole text.
            raise KeyMalformed(reason="not_text", name="passphrase") from None

    @classmethod
    def from_bytes(cls, data: bytes | bytearray) -> Self:
        """Take raw bytes."""
        return cls(data)

    def reveal(self) -> bytes:
        """Return the bytes; the caller keeps them as short as it can.

        Raises:
            SecretWiped: they are gone; an empty answer would pass for a key.
        """
        if self._wiped:
            raise SecretWiped
        return bytes(self._bytes)

    def wipe(self) -> None:
        """Clear our copy."""
        self._wiped = True
        self._bytes[:] = bytes(len(self._bytes))  # in place, before the memory is given back
        self._bytes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wipe()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._bytes, other._bytes)

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a table

    def __bool__(self) -> bool:
        return bool(self._bytes)

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> NoReturn:
        msg = "a secret does not leave its process this way"
        raise TypeError(msg)
