# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading WhatsApp exports beside the parsers of PyPI and npm: the same bytes, one interleaved run.

Ours is measured twice: the importer with record lines in one process, and the whole way through
the locked reader process. Each method runs in a process of its own; time is from its start to its
end, start-up included; memory is its peak. Peers that are not installed are named and left out:

    python3 -m venv PEERS/venv && PEERS/venv/bin/pip install whatstk chat-miner chatpack
    npm install --prefix PEERS whatsapp-chat-parser
    .venv/bin/python benchmarks/read_whatsapp.py --peers PEERS
"""

import argparse
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("Sanne", "Rico", "Fatima El", "Oma Bep", "~ Onbekend")
PLAIN = "gewoon een bericht van normale lengte nummer {} zonder iets bijzonders erin"

OURS = """
import gc, sys
from pathlib import Path
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.reader import work
from evidence_kit.reader.client import FileSource
gc.freeze(); gc.set_threshold(50_000)
with FileSource(Path(sys.argv[1])) as source:
    task = work.Task(source=source, name=from_text("chat.txt"), sha256="0" * 64,
                     size=source.size, choices=Choices(), zone_data=b"")
    print(work.interpret(task, lambda block: None).records)
"""
OURS_LOCKED = """
import hashlib, sys
from pathlib import Path
from evidence_kit.domain.found_text import from_file_name
from evidence_kit.domain.reading import Choices
from evidence_kit.reader.client import FileSource, Reader
command = (sys.executable, "-c", "from evidence_kit.reader.server import main; main()")
path = Path(sys.argv[1])
with path.open("rb") as stream:
    sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
with Reader(command) as reader, FileSource(path) as source:
    summary = reader.interpret(
        source, from_file_name(path.name), sha256=sha256, size=source.size,
        choices=Choices(), on_lines=lambda block: None,
    )
print(summary.records)
"""
NODE = """
const fs = require('fs'); const { parseString } = require('whatsapp-chat-parser');
console.log(parseString(fs.readFileSync(process.argv[1], 'utf8')).length);
"""
WHATSTK = """
import sys
from whatstk import df_from_whatsapp
print(len(df_from_whatsapp(sys.argv[1], max_size=None)))
"""
CHAT_MINER = """
import sys, logging
logging.disable(logging.CRITICAL)
from chatminer.chatparsers import WhatsAppParser
parser = WhatsAppParser(sys.argv[1]); parser.parse_file()
print(len(parser.parsed_messages.get_df()))
"""
CHATPACK = """
import sys
import chatpack
print(len(chatpack.parse_whatsapp(sys.argv[1])))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to read a chat."""

    name: str
    command: tuple[str, ...]
    folder: Path | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run took."""

    seconds: float
    mebibytes: float
    records: str


def body(number: int, moment: dt.datetime, *, ios: bool) -> str | None:
    """A body; None for a line of the app."""
    if number % 2000 == 0:
        return None
    if number % 20 == 0:
        if ios:
            return f"\u200e<bijgevoegd: {number:08}-PHOTO-{moment:%Y-%m-%d-%H-%M-%S}.jpg>"
        return "<Media weggelaten>"
    if number % 13 == 0:
        return "eerste regel van een bericht\ntweede regel hier\nen nog een"
    return "kijk nou 😀 écht gek 👩‍👩‍👧" if number % 11 == 0 else PLAIN.format(number)


def lines(count: int, *, ios: bool) -> Iterator[str]:
    """A made-up chat in Dutch, about 100 bytes a message."""
    moment = dt.datetime(2020, 1, 13, 8, tzinfo=dt.UTC)
    for number in range(count):
        moment += dt.timedelta(seconds=37)
        text = body(number, moment, ios=ios)
        if ios:
            head, end = f"[{moment:%d-%m-%Y, %H:%M:%S}] ", "\r\n"
            system = "Groep: \u200eRico heeft de groep verlaten"
        else:
            head, end = f"{moment:%d-%m-%Y %H:%M} - ", "\n"
            system = "Rico heeft de groep verlaten"
        yield head + (system if text is None else f"{NAMES[number % 5]}: {text}") + end


def methods(peers: Path | None) -> list[Method]:
    """Ours and the peers that are there."""
    python = (sys.executable, "-c")
    found = [
        Method(name="ours, one process", command=(*python, OURS), ours=True),
        Method(name="ours, locked reader process", command=(*python, OURS_LOCKED), ours=True),
    ]
    if peers is None:
        return found
    peer_python = str(peers / "venv/bin/python")
    wanted = [
        ("whatsapp-chat-parser (npm)", "node_modules/whatsapp-chat-parser", ("node", "-e", NODE)),
        ("chatpack", "venv/lib/python3*/site-packages/chatpack", (peer_python, "-c", CHATPACK)),
        ("whatstk", "venv/lib/python3*/site-packages/whatstk", (peer_python, "-c", WHATSTK)),
        (
            "chat-miner",
            "venv/lib/python3*/site-packages/chatminer",
            (peer_python, "-c", CHAT_MINER),
        ),
    ]
    for name, place, command in wanted:
        if any(peers.glob(place)):
            found.append(Method(name=name, command=command, folder=peers))
        else:
            print(f"not installed, left out: {name}")
    return found


def run(method: Method, file: Path, limit: float) -> Run | None:
    """Run one method in a process of its own."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [*method.command, str(file)],
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=method.folder,
        )
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            seconds = time.perf_counter() - begin
            if pid:
                break
            if seconds > limit:
                child.kill()
                os.wait4(child.pid, 0)
                return Run(seconds=seconds, mebibytes=0, records="stopped")
            time.sleep(0.01)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace").split()
    if child.returncode != 0:
        return Run(seconds=seconds, mebibytes=0, records=f"failed ({child.returncode})")
    kilo = 1 if sys.platform == "darwin" else 1024
    return Run(seconds=seconds, mebibytes=usage.ru_maxrss * kilo / 2**20, records=said[-1])


def main() -> None:
    """Measure and print a table per layout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for one run")
    parser.add_argument("--peers", type=Path)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    chosen = methods(asked.peers.resolve() if asked.peers else None)
    with tempfile.TemporaryDirectory() as folder:
        for layout in ("ios", "android"):
            file = Path(folder) / f"{layout}.txt"
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(lines(asked.messages, ios=layout == "ios"))
            compare(chosen, file, asked.rounds, asked.limit)


def compare(chosen: list[Method], file: Path, rounds: int, limit: float) -> None:
    """Run all methods in turn; print the best of each and its ratio to ours."""
    print(f"\n{file.name}, {file.stat().st_size / 2**20:.0f} MiB, best of {rounds}")
    best: dict[str, Run] = {}
    for _ in range(rounds):
        for method in chosen:
            got = run(method, file, limit)
            if got is not None and (
                method.name not in best or got.seconds < best[method.name].seconds
            ):
                best[method.name] = got
    ours = best[chosen[0].name].seconds
    print(f"{'':30} {'s':>7} {'x ours':>7} {'MiB':>6}  records")
    for name, got in best.items():
        print(
            f"{name:30} {got.seconds:7.2f} {got.seconds / ours:7.2f} {got.mebibytes:6.0f}"
            f"  {got.records}"
        )


if __name__ == "__main__":
    main()
