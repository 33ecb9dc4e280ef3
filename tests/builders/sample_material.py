# SPDX-License-Identifier: GPL-3.0-or-later
"""What the made-up dossier is made of: pictures, needles and the nastiest conversation."""

import hashlib
import io
from datetime import datetime, timedelta, timezone
from functools import cache

from PIL import Image, ImageDraw

from evidence_kit.dossier.document import (
    AnchorId,
    ChatHeads,
    ChatRow,
    ChatTable,
    Cover,
    DayRow,
    Fact,
    GapRow,
    HashBlock,
    KeyValueTable,
    Mark,
    MessageRow,
    Notice,
    NoticeKind,
    PageForm,
    Paragraph,
    ParagraphKind,
    PictureRef,
    QrCode,
    Redacted,
    Reference,
    SystemRow,
    Text,
    Translation,
    Words,
    evidence,
    program,
    reporter,
)
from evidence_kit.dossier.pictures import PreparedPicture, prepare

HEAD = hashlib.sha256(b"head").hexdigest()
MADE_AT = datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=1)))
SENDER = "+31 6 00 00 44 71"
SELF = "Sanne de Vries"

NEEDLES = (
    "سأنشر صورك",
    "İĞÜŞÖÇ",
    "写真",
    "हिन्दी",
    "ไทย",
    "עברית",
    "👨\u200d👩\u200d👧\u200d👦",
    "🇳🇱",
    "👍🏽",
    "❤\ufe0f",
    "Ș",
    "𝓫𝓸𝓸𝓼",
)
"""What every reader of the file must find again."""

WORDS = Words(
    page_of="pagina {page} van {pages}",
    reference="{text}, pagina {page}",
    sheet_of="{title}, blad {sheet} van {sheets}",
    picture_part="Deel {part} van {parts}.",
    scale="Afgedrukt op {percent}%, niet bewerkt, niet bijgesneden.",
    continued="vervolg",
    bookmark="{text} (p. {page})",
    link_to="Naar pagina {page}",
    source_file="uit bestand",
    source_reporter="volgens aangever",
    source_program="gemeten door dit programma",
    source_unknown="niet bekend",
)


def anchor(name: str) -> AnchorId:
    """Return an anchor."""
    return AnchorId(name)


def see(name: str, text: str) -> Text:
    """Return a reference with its page."""
    return (Reference(anchor=anchor(name), text=text),)


def page_of(name: str) -> Text:
    """Return a page number alone."""
    return (Reference(anchor=anchor(name), form=PageForm.PAGE),)


def sha256(name: str) -> str:
    """Return a made-up digest."""
    return hashlib.sha256(name.encode()).hexdigest()


