# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a dossier, and what never does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from builders.dossier_case import OTHER, OWN, QUOTE, Case, make_case
from builders.vault import add_chat, make_vault
from evidence_kit import resources
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.plan import PartKind, Plan, Receiver
from evidence_kit.dossier import chronology, content, cover
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.make import build, plan_of

DOSSIER_WORDS_MAX = 20
"""people.md: a sentence in the dossier."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    made = make_case(tmp_path_factory.mktemp("case") / "vault")
    yield made
    made.vault.close()


def tree(case: Case, **choices: object) -> paper.Document:
    plan = replace(plan_of(case.vault, "nl"), **choices)  # type: ignore[arg-type]  # a builder
    return build(case.vault, plan)[0]


def runs(node: object, voice: paper.Voice | None = None) -> list[str]:
    return [
        item.text
        for item in paper.walk(node)
        if isinstance(item, paper.Run) and (voice is None or item.voice is voice)
    ]


def all_text(node: object) -> str:
    """Every text of a tree, whatever field it stands in."""
    parts: list[str] = []
    for item in paper.walk(node):
        if not isinstance(item, paper.Document):
            parts += [
                str(getattr(item, name))
                for name in getattr(item, "__slots__", ())
                if isinstance(getattr(item, name), str | tuple)
            ]
    return "\n".join(parts)


def rows(node: object) -> list[paper.MessageRow]:
    return [item for item in paper.walk(node) if isinstance(item, paper.MessageRow)]


def sheet(document: paper.Document, number: int) -> paper.Part:
    return next(part for part in document.parts if part.anchor == f"exhibit-{number}")


def test_messages_printed_and_left_out_are_all_messages(case: Case) -> None:
    document = tree(case)
    printed = [
        item
        for item in paper.walk(document)
        if isinstance(item, paper.MessageRow | paper.SystemRow)
    ]
    gaps = [item.left_out for item in paper.walk(document) if isinstance(item, paper.GapRow)]
    assert len(printed) + sum(gaps) == 60
    assert gaps


def test_every_reference_leads_to_a_place(case: Case) -> None:
    document = tree(case)
    there = {getattr(item, "anchor", None) for item in paper.walk(document)}
    wanted = {item.anchor for item in paper.walk(document) if isinstance(item, paper.Reference)}
    assert wanted <= there


def test_no_reference_dangles_whatever_parts_are_left_out(case: Case) -> None:
    for part in PartKind:
        document = tree(case, parts=tuple(kind for kind in PartKind if kind is not part))
        there = {
            item.anchor
            for item in paper.walk(document)
            if not isinstance(item, paper.Reference) and hasattr(item, "anchor")
        }
        wanted = {item.anchor for item in paper.walk(document) if isinstance(item, paper.Reference)}
        wanted |= {
            item.target
            for item in paper.walk(document)
            if isinstance(item, paper.Row) and item.target is not None
        }
        assert wanted <= there, part


def test_a_message_stands_as_found_with_the_label_as_exported(case: Case) -> None:
    row = next(row for row in rows(tree(case)) if row.number == "4")
    assert row.sender == paper.evidence(OTHER)
    assert row.body == paper.evidence(QUOTE)
    assert row.time == "08.30.11"


def test_own_words_stand_in_the_reporters_voice(case: Case) -> None:
    document = tree(case)
    account = next(part for part in document.parts if part.anchor == "part-account")
    assert "Ik heb niet betaald. Ik wil dat het stopt." in runs(account, paper.Voice.REPORTER)
    assert not runs(account, paper.Voice.EVIDENCE)


def test_notes_never_travel(case: Case) -> None:
    assert "alleen voor mij" not in all_text(tree(case))


def test_own_address_is_not_printed(case: Case) -> None:
    assert "Voorbeeldstraat" not in all_text(tree(case))


@pytest.mark.parametrize("printed", [True, False])
def test_a_place_is_printed_only_when_asked(case: Case, printed: bool) -> None:
    text = all_text(sheet(tree(case, print_place=printed), case.photo.number))
    assert ("52.0907" in text) is printed
    assert ("aanwezig in origineel, niet afgedrukt" in text) is not printed


def test_only_copied_pictures_are_asked_for(case: Case) -> None:
    keys = {item.key for item in paper.walk(tree(case)) if isinstance(item, paper.PictureRef)}
    assert keys == {f"exhibit:{case.screenshot.id}", f"exhibit:{case.photo.id}"}


def test_a_registered_file_has_a_frame_its_place_and_its_digest(case: Case) -> None:
    part = sheet(tree(case), case.withheld.number)
    assert any(isinstance(item, paper.WithheldFrame) for item in paper.walk(part))
    assert any(text.startswith("Niet gekopieerd. Staat in") for text in runs(part))
    hashes = [item.value for item in paper.walk(part) if isinstance(item, paper.HashBlock)]
    assert hashes == [case.withheld.sha256.hex]


def test_a_removed_file_keeps_number_and_digest_and_loses_its_name(case: Case) -> None:
    document = tree(case)
    part = sheet(document, case.removed.number)
    assert "verkeerd.jpg" not in all_text(document)
    assert any(text.startswith("Verwijderd op verzoek") for text in runs(part))
    assert case.removed.sha256.hex in all_text(part)


def test_an_attachment_leads_to_the_exhibit_it_became(case: Case) -> None:
    row = next(row for row in rows(tree(case)) if row.attachments)
    assert [item.anchor for item in row.attachments[0] if isinstance(item, paper.Reference)] == [
        f"exhibit-{case.withheld.number}"
    ]


def test_a_deleted_message_and_a_call_are_said_in_program_words(case: Case) -> None:
    notes = {row.number: runs(row.notes, paper.Voice.PROGRAM) for row in rows(tree(case))}
    assert notes["9"] == ["Verwijderd bericht."]
    assert notes["11"][0] == "Oproep."


def test_a_line_of_the_app_is_no_ones_message(case: Case) -> None:
    line = next(item for item in paper.walk(tree(case)) if isinstance(item, paper.SystemRow))
    assert line.body[0] == paper.Run(text="Regel van de app: ")
    assert runs(line, paper.Voice.EVIDENCE)[0].startswith("Berichten en oproepen")


def test_a_mark_says_why_in_words_of_conduct_or_own_words(case: Case) -> None:
    marks = {row.number: row.mark.words for row in rows(tree(case)) if row.mark is not None}
    assert marks == {
        "2": ("ik vraag te stoppen", "“derde keer”"),
        "4": ("weet waar ik ben",),
        "6": ("vraagt geld", "wil foto's verspreiden"),
        "7": ("vraagt geld",),
        "40": ("“noemt mijn zus”",),
    }


def test_the_transcript_can_be_printed_without_marks(case: Case) -> None:
    document = tree(case, show_marks=False)
    assert not [item for item in paper.walk(document) if isinstance(item, paper.Mark)]
    assert "aangewezen" not in "\n".join(runs(document.parts[0]))


def test_a_translation_says_by_what_and_that_it_is_not_sworn(case: Case) -> None:
    (found,) = [item for item in paper.walk(tree(case)) if isinstance(item, paper.Translation)]
    assert found.label == "Vertaling met een app, geen beëdigde vertaling:"


def test_every_fact_of_a_sheet_names_its_source_or_says_that_it_is_not_known(case: Case) -> None:
    document = tree(case)
    for number in range(1, 7):
        for fact in paper.walk(sheet(document, number)):
            if isinstance(fact, paper.Fact) and fact.source is None:
                assert "niet bekend" in f"{fact.label} {runs(fact.value)}".lower()


def test_a_sheet_begins_with_the_strength_of_the_source(case: Case) -> None:
    document = tree(case)
    for number in range(1, 7):
        heads = [
            item for item in paper.walk(sheet(document, number)) if isinstance(item, paper.Heading)
        ]
        assert heads[0].text == paper.program("Hoe sterk deze bron is")


def test_unread_notes_are_listed(case: Case) -> None:
    text = all_text(sheet(tree(case), case.chat.number))
    assert "Sommige bytes zijn geen leesbare tekst" in text
    assert "ff fe" in text


def test_the_mail_sheet_shows_the_way_it_came(case: Case) -> None:
    part = sheet(tree(case), case.mail.number)
    assert any("203.0.113.77" in text for text in runs(part, paper.Voice.EVIDENCE))


def test_every_original_is_in_the_list_of_fingerprints(case: Case) -> None:
    document = tree(case)
    checking = next(part for part in document.parts if part.anchor == "part-checking")
    text = all_text(checking)
    for exhibit in case.vault.exhibits():
        assert exhibit.sha256.hex in text


def test_the_head_is_the_state_before_this_dossier_and_the_code_says_the_same(case: Case) -> None:
    code = next(item for item in paper.walk(tree(case)) if isinstance(item, paper.QrCode))
    shown = next(item for item in paper.walk(code) if isinstance(item, paper.HashBlock))
    assert code.data == shown.value == case.vault.head().root
    assert shown.label == "Bewaarlogboek: stand vóór het maken van dit dossier"


def test_the_time_limit_is_said_once(case: Case) -> None:
    said = [text for text in runs(tree(case)) if "termijn van drie maanden" in text]
    assert said == ["Voor sommige zaken geldt een termijn van drie maanden. Vraag dit snel na."]


def test_what_the_plan_leaves_out_is_said(case: Case) -> None:
    document = tree(case, left_out=(case.mail.id,))
    assert "Bijlage 4 is met opzet niet opgenomen." in runs(document)
    assert "bericht.eml" not in all_text(document)


def test_the_plan_orders_the_exhibits_and_numbers_stay(case: Case) -> None:
    document = tree(case, order=(case.mail.id, case.photo.id))
    sheets = [part.kicker for part in document.parts if part.sheets]
    assert sheets == [f"Bijlage {number}" for number in (4, 3, 1, 2, 5, 6)]


def test_both_languages_have_the_same_blocks(case: Case) -> None:
    def kinds(language: str) -> list[str]:
        document = build(case.vault, plan_of(case.vault, language))[0]
        return [type(item).__name__ for part in document.parts for item in paper.walk(part.blocks)]

    assert kinds("nl") == kinds("en")


def test_english_says_no_dutch_of_the_program(case: Case) -> None:
    document = build(case.vault, plan_of(case.vault, "en"))[0]
    words = " ".join(runs(document, paper.Voice.PROGRAM))
    assert " niet " not in words
    assert " van " not in words


def test_other_receivers_see_no_names_of_others(case: Case) -> None:
    assert "werk@example.nl" in all_text(tree(case))
    school = tree(case, receiver=Receiver.SCHOOL)
    assert "werk@example.nl" not in all_text(school)
    assert any(isinstance(item, paper.Redacted) for item in paper.walk(school))


def test_a_short_chat_without_marks_is_printed_whole_and_a_long_one_is_counted(
    tmp_path: Path,
) -> None:
    case = make_case(tmp_path / "vault", messages=3)
    add_chat(case.vault, [f"bericht {n}" for n in range(501)], name="lang.txt")
    document = build(case.vault, plan_of(case.vault, "nl"))[0]
    gaps = [item for item in paper.walk(document) if isinstance(item, paper.GapRow)]
    assert [gap.words for gap in gaps] == ["501 berichten niet afgedrukt (nr. 1–501)"]
    assert len(rows(sheet(document, 1))) == 2  # and one line of the app
    case.vault.close()


def test_an_empty_vault_still_gives_a_dossier(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "vault").vault
    document, material = build(vault, Plan())
    assert material.exhibits == ()
    assert "Geen bijlagen." in runs(document)
    assert "In de bijlagen zijn geen tijden gevonden." in runs(document)
    vault.close()


def test_an_unknown_exhibit_in_a_plan_is_passed_over(case: Case) -> None:
    document = tree(case, order=(ExhibitId("0" * 32),), left_out=(ExhibitId("1" * 32),))
    assert len([part for part in document.parts if part.sheets]) == 6


def test_own_sender_label_stays_as_exported(case: Case) -> None:
    assert any(row.sender == paper.evidence(OWN) for row in rows(tree(case)))


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(resources.path("locale", "nl", "dossier.po")))


def test_every_sentence_kept_in_a_table_has_its_dutch(catalogue: polib.POFile) -> None:
    there = {entry.msgid for entry in catalogue}
    kept = {
        *cover._TITLES.values(),
        *cover._ROLES.values(),
        *chronology._EVENTS.values(),
        *(content.PAGE_OF, content.REFERENCE, content.SHEET_OF, content.PICTURE_PART),
        *(content.SCALE, content.BOOKMARK, content.LINK_TO),
    }
    assert kept <= there


def test_sentences_in_the_dossier_are_short(catalogue: polib.POFile) -> None:
    texts = [
        text
        for entry in catalogue
        for text in (entry.msgid, entry.msgstr, *entry.msgstr_plural.values())
    ]
    long = [
        sentence
        for text in texts
        for sentence in text.replace("; ", ". ").replace(": ", ". ").split(". ")
        if len(sentence.split()) > DOSSIER_WORDS_MAX
    ]
    assert not long


def test_dutch_in_the_dossier_says_u_and_not_je(catalogue: polib.POFile) -> None:
    said = [
        entry.msgid
        for entry in catalogue
        if {"je", "jij", "jouw"} & set(entry.msgstr.lower().replace(".", " ").split())
    ]
    assert not said


def test_equal_log_lines_stand_in_one_row_and_none_is_lost(case: Case) -> None:
    document = tree(case)
    custody = next(part for part in document.parts if part.anchor == "part-custody")
    table = next(item for item in paper.walk(custody) if isinstance(item, paper.DataTable))
    numbers: list[int] = []
    for row in table.rows:
        first, _, last = runs(row.cells[0])[0].partition("–")
        numbers += range(int(first), int(last or first) + 1)
    assert numbers == list(range(1, case.vault.head().size + 1))
    assert len(table.rows) < len(numbers)
