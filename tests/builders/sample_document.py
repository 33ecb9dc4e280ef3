# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up dossier with every block and the nastiest conversation: builder for tests and eyes."""

from builders.sample_material import (
    CHAT_HEADS,
    HEAD,
    MADE_AT,
    NEEDLES,
    SENDER,
    WORDS,
    anchor,
    chat,
    cover,
    nasty_rows,
    page_of,
    pictures,
    see,
    sha256,
)
from evidence_kit.dossier.document import (
    Align,
    Block,
    ChatRow,
    Chronology,
    ChronologyHeads,
    ChronologyRow,
    Column,
    ColumnSet,
    ContentsEntry,
    ContentsList,
    DataTable,
    Document,
    Emphasis,
    ExhibitSheet,
    Fact,
    FactSource,
    Figure,
    FigureRow,
    HashBlock,
    Heading,
    ItemList,
    KeepTogether,
    KeyValueTable,
    Notice,
    NoticeKind,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Part,
    Picture,
    PictureRef,
    PictureRow,
    PrintSize,
    Row,
    Run,
    SignatureLines,
    Text,
    Verbatim,
    Voice,
    WithheldFrame,
    evidence,
    program,
    reporter,
)

__all__ = ["CHAT_HEADS", "NEEDLES", "document", "exhibits_table", "nasty_rows", "pictures"]


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
