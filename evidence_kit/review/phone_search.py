# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds phone numbers in Dutch chats without taking dates, times and order numbers for them.

Tried first: phonenumbers.PhoneNumberMatcher. It reads "03-01-2026 14" as a number in Utrecht, and
is a hundred times slower. So candidates come from one pattern, after dates and times have been
covered; the library says whether a candidate is a number, and writes it in E.164.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

REGION: Final = "NL"
"""How a number without + or 00 is read."""
_DIGITS_MIN = 8
_DIGITS_MAX = 15
"""ITU-T E.164."""

_DATE = re.compile(
    r"(?<![\d.\-/])(?:\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d))"
    r"(?![\d]|[-/.]\d| \d\d \d\d)"
)
_TIME = re.compile(
    r"(?<![\d.:])(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?![\d:])"
    r"|(?<![\d.:])(?:[01]?\d|2[0-3])\.[0-5]\d(?:\.[0-5]\d)?(?=\s?(?:uur|u\b|h\b))"
)
_CANDIDATE = re.compile(
    r"(?<![\w#=€$£])(?<!\d[.,:/-])(?:\+|@(?=\d{10})|\(?0)\d?(?:[ ()./\-\u00a0\u202f\u2011]{0,3}\d){6,16}"
    r"(?![\w%€])(?![.,:/]\d)"
)
_NUMBER_OF_A_THING = re.compile(
    r"(?:order|bestel|factuur|klant|pakket|zending|dossier|zaak|polis|lid|volg|referentie|"
    r"invoice|tracking|customer|case|parcel)[\w-]*\.?\s?(?:nr|nummer|number|no|code)?\.?\s?:?\s?$"
    r"|[€$£#]\s?$|\b(?:bsn|kvk|kenmerk|btw|iban|rekening(?:nummer)?)\s?:?\s?$",
    re.IGNORECASE,
)
_BEFORE = 40
"""Characters before a number in which a word says that it counts something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone number at its place in a text."""

    e164: str
    as_written: str
    start: int


def phones_in(untrusted_text: str) -> Iterator[Phone]:
    """Yield the phone numbers of a text in order of place."""
    if sum(sign.isdigit() for sign in untrusted_text) < _DIGITS_MIN:
        return
    covered = _TIME.sub(_cover, _DATE.sub(_cover, untrusted_text))
    for match in _CANDIDATE.finditer(covered):
        written = _balanced(match.group())
        e164 = _e164(written)
        before = untrusted_text[max(0, match.start() - _BEFORE) : match.start()]
        if e164 is not None and _NUMBER_OF_A_THING.search(before) is None:
            yield Phone(e164=e164, as_written=written, start=match.start())


def _cover(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _balanced(written: str) -> str:
    """Give a closing bracket back to the sentence when its opening one is not in the number."""
    return written.rstrip("(") if written.count("(") > written.count(")") else written


def _e164(written: str) -> str | None:
    dialled = written.replace("@", "+").replace("(0)", "")
    digits = sum(sign.isdigit() for sign in dialled)
    if not _DIGITS_MIN <= digits <= _DIGITS_MAX + 2 or dialled.startswith("000"):
        return None
    try:
        number = phonenumbers.parse(dialled, REGION)
    except phonenumbers.NumberParseException:
        return None
    foreign = dialled.lstrip("(").startswith(("+", "00"))
    # A + says that it is meant as a phone number: then a plausible length is enough.
    plausible = phonenumbers.is_possible_number if foreign else phonenumbers.is_valid_number
    if not plausible(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
