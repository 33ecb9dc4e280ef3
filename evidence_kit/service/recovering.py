# SPDX-License-Identifier: GPL-3.0-or-later
"""What a crash left over: look what is there, and take it out to see whether it is wanted."""

from pathlib import Path
from typing import BinaryIO

from evidence_kit.domain.finding import LeftOver
from evidence_kit.export_door import write_new_file
from evidence_kit.limits import COPY_BLOCK
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


def left_over(session: Session, task: Task, /) -> tuple[LeftOver, ...]:
    """Return the whole sealed files that no entry says the meaning of."""
    del task
    return session.vault.left_over()


def export_left_over(session: Session, task: Task, /, *, name: str, out: str) -> int:
    """Write one of them in the clear to a new file the person names; returns its size.

    From there it can be added like any file: with the question, and with a name.

    Raises:
        Damaged: there is no such file among them, or it is not whole.
        OutputExists, DiskFull, StorageFailed: the place does not do.
    """
    with session.vault.open_left_over(name) as content:
        size = content.size

        def copy(stream: BinaryIO) -> None:
            for offset in range(0, size, COPY_BLOCK):
                task.cancel.check()
                stream.write(content.read_at(offset, COPY_BLOCK))

        write_new_file(Path(out), copy)
    return size
