# SPDX-License-Identifier: GPL-3.0-or-later
"""The text header of an age v1 file (c2sp.org/age): stanzas and the MAC over them.

Read exactly as the specification's grammar has it; anything else is damage. A header that is read and
written again comes out as the same bytes.
"""

import base64
import hmac
import re
from dataclasses import dataclass

from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.derive import hkdf
from evidence_kit.crypto.errors import HeaderDamaged, HeaderMacWrong
from evidence_kit.limits import AGE_HEADER_MAX, AGE_STANZAS_MAX

VERSION = b"age-encryption.org/v1"
FILE_KEY_SIZE = 16
MAC_SIZE = 32

_LINE = 64
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*\Z")
_ARGUMENT = re.compile(rb"[\x21-\x7e]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stanza:
    """One wrapping of the file key."""

    args: tuple[str, ...]
    """The first names the kind."""
    body: bytes

    def encode(self) -> bytes:
        """Return the stanza's lines; the last is shorter than 64, if need be empty."""
        text = base64_raw(self.body)
        lines = [text[i : i + _LINE] for i in range(0, len(text) + 1, _LINE)]
        return ("-> " + " ".join(self.args) + "\n" + "".join(f"{x}\n" for x in lines)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header as read; nothing in it is authenticated before `check_mac`."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    covered: bytes
    """The bytes the MAC stands for: up to and with the three hyphens."""


def damaged(why: str) -> HeaderDamaged:
    """Return the error for a header, with a code for what is wrong."""
    return HeaderDamaged(item="age header", why=why)


def base64_raw(data: bytes) -> str:
    """Return canonical base64 without padding."""
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def from_base64_raw(untrusted: bytes) -> bytes:
    """Read canonical base64 without padding.

    Raises:
        HeaderDamaged: anything else.
    """
    if _BASE64.match(untrusted) is None or len(untrusted) % 4 == 1:
        raise damaged("base64")
    data = base64.b64decode(untrusted + b"=" * (-len(untrusted) % 4))
    if base64.b64encode(data).rstrip(b"=") != untrusted:
        raise damaged("base64_not_canonical")
    return data


def encode_header(stanzas: tuple[Stanza, ...], file_key: bytes) -> bytes:
    """Return the header up to and including the MAC line."""
    covered = VERSION + b"\n" + b"".join(stanza.encode() for stanza in stanzas) + b"---"
    return covered + b" " + base64_raw(_mac(covered, file_key)).encode() + b"\n"


def check_mac(header: Header, file_key: bytes) -> None:
    """Check that the header is the one that was made with this file key.

    Raises:
        HeaderMacWrong: it was changed.
    """
    if not hmac.compare_digest(_mac(header.covered, file_key), header.mac):
        raise HeaderMacWrong(item="age header", why="mac")


def read_header(source: SealedInput) -> Header:
    """Read a header; the source stands at the payload afterwards.

    Raises:
        HeaderDamaged: the bytes break the format, or are more than any header of ours.
    """
    lines = _Lines(source)
    if lines.next() != VERSION:
        raise damaged("version")
    stanzas: list[Stanza] = []
    while not (line := lines.next()).startswith(b"---"):
        # Each stanza may cost a key exchange before anything is authenticated.
        if len(stanzas) == AGE_STANZAS_MAX:
            raise damaged("too_many_stanzas")
        stanzas.append(_stanza(line, lines))
    if not line.startswith(b"--- ") or not stanzas:
        raise damaged("mac_line")
    mac = from_base64_raw(line[4:])
    if len(mac) != MAC_SIZE:
        raise damaged("mac_length")
    return Header(stanzas=tuple(stanzas), mac=mac, covered=lines.before_last() + b"---")


class _Lines:
    def __init__(self, source: SealedInput) -> None:
        self._source = source
        self._raw = bytearray()
        self._last = 0

    def next(self) -> bytes:
        line = self._source.line(AGE_HEADER_MAX - len(self._raw))
        if not line.endswith(b"\n"):
            raise damaged("truncated_or_too_long")
        self._last = len(self._raw)
        self._raw += line
        return line[:-1]

    def before_last(self) -> bytes:
        return bytes(self._raw[: self._last])


def _stanza(line: bytes, lines: _Lines) -> Stanza:
    if not line.startswith(b"-> "):
        raise damaged("stanza")
    args = line[3:].split(b" ")
    if not all(_ARGUMENT.match(arg) for arg in args):
        raise damaged("stanza_arguments")
    body = bytearray()
    while True:
        part = lines.next()
        if len(part) > _LINE or _BASE64.match(part) is None:
            raise damaged("stanza_body")
        body += part
        if len(part) < _LINE:
            break
    return Stanza(
        args=tuple(arg.decode("ascii") for arg in args), body=from_base64_raw(bytes(body))
    )


def _mac(covered: bytes, file_key: bytes) -> bytes:
    return hmac.digest(hkdf(file_key, b"", b"header"), covered, "sha256")
