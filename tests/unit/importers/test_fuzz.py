# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for bytes on which an importer fails finds them, and every importer is searched."""

import random
from collections.abc import Callable

import pytest

from evidence_kit.importers import registry
from evidence_kit.importers.chats.line import importer as line
from evidence_kit.importers.html_events import HtmlEvents
from evidence_kit.importers.text_lines import decode, lines
from fuzz import run
from fuzz.checking import ALL, samples, trouble
from fuzz.mutating import mutated, shrunk

HELD = samples()
LINE = registry.by_name("line")


def tries(count: int) -> Callable[[int], bool]:
    return lambda done: done < count


def test_every_importer_has_samples_to_mutate() -> None:
    missing = {one.name for one in ALL} - {sample.importer for sample in HELD}
    assert missing == set()


def test_a_sound_importer_passes() -> None:
    assert run.fuzz(LINE, HELD, 1, tries(60)) is None


def test_an_importer_that_raises_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(raw: bytes) -> object:
        if b"\xff" in raw:
            raise ValueError
        return decode(raw)

    monkeypatch.setattr(line, "decode", broken)
    found = run.fuzz(LINE, HELD, 1, tries(4000))
    assert found is not None
    assert found.what.startswith("ValueError at ")
    assert len(found.data) < 60


def test_an_importer_that_loses_lines_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "lines", lambda chunks: list(lines(chunks))[:-1])
    found = run.fuzz(LINE, HELD, 1, tries(50))
    assert found is not None
    assert found.what == "does not hold: lines"


def test_the_same_seed_gives_the_same_bytes() -> None:
    others = tuple(sample.data for sample in HELD)

    def made(seed: int) -> list[bytes]:
        chance = random.Random(seed)  # noqa: S311 -- no secret
        return [mutated(others[n % len(others)], others, chance) for n in range(40)]

    assert made(7) == made(7)
    assert made(7) != made(8)


def test_what_was_found_is_made_small() -> None:
    assert shrunk(b"a" * 500 + b"X" + b"b" * 500, lambda data: b"X" in data) == b"X"


def test_bytes_that_end_badly_in_a_page_are_accounted_for() -> None:
    sample = next(one for one in HELD if one.importer == "telegram_html" and one.data[:2] == b"PK")
    for end in range(100, len(sample.data), 97):
        assert trouble(sample.data[:end], sample.name, registry.by_name("telegram_html")) is None
    assert HtmlEvents([]).damage is None
