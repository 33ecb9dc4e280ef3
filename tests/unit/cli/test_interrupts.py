# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C asks once and insists the second time."""

import os
import signal
import threading

import pytest

from evidence_kit.cli.interrupts import at_once, stopping
from evidence_kit.domain.progress import CancelToken

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent to oneself")


def test_the_first_asks_the_work_to_stop() -> None:
    token = CancelToken()
    with stopping(token):
        signal.raise_signal(signal.SIGINT)
    assert token.cancelled


def test_the_second_stops_at_once() -> None:
    with stopping(CancelToken()):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_at_a_question_the_first_stops_at_once() -> None:
    token = CancelToken()
    with pytest.raises(KeyboardInterrupt), stopping(token), at_once():
        signal.raise_signal(signal.SIGINT)
    assert not token.cancelled


def test_afterwards_the_signal_does_what_it_did_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping(CancelToken()), at_once():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_leaves_signals_alone() -> None:
    found: list[object] = []

    def work() -> None:
        with stopping(CancelToken()), at_once():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGINT)]
