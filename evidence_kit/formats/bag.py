# SPDX-License-Identifier: GPL-3.0-or-later
"""The hand-over bag: its places, tag files and manifests (docs/formats/bag.md).

BagIt 1.0, RFC 8493. Only two things are ours: the signature over the tag manifest, and what the
payload holds.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence_kit.limits import BAG_PATH_MAX

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "tagmanifest-sha256.txt.sig"
SIGNING_KEY = "signing-key.pem"
CHECKER = "verify_bag.py"
GUIDES = ("LEES-MIJ.txt", "README.txt")

PAYLOAD = "data/"
DOSSIER = "data/dossier.pdf"
INDEX_CSV = "data/index.csv"
INDEX_JSON = "data/index.json"
CUSTODY_LOG = "data/custody-log.jsonl"
CHECKPOINT = "data/checkpoint.json"
ORIGINALS = "data/originals/"
TRANSCRIPTS = "data/transcripts/"
RECEIPTS = "data/receipts/"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_SAFE_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z", re.ASCII)
_NOT_SAFE = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
_STEM_MAX = 60
_SUFFIX_MAX = 12
_LINE = re.compile(r"(?P<digest>[0-9A-Fa-f]+)[ \t]+\*?(?P<path>.+)\Z", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"%(0[Aa]|0[Dd]|25)")
_LETTER_AND_COLON = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestLine:
    """One file as a manifest names it."""

    digest: str
    """Lower-case hex."""
    path: str
    """Relative to the bag, with slashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest as read."""

    lines: tuple[ManifestLine, ...]
    malformed: tuple[int, ...] = ()
    """Numbers of lines that are none, from 1."""
    unsafe: tuple[str, ...] = ()
    """Paths that point out of the bag; never followed."""
    twice: tuple[str, ...] = ()
    """Paths that are named more than once."""


def encode_manifest(lines: Sequence[ManifestLine]) -> bytes:
    """Return a manifest, sorted by path; the same form as sha256sum writes.

    Raises:
        ValueError: a path is not one of ours.
    """
    for line in lines:
        if _SAFE_PATH.match(line.path) is None:
            raise ValueError("a path of a bag is plain ASCII")
    ordered = sorted(lines, key=lambda line: line.path)
    return "".join(f"{line.digest}  {line.path}\n" for line in ordered).encode("ascii")


def parse_manifest(untrusted: str) -> Manifest:
    """Read a manifest that anybody may have written; what is odd is listed, never followed."""
    lines: dict[str, ManifestLine] = {}
    malformed: list[int] = []
    unsafe: list[str] = []
    twice: list[str] = []
    for number, text in enumerate(_LINE_END.split(untrusted), start=1):
        if not text:
            continue
        found = _LINE.match(text)
        if found is None:
            malformed.append(number)
            continue
        path = _unescape(found["path"].removeprefix("./"))
        if not stays_inside(path):
            unsafe.append(path)
        elif path in lines:
            twice.append(path)
        else:
            lines[path] = ManifestLine(digest=found["digest"].lower(), path=path)
    return Manifest(
        lines=tuple(lines.values()),
        malformed=tuple(malformed),
        unsafe=tuple(unsafe),
        twice=tuple(twice),
    )


def stays_inside(untrusted_path: str) -> bool:
    """Say whether a path names something inside the bag on every system."""
    if len(untrusted_path) > BAG_PATH_MAX:
        return False
    parts = untrusted_path.split("/")
    odd = untrusted_path.startswith(("/", "~")) or "\\" in untrusted_path
    return not (
        odd
        or _LETTER_AND_COLON.match(untrusted_path)
        or any(part in ("", ".", "..") for part in parts)
        or any(sign < " " for sign in untrusted_path)
    )


def _unescape(path: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), path)


def safe_name(number: int, name: str, *, partly: bool = False) -> str:
    """Return the name an original has in the bag: plain ASCII, led by its number.

    Args:
        number: the exhibit's number.
        name: as found; stays in the index.
        partly: whether stretches of it were left out.
    """
    stem, dot, suffix = name.rpartition(".")
    if not (dot and stem and suffix.isascii() and suffix.isalnum() and len(suffix) <= _SUFFIX_MAX):
        stem, suffix = name, ""
    stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    stem = _NOT_SAFE.sub("_", stem)[:_STEM_MAX].strip("._-") or "file"
    ending = f".{suffix}" if suffix else ""
    return f"{number:04d}_{stem}{'_partly' if partly else ''}{ending}"


def transcript_path(number: int, conversation: int, suffix: str) -> str:
    """Return where a conversation of an exhibit stands."""
    return f"{TRANSCRIPTS}{number:04d}_{conversation}.{suffix}"


def records_path(number: int) -> str:
    """Return where the records of an exhibit stand, each with the salt of its leaf."""
    return f"{TRANSCRIPTS}{number:04d}_records.jsonl"


def stamped_head_path(size: int) -> str:
    """Return where the signed head over so many entries stands, if it was time-stamped."""
    return f"{RECEIPTS}{size:010d}.json"


def encode_tags(tags: Mapping[str, str]) -> bytes:
    """Return bag-info.txt (RFC 8493 section 2.2.2).

    Raises:
        ValueError: a value has a line end in it.
    """
    for value in tags.values():
        if "\n" in value or "\r" in value:
            raise ValueError("a tag is one line")
    return "".join(f"{name}: {value}\n" for name, value in tags.items()).encode("utf-8")


def parse_tags(untrusted: str) -> dict[str, str]:
    """Read a tag file; a line that starts with white space goes on with the one before."""
    tags: dict[str, str] = {}
    last = ""
    for line in _LINE_END.split(untrusted):
        if line[:1] in (" ", "\t") and last:
            tags[last] = f"{tags[last]} {line.strip()}"
        elif ":" in line:
            last, _, value = line.partition(":")
            tags[last] = value.strip()
    return tags
