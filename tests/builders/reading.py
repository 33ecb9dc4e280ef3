# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads files with the real importers, in this process."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work
from evidence_kit.reader.zones import zone_data

Line = dict[str, Any]
"""One record line, as JSON."""


def read_bytes(data: bytes, name: str, choices: Choices | None = None) -> list[Line]:
    """All record lines of a file."""
    choices = choices or Choices()
    blocks: list[bytes] = []
    work.interpret(
        work.Task(
            source=MemorySource(data),
            name=from_text(name),
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            choices=choices,
            zone_data=b"" if choices.zone is None else zone_data(choices.zone),
        ),
        blocks.append,
    )
    return [json.loads(line) for line in b"".join(blocks).split(b"\n")[:-1]]


def messages(lines: Iterable[Line]) -> list[Line]:
    """The messages among lines."""
    return [line for line in lines if line["type"] == "message"]


def notes(lines: Iterable[Line]) -> list[str]:
    """The kinds of notes among lines."""
    return [line["kind"] for line in lines if line["type"] == "note"]


def android(*records: str) -> bytes:
    """An Android chat of records behind one date, a minute apart."""
    return "".join(
        f"18-03-2022 14:{minute:02} - {record}\n" for minute, record in enumerate(records)
    ).encode()


def packed(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members; a name may occur twice."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2022, 3, 18, 14, 56, 2)), data, method)
    return held.getvalue()
