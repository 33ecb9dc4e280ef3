# SPDX-License-Identifier: GPL-3.0-or-later
"""`backup`: copy the vault to another folder, or bring the copy there up to date."""

from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, place_lines, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.backup import BackupMade
from evidence_kit.i18n import Texts
from evidence_kit.service import backing_up


def _summary(t: Texts) -> str:
    return t("copy the vault to a folder or stick")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("FOLDER", t("a new or empty folder, or an earlier copy of this vault"))
    declaration.flag("--check-all", t("read and compare what is there already, too"))
    declaration.flag("--move", t("the vault is to be used there from now on; checks all of it"))


def _run(call: Call) -> Answer:
    folder, move = call.arguments.folder, call.arguments.move
    with opening.opened(call) as session:
        place_lines.say(call, session, folder, for_backup=not move)
        made = backing_up.back_up(
            session, call.task, folder=folder, check_all=call.arguments.check_all or move
        )
    lines = [*_lines(call, made)]
    if move:
        lines += _moved(call, made.place)
    return Answer(
        items=(rows.backup_made(made),),
        lines=tuple(lines),
        exit=Exit.DAMAGED if made.damaged or made.missing else Exit.DONE,
    )


def _lines(call: Call, made: BackupMade) -> Iterator[str]:
    t = call.t
    yield t("The backup is complete: {path}", path=made.place)
    if made.copied:
        size = wording.rough_size(call.w, made.copied_bytes)
        yield "  " + t.n(
            "{n} file copied and read back ({size})",
            "{n} files copied and read back ({size})",
            made.copied,
            size=size,
        )
    else:
        yield "  " + t("nothing was new")
    yield from _counted(t, made)
    for item in made.damaged:
        yield t("Not as the custody log says: {path}", path=item)
    for item in made.missing:
        yield t("Missing in the vault: {path}", path=item)
    if made.damaged or made.missing:
        yield t("Check the vault. An older copy may hold what is damaged here.")


def _counted(t: Texts, made: BackupMade) -> Iterator[str]:
    """Say what else was done, of each what there is of it."""
    said = (
        (
            made.checked,
            t.n(
                "{n} file that was there already was read and compared",
                "{n} files that were there already were read and compared",
                made.checked,
            ),
        ),
        (
            made.mended,
            t.n(
                "{n} file of the copy was damaged, and is whole again",
                "{n} files of the copy were damaged, and are whole again",
                made.mended,
            ),
        ),
        (
            made.removed,
            t.n(
                "{n} file was deleted there, because you removed it from the vault",
                "{n} files were deleted there, because you removed them from the vault",
                made.removed,
            ),
        ),
        (
            made.left,
            t.n(
                "{n} file there is not in the vault; it stays",
                "{n} files there are not in the vault; they stay",
                made.left,
            ),
        ),
        (
            made.left_out,
            t.n(
                "{n} file in the vault's folder is not the vault's; it was not copied",
                "{n} files in the vault's folder are not the vault's; they were not copied",
                made.left_out,
            ),
        ),
    )
    for count, words in said:
        if count:
            yield f"  {words}"


def _moved(call: Call, place: str) -> Iterator[str]:
    t = call.t
    yield t("From now on, open the vault here: {path}", path=place)
    yield t("The old one is still at: {path}", path=call.arguments.vault)
    yield t("Do not add to both: two vaults that went on apart cannot be put together.")
    yield t("When the new one opens, you can delete the old folder yourself.")


VERB: Final = Verb(name="backup", summary=_summary, declare=_declare, run=_run)
