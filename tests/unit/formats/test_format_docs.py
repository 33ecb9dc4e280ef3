# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/formats says what the code does: the tables name the same fields."""

from pathlib import Path

import pytest

from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.custody import EntryType
from evidence_kit.formats.annotation_rules import RULES
from evidence_kit.formats.entry_body import BODIES

DOCS = Path(__file__).parents[3] / "docs" / "formats"


def row(document: str, first: str) -> str:
    """The table row that begins with this cell."""
    lines = (DOCS / document).read_text(encoding="utf-8").splitlines()
    (found,) = [line for line in lines if line.startswith(f"| {first} |")]
    return found


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_every_field_of_an_entry_is_documented(kind: EntryType) -> None:
    text = row("log-entry.md", kind.value)
    missing = [name for name in BODIES[kind] if name != "text" and f"{name} " not in f"{text},"]
    missing = [name for name in missing if f"{name}," not in text and f"{name}?" not in text]
    assert not [name for name in missing if f"{name} |" not in text]


@pytest.mark.parametrize("kind", AnnotationKind, ids=lambda kind: kind.value)
def test_every_fact_and_word_is_documented(kind: AnnotationKind) -> None:
    text = row("annotation.md", kind.value)
    rule = RULES[kind]
    assert not [name for name in (*rule.facts, *rule.words, *rule.lists) if name not in text]
