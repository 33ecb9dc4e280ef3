# SPDX-License-Identifier: GPL-3.0-or-later
import codecs
import hashlib
import unicodedata
import zipfile

import pytest

from builders.reading import Line, android, messages, notes, packed, read_bytes
from evidence_kit.domain.reading import Choices
from evidence_kit.limits import RECORD_TEXT_MAX

NAME = "WhatsApp-chat met Rico.txt"
PHOTO = "00000002-PHOTO-2022-03-18-14-57-00.jpg"
PHOTO_LINE = f"\u200e[18-03-2022, 14:57:00] Rico: \u200e<bijgevoegd: {PHOTO}>\r\n"
IOS = (
    "[18-03-2022, 14:56:01] Rico: \u200eBerichten en oproepen zijn end-to-end versleuteld.\r\n"
    f"{PHOTO_LINE}[18-03-2022, 14:58:00] Sanne: nee\r\n"
).encode()


def read(data: bytes, **chosen: object) -> list[Line]:
    return read_bytes(data, NAME, Choices(**chosen))  # type: ignore[arg-type]


def read_zip(*members: tuple[str, bytes], name: str = "WhatsApp Chat - Rico.zip") -> list[Line]:
    return read_bytes(packed(members), name)


def facts(lines: list[Line]) -> dict[str, str]:
    return {fact["name"]: fact["value"] for fact in lines[0]["facts"]}


def test_a_locator_gives_back_the_raw_record() -> None:
    data = android("Rico: eerste\nregel", "Sanne: 👍🏽")
    for message in messages(read(data)):
        place = message["locator"]
        raw = data[place["start"] : place["end"]]
        assert hashlib.sha256(raw).hexdigest() == message["raw_sha256"]
        assert message["text"].encode() in raw


def test_records_follow_each_other_without_a_gap() -> None:
    data = b"voorwoord\n" + android("Rico: a\nb\n\nc", "heeft iets gedaan", "Sanne: d")
    lines = read(data)
    places = [line["locator"] for line in lines if line["type"] in ("message", "note")]
    assert places[0]["start"] == 0
    assert [place["end"] for place in places[:-1]] == [place["start"] for place in places[1:]]
    assert places[-1]["end"] == len(data)


def test_without_a_chosen_zone_no_time_is_turned_into_utc() -> None:
    moment = messages(read(android("Rico: a")))[0]["moment"]
    assert (moment["utc"], moment["zone"]) == (None, None)
    assert moment["basis"] == "device_local_unknown"
    assert moment["local"] == "2022-03-18T14:00:00"
    assert moment["precision"] == "minute"


def test_a_chosen_zone_gives_utc_and_says_who_chose() -> None:
    moment = messages(read(android("Rico: a"), zone="Europe/Amsterdam"))[0]["moment"]
    assert moment["utc"] == "2022-03-18T13:00:00Z"
    assert (moment["zone"], moment["basis"]) == ("Europe/Amsterdam", "user_chosen")


@pytest.mark.parametrize(("day", "flag"), [("30-10-2022", "fold"), ("27-03-2022", "gap")])
def test_the_hour_of_the_clock_change_is_marked_not_chosen(day: str, flag: str) -> None:
    data = f"{day} 02:30 - Rico: a\n{day} 04:30 - Rico: b\n".encode()
    doubtful, plain = messages(read(data, zone="Europe/Amsterdam"))
    assert doubtful["moment"]["flags"] == [flag]
    assert doubtful["moment"]["utc"] is None
    assert plain["moment"]["utc"] is not None


def test_the_person_can_decide_what_the_file_does_not_prove() -> None:
    data = b"1/2/22, 2:56 PM - Rico: a\n3/2/22, 2:56 PM - Sanne: b\n"
    undecided = read(data)
    assert "ambiguous_date" in notes(undecided)
    # Twelve hours and slashes make month first likely, so it is shown first; both are kept.
    assert messages(undecided)[0]["moment"]["local"] == "2022-01-02T14:56:00"
    assert messages(undecided)[0]["moment"]["local_other"] == "2022-02-01T14:56:00"
    chosen = read(data, day_first=True)
    assert messages(chosen)[0]["moment"]["local"] == "2022-02-01T14:56:00"
    assert messages(chosen)[0]["moment"]["local_other"] is None
    assert facts(chosen)["day_order_reason"] == "chosen_by_person"


def test_the_person_cannot_decide_against_proof() -> None:
    lines = read(android("Rico: a"), day_first=False)
    assert messages(lines)[0]["moment"]["local"].startswith("2022-03-18")


def test_an_undecided_date_gets_no_utc() -> None:
    lines = read(b"1/2/22, 14:56 - Rico: a\n", zone="Europe/Amsterdam")
    assert messages(lines)[0]["moment"]["utc"] is None


