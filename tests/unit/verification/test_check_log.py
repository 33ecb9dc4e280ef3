# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of change to a log, at each place: told apart, and the right entry named."""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.log_tampering import Lines, Log, first_named, make_log, off
from evidence_kit.crypto.age import seal_bytes
from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.verification import log_chain

Findings = Sequence[Finding]
BATCHES = (1, 4, 2, 5)
"""Entries: 0 | 1 | 2 3 4 5 | 6 7 | 8 9 10 11 12."""
SIZE = 13
SEGMENTS = (0, 1, 2, 6, 8)
DIFFERS = Outcome.DIFFERS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return make_log(tmp_path_factory.mktemp("log") / "kluis", BATCHES)


@pytest.fixture
def log(made: Log, tmp_path: Path) -> Log:
    return copied(made, tmp_path / "kluis")


def copied(made: Log, path: Path) -> Log:
    shutil.copytree(made.path, path)
    return Log(path, made.keys, made.head)


def segment_of(seq: int) -> int:
    return max(first for first in SEGMENTS if first <= seq)


def item(segment: int) -> str:
    return f"log/{segment:010d}.age"


def edit(line: bytes) -> bytes:
    return line.replace(b'"role":"client"', b'"role":"parent"')


def edit_prev(line: bytes) -> bytes:
    at = line.index(b'"prev":"') + 8
    return line[:at] + b"0" * 64 + line[at + 64 :]


def but_the_last_head(findings: Findings, seq: int) -> dict[str, tuple[Outcome, str]]:
    """What is off; the root after a changed last entry nobody can work out any more."""
    found = off(findings)
    if seq == SIZE - 1:
        assert found.pop("checkpoints/0000000013.json") == (Outcome.UNJUDGED, "log_gap")
    return found


def test_a_log_of_any_shape_matches(tmp_path: Path) -> None:
    for number, batches in enumerate([(), (1,), (2,), (1, 1), (7,), (3, 1, 4)]):
        log = make_log(tmp_path / str(number), batches)
        findings, reading = log.check()
        assert off(findings) == {}
        assert reading.whole
        assert reading.complete
        assert reading.size == len(reading.leaves) == len(reading.entries) == 1 + sum(batches)
        assert reading.roots[reading.size] == log.head.root


@pytest.mark.parametrize("seq", range(SIZE))
def test_an_edited_entry_is_named_and_nothing_else(log: Log, seq: int) -> None:
    first = segment_of(seq)

    def change(lines: Lines) -> None:
        lines[seq - first] = edit(lines[seq - first])

    log.change(first, change)
    findings, reading = log.check()
    assert but_the_last_head(findings, seq) == {
        f"log entry {seq}": (DIFFERS, "edited"),
        item(first): (DIFFERS, "lines_changed"),
    }
    assert [entry.seq for entry in reading.entries] == [n for n in range(SIZE) if n != seq]


@pytest.mark.parametrize("seq", range(1, SIZE))
def test_an_entry_that_names_another_before_it_is_the_one_that_was_edited(
    log: Log, seq: int
) -> None:
    first = segment_of(seq)

    def change(lines: Lines) -> None:
        lines[seq - first] = edit_prev(lines[seq - first])

    log.change(first, change)
    assert off(log.check()[0]) == {
        f"log entry {seq}": (DIFFERS, "edited"),
        item(first): (DIFFERS, "lines_changed"),
    }


@pytest.mark.parametrize("seq", range(SIZE))
def test_an_entry_with_another_number_is_the_one_that_was_edited(log: Log, seq: int) -> None:
    first = segment_of(seq)

    def change(lines: Lines) -> None:
        lines[seq - first] = lines[seq - first].replace(f'"seq":{seq}'.encode(), b'"seq":77')

    log.change(first, change)
    found = but_the_last_head(log.check()[0], seq)
    assert found.pop(item(first))[0] is DIFFERS
    assert found == {f"log entry {seq}": (DIFFERS, "edited")}


@pytest.mark.parametrize("seq", range(SIZE))
def test_a_deleted_entry_is_named_and_the_rest_is_still_proven(log: Log, seq: int) -> None:
    first = segment_of(seq)
    log.change(first, lambda lines: lines.__delitem__(seq - first))
    findings, reading = log.check()
    found = off(findings)
    assert found.pop(item(first)) == (DIFFERS, "lines_changed")
    assert found.pop(f"log entry {seq}") == (DIFFERS, "deleted")
    if seq == SIZE - 1:  # nothing is left that names the leaf of the one before it
        assert found.pop("log entry 11") == (Outcome.UNJUDGED, "unproven")
        assert found.pop("checkpoints/0000000013.json") == (Outcome.UNJUDGED, "log_gap")
    assert found == {}
    assert [entry.seq for entry in reading.entries] == [n for n in range(SIZE) if n != seq]


@pytest.mark.parametrize("seq", range(SIZE))
@pytest.mark.parametrize("line", [b"", b"{}", b'{"seq":3}', b"\xff\x00", b'{"actor":' + b"[" * 999])
def test_a_replaced_entry_is_named(log: Log, seq: int, line: bytes) -> None:
    first = segment_of(seq)
    log.change(first, lambda lines: lines.__setitem__(seq - first, line))
    findings = log.check()[0]
    assert off(findings)[f"log entry {seq}"] == (DIFFERS, "replaced")
    assert off(findings)[item(first)][0] is DIFFERS


