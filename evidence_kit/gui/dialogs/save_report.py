# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a report to a new file that the person names."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from PySide6.QtWidgets import QFileDialog, QWidget

from evidence_kit.errors import EvidenceKitError
from evidence_kit.export_door import write_new_file
from evidence_kit.gui.dialogs.choose import choose_new
from evidence_kit.gui.surroundings import Surroundings


def save_report(s: Surroundings, parent: QWidget, sentences: Iterable[str]) -> QFileDialog:
    """Ask where, then write the sentences as lines of plain text; never over something else."""
    text = "".join(f"{sentence}\n" for sentence in sentences)

    def put(stream: BinaryIO) -> None:
        stream.write(text.encode("utf-8"))

    def write(chosen: tuple[str, ...]) -> None:
        try:
            write_new_file(Path(chosen[0]), put)
        except EvidenceKitError as error:
            s.workspace.failed.emit(error)

    return choose_new(s, parent, s.t("Save the report"), s.t("report") + ".txt", write)
