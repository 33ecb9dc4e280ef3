# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the file that a record names among the members of its package (formats.md 1.7)."""

import unicodedata
from collections.abc import Iterable

from evidence_kit.domain.record import Attachment, AttachmentStatus
from evidence_kit.importers.chats.whatsapp.bodies import NamedFile
from evidence_kit.importers.chats.whatsapp.header import MARKS
from evidence_kit.importers.package import Member

_SHORTEST_PREFIX = 8


class MemberNames:
    """Names of the members of one package, for a look-up by the same ladder every time.

    Exact name, then the same in NFC (a Mac re-zips in NFD), then without direction marks, then
    whatever the case, then a unique beginning (Android cuts long names).
    """

    def __init__(self, members: Iterable[Member], withheld: frozenset[str]) -> None:
        self._steps: list[dict[str, str]] = [{}, {}, {}, {}]
        self._withheld = withheld
        self.referenced: set[str] = set()
        for member in members:
            name = member.name.text.rsplit("/", 1)[-1]
            for step, form in zip(self._steps, _forms(name), strict=True):
                step.setdefault(form, member.key)

    def attachment(self, named: NamedFile) -> Attachment:
        """Say what became of a file that a record names."""
        if named.status is AttachmentStatus.OMITTED_BY_APP:
            return Attachment(name=named.name, status=named.status)
        key = self._find(named.name)
        if key is None:
            return Attachment(name=named.name, status=AttachmentStatus.MISSING)
        self.referenced.add(key)
        status = AttachmentStatus.WITHHELD if key in self._withheld else AttachmentStatus.PRESENT
        return Attachment(name=named.name, status=status, member=key)

    def _find(self, name: str) -> str | None:
        forms = _forms(name)
        for step, form in zip(self._steps, forms, strict=True):
            if form in step:
                return step[form]
        beginning = forms[-1].rstrip(". ")
        if len(beginning) < _SHORTEST_PREFIX:
            return None
        found = {key for form, key in self._steps[-1].items() if form.startswith(beginning)}
        return found.pop() if len(found) == 1 else None


def _forms(name: str) -> tuple[str, str, str, str]:
    composed = unicodedata.normalize("NFC", name)
    bare = "".join(c for c in composed if c not in MARKS)
    return name, composed, bare, bare.casefold()
