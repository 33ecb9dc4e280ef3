# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks one file: against the bag it stands in, if it stands in one."""

import os
from pathlib import Path

from evidence_kit.crypto.signing import verify
from evidence_kit.domain.finding import CheckReport, Outcome
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.errors import LimitReached, StorageFailed
from evidence_kit.formats import bag
from evidence_kit.limits import BAG_DEPTH_MAX, BAG_MANIFEST_MAX, BAG_TAG_FILE_MAX
from evidence_kit.verification.bag_folder import Counter, digests_of, read_small
from evidence_kit.verification.check_bag import is_bag
from evidence_kit.verification.verdicts import Verdicts

_SHA256 = frozenset({"sha256"})


def check_file(
    path: Path, report: Report = silent, cancel: CancelToken | None = None
) -> CheckReport:
    """Check a single file; outside a bag nothing is known of it, so it cannot be judged.

    Raises:
        StorageFailed: it cannot be read.
        Cancelled: somebody asked to stop.
    """
    verdicts = Verdicts()
    whole = path.absolute()
    counter = Counter(_size_of(whole), report, cancel)
    try:
        found = digests_of(whole.parent, whole.name, _SHA256, counter)["sha256"]
    except OSError as error:
        raise StorageFailed(path=os.fspath(path), errno=error.errno, action="read") from error
    folder = _bag_around(whole)
    if folder is None:
        verdicts.unjudged(path.name, "unknown_file", found=found)
    else:
        _judge_inside(folder, whole.relative_to(folder).as_posix(), found, verdicts)
    return verdicts.report("file")


def _size_of(path: Path) -> int:
    try:
        return path.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise StorageFailed(path=os.fspath(path), errno=error.errno, action="read") from error


def _bag_around(path: Path) -> Path | None:
    for folder in tuple(path.parents)[:BAG_DEPTH_MAX]:
        if is_bag(folder):
            return folder
    return None


def _judge_inside(folder: Path, name: str, found: str, verdicts: Verdicts) -> None:
    payload = name.startswith(bag.PAYLOAD)
    listed = _listed(folder, bag.MANIFEST if payload else bag.TAG_MANIFEST)
    if listed is None or name not in listed:
        verdicts.unjudged(name, "not_listed", found=found)
    elif listed[name] != found:
        verdicts.differs(name, "changed", expected=listed[name], found=found)
    elif _manifests_fit(folder, payload=payload):
        verdicts.matches(name)
    else:
        # The list says so, but nobody can say who made the list.
        verdicts.unjudged(name, "list_not_signed", found=found)


def _listed(folder: Path, manifest: str) -> dict[str, str] | None:
    try:
        data = read_small(folder, manifest, BAG_MANIFEST_MAX)
        lines = bag.parse_manifest(data.decode("utf-8")).lines
    except (OSError, LimitReached, UnicodeDecodeError):
        return None
    return {line.path: line.digest for line in lines}


def _manifests_fit(folder: Path, *, payload: bool) -> bool:
    try:
        tags = read_small(folder, bag.TAG_MANIFEST, BAG_MANIFEST_MAX)
        signature = read_small(folder, bag.SIGNATURE, BAG_TAG_FILE_MAX)
        key = read_small(folder, bag.SIGNING_KEY, BAG_TAG_FILE_MAX)
        if not verify(key, tags, signature):
            return False
    except (OSError, LimitReached, ValueError):
        return False
    if not payload:
        return True
    report = check_file(folder / bag.MANIFEST)
    return report.outcome is Outcome.MATCHES
