# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases: what they cost, and what goes wrong with them."""

import resource
import subprocess
import sys

import pytest

from evidence_kit.crypto.age import (
    SCRYPT_CHEAPEST,
    SCRYPT_DEFAULT,
    Identity,
    Passphrase,
    ScryptParams,
    calibrate_scrypt,
    open_bytes,
    open_with_passphrase,
    seal_bytes,
    seal_with_passphrase,
)
from evidence_kit.crypto.errors import (
    HeaderDamaged,
    HeaderMacWrong,
    NoIdentityMatched,
    NotEnoughMemory,
    PassphraseNotMatched,
    PayloadDamaged,
    WorkFactorTooHigh,
)
from evidence_kit.crypto.secret import Secret
from evidence_kit.errors import WrongPassphrase
from evidence_kit.limits import WORK_FACTOR_MAX

DAMAGE = (HeaderDamaged, HeaderMacWrong, NoIdentityMatched, PayloadDamaged, WorkFactorTooHigh)
WORDS = Secret.from_text("drie lampen op tafel")
SLOT = seal_with_passphrase(b"inhoud", WORDS, SCRYPT_CHEAPEST)


def test_a_passphrase_opens_in_either_normal_form() -> None:
    sealed = seal_with_passphrase(b"x", Secret.from_text("cafe\u0301 om de hoek"), SCRYPT_CHEAPEST)
    assert open_with_passphrase(sealed, Secret.from_text("caf\u00e9 om de hoek")) == b"x"


def test_another_passphrase_is_a_failure_of_its_own() -> None:
    with pytest.raises(PassphraseNotMatched) as caught:
        open_with_passphrase(SLOT, Secret.from_text("Drie lampen op tafel"))
    assert isinstance(caught.value, WrongPassphrase)


def test_several_passphrases_are_tried_in_turn() -> None:
    assert open_bytes(SLOT, [Passphrase(Secret(b"other")), Passphrase(WORDS)]) == b"inhoud"


def test_a_file_for_a_key_is_not_a_wrong_passphrase() -> None:
    key = Identity.generate()
    with pytest.raises(NoIdentityMatched) as caught:
        open_with_passphrase(seal_bytes(b"x", [key.recipient]), WORDS)
    assert not isinstance(caught.value, PassphraseNotMatched)
    with pytest.raises(NoIdentityMatched) as caught:
        open_bytes(SLOT, [key])
    assert not isinstance(caught.value, PassphraseNotMatched)


def test_every_flipped_bit_of_a_slot_is_found() -> None:
    slot = bytearray(SLOT)
    for place in range(len(slot)):
        for bit in range(8):
            slot[place] ^= 1 << bit
            with pytest.raises(DAMAGE):
                open_with_passphrase(bytes(slot), WORDS, max_log_n=6)
            slot[place] ^= 1 << bit


def test_a_costly_file_is_refused_before_any_work() -> None:
    sealed = seal_with_passphrase(b"x", WORDS, ScryptParams(12))
    with pytest.raises(WorkFactorTooHigh) as caught:
        open_with_passphrase(sealed, WORDS, max_log_n=11)
    assert (caught.value.fields["value"], caught.value.fields["ceiling"]) == (12, 11)


@pytest.mark.parametrize("asked", ["21", "99", "9" * 400])
def test_any_higher_work_factor_is_too_high(asked: str) -> None:
    with pytest.raises(WorkFactorTooHigh):
        open_with_passphrase(SLOT.replace(b" 4\n", f" {asked}\n".encode()), WORDS)


def test_an_empty_passphrase_seals_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        seal_with_passphrase(b"x", Secret.from_text(""), SCRYPT_CHEAPEST)


@pytest.mark.parametrize("log_n", [0, -1, WORK_FACTOR_MAX + 1])
def test_a_cost_we_would_not_open_cannot_be_chosen(log_n: int) -> None:
    with pytest.raises(ValueError, match="cost"):
        ScryptParams(log_n)


@pytest.mark.parametrize(
    ("seconds_at_18", "log_n"),
    [(5.0, 18), (0.9, 18), (0.8, 18), (0.7, 19), (0.4, 19), (0.3, 20), (0.01, 20)],
)
def test_the_cost_follows_the_computer(seconds_at_18: float, log_n: int) -> None:
    def measure(params: ScryptParams) -> float:
        return seconds_at_18 * 2.0 ** (params.log_n - 18)

    assert calibrate_scrypt(measure) == ScryptParams(log_n)


def test_a_cost_is_only_chosen_when_it_was_run_here() -> None:
    def measure(params: ScryptParams) -> float:
        if params != SCRYPT_DEFAULT:
            raise NotEnoughMemory(limit="memory", value=params.memory, ceiling=None)
        return 0.1

    assert calibrate_scrypt(measure) == SCRYPT_DEFAULT


def test_a_slower_target_takes_a_higher_cost() -> None:
    assert calibrate_scrypt(lambda p: 2.0 ** (p.log_n - 18), 4.0) == ScryptParams(20)


def test_the_default_takes_a_quarter_of_a_gibibyte() -> None:
    assert SCRYPT_DEFAULT.memory == 256 << 20


SHORT_OF_MEMORY = """
import resource
from evidence_kit.crypto.age import ScryptParams, seal_with_passphrase
from evidence_kit.crypto.errors import NotEnoughMemory
from evidence_kit.crypto.secret import Secret
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
try:
    seal_with_passphrase(b"", Secret(b"x"), ScryptParams(20))
except NotEnoughMemory as error:
    print(error.fields["value"])
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_AS"), reason="no such limit on this system")
def test_too_little_memory_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY], capture_output=True, check=True, text=True
    )
    assert done.stdout == f"{1 << 30}\n"
