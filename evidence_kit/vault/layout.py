# SPDX-License-Identifier: GPL-3.0-or-later
"""Which file stands where in a vault (docs/formats/vault.md)."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.domain.ids import is_id
from evidence_kit.formats.vault_header import FILE

_SEGMENT = re.compile(r"(\d{10})\.age\Z", re.ASCII)
_CHECKPOINT = re.compile(r"(\d{10})\.json\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one vault."""

    root: Path

    @property
    def header(self) -> Path:
        """vault.json."""
        return self.root / FILE

    @property
    def lock(self) -> Path:
        """Held by the one program that has the vault open."""
        return self.root / "lock"

    @property
    def objects(self) -> Path:
        """Sealed originals, records and texts."""
        return self.root / "objects"

    @property
    def log(self) -> Path:
        """Segments of the custody log."""
        return self.root / "log"

    @property
    def checkpoints(self) -> Path:
        """Signed heads."""
        return self.root / "checkpoints"

    @property
    def receipts(self) -> Path:
        """Time-stamp requests and replies."""
        return self.root / "receipts"

    @property
    def index(self) -> Path:
        """The cache."""
        return self.root / "index"

    @property
    def desk(self) -> Path:
        """Choices, and work that was left; made when there is something to keep."""
        return self.root / "desk"

    @property
    def tmp(self) -> Path:
        """Files in the making; swept at opening. Only ciphertext."""
        return self.root / "tmp"

    @property
    def catalogue(self) -> Path:
        """The cached log and texts."""
        return self.index / "catalogue.age"

    @property
    def folders(self) -> tuple[Path, ...]:
        """All folders of a vault."""
        return (
            self.objects,
            self.log,
            self.checkpoints,
            self.receipts,
            self.index,
            self.tmp,
        )

    def slot(self, file: str) -> Path:
        """Return the place of a key slot."""
        return self.root / file

    def object(self, name: str) -> Path:
        """Return the place of an object."""
        return self.objects / name[:2] / f"{name}.age"

    def segment(self, first: int) -> Path:
        """Return the place of the log segment whose first entry has this number."""
        return self.log / f"{first:010d}.age"

    def checkpoint(self, size: int) -> Path:
        """Return the place of the signed head over so many entries."""
        return self.checkpoints / f"{size:010d}.json"

    def receipt(self, file: str) -> Path:
        """Return the place of a time-stamp request or reply."""
        return self.receipts / file

    def image(self, interpretation: str) -> Path:
        """Return the place of an index image."""
        return self.index / f"{interpretation}.age"

    def temporary(self) -> Path:
        """Return a fresh place for a file in the making."""
        return self.tmp / f"{secrets.token_hex(16)}.part"

    def label(self, path: Path) -> str:
        """Return how a finding names a file: its path in the vault, with slashes."""
        return path.relative_to(self.root).as_posix()


def segment_number(name: str) -> int | None:
    """Return the number of the first entry out of a segment's file name."""
    match = _SEGMENT.match(name)
    return None if match is None else int(match[1])


def checkpoint_number(name: str) -> int | None:
    """Return the size out of a checkpoint's file name."""
    match = _CHECKPOINT.match(name)
    return None if match is None else int(match[1])


def object_name(folder: str, file: str) -> str | None:
    """Return the object's name out of its folder and file name."""
    stem = file.removesuffix(".age")
    return stem if stem != file and is_id(stem) and stem[:2] == folder else None
