# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job under a trace: no network, nothing written elsewhere, no word in the clear.

Words may go where the person sends them (dossier, hand-over folder, export), over the standard streams
and over pipes between the program's own processes; nowhere else, in no shape.
"""

import json
import os
import random
import shutil
import sys
import time
import zipfile
from pathlib import Path

import pytest

from builders.canaries import left_in, shapes
from builders.session import jpeg
from builders.traced_program import TracedProgram

PASSPHRASE = "lantern otter gravel violin"
NEW_PASSPHRASE = "zilveren egel wandelt langzaam naar huis"
CHAT_WORD = "kanarie één zegt dat hij morgen komt"
MAIL_WORD = "kanarie twee schrijft een lange brief"
NOTE_WORD = "kanarie drie staat in mijn eigen woorden"
REASON_WORD = "kanarie vier was per ongeluk toegevoegd"
FILE_WORD = "kanarie-vijf-op-het-plein"
MEMBER_WORD = "KANARIE-0007-PHOTO-2026-01-14.jpg"
OWNER_WORD = "kanarie zes van der Voorbeeld"
TEXT_WORD = "kanarie zeven in een los bestand"
WORDS = (
    *(CHAT_WORD, MAIL_WORD, NOTE_WORD, REASON_WORD, FILE_WORD),
    *(MEMBER_WORD, OWNER_WORD, TEXT_WORD),
)
LEAKY = Path(__file__).parents[1] / "builders" / "leaky_program.py"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="strace"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
]


def chat(path: Path, photo: bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An export with one photo."""
    words = (
        f"[14-01-2026 21:02:11] Sam: {CHAT_WORD}\r\n"
        f"[14-01-2026 21:03:40] Rico: \u200e<bijgevoegd: {MEMBER_WORD}>\r\n"
    )
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("_chat.txt", words)
        archive.writestr(MEMBER_WORD, photo)
    return path


def mail(path: Path) -> Path:
    lines = (
        "From: Rico <rico@example.org>",
        "To: Sam <sam@example.net>",
        f"Subject: {MAIL_WORD}",
        "Date: Wed, 14 Jan 2026 21:00:00 +0100",
        "Message-ID: <1@example.org>",
        "",
        f"Dag. {MAIL_WORD}.",
    )
    path.write_bytes("\r\n".join(lines).encode() + b"\r\n")
    return path


def given(folder: Path) -> dict[str, Path]:
    """What the person has on their disk."""
    folder.mkdir()
    made = {
        "chat": chat(folder / f"{FILE_WORD}.zip", jpeg("teal")),
        "mail": mail(folder / f"{FILE_WORD}.eml"),
        "text": folder / f"{FILE_WORD}.txt",
        "photo": folder / f"{FILE_WORD}.jpg",
        "noted": folder / f"{FILE_WORD}-2.jpg",
        "rows": folder / "rows.jsonl",
    }
    made["text"].write_text(TEXT_WORD, encoding="utf-8")
    made["photo"].write_bytes(jpeg("olive"))
    made["noted"].write_bytes(jpeg("maroon"))
    return made


ROWS = (
    {"type": "annotated", "kind": "note", "exhibit": 1, "words": {"text": NOTE_WORD}},
    {"type": "annotated", "kind": "case", "words": {"name": OWNER_WORD}},
)
KEY = ("--passphrase-file", "-")


def the_whole_job(program: TracedProgram) -> tuple[Path, Path, Path, str]:
    """Do everything once; returns vault, copy, the folder of what was asked for, the new key."""
    files = given(program.place / "given")
    vault, copy, out = (program.place / name for name in ("vault", "copy", "out"))
    out.mkdir()
    key_file = out / "recovery.txt"

    def run(*arguments: str | Path, fine: tuple[int, ...] = (0,), first: str = PASSPHRASE) -> str:
        return program.run(*arguments, *KEY, stdin=first + "\n", fine=fine)

    run("init", vault, "--recovery-file", key_file)
    run("add", vault, files["chat"], files["mail"], files["text"], "--pictures", "copy")
    run("add", vault, files["photo"], "--pictures", "copy")
    run("add", vault, files["noted"], "--pictures", "register")
    files["rows"].write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-8")
    run("apply", vault, files["rows"])
    run("mark", vault, "1", "1", "--why", "asks_money")
    for verb in ("list", "log", "identifiers", "overlaps"):
        run(verb, vault)
    run("show", vault, "1")
    program.run("read", files["chat"])
    run("dossier", vault, out / "dossier.pdf")
    run("handover", vault, out / "bag")
    program.run("verify", out / "bag")
    run("export", vault, "1", out / "back.zip")
    run("stamp", vault, "request", out / "head.tsq")
    run("verify", vault)
    run("backup", vault, copy)
    run("verify", copy)
    new = program.place / "new-passphrase"
    new.write_text(NEW_PASSPHRASE + "\n", encoding="utf-8")
    run("keys", vault, "change-passphrase", "--new-passphrase-file", new)
    new.unlink()
    run("keys", vault, "replace-recovery", "--recovery-file", out / "new.txt", first=NEW_PASSPHRASE)
    run("remove", vault, "3", "--reason", REASON_WORD, first=NEW_PASSPHRASE)
    run("migrate", vault, first=NEW_PASSPHRASE)
    program.run("list", vault, *KEY, stdin="not the passphrase\n", fine=(4, 5, 6))
    shutil.copytree(vault, program.place / "thrown-away")
    program.run("remove-vault", program.place / "thrown-away", "--confirm", "thrown-away")
    return vault, copy, out, key_file.read_text(encoding="ascii").strip().splitlines()[-1]