@pytest.mark.parametrize("first", [2, 6, 8])
def test_entries_that_changed_places_are_named_as_moved(log: Log, first: int) -> None:
    count = len(log.lines(first)) - 1
    whole = (log.path / item(first)).read_bytes()
    for one in range(count):
        for other in range(one + 1, count):

            def swap(lines: Lines, one: int = one, other: int = other) -> None:
                lines[one], lines[other] = lines[other], lines[one]

            log.change(first, swap)
            findings = log.check()[0]
            assert first_named(findings) == first + one
            whys = {why for _, why in off(findings).values()}
            assert whys == {"moved", "lines_changed"}
            (log.path / item(first)).write_bytes(whole)


@pytest.mark.parametrize("first", SEGMENTS)
@pytest.mark.parametrize("line", [b"junk", b""])
def test_a_line_put_in_is_named_by_the_place_where_it_stands(
    log: Log, first: int, line: bytes
) -> None:
    whole = (log.path / item(first)).read_bytes()
    for place in range(len(log.lines(first))):
        for given_line in (line, log.lines(first)[place - 1]):
            if given_line == log.lines(first)[-1]:
                continue  # its head: below

            def put(lines: Lines, place: int = place, given_line: bytes = given_line) -> None:
                lines.insert(place, given_line)

            log.change(first, put)
            findings = log.check()[0]
            assert off(findings) == {item(first): (DIFFERS, f"inserted:{first + place}")}
            (log.path / item(first)).write_bytes(whole)


