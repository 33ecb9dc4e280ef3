# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the custody log of a bag: order, chain, root; and the signed head over it."""

import hashlib
from dataclasses import dataclass, field

from evidence_kit.domain.custody import EntryType, LogEntry, LogHead
from evidence_kit.errors import Damaged, LimitReached, NewerFormat
from evidence_kit.formats import bag, bag_leaves, checkpoint, log_entry
from evidence_kit.formats.bag_leaves import LeafLine
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.limits import BAG_TAG_FILE_MAX
from evidence_kit.verification.bag_folder import Listing, lines_of, read_small
from evidence_kit.verification.verdicts import Verdicts

_TAKEN = (EntryType.ACQUIRED, EntryType.REGISTERED)


@dataclass(slots=True)
class LogFacts:
    """What the shown entries say, for holding the rest of the bag against it."""

    head: LogHead
    """As computed from the lines that are there."""
    vault: str | None = None
    signing_key: str | None = None
    """SHA-256 of the public key's PEM, as the first entry has it."""
    taken: dict[int, dict[str, object]] = field(default_factory=dict)
    """Bodies of acquired and registered entries by their number in the log."""
    removed: set[str] = field(default_factory=set)
    roots: dict[str, set[str]] = field(default_factory=dict)
    """Roots over the records of each exhibit, by exhibit id."""


def check_checkpoint(listing: Listing, key: bytes | None, verdicts: Verdicts) -> Checkpoint | None:
    """Check the signature of the head; return it if it can be read."""
    item = bag.CHECKPOINT
    try:
        data = read_small(listing.root, item, BAG_TAG_FILE_MAX)
        head = checkpoint.decode(data.removesuffix(b"\n"), item)
    except (OSError, LimitReached):
        if item in listing.sizes:
            verdicts.unjudged(item, "unreadable")
        else:
            verdicts.differs(item, "missing")
        return None
    except NewerFormat as error:
        verdicts.unjudged(item, "newer_format", found=str(error.fields.get("version")))
        return None
    except Damaged:
        verdicts.differs(item, "malformed")
        return None
    if key is not None:
        _judge_head(head, key, verdicts)
    return head


def _judge_head(head: Checkpoint, key: bytes, verdicts: Verdicts) -> None:
    item = f"{bag.CHECKPOINT} (signature)"
    try:
        fits = head.is_signed_by(key.decode("ascii", "replace"))
    except ValueError:
        verdicts.unjudged(item, "key_unreadable")
        return
    if fits:
        verdicts.matches(item)
    else:
        verdicts.differs(item, "signature_differs")


def check_log(listing: Listing, head: Checkpoint | None, verdicts: Verdicts) -> LogFacts | None:
    """Check order, chain and root of the log; return what its shown entries say."""
    item = bag.CUSTODY_LOG
    if item not in listing.sizes:
        verdicts.differs(item, "missing")
        return None
    walk = _Walk(verdicts)
    try:
        for number, line in enumerate(lines_of(listing.root, item)):
            walk.take(number, line)
    except (OSError, LimitReached):
        verdicts.unjudged(item, "unreadable")
        return None
    facts = walk.finish()
    if head is not None:
        _judge_root(facts.head, head.head, walk.order_broken, verdicts)
    return facts


def _judge_root(found: LogHead, signed: LogHead, order_broken: bool, verdicts: Verdicts) -> None:
    item = f"{bag.CUSTODY_LOG} (root)"
    if found == signed:
        verdicts.matches(item)
        return
    why = "root_differs"
    if found.size < signed.size and not order_broken:
        why = "truncated"
    elif found.size > signed.size:
        why = "extra"
    verdicts.differs(
        item,
        why,
        expected=f"{signed.size}:{signed.root}",
        found=f"{found.size}:{found.root}",
    )


