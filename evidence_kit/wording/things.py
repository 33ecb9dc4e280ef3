# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the things that checks and failures are about: parts, ceilings, pairs that must agree.

A path or a file name stands as it is: only the program's own names for things are put into words.
"""

import re
from collections.abc import Mapping
from typing import Final

from evidence_kit.i18n import Texts

ITEMS: Final[Mapping[str, str]] = {
    "age armor": "a key slot",
    "age header": "the front of a sealed file",
    "age identity": "the recovery key",
    "age payload": "the content of a sealed file",
    "age recipient": "the key of the vault",
    "annotation": "a note or choice",
    "catalogue": "the list of the vault",
    "exhibit text": "the name of a file",
    "index": "the list of the vault",
    "key slot": "a key slot",
    "log": "the custody log",
    "object": "a sealed file",
    "objects": "the sealed files",
    "other files": "other files",
    "record_line": "a message that was read",
    "records": "the messages that were read",
    "signing key": "the signing key",
}
"""By the program's own name for a part of a vault."""

NUMBERED_ITEMS: Final[Mapping[str, str]] = {
    r"exhibit (\d+)": "number {n}",
    r"exhibit (\d+) \(records\)": "number {n}, the messages read from it",
    r"given head (\d+)": "the state that you gave, after {n} lines",
    r"log entries (\d+-\d+)": "lines {n} of the custody log",
    r"log entry (\d+)": "line {n} of the custody log",
    r"text of log entry (\d+)": "the text of line {n} of the custody log",
}
"""By form; {n} is the number."""

ASPECTS: Final[Mapping[str, str]] = {
    "head": "{path}, the state of the custody log",
    "log": "{path}, against the custody log",
    "root": "{path}, all lines together",
    "signature": "{path}, the signature",
    "trust": "{path}, who made it",
}
"""By what of a file in a bag is checked; the file is one that the program itself names."""

LIMITS: Final[Mapping[str, str]] = {
    "DECODE_PIXELS_MAX": "the pixels of one picture",
    "DESK_FILE_MAX": "the list of files still to be taken in",
    "INDEX_IMAGE_MAX": "the list of the vault",
    "KEY_SLOTS_MAX": "the number of passphrases",
    "LOG_SEGMENT_MAX": "one part of the custody log",
    "PDF_BYTES_MAX": "the size of one PDF",
    "PICTURE_BYTES_MAX": "the size of one picture",
    "READER_ADDRESS_SPACE": "the memory for reading one file",
    "RECORD_LINE_MAX": "the length of one message",
    "STAMP_FILE_MAX": "the size of one time-stamp file",
    "WORK_FACTOR_MAX": "the work it takes to open this key slot",
    "bag_file": "the size of one file in the folder",
    "bag_line": "the length of one line in a list",
    "memory": "the memory of this computer",
    "targets": "the messages in one choice",
}
"""By the name of a ceiling."""

PAIRS: Final[Mapping[str, str]] = {
    "anchor": "the places in the dossier",
    "bag": "the hand-over folder and its lists",
    "completed": "an export and what was put back into it",
    "demo": "the sample and what was expected of it",
    "dossier_pages": "the pages of the dossier and their number",
    "dossier_texts": "the texts of the dossier and its pages",
    "entry_field": "a line of the custody log and its kind",
    "entry_fields": "a line of the custody log and its kind",
    "entry_type": "a line of the custody log and its kind",
    "exhibit_number": "the numbers in the vault and the new number",
    "exhibit_removed": "the custody log and what was removed",
    "exhibits": "the exhibits of the dossier and of the vault",
    "fall_back": "the parts that read files",
    "hole": "what was left out and what was put back",
    "importer": "the parts that read files",
    "importers": "the parts that read files",
    "log_entry": "the custody log and its size",
    "object": "the custody log and a sealed file",
    "redaction": "what was left out and what can still be read",
    "reference": "the dossier and a place it points to",
    "sealed_sha256": "the custody log and a sealed file",
}
"""By what does not agree."""

NUMBERED_PAIRS: Final[Mapping[str, str]] = {
    r"messages_of_exhibit_(\d+)": "the messages of number {n} and their count",
    r"original_(\d+)": "the original of number {n} and its fingerprint",
    r"records_of_exhibit_(\d+)": "the messages of number {n} and their count",
}
"""By form; {n} is the number."""

_ASPECT: Final = re.compile(
    r"(signing-key\.pem|tagmanifest-sha256\.txt|data/[a-z-]+\.jsonl?"
    r"|(?:data/)?receipts/[\d-]+\.tsr) \((\w+)\)"
)


def item(t: Texts, text: str) -> str:
    """Return what a finding or failure is about: "number 3"; a path as it stands."""
    known = _known(t, text, ITEMS, NUMBERED_ITEMS)
    if known is not None:
        return known
    found = _ASPECT.fullmatch(text)
    if found is not None and found[2] in ASPECTS:
        return t(ASPECTS[found[2]], path=found[1])
    return text


def limit(t: Texts, code: str) -> str:
    """Return of what there is too much; a file's name as it stands."""
    return t(LIMITS[code]) if code in LIMITS else code


def pair(t: Texts, code: str) -> str:
    """Return which two things do not agree; an unlisted code as it stands."""
    known = _known(t, code.partition(":")[0], PAIRS, NUMBERED_PAIRS)
    return code if known is None else known


def _known(
    t: Texts, text: str, plain: Mapping[str, str], numbered: Mapping[str, str]
) -> str | None:
    if text in plain:
        return t(plain[text])
    for form, words in numbered.items():
        found = re.fullmatch(form, text)
        if found is not None:
            return t(words, n=found[1])
    return None
