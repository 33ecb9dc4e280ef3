# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up dossier with every block and the nastiest conversation: builder for tests and eyes."""

import hashlib
import io
from datetime import datetime, timedelta, timezone
from functools import cache

from PIL import Image, ImageDraw

from evidence_kit.dossier.document import (
    Align,
    AnchorId,
    Block,
    ChatHeads,
    ChatRow,
    ChatTable,
    Chronology,
    ChronologyHeads,
    ChronologyRow,
    Column,
    ColumnSet,
    ContentsEntry,
    ContentsList,
    Cover,
    DataTable,
    DayRow,
    Document,
    Emphasis,
    ExhibitSheet,
    Fact,
    FactSource,
    Figure,
    FigureRow,
    GapRow,
    HashBlock,
    Heading,
    ItemList,
    KeepTogether,
    KeyValueTable,
    Mark,
    MessageRow,
    Notice,
    NoticeKind,
    PageBreak,
    PageForm,
    Paragraph,
    ParagraphKind,
    Part,
    Picture,
    PictureRef,
    PictureRow,
    PrintSize,
    QrCode,
    Redacted,
    Reference,
    Row,
    Run,
    SignatureLines,
    SystemRow,
    Text,
    Translation,
    Verbatim,
    Voice,
    WithheldFrame,
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


def exhibits_table() -> DataTable:
    """Return the list of exhibits."""
    rows = (
        ("1", "Schermafbeelding van berichten", "14 januari 2026", "IMG_0471.PNG", "b1"),
        ("2", "Lange schermafbeelding", "15 januari 2026", "IMG_0500.PNG", "b2"),
        ("3", "Foto van de voordeur", "13 januari 2026", "IMG_0466.JPG", "b3"),
        ("4", "WhatsApp-gesprek", "3 januari tot 9 maart", "_chat.txt", "b4"),
        ("5", "Afbeelding, niet afgedrukt", "15 januari 2026", "IMG-20260115-WA0003.jpg", "b5"),
    )
    return DataTable(
        columns=(
            Column(title="Nr.", weight=1),
            Column(title="Wat", weight=5),
            Column(title="Datum", weight=3),
            Column(title="Bestand", weight=4),
            Column(title="Pagina", weight=1.4, align=Align.END),
        ),
        rows=tuple(
            Row(
                cells=(
                    program(number, Emphasis.STRONG),
                    program(what),
                    program(date),
                    evidence(name),
                    page_of(target),
                ),
                target=anchor(target),
            )
            for number, what, date, name, target in rows
        ),
        summary="Lijst van bijlagen met pagina.",
    )


def _brief() -> Part:
    return Part(
        kicker="Deel 1",
        title=program("In het kort"),
        running="In het kort",
        bookmark="In het kort",
        anchor=anchor("brief"),
        blocks=(
            Paragraph(
                kind=ParagraphKind.LEAD,
                text=reporter(
                    "Sinds 3 januari 2026 krijg ik berichten van iemand die ik kort heb gekend. "
                    "Ik heb zeven keer gevraagd te stoppen. Er wordt geld gevraagd om foto's "
                    "niet te verspreiden."
                ),
            ),
            FigureRow(
                figures=(
                    Figure(number="1.586", label=program("berichten van +31 6 00 00 44 71")),
                    Figure(number="38", label=program("berichten aangewezen")),
                    Figure(number="7", label=program("keer gevraagd te stoppen")),
                    Figure(number="€ 500", label=program("gevraagd, in nr. 1188")),
                )
            ),
            Heading(text=program("Lijst van bijlagen"), bookmark="Lijst van bijlagen"),
            exhibits_table(),
            Heading(text=program("Indeling van dit dossier")),
            ContentsList(
                entries=(
                    ContentsEntry(text="In het kort", anchor=anchor("brief")),
                    ContentsEntry(text="Wat ik heb meegemaakt", anchor=anchor("told")),
                    ContentsEntry(text="Chronologie", anchor=anchor("time")),
                    ContentsEntry(text="Namen, nummers en accounts", anchor=anchor("names")),
                    ContentsEntry(text="Bijlagen", anchor=anchor("b1")),
                    ContentsEntry(text="Zo controleert u dit dossier", anchor=anchor("check")),
                )
            ),
            Paragraph(
                kind=ParagraphKind.NOTE,
                text=(
                    *program("Rechtop zonder schreef staat "),
                    *evidence("wat letterlijk is gevonden"),
                    *program(", met schreef staan "),
                    *reporter("woorden van de melder"),
                    *program(", en schuin spreekt dit programma."),
                ),
            ),
        ),
    )


def _told() -> Part:
    points: tuple[tuple[str, Text], ...] = (
        (
            "Ik heb R. in oktober 2025 leren kennen. Sinds 2 januari wil ik geen contact meer.",
            (),
        ),
        (
            "Vanaf 3 januari kreeg ik elke dag berichten. Ik heb zeven keer gevraagd te stoppen.",
            see("b4", "Bijlage 4"),
        ),
        (
            "In de nacht van 12 op 13 januari stond iemand om 02.31 uur voor mijn deur.",
            (*see("b3", "Bijlage 3"), Run(text="\n"), *see("m1185", "Nr. 1185")),
        ),
    )
    return Part(
        kicker="Deel 2",
        title=program("Wat ik heb meegemaakt"),
        running="Wat ik heb meegemaakt",
        bookmark="Wat ik heb meegemaakt",
        anchor=anchor("told"),
        blocks=(
            *(
                Paragraph(number=str(number), text=reporter(text), margin=margin)
                for number, (text, margin) in enumerate(points, start=1)
            ),
            SignatureLines(labels=("Plaats en datum", "Handtekening")),
        ),
    )


def _time() -> Part:
    events = (
        ("2 januari 2026", "20.14 uur", "Ik zeg dat ik geen contact meer wil.", "b1", False),
        ("13 januari 2026", "02.31.07 uur", "Iemand staat voor mijn deur.", "b3", True),
        ("14 januari 2026", "21.06.05 uur", "Er wordt 500 euro gevraagd.", "b4", True),
        ("9 maart 2026", "", "Laatste bericht; ik heb het nummer geblokkeerd.", "b4", False),
    )
    return Part(
        kicker="Deel 3",
        title=program("Chronologie"),
        running="Chronologie",
        bookmark="Chronologie",
        anchor=anchor("time"),
        blocks=(
            Chronology(
                heads=ChronologyHeads(when="Datum en tijd", what="Wat", where="Waar te zien"),
                rows=tuple(
                    ChronologyRow(
                        date=date,
                        time=time,
                        what=reporter(what),
                        where=see(where, "Bijlage " + where[1:]),
                        filled=filled,
                        status="aangewezen" if filled else "niet aangewezen",
                        basis=program("Nederlandse tijd, uit bestand"),
                    )
                    for date, time, what, where, filled in events
                ),
            ),
            Paragraph(kind=ParagraphKind.NOTE, text=program("Tijden zijn Nederlandse tijd.")),
        ),
    )


def _names() -> Part:
    rows = (
        ("Telefoon", SENDER, "1.586", "0"),
        ("Instagram", "@r_bkr_88", "27", "1"),
        ("IBAN", "NL91 ABNA 0417 1643 00", "0", "2"),
        ("Link", "https://betaal.example.org/p/8f2c0a77", "0", "1"),
    )
    return Part(
        kicker="Deel 4",
        title=program("Namen, nummers en accounts"),
        running="Namen, nummers en accounts",
        bookmark="Namen, nummers en accounts",
        anchor=anchor("names"),
        blocks=(
            DataTable(
                columns=(
                    Column(title="Soort", weight=2),
                    Column(title="Zoals gevonden", weight=5),
                    Column(title="Als afzender", weight=2, align=Align.END),
                    Column(title="In tekst", weight=2, align=Align.END),
                ),
                rows=tuple(
                    Row(
                        cells=(
                            program(kind),
                            evidence(value, mono=True),
                            program(sent),
                            program(named),
                        )
                    )
                    for kind, value, sent, named in rows
                ),
            ),
            Heading(text=program("Technische e-mailgegevens"), level=3),
            Verbatim(
                voice=Voice.EVIDENCE,
                text="Received: from mail.example.org (mail.example.org [203.0.113.77])\n"
                "\tby mx.example.nl with ESMTPS id 9a; Wed, 21 Jan 2026 23:11:02 +0100\n"
                "Subject: =?utf-8?B?SWsgd2VldCB3YWFyIGplIHdlcmt0?=",
            ),
            DataTable(
                columns=(Column(title="Soort"), Column(title="Zoals gevonden")),
                rows=(),
                empty=program("Geen rekeningnummers gevonden."),
            ),
        ),
    )


def _facts(name: str, size: str) -> tuple[Block, ...]:
    return (
        KeyValueTable(
            facts=(
                Fact(label="Bestand", value=evidence(name), source=FactSource.FILE),
                Fact(label="Grootte", value=program(size), source=FactSource.PROGRAM),
                Fact(
                    label="Gemaakt",
                    value=program("14 januari 2026, 21.14.07 uur"),
                    source=FactSource.FILE,
                ),
                Fact(label="Toestel", value=reporter("mijn eigen telefoon"),
                     source=FactSource.REPORTER),
                Fact(label="Locatie", value=program("niet bekend"), source=FactSource.UNKNOWN),
            )
        ),
        HashBlock(label="Vingerafdruk (SHA-256) van het origineel", value=sha256(name)),
        Paragraph(
            kind=ParagraphKind.NOTE,
            text=(*program("Staat ook in "), *see("told", "Wat ik heb meegemaakt"), *program(".")),
        ),
    )  # fmt: skip


def _exhibit(number: int, title: str, name: str, picture: Picture | WithheldFrame | None) -> Part:
    return Part(
        kicker=f"Bijlage {number}",
        title=program(title),
        running=f"Bijlage {number}",
        bookmark=f"Bijlage {number} - {title}",
        anchor=anchor(f"b{number}"),
        level=2,
        sheets=True,
        blocks=(ExhibitSheet(picture=picture, facts=_facts(name, "134.287 bytes")),),
    )


def _shown(key: str) -> Picture:
    return Picture(
        ref=PictureRef(key=key),
        alt="Schermafbeelding van een gesprek op een telefoon",
        caption=program("Zoals de telefoon het toonde."),
    )


def _check() -> Part:
    return Part(
        kicker="Deel 6",
        title=program("Zo controleert u dit dossier"),
        running="Zo controleert u dit dossier",
        bookmark="Zo controleert u dit dossier",
        anchor=anchor("check"),
        blocks=(
            Paragraph(
                text=program(
                    "Elk bestand krijgt bij het toevoegen een vingerafdruk (SHA-256). Verandert er "
                    "één teken, dan verandert de vingerafdruk. Elke stap staat in het "
                    "bewaarlogboek. De logkop staat onderaan elke pagina."
                )
            ),
            ColumnSet(
                columns=(
                    (
                        Heading(text=program("Zelf controleren"), level=3),
                        ItemList(
                            ordered=True,
                            items=(
                                program("Open de overdrachtsmap."),
                                program("Bereken de vingerafdruk van een bestand."),
                                program("Vergelijk die met de tabel hieronder."),
                            ),
                        ),
                        Verbatim(
                            voice=Voice.PROGRAM,
                            text="certutil -hashfile BESTAND SHA256\nshasum -a 256 BESTAND",
                        ),
                    ),
                    (
                        Heading(text=program("Bewaarlogboek"), level=3),
                        ItemList(
                            items=(
                                program("23 november 2026, 13.40 uur: kluis gemaakt"),
                                program("23 november 2026, 13.41 uur: 5 bestanden toegevoegd"),
                            )
                        ),
                    ),
                )
            ),
            Heading(text=program("Vingerafdrukken van de originelen")),
            DataTable(
                columns=(
                    Column(title="Bijlage", weight=1.2),
                    Column(title="Bestand", weight=3),
                    Column(title="Bytes", weight=1.5, align=Align.END),
                    Column(title="SHA-256", weight=5, hashes=True),
                ),
                rows=tuple(
                    Row(
                        cells=(
                            program(str(i)),
                            evidence(f"IMG_04{i:02}.PNG"),
                            program(f"{134287 * i:,}".replace(",", ".")),
                            program(sha256(str(i))),
                        )
                    )
                    for i in range(1, 6)
                ),
            ),
            KeepTogether(
                blocks=(
                    Notice(
                        kind=NoticeKind.WARNING,
                        title="Kan snel verdwijnen",
                        text=(
                            program("Platforms bewaren gegevens niet altijd lang."),
                            (*program("Laatst gezien: "), *evidence("@r_bkr_88"), *program(".")),
                        ),
                    ),
                    Paragraph(text=evidence("Regel uit het materiaal als alinea.")),
                )
            ),
        ),
    )


def document(
    rows: tuple[ChatRow, ...] | None = None, *, print_size: PrintSize = PrintSize.NORMAL
) -> Document:
    """Return the sample dossier."""
    withheld = WithheldFrame(
        words=program("Niet afgedrukt\nop verzoek van de melder"), alt="Niet afgedrukte afbeelding"
    )
    stills = _exhibit(6, "Drie beelden van een video", "voordeur.mp4", None)
    row = PictureRow(pictures=(_shown("a"), _shown("b"), withheld))
    return Document(
        language="nl",
        title="Overzicht van berichten 2026-0113",
        subject="Berichten van 3 januari tot en met 9 maart 2026",
        author="Sanne de Vries",
        creator="Evidence Kit",
        made_at=MADE_AT,
        running_head="Overzicht van berichten · 2026-0113",
        running_foot=f"Logkop {HEAD[:4]} {HEAD[4:8]} … {HEAD[-8:-4]} {HEAD[-4:]}",
        words=WORDS,
        print_size=print_size,
        cover=cover(),
        parts=(
            _brief(),
            _told(),
            _time(),
            _names(),
            _exhibit(1, "Schermafbeelding van berichten", "IMG_0471.PNG", _shown("screen")),
            _exhibit(2, "Lange schermafbeelding", "IMG_0500.PNG", _shown("tall")),
            _exhibit(3, "Foto van de voordeur", "IMG_0466.JPG", _shown("photo")),
            Part(
                kicker="Bijlage 4",
                title=program("WhatsApp-gesprek"),
                running="Bijlage 4",
                bookmark="Bijlage 4 - WhatsApp-gesprek",
                anchor=anchor("b4"),
                level=2,
                sheets=True,
                blocks=(
                    Paragraph(
                        kind=ParagraphKind.NOTE,
                        text=program("Tekst en emoji staan er zoals ze in het bestand staan."),
                    ),
                    chat(rows),
                ),
            ),
            _exhibit(5, "Afbeelding, niet afgedrukt", "IMG-20260115-WA0003.jpg", withheld),
            Part(
                kicker=stills.kicker,
                title=stills.title,
                running=stills.running,
                bookmark=stills.bookmark,
                anchor=stills.anchor,
                level=2,
                sheets=True,
                blocks=(*stills.blocks, row, PageBreak(), Paragraph(text=program("Einde."))),
            ),
            _check(),
        ),
    )
