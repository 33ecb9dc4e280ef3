# SPDX-License-Identifier: GPL-3.0-or-later
"""Vault folders that somebody made to harm: each family a change of a good one.

Who writes them has the folder, and its public recipient: they can seal anything to it, and cannot open,
sign or tag.
"""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from evidence_kit.crypto.age import Identity, Recipient, seal_bytes

Hostile = Callable[[Path, Path], object]
"""Given the vault's folder, and one beside it that must stay as it is."""

HUGE: Final = 10 << 30


def header_of(path: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((path / "vault.json").read_bytes())
    return value


def put_header(path: Path, value: object) -> None:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    (path / "vault.json").write_text(text + "\n", encoding="utf-8")


def seal_to(path: Path, plain: bytes) -> bytes:
    """Seal something as anybody can who read vault.json."""
    return seal_bytes(plain, [Recipient.from_string(str(header_of(path)["recipient"]))])


def an_object(path: Path) -> Path:
    return min((path / "objects").rglob("*.age"))


def sparse(file: Path, size: int = HUGE) -> None:
    """Let a file claim to be large; it takes no room."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as stream:
        stream.truncate(size)


def _slot(change: Callable[[bytes], bytes]) -> Hostile:
    def make(path: Path, _: Path) -> None:
        slot = path / "identity.age"
        slot.write_bytes(change(slot.read_bytes()))

    return make


def _many_stanzas(path: Path, _: Path) -> None:
    others = [Identity.generate().recipient for _ in range(3000)]
    an_object(path).write_bytes(seal_bytes(b"x", others))
    (path / "log/0000000001.age").write_bytes(seal_bytes(b"x", others))


def _header(**fields: object) -> Hostile:
    return lambda path, _: put_header(path, {**header_of(path), **fields})


def _hundreds_of_slots(path: Path, _: Path) -> None:
    slot = (path / "identity.age").read_bytes()
    rows = []
    for number in range(300):
        (path / f"identity-{number}.age").write_bytes(slot.replace(b" 4\n", b" 18\n", 1))
        rows.append({"file": f"identity-{number}.age", "sha256": "0" * 64})
    put_header(path, {**header_of(path), "slots": rows})


def _raw_header(raw: bytes) -> Hostile:
    return lambda path, _: (path / "vault.json").write_bytes(raw)


def _link(item: str) -> Hostile:
    def make(path: Path, outside: Path) -> None:
        here = path / item
        here.rename(outside / here.name)
        here.symlink_to(outside / here.name)

    return make


def _folder_link(item: str) -> Hostile:
    """A folder of the vault leads to somebody's documents."""

    def make(path: Path, outside: Path) -> None:
        here = path / item
        if here.exists():
            here.rename(path.parent / "gone")
        here.symlink_to(outside)

    return make


def _pipe(item: str) -> Hostile:
    def make(path: Path, _: Path) -> None:
        (path / item).unlink(missing_ok=True)
        os.mkfifo(path / item)

    return make


def _instead_of_an_object(make_it: Callable[[Path], None]) -> Hostile:
    def make(path: Path, _: Path) -> None:
        file = an_object(path)
        file.unlink()
        make_it(file)

    return make


def _sealed(item: str, plain: bytes) -> Hostile:
    return lambda path, _: (path / item).write_bytes(seal_to(path, plain))


def _sparse(item: str, size: int = HUGE, *, anew: bool = False) -> Hostile:
    def make(path: Path, _: Path) -> None:
        if anew:
            (path / item).unlink(missing_ok=True)
        sparse(path / item, size)

    return make


def _written(item: str, raw: bytes) -> Hostile:
    return lambda path, _: (path / item).write_bytes(raw)


def _database(path: Path, _: Path) -> None:
    """A database whose tables are triggers and views over themselves."""
    made = path.parent / "made.sqlite"
    with sqlite3.connect(made) as database:
        database.executescript(
            "CREATE TABLE conversations(id, title, participants, messages, first, last);"
            "CREATE VIEW messages AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)"
            " SELECT i AS conversation, i AS n, i AS offset, i AS length FROM n;"
        )
    database.close()
    for file in (path / "index").iterdir():
        file.write_bytes(seal_to(path, bytes(32) + made.read_bytes()))
    (path / "index" / f"{'ab' * 16}.age").write_bytes(seal_to(path, bytes(32) + made.read_bytes()))
    made.unlink()


def _flood(path: Path, _: Path) -> None:
    for number in range(12_000):
        name = f"{number:032x}"[::-1]
        (path / "objects" / name[:2]).mkdir(exist_ok=True)
        (path / "objects" / name[:2] / f"{name}.age").touch()
    for number in range(3_000):
        (path / "tmp" / f"{number}.part").touch()
        (path / "checkpoints" / f"{number + 100:010d}.json").touch()


def _odd_names(path: Path, _: Path) -> None:
    for folder in ("", "objects", "log", "checkpoints", "receipts", "index", "tmp"):
        for name in (
            b"\xff\xfe.age",
            b"a\nb\x1b[31m.age",
            "\u202egpj.age".encode(),
            b"-rf",
            b"x" * 255,
        ):
            Path(os.fsdecode(os.fsencode(path / folder) + b"/" + name)).touch()


def _deep(path: Path, _: Path) -> None:
    """Folders in folders, far beyond what a path may be long."""
    here = os.open(path / "objects", os.O_RDONLY)
    for _number in range(1500):
        os.mkdir("aaaa", dir_fd=here)
        below = os.open("aaaa", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def _number(item: str, source: str) -> Hostile:
    return lambda path, _: (path / item).write_bytes((path / source).read_bytes())


_DEEP_JSON = b'{"format":"evidence-kit vault","slots":' + b"[" * 60_000 + b"\n"
_LINES = b"{}\n" * 20_000_000
_JUNK = (b"", b"{", b"null\n", b"[]\n", b"\x00" * 5000, b'{"size":1e999}\n', b"[" * 60_000 + b"\n")

HOSTILE: Final[dict[str, Hostile]] = {
    # costs
    "slot_work_30": _slot(lambda raw: raw.replace(b" 4\n", b" 30\n", 1)),
    "slot_work_63": _slot(lambda raw: raw.replace(b" 4\n", b" 63\n", 1)),
    "slot_huge": _sparse("identity.age"),
    "hundreds_of_slots": _hundreds_of_slots,
    "thousands_of_stanzas": _many_stanzas,
    # types and versions
    "header_version": _header(version=99),
    "header_version_text": _header(version="1"),
    "header_slots_number": _header(slots=7),
    "header_slots_paths": _header(slots=[{"file": "../../etc/passwd", "sha256": "0" * 64}]),
    "header_no_slots": _header(slots=[]),
    "header_recipient": _header(recipient="age1xxxx"),
    "header_key": _header(signing_key="-----BEGIN PUBLIC KEY-----\n"),
    "header_vault_list": _header(vault=["x"]),
    "header_deep": _raw_header(_DEEP_JSON),
    "header_empty": _raw_header(b""),
    "header_number": _raw_header(b'{"version":' + b"9" * 60_000 + b"}\n"),
    "header_huge": _sparse("vault.json"),
    # links, pipes, devices
    "header_link": _link("vault.json"),
    "slot_link": _link("identity.age"),
    "log_link": _link("log/0000000001.age"),
    "head_link": _link("checkpoints/0000000001.json"),
    "header_pipe": _pipe("vault.json"),
    "slot_pipe": _pipe("identity.age"),
    "log_pipe": _pipe("log/0000000001.age"),
    "head_pipe": _pipe("checkpoints/0000000002.json"),
    "index_pipe": _pipe("index/catalogue.age"),
    "lock_pipe": _pipe("lock"),
    "object_pipe": _instead_of_an_object(os.mkfifo),
    "object_device": _instead_of_an_object(lambda file: file.symlink_to("/dev/zero")),
    "object_folder": _instead_of_an_object(lambda file: file.mkdir()),
    "tmp_elsewhere": _folder_link("tmp"),
    "index_elsewhere": _folder_link("index"),
    "log_elsewhere": _folder_link("log"),
    "objects_elsewhere": _folder_link("objects"),
    "desk_elsewhere": _folder_link("desk"),
    "object_folder_elsewhere": _folder_link("objects/zz"),
    "lock_elsewhere": _folder_link("lock"),
    # claims
    "log_huge": _sparse("log/0000000001.age"),
    "log_zeros": _sparse("log/0000000001.age", 200 << 20, anew=True),
    "log_grown": _sparse("log/0000000001.age", 200 << 20),
    "object_huge": lambda path, _: sparse(an_object(path)),
    "index_huge": _sparse("index/catalogue.age"),
    "index_zeros": _sparse("index/catalogue.age", 1 << 30, anew=True),
    "head_huge": _sparse("checkpoints/0000000001.json"),
    "tmp_huge": _sparse("tmp/1.slot"),
    "log_number": _number("log/9999999999.age", "log/0000000001.age"),
    "head_number": _number("checkpoints/9999999999.json", "checkpoints/0000000001.json"),
    "log_lines": _sealed("log/0000000001.age", _LINES),
    "log_lines_new": _sealed("log/0000000005.age", _LINES),
    "pack_lines": lambda path, _: [
        file.write_bytes(seal_to(path, _LINES)) for file in (path / "objects").rglob("*.age")
    ],
    # content
    "log_types": _sealed("log/0000000001.age", b'{"seq":"x","v":[]}\n{"format":1}\n'),
    "log_empty": _sealed("log/0000000001.age", b""),
    "database": _database,
    "odd_names": _odd_names,
    "deep_folders": _deep,
    "flood": _flood,
    **{
        f"head_junk_{number}": _written("checkpoints/0000000002.json", raw)
        for number, raw in enumerate(_JUNK)
    },
}
