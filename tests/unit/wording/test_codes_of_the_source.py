# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes are collected from the source: one without a sentence fails here, before a person meets it."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import evidence_kit
from evidence_kit import resources, wording
from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.record import Fact, FactBasis, Note
from evidence_kit.domain.survey import AddedItem, Problem, Taken
from evidence_kit.errors import (
    Damaged,
    EvidenceKitError,
    Inconsistent,
    InputRefused,
    LimitReached,
    NotUnderstood,
    ReaderFailed,
    UsageFault,
)
from evidence_kit.i18n import LANGUAGES, Texts
from evidence_kit.importers.chats.whatsapp.dates import Order
from evidence_kit.wording import causes, errors, facts, findings, intake, notes, things

PACKAGE = Path(evidence_kit.__file__).parent
DOCS = PACKAGE.parent / "docs"
NL = Texts("nl", "wording")
EN = Texts("en", "wording")

DAMAGES = frozenset(
    {"Damaged", "ArmorDamaged", "HeaderDamaged", "HeaderMacWrong", "PayloadDamaged"}
)


def trees(*parts: str) -> Iterator[ast.Module]:
    for part in parts:
        root = PACKAGE / part
        for file in [root] if root.suffix else sorted(root.rglob("*.py")):
            yield ast.parse(file.read_text(encoding="utf-8"))


