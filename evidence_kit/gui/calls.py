# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions the window may put to the vault process, with the type of each answer.

The names are those of evidence_kit.service.functions.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from evidence_kit.domain.annotation import Annotation, Why
from evidence_kit.domain.backup import (
    BackupMade,
    BackupRow,
    CopyComparison,
    PlaceWarning,
    Restored,
)
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.columns import Columns, ColumnsLook, ColumnsTried
from evidence_kit.domain.custody import Role
from evidence_kit.domain.exhibit import ExhibitRow, Picture
from evidence_kit.domain.finding import CheckReport, CheckWish
from evidence_kit.domain.identifier import IdentifierRow
from evidence_kit.domain.ids import AnnotationId, ExhibitId
from evidence_kit.domain.overlap import Overlap
from evidence_kit.domain.paper import PaperKind, PaperMade, RecoveryTried
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.removal import RemovalPlan, VaultRemoved
from evidence_kit.domain.stamp import ProofAttached, StampAdded, StampAsked, StampRow
from evidence_kit.domain.survey import AddResult, Answered, Survey, TakenUp, Unfinished
from evidence_kit.domain.views import (
    BagMade,
    Concern,
    ConversationRow,
    DossierMade,
    ExhibitDetail,
    FirstMessages,
    KeySlotRow,
    LogRow,
    MessagePage,
    Opened,
    TimelineRow,
    VaultSummary,
)
from evidence_kit.gui.tasks import Lane
from evidence_kit.settings import Settings

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Call(Generic[T_co]):
    """One question: the function's name and what it is given."""

    name: str
    arguments: tuple[tuple[str, object], ...] = ()
    lane: Lane = Lane.LOOK
    """Lane.WORK reports progress and can be stopped."""


def create(path: str, passphrase: str, role: Role, actor_name: str | None) -> Call[Opened]:
    """Make a vault and open it."""
    given = (("path", path), ("passphrase", passphrase), ("role", role))
    return Call("create", (*given, ("actor_name", actor_name)))


def unlock(
    path: str,
    role: Role,
    actor_name: str | None,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
) -> Call[Opened]:
    """Open a vault with a passphrase or with the recovery key."""
    given = (("path", path), ("passphrase", passphrase), ("recovery_key", recovery_key))
    return Call("unlock", (*given, ("role", role), ("actor_name", actor_name)))


def confirm_recovery(part: str, position: int) -> Call[bool]:
    """Compare a typed group of the recovery key; `position` counts groups from 0."""
    return Call("confirm_recovery", (("part", part), ("position", position)))


def summary() -> Call[VaultSummary]:
    """State of the open vault."""
    return Call("summary")


def judge_passphrase(text: str) -> Call[tuple[int, bool]]:
    """Strength 0-4, and whether it is refused."""
    return Call("judge_passphrase", (("text", text),))


def suggest_passphrase(language: str) -> Call[str]:
    """Draw words for a new passphrase."""
    return Call("suggest_passphrase", (("language", language),))


def key_slots() -> Call[tuple[KeySlotRow, ...]]:
    """What opens the vault."""
    return Call("key_slots")


def change_passphrase(passphrase: str) -> Call[ChangeSet]:
    """Change the passphrase in use; opened with the recovery key, the first one."""
    return Call("change_passphrase", (("passphrase", passphrase),), lane=Lane.WORK)


def add_passphrase(passphrase: str, whose: str) -> Call[ChangeSet]:
    """Let a second passphrase open the vault."""
    given = (("passphrase", passphrase), ("label", whose))
    return Call("add_passphrase", given, lane=Lane.WORK)


def remove_slot(slot: str) -> Call[ChangeSet]:
    """Remove a passphrase."""
    return Call("remove_slot", (("slot", slot),), lane=Lane.WORK)


def draw_recovery() -> Call[str]:
    """Draw a new recovery key; the old one goes on opening until `replace_recovery`."""
    return Call("draw_recovery")


