# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error code and every enum value of the domain has words, in Dutch and in English."""

import importlib
import pkgutil
import string
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

import polib
import pytest

from evidence_kit import domain, resources, wording
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.record import Note
from evidence_kit.domain.survey import AddedItem, Taken
from evidence_kit.errors import NAMED_ERRORS, Damaged, EvidenceKitError, InputRefused, NotHeld
from evidence_kit.formats.annotation_rules import RULES
from evidence_kit.i18n import Texts
from evidence_kit.wording import (
    causes,
    concerns,
    copies,
    errors,
    facts,
    findings,
    intake,
    names,
    notes,
    provenance,
    things,
)

SCREEN_WORDS_MAX = 15
"""people.md: a sentence on screen."""


def enums_of_the_domain() -> Iterator[type[Enum]]:
    for module in pkgutil.iter_modules(domain.__path__):
        loaded = importlib.import_module(f"evidence_kit.domain.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, Enum) and value is not Enum:
                yield value


def messages(node: object) -> Iterator[str]:
    """Every English sentence in a table."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for item in node.values():
            yield from messages(item)
    elif isinstance(node, tuple):
        for item in node:
            yield from messages(item)


TABLES = (
    names.NAMES,
    errors.ERRORS,
    errors.VARIANTS,
    errors.FIELDS,
    notes.NOTES,
    facts.FACTS,
    notes.DETAILS,
    facts.VALUES,
    facts.HEADER_PARTS,
    findings.FINDINGS,
    findings.OUTCOMES,
    findings.OPENING,
    intake.TAKEN,
    intake.REASONS,
    intake.UNREAD,
    causes.CAUSES,
    things.ITEMS,
    things.NUMBERED_ITEMS,
    things.ASPECTS,
    things.LIMITS,
    things.PAIRS,
    things.NUMBERED_PAIRS,
    concerns.CONCERNS,
    copies.PLACES,
    provenance.QUESTIONS,
    provenance.ANSWERS,
)
ENGLISH = sorted({message for table in TABLES for message in messages(table)})


@pytest.fixture(scope="module")
def dutch() -> dict[str, str]:
    source = polib.pofile(str(Path(resources.path("locale", "nl", "wording.po"))))
    return {entry.msgid: entry.msgstr for entry in source}


def sentences_of(text: str) -> list[str]:
    return [part for part in text.replace("? ", ". ").replace(": ", ". ").split(". ") if part]


@pytest.mark.parametrize("kind", sorted(set(enums_of_the_domain()), key=str))
def test_every_value_of_an_enum_has_words(kind: type[Enum]) -> None:
    assert set(names.NAMES[kind]) == set(kind)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", NAMED_ERRORS, ids=lambda kind: kind.code)
def test_every_error_says_what_happened_and_what_to_do(
    kind: type[EvidenceKitError], lang: str
) -> None:
    happened, advice = wording.error(Texts(lang, "wording"), kind())
    assert kind.code in errors.ERRORS
    assert happened
    assert advice
    assert "{" not in happened + advice


def test_every_table_sentence_has_its_dutch(dutch: dict[str, str]) -> None:
    assert not [message for message in ENGLISH if not dutch.get(message)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_sentence_on_screen_is_short(lang: str, dutch: dict[str, str]) -> None:
    spoken = [dutch[message] if lang == "nl" else message for message in ENGLISH]
    long = [
        sentence
        for text in spoken
        for sentence in sentences_of(text)
        if len(sentence.split()) > SCREEN_WORDS_MAX
    ]
    assert not long


def test_dutch_on_screen_says_je_and_not_u(dutch: dict[str, str]) -> None:
    words = string.punctuation + "“”"
    said = {
        message
        for message in ENGLISH
        for word in dutch[message].split()
        if word.strip(words).lower() in {"u", "uw"}
    }
    assert said == {"How to check this dossier"}  # the name of a part of the dossier


def test_error_fields_are_named() -> None:
    t = Texts("en", "wording")
    failure = Damaged(item="object 3", why="hash", unheard_of="x", nothing=None)
    assert wording.error_details(t, failure) == (
        ("Item", "object 3"),
        ("Cause", "hash"),
        ("unheard_of", "x"),
    )


def test_a_closer_sentence_is_chosen_by_field() -> None:
    t = Texts("en", "wording")
    removed, _ = wording.error(t, NotHeld(exhibit=4, why="removed"))
    assert removed == "The content of exhibit 4 was removed on request."
    assert wording.error(t, NotHeld(exhibit=4, why="registered"))[0] != removed


def test_a_refused_file_is_told_why() -> None:
    t = Texts("en", "wording")
    happened, _ = wording.error(t, InputRefused(name="a.jpg", reason="vanished"))
    assert happened == "“a.jpg” was not taken in. It is no longer there."


def test_braces_in_a_file_name_are_only_text() -> None:
    t = Texts("nl", "wording")
    happened, _ = wording.error(t, InputRefused(name="{path} {0}", reason="link"))
    assert "{path} {0}" in happened


def test_a_code_without_a_sentence_is_shown_as_it_stands() -> None:
    t = Texts("nl", "wording")
    assert "strange_code" in wording.note(t, Note(kind="strange_code", locator=None, detail="7"))
    unheard = Finding(item="entry 3", outcome=Outcome.UNJUDGED, why="strange_code")
    assert wording.finding(t, unheard) == "entry 3: niet te beoordelen (strange_code)"
    assert "strange_code" in wording.opening(t, "strange_code")


@pytest.mark.parametrize("taken", list(Taken))
def test_the_fate_of_every_file_is_said(taken: Taken) -> None:
    item = AddedItem(key="1", name=from_text("a"), taken=taken, number=7, records=2100)
    said = wording.taken(Texts("nl", "wording"), item)
    assert said.endswith("2.100 berichten en regels gelezen.")


def test_every_answer_about_a_source_has_words() -> None:
    assert set(provenance.QUESTIONS) == set(RULES[AnnotationKind.PROVENANCE].facts)
    for (fact, code), words in provenance.ANSWERS.items():
        assert RULES[AnnotationKind.PROVENANCE].facts[fact](code), (fact, code, words)
