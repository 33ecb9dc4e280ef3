# SPDX-License-Identifier: GPL-3.0-or-later
"""`keys`: what opens the vault, and changing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, passphrases, recovery_file
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.places import holds_vault
from evidence_kit.cli.verb import Answer, Call, Item, Verb
from evidence_kit.crypto.age import ScryptParams
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.paper import RecoveryOutcome
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.errors import NotAVault, UsageFault
from evidence_kit.i18n import Texts
from evidence_kit.service import keys, papers
from evidence_kit.service.opening import recovery_groups
from evidence_kit.service.session import Session

_NEW_PASSPHRASE: Final = "--new-passphrase-file"  # noqa: S105 -- the name of an option
_RECOVERY: Final = "--recovery-file"
_SHEET: Final = "--sheet"
_LABEL: Final = "--label"
_EXITS: Final[Mapping[RecoveryOutcome, Exit]] = {
    RecoveryOutcome.OPENS: Exit.DONE,
    RecoveryOutcome.SLOT_DAMAGED: Exit.DAMAGED,
}
"""What trying a key ends with; else it is a wrong key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    run: Callable[[Call, Session], Answer]
    options: tuple[str, ...] = ()
    takes_slot: bool = False
    looks_only: bool = False
    opens: bool = True
    """False: it works on the folder of a vault that stays closed."""


def _summary(t: Texts) -> str:
    return t("list and change what opens a vault")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument(
        "ACTION",
        t(
            "list, change-passphrase, add-passphrase, remove SLOT, replace-recovery, or try-recovery"
        ),
        several=True,
    )
    declaration.option(
        _NEW_PASSPHRASE,
        t("read the new passphrase from the first line of FILE; - is standard input"),
        metavar="FILE",
    )
    declaration.option(_LABEL, t("whose the added passphrase is; kept sealed"), metavar="TEXT")
    declaration.option(
        _RECOVERY,
        t("write the recovery key to this new file and do not show it"),
        metavar="FILE",
    )
    declaration.option(
        _SHEET,
        t("write the recovery key, with what to do with it, to this new PDF"),
        metavar="FILE",
    )


def _run(call: Call) -> Answer:
    action = _chosen(call)
    if not action.opens:
        with call.start() as session:
            return action.run(call, session)
    with opening.opened(call, read_only=action.looks_only) as session:
        return action.run(call, session)


def _chosen(call: Call) -> _Action:
    """Look at the whole command before anybody is asked for a passphrase."""
    name, *rest = call.arguments.action
    action = _ACTIONS.get(name)
    if action is None:
        raise UsageFault(reason="unknown", argument=name)
    if action.takes_slot and not rest:
        raise UsageFault(reason="missing", argument="SLOT")
    if len(rest) > int(action.takes_slot):
        raise UsageFault(reason="unknown", argument=rest[-1])
    given = _given(call)
    for option in given:
        if option not in action.options:
            raise UsageFault(reason="unknown", argument=option)
    for option in _needed(call, action):
        if option not in given:
            raise UsageFault(reason="missing", argument=option)
    recovery_file.check_place(call.arguments.vault, call.arguments.recovery_file)
    recovery_file.check_place(call.arguments.vault, call.arguments.sheet, _SHEET)
    return action


def _given(call: Call) -> tuple[str, ...]:
    found = {
        _NEW_PASSPHRASE: call.arguments.new_passphrase_file,
        _LABEL: call.arguments.label,
        _RECOVERY: call.arguments.recovery_file,
        _SHEET: call.arguments.sheet,
    }
    return tuple(option for option, value in found.items() if value is not None)


def _needed(call: Call, action: _Action) -> tuple[str, ...]:
    needed = {_LABEL}
    if not call.console.interactive:
        needed.add(_NEW_PASSPHRASE)
    if call.json and call.arguments.sheet is None:
        needed.add(_RECOVERY)  # the key must be out before the old one is gone
    return tuple(option for option in action.options if option in needed)


def _list(call: Call, session: Session) -> Answer:
    rows = keys.key_slots(session, call.task)
    return Answer(
        items=tuple(_item(row) for row in rows),
        lines=tuple(_line(call, row) for row in rows),
    )


def _change(call: Call, session: Session) -> Answer:
    passphrase = passphrases.changed_passphrase(call)
    change = keys.change_passphrase(session, call.task, passphrase=passphrase)
    t = call.t
    return _changed(call, session, change, t("The passphrase was changed."), _old_copies(t))


def _add(call: Call, session: Session) -> Answer:
    passphrase = passphrases.changed_passphrase(call)
    change = keys.add_passphrase(
        session, call.task, passphrase=passphrase, label=call.arguments.label
    )
    t, slot = call.t, _slot_of(session, call, change)
    return _changed(
        call,
        session,
        change,
        t("The passphrase was added: {slot}", slot=slot),
        t("Who has it can see and change everything in the vault. You can remove it again."),
        t("Do this only if the owner of the vault agrees."),
    )


