# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.vault import CLIENT, add_original, make_vault, register, reopen, sha256, tree_of
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.custody import Actor, EntryType, Role
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, Holding, Hole
from evidence_kit.domain.found_text import FoundText, from_bytes, from_text
from evidence_kit.domain.ids import AnnotationId, ExhibitId, new_id
from evidence_kit.errors import Inconsistent, InputRefused, NotHeld, UnknownExhibit, UsageFault
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.vault.vault import Vault, open_vault


def note(text: str, **fields: object) -> Annotation:
    return Annotation(
        id=AnnotationId(new_id()),
        kind=AnnotationKind.NOTE,
        words=(("text", text),),
        **fields,  # type: ignore[arg-type]
    )


def annotate(vault: Vault, annotation: Annotation) -> AnnotationId:
    with vault.batch() as batch:
        made = batch.annotate(annotation)
        batch.commit()
    return made


def acquired(vault: Vault, **changes: object) -> None:
    """Write an acquired entry with something off."""
    with vault.batch() as batch:
        writer = batch.new_object()
        writer.write(b"x")
        stored = writer.close()
        text = batch.exhibit_text(ExhibitWords(name=from_text("x")))
        body: dict[str, object] = {
            **stored.log_fields(),
            "exhibit": new_id(),
            "number": batch.next_number(),
            "batch": new_id(),
            "stored_sha256": None,
            "holes": 0,
            "media": "picture",
            "answer": None,
            "parent": None,
            "text": {"id": text.id, "sha256": text.sha256},
        }
        batch.entry(EntryType.ACQUIRED, {**body, **changes})
        batch.commit()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Iterator[Vault]:
    with make_vault(tmp_path / "kluis", clock).vault as made:
        yield made


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_000])
def test_any_size_comes_back_bit_for_bit(vault: Vault, size: int) -> None:
    data = hashlib.shake_256(b"seed").digest(size)
    exhibit = add_original(vault, data)
    assert exhibit.sha256.hex == sha256(data)
    with vault.open_original(exhibit) as original:
        assert original.size == size
        assert original.read_at(0, size + 10) == data
        assert original.read_at(size // 2, 7) == data[size // 2 : size // 2 + 7]


@pytest.mark.parametrize(
    "name",
    [
        from_text("schermafbeelding 🧵 é.png"),
        from_text("half \ud83d emoji"),
        from_bytes(b"latin-\xe9.jpg"),
        from_text("a" * 300),
        from_text("../../etc/passwd"),
        from_text("regel\nbreuk\x00"),
        from_text(""),
    ],
)
def test_any_name_comes_back_as_found(tmp_path: Path, name: FoundText) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        add_original(vault, b"x", name=name)
    with reopen(tmp_path / "kluis") as vault:
        assert vault.exhibit(1).name == name


def test_the_log_holds_no_name_and_no_word(vault: Vault) -> None:
    exhibit = add_original(vault, b"x", name="Geheime naam.png")
    annotate(vault, note("Geheime woorden", exhibit=exhibit.id))
    for entry in vault.entries():
        assert b"Geheime" not in entry.line
        assert b"foto's" not in entry.line


def test_a_registered_file_has_digest_and_words_but_no_bytes(vault: Vault) -> None:
    exhibit = register(vault, b"somebody's picture", name="IMG_1.jpg")
    assert exhibit.holding is Holding.REGISTERED
    assert exhibit.name.text == "IMG_1.jpg"
    assert vault.by_digest(exhibit.sha256) is None
    with pytest.raises(NotHeld) as caught:
        vault.open_original(exhibit)
    assert caught.value.fields["why"] == "registered"


def test_a_registered_file_can_be_acquired_later_and_keeps_its_number(vault: Vault) -> None:
    data = b"after all"
    first = register(vault, data)
    with vault.batch() as batch:
        writer = batch.new_object()
        writer.write(data)
        stored = writer.close()
        text = batch.exhibit_text(ExhibitWords(name=from_text("IMG_1.jpg")))
        batch.entry(
            EntryType.ACQUIRED,
            {
                **stored.log_fields(),
                "exhibit": first.id,
                "number": first.number,
                "batch": new_id(),
                "stored_sha256": None,
                "holes": 0,
                "media": "picture",
                "answer": Answer.COPY.value,
                "parent": None,
                "text": {"id": text.id, "sha256": text.sha256},
            },
        )
        batch.commit()
    second = vault.exhibit(first.id)
    assert (second.number, second.added) == (first.number, first.added)
    assert second.entry > first.entry
    assert second.holding is Holding.COPIED
    assert vault.by_digest(first.sha256) == second


def test_an_original_with_holes_knows_them(vault: Vault) -> None:
    whole = b"head" + b"picture" + b"tail"
    hole = Hole(
        offset=4,
        length=7,
        sha256=Digest(sha256(b"picture")),
        member=from_text("IMG-20260114.jpg"),
        content_sha256=None,
        content_size=None,
    )
    exhibit = add_original(vault, b"head" + bytes(7) + b"tail", holes=[hole], whole=whole)
    assert exhibit.holding is Holding.WITH_HOLES
    assert exhibit.holes == (hole,)
    assert exhibit.sha256.hex == sha256(whole)
    assert exhibit.stored_sha256 is not None
    assert exhibit.stored_sha256.hex == sha256(b"head" + bytes(7) + b"tail")


def test_a_digest_finds_the_copy_that_is_held(vault: Vault) -> None:
    exhibit = add_original(vault, b"once")
    assert vault.by_digest(exhibit.sha256) == exhibit
    assert vault.by_digest(Digest("0" * 64)) is None


def test_nothing_is_there_before_commit_and_nothing_after_an_error(vault: Vault) -> None:
    path = vault.path
    before = tree_of(path)

    def fail_half_way() -> None:
        with vault.batch() as batch:
            writer = batch.new_object()
            writer.write(b"x" * 100_000)
            writer.close()
            batch.new_object().write(b"half")
            batch.text({"text": "hoi"})
            batch.next_number()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert tree_of(path) == before
    assert add_original(vault, b"x").number == 1


def test_leaving_without_commit_leaves_nothing(vault: Vault) -> None:
    path = vault.path
    before = tree_of(path)
    with vault.batch() as batch:
        batch.annotate(note("hoi"))
    assert tree_of(path) == before
    assert vault.annotations() == ()


def test_objects_that_no_entry_names_are_thrown_away(vault: Vault) -> None:
    path = vault.path
    with vault.batch() as batch:
        writer = batch.new_object()
        writer.write(b"x")
        writer.close()
        batch.annotate(note("hoi"))
        batch.commit()
    vault.close()
    with reopen(path) as again:
        assert again.findings == ()


def test_a_batch_is_committed_once(vault: Vault) -> None:
    with vault.batch() as batch:
        batch.annotate(note("hoi"))
        batch.commit()
        with pytest.raises(ValueError):
            batch.commit()


def test_an_empty_batch_says_nothing(vault: Vault) -> None:
    with vault.batch() as batch:
        assert batch.commit().log_size == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"object": "0" * 32},
        {"sealed_sha256": "0" * 64},
        {"number": 7, "exhibit": "not an id"},
        {"media": ""},
        {"name": "Sam"},
    ],
)
def test_an_entry_that_does_not_fit_the_batch_is_refused(
    vault: Vault, changes: dict[str, object]
) -> None:
    path = vault.path
    before = tree_of(path)
    with pytest.raises(Inconsistent):
        acquired(vault, **changes)
    assert tree_of(path) == before


