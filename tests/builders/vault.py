# SPDX-License-Identifier: GPL-3.0-or-later
"""Real vaults on disk, made in this process with the cheapest key derivation."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.clock import FixedClock
from evidence_kit.clock import Clock
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import Actor, EntryType, Role
from evidence_kit.domain.exhibit import Answer, Exhibit, Hole, MediaKind
from evidence_kit.domain.found_text import FoundText, from_text
from evidence_kit.domain.ids import ExhibitId, InterpretationId, new_id
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.record import (
    Certainty,
    Conversation,
    Message,
    Note,
    Record,
    RecordKind,
    SenderBasis,
    SourceHead,
    Summary,
)
from evidence_kit.formats import records
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.vault.vault import Vault, WriteBatch, create_vault, open_vault

PASSPHRASE = "zes losse woorden op papier gezet"
CLIENT = Actor(role=Role.CLIENT)


@dataclass(frozen=True, slots=True)
class Made:
    """A vault that was just made."""

    vault: Vault
    recovery: Secret


def secret(text: str = PASSPHRASE) -> Secret:
    return Secret.from_text(text)


def make_vault(path: Path, clock: Clock | None = None, actor: Actor = CLIENT) -> Made:
    """An empty vault, open."""
    vault, recovery = create_vault(
        path,
        secret(),
        scrypt=SCRYPT_CHEAPEST,
        clock=clock or FixedClock(),
        actor=actor,
    )
    return Made(vault, recovery)


def reopen(path: Path, clock: Clock | None = None, *, read_only: bool = False) -> Vault:
    return open_vault(
        path, secret(), clock=clock or FixedClock(), actor=CLIENT, read_only=read_only
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def add_original(
    vault: Vault,
    data: bytes,
    *,
    name: str | FoundText = "scherm.png",
    media: MediaKind = MediaKind.PICTURE,
    holes: Sequence[Hole] = (),
    whole: bytes | None = None,
) -> Exhibit:
    """Acquire bytes; with holes, `data` is what is sealed and `whole` the original."""
    words = ExhibitWords(
        name=from_text(name) if isinstance(name, str) else name,
        folder="/thuis/foto's",
        holes=tuple(holes),
    )
    with vault.batch() as batch:
        exhibit = put_original(batch, data, words, media=media, whole=whole)
        batch.commit()
    return vault.exhibit(exhibit)


def put_original(
    batch: WriteBatch,
    data: bytes,
    words: ExhibitWords,
    *,
    media: MediaKind = MediaKind.PICTURE,
    whole: bytes | None = None,
) -> ExhibitId:
    """Put an original into a batch."""
    exhibit = ExhibitId(new_id())
    writer = batch.new_object()
    writer.write(data)
    stored = writer.close()
    text = batch.exhibit_text(words)
    batch.entry(
        EntryType.ACQUIRED,
        {
            **stored.log_fields(),
            "exhibit": exhibit,
            "number": batch.next_number(),
            "batch": new_id(),
            "sha256": sha256(data if whole is None else whole),
            "size": len(data),
            "stored_sha256": None if whole is None else stored.plain_sha256,
            "holes": len(words.holes),
            "media": media.value,
            "answer": Answer.COPY.value,
            "parent": None,
            "text": {"id": text.id, "sha256": text.sha256},
        },
    )
    return exhibit


def register(
    vault: Vault, data: bytes, *, name: str = "foto.jpg", parent: str | None = None
) -> Exhibit:
    """Note a file without copying it."""
    exhibit = ExhibitId(new_id())
    with vault.batch() as batch:
        text = batch.exhibit_text(ExhibitWords(name=from_text(name)))
        batch.entry(
            EntryType.REGISTERED,
            {
                "exhibit": exhibit,
                "number": batch.next_number(),
                "batch": new_id(),
                "sha256": sha256(data),
                "size": len(data),
                "media": MediaKind.PICTURE.value,
                "answer": Answer.REGISTER.value,
                "parent": parent,
                "text": {"id": text.id, "sha256": text.sha256},
            },
        )
        batch.commit()
    return vault.exhibit(exhibit)


def message(n: int, text: str, *, conversation: int = 1, sender: str | None = "Sam") -> Message:
    """A message at a made-up place and time."""
    return Message(
        conversation=conversation,
        n=n,
        kind=RecordKind.MESSAGE,
        sender=sender,
        sender_basis=SenderBasis.STATED if sender else SenderBasis.NONE,
        text=text,
        moment=Moment(
            text=f"14-01-2026 21:{n % 60:02d}",
            local=f"2026-01-14T21:{n % 60:02d}",
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.MINUTE,
        ),
        locator=Locator(member=None, start=n * 100, end=n * 100 + 90),
    )


def chat(texts: Sequence[str], title: str = "Sam Voorbeeld") -> tuple[Record, ...]:
    """The records of one conversation, with a note."""
    return (
        SourceHead(
            name="_chat.txt",
            sha256=sha256(b"chat"),
            size=4,
            importer="whatsapp",
            importer_version=1,
            certainty=Certainty.CERTAIN,
            why="line_grammar",
        ),
        Conversation(id=1, title=title, participants=("Sam", "Robin")),
        *(message(n, text) for n, text in enumerate(texts, start=1)),
        Note(kind="ambiguous_date", locator=None, detail="14-01"),
        Summary(
            records=len(texts),
            by_kind=(("message", len(texts)),),
            notes=1,
            lines_total=len(texts) + 1,
            lines_accounted=len(texts) + 1,
            conversations=1,
        ),
    )


def lines_of(found: Sequence[Record]) -> bytes:
    """Record lines as the reader gives them."""
    return b"".join(
        records.to_line(one, sha256(str(one).encode()) if isinstance(one, Message) else None)
        + b"\n"
        for one in found
    )


def interpret(vault: Vault, exhibit: Exhibit, found: Sequence[Record]) -> Exhibit:
    """Store records as the exhibit's current interpretation."""
    interpretation = InterpretationId(new_id())
    summary = found[-1]
    assert isinstance(summary, Summary)
    with vault.batch() as batch:
        writer = batch.records(interpretation)
        writer.feed(lines_of(found))
        stored = writer.close()
        batch.entry(
            EntryType.INTERPRETED,
            {
                **stored.log_fields(),
                "exhibit": exhibit.id,
                "interpretation": interpretation,
                "importer": "whatsapp",
                "importer_version": 1,
                "zone": None,
                "day_first": None,
                "records": summary.records,
                "notes": summary.notes,
                "conversations": summary.conversations,
                "by_kind": dict(summary.by_kind),
                "lines_total": summary.lines_total,
                "lines_accounted": summary.lines_accounted,
                "complete": summary.complete,
                "failure": None,
            },
        )
        batch.commit()
    return vault.exhibit(exhibit.id)


def add_chat(vault: Vault, texts: Sequence[str], name: str = "_chat.txt") -> Exhibit:
    """Acquire a chat export and read it."""
    data = "\n".join(texts).encode()
    exhibit = add_original(vault, data, name=name, media=MediaKind.CHAT)
    return interpret(vault, exhibit, chat(texts))


def tree_of(path: Path) -> dict[str, bytes]:
    """Every file of a folder by its path, but the lock."""
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != "lock"
    }