def screenshot(width: int = 1170, height: int = 2532, *, seed: int = 0) -> bytes:
    """Return a PNG that looks like a phone screenshot of a conversation."""
    image = Image.new("RGB", (width, height), (239, 234, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, width // 5), fill=(247, 247, 247))
    draw.ellipse((width // 10, width // 20, width // 5, width * 3 // 20), fill=(190, 198, 206))
    y = width // 4
    count = seed
    while y < height - width // 4:
        own = count % 3 == 0
        lines = 1 + (count * 7) % 3
        left = width // 3 if own else width // 30
        fill = (217, 253, 211) if own else (255, 255, 255)
        bottom = y + 50 + lines * 56
        draw.rounded_rectangle((left, y, left + width * 6 // 10, bottom), 28, fill=fill)
        for line in range(lines):
            top = y + 30 + line * 56
            for word in range(5 - line):
                x = left + 30 + word * width // 9
                draw.rectangle((x, top, x + width // 11, top + 22), fill=(40, 40, 40))
        y = bottom + 26
        count += 1
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def photograph(width: int = 1600, height: int = 1000) -> bytes:
    """Return a JPEG with EXIF that must not be printed."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 3, height // 4, width // 2, height), fill=(90, 60, 40))
    exif = Image.Exif()
    exif[0x010F] = "GPSCAMERA"
    written = io.BytesIO()
    image.save(written, "JPEG", quality=88, exif=exif)
    return written.getvalue()


@cache
def pictures(ref: PictureRef) -> PreparedPicture:
    """Give the pictures of the sample."""
    if ref.key == "tall":
        return prepare(screenshot(1170, 9000, seed=2))
    if ref.key.startswith("photo"):
        return prepare(photograph())
    return prepare(screenshot())


def nasty_rows() -> tuple[ChatRow, ...]:
    """Return a conversation with everything a phone can send."""
    return (
        DayRow(words="woensdag 14 januari 2026"),
        _said("1183", "21.02.11", SELF, "Wil je me alsjeblieft met rust laten."),
        _said("1184", "21.03.02", SENDER, "haha 😂 denk je dat dat iets uitmaakt"),
        MessageRow(
            number="1185",
            time="21.03.40",
            sender=evidence(SENDER),
            body=evidence("Ik stond gisteren om half drie voor je deur. Je gordijn was open 👀"),
            notes=(program("Emoji in woorden: ogen."),),
            mark=Mark(words=("weet waar ik ben",)),
            anchor=anchor("m1185"),
        ),
        MessageRow(
            number="1188",
            time="21.06.05",
            sender=evidence(SENDER),
            body=evidence("إذا لم تدفع 500 يورو قبل يوم الجمعة سأنشر صورك 📸", lang="ar"),
            translation=Translation(
                label="Vertaling met een app, geen beëdigde vertaling:",
                text="Als je niet vóór vrijdag 500 euro betaalt, publiceer ik je foto's.",
            ),
            mark=Mark(words=("vraagt geld", "wil foto's verspreiden")),
        ),
        _said("1189", "21.06.30", SENDER, "Şimdi öde, yoksa ailene gönderirim. İĞÜŞÖÇ Ș"),
        _said("1190", "21.09.00", SENDER, "写真を公開します。你以为我在开玩笑吗？ 사진을 공개할게"),
        _said("1191", "21.09.12", SENDER, "हिन्दी में लिखा · ภาษาไทยเขียนติดกันยาวมาก · עברית (שלום) 12"),
        GapRow(words="14 berichten niet afgedrukt (nr. 1192-1205)", left_out=14),
        DayRow(words="donderdag 15 januari 2026"),
        _said(
            "1206",
            "07.48.00",
            SENDER,
            "Goedemorgen ☀\ufe0f❤\ufe0f 👨\u200d👩\u200d👧\u200d👦 🇳🇱 👍🏽 🏳\ufe0f\u200d🌈",
        ),
        _said("1207", "07.49.00", SENDER, "𝓫𝓸𝓸𝓼 z̶̢̛a̷̧̛l̸̨̛g̵̡̛ȯ̵̧̡̢ é e\u0301 \u202egnp.exe \ue000 \ud83d einde"),
        MessageRow(
            number="1208",
            time="07.51.00",
            sender=evidence(SENDER),
            body=evidence("kijk maar"),
            attachments=(
                (
                    *program("Afbeelding "),
                    *evidence("IMG-20260115-WA0003.jpg"),
                    *program(", niet afgedrukt, zie "),
                    Reference(anchor=anchor("b5"), text="bijlage 5"),
                    *program("."),
                ),
            ),
        ),
        MessageRow(
            number="1209",
            time="07.52.00",
            sender=evidence(SENDER),
            body=(),
            notes=(program("Verwijderd door de afzender; de tekst staat niet in het bestand."),),
        ),
        MessageRow(
            number="1210",
            time="07.53.00",
            sender=evidence(SENDER),
            body=evidence("Je hebt tot vrijdag 18.00 uur"),
            notes=(program("Bewerkt om 07.54.10; de eerdere tekst staat niet in het bestand."),),
        ),
        MessageRow(
            number="1211",
            time="07.55.00",
            sender=evidence(SENDER),
            body=(),
            notes=(program("Eenmalig te bekijken afbeelding; staat niet in het bestand."),),
        ),
        SystemRow(
            number="1212",
            time="07.56.00",
            body=(
                *program("Regel van de app zelf: "),
                *evidence("Je hebt dit contact geblokkeerd."),
            ),
        ),
        MessageRow(
            number="1213",
            time="08.00.00",
            sender=evidence("ملك الليل 👑"),
            body=(
                *evidence("Mijn moeder heet "),
                Redacted(label="weggelakt"),
                *evidence(" en ze woont op nummer 12.\nTweede regel\n\nVierde regel"),
            ),
        ),
        _said(
            "1214",
            "08.01.00",
            SENDER,
            "https://betaal.example.org/p/" + "8f2c0a77?x=" * 30 + " " + "a" * 300,
        ),
        _said("1215", "08.02.00", SELF, "Ik heb alles bewaard en ik ga het melden. " * 30),
    )


def _said(number: str, time: str, sender: str, body: str) -> MessageRow:
    return MessageRow(number=number, time=time, sender=evidence(sender), body=evidence(body))


CHAT_HEADS = ChatHeads(
    number="Nr.", time="Tijd", sender="Afzender", message="Bericht", why="Waarom ik dit aanwijs"
)


def chat(rows: tuple[ChatRow, ...] | None = None) -> ChatTable:
    """Return the conversation as a table."""
    return ChatTable(
        heads=CHAT_HEADS,
        rows=nasty_rows() if rows is None else rows,
        anchor=anchor("chat4"),
        summary="Berichten van het gesprek op volgorde van tijd.",
    )


def cover() -> Cover:
    """Return the cover."""
    return Cover(
        kicker="Kenmerk (door dit programma gemaakt) 2026-0113",
        title="Overzicht van berichten",
        subtitle=program("WhatsApp en Instagram, van 3 januari tot en met 9 maart 2026"),
        body=(
            KeyValueTable(
                facts=(
                    Fact(label="Melder", value=reporter("Sanne de Vries")),
                    Fact(label="Betrokken accounts", value=evidence(f"{SENDER} en @r_bkr_88")),
                    Fact(label="Periode", value=program("3 januari 2026 tot en met 9 maart 2026")),
                    Fact(
                        label="Inhoud", value=program("6 bijlagen, 1.624 berichten, 38 aangewezen")
                    ),
                    Fact(label="Gemaakt op", value=program("23 november 2026, 14.05 uur")),
                ),
            ),
            Notice(
                kind=NoticeKind.LIMIT,
                title="Geen proces-verbaal.",
                text=(
                    program(
                        "De controle laat zien of een bestand is veranderd sinds het is "
                        "toegevoegd. Zij bewijst niet wie het schreef of wanneer."
                    ),
                ),
            ),
        ),
        foot=(
            QrCode(
                data=f"sha256:{HEAD}",
                alt="QR-code met de logkop",
                printed=(
                    HashBlock(label="Logkop: stand vóór het maken van dit dossier", value=HEAD),
                    Paragraph(
                        kind=ParagraphKind.NOTE,
                        text=(
                            *program("In de code staat hetzelfde als hierboven. "),
                            *see("check", "Zo controleert u dit dossier"),
                            *program("."),
                        ),
                    ),
                ),
            ),
        ),
    )