def test_a_number_is_never_used_twice(vault: Vault) -> None:
    add_original(vault, b"x")
    with pytest.raises(Inconsistent) as caught:
        acquired(vault, number=1)
    assert caught.value.fields["what"] == "exhibit_number"


def test_an_interpretation_of_nothing_is_refused(vault: Vault) -> None:
    body: dict[str, object] = dict.fromkeys(
        ("zone", "day_first", "object", "sha256", "size", "sealed_sha256", "sealed_size", "root")
    )
    counts = ("importer_version", "records", "notes", "conversations")
    body |= dict.fromkeys((*counts, "lines_total", "lines_accounted"), 0)
    body |= {"exhibit": new_id(), "interpretation": new_id(), "importer": "opaque"}
    body |= {"by_kind": {}, "complete": False, "failure": "reader_failed"}
    with vault.batch() as batch, pytest.raises(UnknownExhibit):
        batch.entry(EntryType.INTERPRETED, body)
    exhibit = add_original(vault, b"x")
    with vault.batch() as batch:
        batch.entry(EntryType.INTERPRETED, {**body, "exhibit": exhibit.id})
        batch.commit()
    assert vault.exhibit(1).reader_failure == "reader_failed"
    assert vault.conversations(vault.exhibit(1)) == ()
    assert vault.messages(vault.exhibit(1), 1, 1, 10) == ()