def replace_recovery() -> Call[ChangeSet]:
    """Let the key just drawn open the vault in place of the old one."""
    return Call("replace_recovery", lane=Lane.WORK)


def discard_recovery() -> Call[None]:
    """Forget the key just drawn; the old one stays."""
    return Call("discard_recovery")


def try_recovery(recovery_key: str) -> Call[RecoveryTried]:
    """Say whether a key opens the open vault; changes nothing."""
    return Call("try_recovery", (("recovery_key", recovery_key),))


def recovery_sheet(out: str, language: str) -> Call[PaperMade]:
    """Write the recovery key that is still known to a new file."""
    return Call("recovery_sheet", (("out", out), ("language", language)))


def stamp_sheet(out: str, language: str) -> Call[PaperMade]:
    """Write the newest request, with what to do with it, to a new file."""
    return Call("stamp_sheet", (("out", out), ("language", language)))


def anchor_sheet(out: str, language: str) -> Call[PaperMade]:
    """Write the state of the log to a new file, for somebody else to keep."""
    return Call("anchor_sheet", (("out", out), ("language", language)))


def anchor_text(language: str) -> Call[tuple[str, ...]]:
    """The same as lines to read aloud or type."""
    return Call("anchor_text", (("language", language),))


def anchor_offered() -> Call[bool]:
    """Whether to offer to give the state of the log to somebody else."""
    return Call("anchor_offered")


def decline_anchor() -> Call[None]:
    """Offer it no more while the vault is open."""
    return Call("decline_anchor")


def paper_pages(kind: PaperKind, language: str) -> Call[int]:
    """Lay a paper out in memory; the number of pages."""
    return Call("paper_pages", (("kind", kind), ("language", language)))


def paper_page(page: int, width: int) -> Call[Picture]:
    """One page of it, from 1, `width` pixels wide."""
    return Call("paper_page", (("page", page), ("width", width)))


def forget_paper() -> Call[None]:
    """Let go of it."""
    return Call("forget_paper")


def request_stamp(out: str) -> Call[StampAsked]:
    """Write a time-stamp request to a new file."""
    return Call("request_stamp", (("out", out),))


def add_stamp(reply: str, authorities: str | None) -> Call[StampAdded]:
    """Take a reply in; `authorities` names a file with certificates the person trusts."""
    return Call("add_stamp", (("reply", reply), ("authorities", authorities)))


def attach_proof(file: str, exhibit: str | None) -> Call[ProofAttached]:
    """Keep a file of OpenTimestamps as it is; `exhibit` is a number, None for the log itself."""
    return Call("attach_proof", (("file", file), ("exhibit", exhibit)))


def stamps() -> Call[tuple[StampRow, ...]]:
    """Requests, replies and what they are worth."""
    return Call("stamps")


def place_warnings(path: str, *, for_backup: bool) -> Call[tuple[PlaceWarning, ...]]:
    """What is good to know of a place; needs no vault."""
    return Call("place_warnings", (("path", path), ("for_backup", for_backup)))


def back_up(folder: str, *, check_all: bool) -> Call[BackupMade]:
    """Make a copy of the vault, or bring one up to date."""
    given = (("folder", folder), ("check_all", check_all))
    return Call("back_up", given, lane=Lane.WORK)


def backups() -> Call[tuple[BackupRow, ...]]:
    """The copies that are known."""
    return Call("backups")


def migrate() -> Call[ChangeSet]:
    """Bring the vault to the newest format."""
    return Call("migrate", lane=Lane.WORK)


def vault_removal(path: str) -> Call[RemovalPlan]:
    """What removing a vault would delete; deletes nothing."""
    return Call("vault_removal", (("path", path),))


def remove_vault(path: str, typed_name: str) -> Call[VaultRemoved]:
    """Delete a vault; files in its folder that are none of its own stay."""
    given = (("path", path), ("typed_name", typed_name), ("leave_others", True))
    return Call("remove_vault", given, lane=Lane.WORK)


def compare_copy(folder: str) -> Call[CopyComparison]:
    """How a copy stands to the vault; changes nothing."""
    return Call("compare_copy", (("folder", folder),))


