# SPDX-License-Identifier: GPL-3.0-or-later
"""`init`: make a vault, and give out its recovery key once."""

from typing import Final

from evidence_kit.cli import passphrases, place_lines, recovery_file
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit, exit_of
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.views import Opened
from evidence_kit.errors import EvidenceKitError, OutputExists, StorageFailed
from evidence_kit.i18n import Texts
from evidence_kit.service import opening, papers
from evidence_kit.service.session import Session

_SHEET: Final = "--recovery-sheet"


def _summary(t: Texts) -> str:
    return t("make a vault")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    declaration.argument("VAULT", t("folder for the new vault; it must be empty or not be there"))
    declaration.option(
        "--recovery-file",
        t("write the recovery key to this new file and do not show it"),
        metavar="FILE",
    )
    declaration.option(
        _SHEET,
        t("write the recovery key, with what to do with it, to this new PDF"),
        metavar="FILE",
    )
    passphrases.declare_passphrase(declaration)
    passphrases.declare_actor(declaration)


def _run(call: Call) -> Answer:
    key_file = call.arguments.recovery_file
    recovery_file.check_place(call.arguments.vault, key_file)
    recovery_file.check_place(call.arguments.vault, call.arguments.recovery_sheet, _SHEET)
    _suggest(call)
    passphrase = passphrases.new_passphrase(call)
    with call.start() as session:
        place_lines.say(call, session, call.arguments.vault)
        call.console.progress(call.t("Making the vault"))
        made = opening.create(
            session,
            call.task,
            path=call.arguments.vault,
            passphrase=passphrase,
            role=passphrases.role(call),
            actor_name=call.arguments.actor,
        )
        return _given_out(call, session, made)


def _given_out(call: Call, session: Session, made: Opened) -> Answer:
    """Write the recovery key, or show it; also where writing failed, because it comes but once."""
    key = made.recovery_key or ""
    key_file, sheet = call.arguments.recovery_file, call.arguments.recovery_sheet
    failure: EvidenceKitError | None = None
    if key_file is not None:
        try:
            recovery_file.write(key_file, key)
        except (OutputExists, StorageFailed) as failed:
            failure, key_file = failed, None
    if sheet is not None:
        try:
            papers.recovery_sheet(session, call.task, out=sheet, language=call.t.lang)
        except (OutputExists, StorageFailed) as failed:
            failure, sheet = failed, None
    shown = key_file is None and sheet is None
    item = {
        "vault": made.summary.id,
        "path": made.summary.path,
        "recovery_file": key_file,
        "recovery_sheet": sheet,
        "recovery_key": key if shown else None,
    }
    return Answer(
        items=(item,),
        lines=_lines(call, made.summary.path, key, (key_file, sheet)),
        exit=Exit.DONE if failure is None else exit_of(failure),
        failure=failure,
    )


def _suggest(call: Call) -> None:
    # Six words drawn by chance are better than what people think up, and easier to keep.
    if call.console.interactive and call.arguments.passphrase_file is None:
        with call.start() as session:
            words = opening.suggest_passphrase(session, call.task, language=call.t.lang)
        call.console.error(call.t("Six words by chance make a good passphrase. For example:"))
        call.console.error(f"  {words}")


def _lines(
    call: Call, path: str, key: str, written: tuple[str | None, str | None]
) -> tuple[str, ...]:
    made = call.t("Vault made: {path}", path=path)
    key_file, sheet = written
    if key_file is not None or sheet is not None:
        return (
            made,
            *(() if key_file is None else recovery_file.file_lines(call.t, key_file)),
            *(() if sheet is None else recovery_file.sheet_lines(call.t, sheet)),
        )
    return (
        made,
        call.t("Recovery key, shown this once. It opens the vault without the passphrase:"),
        f"  {' '.join(opening.recovery_groups(key))}",
        call.t("Write it down and keep it where only you can find it."),
    )


VERB: Final = Verb(name="init", summary=_summary, declare=_declare, run=_run)