def test_many_threads_seal_into_one_batch(vault: Vault) -> None:
    contents = [bytes([n]) * 200_000 for n in range(12)]
    with vault.batch() as batch:

        def seal(data: bytes) -> tuple[dict[str, object], bytes]:
            writer = batch.new_object()
            for start in range(0, len(data), 30_000):
                writer.write(data[start : start + 30_000])
            return writer.close().log_fields(), data

        with ThreadPoolExecutor(4) as pool:
            stored = list(pool.map(seal, contents))
        for fields, _ in stored:
            text = batch.exhibit_text(ExhibitWords(name=from_text("x")))
            batch.entry(
                EntryType.ACQUIRED,
                {
                    **fields,
                    "exhibit": new_id(),
                    "number": batch.next_number(),
                    "batch": new_id(),
                    "stored_sha256": None,
                    "holes": 0,
                    "media": "other",
                    "answer": None,
                    "parent": None,
                    "text": {"id": text.id, "sha256": text.sha256},
                },
            )
        change = batch.commit()
    assert len(change.exhibits) == 12
    for exhibit, data in zip(vault.exhibits(), contents, strict=True):
        with vault.open_original(exhibit) as original:
            assert original.read_at(0, original.size) == data


def test_one_may_mark_while_another_batch_still_seals(vault: Vault) -> None:
    with vault.batch() as long_one:
        long_one.new_object().write(b"half of a long video")
        annotate(vault, note("meanwhile"))
    assert [found.word("text") for found in vault.annotations()] == ["meanwhile"]


