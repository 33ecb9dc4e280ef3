# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into a dossier, in which order, for whom."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.ids import ExhibitId
from evidence_kit.limits import CONTEXT_DEFAULT


class Receiver(Enum):
    """For whom the dossier is made."""

    POLICE = "police"
    LAWYER = "lawyer"
    SUPPORT = "support"
    SCHOOL = "school"
    PLATFORM = "platform"
    SELF = "self"


class Wish(Enum):
    """What the person wants with it; undecided is an answer."""

    REPORT = "report"
    NOTIFY = "notify"
    UNDECIDED = "undecided"


class ReporterRole(Enum):
    """In which role the reporting person speaks."""

    VICTIM = "victim"
    REPORTER = "reporter"
    REPRESENTATIVE = "representative"
    HELPER = "helper"
    UNKNOWN = "unknown"


class PartKind(Enum):
    """Parts of a dossier, in their usual order."""

    COVER = "cover"
    SUMMARY = "summary"
    ACCOUNT = "account"
    CHRONOLOGY = "chronology"
    IDENTIFIERS = "identifiers"
    EXHIBITS = "exhibits"
    CUSTODY = "custody"
    CHECKING = "checking"


ALL_PARTS: tuple[PartKind, ...] = tuple(PartKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Choices for one dossier."""

    language: str = "nl"
    receiver: Receiver = Receiver.POLICE
    parts: tuple[PartKind, ...] = ALL_PARTS
    order: tuple[ExhibitId, ...] = ()
    """Exhibits first to last; those not named follow by number."""
    left_out: tuple[ExhibitId, ...] = ()
    context: int = CONTEXT_DEFAULT
    """Messages before and after a marked one."""
    print_place: bool = False
    """Whether a place (GPS) found in a picture is printed."""
    show_marks: bool = True
