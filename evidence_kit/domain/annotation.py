# SPDX-License-Identifier: GPL-3.0-or-later
"""The person's own words and choices, kept apart from evidence.

One schema for all kinds: docs/formats/annotation.md. `facts` are ids, enums and times and stand in
the log; `words` are names and own words and stand in a sealed text that can be removed.
"""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.ids import AnnotationId, ExhibitId
from evidence_kit.domain.locator import RecordRef


class AnnotationKind(Enum):
    """What an annotation is."""

    NOTE = "note"
    MARK = "mark"
    PROVENANCE = "provenance"
    DESCRIPTION = "description"
    """What can be seen, in the reporter's words."""
    TRANSLATION = "translation"
    IDENTIFIER = "identifier"
    INCIDENT = "incident"
    ACCOUNT = "account"
    """What I went through, in own words; a draft is not logged."""
    CASE = "case"
    """For whom, in which role, with which wish."""
    PLAN = "plan"


class Why(Enum):
    """Why a message is pointed out: conduct, never an offence."""

    ASKS_MONEY = "asks_money"
    WANTS_TO_SPREAD = "wants_to_spread_pictures"
    KNOWS_WHERE_I_AM = "knows_where_i_am"
    I_ASK_TO_STOP = "i_ask_to_stop"
    ASKS_PICTURES = "asks_pictures"
    WANTS_TO_MEET = "wants_to_meet"
    SAYS_WILL_HURT = "says_will_hurt"
    OTHER = "other"
    """Own words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotation as it stands now."""

    id: AnnotationId
    kind: AnnotationKind
    exhibit: ExhibitId | None = None
    targets: tuple[RecordRef, ...] = ()
    facts: tuple[tuple[str, str | int | tuple[str, ...]], ...] = ()
    words: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    replaces: AnnotationId | None = None
    retracted: bool = False
    entry: int = -1
    """Log entry that made it; -1 before it is logged."""
    made: str = ""
    """ISO 8601 UTC of that entry."""
    role: str = ""
    """Declared role of who made it."""

    def fact(self, name: str) -> str | int | tuple[str, ...] | None:
        """Return one fact, or None."""
        return dict(self.facts).get(name)

    def word(self, name: str) -> str:
        """Return one text, or the empty string."""
        value = dict(self.words).get(name, "")
        return value if isinstance(value, str) else ", ".join(value)