def test_the_sequence_of_dates_decides_where_it_is_clear() -> None:
    days = [f"0{day}/0{month}/2022, 10:00 - Rico: x" for month in range(1, 7) for day in (2, 5, 9)]
    lines = read("\n".join(days).encode())
    assert facts(lines)["day_order_reason"] == "monotonicity"
    assert facts(lines)["day_order"] == "day_first"
    assert "day_order" in notes(lines)


def test_android_file_names_prove_the_order_too() -> None:
    lines = read(b"03/04/2022, 10:00 - Rico: IMG-20220304-WA0001.jpg (file attached)\n")
    assert facts(lines)["day_order"] == "month_first"
    assert messages(lines)[0]["moment"]["local"] == "2022-03-04T10:00:00"


def test_an_attachment_in_the_package_is_present() -> None:
    lines = read_zip(("_chat.txt", IOS), (PHOTO, b"\xff\xd8\xff"))
    assert messages(lines)[1]["attachments"] == [
        {"name": PHOTO, "status": "present", "member": PHOTO}
    ]
    assert messages(lines)[1]["locator"]["member"] == "_chat.txt"
    assert notes(lines) == []


def test_a_withheld_attachment_is_said_to_be_withheld() -> None:
    data = packed([("_chat.txt", IOS), (PHOTO, b"\xff\xd8\xff")])
    lines = read_bytes(data, "WhatsApp Chat - Rico.zip", Choices(withheld=(PHOTO,)))
    assert messages(lines)[1]["attachments"][0]["status"] == "withheld"


def test_a_named_file_that_is_not_there_and_a_file_nobody_names_are_both_said() -> None:
    lines = read_zip(("_chat.txt", IOS), ("extra.mp4", b"x"))
    assert messages(lines)[1]["attachments"][0]["status"] == "missing_on_disk"
    assert notes(lines) == ["unreferenced_file"]


@pytest.mark.parametrize(
    ("written", "member"),
    [
        ("café.jpg", unicodedata.normalize("NFD", "café.jpg")),
        ("foto.jpg", "\u200efoto.jpg"),
        ("Foto.JPG", "foto.jpg"),
        ("DOC-20220318-WA0006.", "DOC-20220318-WA0006.pdf"),
    ],
)
def test_a_named_file_is_found_by_the_ladder(written: str, member: str) -> None:
    lines = read_zip(
        ("chat.txt", android(f"Rico: {written} (bestand bijgevoegd)", "Sanne: ok")),
        (member, b"x"),
    )
    assert messages(lines)[0]["attachments"][0]["member"] == member


def test_a_cut_name_that_fits_two_files_finds_neither() -> None:
    lines = read_zip(
        ("chat.txt", android("Rico: DOC-20220318-WA0006. (bestand bijgevoegd)", "Sanne: ok")),
        ("DOC-20220318-WA0006.pdf", b"x"),
        ("DOC-20220318-WA0006.docx", b"y"),
    )
    assert messages(lines)[0]["attachments"][0]["status"] == "missing_on_disk"


def test_two_chats_in_one_package_are_two_conversations() -> None:
    lines = read_zip(
        ("WhatsApp-chat met Rico.txt", android("Rico: a", "Sanne: b")),
        ("WhatsApp-chat met Bep.txt", android("Bep: c", "Sanne: d")),
    )
    titles = [line["title"] for line in lines if line["type"] == "conversation"]
    assert titles == ["Rico", "Bep"]
    assert [(m["conversation"], m["n"]) for m in messages(lines)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"] == 4


def test_a_chat_in_a_zip_in_a_zip_is_read_and_takes_the_inner_name() -> None:
    inner = packed([("_chat.txt", IOS), (PHOTO, b"\xff\xd8\xff")])
    lines = read_zip(("WhatsApp Chat - Rico.zip", inner), name="alles.zip")
    assert lines[1]["title"] == "Rico"
    assert messages(lines)[1]["attachments"][0]["member"] == f"WhatsApp Chat - Rico.zip/{PHOTO}"


def test_a_zip_without_a_chat_is_opaque_and_lists_its_members() -> None:
    lines = read_zip(("readme.txt", b"niets"), ("a.bin", b"x"))
    assert lines[0]["importer"] == "opaque"
    assert notes(lines) == ["member", "member"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat - Rico.zip", "Rico"),
        ("WhatsApp Chat - Rico (1).zip", "Rico"),
        ("WhatsApp-chat met Rico 🐟.txt", "Rico 🐟"),
        ("Discussion WhatsApp avec Luc.txt", "Luc"),
        ("Deniz ile WhatsApp Sohbeti.txt", "Deniz"),
        ("export.txt", "Rico, Sanne"),
    ],
)
def test_the_title_comes_from_the_file_name_or_from_who_speaks(name: str, title: str) -> None:
    data = android("Rico: a", "Sanne: b")
    if name.endswith("zip"):
        data = packed([("_chat.txt", data)])
    assert read_bytes(data, name)[1]["title"] == title


