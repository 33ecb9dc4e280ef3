# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that the program never says.

Marks and texts describe conduct; what it amounts to is for others to say. And a check has three
outcomes: matches, does not match, cannot be judged. It never promises more.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
import pytest

from builders.source_files import PROGRAM, ROOT, name_of, strings

OFFENCES = (
    r"bedreiging(?:en)?",
    r"afpersing",
    r"afdreiging",
    r"stalk(?:ing|er|ers)",
    r"belaging",
    r"wraakporno",
    r"chantage",
    r"dwang",
    r"smaad",
    r"laster",
    r"belediging(?:en)?",
    r"oplichting",
    r"identiteitsfraude",
    r"doxx?ing",
    r"grooming",
    r"sextorti(?:on|e)",
    r"extortion",
    r"blackmail(?:ing|er)?",
    r"revenge porn",
    r"harassment",
    r"defamation",
    r"libel",
    r"slander",
)
VERDICTS = (r"daders?", r"perpetrators?", r"offenders?", r"culprits?")
CLAIMS = (
    r"authenti(?:c|city|ek|citeit)",
    r"echtheid",
    r"court[- ]proof",
    r"tamper[- ]?proof",
    r"waterdicht",
    r"onweerlegbaar",
    r"irrefutabl[ey]",
    r"veilig (?:verwijderd|gewist)",
    r"secure(?:ly)? (?:deleted?|deletion|erased?|erasure)",
    r"bewijs",
    r"(?:wij|we) (?:bewaren|schrijven|kunnen|versleutelen|maken|store|write|keep|encrypt)",
)


class Rule(NamedTuple):
    """A list of words and what to say instead."""

    pattern: re.Pattern[str]
    instead: str


def _rule(words: tuple[str, ...], instead: str) -> Rule:
    return Rule(re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE), instead)


RULES = (
    _rule(OFFENCES, "describe the conduct: asks for money, knows where I am"),
    _rule(VERDICTS, "the other party, the user of account X"),
    _rule(CLAIMS, "matches, does not match, cannot be judged; bewijsstuk, bijlage, materiaal"),
)

# Names of organisations and sentences that say what is NOT promised, word for word.
ALLOWED_PHRASES: tuple[str, ...] = ("Fraudehelpdesk",)

TEXT_SUFFIXES = {".md", ".txt", ".json", ".toml", ".html", ".csv"}
TEXTS = sorted(
    path for path in (ROOT / "resources" / "texts").rglob("*") if path.suffix in TEXT_SUFFIXES
)
CATALOGUES = sorted((ROOT / "resources" / "locale").glob("*/*.po"))


def objections(text: str) -> Iterator[str]:
    """What a text says that it should not."""
    for phrase in ALLOWED_PHRASES:
        text = text.replace(phrase, "")
    for rule in RULES:
        for found in rule.pattern.finditer(text):
            yield f"{found.group()!r} -> {rule.instead}"


@pytest.mark.parametrize("path", PROGRAM, ids=name_of)
def test_the_program_names_no_offence_and_promises_nothing(path: Path) -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {objection}"
        for node in strings(path)
        for objection in objections(str(node.value))
    ]
    assert not found


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_no_translation_names_an_offence_or_promises_anything(path: Path) -> None:
    found = [
        f"{name_of(path)}:{entry.linenum} {objection}"
        for entry in polib.pofile(str(path))
        for text in (entry.msgid, entry.msgstr, *entry.msgstr_plural.values())
        for objection in objections(text)
    ]
    assert not found


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_no_guide_names_an_offence_or_promises_anything(path: Path) -> None:
    assert not list(objections(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "said",
    [
        "Bedreiging",
        "een geval van afpersing.",
        "De dader",
        "This file is authentic",
        "tamper-proof log",
        "securely deleted",
        "Dit is bewijs",
    ],
)
def test_the_word_test_sees_it(said: str) -> None:
    assert list(objections(said))


@pytest.mark.parametrize(
    "said",
    [
        "Ik word nu bedreigd",
        "wil foto's verspreiden",
        "bewijsstuk 3",
        "ontvangstbewijs",
        "Bel de Fraudehelpdesk",
        "does not match",
    ],
)
def test_the_word_test_lets_conduct_pass(said: str) -> None:
    assert not list(objections(said))
