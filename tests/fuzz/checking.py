# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold of every reading, whatever the bytes."""

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from builders.reading import Line, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers import registry
from evidence_kit.importers.protocol import Importer, Opened
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

SAMPLES = Path(__file__).resolve().parents[1] / "importers"
SECONDS_AT_LEAST = 5.0
SECONDS_PER_BYTE = 40e-6
"""Generous: an ordinary reading takes a hundredth of it. What grows with the square of the bytes does not."""
TOO_SLOW = "too slow"
ALL = (*registry.IMPORTERS, registry.SHOWN_AS_TEXT, registry.FALL_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file of our own making, and who reads it."""

    name: str
    data: bytes
    importer: str


def samples() -> tuple[Sample, ...]:
    """Return all samples that are small enough to be read a thousand times."""
    found = []
    for file in sorted(SAMPLES.glob("*/*/*")):
        if file.name != "expected.json" and file.stat().st_size < 60_000:
            data = file.read_bytes()
            importer = registry.recognise(_opened(data, file.name)).importer.name
            found.append(Sample(name=file.name, data=data, importer=importer))
    return tuple(found)


def trouble(data: bytes, name: str, importer: Importer) -> str | None:
    """Read bytes with one importer and with the one that is chosen; return what went wrong, as a code."""
    begin = time.process_time()
    try:
        _by(data, name, importer)
        _hold(read_bytes(data, name))
        _members(data, name)
    except AssertionError as failure:
        return f"does not hold: {failure}"
    except NotUnderstood as failure:
        return f"not caught: {failure.fields['reason']}"
    except Exception as failure:  # noqa: BLE001 -- that is what is looked for
        return f"{type(failure).__name__} at {_place(failure)}"
    allowed = SECONDS_AT_LEAST + len(data) * SECONDS_PER_BYTE
    return TOO_SLOW if time.process_time() - begin > allowed else None


def _place(failure: BaseException) -> str:
    trace = failure.__traceback__
    place = "?"
    while trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _opened(data: bytes, name: str) -> Opened:
    return Opened(MemorySource(data), from_text(name))


def _by(data: bytes, name: str, importer: Importer) -> None:
    """Ask an importer directly: what it does not know it must say, and raise nothing else."""
    opened = _opened(data, name)
    if importer.recognise(opened) is not None:
        with contextlib.suppress(NotUnderstood):
            importer.members(opened)


def _hold(lines: list[Line]) -> None:
    summary = lines[-1]
    spoken = [line for line in lines if line["type"] == "message"]
    assert lines[0]["type"] == "source", "source"
    assert summary["type"] == "summary", "summary"
    assert summary["records"] == len(spoken) == sum(summary["by_kind"].values()), "records"
    assert summary["notes"] == sum(line["type"] == "note" for line in lines), "notes"
    assert summary["lines_total"] == summary["lines_accounted"], "lines"


def _members(data: bytes, name: str) -> None:
    source, shown = MemorySource(data), from_text(name)
    try:
        keys = [info.key for info in work.survey(source, shown).members]
    except NotUnderstood:  # it may say so; the file is then listed without members
        return
    assert len(set(keys)) == len(keys), "members"
    assert len(list(work.digest_members(source, shown, keys))) == len(keys), "digests"