def restore(
    source: str, target: str, role: Role = Role.UNKNOWN, passphrase: str | None = None
) -> Call[Restored]:
    """Make a vault out of a copy; with its passphrase it is opened too."""
    given = (("source", source), ("target", target), ("role", role))
    return Call("restore", (*given, ("passphrase", passphrase)), lane=Lane.WORK)


def survey(paths: tuple[str, ...]) -> Call[Survey]:
    """List what is under the paths; copies nothing."""
    return Call("survey", (("paths", paths),), lane=Lane.WORK)


def add(survey_id: str, answers: tuple[Answered, ...]) -> Call[AddResult]:
    """Take in what was listed, by the answers."""
    return Call("add", (("survey_id", survey_id), ("answers", answers)), lane=Lane.WORK)


def unfinished() -> Call[Unfinished | None]:
    """What was left to be taken in when work was stopped."""
    return Call("unfinished")


def take_up() -> Call[TakenUp]:
    """List what was left, with the answers given; copies nothing."""
    return Call("take_up", lane=Lane.WORK)


def leave_it() -> Call[None]:
    """Forget what was left."""
    return Call("leave_it")


def change_settings(settings: Settings) -> Call[None]:
    """Keep the choices in the vault."""
    return Call("change_settings", (("settings", settings),))


def forget_survey(survey_id: str) -> Call[None]:
    """Let go of a list."""
    return Call("forget_survey", (("survey_id", survey_id),))


def exhibits() -> Call[tuple[ExhibitRow, ...]]:
    """All exhibits."""
    return Call("exhibits")


def exhibit(exhibit_id: ExhibitId) -> Call[ExhibitDetail]:
    """Everything about one exhibit."""
    return Call("exhibit", (("id", exhibit_id),))


def thumbnail(exhibit_id: ExhibitId, member: str | None, box: int) -> Call[Picture]:
    """A picture, at most `box` pixels on its longer side."""
    asked = (("id", exhibit_id), ("member", member), ("box", box))
    return Call("thumbnail", asked, lane=Lane.PICTURE)


def conversations() -> Call[tuple[ConversationRow, ...]]:
    """All conversations of all exhibits."""
    return Call("conversations")


def messages(exhibit_id: ExhibitId, conversation: int, start: int, count: int) -> Call[MessagePage]:
    """Consecutive messages; `start` counts from 1."""
    place = (("exhibit", exhibit_id), ("conversation", conversation))
    return Call("messages", (*place, ("start", start), ("count", count)))


def first_messages(after: int) -> Call[FirstMessages | None]:
    """The first messages of the file that is being read, behind the first `after`."""
    return Call("first_messages", (("after", after),))


def find(exhibit_id: ExhibitId, conversation: int, text: str) -> Call[tuple[int, ...]]:
    """Numbers of the messages that hold a text."""
    place = (("exhibit", exhibit_id), ("conversation", conversation))
    return Call("find", (*place, ("text", text)))


def mark(
    exhibit_id: ExhibitId,
    conversation: int,
    numbers: tuple[int, ...],
    why: tuple[Why, ...],
    words: str,
) -> Call[ChangeSet]:
    """Point messages out."""
    place = (("exhibit", exhibit_id), ("conversation", conversation), ("numbers", numbers))
    return Call("mark", (*place, ("why", why), ("words", words)))


def retract(annotation: AnnotationId) -> Call[ChangeSet]:
    """Take an annotation back; the log keeps that it was there."""
    return Call("retract", (("annotation", annotation),))


def annotate(annotation: Annotation) -> Call[ChangeSet]:
    """Add an annotation."""
    return Call("annotate", (("annotation", annotation),))


def annotations() -> Call[tuple[Annotation, ...]]:
    """All annotations as they stand now."""
    return Call("annotations")


def set_zone(exhibit_id: ExhibitId, zone: str) -> Call[ChangeSet]:
    """Say in which time zone the clock of a source stood."""
    return Call("set_zone", (("exhibit", exhibit_id), ("zone", zone)), lane=Lane.WORK)


