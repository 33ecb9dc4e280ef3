# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what was read out of an exhibit: tables to read, and lines to check.

All messages of a conversation travel, both sides; what the person pointed out stands in the dossier
alone, so that evidence and words about it stay apart.
"""

from collections.abc import Iterator

from evidence_kit.domain.exhibit import Exhibit, Reading
from evidence_kit.domain.record import Message
from evidence_kit.formats import bag, bag_leaves, bag_table, records
from evidence_kit.handover.bag_folder import BagFolder
from evidence_kit.handover.tables import Said, message_head, message_row
from evidence_kit.limits import MESSAGE_PAGE
from evidence_kit.vault.vault import StoredConversation, Vault

_MESSAGE_START = b'{"type":"message"'


def write_transcripts(
    folder: BagFolder, vault: Vault, exhibit: Exhibit, said: Said
) -> tuple[str, ...]:
    """Write each conversation as CSV and JSON; return their paths.

    Raises:
        DiskFull, StorageFailed: the system refused.
        Damaged: the records cannot be read.
        Cancelled: somebody asked to stop.
    """
    paths: list[str] = []
    for stored in vault.conversations(exhibit):
        number = stored.conversation.id
        table = bag.transcript_path(exhibit.number, number, "csv")
        folder.write(table, _table(vault, exhibit, stored, said))
        lines = bag.transcript_path(exhibit.number, number, "json")
        folder.write(lines, _json(vault, exhibit, stored))
        paths += [table, lines]
    return tuple(paths)


def write_records(folder: BagFolder, vault: Vault, exhibit: Exhibit) -> str | None:
    """Write the message lines with their salts; their root stands in the log.

    Raises:
        As `write_transcripts`.
    """
    if exhibit.reading is None:
        return None
    path = bag.records_path(exhibit.number)
    folder.write(path, _leaves(vault, exhibit.reading))
    return path


def _leaves(vault: Vault, reading: Reading) -> Iterator[bytes]:
    index = 0
    for line in vault.record_lines(reading):
        if line.startswith(_MESSAGE_START):
            salt = vault.record_salt(reading.interpretation, index)
            yield bag_leaves.encode(bag_leaves.shown(index, line, salt)) + b"\n"
            index += 1


def _messages(
    vault: Vault, exhibit: Exhibit, stored: StoredConversation
) -> Iterator[tuple[Message, str]]:
    for start in range(1, stored.messages + 1, MESSAGE_PAGE):
        yield from vault.messages(exhibit, stored.conversation.id, start, MESSAGE_PAGE)


def _table(
    vault: Vault, exhibit: Exhibit, stored: StoredConversation, said: Said
) -> Iterator[bytes]:
    def rows() -> Iterator[tuple[str, ...]]:
        yield message_head(said.t)
        for message, raw_sha256 in _messages(vault, exhibit, stored):
            yield message_row(said, message, raw_sha256)

    yield from bag_table.rows_of(rows())


def _json(vault: Vault, exhibit: Exhibit, stored: StoredConversation) -> Iterator[bytes]:
    head = records.to_line(stored.conversation)
    yield b'{"exhibit":%d,"conversation":%s,"messages":[\n' % (exhibit.number, head)
    first = True
    for message, raw_sha256 in _messages(vault, exhibit, stored):
        line = records.to_line(message, raw_sha256)
        yield line if first else b",\n" + line
        first = False
    yield b"\n]}\n"
