# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the file that a message names among the members of its package (formats.md 3.2, 3.5)."""

from collections.abc import Iterable

from evidence_kit.domain.record import Attachment, AttachmentStatus
from evidence_kit.importers.chats.meta.texts import Reader, is_expired_link, repaired
from evidence_kit.importers.package import Member

_FAILED = "Failed to download media"


class MemberPaths:
    """Members by path: as named, else under other top folders where only one fits."""

    def __init__(self, members: Iterable[Member], withheld: frozenset[str]) -> None:
        self._exact: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._withheld = withheld
        self.referenced: set[str] = set()
        for member in members:
            self._exact.setdefault(member.name.text, member.key)
            self._by_name.setdefault(_last(member.name.text), []).append(member.key)

    def attachment(self, uri: str, beside: str, reader: Reader) -> Attachment:
        """Say what became of a file that a message in the member `beside` names."""
        shown = reader.text(uri)
        if shown == _FAILED:
            return Attachment(name=shown, status=AttachmentStatus.FAILED_DOWNLOAD)
        if shown.startswith(("http://", "https://")):
            expired = is_expired_link(shown)
            status = AttachmentStatus.EXPIRED_LINK if expired else AttachmentStatus.REMOTE_ONLY
            return Attachment(name=shown, status=status)
        key = self._find(uri, beside) or self._find(repaired(uri) or "", beside)
        if key is None:
            return Attachment(name=shown, status=AttachmentStatus.MISSING)
        self.referenced.add(key)
        status = AttachmentStatus.WITHHELD if key in self._withheld else AttachmentStatus.PRESENT
        return Attachment(name=shown, status=status, member=key)

    def _find(self, uri: str, beside: str) -> str | None:
        path = uri.removeprefix("./").lstrip("/")
        if not path:
            return None
        folder = beside.rpartition("/")[0]
        for candidate in (path, f"{folder}/{path}" if folder else path):
            if candidate in self._exact:
                return self._exact[candidate]
        named = self._by_name.get(_last(path), [])
        below = [key for key in named if key.endswith(f"/{path}")]
        # Whoever packs a part of a download again takes folders off the front.
        cut = [key for key in named if "/" in key and path.endswith(f"/{key}")]
        for found in (below, cut):
            if found:
                return found[0] if len(found) == 1 else None
        return None


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1]
