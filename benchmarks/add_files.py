# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding files beside sha256sum, stock age and restic: the same bytes, one interleaved run.

Key derivation and start-up are timed apart: a vault is opened once, as a person does, and the
adding inside it is what is compared. Peers that are not installed are named and left out.
"""

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Answered
from evidence_kit.service import opening, taking_in
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

PASSPHRASE = "lamp-fiets-zomer-klok-appel-brug"  # noqa: S105 -- a throw-away vault
Method = Callable[[list[Path], Path], None]


def make_files(folder: Path, count: int, size: int) -> list[Path]:
    """Write `count` files of `size` random bytes."""
    folder.mkdir()
    files = []
    for number in range(count):
        path = folder / f"file-{number:05}.bin"
        with path.open("wb") as stream:
            for _ in range(0, size, 1 << 20):
                stream.write(os.urandom(min(size, 1 << 20)))
        files.append(path)
    return files


def ours(files: list[Path], scratch: Path) -> float:
    """Add with our own core; returns seconds inside the open vault."""
    with Session(scrypt=SCRYPT_CHEAPEST) as session:
        opening.create(session, Task(), path=str(scratch / "vault"), passphrase=PASSPHRASE)
        start = time.perf_counter()
        survey = taking_in.survey(session, Task(), paths=tuple(map(str, files)))
        answers = tuple(Answered(key=item.key, answer=Answer.COPY) for item in survey.items)
        taking_in.add(session, Task(), survey_id=survey.id, answers=answers)
        return time.perf_counter() - start


def in_python(files: list[Path], scratch: Path) -> float:
    """Hash with hashlib, copy, fsync: the floor of the work in one thread."""
    start = time.perf_counter()
    for path in files:
        digest = hashlib.sha256()
        with path.open("rb") as source, (scratch / path.name).open("wb") as target:
            while block := source.read(1 << 20):
                digest.update(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
    return time.perf_counter() - start


def run(*command: str | Path) -> None:
    """Run a peer, quietly."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def sha256sum(files: list[Path], scratch: Path) -> float:
    """Stock sha256sum."""
    del scratch
    start = time.perf_counter()
    run("sha256sum", *files)
    return time.perf_counter() - start


def sha256sum_and_age(files: list[Path], scratch: Path) -> float:
    """What a careful person does by hand: hash, then encrypt."""
    run("age-keygen", "-o", scratch / "key.txt")
    key = (scratch / "key.txt").read_text().split("public key: ")[1].split()[0]
    start = time.perf_counter()
    run("sha256sum", *files)
    for path in files:
        run("age", "-r", key, "-o", scratch / f"{path.name}.age", path)
    os.sync()
    return time.perf_counter() - start


def restic(files: list[Path], scratch: Path) -> float:
    """Stock restic into a fresh repository."""
    (scratch / "pass").write_text(PASSPHRASE)
    base = ("restic", "-r", scratch / "repo", "-p", scratch / "pass")
    run(*base, "init")
    start = time.perf_counter()
    run(*base, "backup", files[0].parent)
    return time.perf_counter() - start


METHODS: dict[str, tuple[tuple[str, ...], Callable[[list[Path], Path], float]]] = {
    "evidence-kit add": ((), ours),
    "hashlib + copy + fsync": ((), in_python),
    "sha256sum": (("sha256sum",), sha256sum),
    "sha256sum + age": (("sha256sum", "age", "age-keygen"), sha256sum_and_age),
    "restic": (("restic",), restic),
}


def measure(name: str, count: int, size: int, rounds: int, base: Path) -> None:
    """Print one table."""
    files = make_files(base / name, count, size)
    best: dict[str, float] = {}
    for _ in range(rounds):
        for method, (tools, work) in METHODS.items():
            if all(shutil.which(tool) for tool in tools):
                with tempfile.TemporaryDirectory(dir=base) as scratch:
                    seconds = work(files, Path(scratch))
                best[method] = min(seconds, best.get(method, seconds))
    mine = best["evidence-kit add"]
    print(f"\n{name}: {count} files, {count * size >> 20} MiB, best of {rounds}")
    for method in METHODS:
        if method in best:
            print(f"  {method:24} {best[method]:8.2f} s   {best[method] / mine:5.2f} x ours")
        else:
            print(f"  {method:24} not installed")


def main() -> int:
    """Measure large and small files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=1024, help="size of the large set in MiB")
    parser.add_argument("--small", type=int, default=500, help="number of 300 kB files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None, help="where to work")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        base = Path(folder)
        measure("large", 4, (chosen.mib << 20) // 4, chosen.rounds, base)
        measure("small", chosen.small, 300_000, chosen.rounds, base)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\npeak memory of this process, which adds: {peak} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
