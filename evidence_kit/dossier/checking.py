# SPDX-License-Identifier: GPL-3.0-or-later
"""How to check: in plain words, with commands that need nothing of ours, and what it does not show."""

from collections.abc import Iterator

from evidence_kit import wording
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Material, Say


def checking_blocks(material: Material, say: Say) -> tuple[paper.Block, ...]:
    """Return the blocks of "How to check this dossier"."""
    return (
        *_in_plain_words(say),
        *_steps(say),
        *_limits(say),
        *_digests(material, say),
        *_key(material, say),
    )


def _in_plain_words(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paper.Paragraph(
        kind=paper.ParagraphKind.LEAD,
        text=paper.program(
            t(
                "Each file got a fingerprint (SHA-256) when it was added. If one bit of the file "
                "changes, the fingerprint changes."
            )
        ),
    )
    yield paper.Paragraph(
        text=paper.program(
            t(
                "You need the hand-over folder or the file itself. You do not need this program, and "
                "no internet."
            )
        )
    )


def _steps(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paper.Heading(text=paper.program(t("One file")), level=2)
    yield paper.ItemList(
        items=(
            paper.program(t("Open a command window in the folder of the file.")),
            paper.program(t("Type the command for your system, with the name of the file.")),
            paper.program(t("Compare the result with the table in this part.")),
        ),
        ordered=True,
    )
    yield paper.KeepTogether(
        blocks=(
            paper.Verbatim(
                text="\n".join(
                    (
                        "Windows            certutil -hashfile " + t("FILE") + " SHA256",
                        "Windows PowerShell Get-FileHash -Algorithm SHA256 " + t("FILE"),
                        "macOS              shasum -a 256 " + t("FILE"),
                        "Linux              sha256sum " + t("FILE"),
                    )
                ),
                voice=paper.Voice.PROGRAM,
            ),
        )
    )
    yield paper.Heading(text=paper.program(t("The whole hand-over folder")), level=2)
    yield paper.Paragraph(
        text=paper.program(
            t(
                "In the folder lie lists of all files with their fingerprints. The second list stands "
                "for the first and carries the signature."
            )
        )
    )
    yield paper.Verbatim(
        text="\n".join(
            (
                "Linux   sha256sum -c manifest-sha256.txt",
                "        sha256sum -c tagmanifest-sha256.txt",
                "macOS   shasum -a 256 -c manifest-sha256.txt",
                "        shasum -a 256 -c tagmanifest-sha256.txt",
                "openssl dgst -sha256 -verify signing-key.pem \\",
                "  -signature tagmanifest-sha256.txt.sig tagmanifest-sha256.txt",
            )
        ),
        voice=paper.Voice.PROGRAM,
    )
    yield paper.Paragraph(
        kind=paper.ParagraphKind.NOTE,
        text=paper.program(
            t(
                "On Windows the folder holds verify_bag.py; it needs Python only. Its result is: "
                "matches, does not match, or cannot be judged."
            )
        ),
    )


def _limits(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paper.Notice(
        kind=paper.NoticeKind.LIMIT,
        title=t("What a fingerprint does not show"),
        text=(
            paper.program(
                t(
                    "It shows whether the file changed after it was added. It says nothing about the "
                    "time before that."
                )
            ),
            paper.program(t("It does not prove who wrote a message, or when it was sent.")),
        ),
    )
    yield paper.Notice(
        kind=paper.NoticeKind.LIMIT,
        title=t("What a clock does not show"),
        text=(
            paper.program(
                t(
                    "The times of adding come from the clock of this computer. No time service has "
                    "confirmed them."
                )
            ),
        ),
    )
    yield paper.Notice(
        kind=paper.NoticeKind.LIMIT,
        title=t("What an exported chat does not show"),
        text=(
            paper.program(
                t(
                    "An export is a text file. Whoever holds it can change it before it is added "
                    "here; the device itself is the stronger source."
                )
            ),
            paper.program(
                t(
                    "An export can lack messages that were deleted. Sender names can come from the "
                    "address book of the device."
                )
            ),
        ),
    )
    yield paper.Notice(
        kind=paper.NoticeKind.LIMIT,
        title=t("What a key from the same folder does not show"),
        text=(
            paper.program(
                t(
                    "Key, signature and folder come from one hand. They prove little until the state "
                    "of the log is also known from elsewhere."
                )
            ),
            paper.program(
                t("A receipt on paper with this state, signed by the receiver, is such a place.")
            ),
        ),
    )


def _digests(material: Material, say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paper.Heading(
        text=paper.program(t("Fingerprints (SHA-256) of all originals")),
        bookmark=t("Fingerprints of all originals"),
    )
    yield paper.DataTable(
        columns=(
            paper.Column(title=t("No."), weight=0.7),
            paper.Column(title=t("File"), weight=3),
            paper.Column(title=t("Bytes"), weight=1.6, align=paper.Align.END),
            paper.Column(title=t("Fingerprint (SHA-256)"), weight=5, hashes=True),
        ),
        rows=tuple(row for item in material.exhibits for row in _digest_rows(item.exhibit, say)),
        empty=paper.program(t("No exhibits.")),
        summary=t("Size in bytes and SHA-256 of every original."),
    )


def _digest_rows(exhibit: Exhibit, say: Say) -> Iterator[paper.Row]:
    """Yield the original, and the kept copy where it differs: that is what a receiver gets."""
    held = "" if exhibit.holding is Holding.COPIED else wording.holding(say.w, exhibit.holding)
    copied = exhibit.holding is Holding.WITH_HOLES and exhibit.stored_sha256 is not None
    original = say.t("original") if copied else held
    yield _digest_row(exhibit, original, exhibit.sha256.hex, say)
    if copied and exhibit.stored_sha256 is not None:
        yield _digest_row(exhibit, held, exhibit.stored_sha256.hex, say)


def _digest_row(exhibit: Exhibit, what: str, sha256: str, say: Say) -> paper.Row:
    remark = f" ({what})" if what and exhibit.name.text else what
    return paper.Row(
        cells=(
            paper.program(str(exhibit.number)),
            (*paper.evidence(exhibit.name.text), *paper.program(remark)),
            paper.program(wording.number(say.w, exhibit.size)),
            paper.program(sha256),
        )
    )


def _key(material: Material, say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paper.HashBlock(
        label=t("Custody log: state before this dossier was made"), value=material.head.root
    )
    if material.key_fingerprint:
        yield paper.HashBlock(
            label=t("Fingerprint (SHA-256) of signing-key.pem"), value=material.key_fingerprint
        )
    yield paper.Paragraph(
        kind=paper.ParagraphKind.NOTE,
        text=paper.program(
            t(
                "The state is the root of a hash tree over all lines (RFC 9162). "
                "custody-log.jsonl in the hand-over folder lets anyone compute it again."
            )
        ),
    )