def test_batches_of_two_threads_append_one_after_the_other(vault: Vault) -> None:
    def work(n: int) -> None:
        for step in range(5):
            annotate(vault, note(f"{n}-{step}"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(vault.annotations()) == 15
    assert [entry.seq for entry in vault.entries()] == list(range(16))


def test_waiting_for_oneself_is_refused(vault: Vault) -> None:
    with vault.batch() as first, vault.batch() as second:
        first.annotate(note("a"))
        with pytest.raises(RuntimeError):
            second.annotate(note("b"))
        first.commit()


def test_an_annotation_is_replaced_and_taken_back(vault: Vault) -> None:
    first = annotate(vault, note("eerste"))
    second = annotate(vault, note("tweede", replaces=first))
    assert [found.id for found in vault.annotations()] == [second]
    with vault.batch() as batch:
        batch.retract(second)
        batch.commit()
    assert vault.annotations() == ()
    assert [found.word("text") for found in vault.annotations(at=2)] == ["eerste"]
    assert [found.word("text") for found in vault.annotations(at=3)] == ["tweede"]


def test_an_annotation_carries_who_and_when(tmp_path: Path) -> None:
    actor = Actor(role=Role.SUPPORT_WORKER, name="Kim de Tester")
    with make_vault(tmp_path / "kluis", actor=actor).vault as vault:
        annotate(vault, note("hoi"))
        (found,) = vault.annotations()
        lines = b"".join(entry.line for entry in vault.entries())
    assert (found.role, found.made, found.entry) == (
        "support_worker",
        "2026-03-14T13:02:07.250Z",
        1,
    )
    assert b"Kim" not in lines


@pytest.mark.parametrize(
    "wrong",
    [
        note("x", replaces=AnnotationId("0" * 32)),
        note("\udc00"),
        Annotation(id=AnnotationId(new_id()), kind=AnnotationKind.MARK),
    ],
)
def test_an_annotation_that_is_off_is_refused(vault: Vault, wrong: Annotation) -> None:
    with vault.batch() as batch, pytest.raises(InputRefused):
        batch.annotate(wrong)


def test_an_annotation_of_no_exhibit_is_refused(vault: Vault) -> None:
    with vault.batch() as batch, pytest.raises(UnknownExhibit):
        batch.annotate(note("x", exhibit=ExhibitId("0" * 32)))


def test_an_unknown_exhibit_and_size_are_refused(vault: Vault) -> None:
    for key in (1, ExhibitId("0" * 32)):
        with pytest.raises(UnknownExhibit):
            vault.exhibit(key)
    for size in (-1, 2):
        with pytest.raises(UsageFault):
            vault.head(size)


def test_views_at_a_size_are_those_of_then(vault: Vault) -> None:
    first = add_original(vault, b"1")
    head = vault.head()
    annotate(vault, note("hoi", exhibit=first.id))
    add_original(vault, b"2")
    assert vault.exhibits(at=2) == (first,)
    assert vault.annotations(at=2) == ()
    assert vault.head(2) == head
    assert vault.exhibits(at=0) == ()
    with pytest.raises(UnknownExhibit):
        vault.exhibit(2, at=3)


@pytest.mark.parametrize(
    ("wall", "steady", "logged"),
    [
        (timedelta(hours=1), timedelta(hours=1), False),
        (timedelta(seconds=1), timedelta(0), False),
        (timedelta(days=-3), timedelta(seconds=1), True),
        (timedelta(days=365), timedelta(seconds=1), True),
        (timedelta(milliseconds=-1), timedelta(0), True),
    ],
)
def test_a_turned_clock_is_logged_before_the_next_entry(
    vault: Vault, clock: FixedClock, wall: timedelta, steady: timedelta, logged: bool
) -> None:
    clock.now += wall
    clock.since_boot += steady
    add_original(vault, b"x")
    types = [entry.type for entry in vault.entries()]
    assert (EntryType.CLOCK_STEP in types) is logged
    if logged:
        step = list(vault.entries())[1]
        assert step.body["wall_ms"] == wall // timedelta(milliseconds=1)
        assert step.body["after"] == 0
    assert vault.exhibit(1).entry == len(types) - 1


def test_after_a_restart_only_a_clock_set_back_shows(vault: Vault, clock: FixedClock) -> None:
    clock.boot = "f" * 16
    clock.since_boot = timedelta(minutes=1)
    clock.now += timedelta(days=30)
    add_original(vault, b"x")
    clock.boot = "e" * 16
    clock.now -= timedelta(days=1)
    add_original(vault, b"y")
    steps = [entry for entry in vault.entries() if entry.type is EntryType.CLOCK_STEP]
    assert [(step.seq, step.body["same_boot"]) for step in steps] == [(2, False)]


def test_the_recovery_key_is_confirmed_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        before = vault.recovery_confirmed
        vault.note_recovery_confirmed()
        assert (before, vault.recovery_confirmed) == (False, True)
    with reopen(path) as vault:
        assert vault.recovery_confirmed
        assert vault.findings == ()


def test_using_the_recovery_key_confirms_it(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    made = make_vault(path)
    made.vault.close()
    with open_vault(
        path, made.recovery, with_recovery=True, clock=FixedClock(), actor=CLIENT
    ) as vault:
        assert vault.recovery_confirmed
        annotate(vault, note("hoi"))
    with reopen(path) as vault:
        assert vault.recovery_confirmed


def test_a_change_says_what_to_read_again(vault: Vault) -> None:
    exhibit = add_original(vault, b"x")
    with vault.batch() as batch:
        batch.annotate(note("hoi", exhibit=exhibit.id))
        batch.annotate(
            Annotation(
                id=AnnotationId(new_id()),
                kind=AnnotationKind.PLAN,
                facts=(("language", "nl"),),
            )
        )
        change = batch.commit()
    assert change.exhibits == (exhibit.id,)
    assert (change.log_size, change.annotations, change.plan) == (4, True, True)