def texts_in(value: ast.expr) -> Iterator[str]:
    """The texts an expression may become; of a composed one its fixed beginning."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            yield text.partition(":")[0]
        case ast.IfExp(body=one, orelse=other):
            yield from texts_in(one)
            yield from texts_in(other)
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items[:1]:
                yield from texts_in(item)
        case ast.BinOp(left=left):
            yield from texts_in(left)
        case _:
            pass


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def given(names: frozenset[str], keyword: str, *parts: str) -> set[str]:
    """Codes given to these calls by keyword."""
    return {
        text.partition(":")[0]
        for tree in trees(*parts)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and called(call) in names
        for named in call.keywords
        if named.arg == keyword
        for text in texts_in(named.value)
    }


def placed(names: frozenset[str], place: int, *parts: str) -> set[str]:
    """Codes given to these calls by place."""
    return {
        text
        for tree in trees(*parts)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and called(call) in names and len(call.args) > place
        for text in texts_in(call.args[place])
    }


def assigned(names: frozenset[str], *parts: str) -> set[str]:
    """Codes put into these variables, and into lists of these names."""
    found: set[str] = set()
    for tree in trees(*parts):
        for node in ast.walk(tree):
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ) if name in names:
                    found.update(texts_in(value))
                case ast.Call(
                    func=ast.Attribute(attr="append", value=ast.Name(id=name)), args=[value]
                ) if name in names:
                    found.update(texts_in(value))
                case ast.Call(
                    func=ast.Attribute(attr="append", value=ast.Attribute(attr=name)), args=[value]
                ) if name in names:
                    found.update(texts_in(value))
    return found


def yielded(part: str) -> set[str]:
    return {
        text
        for tree in trees(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Yield) and node.value is not None
        for text in texts_in(node.value)
        if re.fullmatch(r"[a-z][a-z0-9_]+", text)
    }


def damage_codes(*parts: str) -> set[str]:
    found = given(DAMAGES, "why", *parts)
    found |= placed(frozenset({"damaged", "_damaged"}), 0, *parts)
    return found - {""}


def check_codes() -> set[str]:
    found = placed(frozenset({"matches", "differs", "unjudged", "_lose"}), 1, "verification")
    found |= placed(frozenset({"_lose"}), 1, "verification")
    found |= assigned(frozenset({"why"}), "verification")
    found |= given(frozenset({"Finding"}), "why", "verification", "cli")
    found |= damage_codes("verification", "formats", "crypto", "vault", "resources.py")
    found |= {"not_sealed_to_this_vault", "same"}
    found |= {"damaged", "limit_reached", "newer_format", "storage_failed", "wrong_passphrase"}
    return found


def note_codes() -> set[str]:
    found = placed(frozenset({"note", "mark"}), 0, "importers", "reader")
    found |= given(frozenset({"Note"}), "kind", "importers", "reader")
    found |= given(frozenset({"Finding"}), "code", "importers")
    found |= assigned(frozenset({"findings", "defects", "remarks", "kind"}), "importers", "reader")
    found |= assigned(frozenset({"code"}), "importers/package.py")
    found |= yielded("importers/package.py")
    # The e-mail importer puts the code together from how it came by the text.
    bases = placed(frozenset({"Read"}), 2, "importers/files/eml") - {"declared"}
    return found - {"charset_"} | {f"charset_{basis}" for basis in bases}


def flag_codes() -> set[str]:
    found = placed(frozenset({"Body"}), 2, "importers")
    found |= placed(frozenset({"mark"}), 0, "importers")
    found |= assigned(frozenset({"flags", "_unproven", "found"}), "importers/chats/whatsapp")
    found |= assigned(frozenset({"flags"}), "importers/files/eml")
    languages = resources.path("importers", "whatsapp")
    for file in Path(languages).glob("*.json"):
        omitted = json.loads(file.read_text(encoding="utf-8"))["omitted"]
        found |= {f"omitted_{media}" for media in omitted}
    return found | {"calendar_buddhist", "calendar_japanese", "calendar_unknown"}


def reasons_of(error: type[EvidenceKitError], *parts: str) -> set[str]:
    return given(frozenset({error.__name__}), "reason", *parts) - {""}


READING = (
    *("codec", "crypto", "dossier", "formats", "importers", "intake", "media", "reader"),
    *("review", "service"),
)
"""Where reading a file may stop."""


def fact_codes() -> set[str]:
    found = given(frozenset({"Fact"}), "name", "importers")
    found |= placed(frozenset({"_fact"}), 0, "importers")
    found |= {"day_order", "day_order_reason", "layout"}
    for name in ("_TEXTS", "_EXIF_TEXTS", "_TIMES"):
        found |= values_of("importers/files/image/exif.py", name)
    return {code for code in found if not code.startswith(("header.", "text."))}


def values_of(part: str, name: str) -> set[str]:
    """Texts of a table: its values, or its keys where they are texts."""
    found: set[str] = set()
    for tree in trees(part):
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=known)], value=ast.Dict(keys=keys, values=of)):
                    if known == name:
                        texts = [*(key for key in keys if key is not None), *of]
                        found.update(text for each in texts for text in texts_in(each))
                case _:
                    pass
    return found


def test_the_collector_sees_the_source() -> None:
    assert {"swapped", "removed_still_there", "chunk", "not_canonical"} <= check_codes()
    assert {"member_ratio", "nested_damaged", "zip_truncated", "charset_guess"} <= note_codes()
    assert {"typed_or_app", "quoted_header", "omitted_image", "by_label"} <= flag_codes()
    assert {"ends_early", "no_marker", "member_crc_differs"} <= reasons_of(NotUnderstood, *READING)
    assert {"camera_maker", "taken", "place_time", "named_by"} <= fact_codes()


def test_every_outcome_of_a_check_has_a_sentence() -> None:
    assert check_codes() - set(findings.FINDINGS) == set()


def test_every_code_of_a_bag_in_its_document_has_a_sentence() -> None:
    table = (DOCS / "formats" / "bag.md").read_text(encoding="utf-8").partition("Outcomes:")[2]
    codes = {code for row in table.splitlines() if row.startswith("| `") for code in named(row)}
    assert "line_ends_changed" in codes
    assert codes - set(findings.FINDINGS) == set()


def named(row: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", row.split("|")[1])


def test_every_code_of_opening_a_vault_has_a_sentence() -> None:
    page = (DOCS / "formats" / "vault.md").read_text(encoding="utf-8")
    table = page.partition("| finding |")[2].partition("\n\n")[0]
    codes = set(
        re.findall(r"[a-z]+_[a-z_]+", " ".join(r[1:].split("|")[0] for r in table.split("\n")))
    )
    assert "log_uncertain" in codes
    assert codes - set(findings.OPENING) == set()


def test_every_note_of_an_importer_has_a_sentence() -> None:
    assert note_codes() - set(notes.NOTES) == set()


def test_every_flag_of_a_message_has_a_sentence() -> None:
    assert flag_codes() - set(notes.NOTES) == set()


@pytest.mark.parametrize("page", ["eml", "images", "opaque", "text", "whatsapp"])
def test_every_note_in_the_documents_has_a_sentence(page: str) -> None:
    words = (DOCS / "imports" / f"{page}.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z0-9]+_[a-z0-9_-]+)`", words))
    known = {*notes.NOTES, *facts.FACTS, *(code for _, code in facts.VALUES)}
    others = {  # kinds and other names of the domain
        *("missing_on_disk", "in_file", "file_name", "view_once", "local_other"),
        *("lines_accounted", "lines_total", "read_stopped"),
    }
    assert told - known - others == set()


def test_every_machine_fact_of_a_note_has_a_name() -> None:
    names: set[str] = set()
    for tree in trees("importers", "reader"):
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                fixed = [p.value for p in node.values if isinstance(p, ast.Constant)]
                names.update(re.findall(r"\b([a-z][a-z0-9_]*)=", " ".join(map(str, fixed))))
    assert {"declared", "second_over_12"} <= names
    assert names - set(notes.DETAILS) == set()


def test_every_reason_for_not_reading_a_file_has_a_sentence() -> None:
    found = reasons_of(NotUnderstood, *READING) | reasons_of(ReaderFailed, *READING)
    found |= reasons_of(EvidenceKitError, "codec")
    found |= given(frozenset({"KeyChildFailed"}), "reason", "crypto")
    found |= assigned(frozenset({"reason"}), "importers/package.py")
    assert found - {""} - set(causes.CAUSES) == set()


def test_every_reason_for_not_taking_a_file_has_a_sentence() -> None:
    found = reasons_of(InputRefused, "review", "vault", "verification", "reader", "formats")
    found |= given(frozenset({"outcome"}), "reason", "intake")
    found |= placed(frozenset({"_register"}), 3, "intake")
    found |= {problem.value for problem in Problem} | {"register", "unsure"}
    found |= damage_codes("formats/annotation.py", "formats/canonical_json.py", "formats/fields.py")
    assert {code for code in found if intake.known_reason(EN, code) is None} == set()


def test_every_reason_for_not_reading_yet_has_a_sentence() -> None:
    found = given(frozenset({"replace"}), "finding", "intake")
    assert found == {"not_read_yet"}
    assert found <= set(intake.UNREAD)


def test_every_fault_of_a_call_has_a_sentence_of_its_own() -> None:
    reasons = reasons_of(UsageFault, "service", "reader", "vault", "dossier")
    variants = {
        value for code, field, value in errors.VARIANTS if (code, field) == ("usage", "reason")
    }
    assert reasons - variants == set()


def test_every_refused_key_has_a_sentence_of_its_own() -> None:
    refused = {value for code, _, value in errors.VARIANTS if code == "input_refused"}
    assert given(frozenset({"KeyMalformed"}), "reason", "crypto") - refused == set()


def test_every_ceiling_has_words() -> None:
    limits = frozenset({"LimitReached", "NotEnoughMemory", "WorkFactorTooHigh"})
    parts = sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__")
    assert given(limits, "limit", *parts) - set(things.LIMITS) == set()


def test_every_pair_that_must_agree_has_words() -> None:
    parts = sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__")
    for what in given(frozenset({"Inconsistent"}), "what", *parts):
        code = f"{what}3" if what.endswith("_") else what
        assert things.pair(EN, code) != code, code


def test_every_fact_of_a_file_has_a_name() -> None:
    assert fact_codes() - set(facts.FACTS) == set()


def test_every_value_of_a_fact_that_is_a_code_has_words() -> None:
    told = {
        name: {code for known, code in facts.VALUES if known == name} for name, _ in facts.VALUES
    }
    assert {order.value for order in Order} <= told["day_order"]
    assert told["orientation"] == {str(turn) for turn in range(1, 9)}
    source = (PACKAGE / "importers/files/image/file_names.py").read_text(encoding="utf-8")
    made_by = set(re.findall(r'\(\s*"([a-z_]+)",', source))
    assert made_by
    assert made_by <= told["named_by"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(findings.FINDINGS))
def test_a_finding_never_shows_its_code(code: str, lang: str) -> None:
    found = Finding(item="a.txt", outcome=Outcome.DIFFERS, why=f"{code}:12", found="b.txt")
    said = wording.finding(Texts(lang, "wording"), found)
    assert "_" not in said
    assert "{" not in said
    assert "12" in said


def test_a_removal_names_its_line_of_the_log() -> None:
    found = Finding(item="exhibit 3", outcome=Outcome.MATCHES, why="removed:17")
    assert wording.finding(EN, found) == (
        "number 3: was removed on request (line 17 of the custody log)"
    )
    assert wording.finding(NL, found) == (
        "nummer 3: is verwijderd op verzoek (regel 17 van het bewaarlogboek)"
    )


def test_a_field_that_does_not_fit_is_no_line_of_the_log() -> None:
    found = Finding(item="vault.json", outcome=Outcome.DIFFERS, why="field:slots")
    assert wording.finding(EN, found) == "vault.json: is not built as it should be"


@pytest.mark.parametrize(
    ("item", "dutch"),
    [
        ("exhibit 3 (records)", "nummer 3, de berichten daaruit"),
        ("log entry 17", "regel 17 van het bewaarlogboek"),
        ("text of log entry 17", "de tekst van regel 17 van het bewaarlogboek"),
        ("data/checkpoint.json (signature)", "data/checkpoint.json, de handtekening"),
        ("data/originals/a (root)", "data/originals/a (root)"),
        ("my exhibit 3", "my exhibit 3"),
    ],
)
def test_only_names_of_the_program_are_put_into_words(item: str, dutch: str) -> None:
    assert things.item(NL, item) == dutch


def test_a_renamed_file_says_its_new_name() -> None:
    found = Finding(item="a.txt", outcome=Outcome.DIFFERS, why="renamed", found="b.txt")
    assert wording.finding(EN, found) == "a.txt: now has the name b.txt"


def test_a_file_that_is_safe_but_unread_says_why() -> None:
    item = AddedItem(
        key="1",
        name=from_text("a"),
        taken=Taken.SECURED,
        number=7,
        finding="not_understood:ends_early",
    )
    assert wording.taken(EN, item) == (
        "Secured as number 7. It is safe, but the program cannot read what is in it. "
        "The file stops half-way."
    )


def test_a_file_that_was_not_taken_is_not_called_safe() -> None:
    item = AddedItem(key="1", name=from_text("a"), taken=Taken.FAILED, reason="limit_reached")
    assert "safe" not in wording.taken(EN, item)


def test_a_failed_reading_says_its_cause_once() -> None:
    happened, _ = wording.error(EN, ReaderFailed(reason="hung"))
    assert happened == "Reading this file stopped half-way. Reading took too long and was stopped."
    stopped, _ = wording.error(EN, ReaderFailed(reason="vault_process_ended"))
    assert stopped == "The part of the program that holds the vault stopped."
    pictures = InputRefused(name="a.zip", reason="pictures_unanswered")
    assert wording.error(EN, pictures)[0].count("question") == 1


@pytest.mark.parametrize(
    ("failure", "dutch"),
    [
        (LimitReached(limit="READER_ADDRESS_SPACE"), "het geheugen om één bestand te lezen"),
        (Inconsistent(what="messages_of_exhibit_4"), "de berichten van nummer 4 en hun aantal"),
        (Damaged(item="age payload", why="chunk"), "de inhoud van een verzegeld bestand"),
    ],
)
def test_a_failure_names_no_code(failure: EvidenceKitError, dutch: str) -> None:
    assert wording.error(NL, failure)[0].endswith(f": {dutch}")


def test_machine_facts_of_a_note_are_put_into_words() -> None:
    detail = "declared=latin-9 read_as=utf-8"
    found = Note(kind="charset_utf-8", locator=None, detail=detail)
    assert wording.note_detail(NL, found) == "opgegeven als: latin-9; gelezen als: utf-8"
    stopped = Note(kind="read_stopped", locator=None, detail="reason=ends_early")
    assert wording.note(EN, stopped) == "Reading stopped here: reason: The file stops half-way"


@pytest.mark.parametrize("detail", ["31/02/2026 25:61", "taken=a b", "unheard_of=3", "x = 3"])
def test_a_detail_of_another_form_is_shown_as_found(detail: str) -> None:
    assert wording.note_detail(NL, Note(kind="empty", locator=None, detail=detail)) == detail


def test_signs_that_turn_the_reading_direction_stay_escaped_in_a_detail() -> None:
    label = "\u202etxt.exe"
    found = Note(kind="attachment", locator=None, detail=f"member={label!r}")
    assert wording.note_detail(EN, found) == "file: “\\u202etxt.exe”"


def test_the_height_of_a_place_is_not_that_of_the_picture() -> None:
    place = Fact(name="place_height", value="12.0 m", basis=FactBasis.IN_FILE)
    pixels = Fact(name="height", value="12", basis=FactBasis.IN_FILE)
    assert wording.fact(EN, place) == ("Height of the place (GPS)", "12.0 m")
    assert wording.fact(EN, pixels) == ("Height in pixels", "12")


def test_a_value_with_the_name_of_its_chat_is_put_into_words() -> None:
    found = Fact(name="layout", value="ios (chat (2).txt)", basis=FactBasis.COMPUTED)
    assert wording.fact(EN, found)[1] == "as on an iPhone (chat (2).txt)"


def test_name_and_address_of_a_header_are_told_apart() -> None:
    assert wording.fact_name(EN, "header.reply-to.address") == "Reply-To, the address"
    assert wording.fact_name(EN, "header.message-id") == "Message-ID"
