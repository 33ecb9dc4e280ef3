# SPDX-License-Identifier: GPL-3.0-or-later
"""`keys`: what opens the vault, and changing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from evidence_kit.cli import opening, passphrases, recovery_file
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Item, Verb
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.errors import UsageFault
from evidence_kit.i18n import Texts
from evidence_kit.service import keys
from evidence_kit.service.opening import recovery_groups
from evidence_kit.service.session import Session

_NEW_PASSPHRASE: Final = "--new-passphrase-file"  # noqa: S105 -- the name of an option
_RECOVERY: Final = "--recovery-file"
_LABEL: Final = "--label"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    run: Callable[[Call, Session], Answer]
    options: tuple[str, ...] = ()
    takes_slot: bool = False
    looks_only: bool = False


def _summary(t: Texts) -> str:
    return t("list and change what opens a vault")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument(
        "ACTION",
        t("list, change-passphrase, add-passphrase, remove SLOT, or replace-recovery"),
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


def _run(call: Call) -> Answer:
    action = _chosen(call)
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
    return action


def _given(call: Call) -> tuple[str, ...]:
    found = {
        _NEW_PASSPHRASE: call.arguments.new_passphrase_file,
        _LABEL: call.arguments.label,
        _RECOVERY: call.arguments.recovery_file,
    }
    return tuple(option for option, value in found.items() if value is not None)


def _needed(call: Call, action: _Action) -> tuple[str, ...]:
    needed = {_LABEL}
    if not call.console.interactive:
        needed.add(_NEW_PASSPHRASE)
    if call.json:
        needed.add(_RECOVERY)  # the key must be out before the old one is gone
    return tuple(option for option in action.options if option in needed)


def _list(call: Call, session: Session) -> Answer:
    rows = keys.key_slots(session, call.task)
    return Answer(
        items=tuple(_item(row) for row in rows),
        lines=tuple(_line(call.t, row) for row in rows),
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
    )


def _remove(call: Call, session: Session) -> Answer:
    slot = call.arguments.action[1]
    change = keys.remove_slot(session, call.task, slot=slot)
    t = call.t
    return Answer(
        items=({"slot": slot, "log_size": change.log_size, "recovery_file": None},),
        lines=(t("The passphrase was removed: {slot}", slot=slot), _old_copies(t)),
    )


def _replace(call: Call, session: Session) -> Answer:
    t, key_file = call.t, call.arguments.recovery_file
    key = keys.draw_recovery(session, call.task)
    if key_file is None:
        call.console.line(t("New recovery key, shown this once:"))
        call.console.line(f"  {' '.join(recovery_groups(key))}")
        call.console.line(t("Write it down and keep it where only you can find it."))
        call.console.flush()
        written: tuple[str, ...] = ()
    else:
        recovery_file.write(key_file, key)
        written = (
            t("Recovery key written to: {path}", path=key_file),
            t("Keep that file away from this computer, and from the vault."),
        )
    change = keys.replace_recovery(session, call.task)
    done = t("The recovery key was replaced. The old one no longer opens this vault.")
    return _changed(call, session, change, done, *written, _old_copies(t))


def _changed(call: Call, session: Session, change: ChangeSet, *lines: str) -> Answer:
    item = {
        "slot": _slot_of(session, call, change),
        "log_size": change.log_size,
        "recovery_file": call.arguments.recovery_file,
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
    }


def _line(t: Texts, row: KeySlotRow) -> str:
    parts = [t("recovery key") if row.recovery else t("passphrase")]
    if row.label:
        parts.append(row.label)
    if row.in_use:
        parts.append(t("in use now"))
    if not row.whole:
        parts.append(t("damaged or missing"))
    return f"{row.file}: {', '.join(parts)}"


_ACTIONS: Final[Mapping[str, _Action]] = {
    "list": _Action(run=_list, looks_only=True),
    "change-passphrase": _Action(run=_change, options=(_NEW_PASSPHRASE,)),
    "add-passphrase": _Action(run=_add, options=(_NEW_PASSPHRASE, _LABEL)),
    "remove": _Action(run=_remove, takes_slot=True),
    "replace-recovery": _Action(run=_replace, options=(_RECOVERY,)),
}

VERB: Final = Verb(name="keys", summary=_summary, declare=_declare, run=_run)
