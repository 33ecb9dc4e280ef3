# SPDX-License-Identifier: GPL-3.0-or-later
"""What counts as a number, address or account in a text, and what does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.domain.identifier import Checksum, IdentifierType
from evidence_kit.review.identifier_search import identifiers_in


def found(text: str, kind: IdentifierType | None = None) -> list[tuple[str, str]]:
    return [
        (item.normalised, item.as_written)
        for item in identifiers_in(text)
        if kind is None or item.type is kind
    ]


@pytest.mark.parametrize(
    "written",
    [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06 - 12345678",
        "+31612345678",
        "+31 6 12345678",
        "+31 6 12 34 56 78",
        "+31 (0)6 12345678",
        "+31(0)6-12345678",
        "0031612345678",
        "0031 6 1234 5678",
    ],
)
def test_a_dutch_mobile_number_is_found_however_it_is_written(written: str) -> None:
    text = f"app me op {written}, snel"
    assert found(text) == [("+31612345678", written)]


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("020-1234567", "+31201234567"),
        ("(020) 123 45 67", "+31201234567"),
        ("085 123 45 67", "+31851234567"),
        ("+44 7700 900123", "+447700900123"),
        ("+1 202-555-0123", "+12025550123"),
        ("+49 30 23125 123", "+493023125123"),
        ("@31612345678", "+31612345678"),
    ],
)
def test_other_numbers_are_found(written: str, e164: str) -> None:
    assert found(f"bel {written} even") == [(e164, written)]


@pytest.mark.parametrize(
    "text",
    [
        "op 03-01-2026 14.02 uur stond je daar",
        "03-01-2026 14:02",
        "[03-01-2026, 14:02:11]",
        "van 01-02-2026 tot 03-04-2026",
        "2026-01-03 14:02:11",
        "01/02/26 03/04/26",
        "om 06:12:34 en 07:08:09",
        "van 06.12 uur tot 07.34 uur en 08.00 uur",
        "bsn 012345678",
        "mijn bsn is 123456782",
        "ordernummer 0301234567",
        "bestelnr: 0612345678",
        "factuurnummer 0201234567",
        "pakket 3SABCD0123456789",
        "<bijgevoegd: 00000197-PHOTO-2026-01-15-12-31-19.jpg>",
        "IMG-20260115-WA0003.jpg",
        "Screenshot_2026-01-14-21-14-07.png",
        "#0301234567",
        "00000000000",
        "0123456789012345678901",
        "€ 0201234567",
        "1.250,00 euro en 2.000,00 euro",
        "score 0-0 0-1 1-1 2-1",
        "12345678",
        "1612345678901",
    ],
)
def test_dates_times_and_order_numbers_are_no_phone_numbers(text: str) -> None:
    assert found(text, IdentifierType.PHONE) == []


def test_a_number_after_a_date_is_still_found() -> None:
    assert found("03-01-2026 0612345678") == [("+31612345678", "0612345678")]


@pytest.mark.parametrize(
    ("text", "as_written", "verdict"),
    [
        ("NL91 ABNA 0417 1643 00 Vandaag nog", "NL91 ABNA 0417 1643 00", Checksum.FITS),
        ("naar NL91ABNA0417164300!", "NL91ABNA0417164300", Checksum.FITS),
        ("nl91abna0417164300", "nl91abna0417164300", Checksum.FITS),
        ("NL91.ABNA.0417.1643.00.", "NL91.ABNA.0417.1643.00", Checksum.FITS),
        ("NL92 ABNA 0417 1643 00", "NL92 ABNA 0417 1643 00", Checksum.DOES_NOT_FIT),
        ("DE89 3704 0044 0532 0130 00 ok", "DE89 3704 0044 0532 0130 00", Checksum.FITS),
        ("BE68 5390 0754 7034", "BE68 5390 0754 7034", Checksum.FITS),
    ],
)
def test_an_iban_is_found_with_its_verdict(text: str, as_written: str, verdict: Checksum) -> None:
    (item,) = identifiers_in(text)
    assert (item.type, item.as_written, item.checksum) == (IdentifierType.IBAN, as_written, verdict)
    assert " " not in item.normalised
    assert "." not in item.normalised


@pytest.mark.parametrize("text", ["NL91 ABNA 0417 1643", "AB12 CDEF 3456 7890 12", "om 12 uur in"])
def test_what_has_not_the_form_of_an_iban_is_none(text: str) -> None:
    assert found(text, IdentifierType.IBAN) == []


@pytest.mark.parametrize(
    ("text", "as_written"),
    [
        ("kijk op https://voorbeeld.test/p/8f2c.", "https://voorbeeld.test/p/8f2c"),
        ("(zie https://voorbeeld.test/a_(b))", "https://voorbeeld.test/a_(b)"),
        ("www.voorbeeld.test, echt", "www.voorbeeld.test"),
        ("betaal via tikkie.me/pay/abc123!", "tikkie.me/pay/abc123"),
        ("HTTPS://Voorbeeld.TEST/Pad", "HTTPS://Voorbeeld.TEST/Pad"),
        ("paypal.me/iemand?x=1", "paypal.me/iemand?x=1"),
        ("https://a:b@voorbeeld.test/x", "https://a:b@voorbeeld.test/x"),
    ],
)
def test_a_link_ends_where_the_sentence_goes_on(text: str, as_written: str) -> None:
    assert [written for _, written in found(text)] == [as_written]


def test_a_links_host_is_normalised_and_its_path_kept() -> None:
    assert found("HTTPS://Voorbeeld.TEST/Pad")[0][0] == "https://voorbeeld.test/Pad"


def test_a_plain_word_with_a_dot_is_no_link() -> None:
    assert found("ok.goed dan.ik kom") == []


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("mail R.Bkr.88@Voorbeeld.TEST nu", "r.bkr.88@voorbeeld.test"),
        ("<a+b@sub.example.org>", "a+b@sub.example.org"),
        ("mailto:a@example.org", "a@example.org"),
    ],
)
def test_an_address_is_an_e_mail_and_no_handle(text: str, normalised: str) -> None:
    assert [(item.type, item.normalised) for item in identifiers_in(text)] == [
        (IdentifierType.EMAIL, normalised)
    ]


def test_a_handle_is_found_without_the_full_stop() -> None:
    assert found("volg @r_bkr_88. Nu!") == [("@r_bkr_88", "@r_bkr_88")]
    assert found("5 @ 10 euro, @ home") == []


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("van 203.0.113.77:443 vandaan", "203.0.113.77"),
        ("Received: from [2001:DB8::1]", "2001:db8::1"),
        ("[203.0.113.77]", "203.0.113.77"),
    ],
)
def test_an_ip_address_is_found(text: str, normalised: str) -> None:
    assert [value for value, _ in found(text, IdentifierType.IP)] == [normalised]


@pytest.mark.parametrize("text", ["om 21:06:07", "versie 1.2.3", "999.1.2.3", "1.2.3.4.5", "::"])
def test_times_and_versions_are_no_ip_address(text: str) -> None:
    assert found(text, IdentifierType.IP) == []


def test_a_chat_link_names_the_phone_number_too() -> None:
    assert found("https://wa.me/31612345678")[0] == ("+31612345678", "+31612345678")


@given(st.text())
def test_every_finding_stands_in_the_text(text: str) -> None:
    for item in identifiers_in(text):
        if item.type is not IdentifierType.PHONE:
            assert text[item.start :].startswith(item.as_written)


@given(st.text(alphabet="0123456789 +-.:/@aNL06", max_size=60))
def test_nasty_numbers_never_break_it(text: str) -> None:
    for item in identifiers_in(text):
        assert item.as_written in text or item.type is IdentifierType.PHONE


@pytest.mark.slow
def test_a_hundred_thousand_messages_take_seconds() -> None:
    texts = ["gewoon een berichtje zonder iets erin 😂 echt niet"] * 80_000
    texts += ["tot 14.30 uur op 03-01-2026 he 12345"] * 15_000
    texts += ["bel 06-12345678 of mail a@example.org NL91 ABNA 0417 1643 00"] * 5_000
    start = time.perf_counter()
    count = sum(len(identifiers_in(text)) for text in texts)
    assert count == 15_000
    assert time.perf_counter() - start < 10
