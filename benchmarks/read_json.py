# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading chats written as JSON, and text messages as XML, beside ijson, json and lxml: one run.

Each format is made up at the size asked for. Ours is the importer with its record lines; ijson (yajl2_c)
only hands over each message as Python values, json.loads loads the whole, `bytes` reads and hashes the
file: a floor. Each method runs in a process of its own, start-up included; memory is its peak.

    python3 -m venv PEERS/venv && PEERS/venv/bin/pip install ijson lxml
    .venv/bin/python benchmarks/read_json.py --peers PEERS
"""

import argparse
import base64
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

TEXT = "gewoon een bericht van normale lengte nummer {} zonder iets bijzonders 😀 erin"
EPOCH = 1_768_424_400

OURS = """
import gc, sys
from pathlib import Path
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.reader import work
from evidence_kit.reader.client import FileSource
gc.freeze(); gc.set_threshold(50_000)
with FileSource(Path(sys.argv[1])) as source:
    task = work.Task(source=source, name=from_text(Path(sys.argv[1]).name), sha256="0" * 64,
                     size=source.size, choices=Choices(), zone_data=b"")
    print(work.interpret(task, lambda block: None).records)
"""
IJSON = """
import sys, ijson
with open(sys.argv[1], "rb") as stream:
    stream.seek(int(sys.argv[3]))
    print(sum(1 for _ in ijson.items(stream, sys.argv[2])))
"""
LOADS = """
import json, sys
with open(sys.argv[1], "rb") as stream:
    stream.seek(int(sys.argv[3]))
    print(len(json.load(stream)))
"""
LXML = """
import sys
from lxml import etree
count = 0
for _, element in etree.iterparse(sys.argv[1], tag=("sms", "mms", "call"), huge_tree=True):
    count += 1
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
print(count)
"""
BYTES = """
import hashlib, sys
with open(sys.argv[1], "rb") as stream:
    print(hashlib.file_digest(stream, "sha256").hexdigest()[:8])
"""


def array(head: str, items: Iterator[object], tail: str) -> Iterator[str]:
    """Write an array without holding it."""
    yield head
    for number, item in enumerate(items):
        yield ("," if number else "") + json.dumps(item)
    yield tail


def telegram(count: int) -> Iterator[str]:
    """One chat of Telegram Desktop."""
    items = (
        {"id": n, "type": "message", "date": "2026-01-14T22:06:22", "date_unixtime": str(EPOCH + n),
         "from": "Rico", "from_id": "user1", "text": TEXT.format(n),
         "text_entities": [{"type": "plain", "text": TEXT.format(n)}]}
        for n in range(count)
    )  # fmt: skip
    return array('{"name":"Rico","type":"personal_chat","id":1,"messages":[', items, "]}")


def instagram(count: int) -> Iterator[str]:
    """One thread of Instagram."""
    items = (
        {"sender_name": "Rico", "timestamp_ms": (EPOCH - n) * 1000, "content": TEXT.format(n)}
        for n in range(count)
    )
    return array('{"participants":[{"name":"Rico"}],"messages":[', items, '],"title":"Rico"}')


def discord(count: int) -> Iterator[str]:
    """One channel of DiscordChatExporter."""
    author = {"id": "1", "name": "rico", "discriminator": "0", "nickname": "Rico", "isBot": False}
    items = (
        {"id": str(n), "type": "Default", "timestamp": "2026-01-14T22:06:22+01:00",
         "isPinned": False, "content": TEXT.format(n), "author": author, "attachments": [],
         "embeds": [], "reactions": [], "mentions": []}
        for n in range(count)
    )  # fmt: skip
    head = '{"guild":{"id":"0","name":"x"},"channel":{"id":"1","name":"y"},"messages":['
    return array(head, items, f'],"messageCount":{count}}}')


def snapchat(count: int) -> Iterator[str]:
    """One friend in Snapchat's chat history."""
    items = (
        {"From": "rico_x", "Media Type": "TEXT", "Created": "2026-01-14 21:06:22 UTC",
         "Content": TEXT.format(n), "Conversation Title": None, "IsSender": False,
         "Created(microseconds)": (EPOCH + n) * 1000}
        for n in range(count)
    )  # fmt: skip
    return array('{"rico_x":[', items, "]}")


