# SPDX-License-Identifier: GPL-3.0-or-later
"""Which log entries can be read in a bag, and which are a leaf alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.vault import add_chat, add_original, make_vault
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.ids import AnnotationId, ExhibitId, new_id
from evidence_kit.domain.plan import PartKind, Plan
from evidence_kit.formats import bag_leaves
from evidence_kit.handover.disclosure import disclosure_of, log_lines
from evidence_kit.vault.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "kluis").vault as found:
        yield found


def say(vault: Vault, kind: AnnotationKind, exhibit: ExhibitId | None = None) -> AnnotationId:
    """Log an annotation of a kind that needs no target."""
    annotation = Annotation(
        id=AnnotationId(new_id()), kind=kind, exhibit=exhibit, words=(("text", "eigen woorden"),)
    )
    with vault.batch() as batch:
        batch.annotate(annotation)
        batch.commit()
    return annotation.id


def shown(vault: Vault, plan: Plan | None = None) -> list[str]:
    """The types of the entries that can be read; "-" for a closed one."""
    plan = plan or Plan()
    exhibits = tuple(one for one in vault.exhibits() if one.id not in plan.left_out)
    disclosure = disclosure_of(exhibits, vault.annotations(), plan)
    lines = list(log_lines(vault, vault.head().size, disclosure))
    assert bag_leaves.root_of(lines) == (vault.head().size, vault.head().root)
    types = [entry.type.value for entry in vault.entries()]
    return [types[line.seq] if line.entry else "-" for line in lines]


def test_what_was_done_with_an_exhibit_can_be_read(vault: Vault) -> None:
    add_chat(vault, ("Hoi",))
    assert shown(vault) == ["created", "acquired", "interpreted"]


def test_an_exhibit_that_is_left_out_is_closed(vault: Vault) -> None:
    kept = add_original(vault, b"one")
    left = add_original(vault, b"two")
    assert kept.number == 1
    assert shown(vault, Plan(left_out=(left.id,))) == ["created", "acquired", "-"]


def test_a_note_never_travels(vault: Vault) -> None:
    exhibit = add_original(vault, b"one")
    say(vault, AnnotationKind.NOTE, exhibit.id)
    assert shown(vault) == ["created", "acquired", "-"]


def test_what_was_taken_back_never_travels(vault: Vault) -> None:
    annotation = say(vault, AnnotationKind.INCIDENT)
    assert shown(vault) == ["created", "annotated"]
    with vault.batch() as batch:
        batch.retract(annotation)
        batch.commit()
    assert shown(vault) == ["created", "-", "-"]


def test_an_account_travels_only_with_the_part_that_prints_it(vault: Vault) -> None:
    say(vault, AnnotationKind.ACCOUNT)
    without = tuple(part for part in PartKind if part is not PartKind.ACCOUNT)
    assert shown(vault) == ["created", "annotated"]
    assert shown(vault, Plan(parts=without)) == ["created", "-"]


def test_words_about_an_exhibit_that_is_left_out_are_closed(vault: Vault) -> None:
    left = add_original(vault, b"two")
    say(vault, AnnotationKind.DESCRIPTION, left.id)
    assert shown(vault, Plan(left_out=(left.id,))) == ["created", "-", "-"]


def test_an_earlier_log_gives_an_earlier_root(vault: Vault) -> None:
    add_original(vault, b"one")
    earlier = vault.head()
    add_original(vault, b"two")
    disclosure = disclosure_of(vault.exhibits(), (), Plan())
    lines = list(log_lines(vault, earlier.size, disclosure))
    assert bag_leaves.root_of(lines) == (earlier.size, earlier.root)
