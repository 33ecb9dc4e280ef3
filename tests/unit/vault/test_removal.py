# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest

from builders.vault import (
    add_chat,
    add_original,
    chat,
    interpret,
    make_vault,
    register,
    reopen,
    secret,
    tree_of,
)
from evidence_kit.crypto.age import open_bytes
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.ids import AnnotationId, new_id
from evidence_kit.domain.locator import RecordRef
from evidence_kit.errors import InputRefused, NotHeld
from evidence_kit.limits import INDEX_IMAGE_FROM
from evidence_kit.vault.vault import Vault, unlock_keys
from evidence_kit.verification.check_vault import check_vault

SECRET = "onuitwisbaar geheim"


def mark(vault: Vault, exhibit: Exhibit, words: str) -> None:
    message, digest = vault.messages(exhibit, 1, 1, 1)[0]
    target = RecordRef(locator=message.locator, sha256=digest, conversation=1, n=1)
    with vault.batch() as batch:
        batch.annotate(
            Annotation(
                id=AnnotationId(new_id()),
                kind=AnnotationKind.MARK,
                exhibit=exhibit.id,
                targets=(target,),
                facts=(("why", ("asks_money",)),),
                words=(("text", words),),
            )
        )
        batch.annotate(
            Annotation(
                id=AnnotationId(new_id()),
                kind=AnnotationKind.NOTE,
                words=(("text", "los van alles"),),
            )
        )
        batch.commit()


def everything(path: Path) -> bytes:
    """All that a holder of the keys can read in the folder."""
    keys = unlock_keys(path, secret())
    return b"".join(
        open_bytes(data, [keys.identity])
        for name, data in tree_of(path).items()
        if name.endswith(".age") and not name.startswith("identity")
    )


def place(path: Path) -> None:
    with make_vault(path).vault as vault:
        exhibit = add_chat(vault, [SECRET, "twee"], name=f"{SECRET}.txt")
        long = [SECRET] * INDEX_IMAGE_FROM  # so that an index image lies on the disk
        exhibit = interpret(vault, exhibit, chat(long, title=SECRET))
        mark(vault, exhibit, SECRET)
        register(vault, b"member", parent=exhibit.id)
        add_original(vault, b"another", name="blijft.png")


def test_after_removal_nothing_of_it_can_be_read_by_anybody(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    place(path)
    assert SECRET.encode() in everything(path)
    with reopen(path) as vault:
        vault.messages(vault.exhibit(1), 1, 1, 10)
        vault.remove(1, "per ongeluk toegevoegd")
        assert SECRET.encode() not in everything(path)
    assert SECRET.encode() not in everything(path)


def test_number_digest_and_fact_remain(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    place(path)
    with reopen(path) as vault:
        before = vault.exhibit(1)
        size = vault.head().size
        change = vault.remove(before, "per ongeluk")
        assert change.exhibits == (before.id,)
    with reopen(path) as vault:
        found = vault.exhibit(1)
        assert vault.findings == ()
        assert (found.holding, found.removed_by) == (Holding.REMOVED, size)
        assert (found.sha256, found.size, found.number) == (before.sha256, before.size, 1)
        assert (found.name.text, found.folder, found.reading) == ("", None, None)
        entry = next(vault.entries(size))
        assert vault.text(entry) == {"reason": "per ongeluk"}
        with pytest.raises(NotHeld) as caught:
            vault.open_original(found)
        assert caught.value.fields["why"] == "removed"
        with pytest.raises(NotHeld):
            vault.open_original(before)


def test_what_it_does_not_touch_stays(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    place(path)
    with reopen(path) as vault:
        before = {e.number: e for e in vault.exhibits()}
        vault.remove(1, "")
    with reopen(path) as vault:
        assert vault.exhibit(2) == before[2]
        assert vault.exhibit(2).parent == before[1].id
        assert vault.exhibit(3) == before[3]
        assert [found.word("text") for found in vault.annotations()] == ["los van alles"]


def test_an_earlier_view_shows_that_the_words_are_gone_now(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    place(path)
    with reopen(path) as vault:
        size = vault.head().size
        vault.remove(1, "")
        then = vault.exhibit(1, at=size)
        assert then.holding is Holding.COPIED
        assert then.removed_by == size
        assert then.name.text == ""
        marks = [a for a in vault.annotations(at=size) if a.kind is AnnotationKind.MARK]
        assert [(m.words, m.targets, m.fact("why")) for m in marks] == [((), (), ("asks_money",))]
        with pytest.raises(NotHeld):
            vault.open_original(then)


def test_it_is_removed_once_and_not_annotated_afterwards(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibit = add_original(vault, b"x")
        vault.remove(exhibit, "")
        with pytest.raises(NotHeld):
            vault.remove(exhibit, "")
        with vault.batch() as batch, pytest.raises(InputRefused):
            batch.annotate(
                Annotation(
                    id=AnnotationId(new_id()),
                    kind=AnnotationKind.NOTE,
                    exhibit=exhibit.id,
                    words=(("text", "x"),),
                )
            )


def test_the_same_file_can_be_taken_in_again_under_a_new_number(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        first = add_original(vault, b"x")
        vault.remove(first, "")
        assert vault.by_digest(first.sha256) is None
        assert add_original(vault, b"x").number == 2


def test_a_check_reports_it_as_removed_and_not_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    place(path)
    with reopen(path) as vault:
        entry = vault.remove(1, "").log_size - 1
    report = check_vault(path, unlock_keys(path, secret()))
    assert report.outcome is Outcome.MATCHES
    assert f"removed:{entry}" in [f.why for f in report.findings if f.item == "exhibit 1"]


def test_a_removal_that_a_crash_interrupted_is_completed(tmp_path: Path) -> None:
    """The entry is written, the files are still there: as a crash right behind it leaves it."""
    path = tmp_path / "kluis"
    place(path)
    before = tree_of(path)
    with reopen(path) as vault:
        vault.remove(1, "")
    for name, data in before.items():
        if not name.startswith(("log/", "checkpoints/")) and not (path / name).exists():
            (path / name).write_bytes(data)
    (path / "index" / "catalogue.age").write_bytes(before["index/catalogue.age"])
    assert SECRET.encode() in everything(path)
    with reopen(path, read_only=True) as vault:
        assert vault.exhibit(1).name.text == ""
    with reopen(path) as vault:
        assert "removal_completed" in vault.findings
        assert SECRET.encode() not in everything(path)
    with reopen(path) as vault:
        assert vault.findings == ()


def test_the_same_content_under_another_number_is_still_known_as_held(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        first = add_original(vault, b"twice")
        add_original(vault, b"twice")
        vault.remove(2, "")
        assert vault.by_digest(first.sha256) == first
        vault.remove(1, "")
        assert vault.by_digest(first.sha256) is None
