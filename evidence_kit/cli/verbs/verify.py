# SPDX-License-Identifier: GPL-3.0-or-later
"""`verify`: check a vault, a hand-over folder or one file. Changes nothing.

Three outcomes and no others: matches, does not match, cannot be judged.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import check_wish, passphrases, rows
from evidence_kit.cli import opening as cli_opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import exit_of_outcome
from evidence_kit.cli.places import VAULT_FILE, holds_vault
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.finding import CheckReport, CheckWish, Finding, Outcome
from evidence_kit.domain.found_text import from_file_name
from evidence_kit.errors import Damaged, StorageFailed
from evidence_kit.i18n import Texts
from evidence_kit.service import making, opening
from evidence_kit.service.session import Session

_BAG_FILES: Final = ("bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
"""One of them is enough to check a folder as a bag; what is missing is then said."""
_SLOTS: Final = "identity*.age"


def _summary(t: Texts) -> str:
    return t("check a vault, a hand-over folder or one file")


def _declare(declaration: Declaration) -> None:
    declaration.argument("PATH", declaration.t("what to check"))
    check_wish.declare(declaration)
    passphrases.declare(declaration)


def _run(call: Call) -> Answer:
    path = Path(call.arguments.path)
    if not path.exists():
        raise StorageFailed(path=call.arguments.path, action="read")
    wish = check_wish.read(call.arguments)
    report, locked = _check(call, path, wish)
    return Answer(
        items=tuple(rows.finding(found) for found in report.findings),
        lines=tuple(_lines(call, report, locked=locked)),
        outcome=report.outcome.value,
        exit=exit_of_outcome(report.outcome),
    )


def _check(call: Call, path: Path, wish: CheckWish) -> tuple[CheckReport, bool]:
    """Check what a path is; the second value says that no key was there to look inside."""
    if holds_vault(path):
        return _check_vault(call, wish)
    if path.is_dir() and not any((path / name).exists() for name in _BAG_FILES):
        return _unknown_folder(path), False
    with call.start() as session:
        return making.verify(session, call.task, path=str(path)), False


def _unknown_folder(path: Path) -> CheckReport:
    """Judge a folder that is nothing known here, or a vault that lost its public file."""
    if any(path.glob(_SLOTS)):
        found = Finding(item=VAULT_FILE, outcome=Outcome.DIFFERS, why="missing")
    else:
        name = from_file_name(path.name).text
        found = Finding(item=name, outcome=Outcome.UNJUDGED, why="unknown_file")
    return CheckReport(subject="folder", findings=(found,), checked=1)


def _check_vault(call: Call, wish: CheckWish) -> tuple[CheckReport, bool]:
    key = _key(call)
    with call.start() as session:
        if key is None:
            report = making.verify(session, call.task, path=call.arguments.path, wish=wish)
            return report, True
        try:
            _unlock(call, session, key)
        except Damaged as damage:
            # It does not even open: what can be said without a key, and this.
            report = making.verify(session, call.task, path=call.arguments.path, wish=wish)
            return _with_damage(report, damage), True
        return making.check(session, call.task, wish=wish), False


def _key(call: Call) -> passphrases.Key | None:
    found = passphrases.given(call)
    if found is not None or not call.console.interactive:
        return found
    typed = call.console.ask_secret(
        call.t("Passphrase (nothing: check as far as that goes without it):")
    )
    return passphrases.Key(passphrase=typed) if typed else None


def _unlock(call: Call, session: Session, key: passphrases.Key) -> None:
    call.console.progress(call.t("Opening the vault"))
    opening.unlock(
        session,
        call.task,
        path=call.arguments.path,
        passphrase=key.passphrase,
        recovery_key=key.recovery_key,
        read_only=True,
        role=passphrases.role(call),
        actor_name=call.arguments.actor,
    )
    cli_opening.say_findings(call, session)


def _with_damage(report: CheckReport, damage: Damaged) -> CheckReport:
    item = str(damage.fields.get("item") or "vault")
    if any(found.outcome is Outcome.DIFFERS for found in report.findings):
        return report
    found = Finding(item=item, outcome=Outcome.DIFFERS, why="damaged")
    return CheckReport(
        subject=report.subject, findings=(found, *report.findings), checked=report.checked + 1
    )


def _lines(call: Call, report: CheckReport, *, locked: bool) -> Iterator[str]:
    for found in report.findings:
        yield wording.finding(call.w, found)
    if report.sample is not None:
        yield from wording.sampled(call.w, report.sample)
    yield call.t.n("{n} item looked at.", "{n} items looked at.", report.checked)
    if locked:
        yield call.t("Without the passphrase the content itself cannot be checked.")
    yield call.t("Outcome: {outcome}", outcome=wording.name(call.w, report.outcome))


VERB: Final = Verb(name="verify", summary=_summary, declare=_declare, run=_run)
