# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a large vault, and whether the custody log stays linear as it grows.

Part 1: a vault of 10,000 exhibits and 1,000,000 messages is made once; then a fresh process opens it,
lists it and shows a page. Key derivation is not in it: the passphrase is cheap here.
Part 2: entries are appended, the vault opened and checked at 10,000 and at 100,000 entries; what counts
is the ratio of the CPU time per entry, which other work on the computer moves little.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from evidence_kit.clock import SystemClock
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import Actor, EntryType, Role
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.ids import ExhibitId, InterpretationId, new_id
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.record import Message, RecordKind, SenderBasis
from evidence_kit.formats import records
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.limits import INDEX_MEMORY_MAX
from evidence_kit.vault.vault import Vault, WriteBatch, create_vault, open_vault, unlock_keys
from evidence_kit.verification.check_vault import check_vault

PASSPHRASE = "zes losse woorden op papier gezet"  # noqa: S105 -- a throw-away vault
BATCH = 500
MEMORY_CEILING = 400
"""MB that a vault of this size may take, opened and browsed, with the images it keeps open."""


def secret() -> Secret:
    """The passphrase."""
    return Secret.from_text(PASSPHRASE)


def make(path: Path) -> Vault:
    """Make an empty vault."""
    vault, _ = create_vault(
        path, secret(), scrypt=SCRYPT_CHEAPEST, clock=SystemClock(), actor=Actor(role=Role.CLIENT)
    )
    return vault


def opened(path: Path) -> Vault:
    """Open a vault."""
    return open_vault(path, secret(), clock=SystemClock(), actor=Actor(role=Role.CLIENT))


def message(n: int) -> bytes:
    """One record line."""
    found = Message(
        conversation=1,
        n=n,
        kind=RecordKind.MESSAGE,
        sender="Sam",
        sender_basis=SenderBasis.STATED,
        text=f"bericht {n} van een lang gesprek, met nog wat woorden",
        moment=Moment(
            text="14-01-2026 21:02",
            local="2026-01-14T21:02:00",
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.MINUTE,
        ),
        locator=Locator(member=None, start=n * 100, end=n * 100 + 90),
    )
    return records.to_line(found, sha256_hex(str(n).encode())) + b"\n"


def acquire(batch: WriteBatch, number: int) -> ExhibitId:
    """Take in a small file."""
    exhibit = ExhibitId(new_id())
    writer = batch.new_object()
    writer.write(f"origineel {number}".encode())
    stored = writer.close()
    text = batch.exhibit_text(ExhibitWords(name=from_text(f"IMG_{number:05}.jpg"), folder="/thuis"))
    batch.entry(
        EntryType.ACQUIRED,
        {
            **stored.log_fields(),
            "exhibit": exhibit,
            "number": batch.next_number(),
            "batch": new_id(),
            "stored_sha256": None,
            "holes": 0,
            "media": "picture",
            "answer": None,
            "parent": None,
            "text": {"id": text.id, "sha256": text.sha256},
        },
    )
    return exhibit


def interpret(batch: WriteBatch, exhibit: ExhibitId, lines: list[bytes]) -> None:
    """Store a reading."""
    interpretation = InterpretationId(new_id())
    writer = batch.records(interpretation)
    writer.feed(b"".join(lines))
    stored = writer.close()
    batch.entry(
        EntryType.INTERPRETED,
        {
            **stored.log_fields(),
            "exhibit": exhibit,
            "interpretation": interpretation,
            "importer": "whatsapp",
            "importer_version": 1,
            "zone": None,
            "day_first": None,
            "records": len(lines),
            "notes": 0,
            "conversations": 1,
            "by_kind": {"message": len(lines)},
            "lines_total": len(lines),
            "lines_accounted": len(lines),
            "complete": True,
            "failure": None,
        },
    )


