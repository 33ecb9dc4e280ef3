# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up case in a real vault: a chat, a screenshot, a photo with a place, an e-mail, one file
that was noted and one that was removed, with everything the person said about them.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from builders import vault as vaults
from builders.clock import FixedClock
from builders.sample_material import photograph, screenshot
from evidence_kit.domain.annotation import Annotation, AnnotationKind, Why
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import Answer, Exhibit, MediaKind, PrintPicture
from evidence_kit.domain.found_text import FoundText, from_text
from evidence_kit.domain.ids import AnnotationId, ExhibitId, InterpretationId, new_id
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.reading import ByteSource
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Certainty,
    Conversation,
    Fact,
    FactBasis,
    Message,
    Note,
    Record,
    RecordKind,
    SenderBasis,
    SourceHead,
    Summary,
)
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.formats.records import to_line
from evidence_kit.review import annotations
from evidence_kit.vault.vault import Vault

OTHER = "+31 6 12345678"
OWN = "Sanne de Vries"
IBAN = "NL91 ABNA 0417 1643 00"
START = datetime.fromisoformat("2026-01-03T08:02:11")
QUOTE = "Ik stond gisteren om half drie voor je deur. Je gordijn was open 👀"

NASTY: tuple[tuple[str | None, str, RecordKind], ...] = (
    (None, "Berichten en oproepen zijn beveiligd met end-to-end-versleuteling.", RecordKind.SYSTEM),
    (
        OWN,
        "Wil je me alsjeblieft met rust laten. Ik heb dit al drie keer gevraagd.",
        RecordKind.MESSAGE,
    ),
    (OTHER, "haha 😂 denk je dat dat iets uitmaakt", RecordKind.MESSAGE),
    (OTHER, QUOTE, RecordKind.MESSAGE),
    (OWN, "Dit is niet normaal. Ik ga naar de politie.", RecordKind.MESSAGE),
    (OTHER, "إذا لم تدفع 500 يورو قبل يوم الجمعة سأنشر صورك 📸", RecordKind.MESSAGE),
    (OTHER, f"{IBAN} t.n.v. R. Bakker. Vandaag nog 💰 tikkie.me/pay/abc123", RecordKind.MESSAGE),
    (OTHER, "kijk maar", RecordKind.MESSAGE),
    (OTHER, "Dit bericht is verwijderd", RecordKind.DELETED),
    (OWN, "👨‍👩‍👧 laat mijn familie hier buiten", RecordKind.MESSAGE),
    (OTHER, "Gemiste spraakoproep om 08.15", RecordKind.CALL),
    (OTHER, "mail r.bkr.88@voorbeeld.test of volg @r_bkr_88", RecordKind.MESSAGE),
)
PHOTO_IN_CHAT = "IMG-20260115-WA0003.jpg"


@dataclass(slots=True)
class Case:
    """The vault with its exhibits by what they are."""

    vault: Vault
    clock: FixedClock
    chat: Exhibit
    screenshot: Exhibit
    photo: Exhibit
    mail: Exhibit
    withheld: Exhibit
    removed: Exhibit


class PrintsPictures:
    """Makes derivatives in this process, as the reader process does."""

    def print_picture(
        self,
        source: ByteSource,
        name: FoundText,
        member: str | None,
        max_width: int,
        max_height: int,
    ) -> PrintPicture:
        data = source.read_at(0, source.size)
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            image.thumbnail((max_width, max_height))
            out = io.BytesIO()
            image.convert("RGB").save(out, "PNG")
            return PrintPicture(
                data=out.getvalue(),
                format="png",
                width=image.width,
                height=image.height,
                original_width=width,
                original_height=height,
                exact=image.width == width,
            )


