# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the custody log on one page, for somebody else to keep (people.md 16).

Key, signature and checker out of one hand prove little. A paper that was given away early, with a name
and a date on it, is a place outside: nobody can change it afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence_kit import wording
from evidence_kit.clock import ClockReading
from evidence_kit.domain.custody import LogHead
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Say, say_in
from evidence_kit.dossier.paper_frame import (
    Printed,
    commands,
    heading,
    one_paper,
    paragraph,
    points,
    print_paper,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What the paper says."""

    vault: str
    head: LogHead
    key_fingerprint: str
    """SHA-256 of the public signing key's DER, 64 hex digits."""
    made: ClockReading
    """When the paper is made, by this computer's clock."""
    version: str
    """Of the program."""


def anchor_sheet(anchor: Anchor, language: str) -> Printed:
    """Return the paper as PDF.

    Raises:
        Inconsistent: a number of it cannot be read back from the finished file.
    """
    say = say_in(language)
    document = one_paper(
        say,
        say.t("State of a custody log"),
        anchor.made.local,
        tuple(_blocks(anchor, say)),
        kicker=say.t("To be kept by somebody else"),
        creator=f"Evidence Kit {anchor.version}",
    )
    return print_paper(document, (anchor.head.root, anchor.key_fingerprint))


def anchor_lines(anchor: Anchor, language: str) -> tuple[str, ...]:
    """Return the same to be read aloud or typed: short lines, digests in groups of four."""
    t = say_in(language).t
    return (
        t("Vault: {vault}", vault=_grouped(anchor.vault)),
        t("Lines in the custody log: {count}", count=anchor.head.size),
        t("State of the custody log: {digest}", digest=_grouped(anchor.head.root)),
        t("Fingerprint of the key: {digest}", digest=_grouped(anchor.key_fingerprint)),
        t("Clock of this computer, not checked: {time}", time=_time(anchor, say_in(language))),
    )


def code_of(anchor: Anchor) -> str:
    """Return what the code holds: vault, lines, state and key, each on a line."""
    head = anchor.head
    return "\n".join((anchor.vault, str(head.size), head.root, anchor.key_fingerprint))


def _blocks(anchor: Anchor, say: Say) -> Iterator[paper.Block]:
    t = say.t
    count = wording.number(say.w, anchor.head.size)
    yield paragraph(
        t.n(
            "These numbers stand for the first {shown} line of a custody log. They show nothing of "
            "its content.",
            "These numbers stand for the first {shown} lines of a custody log. They show nothing of "
            "its content.",
            anchor.head.size,
            shown=count,
        )
    )
    yield paper.KeyValueTable(
        facts=(
            paper.Fact(label=t("Vault"), value=_mono(anchor.vault)),
            paper.Fact(label=t("Lines in the log"), value=paper.program(count)),
            paper.Fact(
                label=t("Paper made"),
                value=paper.program(
                    t("{time}, by the clock of this computer, not checked", time=_time(anchor, say))
                ),
            ),
        )
    )
    yield paper.QrCode(
        data=code_of(anchor),
        alt=t("QR code with vault, number of lines, state and fingerprint, printed beside it"),
        large=True,
        printed=(
            paper.HashBlock(label=t("State of the custody log"), value=anchor.head.root),
            paper.HashBlock(
                label=t("Fingerprint (SHA-256) of signing-key.pem"), value=anchor.key_fingerprint
            ),
            paragraph(t("The code holds the same, line by line."), paper.ParagraphKind.NOTE),
        ),
    )
    yield heading(t("Received by"))
    yield paper.SignatureLines(
        labels=(t("Name"), t("Signature"), t("Date and time"), t("Place, or remark"))
    )
    yield from _later(anchor, say)


def _later(anchor: Anchor, say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield heading(t("Comparing later"))
    yield points(
        t("Ask for the hand-over folder of this vault, and open a command window in it."),
        t("Type the line below. It computes the state over the first lines again."),
        t("Compare state and fingerprint with this paper, group by group."),
        ordered=True,
    )
    yield commands(f"python3 verify_bag.py --at={anchor.head.size}")
    yield paper.Notice(
        kind=paper.NoticeKind.LIMIT,
        title=t("What the same numbers show"),
        text=(
            paper.program(
                t(
                    "These lines stood in the log when you received this paper, and were not changed "
                    "since. They do not prove who wrote a message, or when."
                )
            ),
        ),
    )


def _mono(text: str) -> paper.Text:
    return (paper.Run(text=text, mono=True),)


def _time(anchor: Anchor, say: Say) -> str:
    utc = anchor.made.utc.isoformat().replace("+00:00", "Z")
    return wording.log_time(say.w, utc, anchor.made.zone_minutes)


def _grouped(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
