# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in an original a record stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A place in the bytes of an original, or of one member of it."""

    member: str | None
    """Path inside a container as shown; None when the original itself is meant."""
    start: int
    """First byte, counted from 0, in the (decompressed) member."""
    end: int
    """One past the last byte."""
    pointer: str | None = None
    """JSON pointer (RFC 6901) where the source is JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRef:
    """What an annotation points to: a record by place and bytes, never by number alone."""

    locator: Locator
    sha256: str
    """SHA-256 of the raw record, 64 hex digits."""
    conversation: int
    """Label only: which conversation of the source, from 1."""
    n: int
    """Label only: the number the record had when the annotation was made."""
