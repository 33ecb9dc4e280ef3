#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes resources/sample_case anew: `.venv/bin/python packaging/make_sample_case.py`.

Nothing in it is real. The texts come out byte for byte; the pictures as exactly as the installed
Pillow draws and packs them.
"""

import json
import sys
from pathlib import Path

import sample_chat
import sample_files
import sample_mail
import sample_scenes
import sample_screens

TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample_case"
WORDS = Path(__file__).with_name("sample_case") / "words.jsonl"
CHAT = "WhatsApp Chat - Rico.zip"
NOOR = "Screenshot_20260114-213310.png"
SAM = "IMG_0471.PNG"
PHOTO = "IMG_0502.JPG"
MAIL = "Laatste kans.eml"
UNKNOWN = "ZB_20260301.xyz"
FILES = (SAM, PHOTO, MAIL, NOOR, CHAT, UNKNOWN)
"""In the order in which `add` of the folder takes them: their numbers are 1 to 6."""


def number_of(name: str) -> int:
    """Return the exhibit number a file gets in the demo."""
    return FILES.index(name) + 1


def files() -> dict[str, bytes]:
    """Make the six files that the sample case drops into a vault."""
    return {
        SAM: sample_screens.phone_of_sam(),
        PHOTO: sample_scenes.photo_with_place(),
        MAIL: sample_mail.mail(),
        NOOR: sample_screens.phone_of_noor(),
        CHAT: sample_chat.zip_of(sample_chat.read_script()),
        UNKNOWN: sample_files.unknown_file(4096),
    }


def annotations() -> bytes:
    """Make what the demo applies: the case, marks, where things come from, one account.

    The rows are those of docs/formats/annotation.md.
    """
    export = sample_chat.read_script()
    case, *others = [json.loads(line) for line in WORDS.read_text(encoding="utf-8").splitlines()]
    marks = [
        {"kind": "mark", "file": CHAT, "n": number, "facts": {"why": why}}
        for number, why in export.marks
    ]
    rows = [_row(entry, export) for entry in (case, *marks, *others)]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode("utf-8")


def _row(entry: dict[str, object], export: sample_chat.Export) -> dict[str, object]:
    name, at = entry.get("file"), entry.get("at")
    number = entry.get("n") if at is None else export.number_at(str(at))
    return {
        "type": "annotated",
        "kind": entry["kind"],
        "exhibit": None if name is None else number_of(str(name)),
        "targets": [] if number is None else [{"conversation": 1, "n": number}],
        "facts": entry.get("facts", {}),
        "words": entry.get("words", {}),
    }


def main() -> int:
    """Write the sample case."""
    (TARGET / "files").mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (TARGET / "files" / name).write_bytes(data)
        print(f"{len(data):>8}  {name}")
    (TARGET / "annotations.jsonl").write_bytes(annotations())
    return 0


if __name__ == "__main__":
    sys.exit(main())