def moment(n: int) -> Moment:
    when = START + timedelta(minutes=7 * n, days=n // 5)
    flags = (MomentFlag.NON_MONOTONIC,) if n == 11 else ()
    return Moment(
        text=f"{when:%d-%m-%Y %H:%M:%S}",
        local=when.isoformat(),
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=Precision.SECOND,
        flags=flags,
    )


def message(n: int) -> Message:
    if n <= len(NASTY):
        sender, text, kind = NASTY[n - 1]
    else:
        sender, text, kind = (
            (OTHER, OWN)[n % 2],
            f"Gewoon een bericht, het {n}e.",
            RecordKind.MESSAGE,
        )
    withheld = Attachment(
        name=PHOTO_IN_CHAT, status=AttachmentStatus.WITHHELD, member=PHOTO_IN_CHAT
    )
    return Message(
        conversation=1,
        n=n,
        kind=kind,
        sender=sender,
        sender_basis=SenderBasis.STATED if sender else SenderBasis.NONE,
        text=text,
        moment=moment(n),
        attachments=(withheld,) if text == "kijk maar" else (),
        locator=Locator(member="_chat.txt", start=n * 200, end=n * 200 + 150),
    )


def chat_records(count: int) -> tuple[Record, ...]:
    found = [message(n) for n in range(1, count + 1)]
    kinds = {kind.value: sum(1 for one in found if one.kind is kind) for kind in RecordKind}
    return (
        SourceHead(
            name="WhatsApp-chat - Rico.zip",
            sha256=vaults.sha256(b"chat"),
            size=4,
            importer="whatsapp",
            importer_version=1,
            certainty=Certainty.CERTAIN,
            why="line_grammar",
        ),
        Conversation(id=1, title="WhatsApp-chat - Rico", participants=(OWN, OTHER)),
        *found,
        Note(
            kind="undecodable_bytes",
            locator=Locator(member="_chat.txt", start=2 * 200 + 20, end=2 * 200 + 22),
            detail="ff fe",
        ),
        Note(kind="unreferenced_file", locator=None, detail="IMG-9.jpg"),
        Summary(
            records=count,
            by_kind=tuple((kind, number) for kind, number in kinds.items() if number),
            notes=2,
            lines_total=count + 2,
            lines_accounted=count + 2,
            conversations=1,
        ),
    )


def file_records(importer: str, facts: tuple[Fact, ...]) -> tuple[Record, ...]:
    return (
        SourceHead(
            name="x",
            sha256=vaults.sha256(b"x"),
            size=1,
            importer=importer,
            importer_version=1,
            certainty=Certainty.CERTAIN,
            why="signature",
            facts=facts,
        ),
        Summary(records=0, by_kind=(), notes=0, lines_total=0, lines_accounted=0),
    )


def exif(text: str) -> Moment:
    return Moment(
        text=text,
        local="2026-01-13T02:31:07",
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=Precision.SECOND,
    )


def _fact(name: str, value: str, *, when: Moment | None = None) -> Fact:
    return Fact(name=name, value=value, basis=FactBasis.IN_FILE, moment=when)


MAIL_TIME = Moment(
    text="Wed, 21 Jan 2026 23:11:02 +0100",
    local="2026-01-21T23:11:02",
    utc="2026-01-21T22:11:02Z",
    zone="+01:00",
    basis=ZoneBasis.OFFSET_IN_SOURCE,
    precision=Precision.SECOND,
)
MAIL_FACTS = (
    _fact(
        "header.received",
        "from mail.example.org (mail.example.org [203.0.113.77]) by mx.example.nl with ESMTPS id 9a; "
        "Wed, 21 Jan 2026 23:11:02 +0100",
        when=MAIL_TIME,
    ),
    _fact("header.from", '"R." <r.bkr.88@voorbeeld.test>'),
    _fact("header.to", "werk@example.nl"),
    _fact("header.date", "Wed, 21 Jan 2026 23:11:02 +0100", when=MAIL_TIME),
    _fact("header.subject", "over jullie medewerker"),
    _fact("header.message-id", "<77@mail.example.org>"),
)
PHOTO_FACTS = (
    _fact("format", "JPEG"),
    _fact("width", "1600"),
    _fact("height", "1000"),
    _fact("camera", "Voorbeeldtelefoon 14"),
    _fact("taken", "2026:01:13 02:31:07", when=exif("2026:01:13 02:31:07")),
    _fact("place", "52.0907, 5.1214"),
)
SCREEN_FACTS = (
    _fact("format", "PNG"),
    _fact("width", "1170"),
    _fact("height", "2532"),
    Fact(
        name="name_time",
        value="2026-01-14 21.14.07",
        basis=FactBasis.FILE_NAME,
        moment=replace(exif("2026-01-14 21.14.07"), local="2026-01-14T21:14:07"),
    ),
)


def annotation(
    kind: AnnotationKind, exhibit: ExhibitId | None = None, **said: object
) -> Annotation:
    """An annotation; keywords that start with `f_` are facts, the others words."""
    facts = tuple((key[2:], value) for key, value in said.items() if key.startswith("f_"))
    words = tuple((key, value) for key, value in said.items() if not key.startswith("f_"))
    return Annotation(
        id=AnnotationId(new_id()),
        kind=kind,
        exhibit=exhibit,
        facts=facts,  # type: ignore[arg-type]  # a builder
        words=words,  # type: ignore[arg-type]  # a builder
    )


def register_member(vault: Vault, parent: Exhibit) -> Exhibit:
    """Note a file of an export without copying it."""
    exhibit = ExhibitId(new_id())
    name = from_text(PHOTO_IN_CHAT)
    with vault.batch() as batch:
        text = batch.exhibit_text(ExhibitWords(name=name, member=name))
        batch.entry(
            EntryType.REGISTERED,
            {
                "exhibit": exhibit,
                "number": batch.next_number(),
                "batch": new_id(),
                "sha256": vaults.sha256(b"jpg"),
                "size": 412_806,
                "media": MediaKind.PICTURE.value,
                "answer": Answer.REGISTER.value,
                "parent": parent.id,
                "text": {"id": text.id, "sha256": text.sha256},
            },
        )
        batch.commit()
    return vault.exhibit(exhibit)


def read_again(
    vault: Vault, exhibit: Exhibit, found: tuple[Record, ...], known: Mapping[Locator, str]
) -> Exhibit:
    """Store another reading; records at known places keep the digest of their bytes."""
    interpretation = InterpretationId(new_id())
    summary = found[-1]
    assert isinstance(summary, Summary)
    with vault.batch() as batch:
        writer = batch.records(interpretation)
        for one in found:
            raw = None
            if isinstance(one, Message):
                raw = known.get(one.locator, vaults.sha256(b"new"))
            writer.feed(to_line(one, raw) + b"\n")
        stored = writer.close()
        batch.entry(
            EntryType.INTERPRETED,
            {
                **stored.log_fields(),
                "exhibit": exhibit.id,
                "interpretation": interpretation,
                "importer": "whatsapp",
                "importer_version": 2,
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


def make_case(folder: Path, messages: int = 60) -> Case:
    """The whole case, as of now."""
    clock = FixedClock()
    vault = vaults.make_vault(folder, clock).vault
    chat = vaults.add_original(
        vault, b"chat", name="WhatsApp-chat - Rico.zip", media=MediaKind.CHAT
    )
    chat = vaults.interpret(vault, chat, chat_records(messages))
    clock.advance(timedelta(minutes=2))
    shot = vaults.add_original(vault, screenshot(), name="Screenshot_2026-01-14-21-14-07.png")
    shot = vaults.interpret(vault, shot, file_records("image", SCREEN_FACTS))
    photo = vaults.add_original(vault, photograph(), name="IMG_0466.JPG")
    photo = vaults.interpret(vault, photo, file_records("image", PHOTO_FACTS))
    mail = vaults.add_original(vault, b"mail", name="bericht.eml", media=MediaKind.MAIL)
    mail = vaults.interpret(vault, mail, file_records("eml", MAIL_FACTS))
    withheld = register_member(vault, chat)
    removed = vaults.add_original(vault, b"weg", name="verkeerd.jpg")
    vault.remove(removed, "stond er per ongeluk bij")
    clock.advance(timedelta(minutes=5))
    _say(vault, chat, shot)
    return Case(
        vault=vault,
        clock=clock,
        chat=chat,
        screenshot=shot,
        photo=photo,
        mail=mail,
        withheld=withheld,
        removed=vault.exhibit(removed.id),
    )


def _say(vault: Vault, chat: Exhibit, shot: Exhibit) -> None:
    if (count := sum(1 for _ in vault.messages(chat, 1, 1, 100))) >= len(NASTY):
        annotations.add_marks(vault, chat.id, 1, (4,), (Why.KNOWS_WHERE_I_AM,))
        annotations.add_marks(vault, chat.id, 1, (6,), (Why.ASKS_MONEY, Why.WANTS_TO_SPREAD))
        annotations.add_marks(vault, chat.id, 1, (7,), (Why.ASKS_MONEY,))
        annotations.add_marks(vault, chat.id, 1, (2,), (Why.I_ASK_TO_STOP,), "derde keer")
        arabic = annotations.record_ref(vault, chat, 1, 6)
        annotations.add(
            vault,
            replace(
                annotation(
                    AnnotationKind.TRANSLATION,
                    chat.id,
                    f_by="app",
                    f_to="nl",
                    text="Als je niet vóór vrijdag 500 euro betaalt, publiceer ik je foto's.",
                ),
                targets=(arabic,),
            ),
        )
    if count > 40:
        annotations.add_marks(vault, chat.id, 1, (40,), (Why.OTHER,), "noemt mijn zus")
    annotations.add_all(
        vault,
        (
            annotation(
                AnnotationKind.CASE,
                f_role="victim",
                f_wish="undecided",
                f_receiver="police",
                name="Sanne de Vries",
                address="Voorbeeldstraat 12, Utrecht",
                accounts_involved=(OTHER, "@r_bkr_88"),
                own_labels=(OWN,),
            ),
            annotation(
                AnnotationKind.PROVENANCE,
                chat.id,
                f_original="on_phone",
                f_device_can_be_seen="yes",
                f_copied_by="me",
                f_route="app_export",
                f_could_be_changed="unknown",
                device="mijn eigen telefoon",
            ),
            annotation(
                AnnotationKind.DESCRIPTION, shot.id, text="Het gesprek van 14 januari 2026."
            ),
            annotation(
                AnnotationKind.INCIDENT,
                f_when="2026-01-05",
                title="Een nieuw account volgt mij en negen vriendinnen.",
            ),
            annotation(
                AnnotationKind.ACCOUNT,
                f_exhibits=(chat.id,),
                text="Sinds 3 januari 2026 krijg ik berichten van iemand die ik kort heb gekend.\n\n"
                'Hij schreef: "Ik stond gisteren om half drie voor je deur."\n\n'
                "Ik heb niet betaald. Ik wil dat het stopt.",
            ),
            annotation(
                AnnotationKind.IDENTIFIER,
                f_type="email",
                f_decision="confirmed",
                f_whose="third",
                normalised="werk@example.nl",
            ),
            annotation(AnnotationKind.NOTE, chat.id, text="Dit is alleen voor mij."),
        ),
    )
