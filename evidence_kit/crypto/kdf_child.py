# SPDX-License-Identifier: GPL-3.0-or-later
"""Key derivation in a short-lived child: scrypt at 2^18 peaks at 273 MB and may hold the GIL.

The passphrase travels over the pipe, never in arguments or environment, and the child's memory goes
back to the system with it. One request, one answer:

    request  operation (1 byte: o open, s seal, t time) || log2(N) (1 byte; of opening: the ceiling)
             || field (slot, or plaintext, or nothing) || field (passphrase, or nothing)
    answer   outcome (1 byte, _Outcome) || field (result, or facts about the failure)
    field    length (4 bytes, big endian) || bytes
"""

import struct
import subprocess
import time
from collections.abc import Sequence
from enum import Enum
from typing import BinaryIO

from evidence_kit.crypto.age import ScryptParams, open_with_passphrase, seal_with_passphrase
from evidence_kit.crypto.errors import (
    KeyChildFailed,
    NoIdentityMatched,
    NotEnoughMemory,
    PassphraseNotMatched,
    WorkFactorTooHigh,
)
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import Damaged, EvidenceKitError
from evidence_kit.limits import KEY_CHILD_FIELD_MAX, KEY_CHILD_SECONDS_MAX, WORK_FACTOR_MAX

POLL_SECONDS = 0.1
"""How often a waiting caller looks whether the person gave up."""

_OPEN, _SEAL, _TIME = b"o", b"s", b"t"
_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">Q")
_SECONDS = struct.Struct(">d")
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console flashes up


