# SPDX-License-Identifier: GPL-3.0-or-later
"""`recover`: list what a crash left over in a vault, or write one such file out."""

from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.finding import LeftOver
from evidence_kit.errors import UsageFault
from evidence_kit.i18n import Texts
from evidence_kit.service import recovering


def _summary(t: Texts) -> str:
    return t("list what a crash left over in a vault, or write it out")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.option("--file", t("name of one of them, as listed"), metavar="NAME")
    declaration.option("--out", t("the file to write; it must not be there yet"), metavar="FILE")


def _run(call: Call) -> Answer:
    name, out = call.arguments.file, call.arguments.out
    if (name is None) != (out is None):
        raise UsageFault(reason="missing", argument="--out" if out is None else "--file")
    with opening.opened(call, read_only=True) as session:
        if name is not None:
            size = recovering.export_left_over(session, call.task, name=name, out=out)
            return Answer(
                items=({"object": name, "path": out, "size": size},),
                lines=(
                    call.t("Written to: {path}", path=out),
                    call.t("That file is not encrypted."),
                    call.t("When it is yours, add it to the vault like any other file."),
                ),
            )
        rows = recovering.left_over(session, call.task)
    lines = tuple(_line(call, row) for row in rows) or (call.t("Nothing was left over."),)
    return Answer(items=tuple(_item(row) for row in rows), lines=lines)


def _line(call: Call, row: LeftOver) -> str:
    if row.size is None:
        what = call.t("damaged")
    elif row.words:
        what = call.t("names and notes")
    else:
        what = wording.size(call.w, row.size)
    return f"{row.object}  {what}"


def _item(row: LeftOver) -> dict[str, object]:
    return {"object": row.object, "size": row.size, "entry": row.entry, "words": row.words}


VERB: Final = Verb(name="recover", summary=_summary, declare=_declare, run=_run)
