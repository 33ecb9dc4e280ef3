# SPDX-License-Identifier: GPL-3.0-or-later
"""`apply`: add what the person says, as rows of JSON (docs/formats/annotation.md); all or none."""

from pathlib import Path
from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.complaints import RowRefused
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.errors import InputRefused
from evidence_kit.export_door import storage_error
from evidence_kit.i18n import Texts
from evidence_kit.limits import APPLY_FILE_MAX
from evidence_kit.service import annotating


def read_rows(path: Path) -> bytes:
    """Read a file of rows.

    Raises:
        StorageFailed: it cannot be read.
        InputRefused: it is larger than any real one.
    """
    try:
        with path.open("rb") as stream:
            untrusted = stream.read(APPLY_FILE_MAX + 1)
    except OSError as error:
        raise storage_error(path, error, "read") from error
    if len(untrusted) > APPLY_FILE_MAX:
        raise InputRefused(reason="too_large", name=path.name)
    return untrusted


def _summary(t: Texts) -> str:
    return t("add notes, choices and the plan from a file")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)
    declaration.argument("FILE", declaration.t("rows of JSON, as show gives them back"))


def _run(call: Call) -> Answer:
    opening.check_askable(call)
    lines = read_rows(Path(call.arguments.file))
    count = sum(1 for line in lines.split(b"\n") if line.strip())
    with opening.opened(call) as session:
        try:
            changed = annotating.apply(session, call.task, lines=lines)
        except InputRefused as refused:
            raise RowRefused(**refused.fields) from refused
    return Answer(
        items=({"rows": count, "log_size": changed.log_size},),
        lines=(call.t.n("{n} row added.", "{n} rows added.", count),),
    )


VERB: Final = Verb(name="apply", summary=_summary, declare=_declare, run=_run)
