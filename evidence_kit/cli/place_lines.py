# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what is to know of a place before something is put there; the person decides."""

from evidence_kit import wording
from evidence_kit.cli.verb import Call
from evidence_kit.service import backing_up
from evidence_kit.service.session import Session


def say(call: Call, session: Session, path: str, *, for_backup: bool = False) -> None:
    """Say it on standard error; nothing for programs.

    Args:
        call: the use of a verb.
        session: holds the vault, where `for_backup` is set.
        path: the place.
        for_backup: it is to hold a copy of the open vault.
    """
    if call.json:
        return
    found = backing_up.place_warnings(session, call.task, path=path, for_backup=for_backup)
    for warning in found:
        call.console.error(wording.place(call.w, warning))
