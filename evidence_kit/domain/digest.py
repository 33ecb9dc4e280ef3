# SPDX-License-Identifier: GPL-3.0-or-later
"""SHA-256 of bytes, as a value."""

import re
from dataclasses import dataclass

_HEX64 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """A SHA-256 value (FIPS 180-4)."""

    hex: str
    """64 lower-case hex digits."""

    def __post_init__(self) -> None:
        if _HEX64.match(self.hex) is None:
            msg = "a digest is 64 lower-case hex digits"
            raise ValueError(msg)

    def grouped(self, width: int = 4) -> str:
        """Return the digits in groups, for people who compare by eye."""
        return " ".join(self.hex[i : i + width] for i in range(0, 64, width))
