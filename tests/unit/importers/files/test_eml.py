# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, notes, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.importers.files.eml.charsets import base64_bytes, header_text, read_text
from evidence_kit.importers.files.eml.dates import mail_moment
from evidence_kit.importers.files.eml.html_text import text_of
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

HEAD = b"From: Rico <rico@example.org>\r\nTo: s@example.nl\r\nSubject: x\r\nMessage-ID: <1@a>\r\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
WITH_PICTURE = (
    HEAD
    + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\ntekst\r\n'
    b"--b\r\nContent-Type: image/png; name=foto.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(PICTURE).replace(b"\n", b"\r\n")
    + b"--b\r\nContent-Type: image/png; name=foto.png\r\n\r\nnogmaals\r\n--b--\r\n"
)


def members(data: bytes) -> tuple[MemberInfo, ...]:
    return work.survey(MemorySource(data), from_text("mail.eml")).members


def test_an_attachment_is_listed_by_the_range_of_its_coded_bytes() -> None:
    first, second = members(WITH_PICTURE)
    assert first.raw_offset is not None
    coded = WITH_PICTURE[first.raw_offset : first.raw_offset + first.raw_length]
    assert base64.b64decode(coded) == PICTURE
    assert (first.key, second.key) == ("foto.png", "foto.png#2")
    assert first.asks
    assert first.context is not None
    assert first.context.sender == "Rico <rico@example.org>"


def test_an_attachment_is_hashed_without_its_transfer_encoding() -> None:
    (found,) = work.digest_members(MemorySource(WITH_PICTURE), from_text("m.eml"), ("foto.png",))
    assert found is not None
    assert (found.sha256, found.size) == (hashlib.sha256(PICTURE).hexdigest(), len(PICTURE))


def test_a_withheld_attachment_leaves_the_rest_of_the_mail_as_it_was() -> None:
    info = members(WITH_PICTURE)[0]
    assert info.raw_offset is not None
    holed = bytearray(WITH_PICTURE)
    holed[info.raw_offset : info.raw_offset + info.raw_length] = bytes(info.raw_length)
    lines = read_bytes(bytes(holed), "m.eml", Choices(withheld=("foto.png",)))
    assert messages(lines)[0]["text"] == "tekst"
    statuses = [attachment["status"] for attachment in messages(lines)[0]["attachments"]]
    assert statuses == ["withheld", "present"]


@pytest.mark.parametrize(
    ("declared", "data", "text", "basis"),
    [
        ("utf-8", "é".encode(), "é", "declared"),
        ("iso-8859-1", b"\x80 5", "€ 5", "windows"),
        ("x-unknown", "é".encode(), "é", "utf-8"),
        ("rot13", b"abc", "abc", "utf-8"),
        ("utf-8", b"a\xff", "a\ufffd", "replaced"),
        (None, b"abc", "abc", "declared"),
    ],
)
def test_a_charset_is_tried_as_declared_and_a_departure_is_named(
    declared: str | None, data: bytes, text: str, basis: str
) -> None:
    read = read_text(data, declared)
    assert (read.text, read.basis) == (text, basis)


@given(st.binary(max_size=60), st.none() | st.text(max_size=12))
def test_any_bytes_in_any_charset_give_valid_text(data: bytes, declared: str | None) -> None:
    read_text(data, declared).text.encode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b" =?utf-8?q?Ri=C3?= =?utf-8?q?=ABtte?=", "Riëtte"),
        (b" =?utf-8?B?w6k=?= plain", "é plain"),
        (b" a\r\n b", "a b"),
        (b" =?utf-8?b?!?=", ""),
        (b" caf\xc3\xa9", "café"),
    ],
)
def test_a_header_is_unfolded_and_decoded(raw: bytes, text: str) -> None:
    assert header_text(raw) == text


@given(st.binary(max_size=200))
def test_base64_survives_anything_between_its_letters(data: bytes) -> None:
    coded = base64.encodebytes(data).replace(b"\n", b"\r\n > ")
    assert base64_bytes(coded) == data
    base64_bytes(data)


@pytest.mark.parametrize(
    ("text", "local", "utc", "zone"),
    [
        (
            "Wed, 14 Jan 2026 21:06:00 +0100",
            "2026-01-14T21:06:00",
            "2026-01-14T20:06:00Z",
            "+01:00",
        ),
        ("14 Jan 2026 21:06:00 GMT", "2026-01-14T21:06:00", "2026-01-14T21:06:00Z", "+00:00"),
        ("14 Jan 2026 21:06:00 -0000", "2026-01-14T21:06:00", "2026-01-14T21:06:00Z", None),
        ("14 Jan 2026 21:06:00", "2026-01-14T21:06:00", None, None),
        ("14 Jan 2026 21:06:00 XYZ", "2026-01-14T21:06:00", None, None),
        ("gisteren", None, None, None),
    ],
)
def test_a_time_has_the_zone_it_states_and_no_other(
    text: str, local: str | None, utc: str | None, zone: str | None
) -> None:
    moment = mail_moment(text)
    assert (moment.text, moment.local, moment.utc, moment.zone) == (text, local, utc, zone)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b &amp; c</p>", "a\n\nb & c"),
        ("<script>x</script><style>y</style>z", "z"),
        ("a <!-- hidden --> b", "a  b"),
        ("1 < 2", "1 < 2"),
        ("<a title='a>b'>c</a>", "c"),
        ("<img src=x", ""),
    ],
)
def test_html_gives_its_words(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_a_mail_saved_with_its_mbox_line_is_a_mail() -> None:
    lines = read_bytes(
        b"From rico@example.org Wed Jan 14 21:06:00 2026\r\n" + HEAD + b"\r\nx", "m.eml"
    )
    assert lines[0]["importer"] == "eml"


def test_a_saved_page_is_no_mail() -> None:
    data = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.test/\r\n" + HEAD
    assert read_bytes(data, "page.mhtml")[0]["importer"] == "text"


def test_a_note_that_mentions_headers_is_no_mail() -> None:
    assert read_bytes(b"Beste,\n\nFrom: x\nTo: y\nSubject: z\n", "a.txt")[0]["importer"] == "text"


def test_the_mail_s_lines_are_all_accounted_for() -> None:
    lines = read_bytes(WITH_PICTURE, "m.eml")
    assert lines[-1]["lines_total"] == WITH_PICTURE.count(b"\n") == lines[-1]["lines_accounted"]
    assert notes(lines) == ["attachment", "attachment"]