class _Outcome(Enum):
    DONE = b"k"
    WRONG_PASSPHRASE = b"w"
    NO_PASSPHRASE_SLOT = b"n"
    DAMAGED = b"d"  # field: why
    TOO_COSTLY = b"c"  # field: log2(N) asked for
    NO_MEMORY = b"m"  # field: bytes asked for


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Be the child: one request, one answer, end.

    Returns:
        The exit code: 0 when there was an answer, 2 when there was no proper request.
    """
    head = stdin.read(2)
    body, passphrase = _read_field(stdin), _read_field(stdin)
    if (
        len(head) != 2
        or head[:1] not in {_OPEN, _SEAL, _TIME}
        or body is None
        or passphrase is None
    ):
        return 2
    with Secret(passphrase) as secret:
        outcome, answer = _answer(head[:1], head[1], body, secret)
    stdout.write(outcome.value + _field(answer))
    stdout.flush()
    return 0


def open_slot_in_child(
    command: Sequence[str], slot: bytes, passphrase: Secret, cancel: CancelToken | None = None
) -> bytes:
    """Open a passphrase slot in a child process.

    Args:
        command: starts a process that does `run` on its standard input and output.
        slot: the bytes of the sealed file.
        passphrase: what the person typed.
        cancel: looked at while waiting; the child is killed.

    Raises:
        PassphraseNotMatched: it does not open with this.
        NoIdentityMatched: it is no passphrase slot.
        Damaged: the slot breaks the format.
        WorkFactorTooHigh, NotEnoughMemory: it asks for more work than can be done.
        KeyChildFailed: the child did not start, died or hung.
        Cancelled: the person gave up.
    """
    request = _OPEN + bytes([WORK_FACTOR_MAX]) + _field(slot) + _field(passphrase.reveal())
    return _ask(command, request, cancel)


def seal_slot_in_child(
    command: Sequence[str],
    content: bytes,
    passphrase: Secret,
    params: ScryptParams,
    cancel: CancelToken | None = None,
) -> bytes:
    """Seal a slot's content under a passphrase in a child process.

    Raises:
        NotEnoughMemory: this computer cannot do so much work.
        KeyChildFailed: the child did not start, died or hung.
        Cancelled: the person gave up.
        ValueError: the passphrase is empty.
    """
    if not passphrase:
        msg = "an empty passphrase"
        raise ValueError(msg)
    request = _SEAL + bytes([params.log_n]) + _field(content) + _field(passphrase.reveal())
    return _ask(command, request, cancel)


def measure_scrypt_in_child(
    command: Sequence[str], params: ScryptParams, cancel: CancelToken | None = None
) -> float:
    """Return the seconds that one derivation takes here, without the start of the child.

    Made for `age.calibrate_scrypt`. Raises as `seal_slot_in_child`.
    """
    request = _TIME + bytes([params.log_n]) + _field(b"") + _field(b"")
    seconds: float = _SECONDS.unpack(_ask(command, request, cancel))[0]
    return seconds


def _answer(operation: bytes, log_n: int, body: bytes, secret: Secret) -> tuple[_Outcome, bytes]:
    try:
        return _Outcome.DONE, _work(operation, log_n, body, secret)
    except PassphraseNotMatched:
        return _Outcome.WRONG_PASSPHRASE, b""
    except NoIdentityMatched:
        return _Outcome.NO_PASSPHRASE_SLOT, b""
    except WorkFactorTooHigh as error:
        return _Outcome.TOO_COSTLY, _NUMBER.pack(int(error.fields["value"] or 0))
    except NotEnoughMemory as error:
        return _Outcome.NO_MEMORY, _NUMBER.pack(int(error.fields["value"] or 0))
    except Damaged as error:
        return _Outcome.DAMAGED, str(error.fields["why"]).encode("ascii")


def _work(operation: bytes, log_n: int, body: bytes, secret: Secret) -> bytes:
    if operation == _OPEN:
        return open_with_passphrase(body, secret, max_log_n=log_n)
    if operation == _SEAL:
        return seal_with_passphrase(body, secret, ScryptParams(log_n))
    begin = time.perf_counter()
    seal_with_passphrase(b"", Secret(b"measured"), ScryptParams(log_n))
    return _SECONDS.pack(time.perf_counter() - begin)


def _ask(command: Sequence[str], request: bytes, cancel: CancelToken | None) -> bytes:
    try:
        child = subprocess.Popen(  # noqa: S603 -- our own executable, named by the caller
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise KeyChildFailed(reason="key_child_not_started") from error
    with child:
        try:
            answer = _wait(child, request, cancel)
        finally:
            if child.poll() is None:
                child.kill()
    return _read_answer(answer)


def _wait(child: "subprocess.Popen[bytes]", request: bytes, cancel: CancelToken | None) -> bytes:
    deadline = time.monotonic() + KEY_CHILD_SECONDS_MAX
    pending: bytes | None = request
    while time.monotonic() < deadline:
        try:
            return child.communicate(pending, timeout=POLL_SECONDS)[0]
        except subprocess.TimeoutExpired:
            pending = None
        if cancel is not None:
            cancel.check()
    raise KeyChildFailed(reason="key_child_hung")


def _read_answer(answer: bytes) -> bytes:
    head = 1 + _LENGTH.size
    body = answer[head:]
    if len(answer) < head or _LENGTH.unpack(answer[1:head])[0] != len(body):
        raise KeyChildFailed(reason="key_child_died")
    try:
        outcome = _Outcome(answer[:1])
        if outcome is _Outcome.DONE:
            return body
        failure = _failure(outcome, body)
    except (ValueError, struct.error) as error:
        raise KeyChildFailed(reason="key_child_answer") from error
    raise failure


def _failure(outcome: _Outcome, body: bytes) -> EvidenceKitError:
    match outcome:
        case _Outcome.WRONG_PASSPHRASE:
            return PassphraseNotMatched()
        case _Outcome.NO_PASSPHRASE_SLOT:
            return NoIdentityMatched()
        case _Outcome.TOO_COSTLY:
            log_n = _NUMBER.unpack(body)[0]
            return WorkFactorTooHigh(limit="WORK_FACTOR_MAX", value=log_n, ceiling=WORK_FACTOR_MAX)
        case _Outcome.NO_MEMORY:
            return NotEnoughMemory(limit="memory", value=_NUMBER.unpack(body)[0], ceiling=None)
        case _:
            return Damaged(item="key slot", why=body.decode("ascii"))


def _field(data: bytes) -> bytes:
    return _LENGTH.pack(len(data)) + data


def _read_field(stream: BinaryIO) -> bytes | None:
    raw = stream.read(_LENGTH.size)
    if len(raw) < _LENGTH.size:
        return None
    length: int = _LENGTH.unpack(raw)[0]
    if length > KEY_CHILD_FIELD_MAX:
        return None
    data = stream.read(length)
    return data if len(data) == length else None
