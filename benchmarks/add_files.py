# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding files beside a floor, cp, sha256sum, stock age, restic, borg and 7z: the same bytes, one run.

Key derivation and start-up are timed apart: a vault is opened once, as a person does, and the
adding inside it is what is compared. The floor hashes, writes, flushes, reads back and hashes with as
many threads as we have. Every method runs in a process of its own, all of them in each round; the
best round counts. Peers that are not installed are named and left out.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.progress import Progress
from evidence_kit.domain.survey import Answered
from evidence_kit.limits import COPY_BLOCK, FLUSH_THREADS, SEAL_THREADS
from evidence_kit.paths import SEAL_CHILD, own_command
from evidence_kit.service import opening, taking_in
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

PASSPHRASE = "lamp-fiets-zomer-klok-appel-brug"  # noqa: S105 -- a throw-away vault
SECURED = "evidence-kit, secured"
FLOOR = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of one method in one round."""

    wall: float
    cpu: float


@dataclass(slots=True)
class Watch:
    """Wall and CPU time since it was made, children included once they ended."""

    wall: float = 0.0
    cpu: float = 0.0

    def __post_init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), cpu_seconds()

    def cost(self) -> Cost:
        """Return what went by."""
        return Cost(wall=time.perf_counter() - self.wall, cpu=cpu_seconds() - self.cpu)


def cpu_seconds() -> float:
    """CPU seconds of this process and its ended children."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def make_files(folder: Path, count: int, size: int) -> None:
    """Write `count` files of `size` random bytes."""
    folder.mkdir()
    for number in range(count):
        with (folder / f"file-{number:05}.bin").open("wb") as stream:
            for start in range(0, size, COPY_BLOCK):
                stream.write(os.urandom(min(size - start, COPY_BLOCK)))


def files_in(folder: Path) -> list[Path]:
    """The files, in order."""
    return sorted(folder.iterdir())


def ours(source: Path, scratch: Path) -> dict[str, Cost]:
    """Add with our own core, inside an open vault."""
    found: dict[str, Cost] = {}
    with Session(scrypt=SCRYPT_CHEAPEST, seal_command=own_command(SEAL_CHILD)) as session:
        opening.create(session, Task(), path=str(scratch / "vault"), passphrase=PASSPHRASE)
        _ = session.reader.confinement  # the reader process has started
        watch = Watch()
        survey = taking_in.survey(session, Task(), paths=tuple(map(str, files_in(source))))
        found["evidence-kit, listing before the question"] = watch.cost()
        answers = tuple(Answered(key=item.key, answer=Answer.COPY) for item in survey.items)
        watch = Watch()

        def report(progress: Progress) -> None:
            # The end of this stage is told when everything is logged.
            if progress.stage == "secure" and progress.done == progress.total:
                found.setdefault(SECURED, watch.cost())

        result = taking_in.add(session, Task(report=report), survey_id=survey.id, answers=answers)
        found["evidence-kit, secured and read"] = watch.cost()
    if sum(item.number is not None for item in result.items) != len(files_in(source)):
        raise SystemExit("not everything was taken in")
    return found


