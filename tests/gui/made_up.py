# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up case: people, messages and files that do not exist."""

from dataclasses import replace
from datetime import datetime, timedelta

from evidence_kit.domain.backup import BackupMade, BackupRow
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import (
    Answer,
    Exhibit,
    Holding,
    MediaKind,
    Picture,
    Reading,
)
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import (
    ExhibitId,
    InterpretationId,
    ObjectName,
)
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Message,
    Note,
    RecordKind,
    SenderBasis,
)
from evidence_kit.domain.stamp import StampKind, StampRow
from evidence_kit.domain.survey import (
    MemberContext,
    Survey,
    SurveyItem,
)
from evidence_kit.domain.views import (
    KeySlotRow,
    MarkRow,
    MessageRow,
)

PASSPHRASE = "lantaarn fiets wolkje anker"
KEY = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ0ABCDE"
NEW_KEY = "AGE-SECRET-KEY-1PZGRY9X8GF2TVDW0S3JN54KHCE6MUA7LPZGRY9X8GF2TVDW0S3J0ABCDE"
COPY = BackupRow(
    copy="c" * 32, place="/media/sam/stick/Papers copy", time="2026-03-20T13:02:41.120Z", size=24
)
MADE = BackupMade(
    place=COPY.place,
    head=LogHead(size=24, root="8" * 64),
    time="2026-03-20T13:02:41.120Z",
    first=True,
    copied=12,
    copied_bytes=38_000_000,
    files=12,
    checked=0,
    mended=0,
    removed=0,
    left=0,
    left_out=0,
    remembered=True,
)
REQUEST = StampRow(
    kind=StampKind.REQUEST,
    file="0000000024.tsq",
    at=LogHead(size=24, root="8" * 64),
    entry=24,
    logged="2026-03-20T13:02:41.120Z",
    zone_minutes=60,
    request="0000000024.tsq",
)
REPLY = replace(
    REQUEST,
    kind=StampKind.REPLY,
    file="0000000024.tsr",
    entry=25,
    time="2026-03-20T13:40:02.000Z",
    signer_name="CN=Example Stamps signer",
    intact=Outcome.MATCHES,
    valid=Outcome.MATCHES,
    trusted_why="stamp_no_authority",
)
PROOF = replace(REQUEST, kind=StampKind.PROOF, file="0000000024.ots", entry=26)
SLOTS = (
    KeySlotRow(
        file="identity.age",
        recovery=False,
        label="",
        changed="2026-03-20T13:02:41.120Z",
        zone_minutes=60,
        role="client",
        entry=0,
        in_use=True,
        whole=True,
    ),
    KeySlotRow(
        file="identity.recovery.age",
        recovery=True,
        label="",
        changed="2026-03-20T13:02:41.120Z",
        zone_minutes=60,
        role="client",
        entry=0,
        in_use=False,
        whole=True,
    ),
)
FIRST_DAY = datetime.fromisoformat("2026-01-14T21:02")
SAID = (
    ("Sam", "Wil je me alsjeblieft met rust laten. Ik heb dit al drie keer gevraagd."),
    ("Rico", "haha 😂 denk je dat dat iets uitmaakt"),
    ("Rico", "Ik stond gisteren om half drie voor je deur. Je gordijn was open 👀"),
    ("Sam", "Dit is niet normaal. Ik ga naar de politie."),
    ("Rico", "Als je naar de politie gaat weet ik je te vinden. Je zus ook 🔪"),
    ("Rico", "إذا لم تدفع 500 يورو قبل يوم الجمعة سأنشر صورك 📸"),
    ("Rico", "Şimdi öde, yoksa fotoğrafları ailene gönderirim."),
    ("Sam", "Ik reageer hier niet meer op."),
    ("Rico", "Dan bel ik je moeder op 06-12345678. Betalen vóór vrijdag!"),
    ("Rico", "Ben je nog wakker?"),
)


def moment_of(local: datetime, precision: Precision = Precision.MINUTE) -> Moment:
    return Moment(
        text=local.strftime("%d-%m-%Y %H:%M"),
        local=local.isoformat(timespec="seconds"),
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=precision,
    )


def exhibit_of(
    number: int,
    name: str,
    media: MediaKind,
    holding: Holding = Holding.COPIED,
    size: int = 134_287,
) -> Exhibit:
    kept = holding in (Holding.COPIED, Holding.WITH_HOLES)
    return Exhibit(
        id=ExhibitId(f"{number:032x}"),
        number=number,
        entry=number,
        added="2026-03-20T13:02:41.120Z",
        added_zone_minutes=60,
        holding=holding,
        media=media,
        name=FoundText(text=name),
        folder="/home/sam/Downloads",
        modified=moment_of(datetime.fromisoformat("2026-03-20T13:58:12"), Precision.SECOND),
        sha256=Digest(f"{number * 7919:064x}"),
        size=size,
        object=ObjectName(f"{number:032x}") if kept else None,
        stored_sha256=None,
        sealed_sha256=None,
        sealed_size=None,
        answer=Answer.REGISTER if holding is Holding.REGISTERED else Answer.COPY,
    )


