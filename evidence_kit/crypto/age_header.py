# SPDX-License-Identifier: GPL-3.0-or-later
"""The text header of an age v1 file (c2sp.org/age): stanzas and the MAC over them."""

import base64
import hmac
import re
from dataclasses import dataclass
from typing import BinaryIO

from evidence_kit.crypto.derive import hkdf
from evidence_kit.crypto.errors import HeaderDamaged, HeaderMacWrong

VERSION = b"age-encryption.org/v1"
FILE_KEY_SIZE = 16
HEADER_LINE_MAX = 1 << 16
"""Longest header line read: real ones stay under 2,000 bytes (post-quantum shares)."""
HEADER_MAX = 1 << 20
"""Largest header read: thousands of recipients fit; more is not a file of ours."""

_LINE = 64
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*\Z")
_ARGUMENT = re.compile(rb"[\x21-\x7e]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stanza:
    """One wrapping of the file key."""

    args: tuple[str, ...]
    body: bytes

    def encode(self) -> bytes:
        """Return the stanza's lines."""
        text = base64_raw(self.body)
        lines = [text[i : i + _LINE] for i in range(0, len(text) + 1, _LINE)]
        return ("-> " + " ".join(self.args) + "\n" + "".join(f"{x}\n" for x in lines)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A parsed header; `authenticated` is what the MAC covers."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    authenticated: bytes


def base64_raw(data: bytes) -> str:
    """Return canonical base64 without padding."""
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def from_base64_raw(untrusted: bytes) -> bytes:
    """Read canonical base64 without padding.

    Raises:
        HeaderDamaged: anything else.
    """
    if _BASE64.match(untrusted) is None or len(untrusted) % 4 == 1:
        raise HeaderDamaged(item="age header", why="base64")
    data = base64.b64decode(untrusted + b"=" * (-len(untrusted) % 4))
    if base64.b64encode(data).rstrip(b"=") != untrusted:
        raise HeaderDamaged(item="age header", why="base64_not_canonical")
    return data


def encode_header(stanzas: tuple[Stanza, ...], file_key: bytes) -> bytes:
    """Return the header up to and including the MAC line."""
    head = VERSION + b"\n" + b"".join(stanza.encode() for stanza in stanzas) + b"---"
    return head + b" " + base64_raw(_mac(head, file_key)).encode() + b"\n"


def check_mac(header: Header, file_key: bytes) -> None:
    """Check that the header is the one that was made with this file key.

    Raises:
        HeaderMacWrong: it was changed.
    """
    if not hmac.compare_digest(_mac(header.authenticated, file_key), header.mac):
        raise HeaderMacWrong(item="age header", why="mac")


def read_header(file: BinaryIO) -> Header:
    """Read a header; the file stands at the payload afterwards.

    Raises:
        HeaderDamaged: the bytes break the format.
    """
    lines = _Lines(file)
    if lines.next() != VERSION:
        raise HeaderDamaged(item="age header", why="version")
    stanzas: list[Stanza] = []
    while True:
        line = lines.next()
        if line.startswith(b"---"):
            return _end(line, stanzas, lines)
        stanzas.append(_stanza(line, lines))


class _Lines:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.raw = bytearray()
        self.before_last = 0

    def next(self) -> bytes:
        line = self._file.readline(HEADER_LINE_MAX)
        if not line.endswith(b"\n"):
            raise HeaderDamaged(item="age header", why="truncated")
        self.before_last = len(self.raw)
        self.raw += line
        if len(self.raw) > HEADER_MAX:
            raise HeaderDamaged(item="age header", why="too_long")
        return line[:-1]


def _end(line: bytes, stanzas: list[Stanza], lines: _Lines) -> Header:
    if not line.startswith(b"--- ") or not stanzas:
        raise HeaderDamaged(item="age header", why="mac_line")
    mac = from_base64_raw(line[4:])
    if len(mac) != 32:
        raise HeaderDamaged(item="age header", why="mac_length")
    authenticated = bytes(lines.raw[: lines.before_last]) + b"---"
    return Header(stanzas=tuple(stanzas), mac=mac, authenticated=authenticated)


def _stanza(line: bytes, lines: _Lines) -> Stanza:
    if not line.startswith(b"-> "):
        raise HeaderDamaged(item="age header", why="stanza")
    args = line[3:].split(b" ")
    if not all(_ARGUMENT.match(arg) for arg in args):
        raise HeaderDamaged(item="age header", why="stanza_arguments")
    body = bytearray()
    while True:
        part = lines.next()
        if len(part) > _LINE or _BASE64.match(part) is None:
            raise HeaderDamaged(item="age header", why="stanza_body")
        body += part
        if len(part) < _LINE:
            return Stanza(
                args=tuple(arg.decode("ascii") for arg in args), body=from_base64_raw(bytes(body))
            )


def _mac(head: bytes, file_key: bytes) -> bytes:
    return hmac.digest(hkdf(file_key, b"", b"header"), head, "sha256")