class Floor:
    """Hash, write, flush, read back, hash: with our numbers of threads and reused buffers."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._kept = threading.local()
        self._flush = ThreadPoolExecutor(FLUSH_THREADS)

    def buffer(self) -> memoryview:
        """The buffer of this thread."""
        if not hasattr(self._kept, "view"):
            self._kept.view = memoryview(bytearray(COPY_BLOCK))
        view: memoryview = self._kept.view
        return view

    def begin(self, path: Path) -> tuple[Path, str, Future[None]]:
        """Copy and hash a file; it is flushed meanwhile."""
        view, digest = self.buffer(), hashlib.sha256()
        target = self._target / path.name
        with path.open("rb", buffering=0) as read, target.open("xb", buffering=0) as write:
            while count := read.readinto(view):
                digest.update(view[:count])
                write.write(view[:count])
        return target, digest.hexdigest(), self._flush.submit(self.flush, target)

    @staticmethod
    def flush(target: Path) -> None:
        """Flush one file to the disk."""
        descriptor = os.open(target, os.O_RDONLY if target.is_dir() else os.O_RDWR)
        os.fsync(descriptor)
        os.close(descriptor)

    def end(self, begun: tuple[Path, str, Future[None]]) -> None:
        """Read a flushed file back and hash it."""
        target, expected, flushed = begun
        flushed.result()
        view, digest = self.buffer(), hashlib.sha256()
        with target.open("rb", buffering=0) as read:
            while count := read.readinto(view):
                digest.update(view[:count])
        if digest.hexdigest() != expected:
            raise SystemExit("read back something else")


def floor(source: Path, scratch: Path) -> dict[str, Cost]:
    """The least that doing the same work takes in Python."""
    watch = Watch()
    work = Floor(scratch)
    with ThreadPoolExecutor(SEAL_THREADS) as threads:
        for _ in threads.map(work.end, list(threads.map(work.begin, files_in(source)))):
            pass
    work.flush(scratch)
    return {FLOOR: watch.cost()}


def run(*command: str | Path, **environment: str) -> None:
    """Run a peer, quietly."""
    parts = [str(part) for part in command]
    subprocess.run(parts, check=True, capture_output=True, env={**os.environ, **environment})


def copy(source: Path, scratch: Path) -> None:
    """What everybody can do."""
    run("cp", "-r", source, scratch / "copy")
    run("sync", "-f", scratch)


def sha256sum(source: Path, scratch: Path) -> None:
    """Hashing alone."""
    del scratch
    run("sha256sum", *files_in(source))


def sha256sum_and_age(source: Path, scratch: Path) -> None:
    """What a careful person does by hand: hash, then encrypt file by file."""
    key = (scratch / "key.txt").read_text().split("public key: ")[1].split()[0]
    run("sha256sum", *files_in(source))
    for path in files_in(source):
        run("age", "-r", key, "-o", scratch / f"{path.name}.age", path)
    run("sync", "-f", scratch)


def restic(source: Path, scratch: Path) -> None:
    """Into a fresh repository."""
    run(
        "restic", "-r", scratch / "repo", "--no-cache", "backup", source, RESTIC_PASSWORD=PASSPHRASE
    )
    run("sync", "-f", scratch)


def borg(source: Path, scratch: Path) -> None:
    """Into a fresh repository."""
    run("borg", "create", f"{scratch / 'repo'}::a", source, **borg_settings(scratch))
    run("sync", "-f", scratch)


def borg_settings(scratch: Path) -> dict[str, str]:
    """Keep what borg notes down in the scratch folder."""
    return {"BORG_PASSPHRASE": PASSPHRASE, "BORG_BASE_DIR": str(scratch / "borg")}


def seven_zip(source: Path, scratch: Path) -> None:
    """Encrypted, names too, without compression."""
    run("7z", "a", "-mx0", "-mhe=on", f"-p{PASSPHRASE}", scratch / "a.7z", source)
    run("sync", "-f", scratch)


def prepare(method: str, scratch: Path) -> None:
    """Make keys and repositories, untimed."""
    match method:
        case "sha256sum + age":
            run("age-keygen", "-o", scratch / "key.txt")
        case "restic":
            run("restic", "-r", scratch / "repo", "--no-cache", "init", RESTIC_PASSWORD=PASSPHRASE)
        case "borg":
            run("borg", "init", "-e", "repokey", scratch / "repo", **borg_settings(scratch))
        case _:
            pass


PEERS: Mapping[str, tuple[str, Callable[[Path, Path], None]]] = {
    "cp -r + sync": ("cp", copy),
    "sha256sum": ("sha256sum", sha256sum),
    "sha256sum + age": ("age", sha256sum_and_age),
    "restic": ("restic", restic),
    "borg": ("borg", borg),
    "7z": ("7z", seven_zip),
}
PYTHON: Mapping[str, Callable[[Path, Path], dict[str, Cost]]] = {"ours": ours, "floor": floor}


def in_child(method: str, source: Path, scratch: Path) -> dict[str, object]:
    """Measure one of our own methods in a fresh process."""
    command = [sys.executable, __file__, "--child", method, str(source), str(scratch)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, object] = json.loads(done.stdout)
    return said


def child(method: str, source: Path, scratch: Path) -> None:
    """Print what one of our own methods cost, and its peak memory."""
    found = PYTHON[method](source, scratch)
    peak = [
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    costs = {name: (cost.wall, cost.cpu) for name, cost in found.items()}
    sys.stdout.write(json.dumps({"costs": costs, "peak": peak}))


def one_round(source: Path, base: Path) -> tuple[dict[str, Cost], list[int]]:
    """Run every method once."""
    found: dict[str, Cost] = {}
    peak: list[int] = []
    for method in PYTHON:
        said = in_child(method, source, fresh(base))
        costs = said["costs"]
        if isinstance(costs, dict):
            found |= {name: Cost(wall=w, cpu=c) for name, (w, c) in costs.items()}
        if method == "ours" and isinstance(said["peak"], list):
            peak = said["peak"]
    for method, (tool, work) in PEERS.items():
        if shutil.which(tool):
            scratch = fresh(base)
            prepare(method, scratch)
            watch = Watch()
            work(source, scratch)
            found[method] = watch.cost()
    return found, peak


def fresh(base: Path) -> Path:
    """Make an empty folder, which stays until the table is made.

    For minutes after thousands of files were deleted, ext4 is slow to make new ones: whoever came
    next would pay for the method before it.
    """
    return Path(tempfile.mkdtemp(dir=base))


def measure(name: str, shape: tuple[int, int], rounds: int, base: Path) -> None:
    """Print one table, in Markdown."""
    count, size = shape
    base /= name
    base.mkdir()
    source = base / "source"
    make_files(source, count, size)
    best: dict[str, Cost] = {}
    peak = [0, 0]
    for _ in range(rounds):
        found, memory = one_round(source, base)
        peak = [max(pair) for pair in zip(peak, memory, strict=True)]
        for method, cost in found.items():
            known = best.get(method, cost)
            best[method] = Cost(wall=min(known.wall, cost.wall), cpu=min(known.cpu, cost.cpu))
    load = os.getloadavg()[0]
    print(f"\n{count} files, {count * size / 2**20:.0f} MiB, best of {rounds}, load {load:.1f}\n")
    print("| | wall, s | CPU, s | times the floor | times secured |")
    print("|---|---|---|---|---|")
    for method, cost in best.items():
        floors, secured = cost.wall / best[FLOOR].wall, cost.wall / best[SECURED].wall
        row = f"{cost.wall:.2f} | {cost.cpu:.2f} | {floors:.2f} | {secured:.2f}"
        print(f"| {method} | {row} |")
    print(f"\nPeak memory: {peak[0]} MB where it is added, {peak[1]} MB the reader process.")
    for method, (tool, _) in PEERS.items():
        if not shutil.which(tool):
            print(f"{method}: not installed")
    shutil.rmtree(base)


def main() -> int:
    """Measure large and small files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=1024, help="size of the large set in MiB")
    parser.add_argument("--small", type=int, default=2000, help="number of 300 kB files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None, help="where to work")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        method, source, scratch = chosen.child
        child(method, Path(source), Path(scratch))
        return 0
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        base = Path(folder)
        if chosen.mib:
            measure("large", (4, (chosen.mib << 20) // 4), chosen.rounds, base)
        if chosen.small:
            measure("small", (chosen.small, 300_000), chosen.rounds, base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
