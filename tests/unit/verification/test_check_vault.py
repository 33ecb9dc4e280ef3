# SPDX-License-Identifier: GPL-3.0-or-later
import json
import random
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders.vault import add_chat, add_original, make_vault, register, secret, tree_of
from evidence_kit.crypto.age import open_bytes, seal_bytes
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Hole
from evidence_kit.domain.finding import CheckReport, Outcome
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import AnnotationId, new_id
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import Cancelled
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.vault.vault import unlock_keys
from evidence_kit.verification.check_vault import check_vault


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small vault with one of everything; copied by each test."""
    path = tmp_path_factory.mktemp("sample") / "kluis"
    with make_vault(path).vault as vault:
        picture = add_original(vault, b"picture" * 40)
        add_chat(vault, ["hoi", "stuur geld"])
        register(vault, b"not here")
        with vault.batch() as batch:
            batch.annotate(
                Annotation(
                    id=AnnotationId(new_id()),
                    kind=AnnotationKind.NOTE,
                    exhibit=picture.id,
                    words=(("text", "een notitie"),),
                )
            )
            batch.commit()
        vault.remove(3, "toch niet")
    return path


@pytest.fixture
def path(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "kluis"))


@pytest.fixture
def keys(path: Path) -> KeyMaterial:
    return unlock_keys(path, secret())


def off(report: CheckReport) -> dict[str, tuple[Outcome, str]]:
    """What does not match, or cannot be judged, by item."""
    return {
        found.item: (found.outcome, found.why)
        for found in report.findings
        if found.outcome is not Outcome.MATCHES
    }


def original(path: Path, keys: KeyMaterial) -> str:
    """Path of exhibit 1's object."""
    lines = open_bytes((path / "log/0000000001.age").read_bytes(), [keys.identity]).splitlines()
    name = json.loads(lines[0])["body"]["object"]
    return f"objects/{name[:2]}/{name}.age"


def test_a_whole_vault_matches_in_every_item(path: Path, keys: KeyMaterial) -> None:
    report = check_vault(path, keys)
    assert off(report) == {}
    assert report.outcome is Outcome.MATCHES
    named = {found.item for found in report.findings}
    assert named >= tree_of(path).keys()
    assert named >= {"exhibit 1", "exhibit 2", "exhibit 3"}


def test_an_original_with_holes_matches_what_was_sealed(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        hole = Hole(
            offset=4,
            length=7,
            sha256=Digest("a" * 64),
            member=FoundText(text="IMG-1.jpg"),
            content_sha256=None,
            content_size=None,
        )
        add_original(vault, b"head" + bytes(7), holes=[hole], whole=b"headpicture")
        keys = vault.keys
    assert off(check_vault(path, keys)) == {}


def test_what_was_removed_is_told_as_removed(path: Path, keys: KeyMaterial) -> None:
    found = [f for f in check_vault(path, keys).findings if f.item == "exhibit 3"]
    assert [(f.outcome, f.why) for f in found] == [(Outcome.MATCHES, "removed:6")]


def test_a_check_writes_nothing(path: Path, keys: KeyMaterial) -> None:
    before = tree_of(path)
    check_vault(path, keys)
    check_vault(path, None)
    assert tree_of(path) == before


def test_while_locked_names_and_signatures_are_judged_and_the_rest_is_not(path: Path) -> None:
    report = check_vault(path, None)
    assert report.outcome is Outcome.UNJUDGED
    outcomes = {found.item: found.outcome for found in report.findings}
    assert outcomes["identity.age"] is Outcome.MATCHES
    assert outcomes["checkpoints/0000000007.json"] is Outcome.MATCHES
    assert outcomes["log/0000000000.age"] is Outcome.UNJUDGED
    assert outcomes.keys() >= tree_of(path).keys()


@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize(
    "item", ["identity.age", "log/0000000002.age", "checkpoints/0000000003.json"]
)
def test_a_file_that_went_is_missed_by_name(
    path: Path, keys: KeyMaterial, locked: bool, item: str
) -> None:
    (path / item).unlink()
    found = off(check_vault(path, None if locked else keys))
    assert found[item] == (Outcome.DIFFERS, "missing")


def test_a_missing_original_is_named_with_its_exhibit(path: Path, keys: KeyMaterial) -> None:
    item = original(path, keys)
    (path / item).unlink()
    found = off(check_vault(path, keys))
    assert found == {
        item: (Outcome.DIFFERS, "missing"),
        "exhibit 1": (Outcome.DIFFERS, "original"),
    }


def test_an_original_sealed_anew_with_other_content_differs(path: Path, keys: KeyMaterial) -> None:
    item = original(path, keys)
    (path / item).write_bytes(seal_bytes(b"picturE" * 40, [keys.identity.recipient]))
    assert off(check_vault(path, keys))[item] == (Outcome.DIFFERS, "sha256")


def resealed(path: Path, keys: KeyMaterial, change: Callable[[list[bytes]], None]) -> None:
    """Rewrite the segment of two entries as somebody with the identity, but no seed, could."""
    item = path / "log" / "0000000001.age"
    lines = open_bytes(item.read_bytes(), [keys.identity]).split(b"\n")
    change(lines)
    item.write_bytes(seal_bytes(b"\n".join(lines), [keys.identity.recipient]))


def test_an_edited_line_is_found(path: Path, keys: KeyMaterial) -> None:
    def edit(lines: list[bytes]) -> None:
        lines[0] = lines[0].replace(b'"role":"client"', b'"role":"parent"')

    resealed(path, keys, edit)
    found = off(check_vault(path, keys))
    assert found["log entry 1"] == (Outcome.DIFFERS, "edited")
    assert found["log/0000000001.age"] == (Outcome.DIFFERS, "lines_changed")


def test_a_line_put_in_twice_is_found(path: Path, keys: KeyMaterial) -> None:
    resealed(path, keys, lambda lines: lines.insert(1, lines[0]))
    found = off(check_vault(path, keys))
    assert found["log/0000000001.age"] == (Outcome.DIFFERS, "inserted:2")


def test_a_head_of_another_key_is_found(path: Path, keys: KeyMaterial) -> None:
    head = path / "checkpoints" / "0000000002.json"
    value = json.loads(head.read_bytes())
    value["signature"] = json.loads((path / "checkpoints/0000000003.json").read_bytes())[
        "signature"
    ]
    head.write_text(json.dumps(value, sort_keys=True, separators=(",", ":")) + "\n")
    for given in (keys, None):
        found = off(check_vault(path, given))
        assert found["checkpoints/0000000002.json"] == (Outcome.DIFFERS, "signature")


def test_a_log_cut_at_its_end_is_found_by_its_head(path: Path, keys: KeyMaterial) -> None:
    (path / "log" / "0000000006.age").unlink()
    found = off(check_vault(path, keys))
    assert found["checkpoints/0000000007.json"] == (Outcome.DIFFERS, "log_shorter")


def test_segments_that_changed_places_are_found(path: Path, keys: KeyMaterial) -> None:
    one, two = path / "log" / "0000000001.age", path / "log" / "0000000002.age"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    found = off(check_vault(path, keys))
    for item in ("log/0000000001.age", "log/0000000002.age"):
        assert found[item] == (Outcome.DIFFERS, "segment_moved")


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ("objects/ab/" + "ab" * 16 + ".age", "no_entry"),
        ("tmp/1234.part", "unfinished"),
        ("receipts/1.tsr", "unknown_file"),
        ("identity-2.age", "slot_not_listed"),
        ("notes.txt", "unknown_file"),
        ("log/x.age", "unknown_file"),
    ],
)
def test_a_file_that_does_not_belong_is_named(
    path: Path, keys: KeyMaterial, item: str, why: str
) -> None:
    (path / item).parent.mkdir(exist_ok=True)
    (path / item).write_bytes(b"x")
    assert off(check_vault(path, keys)) == {item: (Outcome.UNJUDGED, why)}


