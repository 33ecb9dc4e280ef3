# SPDX-License-Identifier: GPL-3.0-or-later
"""Key derivation in a short-lived child: scrypt at 2^18 peaks at 273 MB and may hold the GIL.

The passphrase travels over the pipe, never in arguments or environment. Request: one byte
operation (o = open, s = seal), one byte log2(N), then three fields of four bytes length (big endian)
and body: slot or plaintext, passphrase. Answer: one byte outcome, then one such field.
"""

import struct
import subprocess
from collections.abc import Sequence
from typing import BinaryIO

from evidence_kit.crypto.age import (
    ScryptParams,
    open_with_passphrase,
    seal_with_passphrase,
)
from evidence_kit.crypto.errors import NoIdentityMatched, WorkFactorTooHigh
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import Cancelled, Damaged, ReaderFailed, WrongPassphrase

FIELD_MAX = 1 << 20
"""A slot is under 1 KB and a passphrase one line; more is not ours."""
POLL_SECONDS = 0.1
"""How often a waiting caller looks whether the person gave up."""

_LENGTH = struct.Struct(">I")
_OK, _WRONG, _DAMAGED, _COSTLY = b"k", b"w", b"d", b"c"


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Be the child: one request, one answer, end."""
    operation = stdin.read(1)
    log_n = stdin.read(1)
    body, passphrase = _read_field(stdin), Secret(_read_field(stdin))
    try:
        if operation == b"s":
            answer = seal_with_passphrase(body, passphrase, ScryptParams(log_n[0]))
        else:
            answer = open_with_passphrase(body, passphrase)
        outcome = _OK
    except NoIdentityMatched:
        outcome, answer = _WRONG, b""
    except WorkFactorTooHigh:
        outcome, answer = _COSTLY, b""
    except Damaged as error:
        outcome, answer = _DAMAGED, str(error.fields.get("why", "")).encode("ascii")
    passphrase.wipe()
    stdout.write(outcome + _LENGTH.pack(len(answer)) + answer)
    stdout.flush()
    return 0


def open_slot_in_child(
    command: Sequence[str], slot: bytes, passphrase: Secret, cancel: CancelToken | None = None
) -> bytes:
    """Open a passphrase slot in a child process.

    Raises:
        WrongPassphrase: it does not open with this.
        Damaged: the slot breaks the format.
        ReaderFailed: the child died.
        Cancelled: the person gave up.
    """
    return _ask(command, b"o\x00" + _field(slot) + _field(passphrase.reveal()), cancel)


def seal_slot_in_child(
    command: Sequence[str],
    content: bytes,
    passphrase: Secret,
    params: ScryptParams,
    cancel: CancelToken | None = None,
) -> bytes:
    """Seal a slot's content under a passphrase in a child process; raises as opening does."""
    head = b"s" + bytes([params.log_n])
    return _ask(command, head + _field(content) + _field(passphrase.reveal()), cancel)


def _ask(command: Sequence[str], request: bytes, cancel: CancelToken | None) -> bytes:
    with subprocess.Popen(  # noqa: S603 -- our own executable
        list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=True
    ) as child:
        try:
            answer = _wait(child, request, cancel)
        finally:
            if child.poll() is None:
                child.kill()
    return _read_answer(answer)


def _wait(child: "subprocess.Popen[bytes]", request: bytes, cancel: CancelToken | None) -> bytes:
    pending: bytes | None = request
    while True:
        try:
            return child.communicate(pending, timeout=POLL_SECONDS)[0]
        except subprocess.TimeoutExpired:
            pending = None
            if cancel is not None and cancel.cancelled:
                raise Cancelled from None


def _read_answer(answer: bytes) -> bytes:
    if len(answer) < 1 + _LENGTH.size:
        raise ReaderFailed(reason="key_child_died")
    outcome, (length,) = answer[:1], _LENGTH.unpack(answer[1 : 1 + _LENGTH.size])
    body = answer[1 + _LENGTH.size :]
    if len(body) != length:
        raise ReaderFailed(reason="key_child_died")
    if outcome == _WRONG:
        raise WrongPassphrase
    if outcome == _COSTLY:
        raise Damaged(item="key slot", why="work_factor_too_high")
    if outcome != _OK:
        raise Damaged(item="key slot", why=body.decode("ascii", "replace"))
    return body


def _field(data: bytes) -> bytes:
    return _LENGTH.pack(len(data)) + data


def _read_field(stream: BinaryIO) -> bytes:
    raw = stream.read(_LENGTH.size)
    if len(raw) < _LENGTH.size:
        raise ReaderFailed(reason="pipe_ended")
    (length,) = _LENGTH.unpack(raw)
    if length > FIELD_MAX:
        raise ReaderFailed(reason="frame_too_large")
    return stream.read(int(length))
