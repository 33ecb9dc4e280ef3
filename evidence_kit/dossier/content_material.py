# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that one dossier says, as values: gathered once, before a word of it is written.

Every printed number, size, date and quotation comes from here, so two pages cannot contradict
each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evidence_kit.clock import ClockReading
from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.exhibit import Exhibit, Holding, MediaKind
from evidence_kit.domain.identifier import IdentifierRow
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.overlap import Overlap
from evidence_kit.domain.plan import PartKind, Plan, ReporterRole, Wish
from evidence_kit.domain.views import (
    ConversationRow,
    ExhibitDetail,
    LogRow,
    MessageRow,
    TimelineRow,
)
from evidence_kit.dossier.inline import AnchorId, PageForm, Reference, Run
from evidence_kit.i18n import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The two catalogues a dossier speaks with, in its own language."""

    t: Texts
    """Domain "dossier"."""
    w: Texts
    """Domain "wording"."""


def say_in(language: str) -> Say:
    """Return the catalogues for a language."""
    return Say(t=Texts(language, "dossier"), w=Texts(language, "wording"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Omitted:
    """Consecutive messages that are not printed."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMaterial:
    """One conversation: what is printed of it and what is not."""

    row: ConversationRow
    rows: tuple[MessageRow | Omitted, ...]
    by_sender: tuple[tuple[str | None, int], ...] = ()
    """Records for each label as exported, in order of first appearance; None: no sender stated."""

    @property
    def printed(self) -> int:
        """Messages printed."""
        return sum(1 for row in self.rows if not isinstance(row, Omitted))

    @property
    def left_out(self) -> int:
        """Messages not printed."""
        return sum(row.count for row in self.rows if isinstance(row, Omitted))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitMaterial:
    """One exhibit of the dossier."""

    detail: ExhibitDetail
    chats: tuple[ChatMaterial, ...] = ()

    @property
    def exhibit(self) -> Exhibit:
        """The exhibit itself."""
        return self.detail.exhibit

    @property
    def shows_picture(self) -> bool:
        """Whether its picture is printed: a picture the person answered "copy" to, and no other."""
        return self.exhibit.holding is Holding.COPIED and self.exhibit.media is MediaKind.PICTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One dossier."""

    plan: Plan
    head: LogHead
    """State of the custody log before this dossier is made."""
    made: ClockReading
    """Time of the last entry under that head: the only date of the dossier itself."""
    version: str
    """Of the program."""
    reference: str
    """Reference made by the program."""
    exhibits: tuple[ExhibitMaterial, ...]
    left_out: tuple[Exhibit, ...] = ()
    """Exhibits of the vault that the plan leaves out."""
    timeline: tuple[TimelineRow, ...] = ()
    identifiers: tuple[IdentifierRow, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    """Conversations that two exhibits of this dossier hold."""
    log: tuple[LogRow, ...] = ()
    case: Annotation | None = None
    account: Annotation | None = None
    """Only a finished one."""
    key_fingerprint: str = ""
    """SHA-256 of the vault's public signing key in PEM."""
    printed_messages: Mapping[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    """Numbers of printed messages by exhibit number and conversation."""
    unprintable: Mapping[ExhibitId, str] = field(default_factory=dict)
    """Pictures that could not be made ready for print, with the code of the reason."""

    @property
    def role(self) -> ReporterRole:
        """The role in which the reporting person speaks."""
        known = {role.value: role for role in ReporterRole}
        stated = "" if self.case is None else str(self.case.fact("role"))
        return known.get(stated, ReporterRole.UNKNOWN)

    @property
    def wish(self) -> Wish:
        """What the person wants with it."""
        known = {wish.value: wish for wish in Wish}
        stated = "" if self.case is None else str(self.case.fact("wish"))
        return known.get(stated, Wish.UNDECIDED)

    def reporter_source(self, say: Say) -> str:
        """Return the words for "the reporting person states this", in their role."""
        if self.wish is Wish.REPORT:
            return say.t.c("report to the police", "as stated by the reporter")
        return say.t("as stated by the reporter")

    @property
    def chats(self) -> tuple[ChatMaterial, ...]:
        """Every conversation of the dossier."""
        return tuple(chat for exhibit in self.exhibits for chat in exhibit.chats)

    @property
    def messages(self) -> int:
        """Messages in the conversations of the dossier, printed or not."""
        return sum(chat.row.messages for chat in self.chats)

    @property
    def marked(self) -> int:
        """Messages that are pointed out."""
        return sum(chat.row.marked for chat in self.chats)

    @property
    def prints_exhibits(self) -> bool:
        """Whether the sheets of the exhibits are printed, so that references can lead there."""
        return PartKind.EXHIBITS in self.plan.parts

    @property
    def numbers(self) -> Mapping[ExhibitId, int]:
        """Numbers of the exhibits that have a sheet."""
        return {item.exhibit.id: item.exhibit.number for item in self.exhibits}

    def is_printed(self, number: int, conversation: int, n: int) -> bool:
        """Say whether a message stands on paper, so that a reference can lead to it."""
        return n in self.printed_messages.get((number, conversation), frozenset())

    def to_exhibit(
        self, anchor: AnchorId, text: str, form: PageForm = PageForm.TEXT
    ) -> Reference | Run:
        """Return a reference into the sheets of the exhibits; plain text when none are printed."""
        if self.prints_exhibits:
            return Reference(anchor=anchor, text=text, form=form)
        return Run(text=text)
