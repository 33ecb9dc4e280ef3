# SPDX-License-Identifier: GPL-3.0-or-later
"""How to have a time stamp made on another computer: the request itself, and the lines to type.

The request is small enough to be typed or read by a phone, so it can travel as this paper alone.
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.custody import LogHead
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Say, say_in
from evidence_kit.dossier.paper_frame import (
    Printed,
    commands,
    heading,
    one_paper,
    paragraph,
    print_paper,
)

_COLUMNS: Final = 48
"""Signs on a line: fewer than the 76 that `openssl base64 -d` reads without an option."""

FROM_TEXT: Final = "openssl base64 -d -in request.txt -out request.tsq"
"""Turns the typed text into the request."""
LOOK: Final = "openssl ts -query -in request.tsq -text"
ASK: Final = (
    'curl -H "Content-Type: application/timestamp-query" \\',
    "  --data-binary @request.tsq -o reply.tsr ADDRESS",
)
"""Sends it; ADDRESS is the service's."""
CHECK: Final = (
    "openssl ts -reply -in reply.tsr -text",
    "openssl ts -verify -queryfile request.tsq -in reply.tsr -CAfile ca.pem",
)
CHECK_LATER: Final = (
    "openssl ts -verify -queryfile request.tsq -in reply.tsr -CAfile ca.pem \\",
    "  -attime SECONDS",
)
"""Once a certificate ran out; SECONDS since 1970 is the time in the stamp."""


def request_text(request: bytes) -> str:
    """Return a request as text to be typed, with a line end after each line."""
    text = base64.b64encode(request).decode("ascii")
    return "".join(f"{text[i : i + _COLUMNS]}\n" for i in range(0, len(text), _COLUMNS))


def stamp_sheet(
    request: bytes, at: LogHead, imprint: str, language: str, made_at: datetime
) -> Printed:
    """Return the instruction as PDF.

    Args:
        request: RFC 3161 request, DER.
        at: the head that is to be stamped.
        imprint: SHA-256 of the signed head, 64 hex digits.
        language: "nl" or "en".
        made_at: aware.

    Raises:
        Inconsistent: the request cannot be read back from the finished file.
    """
    say = say_in(language)
    text = request_text(request)
    blocks = (
        *_what(say, at, imprint),
        *_request(say, text),
        *_asking(say),
        *_checking(say),
        *_shows(say),
    )
    document = one_paper(say, say.t("Have a time stamp made"), made_at, blocks)
    return print_paper(document, (*text.split(), imprint))


def _what(say: Say, at: LogHead, imprint: str) -> Iterator[paper.Block]:
    t = say.t
    yield paragraph(
        t.n(
            "A time-stamp service signs that it was shown a fingerprint at a certain time. Only the "
            "fingerprint travels. It stands for the first {shown} line of a log, and nobody can read "
            "the log from it.",
            "A time-stamp service signs that it was shown a fingerprint at a certain time. Only the "
            "fingerprint travels. It stands for the first {shown} lines of a log, and nobody can read "
            "the log from it.",
            at.size,
            shown=wording.number(say.w, at.size),
        )
    )
    yield paper.HashBlock(label=t("Fingerprint (SHA-256) that travels"), value=imprint)


def _request(say: Say, text: str) -> Iterator[paper.Block]:
    t = say.t
    yield heading(t("1  Bring the request to a computer with internet"))
    yield paragraph(
        t(
            "Take the request file along on a stick and call it request.tsq. Or put the text below "
            "into a file request.txt, by typing it or with a phone, and then:"
        )
    )
    yield paper.QrCode(
        data=text,
        alt=t("QR code with the text of the request, printed beside it"),
        large=True,
        printed=(
            paper.Verbatim(text=text.rstrip("\n"), voice=paper.Voice.PROGRAM),
            commands(FROM_TEXT),
            paragraph(t("To see what is in the request:"), paper.ParagraphKind.NOTE),
            commands(LOOK),
        ),
    )


def _asking(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield heading(t("2  Send it"))
    yield paragraph(
        t(
            "ADDRESS is that of a time-stamp service you choose. DigiCert runs one, for example; that "
            "is no advice. Ask the receiver which services count for them. You can ask several."
        )
    )
    yield commands(*ASK)


def _checking(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield heading(t("3  Look at the reply, and bring it back"))
    yield paragraph(
        t(
            "Get the service's certificates from its own site, as ca.pem. Then bring both files back."
        )
    )
    yield commands(*CHECK)
    yield paragraph(
        t(
            "Years later a certificate may have run out. Then add the time of the stamp, in seconds "
            "since 1970:"
        )
    )
    yield commands(*CHECK_LATER)


def _shows(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paper.Notice(
        kind=paper.NoticeKind.LIMIT,
        title=t("What a time stamp shows"),
        text=(
            paper.program(
                t(
                    "The log up to that line existed at the latest at the time in the stamp. It does "
                    "not show how much older it is, nor that anything in it is true."
                )
            ),
        ),
    )
