# SPDX-License-Identifier: GPL-3.0-or-later
"""What each kind of annotation may say: one table (docs/formats/annotation.md).

Facts are codes, dates, numbers and ids, because they stand in the log that is handed over; anything
that could name somebody is a word.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from evidence_kit.domain.annotation import Annotation, AnnotationKind, Why
from evidence_kit.domain.identifier import Decision, IdentifierType
from evidence_kit.domain.ids import is_id
from evidence_kit.domain.plan import PartKind, Receiver, ReporterRole, Wish
from evidence_kit.errors import InputRefused
from evidence_kit.limits import ANNOTATION_TARGETS_MAX, ANNOTATION_WORDS_MAX

Fact = str | int | tuple[str, ...]
Word = str | tuple[str, ...]

_FactCheck = Callable[[Fact], bool]
_WHEN = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?\Z",
    re.ASCII,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", re.ASCII)


class Presence(Enum):
    """Whether an annotation names an exhibit."""

    NEEDED = "needed"
    MAY = "may"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one kind may say."""

    exhibit: Presence = Presence.MAY
    targets_min: int = 0
    targets_max: int = 0
    facts: Mapping[str, _FactCheck] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    """Words that are one text."""
    lists: frozenset[str] = frozenset()
    """Words that are several texts."""


def _one_of(*codes: str) -> _FactCheck:
    allowed = frozenset(codes)
    return lambda value: isinstance(value, str) and value in allowed


def _of(kind: type[Enum]) -> _FactCheck:
    return _one_of(*(member.value for member in kind))


def _several_of(kind: type[Enum]) -> _FactCheck:
    allowed = {member.value for member in kind}
    return lambda value: (
        isinstance(value, tuple) and allowed.issuperset(value) and len(set(value)) == len(value)
    )


def _ids(value: Fact) -> bool:
    return (
        isinstance(value, tuple)
        and all(is_id(part) for part in value)
        and len(set(value)) == len(value)
    )


def _when(value: Fact) -> bool:
    return isinstance(value, str) and _WHEN.match(value) is not None


def _language(value: Fact) -> bool:
    return isinstance(value, str) and _LANGUAGE.match(value) is not None


def _count(value: Fact) -> bool:
    return isinstance(value, int) and 0 <= value <= 10_000


_YES_NO = _one_of("yes", "no")
_YES_NO_UNKNOWN = _one_of("yes", "no", "unknown")

