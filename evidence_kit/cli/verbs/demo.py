# SPDX-License-Identifier: GPL-3.0-or-later
"""`demo`: take a made-up case through the whole job, in a new folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evidence_kit import resources, wording
from evidence_kit.cli import rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import exit_of
from evidence_kit.cli.verb import Answer, Call, Item, Verb
from evidence_kit.cli.verbs.apply import read_rows
from evidence_kit.domain.custody import Role
from evidence_kit.domain.exhibit import Answer as PictureAnswer
from evidence_kit.domain.finding import CheckReport, Outcome
from evidence_kit.domain.survey import AddResult, Answered, Taken
from evidence_kit.errors import Inconsistent
from evidence_kit.export_door import new_folder
from evidence_kit.i18n import LANGUAGES, Texts
from evidence_kit.service import annotating, making, opening, taking_in
from evidence_kit.service.session import Session

_SAMPLE: Final = "sample_case"


def _summary(t: Texts) -> str:
    return t("do the whole job on a made-up case, in a new folder")


def _declare(declaration: Declaration) -> None:
    declaration.argument("DIR", declaration.t("folder to make; it must be empty or not be there"))


def _run(call: Call) -> Answer:
    steps = _Steps(call)
    with new_folder(Path(call.arguments.dir)) as folder:
        outcome = steps.all(folder)
    if outcome is not Outcome.MATCHES:
        # What was just made does not hold: no verdict on anybody's material, but a fault of ours.
        fault = Inconsistent(what="demo", expected=Outcome.MATCHES.value, found=outcome.value)
        return Answer(
            items=tuple(steps.items), outcome="failed", exit=exit_of(fault), failure=fault
        )
    return Answer(items=tuple(steps.items))


class _Steps:
    """The job, step by step; each is said when it is done, because the whole takes a while."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._t = call.t
        self.items: list[Item] = []

    def all(self, folder: Path) -> Outcome:
        """Do every step; returns the worst outcome of the checks at the end."""
        with self._call.start() as session:
            words = opening.suggest_passphrase(session, self._call.task, language=self._t.lang)
            self._init(session, folder / "vault", words)
            self._add(session)
            self._apply(session)
            for language in LANGUAGES:
                self._dossier(session, folder / f"dossier-{language}.pdf", language)
            self._hand_over(session, folder / "handover")
            outcome = self._verify(session, folder / "handover")
        self._say(
            self._t("All of it stands in: {path}", path=str(folder)),
            self._t("Passphrase of this made-up vault, not to be used again: {words}", words=words),
        )
        return outcome

    def _init(self, session: Session, vault: Path, passphrase: str) -> None:
        made = opening.create(
            session,
            self._call.task,
            path=str(vault),
            passphrase=passphrase,
            role=Role.CLIENT,
        )
        self._step(
            {"step": "init", "path": made.summary.path, "passphrase": passphrase},
            self._t("1. Vault made: {path}", path=made.summary.path),
        )

    def _add(self, session: Session) -> None:
        task = self._call.task
        files = sorted(resources.path(_SAMPLE, "files").iterdir())
        survey = taking_in.survey(session, task, paths=tuple(str(file) for file in files))
        # Every picture of the made-up case is drawn; nobody is in them.
        answers = tuple(
            Answered(key=item.key, answer=PictureAnswer.COPY) for item in survey.items if item.asks
        )
        result = taking_in.add(session, task, survey_id=survey.id, answers=answers)
        self._check_taken(result)
        self._step(
            {"step": "add", "files": [rows.added(item) for item in result.items]},
            self._t.n("2. {n} file secured:", "2. {n} files secured:", len(result.items)),
            *(f"   {item.name.text}: {wording.taken(self._call.w, item)}" for item in result.items),
        )

    def _check_taken(self, result: AddResult) -> None:
        taken = sum(item.taken is Taken.SECURED for item in result.items)
        if taken != len(result.items):
            raise Inconsistent(what="demo", expected=len(result.items), found=taken)

    def _apply(self, session: Session) -> None:
        lines = read_rows(resources.path(_SAMPLE, "annotations.jsonl"))
        annotating.apply(session, self._call.task, lines=lines)
        count = sum(1 for line in lines.split(b"\n") if line.strip())
        self._step(
            {"step": "apply", "rows": count},
            self._t.n(
                "3. {n} message, note or choice of the made-up person added.",
                "3. {n} messages, notes and choices of the made-up person added.",
                count,
            ),
        )

    def _dossier(self, session: Session, out: Path, language: str) -> None:
        task = self._call.task
        plan = making.plan(session, task, language=language)
        made = making.make_dossier(session, task, out=str(out), plan=plan)
        self._step(
            {"step": "dossier", "language": language, **rows.dossier(made)},
            self._t.n(
                "4. Dossier written ({language}, {n} page): {path}",
                "4. Dossier written ({language}, {n} pages): {path}",
                made.pages,
                language=language,
                path=made.path,
            ),
        )

    def _hand_over(self, session: Session, folder: Path) -> None:
        task = self._call.task
        plan = making.plan(session, task, language=self._t.lang)
        made = making.hand_over(session, task, folder=str(folder), plan=plan)
        self._step(
            {"step": "handover", **rows.bag(made)},
            self._t.n(
                "5. Hand-over folder written ({n} file): {path}",
                "5. Hand-over folder written ({n} files): {path}",
                made.files,
                path=made.path,
            ),
        )

    def _verify(self, session: Session, bag: Path) -> Outcome:
        task = self._call.task
        checks = (
            (self._t("vault"), making.check(session, task)),
            (self._t("hand-over folder"), making.verify(session, task, path=str(bag))),
        )
        self._step(
            {
                "step": "verify",
                "checks": [
                    {"subject": report.subject, "outcome": report.outcome.value}
                    for _, report in checks
                ],
            },
            *self._verdicts(checks),
        )
        outcomes = {report.outcome for _, report in checks}
        worst = (Outcome.DIFFERS, Outcome.UNJUDGED, Outcome.MATCHES)
        return next(outcome for outcome in worst if outcome in outcomes)

    def _verdicts(self, checks: tuple[tuple[str, CheckReport], ...]) -> Iterator[str]:
        for subject, report in checks:
            yield self._t(
                "6. Checked, {subject}: {outcome}",
                subject=subject,
                outcome=wording.name(self._call.w, report.outcome),
            )
            if report.outcome is not Outcome.MATCHES:
                yield from (f"   {wording.finding(self._call.w, f)}" for f in report.findings)

    def _step(self, item: Item, *lines: str) -> None:
        self.items.append(item)
        self._say(*lines)

    def _say(self, *lines: str) -> None:
        self._call.console.progress("")
        if not self._call.json:
            for line in lines:
                self._call.console.line(line)
            self._call.console.flush()


VERB: Final = Verb(name="demo", summary=_summary, declare=_declare, run=_run)