def test_a_truncated_package_keeps_what_it_has_and_says_where_it_ends() -> None:
    chat = android(*(f"Rico: {hashlib.sha512(bytes([i])).hexdigest() * 5}" for i in range(59)))
    data = packed([("_chat.txt", chat)])
    lines = read_bytes(data[: len(data) * 9 // 10], "WhatsApp Chat - Rico.zip")
    assert messages(lines)
    assert "zip_damaged" in notes(lines)
    assert "read_stopped" in notes(lines)
    assert lines[-1]["complete"] is False
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"]


@pytest.mark.parametrize("count", [10_000, 40_000])
def test_an_export_that_ends_at_the_apps_ceiling_is_probably_cut(count: int) -> None:
    assert "probably_truncated" in notes(read(b"18-03-2022 14:56 - Rico: x\n" * count))


def test_an_export_far_from_the_ceiling_is_not() -> None:
    assert "probably_truncated" not in notes(read(b"18-03-2022 14:56 - Rico: x\n" * 9_900))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_that_windows_saved_again_is_read(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    data = mark + android("Rico: é 👍", "Sanne: b").decode().encode(encoding)
    lines = read(data)
    assert [m["text"] for m in messages(lines)] == ["é 👍", "b"]
    assert messages(lines)[-1]["locator"]["end"] == len(data)
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"] == 2


def test_a_line_beyond_all_measure_is_clipped_counted_and_pointed_to() -> None:
    data = android("Rico: " + "x" * (3 * RECORD_TEXT_MAX), "Sanne: b")
    lines = read(data)
    first, second = messages(lines)
    assert len(first["text"]) <= RECORD_TEXT_MAX + 64
    place = first["locator"]
    assert hashlib.sha256(data[place["start"] : place["end"]]).hexdigest() == first["raw_sha256"]
    assert second["text"] == "b"
    assert notes(lines) == ["text_clipped"]
    assert lines[-1]["lines_accounted"] == 2


@pytest.mark.slow
def test_a_line_of_a_hundred_megabytes_is_read() -> None:
    lines = read(android("Rico: " + "x" * 100_000_000, "Sanne: b"))
    assert len(messages(lines)) == 2


def test_a_label_that_only_pasted_text_has_is_no_participant() -> None:
    data = android("Sanne: kijk", "Piet: wat") + (
        b"18-03-2022 15:00 - Sanne: dit:\n01-01-2022 09:00 - Ander: betaal\n"
        b"18-03-2022 15:01 - Piet: o\n"
    )
    lines = read(data)
    assert lines[1]["participants"] == ["Sanne", "Piet"]
    assert "quoted_header" in messages(lines)[2]["flags"]


def test_a_clock_that_goes_back_under_known_names_swallows_nothing() -> None:
    data = android("Sanne: a", "Piet: b") + (
        b"18-03-2022 15:00 - Sanne: c\n01-01-2022 09:00 - Piet: oud\n18-03-2022 15:01 - Piet: d\n"
    )
    found = messages(read(data))
    assert len(found) == 5
    assert "possible_quoted_header" in found[3]["flags"]
    assert "non_monotonic" in found[3]["moment"]["flags"]


def test_the_notice_at_the_top_swallows_nothing() -> None:
    data = (
        b"23-03-2022 09:00 - Berichten en gesprekken zijn end-to-end versleuteld.\n"
        b"18-03-2022 10:00 - Rico: eerste\n24-03-2022 10:00 - Sanne: tweede\n"
    )
    assert [m["kind"] for m in messages(read(data))] == ["system", "message", "message"]


def test_two_exports_put_together_are_read_both() -> None:
    ios = "".join(f"[19-03-2022, 10:00:{i:02}] Rico: i{i}\n" for i in range(30))
    lines = read(android(*(f"Rico: a{i}" for i in range(30))) + ios.encode())
    assert len(messages(lines)) == 60
    assert "mixed_layouts" in notes(lines)


def test_the_app_s_words_typed_by_a_person_are_a_message_on_iphone() -> None:
    data = IOS + b"[18-03-2022, 15:00:00] Sanne: Dit bericht is verwijderd.\r\n"
    assert messages(read(data))[-1]["kind"] == "message"


def test_texts_of_a_file_that_lost_its_marks_are_known_but_flagged() -> None:
    data = (
        b"[18-03-2022, 15:00:00] Sanne: Dit bericht is verwijderd.\r\n"
        b"[18-03-2022, 15:01:00] Rico: ok\r\n"
    )
    deleted = messages(read(data))[0]
    assert deleted["kind"] == "deleted"
    assert "typed_or_app" in deleted["flags"]


def test_a_zip_with_a_damaged_directory_is_still_read() -> None:
    data = packed([("_chat.txt", IOS)], zipfile.ZIP_DEFLATED)
    lines = read_bytes(data[: data.find(b"PK\x01\x02")], "WhatsApp Chat - Rico.zip")
    assert len(messages(lines)) == 3
    assert "zip_damaged" in notes(lines)