def _remove(call: Call, session: Session) -> Answer:
    slot = call.arguments.action[1]
    change = keys.remove_slot(session, call.task, slot=slot)
    t = call.t
    return Answer(
        items=({"slot": slot, "log_size": change.log_size, "recovery_file": None, "sheet": None},),
        lines=(t("The passphrase was removed: {slot}", slot=slot), _old_copies(t)),
    )


def _replace(call: Call, session: Session) -> Answer:
    t, key_file, sheet = call.t, call.arguments.recovery_file, call.arguments.sheet
    key = keys.draw_recovery(session, call.task)
    written: tuple[str, ...] = ()
    if key_file is None and sheet is None:
        call.console.line(t("New recovery key, shown this once:"))
        call.console.line(f"  {' '.join(recovery_groups(key))}")
        call.console.line(t("Write it down and keep it where only you can find it."))
        call.console.flush()
    if sheet is not None:
        papers.recovery_sheet(session, call.task, out=sheet, language=t.lang)
        written += recovery_file.sheet_lines(t, sheet)
    if key_file is not None:
        recovery_file.write(key_file, key)
        written += recovery_file.file_lines(t, key_file)
    change = keys.replace_recovery(session, call.task)
    done = t("The recovery key was replaced. The old one no longer opens this vault.")
    return _changed(call, session, change, done, *written, _old_copies(t))


def _try(call: Call, session: Session) -> Answer:
    """Say whether a key opens the vault; the vault stays closed, and nothing is written."""
    vault = call.arguments.vault
    if call.arguments.passphrase_file is not None:
        raise UsageFault(reason="unknown", argument="--passphrase-file")
    found = passphrases.given_or_askable(call)
    if not holds_vault(Path(vault)):
        raise NotAVault(path=vault)
    typed = None if found is None else found.recovery_key
    if typed is None:
        typed = call.console.ask_secret(call.t("Recovery key, from the paper:"))
    tried = keys.try_recovery(session, call.task, recovery_key=typed, path=vault)
    return Answer(
        items=({"outcome": tried.outcome.value, "group": tried.group},),
        lines=wording.recovery_tried(call.w, tried),
        exit=_EXITS.get(tried.outcome, Exit.WRONG_PASSPHRASE),
    )


def _changed(call: Call, session: Session, change: ChangeSet, *lines: str) -> Answer:
    item = {
        "slot": _slot_of(session, call, change),
        "log_size": change.log_size,
        "recovery_file": call.arguments.recovery_file,
        "sheet": call.arguments.sheet,
    }
    return Answer(items=(item,), lines=lines)


def _slot_of(session: Session, call: Call, change: ChangeSet) -> str:
    entry = change.log_size - 1
    rows = keys.key_slots(session, call.task)
    return next((row.file for row in rows if row.entry == entry), "")


def _old_copies(t: Texts) -> str:
    return t(
        "An old copy of the vault still opens the old way. "
        "Who has one could also open what is added later."
    )


def _item(row: KeySlotRow) -> Item:
    return {
        "slot": row.file,
        "kind": "recovery_key" if row.recovery else "passphrase",
        "label": row.label,
        "changed": row.changed,
        "entry": row.entry,
        "in_use": row.in_use,
        "whole": row.whole,
        "role": row.role,
        "actor": row.actor,
        "cost": row.cost,
    }


def _line(call: Call, row: KeySlotRow) -> str:
    t = call.t
    parts = [t("recovery key") if row.recovery else t("passphrase")]
    if row.label:
        parts.append(row.label)
    if row.in_use:
        parts.append(t("in use now"))
    if not row.whole:
        parts.append(t("damaged or missing"))
    changed = wording.log_time(call.w, row.changed, row.zone_minutes)
    parts.append(t("since {time}", time=changed))
    parts.append(_by(call, row))
    if row.cost is not None:
        size = wording.rough_size(call.w, ScryptParams(row.cost).memory)
        parts.append(t("each try takes {size} of memory", size=size))
    return f"{row.file}: {', '.join(parts)}"


def _by(call: Call, row: KeySlotRow) -> str:
    role = wording.role(call.w, row.role)
    return call.t("by: {name}", name=f"{row.actor}, {role}" if row.actor else role)


_ACTIONS: Final[Mapping[str, _Action]] = {
    "list": _Action(run=_list, looks_only=True),
    "change-passphrase": _Action(run=_change, options=(_NEW_PASSPHRASE,)),
    "add-passphrase": _Action(run=_add, options=(_NEW_PASSPHRASE, _LABEL)),
    "remove": _Action(run=_remove, takes_slot=True),
    "replace-recovery": _Action(run=_replace, options=(_RECOVERY, _SHEET)),
    "try-recovery": _Action(run=_try, opens=False),
}

VERB: Final = Verb(name="keys", summary=_summary, declare=_declare, run=_run)
