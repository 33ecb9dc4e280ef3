# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery key on paper, with what to do with it, also without this program.

Neutral (people.md 8): it names neither the program nor what the folder is for, and neither do the
data of the file. So nobody who finds the paper learns more than that a folder is locked.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

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

OPEN_IDENTITY: Final = "age -d -i key.txt -o identity.txt identity-recovery.age"
"""Opens the key slot with the key that was typed into key.txt."""
OPEN_ALL: Final = (
    "mkdir opened",
    "for f in log/*.age objects/*/*.age; do",
    '  age -d -i identity.txt -o "opened/$(basename "$f" .age)" "$f"',
    "done",
)
"""Opens the log, which names the files, and every file; on Linux and macOS."""

_LINE: Final = 20
"""Signs of the key on a line: five groups."""


def recovery_sheet(key: str, language: str, made_at: datetime) -> Printed:
    """Return the sheet as PDF.

    Args:
        key: AGE-SECRET-KEY-1...
        language: "nl" or "en".
        made_at: aware.

    Raises:
        Inconsistent: the key cannot be read back from the finished file.
    """
    lines = tuple(key[i : i + _LINE] for i in range(0, len(key), _LINE))
    return print_paper(sheet_document(key, say_in(language), made_at), lines)


def sheet_document(key: str, say: Say, made_at: datetime) -> paper.Document:
    """Return the sheet as a tree."""
    blocks = (*_key(key, say), *_keeping(say), *_using(say), *_room(say))
    return one_paper(say, say.t("Key on paper"), made_at, blocks)


def _key(key: str, say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield paragraph(
        t(
            "This key opens a locked folder without its passphrase. "
            "Who has both key and folder can read all that is in it."
        )
    )
    yield paper.QrCode(
        data=key,
        alt=t("QR code with the key, printed beside it"),
        large=True,
        printed=(
            paper.KeyGroups(value=key, label=t("The key in groups of four")),
            paragraph(
                t(
                    "The code holds the same 74 signs. "
                    "A phone that reads it may keep them or send them on. Typing is safer."
                ),
                paper.ParagraphKind.NOTE,
            ),
        ),
    )


def _keeping(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield heading(t("Keeping it"))
    yield points(
        t("Keep this paper away from the folder, where only you can find it."),
        t("Or give it to someone you trust. Without the folder it opens nothing."),
        t("Take no photo of it. Photos often go to other devices by themselves."),
        t(
            "A printer that others use can keep what it prints. "
            "Then have a new key made later, and copy it by hand."
        ),
    )


def _using(say: Say) -> Iterator[paper.Block]:
    t = say.t
    yield heading(t("Using it"))
    yield paragraph(
        t(
            "Open the folder in the program that made it, and choose the recovery key. "
            "Spaces and small letters do not matter."
        )
    )
    yield heading(t("Without that program"))
    yield points(
        t("Get the free program age, from age-encryption.org or your system's own store."),
        t("Type the key into a new file key.txt: on one line, in capitals, without spaces."),
        t("Put key.txt into the locked folder, open a command window there, and type:"),
        ordered=True,
    )
    yield commands(OPEN_IDENTITY)
    yield paragraph(
        t(
            "identity.txt now opens every file that ends in .age. The files in log tell which file "
            "in objects is which. To open them all, on Linux and macOS:"
        )
    )
    yield commands(*OPEN_ALL)
    yield paragraph(
        t(
            "What comes out is not locked. Delete key.txt, identity.txt and opened when you are done."
        )
    )


def _room(say: Say) -> Iterator[paper.Block]:
    yield paper.SignatureLines(labels=(say.t("Date"), say.t("Room to write")))
