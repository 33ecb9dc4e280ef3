# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of a download are chats, and which of them are parts of one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from evidence_kit.domain.record import Certainty
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.meta.messages import PLAIN, SECURE, Form
from evidence_kit.importers.json_ranges import JsonRanges, load
from evidence_kit.importers.package import Member, Package, chunks, first_bytes
from evidence_kit.importers.protocol import Opened
from evidence_kit.limits import HEAD_BYTES

_NUMBER = re.compile(r"(?:\A|/)message_(\d{1,9})[^/]*\.json\Z", re.IGNORECASE)
_OPENS = (b"{", b"\xef\xbb\xbf{")
_ARRAYS = frozenset({"messages"})
_OWN_FIELDS = frozenset({"thread_path", "is_still_participant", "magic_words", "joinable_mode"})


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One JSON file with messages."""

    chunks: Callable[[], Iterator[bytes]]
    member: str | None
    number: int
    """N of message_N.json; 0 where there is none."""
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One conversation: its files in the order of their numbers."""

    files: tuple[File, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """Numbers below the highest that no file has; a few of them."""
        have = {file.number for file in self.files}
        missing = (n for n in range(1, min(max(have), 10_000)) if n not in have)
        return tuple(n for n, _ in zip(missing, range(20), strict=False))


def form_of(head: bytes) -> tuple[Form, Certainty] | None:
    """Tell from its first bytes whether a JSON file is a chat of Meta's, and of which download."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    fields: dict[str, Any] = {}
    first: Any = None
    try:
        for part in JsonRanges(iter((head,)), _ARRAYS).parts():
            value = load(part.raw).value
            if part.element is None:
                fields[part.key] = value
            else:
                first = value
                break
    except NotUnderstood:
        pass  # the rest of a large file, or of a damaged one
    return _judge(fields, first)


def _judge(fields: dict[str, Any], first: Any) -> tuple[Form, Certainty] | None:
    people = fields.get("participants")
    kinds = {type(one) for one in people} if isinstance(people, list) else set()
    if isinstance(first, dict):
        for form, one in ((PLAIN, dict), (SECURE, str)):
            if form.sender in first and form.time in first:
                sure = kinds == {one} or form.title in fields
                return form, Certainty.CERTAIN if sure else Certainty.LIKELY
    if kinds == {dict} and (_OWN_FIELDS & fields.keys() or isinstance(first, dict)):
        sure = all("name" in one for one in people or ())
        return (PLAIN, Certainty.LIKELY) if sure else None
    if kinds == {str} and "threadName" in fields:
        return SECURE, Certainty.LIKELY
    return None


def files_of(opened: Opened) -> Iterator[tuple[File, Certainty]]:
    """Find the chats of a file, in the order of its directory if it is a zip."""
    if opened.package is None:
        found = form_of(opened.head)
        if found is not None:
            form, certainty = found
            yield File(chunks=opened.chunks, member=None, number=0, form=form), certainty
        return
    yield from _members(opened.package)


def _members(package: Package) -> Iterator[tuple[File, Certainty]]:
    for member in package.members:
        if not member.name.text.lower().endswith(".json"):
            continue
        if not first_bytes(member).lstrip(b" \t\r\n").startswith(_OPENS):
            continue
        found = form_of(head_of(member))
        if found is not None:
            form, certainty = found
            number = _NUMBER.search(member.name.text)
            yield (
                File(
                    chunks=partial(chunks, member),
                    member=member.key,
                    number=0 if number is None else int(number.group(1)),
                    form=form,
                ),
                certainty,
            )


def head_of(member: Member) -> bytes:
    """Return the first bytes of a member; what there is of it, when it is damaged."""
    head = b""
    try:
        for piece in chunks(member):
            head += piece
            if len(head) >= HEAD_BYTES:
                break
    except NotUnderstood:
        pass
    return head[:HEAD_BYTES]


def threads_of(opened: Opened) -> tuple[Thread, ...]:
    """Join the numbered files of one folder, message_2 before message_10."""
    groups: dict[tuple[str, str], list[File]] = {}
    for file, _ in files_of(opened):
        path = file.member or ""
        own = "" if file.number else path
        groups.setdefault((path.rpartition("/")[0], own), []).append(file)
    return tuple(
        Thread(files=tuple(sorted(group, key=lambda file: file.number)))
        for group in groups.values()
    )
