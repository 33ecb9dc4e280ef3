# SPDX-License-Identifier: GPL-3.0-or-later
"""One result.json: its chats, their messages, and notes on all that is neither."""

from collections.abc import Iterator

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import Conversation, Fact, FactBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.telegram.attachments import MemberPaths
from evidence_kit.importers.chats.telegram.first_pass import CHAT_FIELDS, Chat, FirstPass
from evidence_kit.importers.chats.telegram.layout import Found, Part, outline
from evidence_kit.importers.chats.telegram.messages import ChatReader
from evidence_kit.importers.chats.telegram.moments import Clock
from evidence_kit.importers.chats.telegram.tally import ExportSource, Tally
from evidence_kit.importers.json_bytes import JsonBytes
from evidence_kit.importers.protocol import Item, Request


class Export:
    """One result.json after its first reading."""

    def __init__(self, source: ExportSource, request: Request) -> None:
        self.source = source
        self._clock = Clock(request.zone, request.choices.zone)
        self._chats = FirstPass().read(JsonBytes(source.chunks())).chats

    def facts(self, *, alone: bool) -> Iterator[Fact]:
        """Return what a file of one chat says about that chat."""
        of = "" if alone else f" ({self.source.member})"
        chat = self._chats.get("", Chat())
        for name, value in (
            ("chat_name", chat.fields.get("name")),
            ("chat_type", chat.fields.get("type")),
            ("chat_id", chat.fields.get("id")),
        ):
            if value is not None:
                yield Fact(name=name, value=f"{value}{of}", basis=FactBasis.IN_FILE)

    def items(self, tally: Tally, paths: MemberPaths) -> Iterator[Item]:
        """Yield conversations, messages and notes in the order of the file."""
        cursor = JsonBytes(self.source.chunks())
        reader: ChatReader | None = None
        broken: NotUnderstood | None = None
        try:
            for found in outline(cursor):
                if found.part is Part.CHAT:
                    reader = ChatReader(self._begun(tally), self.source, tally, paths, self._clock)
                    yield from self._head(found, tally)
                elif found.part is Part.RECORD and reader is not None:
                    yield from reader.items(found)
                else:
                    yield from self._other(found, tally)
            if cursor.peek():
                broken = NotUnderstood(reason="bytes_after", offset=cursor.position, detail="")
        except NotUnderstood as damage:
            broken = damage
        cursor.drain()
        tally.lines_total += cursor.lines_total
        tally.lines_accounted += cursor.lines_accounted
        yield from self._ending(cursor, broken, tally)

    def _begun(self, tally: Tally) -> int:
        tally.conversations += 1
        return tally.conversations

    def _head(self, found: Found, tally: Tally) -> Iterator[Item]:
        chat = self._chats.get(found.chat, Chat())
        yield Item(
            Conversation(
                id=tally.conversations,
                title=_title(chat),
                participants=tuple(chat.people),
            )
        )
        for label, second in chat.shared.items():
            detail = f"label={label!r} accounts={f'{chat.people[label]} {second}'!r}"
            yield from tally.notes.note("shared_label", None, detail)
        if chat.overflow:
            yield from tally.notes.note("many_labels", None, f"kept={len(chat.people)}")

    def _other(self, found: Found, tally: Tally) -> Iterator[Item]:
        """Note data that are no message; a chat's own name, type and id need none."""
        span = found.span
        known = found.part is Part.FIELD and found.key in CHAT_FIELDS and found.chat in self._chats
        if span is None or known:
            return
        place = Locator(
            member=self.source.member, start=span.start, end=span.end, pointer=found.pointer
        )
        yield from tally.notes.note("other_data", place, f"bytes={span.end - span.start}")

    def _ending(
        self, cursor: JsonBytes, broken: NotUnderstood | None, tally: Tally
    ) -> Iterator[Item]:
        """Say where and why reading ended before the end."""
        damage = cursor.damage or broken
        if damage is None:
            return
        tally.complete = False
        at = int(broken.fields["offset"] or 0) if broken is not None else cursor.position
        place = Locator(member=self.source.member, start=at, end=cursor.position)
        reason = damage.fields["reason"]
        kind = "truncated" if reason == "ends_early" else "read_stopped"
        yield from tally.notes.note(kind, place, f"reason={reason}")


def _title(chat: Chat) -> str:
    """Name a chat: as stated, else by its type, else by who speaks."""
    return chat.fields.get("name") or chat.fields.get("type") or ", ".join(chat.people)
