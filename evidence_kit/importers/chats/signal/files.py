# SPDX-License-Identifier: GPL-3.0-or-later
"""Files beside an export of Signal: found by the name that a message computes, judged by its digest.

A message states the SHA-256 of the file that was sent with it: a link that no other export has. It
shows that these bytes belong to that line of the export, not that the line is what was sent.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from evidence_kit.domain.record import Attachment, AttachmentStatus
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.signal.values import from_base64, inner
from evidence_kit.importers.json_chats import text_in
from evidence_kit.importers.package import Package, chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An attachment, and what its digest says."""

    attachment: Attachment
    flag: str | None
    """attachment_matches, attachment_differs, attachment_not_judged; None where no file is."""


class Files:
    """The files of a package by the stem of their name."""

    def __init__(
        self, package: Package | None, withheld: frozenset[str], *, judge: bool = True
    ) -> None:
        """List the files; without `judge` none of them is read."""
        self._package = package
        self._judge = judge
        self._withheld = withheld
        self._by_stem: dict[str, str] = {}
        for member in () if package is None else package.members:
            if not member.is_folder:
                name = member.name.text.rsplit("/", 1)[-1]
                self._by_stem.setdefault(name.split(".", 1)[0].lower(), member.key)

    def held(self, attachment: dict[str, Any], *, left_out: bool = False) -> Held:
        """Find the file of an attachment, and compare it with what the message states.

        Args:
            attachment: the object of the attachment, which holds a pointer, or the pointer itself.
            left_out: the app leaves such files out.
        """
        pointer = inner(attachment, "pointer") or attachment
        where = inner(pointer, "locatorInfo")
        name = text_in(pointer, "fileName") or text_in(pointer, "contentType") or ""
        digest = from_base64(where.get("plaintextHash"))
        key = self._key(digest, from_base64(where.get("localKey")))
        if key is None:
            return Held(
                attachment=Attachment(name=name, status=_absent(attachment, left_out)), flag=None
            )
        if key in self._withheld:
            status = AttachmentStatus.WITHHELD
            return Held(
                attachment=Attachment(name=name, status=status, member=key),
                flag="attachment_not_judged",
            )
        found = Attachment(name=name, status=AttachmentStatus.PRESENT, member=key)
        return Held(attachment=found, flag=self._judged(key, digest))

    def _key(self, digest: bytes | None, local: bytes | None) -> str | None:
        if digest is None:
            return None
        stems = [digest.hex()]
        if local is not None:
            # The first is how names are made now; the second how they were made before.
            stems = [hashlib.sha256(digest + local).hexdigest(), (digest + local).hex(), *stems]
        return next((self._by_stem[stem] for stem in stems if stem in self._by_stem), None)

    def _judged(self, key: str, digest: bytes | None) -> str:
        if self._package is None or digest is None or not self._judge:
            return "attachment_not_judged"
        found = hashlib.sha256()
        try:
            for piece in chunks(self._package.by_key(key)):
                found.update(piece)
        except NotUnderstood:
            return "attachment_not_judged"
        return "attachment_matches" if found.digest() == digest else "attachment_differs"


def _absent(attachment: dict[str, Any], left_out: bool) -> AttachmentStatus:
    if left_out:
        return AttachmentStatus.OMITTED_BY_APP
    if attachment.get("wasDownloaded") is False:
        return AttachmentStatus.REMOTE_ONLY
    return AttachmentStatus.MISSING
