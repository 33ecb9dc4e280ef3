# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of folders made by signal-export (sigexport), in a zip or one file by itself."""

from collections.abc import Iterator

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.chats.signal_export.json_form import JsonForm, is_json_form
from evidence_kit.importers.chats.signal_export.sources import Media, folder_of
from evidence_kit.importers.chats.signal_export.text_form import (
    TextForm,
    count_heads,
    is_text_form,
)
from evidence_kit.importers.json_chats import ChatFile, MemberNames
from evidence_kit.importers.protocol import Item
from evidence_kit.importers.text_lines import lines


def _is_chat(file: ChatFile) -> bool:
    return is_json_form(file.head) or is_text_form(file.head)


def _records(source: Source) -> Iterator[Item]:
    """Read the JSON of each folder, and its text when that has more or stands alone."""
    package = source.request.opened.package
    names = MemberNames(package, source.request.choices.withheld)
    with_ = (source.request, Media(package, names))
    structured = {folder_of(file): file for file in source.files if is_json_form(file.head)}
    chats = source.chats
    for file in source.files:
        if not _is_chat(file):
            continue
        if is_json_form(file.head):
            yield from _heads(source, file)
            yield from JsonForm(file, chats, with_).items()
            continue
        beside = structured.get(folder_of(file))
        if beside is not None:
            texts, objects = count_heads(file), _count_lines(beside)
            detail = f"count={texts} other={objects}"
            more = texts > objects
            kind = "same_chat_has_more" if more else "same_chat_again"
            yield from chats.note(kind, file.member, 0, 0, detail)
            if not more:
                continue
        yield from _heads(source, file)
        yield from TextForm(file, chats, with_).items()


def _heads(source: Source, file: ChatFile) -> Iterator[Item]:
    for kind in ("times_without_zone", "made_by_other_program"):
        yield from source.chats.note(kind, file.member, 0, 0)


def _count_lines(file: ChatFile) -> int:
    count = 0
    try:
        for line in lines(file.chunks()):
            count += line.startswith(b"{")
    except NotUnderstood:
        pass
    return count


SIGNAL_EXPORT = ChatImporter(
    name="signal_export",
    version=1,
    extensions=frozenset({"json", "md"}),
    is_chat=_is_chat,
    records=_records,
)
