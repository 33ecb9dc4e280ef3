# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a hand-over bag, or any BagIt bag, as far as each can be checked.

What a bag alone shows: that nothing in it changed since it was signed by the key in it. Whose key
that is stands on paper: compare the fingerprint, the number of entries and the head there.
"""

import os
from pathlib import Path

from evidence_kit.crypto.signing import fingerprint, verify
from evidence_kit.domain.finding import CheckReport
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.errors import LimitReached, StorageFailed
from evidence_kit.formats import bag
from evidence_kit.limits import BAG_MANIFEST_MAX, BAG_TAG_FILE_MAX
from evidence_kit.verification.bag_folder import Counter, Listing, list_folder, read_small
from evidence_kit.verification.bag_index import check_index, read_index
from evidence_kit.verification.bag_log import (
    LogFacts,
    check_checkpoint,
    check_log,
    pem_digest,
)
from evidence_kit.verification.bag_manifests import check_manifests
from evidence_kit.verification.verdicts import Verdicts

_OURS = (bag.SIGNATURE, bag.SIGNING_KEY, bag.CUSTODY_LOG, bag.INDEX_JSON, bag.CHECKPOINT)


def check_bag(
    path: Path, report: Report = silent, cancel: CancelToken | None = None
) -> CheckReport:
    """Check a bag; memory grows with the number of files, not with their size.

    Raises:
        StorageFailed: the folder cannot be read at all.
        Cancelled: somebody asked to stop.
    """
    # 1 List the folder; links are named and never followed.
    # 2 Hold every file against every manifest.
    # 3 Check the signature over the tag manifest, which stands for all the others.
    # 4 Check the signed head of the custody log, then the log against it.
    # 5 Compare the key with the one that the log's first entry names.
    # 6 Hold the index against log and files, and records against their roots.
    verdicts = Verdicts()
    listing = list_folder(path)  # 1
    _judge_listing(listing, verdicts)
    counter = Counter(sum(listing.sizes.values()), report, cancel)
    judged = check_manifests(listing, counter, verdicts)  # 2
    if not any(name in listing.sizes for name in _OURS):
        verdicts.unjudged(bag.TAG_MANIFEST, "no_signature")
        return verdicts.report("bag")
    key = _check_signature(listing, verdicts)  # 3
    head = check_checkpoint(listing, key, verdicts)  # 4
    facts = check_log(listing, head, verdicts)
    if key is not None and facts is not None:
        _judge_key(key, facts, verdicts)  # 5
    index = read_index(listing, verdicts)
    if index is not None:
        check_index(listing, index, facts, judged.sha256, verdicts)  # 6
    return verdicts.report("bag")


def _judge_listing(listing: Listing, verdicts: Verdicts) -> None:
    for link in listing.links:
        verdicts.differs(link, "link")
    for odd in listing.odd:
        verdicts.differs(odd, "not_a_file")
    for unreadable in listing.unreadable:
        verdicts.unjudged(unreadable, "unreadable")
    if not listing.complete:
        verdicts.unjudged(os.fspath(listing.root.name), "too_large")


def _check_signature(listing: Listing, verdicts: Verdicts) -> bytes | None:
    """Judge the signature over the tag manifest; return the key if it is one."""
    for name in (bag.SIGNING_KEY, bag.TAG_MANIFEST, bag.SIGNATURE):
        if name not in listing.sizes:
            verdicts.differs(name, "missing")
    item = f"{bag.TAG_MANIFEST} (signature)"
    try:
        key = read_small(listing.root, bag.SIGNING_KEY, BAG_TAG_FILE_MAX)
        fingerprint(key)
    except (OSError, LimitReached, ValueError):
        verdicts.unjudged(item, "key_unreadable")
        return None
    try:
        data = read_small(listing.root, bag.TAG_MANIFEST, BAG_MANIFEST_MAX)
        signature = read_small(listing.root, bag.SIGNATURE, BAG_TAG_FILE_MAX)
    except (OSError, LimitReached):
        verdicts.unjudged(item, "no_signature")
        return key
    if verify(key, data, signature):
        verdicts.matches(item)
    else:
        verdicts.differs(item, "signature_differs")
    return key


def _judge_key(key: bytes, facts: LogFacts, verdicts: Verdicts) -> None:
    item = f"{bag.SIGNING_KEY} (log)"
    if facts.signing_key is None:
        verdicts.unjudged(item, "not_in_log")
    elif facts.signing_key == pem_digest(key):
        verdicts.matches(item)
    else:
        verdicts.differs(item, "key_differs", expected=facts.signing_key, found=pem_digest(key))


def is_bag(path: Path) -> bool:
    """Say whether a folder looks like a bag."""
    return (path / bag.BAGIT).is_file()


def key_fingerprint(path: Path) -> str | None:
    """Return the fingerprint of a bag's key, to compare with the one on paper.

    Raises:
        StorageFailed: the folder cannot be read.
    """
    try:
        return fingerprint(read_small(path, bag.SIGNING_KEY, BAG_TAG_FILE_MAX))
    except OSError as error:
        raise StorageFailed(path=os.fspath(path), errno=error.errno, action="read") from error
    except (LimitReached, ValueError):
        return None