def google(count: int) -> Iterator[str]:
    """One group of Google Chat."""
    creator = {"name": "Rico", "email": "rico@example.org", "user_type": "Human"}
    items = (
        {"creator": creator, "created_date": "Wednesday, 14 January 2026 at 21:06:22 UTC",
         "text": TEXT.format(n), "topic_id": "x", "message_id": f"x/{n}"}
        for n in range(count)
    )  # fmt: skip
    return array('{"messages":[', items, "]}")


def x_archive(count: int) -> Iterator[str]:
    """One conversation of an X archive."""
    items = (
        {"messageCreate": {"recipientId": "2", "reactions": [], "urls": [], "text": TEXT.format(n),
         "mediaUrls": [], "senderId": "1", "id": str(n), "createdAt": "2026-01-14T21:06:22.123Z"}}
        for n in range(count)
    )  # fmt: skip
    head = (
        'window.YTD.direct_messages.part0 = [{"dmConversation":{"conversationId":"1-2","messages":['
    )
    return array(head, items, "]}}]")


def sms(count: int) -> Iterator[str]:
    """Text messages, one in two hundred with a picture of 100 kB."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{count}">\n'
    picture = base64.b64encode(os.urandom(100_000)).decode("ascii")
    for n in range(count):
        when = f'date="{(EPOCH + n) * 1000}"'
        if n % 200:
            yield f'<sms protocol="0" address="+31600000001" {when} type="1" body="{TEXT.format(n)}" read="1" />\n'
        else:
            part = f'<part seq="0" ct="image/jpeg" name="a.jpg" data="{picture}" />'
            yield f'<mms {when} address="+31600000001" msg_box="1"><parts>{part}</parts></mms>\n'
    yield "</smses>\n"


FORMATS: dict[str, tuple[Callable[[int], Iterator[str]], str, str]] = {
    "Telegram": (telegram, "result.json", "messages.item"),
    "Instagram": (instagram, "message_1.json", "messages.item"),
    "Discord": (discord, "chat.json", "messages.item"),
    "Snapchat": (snapchat, "chat_history.json", "rico_x.item"),
    "Google Chat": (google, "messages.json", "messages.item"),
    "X": (x_archive, "direct-messages.js", "item.dmConversation.messages.item"),
}


def measured(command: list[str]) -> tuple[float, int, str]:
    """Seconds, peak MiB and what was printed."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.read().strip() if process.stdout is not None else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {command[2][:60]}")
    return time.perf_counter() - begin, used.ru_maxrss // 1024, said


def one(name: str, path: Path, methods: dict[str, list[str]], rounds: int) -> None:
    """Print a row for each method, the best of some rounds."""
    best: dict[str, tuple[float, int, str]] = {}
    for _ in range(rounds):
        for method, command in methods.items():
            found = measured(command)
            if method not in best or found[0] < best[method][0]:
                best[method] = found
    size = path.stat().st_size / 2**20
    for method, (seconds, peak, said) in best.items():
        print(
            f"| {name}, {size:.0f} MiB | {method} | {seconds:.2f} | {peak} | {said} |", flush=True
        )


def main() -> int:
    """Measure each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--sms", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    peer = str(given.peers / "venv" / "bin" / "python")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(
        f"load {os.getloadavg()[0]:.1f}\n\n| format | method | s | peak MiB | said |\n|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, file, prefix) in FORMATS.items():
            path = Path(folder, file)
            with path.open("w", encoding="utf-8") as stream:
                stream.writelines(make(given.messages))
            skip = str(path.read_bytes()[:200].find(b"[") if file.endswith(".js") else 0)
            one(
                name,
                path,
                {
                    "ours": [sys.executable, "-c", OURS, str(path)],
                    "ijson, yajl2_c": [peer, "-c", IJSON, str(path), prefix, skip],
                    "json.load": [peer, "-c", LOADS, str(path), prefix, skip],
                    "bytes": [peer, "-c", BYTES, str(path)],
                },
                given.rounds,
            )
            path.unlink()
        path = Path(folder, "sms.xml")
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(sms(given.sms))
        methods = {
            "ours": [sys.executable, "-c", OURS, str(path)],
            "lxml iterparse": [peer, "-c", LXML, str(path)],
            "bytes": [peer, "-c", BYTES, str(path)],
        }
        one("SMS", path, methods, given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