def fill(path: Path, exhibits: int, messages: int) -> None:
    """Half of the messages stand in ten long chats, the others are spread over all exhibits."""
    long = [message(n) for n in range(1, messages // 20 + 1)]
    short = long[: messages // 2 // exhibits]
    with make(path) as vault:
        for start in range(0, exhibits, BATCH):
            with vault.batch() as batch:
                for number in range(start, min(start + BATCH, exhibits)):
                    interpret(batch, acquire(batch, number), long if number < 10 else short)
                batch.commit()


def look(path: Path) -> None:
    """In a fresh process: open, list, show; print what it took."""
    before = time.perf_counter()
    unlock_keys(path, secret())
    keys = time.perf_counter() - before
    before = time.perf_counter()
    vault = opened(path)
    took = {"open": time.perf_counter() - before - keys}
    took["memory opened"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    before = time.perf_counter()
    found = vault.exhibits()
    took["list"] = time.perf_counter() - before
    before = time.perf_counter()
    reading = found[0].reading
    page = vault.messages(found[0], 1, reading.records // 2 if reading else 1, 50)
    took["first page of a long chat"] = time.perf_counter() - before
    before = time.perf_counter()
    vault.messages(found[5000 % len(found)], 1, 1, 50)
    took["first page of a short one"] = time.perf_counter() - before
    for exhibit in found[:12]:
        vault.messages(exhibit, 1, 1, 50)
    took["memory browsed"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    vault.close()
    if not page:
        raise SystemExit("no messages")
    sys.stdout.write(json.dumps(took))


def opening(base: Path, exhibits: int, messages: int, rounds: int) -> None:
    """Part 1."""
    path = base / "large"
    fill(path, exhibits, messages)
    best: dict[str, float] = {}
    for _ in range(rounds):
        command = [sys.executable, __file__, "--look", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for name, value in json.loads(done.stdout).items():
            best[name] = min(value, best.get(name, value))
    print(f"\n{exhibits} exhibits, {messages} messages, best of {rounds}\n\n| | |\n|---|---|")
    for name, value in best.items():
        unit = "MB" if name.startswith("memory") else "s"
        print(f"| {name} | {value:.2f} {unit} |")
    print(f"\nIndex images kept open: at most {INDEX_MEMORY_MAX >> 20} MB.")
    print(f"Memory below {MEMORY_CEILING} MB: {best['memory browsed'] < MEMORY_CEILING}")
    print(f"Opened in less than 2 s: {best['open'] < 2}")


def append(vault: Vault, start: int, count: int) -> float:
    """Log so many entries, each with a sealed text; return CPU seconds per entry."""
    before = time.process_time()
    for first in range(start, start + count, BATCH):
        with vault.batch() as batch:
            for number in range(first, first + BATCH):
                text = batch.exhibit_text(ExhibitWords(name=from_text(f"IMG_{number:06}.jpg")))
                batch.entry(
                    EntryType.REGISTERED,
                    {
                        "exhibit": new_id(),
                        "number": batch.next_number(),
                        "batch": new_id(),
                        "sha256": sha256_hex(str(number).encode()),
                        "size": number,
                        "media": "picture",
                        "answer": "register",
                        "parent": None,
                        "text": {"id": text.id, "sha256": text.sha256},
                    },
                )
            batch.commit()
    return (time.process_time() - before) / count


def growing(base: Path, sizes: tuple[int, int]) -> None:
    """Part 2."""
    path = base / "log"
    make(path).close()
    keys = unlock_keys(path, secret())
    found: list[dict[str, float]] = []
    at = 0
    for size in sizes:
        with opened(path) as vault:
            append(vault, at, size - at - sizes[0] // 2)
            appended = append(vault, size - sizes[0] // 2, sizes[0] // 2)
        before = time.process_time()
        opened(path).close()
        opening_took = (time.process_time() - before) / size
        before = time.process_time()
        report = check_vault(path, keys)
        checked = (time.process_time() - before) / size
        found.append({"append": appended, "open": opening_took, "check": checked})
        at = size
        if report.outcome.value != "matches":
            raise SystemExit("the check says otherwise")
    print(f"\n| CPU microseconds per entry | {sizes[0]} | {sizes[1]} | ratio |\n|---|---|---|---|")
    for name in found[0]:
        few, many = (one[name] * 1e6 for one in found)
        print(f"| {name} | {few:.0f} | {many:.0f} | {many / few:.2f} |")


def main() -> int:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exhibits", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None, help="where to work")
    parser.add_argument("--look", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.look:
        look(chosen.look)
        return 0
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        if chosen.exhibits:
            opening(Path(folder), chosen.exhibits, chosen.messages, chosen.rounds)
        if chosen.entries:
            growing(Path(folder), (chosen.entries // 10, chosen.entries))
    return 0


if __name__ == "__main__":
    sys.exit(main())
