# SPDX-License-Identifier: GPL-3.0-or-later
"""`read`: print what a file holds as records. Needs no vault, writes nothing.

Under `--json` the records come as they are read, one JSON line each (docs/formats/records.md).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.complaints import two_lines
from evidence_kit.cli.exits import Exit, exit_of
from evidence_kit.cli.record_lines import RecordLines
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.found_text import from_file_name
from evidence_kit.domain.reading import Choices
from evidence_kit.domain.survey import Problem
from evidence_kit.errors import Cancelled, EvidenceKitError, InputRefused
from evidence_kit.i18n import Texts
from evidence_kit.intake.batch import look
from evidence_kit.intake.local_file import LocalFile
from evidence_kit.paths import READER_CHILD, own_command
from evidence_kit.reader.client import Reader


def _summary(t: Texts) -> str:
    return t("print what files hold; needs no vault")


def _declare(declaration: Declaration) -> None:
    declaration.argument("PATH", declaration.t("files and folders to read"), several=True)


def _run(call: Call) -> Answer:
    failures: list[EvidenceKitError] = []
    count = 0
    with Reader(own_command(READER_CHILD)) as reader:
        for path, problem in _files(call, reader):
            count += 1
            try:
                if problem is not None:
                    raise InputRefused(reason=problem.value, name=path.name)
                _read(call, reader, path)
            except Cancelled:
                raise
            except EvidenceKitError as failure:
                failures.append(failure)
                _complain(call, failure)
    return _answer(failures, count)


def _files(call: Call, reader: Reader) -> Iterator[tuple[Path, Problem | None]]:
    """Every file under the paths, in a fixed order; links, devices and empty folders are said."""
    paths = [Path(path) for path in call.arguments.path]
    drop = look(paths, reader, listing_only=True, report=call.task.report, cancel=call.cancel)
    call.console.progress("")
    return ((drop.paths[item.key], item.problem) for item in drop.survey.items)


def _read(call: Call, reader: Reader, path: Path) -> None:
    task = call.task
    with LocalFile(path) as file:
        whole = hashlib.sha256()
        for block in file.blocks():
            call.cancel.check()
            whole.update(block)
        lines = None if call.json else RecordLines(call.console, call.w, call.t)
        reader.interpret(
            file,
            from_file_name(path.name),
            sha256=whole.hexdigest(),
            size=file.size,
            choices=Choices(),
            on_lines=call.console.write if lines is None else lines.feed,
            report=task.report,
            cancel=call.cancel,
        )
    call.console.progress("")
    call.console.flush()


def _complain(call: Call, failure: EvidenceKitError) -> None:
    call.console.progress("")
    call.console.flush()
    for line in two_lines(call.t, call.w, failure):
        call.console.error(line)


def _answer(failures: list[EvidenceKitError], count: int) -> Answer:
    if not failures:
        return Answer()
    if count == 1:
        return Answer(exit=exit_of(failures[0]))
    worst = max(exit_of(failure) for failure in failures)
    failure = InputRefused(reason="some_unread", refused=len(failures), total=count)
    return Answer(exit=Exit(worst), failure=failure)


VERB: Final = Verb(name="read", summary=_summary, declare=_declare, run=_run, streams=True)