class _Walk:
    """Goes through the log line by line."""

    def __init__(self, verdicts: Verdicts) -> None:
        self._verdicts = verdicts
        self._leaves: list[bytes] = []
        self._breaks: list[int] = []
        self._seen: list[int] = []
        self._before: LeafLine | None = None
        self._facts = LogFacts(head=LogHead(size=0, root=""))
        self.order_broken = False

    def take(self, number: int, untrusted: bytes) -> None:
        """Look at one line."""
        item = f"{bag.CUSTODY_LOG}:{number + 1}"
        try:
            line = bag_leaves.decode(untrusted, item)
        except Damaged:
            self._verdicts.differs(item, "malformed")
            self.order_broken = True
            return
        self._leaves.append(line.leaf)
        self._seen.append(line.seq)
        if line.entry is not None and line.salt is not None:
            self._take_entry(line, line.entry, line.salt)
        self._before = line

    def _take_entry(self, line: LeafLine, untrusted: bytes, salt: bytes) -> None:
        item = f"log entry {line.seq}"
        try:
            entry = log_entry.decode(untrusted, salt, item)
        except NewerFormat:
            self._verdicts.unjudged(item, "newer_format")
            return
        except Damaged:
            self._verdicts.differs(item, "malformed")
            return
        if entry.seq != line.seq:
            self._verdicts.differs(item, "order_differs", found=str(entry.seq))
        before = self._before
        if before is not None and before.seq == line.seq - 1 and entry.prev != before.leaf.hex():
            self._breaks.append(before.seq)
        self._note(entry)

    def _note(self, entry: LogEntry) -> None:
        facts, body = self._facts, entry.body
        if entry.type is EntryType.CREATED:
            facts.vault = str(body.get("vault"))
            facts.signing_key = str(body.get("signing_key"))
        elif entry.type in _TAKEN:
            facts.taken[entry.seq] = {**body, "type": entry.type.value}
        elif entry.type is EntryType.REMOVED:
            facts.removed.add(str(body.get("exhibit")))
        elif entry.type is EntryType.INTERPRETED:
            roots = facts.roots.setdefault(str(body.get("exhibit")), set())
            roots.add(str(body.get("root")))

    def finish(self) -> LogFacts:
        """Name what is wrong with order and chain; return the facts."""
        self._judge_order()
        for seq in self._blamed():
            self._verdicts.differs(f"log entry {seq}", "leaf_differs")
        size, root = bag_leaves.root_of(bag_leaves.closed(0, leaf) for leaf in self._leaves)
        self._facts.head = LogHead(size=size, root=root)
        return self._facts

    def _judge_order(self) -> None:
        present = set(self._seen)
        for seq in _gaps(present):
            self.order_broken = True
            self._verdicts.differs(f"log entry {seq}", "missing")
        if len(present) < len(self._seen):
            self.order_broken = True
            self._verdicts.differs(bag.CUSTODY_LOG, "listed_twice")
        if self._seen != sorted(self._seen):
            self.order_broken = True
            first = next(i for i, seq in enumerate(self._seen) if seq != sorted(self._seen)[i])
            self._verdicts.differs(
                bag.CUSTODY_LOG,
                "order_differs",
                expected=str(sorted(self._seen)[first]),
                found=str(self._seen[first]),
            )

    def _blamed(self) -> list[int]:
        # The link from i to i+1 breaks when i was changed; when i+1 was changed in what it says of
        # i, the link behind it breaks as well.
        blamed, breaks = [], set(self._breaks)
        for seq in sorted(breaks):
            if seq - 1 in breaks:
                continue
            blamed.append(seq + 1 if seq + 1 in breaks else seq)
        return blamed


def _gaps(present: set[int]) -> list[int]:
    """Return at most a hundred numbers that are missing below the highest."""
    gaps: list[int] = []
    expected = 0
    for seq in sorted(present):
        while expected < seq and len(gaps) < 100:
            gaps.append(expected)
            expected += 1
        expected = seq + 1
    return gaps


def pem_digest(pem: bytes) -> str:
    """Return SHA-256 of a key as it stands in its file."""
    return hashlib.sha256(pem).hexdigest()