CHAT = replace(
    exhibit_of(4, "WhatsApp-gesprek met Rico.zip", MediaKind.CHAT, size=4_812_330),
    reading=Reading(
        interpretation=InterpretationId("ab" * 16),
        entry=9,
        importer="whatsapp",
        importer_version=1,
        object=ObjectName("cd" * 16),
        records=2418,
        notes=3,
        conversations=1,
        complete=True,
        zone=None,
    ),
)
EXHIBITS = (
    exhibit_of(1, "Screenshot_20260114-213310.png", MediaKind.PICTURE),
    exhibit_of(2, "Screenshot_20260114-213344.png", MediaKind.PICTURE),
    exhibit_of(3, "IMG_2291.jpg", MediaKind.PICTURE, size=2_411_000),
    CHAT,
    exhibit_of(5, "Laatste waarschuwing.eml", MediaKind.MAIL, size=18_220),
    exhibit_of(6, "schermopname live.mp4", MediaKind.VIDEO, size=31_400_000),
    exhibit_of(17, "IMG-20260113-WA0005.jpg", MediaKind.PICTURE, Holding.REGISTERED, 217_088),
    exhibit_of(18, "notities.xyz", MediaKind.OTHER, size=912),
)


def message_of(n: int, marks: tuple[MarkRow, ...] = ()) -> MessageRow:
    """Message n of a conversation that never ends."""
    sender, text = SAID[(n - 1) % len(SAID)]
    local = FIRST_DAY + timedelta(minutes=7 * (n - 1))
    attachments: tuple[Attachment, ...] = ()
    if n % 10 == 3:
        attachments = (
            Attachment(
                name="IMG-20260113-WA0005.jpg", status=AttachmentStatus.WITHHELD, member="a.jpg"
            ),
        )
    notes: tuple[Note, ...] = ()
    if n % 10 == 4:
        notes = (
            Note(
                kind="undecodable_bytes",
                locator=Locator(member="_chat.txt", start=n * 80, end=n * 80 + 40),
                detail="[14-01-2026 21:05] <Media weggelaten>",
            ),
        )
    message = Message(
        conversation=1,
        n=n,
        kind=RecordKind.MESSAGE,
        sender=sender,
        sender_basis=SenderBasis.STATED,
        text=text,
        moment=moment_of(local),
        attachments=attachments,
        locator=Locator(member="_chat.txt", start=n * 80, end=n * 80 + 80),
    )
    return MessageRow(
        message=message, raw_sha256=f"{n:064x}", own=sender == "Sam", marks=marks, notes=notes
    )


def picture_of(width: int, height: int, tint: int) -> Picture:
    """A calm field with a band, as a stand-in for a screenshot."""
    rows = []
    for y in range(height):
        shade = 230 - (y * 60 // max(1, height))
        band = 40 if (y // 24) % 3 == 0 else 0
        rows.append(bytes((shade - band, shade, (shade + tint) % 256, 255)) * width)
    return Picture(
        width=width, height=height, rgba=b"".join(rows), original_width=1080, original_height=2340
    )


def page_of(width: int) -> Picture:
    """A page with nothing on it."""
    height = width * 1414 // 1000
    return Picture(
        width=width,
        height=height,
        rgba=b"\xff\xff\xff\xff" * (width * height),
        original_width=width,
        original_height=height,
    )


def _member(key: str, name: str, media: MediaKind, before: str, after: str) -> SurveyItem:
    return SurveyItem(
        key=key,
        parent="1",
        name=FoundText(text=name),
        folder="",
        size=188_000,
        modified=None,
        media=media,
        asks=True,
        context=MemberContext(
            sender="Rico",
            moment=moment_of(FIRST_DAY - timedelta(days=1)),
            before=before,
            after=after,
        ),
        encoding="deflated",
    )


def _loose(key: str, name: str, media: MediaKind, *, asks: bool) -> SurveyItem:
    return SurveyItem(
        key=key,
        parent=None,
        name=FoundText(text=name),
        folder="/home/sam/Downloads",
        size=402_000,
        modified=moment_of(datetime.fromisoformat("2026-01-14T21:33")),
        media=media,
        asks=asks,
    )


SURVEY = Survey(
    id="survey-1",
    items=(
        _loose("1", "WhatsApp-gesprek met Rico.zip", MediaKind.CHAT, asks=False),
        _member(
            "1/1",
            "IMG-20260113-WA0003.jpg",
            MediaKind.PICTURE,
            "Sam: Wat bedoel je daarmee?",
            "Rico: Mooi hè, je straat",
        ),
        _member(
            "1/2",
            "IMG-20260113-WA0005.jpg",
            MediaKind.PICTURE,
            "Sam: Stop hiermee.",
            "Rico: Deze heb ik ook nog",
        ),
        _member(
            "1/3",
            "VID-20260113-WA0006.mp4",
            MediaKind.VIDEO,
            "Rico: Deze heb ik ook nog",
            "Sam: Haal dat weg",
        ),
        _member(
            "1/4",
            "PTT-20260115-WA0002.opus",
            MediaKind.AUDIO,
            "Sam: laat mijn familie hier buiten",
            "Rico: Я знаю, где ты живёшь.",
        ),
        _loose("2", "Screenshot_20260114-213310.png", MediaKind.PICTURE, asks=True),
        _loose("3", "Screenshot_20260114-213344.png", MediaKind.PICTURE, asks=True),
        _loose("4", "IMG_2291.HEIC", MediaKind.PICTURE, asks=True),
    ),
)
PLAIN_SURVEY = Survey(
    id="survey-2",
    items=(_loose("1", "Laatste waarschuwing.eml", MediaKind.MAIL, asks=False),),
)
