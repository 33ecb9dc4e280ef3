# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what may lead to a person in a piece of text: numbers, addresses, accounts.

Kinds are looked for one after the other; what one kind took, the next does not see, so the digits
of an IBAN are no phone number. A cheap look comes first: most messages hold none of it.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from stdnum import iban, numdb
from stdnum.exceptions import ValidationError

from evidence_kit.domain.identifier import Checksum, IdentifierType
from evidence_kit.review.phone_search import phones_in

KNOWN_HOSTS: Final = (
    *("tikkie.me", "betaalverzoek.rabobank.nl", "paypal.me", "paypal.com", "bunq.me"),
    *("revolut.me", "cash.app", "wise.com", "payconiq.com", "bitcoin.com"),
    *("wa.me", "t.me", "m.me", "fb.me", "discord.gg", "discord.com", "instagram.com"),
    *("facebook.com", "snapchat.com", "tiktok.com", "twitter.com", "x.com", "telegram.me"),
    *("youtube.com", "youtu.be", "onlyfans.com", "reddit.com", "linkedin.com"),
    *("bit.ly", "tinyurl.com", "we.tl", "wetransfer.com", "mega.nz", "imgur.com"),
    *("dropbox.com", "drive.google.com", "photos.app.goo.gl", "pastebin.com"),
)
"""Hosts that people write without https://; any other needs a scheme or www. to be a link."""

_HOSTS = "|".join(re.escape(host) for host in KNOWN_HOSTS)
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w@])")
_URL = re.compile(
    rf"(?<![\w@])(?:https?://|www\.|(?:[\w-]+\.)?(?:{_HOSTS})(?=[/?#]))[^\s<>\"“”«»]+",
    re.IGNORECASE,
)
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ .-]?[A-Za-z0-9])")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?!\w|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
_HANDLE = re.compile(r"(?<![\w@./+-])@[A-Za-z_][\w.]{1,29}(?![\w@])", re.ASCII)
_TRAILING = ".,;:!?'’*_~…"
"""Signs that end the sentence, not the link."""
_PAIRS = {")": "(", "]": "[", "}": "{"}
_WORTH_A_LOOK = re.compile(rf"[@\d]|://|www\.|{_HOSTS}", re.IGNORECASE)
_GAP = "\0"
"""Stands for text that an earlier kind took: no kind's pattern accepts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One identifier at one place in a text."""

    type: IdentifierType
    normalised: str
    as_written: str
    checksum: Checksum
    start: int
    """Index of its first character in the text."""


def identifiers_in(untrusted_text: str) -> tuple[Found, ...]:
    """Return every identifier in a text, in order of place.

    A number without + or 00 is read as a Dutch one. Nothing is masked or repaired.
    """
    if _WORTH_A_LOOK.search(untrusted_text) is None:
        return ()
    left = untrusted_text
    found: list[Found] = []
    for search in _SEARCHES:
        taken = list(search(left))
        for item in taken:
            end = item.start + len(item.as_written)
            left = left[: item.start] + _GAP * (end - item.start) + left[end:]
        found += taken
    found += _phones_in_links(found)
    return tuple(sorted(found, key=lambda item: (item.start, item.type.value)))


