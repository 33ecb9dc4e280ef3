# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the index of a bag against the custody log and against the files that are there."""

from evidence_kit.errors import Damaged, LimitReached, NewerFormat
from evidence_kit.formats import bag, bag_index, bag_leaves
from evidence_kit.formats.bag_index import Index, IndexedExhibit, IndexedFile
from evidence_kit.limits import BAG_INDEX_MAX
from evidence_kit.verification.bag_folder import Listing, lines_of, read_small
from evidence_kit.verification.bag_log import LogFacts
from evidence_kit.verification.verdicts import Verdicts


def read_index(listing: Listing, verdicts: Verdicts) -> Index | None:
    """Read the index; None when it cannot be read, which is then said."""
    item = bag.INDEX_JSON
    if item not in listing.sizes:
        verdicts.differs(item, "missing")
        return None
    try:
        return bag_index.decode(read_small(listing.root, item, BAG_INDEX_MAX), item)
    except NewerFormat as error:
        verdicts.unjudged(item, "newer_format", found=str(error.fields.get("version")))
    except Damaged:
        verdicts.differs(item, "malformed")
    except (OSError, LimitReached):
        verdicts.unjudged(item, "unreadable")
    return None


def check_index(
    listing: Listing,
    index: Index,
    facts: LogFacts | None,
    sha256: dict[str, str],
    verdicts: Verdicts,
) -> None:
    """Check what the index says: of the head, the dossier and every exhibit."""
    _judge_file("dossier", index.dossier, sha256, verdicts)
    if facts is None:
        verdicts.unjudged(bag.INDEX_JSON, "log_missing")
        return
    if index.head == facts.head and index.vault == facts.vault:
        verdicts.matches(f"{bag.INDEX_JSON} (head)")
    else:
        verdicts.differs(
            f"{bag.INDEX_JSON} (head)",
            "head_differs",
            expected=f"{facts.head.size}:{facts.head.root}",
            found=f"{index.head.size}:{index.head.root}",
        )
    for exhibit in index.exhibits:
        _judge_exhibit(exhibit, facts, sha256, verdicts)
        if exhibit.records is not None:
            _judge_records(listing, exhibit, facts, verdicts)


def _judge_file(item: str, file: IndexedFile, sha256: dict[str, str], verdicts: Verdicts) -> bool:
    found = sha256.get(file.path)
    if found == file.sha256:
        verdicts.matches(item)
        return True
    why = "missing" if found is None else "changed"
    verdicts.differs(item, why, expected=file.sha256, found=found or "")
    return False


def _judge_exhibit(
    exhibit: IndexedExhibit, facts: LogFacts, sha256: dict[str, str], verdicts: Verdicts
) -> None:
    item = f"exhibit {exhibit.number}"
    body = facts.taken.get(exhibit.entry)
    if body is None:
        verdicts.differs(item, "not_in_log", expected=str(exhibit.entry))
        return
    said = (exhibit.id, exhibit.number, exhibit.sha256, exhibit.size)
    logged = tuple(body.get(name) for name in ("exhibit", "number", "sha256", "size"))
    if said != logged:
        verdicts.differs(item, "log_differs", expected=str(logged[2]), found=exhibit.sha256)
        return
    if exhibit.file is not None:
        whole = exhibit.left_out is None
        if whole and exhibit.file.sha256 != exhibit.sha256:
            verdicts.differs(
                item, "digest_differs", expected=exhibit.sha256, found=exhibit.file.sha256
            )
            return
        _judge_file(item, exhibit.file, sha256, verdicts)
    elif exhibit.left_out == "removed" or exhibit.id in facts.removed:
        verdicts.matches(item, "removed")
    else:
        verdicts.matches(item, "registered")


def _judge_records(
    listing: Listing, exhibit: IndexedExhibit, facts: LogFacts, verdicts: Verdicts
) -> None:
    item = f"exhibit {exhibit.number} (records)"
    path = exhibit.records or ""
    if path not in listing.sizes:
        verdicts.differs(item, "missing", expected=path)
        return
    try:
        _size, root = bag_leaves.root_of(
            bag_leaves.decode(line, item) for line in lines_of(listing.root, path)
        )
    except Damaged:
        verdicts.differs(item, "malformed")
        return
    except (OSError, LimitReached):
        verdicts.unjudged(item, "unreadable")
        return
    if root in facts.roots.get(exhibit.id, set()):
        verdicts.matches(item)
    else:
        expected = ",".join(sorted(facts.roots.get(exhibit.id, set())))
        verdicts.differs(item, "root_differs", expected=expected, found=root)