@pytest.mark.parametrize("first", SEGMENTS)
def test_a_segment_cut_off_anywhere_never_matches(log: Log, first: int) -> None:
    plain = b"".join(line + b"\n" for line in log.lines(first))
    for size in range(0, len(plain) - 1, max(1, len(plain) // 40)):
        log.put(first, plain[:size])
        found = off(log.check()[0])
        assert found[item(first)][0] is DIFFERS, size


@pytest.mark.parametrize("first", SEGMENTS)
def test_a_segment_without_its_head_is_named(log: Log, first: int) -> None:
    log.change(first, lambda lines: lines.__delitem__(-1))
    assert off(log.check()[0]) == {item(first): (DIFFERS, "head_missing")}


@pytest.mark.parametrize("first", SEGMENTS)
def test_a_segment_with_the_head_of_another_is_named(log: Log, first: int) -> None:
    other = log.lines(2 if first != 2 else 6)[-1]
    log.change(first, lambda lines: lines.__setitem__(-1, other))
    assert off(log.check()[0]) == {item(first): (DIFFERS, "size")}


@pytest.mark.parametrize("first", SEGMENTS)
def test_a_deleted_segment_is_named(log: Log, first: int) -> None:
    (log.path / item(first)).unlink()
    findings, reading = log.check()
    missing = "checkpoints/0000000013.json" if first == 8 else item(first)
    why = "log_shorter" if first == 8 else "missing"
    assert off(findings)[missing] == (DIFFERS, why)
    assert not reading.complete


@pytest.mark.parametrize(("one", "other"), [*combinations(SEGMENTS, 2)])
def test_segments_that_changed_names_are_told_as_that(log: Log, one: int, other: int) -> None:
    first, second = ((log.path / item(number)).read_bytes() for number in (one, other))
    (log.path / item(one)).write_bytes(second)
    (log.path / item(other)).write_bytes(first)
    findings, reading = log.check()
    assert off(findings) == {
        item(one): (DIFFERS, "segment_moved"),
        item(other): (DIFFERS, "segment_moved"),
    }
    assert len(reading.entries) == SIZE


def test_a_segment_that_is_there_twice_is_told_as_that(log: Log) -> None:
    shutil.copy(log.path / item(2), log.path / item(99))
    assert off(log.check()[0]) == {item(99): (DIFFERS, "segment_copied")}


@pytest.mark.parametrize("first", SEGMENTS[1:])
def test_a_segment_sealed_by_somebody_with_the_public_key_alone_is_told_as_that(
    log: Log, tmp_path: Path, first: int
) -> None:
    other = make_log(tmp_path / "other", BATCHES)
    log.put(first, b"".join(line + b"\n" for line in other.lines(first)))
    found = off(log.check()[0])
    assert found[item(first)][1] in {"other_vault", "sealed_anew"}
    assert not {f"log entry {n}" for n in range(SIZE)} & {
        name for name, (outcome, _) in found.items() if outcome is DIFFERS
    }


def test_segments_added_at_the_end_without_the_keys_do_not_count(log: Log) -> None:
    lines = log.lines(8)
    plain = b"".join(line.replace(b'"seq":8', b'"seq":13') + b"\n" for line in lines)
    sealed = seal_bytes(plain, [log.keys.identity.recipient])
    (log.path / item(13)).write_bytes(sealed)
    findings, reading = log.check()
    assert off(findings)[item(13)][0] is DIFFERS
    assert [entry.seq for entry in reading.entries][:SIZE] == list(range(SIZE))
    assert "log entry 12" not in off(findings)


@pytest.mark.parametrize("first", SEGMENTS)
def test_a_damaged_segment_costs_only_itself(log: Log, first: int) -> None:
    raw = bytearray((log.path / item(first)).read_bytes())
    raw[-1] ^= 1
    (log.path / item(first)).write_bytes(raw)
    findings, reading = log.check()
    found = off(findings)
    assert found.pop(item(first)) == (DIFFERS, "chunk")
    assert all(outcome is Outcome.UNJUDGED for outcome, _ in found.values())
    assert {entry.seq for entry in reading.entries} == {
        n for n in range(SIZE) if segment_of(n) != first
    }


def test_behind_a_gap_a_changed_last_entry_is_never_said_to_match(log: Log) -> None:
    (log.path / item(2)).unlink()
    log.change(8, lambda lines: lines.__setitem__(4, edit(lines[4])))
    outcome, why = off(log.check()[0])["log entry 12"]
    assert (outcome, why) == (Outcome.UNJUDGED, "unproven")
    assert off(log.check()[0])[item(8)][0] is Outcome.UNJUDGED


def test_a_blame_that_trusts_every_next_entry_is_found_out(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard of the proof: without the root, the entry before a changed one is blamed."""
    monkeypatch.setattr(log_chain, "_TRIES", 1)
    with pytest.raises(AssertionError):
        test_an_entry_that_names_another_before_it_is_the_one_that_was_edited(log, 4)


CHANGES: dict[str, Callable[[Lines, int], None]] = {
    "edit": lambda lines, at: lines.__setitem__(at, edit(lines[at])),
    "prev": lambda lines, at: lines.__setitem__(at, edit_prev(lines[at])),
    "junk": lambda lines, at: lines.__setitem__(at, b"{}"),
    "delete": lambda lines, at: lines.__delitem__(at),
    "insert": lambda lines, at: lines.insert(at, b"{}"),
    "number": lambda lines, at: lines.__setitem__(at, lines[at].replace(b'"seq":', b'"seq":9')),
}


def changed(change: Callable[[Lines, int], None], place: int, lines: Lines) -> None:
    change(lines, place)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Changes at different places, the last ones first, so that places stay what they are."""
    places = draw(st.lists(st.integers(1, SIZE - 1), min_size=1, max_size=5, unique=True))
    kinds = st.sampled_from(sorted(CHANGES))
    return [(draw(kinds), place) for place in sorted(places, reverse=True)]


@pytest.fixture(scope="module")
def scratch(made: Log, tmp_path_factory: pytest.TempPathFactory) -> Log:
    return copied(made, tmp_path_factory.mktemp("scratch") / "kluis")


def run_changes(made: Log, scratch: Log, changes: list[tuple[str, int]]) -> None:
    for segment in SEGMENTS:
        whole = (made.path / item(segment)).read_bytes()
        (scratch.path / item(segment)).write_bytes(whole)
    for kind, seq in changes:
        first = segment_of(seq)
        scratch.change(first, partial(changed, CHANGES[kind], seq - first))
    findings, reading = scratch.check()
    found = off(findings)
    touched = {segment_of(seq) for _, seq in changes}
    for segment in touched:
        assert item(segment) in found, (changes, found)
        assert not any(f.item == item(segment) for f in findings if f.outcome is Outcome.MATCHES)
    assert any(outcome is DIFFERS for outcome, _ in found.values())
    lowest = min(seq for _, seq in changes)
    named = first_named(findings)
    assert named is not None, (changes, found)
    assert named <= lowest, (changes, found)
    if named < lowest:
        # A neighbour of what is gone can at most be left open.
        assert off(findings)[entry_item(findings, named)][0] is Outcome.UNJUDGED, (changes, found)
    believed = {entry.seq: entry for entry in reading.entries}
    for kind, seq in changes:
        if kind in {"edit", "prev", "junk", "number"} and not named_open(findings, seq):
            assert seq not in believed, (changes, found)


def entry_item(findings: Findings, seq: int) -> str:
    names = [f.item for f in findings if f.item.startswith("log entr")]
    return next(n for n in names if n.split()[2].partition("-")[0] == str(seq))


def named_open(findings: Findings, seq: int) -> bool:
    """Whether an entry was left open: neither believed nor denied."""
    for one in findings:
        if one.outcome is Outcome.UNJUDGED and one.item.startswith("log entr"):
            start, _, stop = one.item.split()[2].partition("-")
            if int(start) <= seq <= int(stop or start):
                return True
    return False


@settings(max_examples=60, deadline=None)
@given(changes=edits())
def test_random_edits_never_match_and_the_first_is_named(
    made: Log, scratch: Log, changes: list[tuple[str, int]]
) -> None:
    run_changes(made, scratch, changes)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(changes=edits())
def test_many_random_edits_never_match_and_the_first_is_named(
    made: Log, scratch: Log, changes: list[tuple[str, int]]
) -> None:
    run_changes(made, scratch, changes)