RULES: Mapping[AnnotationKind, Rule] = {
    AnnotationKind.NOTE: Rule(
        targets_max=ANNOTATION_TARGETS_MAX, words=frozenset({"text", "title"})
    ),
    AnnotationKind.MARK: Rule(
        exhibit=Presence.NEEDED,
        targets_min=1,
        targets_max=ANNOTATION_TARGETS_MAX,
        facts={"why": _several_of(Why)},
        words=frozenset({"text"}),
    ),
    AnnotationKind.PROVENANCE: Rule(
        exhibit=Presence.NEEDED,
        facts={
            "original": _one_of(
                "on_phone", "on_computer", "online_account", "with_somebody", "gone", "unknown"
            ),
            "device_can_be_seen": _YES_NO_UNKNOWN,
            "copied_by": _one_of("me", "parent", "support_worker", "somebody_else", "unknown"),
            "route": _one_of(
                "cable",
                "app_export",
                "mail_to_self",
                "cloud",
                "messenger",
                "screenshot",
                "memory_card",
                "received",
                "other",
                "unknown",
            ),
            "could_be_changed": _YES_NO_UNKNOWN,
            "when": _when,
        },
        words=frozenset({"device", "account", "app", "copied_by_name", "how", "text"}),
        lists=frozenset({"own_labels"}),
    ),
    AnnotationKind.DESCRIPTION: Rule(
        exhibit=Presence.NEEDED,
        targets_max=1,
        facts={"when": _when},
        words=frozenset({"text", "typed_over", "by"}),
    ),
    AnnotationKind.TRANSLATION: Rule(
        exhibit=Presence.NEEDED,
        targets_min=1,
        targets_max=1,
        facts={
            "by": _one_of("own_knowledge", "person", "app"),
            "from": _language,
            "to": _language,
        },
        words=frozenset({"text", "by_name"}),
    ),
    AnnotationKind.IDENTIFIER: Rule(
        facts={
            "type": _of(IdentifierType),
            "decision": _of(Decision),
            "whose": _one_of("own", "other_party", "third", "unknown"),
        },
        words=frozenset({"normalised", "text"}),
        lists=frozenset({"as_written"}),
    ),
    AnnotationKind.INCIDENT: Rule(
        targets_max=ANNOTATION_TARGETS_MAX,
        facts={
            "when": _when,
            "until": _when,
            "exact": _YES_NO_UNKNOWN,
            "exhibits": _ids,
        },
        words=frozenset({"title", "text", "place", "when_in_words"}),
    ),
    AnnotationKind.ACCOUNT: Rule(
        exhibit=Presence.NONE, facts={"exhibits": _ids}, words=frozenset({"text", "by"})
    ),
    AnnotationKind.CASE: Rule(
        exhibit=Presence.NONE,
        facts={
            "role": _of(ReporterRole),
            "wish": _of(Wish),
            "receiver": _of(Receiver),
            "minor": _YES_NO_UNKNOWN,
        },
        words=frozenset(
            {"title", "name", "birth_date", "address", "phone", "email", "reference", "text"}
        ),
        lists=frozenset({"own_labels", "accounts_involved"}),
    ),
    AnnotationKind.PLAN: Rule(
        exhibit=Presence.NONE,
        facts={
            "language": _language,
            "receiver": _of(Receiver),
            "parts": _several_of(PartKind),
            "order": _ids,
            "left_out": _ids,
            "context": _count,
            "print_place": _YES_NO,
            "show_marks": _YES_NO,
        },
        words=frozenset({"title"}),
    ),
}


def check(annotation: Annotation) -> None:
    """Look at an annotation before it is stored.

    Raises:
        InputRefused: reason is a code (unknown_fact, fact, unknown_word, word, too_long, exhibit,
            targets, nothing_said), name the field.
    """
    rule = RULES[annotation.kind]
    if annotation.retracted:
        _check_retraction(annotation)
        return
    _check_exhibit(annotation, rule)
    if not rule.targets_min <= len(annotation.targets) <= rule.targets_max:
        raise InputRefused(reason="targets", name=annotation.kind.value)
    if annotation.targets and annotation.exhibit is None:
        raise InputRefused(reason="exhibit", name=annotation.kind.value)
    for name, fact in annotation.facts:
        fits = rule.facts.get(name)
        if fits is None:
            raise InputRefused(reason="unknown_fact", name=name[:80])
        if not fits(fact):
            raise InputRefused(reason="fact", name=name)
    for name, word in annotation.words:
        _check_word(name, word, rule)
    if not annotation.facts and not annotation.words and not annotation.targets:
        raise InputRefused(reason="nothing_said", name=annotation.kind.value)


def _check_retraction(annotation: Annotation) -> None:
    if annotation.replaces is None:
        raise InputRefused(reason="retracts_nothing", name=annotation.kind.value)
    if annotation.facts or annotation.words or annotation.targets:
        raise InputRefused(reason="retraction_says_more", name=annotation.kind.value)


def _check_exhibit(annotation: Annotation, rule: Rule) -> None:
    given = annotation.exhibit is not None
    wrong = (rule.exhibit is Presence.NEEDED and not given) or (
        rule.exhibit is Presence.NONE and given
    )
    if wrong:
        raise InputRefused(reason="exhibit", name=annotation.kind.value)


def _check_word(name: str, word: Word, rule: Rule) -> None:
    if name not in rule.words | rule.lists:
        raise InputRefused(reason="unknown_word", name=name[:80])
    if isinstance(word, str) is not (name in rule.words):
        raise InputRefused(reason="word", name=name)
    parts = (word,) if isinstance(word, str) else word
    if sum(len(part) for part in parts) > ANNOTATION_WORDS_MAX:
        raise InputRefused(reason="too_long", name=name)
    if any("\ud800" <= sign <= "\udfff" for part in parts for sign in part):
        raise InputRefused(reason="word", name=name)
