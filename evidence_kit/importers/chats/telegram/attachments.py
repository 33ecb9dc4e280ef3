# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a message names, and what became of each."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from evidence_kit.domain.record import Attachment, AttachmentStatus
from evidence_kit.importers.package import Member

_NAMING = ("photo", "file", "thumbnail", "contact_vcard")
_LEFT_OUT = (
    ("(File not included", AttachmentStatus.OMITTED_BY_APP),
    ("(File exceeds maximum size", AttachmentStatus.OMITTED_BY_APP),
    ("(File unavailable", AttachmentStatus.FAILED_DOWNLOAD),
)
"""What the app writes where a path would stand; always English."""


class MemberPaths:
    """Paths of one package's members: exact, then NFC (a Mac re-zips in NFD), then any case."""

    def __init__(self, members: Iterable[Member], withheld: frozenset[str]) -> None:
        self._steps: list[dict[str, str]] = [{}, {}, {}]
        self._withheld = withheld
        self.referenced: set[str] = set()
        for member in members:
            for step, form in zip(self._steps, _forms(member.key), strict=True):
                step.setdefault(form, member.key)

    def attachments(self, record: dict[str, Any], folder: str) -> tuple[Attachment, ...]:
        """Return the files that a message names; paths count from the folder of its file."""
        found: list[Attachment] = []
        for naming in _NAMING:
            path = record.get(naming)
            if isinstance(path, str) and path:
                stated = record.get("file_name") if naming == "file" else None
                found.append(self._attachment(path, folder, stated))
        return tuple(found)

    def _attachment(self, path: str, folder: str, stated: object) -> Attachment:
        for beginning, status in _LEFT_OUT:
            if path.startswith(beginning):
                name = stated if isinstance(stated, str) and stated else path
                return Attachment(name=name, status=status)
        return self.attachment(path, folder)

    def attachment(self, path: str, folder: str, below: str | None = None) -> Attachment:
        """Look a path up; it counts from a folder. `below` is the path from there, when it climbs."""
        key = self._find(folder + (path if below is None else below))
        if key is None:
            return Attachment(name=path, status=AttachmentStatus.MISSING)
        self.referenced.add(key)
        held = AttachmentStatus.WITHHELD if key in self._withheld else AttachmentStatus.PRESENT
        return Attachment(name=path, status=held, member=key)

    def _find(self, path: str) -> str | None:
        for step, form in zip(self._steps, _forms(path), strict=True):
            if form in step:
                return step[form]
        return None


def _forms(path: str) -> tuple[str, str, str]:
    composed = unicodedata.normalize("NFC", path)
    return path, composed, composed.casefold()
