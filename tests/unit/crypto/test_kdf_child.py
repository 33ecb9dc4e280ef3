# SPDX-License-Identifier: GPL-3.0-or-later
"""Key derivation in a real child process."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_kit.crypto import kdf_child
from evidence_kit.crypto.age import (
    SCRYPT_CHEAPEST,
    Identity,
    ScryptParams,
    open_with_passphrase,
    seal_bytes,
)
from evidence_kit.crypto.errors import (
    KeyChildFailed,
    NoIdentityMatched,
    NotEnoughMemory,
    PassphraseNotMatched,
    WorkFactorTooHigh,
)
from evidence_kit.crypto.kdf_child import (
    measure_scrypt_in_child,
    open_slot_in_child,
    run,
    seal_slot_in_child,
)
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import Cancelled, Damaged

BODY = """
import sys
from evidence_kit.crypto.kdf_child import run
raise SystemExit(run(sys.stdin.buffer, sys.stdout.buffer))
"""
CHILD = (sys.executable, "-c", BODY)
WORDS = Secret.from_text("drie lampen op tafel")


@pytest.fixture(scope="module")
def slot() -> bytes:
    return seal_slot_in_child(CHILD, b"identity", WORDS, SCRYPT_CHEAPEST)


def test_a_slot_made_in_a_child_opens_in_a_child(slot: bytes) -> None:
    assert open_with_passphrase(slot, WORDS) == b"identity"
    assert open_slot_in_child(CHILD, slot, WORDS) == b"identity"


def test_a_wrong_passphrase_is_said(slot: bytes) -> None:
    with pytest.raises(PassphraseNotMatched):
        open_slot_in_child(CHILD, slot, Secret.from_text("anders"))


def test_damage_is_said_with_its_reason(slot: bytes) -> None:
    with pytest.raises(Damaged) as caught:
        open_slot_in_child(CHILD, slot[:-1] + bytes([slot[-1] ^ 1]), WORDS)
    assert caught.value.fields == {"item": "key slot", "why": "chunk"}
    with pytest.raises(Damaged) as caught:
        open_slot_in_child(CHILD, b"not an age file", WORDS)
    assert caught.value.fields["why"] == "truncated_or_too_long"


def test_too_much_work_is_said(slot: bytes) -> None:
    with pytest.raises(WorkFactorTooHigh) as caught:
        open_slot_in_child(CHILD, slot.replace(b" 4\n", b" 30\n"), WORDS)
    assert caught.value.fields["value"] == 30


def test_a_slot_for_a_key_is_not_a_wrong_passphrase() -> None:
    sealed = seal_bytes(b"x", [Identity.generate().recipient])
    with pytest.raises(NoIdentityMatched) as caught:
        open_slot_in_child(CHILD, sealed, WORDS)
    assert not isinstance(caught.value, PassphraseNotMatched)


def test_too_little_memory_is_said() -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
    with pytest.raises(NotEnoughMemory) as caught:
        seal_slot_in_child((sys.executable, "-c", limit + BODY), b"x", WORDS, ScryptParams(20))
    assert caught.value.fields["value"] == 1 << 30


def test_the_time_of_one_derivation_is_measured() -> None:
    assert 0 < measure_scrypt_in_child(CHILD, SCRYPT_CHEAPEST) < 60


@pytest.mark.parametrize(
    "body",
    [
        "raise SystemExit(1)",
        "print('hello')",
        "import os; os.kill(os.getpid(), 9)",
        "import sys; sys.stdout.write('?' + 4 * chr(0))",
        "import sys; sys.stdout.write('k' + 3 * chr(0) + chr(9) + 'short')",
        "import sys; sys.stdout.write('c' + 4 * chr(0))",
    ],
)
def test_a_child_that_does_not_answer_properly_is_said(body: str) -> None:
    with pytest.raises(KeyChildFailed):
        open_slot_in_child((sys.executable, "-c", body), b"x" * 200_000, WORDS)


def test_a_child_that_does_not_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyChildFailed) as caught:
        open_slot_in_child((str(tmp_path / "none"),), b"x", WORDS)
    assert caught.value.fields["reason"] == "key_child_not_started"


def test_giving_up_ends_the_child() -> None:
    cancel = CancelToken()
    cancel.cancel()
    forever = "import sys\nwhile True: sys.stdin.read(1)"
    with pytest.raises(Cancelled):
        open_slot_in_child((sys.executable, "-c", forever), b"x", WORDS, cancel)


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf_child, "KEY_CHILD_SECONDS_MAX", 0.2)
    with pytest.raises(KeyChildFailed) as caught:
        open_slot_in_child((sys.executable, "-c", "import time; time.sleep(60)"), b"x", WORDS)
    assert caught.value.fields["reason"] == "key_child_hung"


def test_the_passphrase_is_neither_an_argument_nor_in_the_environment(tmp_path: Path) -> None:
    look = (
        "import os, sys, pathlib\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(repr((sys.argv, dict(os.environ))))\n"
    )
    seal_slot_in_child((sys.executable, "-c", look + BODY), b"x", WORDS, SCRYPT_CHEAPEST)
    seen = (tmp_path / "seen").read_text()
    assert "PATH" in seen
    assert "lampen" not in seen


def test_the_child_inherits_no_open_file(tmp_path: Path) -> None:
    (tmp_path / "open").touch()
    look = (
        "import os, pathlib\n"
        "fds = [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') "
        "if os.path.exists(f'/proc/self/fd/{n}')]\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(repr(fds))\n"
    )
    with (tmp_path / "open").open("rb") as file:
        os.set_inheritable(file.fileno(), True)
        seal_slot_in_child((sys.executable, "-c", look + BODY), b"x", WORDS, SCRYPT_CHEAPEST)
    assert str(tmp_path / "open") not in (tmp_path / "seen").read_text()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"",
        b"o",
        b"o\x14",
        b"o\x14\x00\x00\x00\x05abc",
        b"o\x14\xff\xff\xff\xff",
        b"x\x14" + bytes(8),
    ],
)
def test_half_a_request_is_not_answered(request_bytes: bytes) -> None:
    out = io.BytesIO()
    assert run(io.BytesIO(request_bytes), out) == 2
    assert out.getvalue() == b""


def test_an_empty_passphrase_starts_no_child() -> None:
    with pytest.raises(ValueError, match="empty"):
        seal_slot_in_child(("/nonexistent",), b"x", Secret(b""), SCRYPT_CHEAPEST)


PEAK = """
def peak():
    from pathlib import Path
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("VmHWM"))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux says what was needed")
def test_the_memory_of_a_derivation_is_the_childs(tmp_path: Path) -> None:
    child = BODY.replace("raise SystemExit(", "code = (") + PEAK
    child += (
        f"Path = __import__('pathlib').Path\nPath({str(tmp_path / 'child')!r}).write_text(peak())"
    )
    caller = (
        "import sys\n"
        "from evidence_kit.crypto.age import SCRYPT_DEFAULT\n"
        "from evidence_kit.crypto.kdf_child import seal_slot_in_child\n"
        "from evidence_kit.crypto.secret import Secret\n"
        f"child = (sys.executable, '-c', {child!r})\n"
        "seal_slot_in_child(child, b'x', Secret(b'y'), SCRYPT_DEFAULT)\n"
        f"{PEAK}print(peak())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", caller], capture_output=True, check=True, text=True
    )
    assert int(done.stdout) << 10 < 100 << 20
    assert int((tmp_path / "child").read_text()) << 10 > 256 << 20