def new_in(folders: tuple[Path, ...], since: float) -> tuple[Path, ...]:
    """Files and folders that appeared right here, but those of the tests themselves."""
    return tuple(
        path
        for folder in folders
        for path in folder.iterdir()
        if path.lstat().st_ctime >= since and os.access(path, os.R_OK) and path.is_file()
    )


def test_the_whole_job_leaks_nothing(tmp_path: Path) -> None:
    program, begin = TracedProgram(tmp_path / "place"), time.time()
    vault, copy, out, recovery = the_whole_job(program)
    trace = program.trace()
    started = program.trace_after_start()
    # 1 no network, and only our own program runs
    assert not trace.internet()
    assert trace.programs() <= {sys.executable, os.path.realpath(sys.executable)}
    # 2 nothing is opened for writing but the vault, its copy and what was asked for
    places = (vault, copy, out, program.place / "thrown-away")
    assert not started.opened_outside(places)
    assert not started.moved_outside(places)
    # 3 no word in the clear; secrets not even on a command line
    words = shapes(*WORDS, PASSPHRASE, NEW_PASSPHRASE, recovery)
    secrets = shapes(PASSPHRASE, NEW_PASSPHRASE, recovery)
    assert not started.leaks(words, exempt=[out])
    assert recovery.startswith("AGE-SECRET-KEY-1")
    assert not trace.leaks(secrets, exempt=[out])
    # 4 and none lies about afterwards
    assert not left_in([vault, copy, program.home, program.temporary], words)
    for path in new_in((Path("/tmp"), Path("/var/tmp")), begin):
        assert not [word for word in words if word in path.read_bytes()], path


@pytest.mark.parametrize(
    ("leak", "found_by"),
    [
        ("chat-text", "leaks"),
        ("chat-text", "opened_outside"),
        ("socket", "internet"),
        ("file-name", "leaks"),
        ("argument", "leaks"),
        ("program", "programs"),
    ],
)
def test_a_leaking_program_is_found_out(tmp_path: Path, leak: str, found_by: str) -> None:
    program = TracedProgram(
        tmp_path / "place", (sys.executable, "-B", str(LEAKY), f"--leak={leak}")
    )
    files, vault = given(program.place / "given"), program.place / "vault"
    for arguments in (("init", vault), ("add", vault, files["chat"], "--pictures", "copy")):
        program.run(*arguments, *KEY, stdin=PASSPHRASE + "\n")
    started = program.trace_after_start()
    verdicts = {
        "leaks": started.leaks(shapes(*WORDS, PASSPHRASE)),
        "opened_outside": started.opened_outside([vault]),
        "internet": started.internet(),
        "programs": started.programs() - {sys.executable, os.path.realpath(sys.executable)},
    }
    assert verdicts[found_by]


def noisy_photo() -> bytes:
    """A JPEG whose bytes occur nowhere else."""
    return jpeg("black") + random.Random(5).randbytes(300_000)  # noqa: S311 -- no secret


def pieces(whole: bytes) -> tuple[bytes, ...]:
    """Stretches from all over some bytes: any of them is a leak."""
    step = max(1, len(whole) // 40)
    return tuple(whole[start : start + 24] for start in range(700, len(whole) - 24, step))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_no_byte_of_a_withheld_member_lands_anywhere(tmp_path: Path, method: int) -> None:
    program = TracedProgram(tmp_path / "place")
    photo, vault = noisy_photo(), program.place / "vault"
    export = chat(program.place / "chat.zip", photo, method)
    with zipfile.ZipFile(export) as archive:
        info = archive.getinfo(MEMBER_WORD)
    at = export.read_bytes().index(MEMBER_WORD.encode(), info.header_offset)
    packed = export.read_bytes()[at + len(MEMBER_WORD) :][: info.compress_size]
    program.run("init", vault, *KEY, stdin=PASSPHRASE + "\n")
    program.run("add", vault, export, "--pictures", "register", *KEY, stdin=PASSPHRASE + "\n")
    wanted = {**shapes(*pieces(photo)), **shapes(*pieces(packed))}
    trace = program.trace_after_start()
    assert not trace.leaks(wanted)
    assert not trace.moved_outside([vault])
    assert not left_in([vault, program.home, program.temporary], wanted)


def test_no_byte_of_a_registered_file_lands_anywhere(tmp_path: Path) -> None:
    program = TracedProgram(tmp_path / "place")
    photo, vault = noisy_photo(), program.place / "vault"
    (program.place / "photo.jpg").write_bytes(photo)
    program.run("init", vault, *KEY, stdin=PASSPHRASE + "\n")
    size = sum(path.stat().st_size for path in vault.rglob("*"))
    program.run("register", vault, program.place / "photo.jpg", *KEY, stdin=PASSPHRASE + "\n")
    wanted = shapes(*pieces(photo))
    trace = program.trace_after_start()
    assert not trace.leaks(wanted)
    assert not trace.opened_outside([vault])
    assert not left_in([vault, program.home, program.temporary], wanted)
    grown = sum(path.stat().st_size for path in vault.rglob("*")) - size
    assert grown < len(photo) // 10, "nor is it there sealed"


def test_bytes_on_their_way_to_the_reader_that_land_on_the_disk_are_found(
    tmp_path: Path,
) -> None:
    command = (sys.executable, "-B", str(LEAKY), "--leak=served-bytes")
    program = TracedProgram(tmp_path / "place", command)
    photo, vault = noisy_photo(), program.place / "vault"
    export = chat(program.place / "chat.zip", photo, zipfile.ZIP_STORED)
    program.run("init", vault, *KEY, stdin=PASSPHRASE + "\n")
    program.run("add", vault, export, "--pictures", "register", *KEY, stdin=PASSPHRASE + "\n")
    assert program.trace_after_start().leaks(shapes(*pieces(photo)))
