# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds a log against a head that was kept elsewhere: on paper, in an older dossier, by a receiver.

That is the only thing that shows whether somebody who has all the keys made the log anew: they can sign
any head, but not change the paper.
"""

from collections.abc import Mapping

from evidence_kit.crypto.merkle import (
    EMPTY_ROOT,
    Tree,
    verify_consistency,
    verify_inclusion,
)
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import CheckWish
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.verification.check_log import LogReading
from evidence_kit.verification.verdicts import Verdicts


def check_since(
    reading: LogReading,
    signed: Mapping[int, LogHead],
    header: VaultHeader,
    wish: CheckWish,
    verdicts: Verdicts,
) -> None:
    """Say whether a given head is a beginning of the log, and whether an entry stands under it.

    Args:
        reading: what could be read of the log; empty while it is locked.
        signed: the signed heads beside the log.
        header: names the vault.
        wish: the head and the entry.
        verdicts: takes what is found.
    """
    tree = Tree(reading.leaves)
    since = wish.since
    if since is not None:
        item = f"given head {since.size}"
        if wish.since_vault not in (None, header.vault):
            verdicts.differs(item, "other_vault")
        else:
            _judge(item, tree, (reading, signed), since, verdicts)
    if wish.entry is not None:
        _prove(wish.entry, tree, reading, since, verdicts)


def _judge(
    item: str,
    tree: Tree,
    known: tuple[LogReading, Mapping[int, LogHead]],
    since: LogHead,
    verdicts: Verdicts,
) -> None:
    reading, signed = known
    beside = signed.get(since.size)
    if since.size <= tree.size and (tree.size or reading.entries):
        if _begins(tree, since):
            verdicts.matches(item, "begins_log")
        else:
            found = tree.root(since.size).hex()
            verdicts.differs(item, "not_the_beginning", expected=since.root, found=found)
    elif beside is not None and beside.root != since.root:
        verdicts.differs(item, "not_the_beginning", expected=since.root, found=beside.root)
    elif reading.ends and reading.end_known and since.size > reading.size:
        verdicts.differs(item, "log_shorter")
    else:
        verdicts.unjudged(item, "log_gap" if reading.ends else "locked")


def _begins(tree: Tree, since: LogHead) -> bool:
    """Whether the proof of RFC 9162 2.1.4 leads from the given head to the tree of today."""
    root = bytes.fromhex(since.root)
    if since.size == 0:
        return root == EMPTY_ROOT
    proof = tree.consistency_proof(since.size)
    return verify_consistency((since.size, tree.size), (root, tree.root()), proof)


def _prove(
    entry: int, tree: Tree, reading: LogReading, since: LogHead | None, verdicts: Verdicts
) -> None:
    """Show that one entry stands under the given head, or under that of today."""
    item = f"log entry {entry}"
    head = LogHead(size=tree.size, root=tree.root().hex()) if since is None else since
    found = next((one for one in reading.entries if one.seq == entry), None)
    if entry >= head.size and reading.ends:
        verdicts.differs(item, "not_under_head", found=str(head.size))
    elif found is None or head.size > tree.size:
        verdicts.unjudged(item, "log_gap" if reading.ends else "locked")
    elif verify_inclusion(
        found.leaf,
        entry,
        head.size,
        tree.inclusion_proof(entry, head.size),
        bytes.fromhex(head.root),
    ):
        verdicts.matches(item, "under_head", found=str(head.size))
    else:
        verdicts.differs(item, "not_under_head", found=str(head.size))
