# SPDX-License-Identifier: GPL-3.0-or-later
"""An open vault with real readers, and small files to drop on it."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from evidence_kit.clock import Clock
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import AddedItem, Answered
from evidence_kit.service import opening, taking_in
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

PASSPHRASE = "lamp-fiets-zomer-klok-appel-brug"

CHAT = (
    "[14-01-2026 21:02:11] Sam: Wil je mij met rust laten?\r\n"
    "[14-01-2026 21:03:05] Rico: haha \U0001f602\r\n"
    "[14-01-2026 21:03:40] Rico: \u200e<bijgevoegd: 00000003-PHOTO-2026-01-14-21-03-40.jpg>\r\n"
    "[14-01-2026 21:05:00] Sam: Ik vraag je te stoppen.\r\n"
)
PHOTO = "00000003-PHOTO-2026-01-14-21-03-40.jpg"


def open_session(folder: Path, clock: Clock) -> Session:
    """Return a session with a fresh vault in `folder`/vault."""
    session = Session(clock=clock, scrypt=SCRYPT_CHEAPEST)
    opening.create(session, Task(), path=str(folder / "vault"), passphrase=PASSPHRASE)
    return session


def jpeg(colour: str = "navy", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def chat_zip(path: Path, photo: bytes | None = None) -> Path:
    """Write a WhatsApp export with one photo."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("_chat.txt", (2026, 3, 20, 13, 58, 12)), CHAT)
        archive.writestr(zipfile.ZipInfo(PHOTO, (2026, 1, 14, 21, 3, 40)), photo or jpeg())
    return path


def add(
    session: Session, paths: Sequence[Path], answer: Answer = Answer.COPY
) -> tuple[AddedItem, ...]:
    """Drop files and give the same answer to every question."""
    survey = taking_in.survey(session, Task(), paths=tuple(str(path) for path in paths))
    answers = tuple(Answered(key=i.key, answer=answer) for i in survey.items if i.asks)
    return taking_in.add(session, Task(), survey_id=survey.id, answers=answers).items
