# SPDX-License-Identifier: GPL-3.0-or-later
"""The explicit list of what may be asked; nothing else of the core can be called from outside."""

from collections.abc import Callable

from evidence_kit.service import (
    annotating,
    choices,
    keys,
    making,
    opening,
    removing,
    stamping,
    taking_in,
    unfinished,
    viewing,
)

ServiceFunction = Callable[..., object]

FUNCTIONS: tuple[ServiceFunction, ...] = (
    opening.create,
    opening.unlock,
    opening.confirm_recovery,
    opening.summary,
    opening.judge_passphrase,
    opening.suggest_passphrase,
    choices.kept_settings,
    choices.change_settings,
    keys.key_slots,
    keys.change_passphrase,
    keys.add_passphrase,
    keys.remove_slot,
    keys.draw_recovery,
    keys.replace_recovery,
    keys.try_recovery,
    taking_in.survey,
    taking_in.add,
    taking_in.forget_survey,
    unfinished.unfinished,
    unfinished.take_up,
    unfinished.leave_it,
    taking_in.register,
    taking_in.remove,
    removing.vault_removal,
    removing.remove_vault,
    taking_in.set_zone,
    taking_in.choose_day_order,
    taking_in.read_anew,
    taking_in.export,
    taking_in.resolve,
    viewing.exhibits,
    viewing.exhibit,
    viewing.thumbnail,
    viewing.conversations,
    viewing.messages,
    viewing.find,
    viewing.annotations,
    viewing.identifiers,
    viewing.timeline,
    viewing.overlaps,
    viewing.log,
    annotating.mark,
    annotating.annotate,
    annotating.retract,
    annotating.apply,
    annotating.annotations_jsonl,
    making.plan,
    making.concerns,
    making.preview,
    making.preview_page,
    making.make_dossier,
    making.hand_over,
    making.check,
    making.verify,
    stamping.request_stamp,
    stamping.add_stamp,
)

BY_NAME: dict[str, ServiceFunction] = {function.__name__: function for function in FUNCTIONS}

WORKING: frozenset[str] = frozenset(
    {
        "create",
        "unlock",
        "change_passphrase",
        "add_passphrase",
        "remove_slot",
        "replace_recovery",
        "survey",
        "take_up",
        "add",
        "register",
        "remove",
        "remove_vault",
        "set_zone",
        "choose_day_order",
        "read_anew",
        "overlaps",
        "export",
        "make_dossier",
        "hand_over",
        "check",
    }
)
"""One at a time, in order: whatever takes long. The others answer meanwhile."""

NOTING: frozenset[str] = frozenset(
    {
        "change_settings",
        "confirm_recovery",
        "leave_it",
        "mark",
        "annotate",
        "retract",
        "apply",
        "request_stamp",
        "add_stamp",
    }
)
"""Short writes, in order among themselves: a mark need not wait for the end of an import."""