def test_a_link_is_not_followed(path: Path, keys: KeyMaterial, tmp_path: Path) -> None:
    item = original(path, keys)
    (path / item).rename(tmp_path / "elsewhere")
    (path / item).symlink_to(tmp_path / "elsewhere")
    assert off(check_vault(path, keys))[item] == (Outcome.DIFFERS, "link")


def test_a_newer_format_cannot_be_judged(path: Path, keys: KeyMaterial) -> None:
    header = path / "vault.json"
    header.write_bytes(header.read_bytes().replace(b'"version":1', b'"version":9'))
    assert off(check_vault(path, keys)) == {"vault.json": (Outcome.UNJUDGED, "newer_format")}


def test_no_vault_at_all_is_said(tmp_path: Path) -> None:
    assert off(check_vault(tmp_path, None)) == {"vault.json": (Outcome.DIFFERS, "missing")}


def test_keys_of_another_vault_are_said(path: Path, tmp_path: Path) -> None:
    with make_vault(tmp_path / "other").vault as other:
        keys = other.keys
    assert off(check_vault(path, keys)) == {"vault.json": (Outcome.DIFFERS, "keys")}


def test_progress_ends_at_its_total_and_a_check_can_be_stopped(
    path: Path, keys: KeyMaterial
) -> None:
    told: list[Progress] = []
    check_vault(path, keys, told.append)
    assert told[-1].done == told[-1].total > 0
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        check_vault(path, keys, cancel=token)


def places(path: Path, count: int) -> Iterator[tuple[str, int, int]]:
    """Sampled bytes over all files: the same number out of each, at random places."""
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    chosen = random.Random(seed)  # noqa: S311
    for item, data in tree_of(path).items():
        for _ in range(count):
            yield item, chosen.randrange(len(data)), 1 << chosen.randrange(8)


def flips_are_found(path: Path, keys: KeyMaterial | None, count: int) -> None:
    for item, offset, bit in places(path, count):
        whole = (path / item).read_bytes()
        raw = bytearray(whole)
        raw[offset] ^= bit
        (path / item).write_bytes(raw)
        found = off(check_vault(path, keys))
        outcome, why = found.get(item, (None, ""))
        # A flipped digit of the version looks like a newer format, and is named as such.
        newer = item == "vault.json" and why == "newer_format"
        assert newer or outcome is Outcome.DIFFERS, (item, offset, bit, found)
        (path / item).write_bytes(whole)


def test_a_flipped_bit_is_found_and_named(path: Path, keys: KeyMaterial) -> None:
    flips_are_found(path, keys, 1)


@pytest.mark.slow
def test_flipped_bits_are_found_and_named_wherever_they_are(path: Path, keys: KeyMaterial) -> None:
    flips_are_found(path, keys, 25)


def test_a_cut_file_is_found_and_named(path: Path, keys: KeyMaterial) -> None:
    for item, data in tree_of(path).items():
        for size in (0, len(data) // 2, len(data) - 1):
            (path / item).write_bytes(data[:size])
            assert off(check_vault(path, keys))[item][0] is Outcome.DIFFERS, (item, size)
        (path / item).write_bytes(data)
