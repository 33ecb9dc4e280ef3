# SPDX-License-Identifier: GPL-3.0-or-later
"""Every change to a bag is named rightly, by the program and by the checker inside the bag."""

import hashlib
import importlib.util
import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from builders.bag import make_bag
from builders.bag_mutations import (
    edit_entry,
    files_of,
    flip,
    log_lines,
    put_log,
    sign_with_another_key,
    write_manifests,
)
from evidence_kit import resources
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import Cancelled
from evidence_kit.formats import bag
from evidence_kit.verification.check_bag import check_bag

PICTURE = "data/originals/0001_IMG_0471.PNG"
CHAT = "data/originals/0002_WhatsApp-chat_met_Zoe.txt"
TABLE = "data/transcripts/0002_1.csv"
SIGNED = "tagmanifest-sha256.txt (signature)"
ROOT = "data/custody-log.jsonl (root)"
Named = set[tuple[str, str]]
Checker = Callable[[Path], tuple[str, Named]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bag(tmp_path_factory.mktemp("good")).path


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "bag")


def load_checker() -> ModuleType:
    path = resources.path("verify", bag.CHECKER)
    spec = importlib.util.spec_from_file_location("verify_bag", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_program(folder: Path) -> tuple[str, Named]:
    report = check_bag(folder)
    found = {(one.item, one.why) for one in report.findings if one.outcome is not Outcome.MATCHES}
    return report.outcome.value, found


def by_script(folder: Path) -> tuple[str, Named]:
    verdicts, _paper = load_checker().check(folder)
    found = {(item, why) for item, outcome, why in verdicts if outcome != Outcome.MATCHES.value}
    return verdicts.outcome(), found


@pytest.fixture(params=[by_program, by_script], ids=["program", "verify_bag.py"])
def checker(request: pytest.FixtureRequest) -> Checker:
    found: Checker = request.param
    return found


def test_an_untouched_bag_matches(good: Path, checker: Checker) -> None:
    assert checker(good) == ("matches", set())


def test_both_checkers_look_at_the_same_things(good: Path) -> None:
    verdicts, _paper = load_checker().check(good)
    by_name = {one.item for one in check_bag(good).findings}
    assert {item for item, _outcome, _why in verdicts} - by_name == {bag.BAGIT} - by_name


def check_flipped(folder: Path, checker: Checker, path: str, at: int) -> None:
    before = (folder / path).read_bytes()
    flip(folder, path, at)
    outcome, found = checker(folder)
    (folder / path).write_bytes(before)
    assert outcome == "does_not_match", (path, at)
    if path in (bag.TAG_MANIFEST, bag.SIGNATURE):
        assert (SIGNED, "signature_differs") in found, (path, at)
    else:
        assert (path, "changed") in found, (path, at)


def test_a_flipped_bit_in_any_file_is_named(folder: Path) -> None:
    for path in files_of(folder):
        check_flipped(folder, by_program, path, (folder / path).stat().st_size // 2)
    assert by_program(folder) == ("matches", set())


@pytest.mark.slow
def test_a_flipped_bit_at_either_end_of_any_file_is_named(folder: Path, checker: Checker) -> None:
    for path in files_of(folder):
        for at in (0, (folder / path).stat().st_size - 1):
            check_flipped(folder, checker, path, at)
    assert checker(folder) == ("matches", set())


def changed_log(seq: int, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: edit_entry(folder, seq, old, new)


def add(folder: Path) -> None:
    (folder / "data" / "extra.txt").write_bytes(b"not ours")


def add_outside(folder: Path) -> None:
    (folder / "autorun.inf").write_bytes(b"not ours")


def remove(folder: Path) -> None:
    (folder / PICTURE).unlink()


def rename(folder: Path) -> None:
    (folder / PICTURE).rename(folder / "data/originals/0009.png")


def swap(folder: Path) -> None:
    one, two = (folder / PICTURE).read_bytes(), (folder / CHAT).read_bytes()
    (folder / PICTURE).write_bytes(two)
    (folder / CHAT).write_bytes(one)


def rewrite_payload_and_manifest(folder: Path) -> None:
    flip(folder, PICTURE)
    lines = (folder / bag.MANIFEST).read_text().splitlines()
    digest = hashlib.sha256((folder / PICTURE).read_bytes()).hexdigest()
    lines = [f"{digest}  {PICTURE}" if PICTURE in line else line for line in lines]
    (folder / bag.MANIFEST).write_text("".join(f"{line}\n" for line in lines))


def rewrite_all_manifests(folder: Path) -> None:
    flip(folder, PICTURE)
    write_manifests(folder)


def rewrite_everything_with_another_key(folder: Path) -> None:
    flip(folder, PICTURE)
    sign_with_another_key(folder)


def drop_tag_manifest(folder: Path) -> None:
    (folder / bag.TAG_MANIFEST).unlink()


def drop_signature(folder: Path) -> None:
    (folder / bag.SIGNATURE).unlink()


def crlf_manifest(folder: Path) -> None:
    data = (folder / bag.MANIFEST).read_bytes()
    (folder / bag.MANIFEST).write_bytes(data.replace(b"\n", b"\r\n"))


def delete_entry(folder: Path) -> None:
    lines = log_lines(folder)
    del lines[2]
    put_log(folder, lines)


def reorder_entries(folder: Path) -> None:
    lines = log_lines(folder)
    lines[1], lines[2] = lines[2], lines[1]
    put_log(folder, lines)


def truncate_log(folder: Path) -> None:
    put_log(folder, log_lines(folder)[:-1])


def add_entry(folder: Path) -> None:
    lines = log_lines(folder)
    closed = {"leaf": "ab" * 32, "seq": len(lines)}
    put_log(folder, [*lines, json.dumps(closed, separators=(",", ":")).encode()])


def rewrite_index(folder: Path) -> None:
    index = json.loads((folder / bag.INDEX_JSON).read_bytes())
    index["exhibits"][0]["size"] += 1
    text = json.dumps(index, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / bag.INDEX_JSON).write_bytes(text.encode() + b"\n")
    write_manifests(folder)


def drop_a_record(folder: Path) -> None:
    path = folder / bag.records_path(2)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    write_manifests(folder)


def link_instead_of_file(folder: Path) -> None:
    shutil.copyfile(folder / PICTURE, folder.parent / "elsewhere")
    (folder / PICTURE).unlink()
    (folder / PICTURE).symlink_to(folder.parent / "elsewhere")


def path_out_of_the_bag(folder: Path) -> None:
    with (folder / bag.MANIFEST).open("ab") as stream:
        stream.write(b"%s  data/../../secret\n" % (b"0" * 64))


def absolute_path(folder: Path) -> None:
    with (folder / bag.MANIFEST).open("ab") as stream:
        stream.write(b"%s  /etc/passwd\n" % (b"0" * 64))


def same_path_twice(folder: Path) -> None:
    with (folder / bag.MANIFEST).open("ab") as stream:
        stream.write(b"%s  %s\n" % (b"0" * 64, PICTURE.encode()))


def nonsense_in_manifest(folder: Path) -> None:
    with (folder / bag.MANIFEST).open("ab") as stream:
        stream.write(b"no digest here\n")


def manifest_in_another_encoding(folder: Path) -> None:
    (folder / bag.MANIFEST).write_bytes(b"\xff\xfe" + b"x" * 40)


def broken_log_line(folder: Path) -> None:
    lines = log_lines(folder)
    lines[1] = b"{" * 5000
    put_log(folder, lines)


def broken_checkpoint(folder: Path) -> None:
    (folder / bag.CHECKPOINT).write_bytes(b"{}\n")
    write_manifests(folder)


MUTATIONS: list[tuple[Callable[[Path], None], Named]] = [
    (add, {("data/extra.txt", "extra")}),
    (add_outside, {("autorun.inf", "extra")}),
    (remove, {(PICTURE, "missing"), ("exhibit 1", "missing")}),
    (rename, {(PICTURE, "renamed")}),
    (swap, {(PICTURE, "swapped"), (CHAT, "swapped"), ("exhibit 1", "changed")}),
    (rewrite_payload_and_manifest, {(bag.MANIFEST, "changed"), ("exhibit 1", "changed")}),
    (rewrite_all_manifests, {(SIGNED, "signature_differs"), ("exhibit 1", "changed")}),
    (
        rewrite_everything_with_another_key,
        {
            ("signing-key.pem (log)", "key_differs"),
            ("data/checkpoint.json (signature)", "signature_differs"),
            ("exhibit 1", "changed"),
        },
    ),
    (
        sign_with_another_key,
        {
            ("signing-key.pem (log)", "key_differs"),
            ("data/checkpoint.json (signature)", "signature_differs"),
        },
    ),
    (drop_tag_manifest, {(bag.TAG_MANIFEST, "missing"), (SIGNED, "no_signature")}),
    (drop_signature, {(bag.SIGNATURE, "missing"), (SIGNED, "no_signature")}),
    (delete_entry, {("log entry 2", "missing"), (ROOT, "root_differs")}),
    (reorder_entries, {(bag.CUSTODY_LOG, "order_differs"), (ROOT, "root_differs")}),
    (
        changed_log(1, '"size":15', '"size":16'),
        {("log entry 1", "leaf_differs"), (ROOT, "root_differs"), ("exhibit 1", "log_differs")},
    ),
    (
        changed_log(3, '"prev":"', '"prev":"00'),
        {("log entry 3", "leaf_differs"), (ROOT, "root_differs")},
    ),
    (truncate_log, {(ROOT, "truncated")}),
    (add_entry, {(ROOT, "extra")}),
    (rewrite_index, {("exhibit 1", "log_differs"), (SIGNED, "signature_differs")}),
    (drop_a_record, {("exhibit 2 (records)", "root_differs")}),
    (link_instead_of_file, {(PICTURE, "link"), (PICTURE, "missing")}),
    (path_out_of_the_bag, {("data/../../secret", "unsafe_path"), (bag.MANIFEST, "changed")}),
    (absolute_path, {("/etc/passwd", "unsafe_path")}),
    (same_path_twice, {(PICTURE, "listed_twice")}),
    (nonsense_in_manifest, {(f"{bag.MANIFEST}:11", "malformed")}),
    (manifest_in_another_encoding, {(bag.MANIFEST, "malformed"), (bag.MANIFEST, "changed")}),
    (broken_log_line, {(f"{bag.CUSTODY_LOG}:2", "malformed"), ("exhibit 1", "not_in_log")}),
    (broken_checkpoint, {(bag.CHECKPOINT, "malformed")}),
]


@pytest.mark.parametrize(
    ("mutate", "expected"),
    MUTATIONS,
    ids=[getattr(mutate, "__name__", "change") for mutate, _ in MUTATIONS],
)
def test_a_change_is_named(
    folder: Path, checker: Checker, mutate: Callable[[Path], None], expected: Named
) -> None:
    mutate(folder)
    outcome, found = checker(folder)
    assert outcome == "does_not_match"
    assert expected <= found


def test_other_line_ends_in_a_manifest_are_named(folder: Path) -> None:
    crlf_manifest(folder)
    assert by_program(folder)[1] == {(bag.MANIFEST, "line_ends_changed")}
    assert by_script(folder)[1] == {(bag.MANIFEST, "changed")}


def test_a_file_that_was_only_renamed_is_not_called_extra(folder: Path, checker: Checker) -> None:
    rename(folder)
    assert not [why for _, why in checker(folder)[1] if why == "extra"]


def test_accents_written_apart_are_the_same_name(folder: Path, checker: Checker) -> None:
    composed = unicodedata.normalize("NFC", "data/Zoë.txt")
    apart = folder / unicodedata.normalize("NFD", composed)
    apart.write_bytes(b"same")
    manifest = folder / bag.MANIFEST
    digest = hashlib.sha256(b"same").hexdigest()
    manifest.write_bytes(manifest.read_bytes() + f"{digest}  {composed}\n".encode())
    assert checker(folder)[1] == {(bag.MANIFEST, "changed")}


def test_a_folder_that_is_no_bag_of_ours_is_judged_as_far_as_it_goes(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"hello").hexdigest()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hello.txt").write_bytes(b"hello")
    (tmp_path / bag.BAGIT).write_bytes(bag.DECLARATION)
    (tmp_path / bag.MANIFEST).write_text(f"{digest}  data/hello.txt\n")
    report = check_bag(tmp_path)
    assert report.outcome is Outcome.UNJUDGED
    assert [(one.item, one.why) for one in report.findings] == [
        (bag.TAG_MANIFEST, "no_signature"),
        ("data/hello.txt", "same"),
    ]


def test_other_digests_of_a_foreign_bag_are_checked(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hello.txt").write_bytes(b"hello")
    (tmp_path / bag.BAGIT).write_bytes(bag.DECLARATION)
    (tmp_path / "manifest-sha512.txt").write_text(f"{'0' * 128}  data/hello.txt\n")
    assert ("data/hello.txt", "changed") in by_program(tmp_path)[1]


def test_an_unreadable_file_cannot_be_judged(folder: Path, checker: Checker) -> None:
    if os.geteuid() == 0:
        pytest.skip("everything is readable here")
    (folder / PICTURE).chmod(0)
    assert (PICTURE, "unreadable") in checker(folder)[1]


def test_a_pipe_in_a_bag_does_not_stop_the_check(folder: Path, checker: Checker) -> None:
    (folder / PICTURE).unlink()
    os.mkfifo(folder / PICTURE)
    assert {(PICTURE, "not_a_file"), (PICTURE, "missing")} <= checker(folder)[1]


def test_an_undecodable_name_is_shown_and_stops_nothing(folder: Path, checker: Checker) -> None:
    with open(os.fsencode(folder / "data") + b"/\xff.txt", "wb") as stream:  # noqa: PTH123 -- bytes
        stream.write(b"x")
    outcome, found = checker(folder)
    assert outcome == "does_not_match"
    assert "extra" in {why for _, why in found}


def test_a_check_can_be_stopped(good: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        check_bag(good, cancel=cancel)


def test_a_check_tells_how_far_it_is(good: Path) -> None:
    seen: list[Progress] = []
    check_bag(good, seen.append)
    assert seen[-1].done == seen[-1].total == sum(p.stat().st_size for p in good.rglob("*.*"))


def test_of_two_equal_extra_files_one_is_the_renamed_one(folder: Path, checker: Checker) -> None:
    rename(folder)
    shutil.copyfile(folder / "data/originals/0009.png", folder / "data/originals/0008.png")
    found = checker(folder)[1]
    assert (PICTURE, "renamed") in found
    assert len([item for item, why in found if why == "extra"]) == 1


def test_a_name_longer_than_any_system_takes_is_not_followed(
    folder: Path, checker: Checker
) -> None:
    with (folder / bag.MANIFEST).open("ab") as stream:
        stream.write(b"%s  data/%s\n" % (b"0" * 64, b"a" * 5000))
    assert ("data/" + "a" * 5000, "unsafe_path") in checker(folder)[1]
