# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that `dossier` and `handover` share: language, context, log size."""

from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Call
from evidence_kit.domain.plan import Plan
from evidence_kit.errors import UsageFault
from evidence_kit.i18n import LANGUAGES
from evidence_kit.service import making
from evidence_kit.service.session import Session

_LARGEST = 10**9


def declare_plan(declaration: Declaration) -> None:
    """Add what changes the plan for this once."""
    t = declaration.t
    declaration.option("--lang", t("language of the dossier"), choices=LANGUAGES)
    declaration.option(
        "--context", t("messages printed before and after one pointed out"), metavar="N"
    )
    declaration.option("--at", t("as it was when the custody log had N entries"), metavar="N")


def plan_of(call: Call, session: Session) -> Plan:
    """Return the plan the person left, or the usual one, with the options of this call."""
    return making.plan(
        session,
        call.task,
        language=call.arguments.lang,
        context=whole_number(call.arguments.context, "--context"),
    )


def whole_number(untrusted: str | None, option: str) -> int | None:
    """Read a number that is not negative.

    Raises:
        UsageFault: it is not one.
    """
    if untrusted is None:
        return None
    if not (untrusted.isascii() and untrusted.isdigit()) or int(untrusted) > _LARGEST:
        raise UsageFault(reason="value", argument=option)
    return int(untrusted)
