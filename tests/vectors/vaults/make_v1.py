# SPDX-License-Identifier: GPL-3.0-or-later
"""Made the frozen vault of format version 1, once. It is never made again: that is what frozen means.

    PYTHONPATH=.:tests:packaging python tests/vectors/vaults/make_v1.py

Everybody in it is made up. Another version gets a script, a folder and a golden file of its own.
"""

import json
import sys
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path

from builders.clock import START, FixedClock
from builders.frozen_vault import VAULTS, opened, plain, told
from builders.session import PHOTO, chat_zip, jpeg
from builders.stamp_authority import make_authority
from evidence_kit.crypto.age import SCRYPT_DEFAULT
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.custody import Role
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Answered
from evidence_kit.service import annotating, keys, opening, stamping, taking_in
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

PASSPHRASE = "acht rode fietsen onder een brug"
SECOND = "negen blauwe lampen achter het raam"
TASK = Task()
ROWS = (
    {"kind": "provenance", "exhibit": 3, "facts": {"original": "on_phone", "route": "app_export"}},
    {"kind": "note", "exhibit": 1, "words": {"text": "Dit kwam op 14 januari binnen."}},
    {"kind": "case", "facts": {"role": "victim"}, "words": {"name": "Sam Voorbeeld"}},
)
MAIL = """\
From: Rico <rico@example.org>\r
To: Sam <sam@example.net>\r
Subject: Laatste kans\r
Date: Wed, 14 Jan 2026 21:00:00 +0100\r
Message-ID: <1@example.org>\r
\r
Maak 50 euro over naar NL91ABNA0417164300.\r
"""


def add(session: Session, path: Path, answer: Answer) -> None:
    survey = taking_in.survey(session, TASK, paths=(str(path),))
    said = tuple(Answered(key=item.key, answer=answer) for item in survey.items if item.asks)
    taking_in.add(session, TASK, survey_id=survey.id, answers=said)


def packed(path: Path, photo: bytes) -> Path:
    """A chat whose photo is deflated."""
    said = (
        "[15-01-2026 08:01:00] Robin: Gaat het?\r\n"
        f"[15-01-2026 08:02:00] Robin: \u200e<bijgevoegd: {PHOTO}>\r\n"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("_chat.txt", said.encode()), (PHOTO, photo)):
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 20, 13, 58, 12)), data, 8)
    return path


def fill(session: Session, clock: FixedClock, work: Path) -> None:
    """Everything that a vault of this version can hold."""

    def later(minutes: int) -> None:
        clock.advance(timedelta(minutes=minutes))

    text, mail = work / "brief.txt", work / "mail.eml"
    text.write_text("Een los bestand met é en 😀.\n", encoding="utf-8")
    mail.write_bytes(MAIL.encode())
    picture, noted, wrong = (work / name for name in ("scherm.jpg", "noteer.jpg", "fout.jpg"))
    for path, colour in ((picture, "teal"), (noted, "maroon"), (wrong, "olive")):
        path.write_bytes(jpeg(colour))
    add(session, text, Answer.COPY)  # 1
    later(2)
    add(session, picture, Answer.COPY)  # 2
    add(session, chat_zip(work / "chat.zip"), Answer.COPY)  # 3
    later(3)
    add(session, packed(work / "robin.zip", jpeg("gray")), Answer.REGISTER)  # 4, and 5 noted
    add(session, noted, Answer.REGISTER)  # 6
    add(session, wrong, Answer.COPY)  # 7
    add(session, mail, Answer.COPY)  # 8
    exhibit = session.vault.exhibit(3).id
    taking_in.set_zone(session, TASK, exhibit=exhibit, zone="Europe/Amsterdam")
    annotating.mark(
        session,
        TASK,
        exhibit=exhibit,
        conversation=1,
        numbers=(4,),
        why=(Why.I_ASK_TO_STOP,),
        words="Hier vroeg ik om te stoppen.",
    )
    rows = "".join(f"{json.dumps({'type': 'annotated', **row})}\n" for row in ROWS)
    annotating.apply(session, TASK, lines=rows.encode())
    later(1)
    taking_in.remove(session, TASK, exhibit=session.vault.exhibit(7).id, reason="per ongeluk")
    clock.set(START - timedelta(hours=3))  # somebody turned the clock back
    keys.add_passphrase(session, TASK, passphrase=SECOND, label="begeleider")
    clock.set(START + timedelta(hours=1))
    stamped(session, work)


def stamped(session: Session, work: Path) -> None:
    authority = make_authority(work / "authority")
    asked = work / "ask.tsq"
    stamping.request_stamp(session, TASK, out=str(asked))
    reply = work / "reply.tsr"
    reply.write_bytes(authority.answer(asked.read_bytes()))
    stamping.add_stamp(
        session, TASK, reply=str(reply), authorities=str(authority.folder / "ca.pem")
    )


def make(folder: Path) -> None:
    """Make it; an existing one is never made again."""
    if folder.exists():
        sys.exit(f"{folder} is frozen.")
    clock, path = FixedClock(), folder / "vault"
    folder.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory() as work,
        Session(clock=clock, scrypt=SCRYPT_DEFAULT) as session,
    ):
        made = opening.create(
            session, TASK, path=str(path), passphrase=PASSPHRASE, role=Role.CLIENT
        )
        fill(session, clock, Path(work))
    found = {"passphrase": PASSPHRASE, "second": SECOND, "recovery": made.recovery_key}
    (folder / "keys.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    with opened(path, str(made.recovery_key), with_recovery=True, read_only=True) as vault:
        golden = json.dumps(plain(told(vault)), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "golden.json").write_text(golden + "\n", encoding="utf-8")
    (path / "lock").unlink()


if __name__ == "__main__":
    make(VAULTS / "v1")
