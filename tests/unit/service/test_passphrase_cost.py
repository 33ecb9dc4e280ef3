# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guess costs: a second on this computer, and never more memory than it can spare."""

import sys
from pathlib import Path

import pytest

from builders.clock import FixedClock
from evidence_kit import memory
from evidence_kit.crypto.age import SCRYPT_DEFAULT, ScryptParams
from evidence_kit.crypto.errors import NotEnoughMemory
from evidence_kit.paths import KEY_CHILD, own_command
from evidence_kit.service import keys, opening
from evidence_kit.service.passphrase_cost import chosen_cost, cost_here
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

GIB = 1 << 30
WORDS = "lamp-fiets-zomer-klok-appel-brug"


def fast(params: ScryptParams) -> float:
    """A computer that does the least cost in a tenth of a second."""
    return 0.1 * 2.0 ** (params.log_n - 18)


def slow(params: ScryptParams) -> float:
    """One that takes two seconds for it."""
    return 2.0 * 2.0 ** (params.log_n - 18)


@pytest.mark.parametrize(
    ("whole", "free", "log_n"),
    [
        (int(3.7 * GIB), 2 * GIB, 18),
        (int(7.6 * GIB), 5 * GIB, 19),
        (int(15.5 * GIB), 9 * GIB, 20),
        (64 * GIB, int(1.5 * GIB), 19),
        (64 * GIB, int(0.8 * GIB), 18),
        (1 * GIB, 0, 18),
    ],
)
def test_memory_sets_a_ceiling_on_a_fast_computer(whole: int, free: int, log_n: int) -> None:
    assert chosen_cost(fast, whole, free) == ScryptParams(log_n)


def test_a_slow_computer_gets_the_least_whatever_its_memory() -> None:
    assert chosen_cost(slow, 64 * GIB, 60 * GIB) == SCRYPT_DEFAULT


def test_a_cost_beyond_the_ceiling_is_not_even_tried() -> None:
    tried: list[int] = []

    def measure(params: ScryptParams) -> float:
        tried.append(params.log_n)
        return fast(params)

    chosen_cost(measure, int(7.6 * GIB), 7 * GIB)
    assert tried == [18, 19]


def test_where_memory_is_not_told_the_least_is_taken() -> None:
    assert chosen_cost(fast) == SCRYPT_DEFAULT


def test_where_nothing_can_be_run_the_least_is_left_to_be_tried() -> None:
    def measure(params: ScryptParams) -> float:
        raise NotEnoughMemory(limit="memory", value=params.memory, ceiling=None)

    assert chosen_cost(measure, 64 * GIB, 64 * GIB) == SCRYPT_DEFAULT


def test_without_a_key_process_nothing_is_measured() -> None:
    assert cost_here(None) == SCRYPT_DEFAULT
    assert Session(clock=FixedClock()).scrypt == SCRYPT_DEFAULT


def test_a_given_cost_is_taken_as_it_is() -> None:
    given = ScryptParams(5)
    session = Session(clock=FixedClock(), key_command=("no such program",), scrypt=given)
    assert session.scrypt is given


def test_this_computer_tells_its_memory() -> None:
    whole, free = memory.whole_memory(), memory.free_memory()
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux is sure to tell both")
    assert whole is not None
    assert free is not None
    assert 0 < free <= whole


@pytest.mark.slow
def test_a_vault_made_here_costs_what_was_measured_and_no_more_than_memory_allows(
    tmp_path: Path,
) -> None:
    with Session(clock=FixedClock(), key_command=own_command(KEY_CHILD)) as session:
        opening.create(session, Task(), path=str(tmp_path / "v"), passphrase=WORDS)
        (slot, recovery) = keys.key_slots(session, Task())
        keys.add_passphrase(session, Task(), passphrase=WORDS + "-nog", label="Mentor")
        added = keys.key_slots(session, Task())[2]
    assert slot.cost is not None
    assert slot.cost == added.cost == session.scrypt.log_n
    assert 18 <= slot.cost <= 20
    assert recovery.cost is None
    whole = memory.whole_memory()
    if whole is not None and slot.cost > 18:
        assert ScryptParams(slot.cost).memory <= whole // 8