def _urls(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        written = _without_sentence_end(match.group().split(_GAP)[0])
        scheme, mark, rest = written.rpartition("://") if "://" in written else ("", "", written)
        host = re.split(r"[/?#]", rest, maxsplit=1)[0]
        normalised = f"{scheme.lower()}{mark}{host.lower()}{rest[len(host) :]}"
        if host.strip(".").lower() not in ("", "www"):
            yield _found(IdentifierType.URL, normalised, written, match.start())


def _without_sentence_end(written: str) -> str:
    while written:
        last = written[-1]
        unpaired = last in _PAIRS and written.count(last) > written.count(_PAIRS[last])
        if last not in _TRAILING and not unpaired:
            break
        written = written[:-1]
    return written


def _emails(text: str) -> Iterator[Found]:
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        # A sentence may end right before the address; addresses do not start with a dot.
        written = match.group().lstrip(".")
        start = match.end() - len(written)
        yield _found(IdentifierType.EMAIL, written.lower(), written, start)


def _ibans(text: str) -> Iterator[Found]:
    taken_up_to = 0
    for match in _IBAN_START.finditer(text):
        length = _iban_length(match.group()[:2].upper())
        if length is None or match.start() < taken_up_to:
            continue
        written = _spanned(text, match.start(), length)
        if written is None or not _has_iban_form(written):
            continue
        taken_up_to = match.start() + len(written)
        compact = iban.compact(written).replace(".", "").upper()
        fits = Checksum.FITS if _check_digits_fit(compact) else Checksum.DOES_NOT_FIT
        yield Found(
            type=IdentifierType.IBAN,
            normalised=compact,
            as_written=written,
            checksum=fits,
            start=match.start(),
        )


def _spanned(text: str, start: int, length: int) -> str | None:
    """Return as much text as holds `length` letters and digits, with single signs between."""
    at, counted, gap = start, 0, False
    while at < len(text) and counted < length:
        sign = text[at]
        if sign.isascii() and sign.isalnum():
            counted, gap = counted + 1, False
        elif sign in " .-\u00a0\u202f" and not gap:
            gap = True
        else:
            return None
        at += 1
    if counted < length or (at < len(text) and text[at].isascii() and text[at].isalnum()):
        return None
    return text[start:at]


def _check_digits_fit(compact: str) -> bool:
    try:
        # The IBAN's own digits only: a bank's inner number is not what is asked here.
        iban.validate(compact, check_country=False)
    except ValidationError:
        return False
    return True


def _has_iban_form(written: str) -> bool:
    compact = iban.compact(written).replace(".", "").upper()
    form = _iban_form(compact[:2])
    return form is not None and form.fullmatch(compact[4:]) is not None


def _iban_length(country: str) -> int | None:
    structure = _iban_structure(country)
    if structure is None:
        return None
    return 4 + sum(int(count) for count in re.findall(r"(\d+)!?[nac]", structure))


@cache
def _iban_form(country: str) -> re.Pattern[str] | None:
    structure = _iban_structure(country)
    if structure is None:
        return None
    kinds = {"n": r"[0-9]", "a": r"[A-Z]", "c": r"[A-Z0-9]"}
    parts = re.findall(r"(\d+)!?([nac])", structure)
    return re.compile("".join(f"{kinds[kind]}{{{count}}}" for count, kind in parts))


@cache
def _iban_structure(country: str) -> str | None:
    """Return the SWIFT registry's structure of a country, as "4!a10!n", or None."""
    for _, properties in numdb.get("iban").info(country):
        if "bban" in properties:
            return str(properties["bban"])
    return None


def _addresses(text: str) -> Iterator[Found]:
    for match in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
        written = match.group()
        bare = written.rpartition(":")[0] if "." in written and ":" in written else written
        try:
            address = ipaddress.ip_address(bare)
        except ValueError:
            continue
        if not address.is_unspecified:
            yield _found(IdentifierType.IP, str(address), written, match.start())


def _handles(text: str) -> Iterator[Found]:
    if "@" not in text:
        return
    for match in _HANDLE.finditer(text):
        written = match.group().rstrip(".")
        if len(written) > 2:
            yield _found(IdentifierType.HANDLE, written.lower(), written, match.start())


def _phones(text: str) -> Iterator[Found]:
    for phone in phones_in(text):
        yield _found(IdentifierType.PHONE, phone.e164, phone.as_written, phone.start)


def _phones_in_links(found: list[Found]) -> list[Found]:
    """A link such as wa.me/31612345678 names a phone number too."""
    return [
        _found(IdentifierType.PHONE, phone.e164, phone.as_written.lstrip("/"), item.start)
        for item in found
        if item.type is IdentifierType.URL and "wa.me/" in item.normalised
        for phone in phones_in("+" + item.normalised.partition("wa.me/")[2].lstrip("+"))
    ]


def _found(kind: IdentifierType, normalised: str, as_written: str, start: int) -> Found:
    return Found(
        type=kind,
        normalised=normalised,
        as_written=as_written,
        checksum=Checksum.HAS_NONE,
        start=start,
    )


_SEARCHES: Final[tuple[Callable[[str], Iterator[Found]], ...]] = (
    _urls,
    _emails,
    _ibans,
    _addresses,
    _phones,
    _handles,
)
