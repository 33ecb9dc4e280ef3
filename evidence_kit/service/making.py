# SPDX-License-Identifier: GPL-3.0-or-later
"""Dossier, hand-over and checks."""

from pathlib import Path

from evidence_kit.domain.exhibit import Picture
from evidence_kit.domain.finding import CheckReport, CheckWish
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.views import BagMade, Concern, DossierMade
from evidence_kit.dossier import make
from evidence_kit.errors import UsageFault
from evidence_kit.handover import bag_writer
from evidence_kit.limits import PICTURE_BOX_MAX
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.verification.check_any import check_path
from evidence_kit.verification.check_vault import check_vault


class BytesSource:
    """Bytes in memory, for the reader process."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self._data)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`."""
        return self._data[offset : offset + length]


def plan(
    session: Session, task: Task, /, *, language: str | None = None, context: int | None = None
) -> Plan:
    """Return the plan the person left, or the usual one."""
    del task
    return make.plan_of(session.vault, language=language, context=context)


def concerns(session: Session, task: Task, /, *, plan: Plan) -> tuple[Concern, ...]:
    """Return what to look at before printing; the person can leave it so."""
    del task
    return make.concerns(session.vault, plan, None)


def preview(session: Session, task: Task, /, *, plan: Plan) -> int:
    """Make the dossier in memory; returns its pages."""
    data, result = make.render_bytes(
        session.vault, plan, None, session.viewer, report=task.report, cancel=task.cancel
    )
    session.preview = data
    return result.pages


def preview_page(session: Session, task: Task, /, *, page: int, width: int) -> Picture:
    """Return one page of the preview as a picture; pages count from 1."""
    del task
    if session.preview is None or not 0 < width <= PICTURE_BOX_MAX:
        raise UsageFault(reason="no_preview")
    return session.viewer.pdf_page(BytesSource(session.preview), page, width)


def make_dossier(
    session: Session, task: Task, /, *, out: str, plan: Plan, at: int | None = None
) -> DossierMade:
    """Write the dossier to a new file."""
    return make.make_dossier(
        session.vault,
        Path(out),
        plan,
        at=at,
        reader=session.reader,
        report=task.report,
        cancel=task.cancel,
    )


def hand_over(
    session: Session, task: Task, /, *, folder: str, plan: Plan, at: int | None = None
) -> BagMade:
    """Write and check a hand-over bag in a new folder."""
    return bag_writer.hand_over(
        session.vault,
        Path(folder),
        plan,
        at=at,
        reader=session.reader,
        report=task.report,
        cancel=task.cancel,
    )


def check(session: Session, task: Task, /, *, wish: CheckWish | None = None) -> CheckReport:
    """Check every item of the open vault, or what the wish says."""
    vault = session.vault
    return check_vault(vault.path, vault.keys, report=task.report, cancel=task.cancel, wish=wish)


def verify(
    session: Session, task: Task, /, *, path: str, wish: CheckWish | None = None
) -> CheckReport:
    """Check a bag, a locked vault as far as that goes, or a single file; needs no vault."""
    del session
    return check_path(Path(path), report=task.report, cancel=task.cancel, wish=wish)
