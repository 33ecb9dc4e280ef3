# SPDX-License-Identifier: GPL-3.0-or-later
"""`handover`: write and check a folder that anyone can check without this program."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit, exit_of
from evidence_kit.cli.planning import declare_plan, plan_of, whole_number
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.views import BagMade
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.i18n import Texts
from evidence_kit.service import making


def _summary(t: Texts) -> str:
    return t("write a hand-over folder and check it")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)
    declaration.argument(
        "OUTDIR", declaration.t("folder to make; it must be empty or not be there")
    )
    declare_plan(declaration)


def _run(call: Call) -> Answer:
    folder = Path(call.arguments.outdir)
    was_empty = not _holds_something(folder)
    try:
        made = _made(call)
    except (EvidenceKitError, KeyboardInterrupt) as stopped:
        if not (was_empty and _holds_something(folder)):
            raise
        failure = stopped if isinstance(stopped, EvidenceKitError) else Cancelled()
        return _left_behind(call, failure)
    return Answer(items=(rows.bag(made),), lines=tuple(lines(call.t, made)))


def _made(call: Call) -> BagMade:
    with opening.opened(call) as session:
        return making.hand_over(
            session,
            call.task,
            folder=call.arguments.outdir,
            plan=plan_of(call, session),
            at=whole_number(call.arguments.at, "--at"),
        )


def _holds_something(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def _left_behind(call: Call, failure: EvidenceKitError) -> Answer:
    """Say that part of a folder stands there in the clear; only the person deletes their files."""
    path, code = call.arguments.outdir, exit_of(failure)
    return Answer(
        items=({"path": path, "unfinished": True},),
        lines=(
            call.t("This folder is not finished and not signed: {path}", path=path),
            call.t("What stands in it is not encrypted. Delete it before you try again."),
        ),
        outcome="cancelled" if code is Exit.CANCELLED else "failed",
        exit=code,
        failure=failure,
    )


def lines(t: Texts, made: BagMade) -> Iterator[str]:
    """Return what to say of a folder that was made."""
    yield t("Hand-over folder written and checked: {path}", path=made.path)
    yield "  " + t.n("{n} file", "{n} files", made.files)
    yield "  " + t("Fingerprint of the list of lists: {digest}", digest=made.tagmanifest_sha256)
    yield "  " + t("Fingerprint of the key that signed it: {digest}", digest=made.key_fingerprint)
    yield t("Give the two fingerprints on paper, apart from the folder. How to check stands in it.")


VERB: Final = Verb(name="handover", summary=_summary, declare=_declare, run=_run)