def choose_day_order(exhibit_id: ExhibitId, *, day_first: bool) -> Call[ChangeSet]:
    """Say whether 03/04 is a day and a month, or the other way round."""
    return Call(
        "choose_day_order", (("exhibit", exhibit_id), ("day_first", day_first)), lane=Lane.WORK
    )


def columns_look(exhibit_id: ExhibitId, asked: Columns | None) -> Call[ColumnsLook]:
    """Show the first rows of a text, in a shape or in the one it seems to have."""
    return Call("columns_look", (("exhibit", exhibit_id), ("asked", asked)))


def try_columns(
    exhibit_id: ExhibitId, columns: Columns, zone: str | None, day_first: bool | None
) -> Call[ColumnsTried]:
    """Show what some columns make of the first rows; nothing is kept."""
    choices = (("columns", columns), ("zone", zone), ("day_first", day_first))
    return Call("try_columns", (("exhibit", exhibit_id), *choices))


def point_out_columns(
    exhibit_id: ExhibitId, columns: Columns | None, zone: str | None, day_first: bool | None
) -> Call[ChangeSet]:
    """Read a text again by the columns the person pointed out; None: as text."""
    choices = (("columns", columns), ("zone", zone), ("day_first", day_first))
    return Call("point_out_columns", (("exhibit", exhibit_id), *choices), lane=Lane.WORK)


def remove(exhibit_id: ExhibitId, reason: str) -> Call[ChangeSet]:
    """Remove the content of an exhibit; number, digest and the fact stay."""
    return Call("remove", (("exhibit", exhibit_id), ("reason", reason)), lane=Lane.WORK)


def overlaps() -> Call[tuple[Overlap, ...]]:
    """Conversations that stand in two exports."""
    return Call("overlaps", lane=Lane.WORK)


def identifiers() -> Call[tuple[IdentifierRow, ...]]:
    """Names, numbers and accounts found in text."""
    return Call("identifiers")


def timeline() -> Call[tuple[TimelineRow, ...]]:
    """The chronology."""
    return Call("timeline")


def log(start: int, count: int) -> Call[tuple[LogRow, ...]]:
    """Entries of the custody log."""
    return Call("log", (("start", start), ("count", count)))


def plan() -> Call[Plan]:
    """The plan as it was kept, or the usual one."""
    return Call("plan")


def concerns(wanted: Plan) -> Call[tuple[Concern, ...]]:
    """What to look at before printing."""
    return Call("concerns", (("plan", wanted),), lane=Lane.WORK)


def preview(wanted: Plan) -> Call[int]:
    """Lay the dossier out in memory; the number of pages."""
    return Call("preview", (("plan", wanted),), lane=Lane.WORK)


def preview_page(page: int, width: int) -> Call[Picture]:
    """One page of what was laid out last, from 0, `width` pixels wide."""
    return Call("preview_page", (("page", page), ("width", width)), lane=Lane.PICTURE)


def make_dossier(out: str, wanted: Plan) -> Call[DossierMade]:
    """Write the dossier."""
    return Call("make_dossier", (("out", out), ("plan", wanted)), lane=Lane.WORK)


def hand_over(folder: str, wanted: Plan) -> Call[BagMade]:
    """Write a hand-over folder and check it."""
    return Call("hand_over", (("folder", folder), ("plan", wanted)), lane=Lane.WORK)


def export(exhibit_id: ExhibitId, out: str) -> Call[int]:
    """Write an original to a place the person named; the number of bytes."""
    return Call("export", (("exhibit", exhibit_id), ("out", out)), lane=Lane.WORK)


def check(wish: CheckWish | None = None) -> Call[CheckReport]:
    """Check the open vault: all of it, or what the wish says."""
    return Call("check", (("wish", wish),), lane=Lane.WORK)


def verify(path: str) -> Call[CheckReport]:
    """Check a hand-over folder or a file; needs no vault."""
    return Call("verify", (("path", path),), lane=Lane.WORK)
