# SPDX-License-Identifier: GPL-3.0-or-later
"""Without our program: a shell, age, sha256sum and openssl take everything out and check the log."""

import hashlib
import json
import os
import pty
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from builders.vault import (
    PASSPHRASE,
    add_chat,
    add_original,
    make_vault,
    register,
    secret,
    tree_of,
)
from evidence_kit import resources
from evidence_kit.crypto.age import SCRYPT_CHEAPEST, open_bytes, seal_bytes
from evidence_kit.crypto.merkle import root
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Hole
from evidence_kit.domain.found_text import FoundText
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.vault.vault import NewPassphrase

pytestmark = pytest.mark.e2e

SECOND = "vier andere woorden hier"
ORIGINALS = {
    "0001-entry1.JPG": b"picture" * 30_000,
    "0002-entry2.txt": b"hoi\nstuur geld",
    "0004-entry5.zip": b"head" + bytes(7),
    "0006-entry9": b"",
}
SCRIPT = Path(str(resources.path("verify", "recover_vault.sh")))
Tool = Callable[[str], Path]


@dataclass(frozen=True)
class Sample:
    """A vault with one of everything, and what opens it."""

    path: Path
    key_file: Path
    keys: KeyMaterial
    head: LogHead
    leaves: tuple[bytes, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("made")
    made = make_vault(folder / "kluis")
    with made.vault as vault:
        add_original(vault, ORIGINALS["0001-entry1.JPG"], name='IMG "1"\\é.JPG')
        add_chat(vault, ["hoi", "stuur geld"], name="_chat.txt")
        register(vault, b"not here")
        hole = Hole(
            offset=4,
            length=7,
            sha256=Digest("a" * 64),
            member=FoundText(text="IMG-1.jpg"),
            content_sha256=None,
            content_size=None,
        )
        add_original(
            vault, b"head" + bytes(7), name="export.zip", holes=[hole], whole=b"headpicture"
        )
        add_original(vault, b"weg ermee", name="../../weg.sh; rm -rf ~")
        vault.remove(5, "toch niet")
        vault.add_passphrase(
            NewPassphrase(passphrase=secret(SECOND), scrypt=SCRYPT_CHEAPEST), "hulpverlener"
        )
        add_original(vault, b"", name="leeg")
        key = made.recovery.reveal().decode("ascii")
        grouped = " ".join(key[i : i + 4] for i in range(0, len(key), 4)).lower()
        (folder / "key.txt").write_text(f"{grouped}\n", encoding="ascii")
        return Sample(
            path=vault.path,
            key_file=folder / "key.txt",
            keys=vault.keys,
            head=vault.head(),
            leaves=vault.leaves(),
        )


@pytest.fixture
def sample(made: Sample, tmp_path: Path) -> Sample:
    shutil.copytree(made.path, tmp_path / "kluis")
    return Sample(tmp_path / "kluis", made.key_file, made.keys, made.head, made.leaves)


@pytest.fixture(autouse=True)
def tools(stock_tool: Tool) -> None:
    for name in ("age", "openssl", "sha256sum"):
        stock_tool(name)


def run(
    sample: Sample, *before: str, script: Path = SCRIPT, key: Path | None = None
) -> tuple[int, str, Path]:
    """Run the script with the recovery key; returns how it ended, its report, and the folder."""
    out = sample.path.parent / "out"
    command = ["sh", str(script), *before, str(sample.path), str(out)]
    done = subprocess.run(
        [*command, str(key or sample.key_file)], capture_output=True, text=True, check=False
    )
    report = out / "report.txt"
    said = report.read_text(encoding="utf-8") if report.exists() else done.stderr
    return done.returncode, said, out


def originals(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (out / "originals").iterdir()}


def test_every_original_comes_out_bit_for_bit_and_the_log_matches(sample: Sample) -> None:
    before = tree_of(sample.path)
    code, report, out = run(sample)
    assert code == 0, report
    assert originals(out) == ORIGINALS
    assert f"State of the custody log: {sample.head.size}:{sample.head.root}\n" in report
    assert "DOES NOT MATCH" not in report
    for item in before:
        if item.startswith(("log/", "checkpoints/", "objects/")) or item == "vault.json":
            assert f"{item}: matches" in report
    assert tree_of(sample.path) == before


def test_the_list_says_what_was_registered_removed_and_restored(sample: Sample) -> None:
    _, _, out = run(sample)
    rows = [line.split("\t") for line in (out / "list.tsv").read_text().splitlines()[1:]]
    files = {row[0]: row[1] for row in rows}
    assert files["3"] == "(no copy was made)"
    assert files["5"].startswith("(removed by log entry")
    for row in rows:
        if row[1].startswith("originals/") and row[0] != "4":
            assert hashlib.sha256((out / row[1]).read_bytes()).hexdigest() == row[2]
    names = [json.loads(line) for line in (out / "names.jsonl").read_text().splitlines()]
    of = {line["id"]: line["words"] for line in names}
    first = next(row for row in rows if row[0] == "1")
    assert of[first[4]]["name"]["text"] == 'IMG "1"\\é.JPG'


@pytest.mark.parametrize(("slot", "passphrase"), [("", PASSPHRASE), ("identity-2.age", SECOND)])
def test_a_passphrase_is_asked_by_age_itself(sample: Sample, slot: str, passphrase: str) -> None:
    out = sample.path.parent / "out"
    chosen = ["--slot", slot] if slot else []
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv("/bin/sh", ["sh", str(SCRIPT), *chosen, str(sample.path), str(out)])  # noqa: S606
    asked = b""
    while b"passphrase" not in asked.lower():
        asked += os.read(terminal, 1024)
    os.write(terminal, passphrase.encode() + b"\n")
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:
        pass  # the terminal ends with the program
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(terminal)
    assert originals(out) == ORIGINALS


@pytest.mark.parametrize("size", [1, 4, 10])
def test_a_state_from_paper_is_compared(sample: Sample, size: int) -> None:
    head = root(sample.leaves[:size]).hex()
    code, report, out = run(sample, "--head", f"{size}:{head}")
    assert code == 0
    assert "begins with the state from paper" in report
    shutil.rmtree(out)
    code, report, _ = run(sample, "--head", f"{size}:{'ab' * 32}")
    assert code == 1
    assert "state from paper: DOES NOT MATCH" in report


def flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


@pytest.mark.slow
def test_a_flipped_bit_in_any_file_is_named(sample: Sample) -> None:
    """The index is a cache, and the recovery slot would not open: the others are all tried."""
    for item, whole in tree_of(sample.path).items():
        if item.startswith("index/") or item == "identity-recovery.age":
            continue
        flip(sample.path / item)
        code, report, out = run(sample)
        assert code == 1, (item, report)
        assert f"{item}: DOES NOT MATCH" in report or item == "vault.json", (item, report)
        (sample.path / item).write_bytes(whole)
        shutil.rmtree(out)


def test_a_damaged_original_is_marked_and_the_others_come_out(sample: Sample) -> None:
    largest = max((sample.path / "objects").rglob("*.age"), key=lambda file: file.stat().st_size)
    flip(largest)
    code, report, out = run(sample)
    assert code == 1
    assert "exhibit 1: DOES NOT MATCH" in report
    found = originals(out)
    assert {name for name in found if "DAMAGED" in name} == {"0001-entry1.DAMAGED.JPG"} or {
        name for name in found if "DAMAGED" in name
    } == {"0001-entry1.DAMAGED"}
    for name, content in ORIGINALS.items():
        assert name.startswith("0001") or found[name] == content


@pytest.mark.parametrize("segment", [0, 2, 9])
def test_a_missing_segment_is_named(sample: Sample, segment: int) -> None:
    (sample.path / f"log/{segment:010d}.age").unlink()
    code, report, _ = run(sample)
    assert code == 1
    missing = "checkpoints/0000000010.json" if segment == 9 else f"log/{segment:010d}.age"
    assert f"{missing}: DOES NOT MATCH" in report


def sealed_anew(sample: Sample, change: Callable[[list[bytes]], None]) -> None:
    """Change a segment as somebody could who has the identity and not the seed."""
    file = sample.path / "log/0000000002.age"
    lines = open_bytes(file.read_bytes(), [sample.keys.identity]).split(b"\n")
    change(lines)
    file.write_bytes(seal_bytes(b"\n".join(lines), [sample.keys.identity.recipient]))


def test_an_edited_line_sealed_anew_is_found(sample: Sample) -> None:
    def edit(lines: list[bytes]) -> None:
        lines[0] = lines[0].replace(b'"role":"client"', b'"role":"parent"')

    sealed_anew(sample, edit)
    code, report, _ = run(sample)
    assert code == 1
    assert "log/0000000002.age: DOES NOT MATCH (the root is another one)" in report


def with_a_forged_root(sample: Sample) -> None:
    """Another root in the head of a segment, and beside it; the old signature stays."""

    def forge(lines: list[bytes]) -> None:
        lines[-2] = re.sub(rb'"signature":"[^"]*"', b'"signature":"AAAA"', lines[-2])
        (sample.path / "checkpoints/0000000003.json").write_bytes(lines[-2] + b"\n")

    sealed_anew(sample, forge)


def test_a_head_that_nobody_with_the_key_signed_is_found(sample: Sample) -> None:
    with_a_forged_root(sample)
    code, report, _ = run(sample)
    assert code == 1
    assert "its head is not signed by the key of this vault" in report


@pytest.mark.parametrize(
    ("guard", "gone", "damage"),
    [
        ('-verify "$out/check/signing-key.pem"', "", with_a_forged_root),
        (
            'if [ "$hash" = "$(hex_field "$1" root)" ]',
            "if true",
            lambda sample: sealed_anew(
                sample,
                lambda lines: lines.__setitem__(0, lines[0].replace(b"client", b"parent")),
            ),
        ),
        (
            '[ "$(sha <"$vault/$item")" = "$sealed" ]',
            "true",
            lambda sample: [*map(flip, (sample.path / "objects").rglob("*.age"))],
        ),
    ],
)
def test_a_script_without_one_of_its_guards_says_something_else(
    sample: Sample, guard: str, gone: str, damage: Callable[[Sample], object]
) -> None:
    """The damage is found by this guard: without it, the report differs."""
    whole = SCRIPT.read_text(encoding="utf-8")
    assert guard in whole
    broken = sample.path.parent / "broken.sh"
    broken.write_text(whole.replace(guard, gone), encoding="utf-8")
    damage(sample)
    _, report, out = run(sample)
    shutil.rmtree(out)
    _, blind, _ = run(sample, script=broken)
    assert report.count("DOES NOT MATCH") > blind.count("DOES NOT MATCH")


def test_nothing_is_written_over_and_a_wrong_key_writes_nothing(sample: Sample) -> None:
    (sample.path.parent / "out").mkdir()
    code, said, out = run(sample)
    assert (code, list(out.iterdir())) == (2, [])
    assert "exists already" in said
    out.rmdir()
    wrong = sample.path.parent / "wrong.txt"
    wrong.write_text(
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n",
        encoding="ascii",
    )
    code, said, out = run(sample, key=wrong)
    assert (code, out.exists()) == (2, False)


def test_keys_stand_in_no_argument_and_nothing_is_written_elsewhere(
    sample: Sample, stock_tool: Tool
) -> None:
    trace = sample.path.parent / "trace.txt"
    out = sample.path.parent / "out"
    calls = "trace=execve,open,openat,creat,rename,renameat,renameat2,mkdir,mkdirat,socket"
    watch = [str(stock_tool("strace")), "-f", "-qq", "-s", "9999", "-v", "-e", calls]
    command = ["sh", str(SCRIPT), str(sample.path), str(out), str(sample.key_file)]
    done = subprocess.run(
        [*watch, "-o", str(trace), *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = trace.read_text(encoding="utf-8", errors="replace")
    key = "".join(sample.key_file.read_text(encoding="ascii").split()).upper()
    for word in (key, sample.keys.seed.reveal().hex(), PASSPHRASE):
        assert word not in said
    assert "AGE-SECRET-KEY-1" not in said
    assert not re.search(r"socket\(AF_INET", said)
    allowed = (str(out), "/dev/")
    for line in said.splitlines():
        if re.match(r"\d+ (creat|rename|mkdir)", line) or re.search(
            r"O_WRONLY|O_RDWR|O_CREAT", line
        ):
            paths = re.findall(r'"([^"]*)"', line)
            assert all(path.startswith(allowed) for path in paths), line
