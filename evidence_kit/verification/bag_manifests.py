# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the files of a bag against its manifests, and names each difference (RFC 8493 section 3)."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from evidence_kit.errors import LimitReached
from evidence_kit.formats import bag
from evidence_kit.limits import BAG_MANIFEST_MAX, BAG_TAG_FILE_MAX, BAG_TEXT_MAX
from evidence_kit.verification.bag_folder import Counter, Listing, digests_of, read_small
from evidence_kit.verification.verdicts import Verdicts

_NAME = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt\Z")
_KNOWN = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512"})
_ENCODINGS = {"utf-8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "iso-8859-1", "utf-16": "utf-16"}
_VERSIONS = ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the manifests of one kind say."""

    tag: bool
    expected: dict[str, dict[str, str]] = field(default_factory=dict)
    """Path -> algorithm -> digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What reading all files gave."""

    sha256: dict[str, str]
    """SHA-256 of each file that could be read."""
    same: frozenset[str]
    """Paths that every manifest naming them agrees with."""


def check_manifests(listing: Listing, counter: Counter, verdicts: Verdicts) -> Judged:
    """Read every file once and compare it with all manifests."""
    encoding = _encoding(listing, verdicts)
    payload, tags = Names(tag=False), Names(tag=True)
    for path in sorted(listing.sizes):
        found = _NAME.match(path)
        if found is not None:
            _read_manifest(listing, path, encoding, tags if found[1] else payload, verdicts)
    if not any(_NAME.match(path) and not path.startswith("tag") for path in listing.sizes):
        verdicts.differs(bag.MANIFEST, "missing")
    digests = _read_all(listing, payload, tags, counter, verdicts)
    same = set()
    for names in (payload, tags):
        same |= _Comparison(listing, names, digests, verdicts).judge()
    sha256 = {path: found["sha256"] for path, found in digests.items()}
    return Judged(sha256=sha256, same=frozenset(same))


def _encoding(listing: Listing, verdicts: Verdicts) -> str:
    try:
        declaration = read_small(listing.root, bag.BAGIT, BAG_TAG_FILE_MAX)
    except (OSError, LimitReached):
        verdicts.differs(bag.BAGIT, "missing" if bag.BAGIT not in listing.sizes else "malformed")
        return "utf-8"
    tags = bag.parse_tags(declaration.decode("utf-8", "replace"))
    if tags.get("BagIt-Version") not in _VERSIONS:
        verdicts.unjudged(bag.BAGIT, "newer_format", found=tags.get("BagIt-Version", ""))
    name = tags.get("Tag-File-Character-Encoding", "")
    encoding = _ENCODINGS.get(name.lower())
    if encoding is None:
        verdicts.unjudged(bag.BAGIT, "encoding_unknown", found=name)
    return encoding or "utf-8"


def _read_manifest(
    listing: Listing, path: str, encoding: str, names: Names, verdicts: Verdicts
) -> None:
    algorithm = path.rpartition("-")[2].removesuffix(".txt")
    if algorithm not in _KNOWN:
        verdicts.unjudged(path, "digest_unknown", found=algorithm)
        return
    try:
        data = read_small(listing.root, path, BAG_MANIFEST_MAX)
    except OSError:
        verdicts.unjudged(path, "unreadable")
        return
    except LimitReached:
        verdicts.unjudged(path, "too_large")
        return
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        verdicts.differs(path, "malformed")
        return
    manifest = bag.parse_manifest(text)
    for number in manifest.malformed:
        verdicts.differs(f"{path}:{number}", "malformed")
    for unsafe in manifest.unsafe:
        verdicts.differs(unsafe, "unsafe_path", found=path)
    for twice in manifest.twice:
        verdicts.differs(twice, "listed_twice", found=path)
    for line in manifest.lines:
        names.expected.setdefault(line.path, {})[algorithm] = line.digest


def _read_all(
    listing: Listing, payload: Names, tags: Names, counter: Counter, verdicts: Verdicts
) -> dict[str, dict[str, str]]:
    digests: dict[str, dict[str, str]] = {}
    for path in sorted(listing.sizes):
        wanted = payload.expected.get(path, {}).keys() | tags.expected.get(path, {}).keys()
        try:
            digests[path] = digests_of(listing.root, path, frozenset(wanted | {"sha256"}), counter)
        except OSError:
            verdicts.unjudged(path, "unreadable")
    return digests


class _Comparison:
    """One kind of manifest against the files of its kind."""

    def __init__(
        self,
        listing: Listing,
        names: Names,
        digests: dict[str, dict[str, str]],
        verdicts: Verdicts,
    ) -> None:
        self._listing = listing
        self._names = names
        self._digests = digests
        self._verdicts = verdicts

    def judge(self) -> set[str]:
        """Compare; return the paths that are as they should be."""
        expected = self._names.expected
        present = {path for path in self._digests if self._is_ours(path)}
        missing = sorted(expected.keys() - self._listing.sizes.keys())
        changed = sorted(path for path in present & expected.keys() if not self._fits(path))
        extra = sorted(present - expected.keys())
        same = (present & expected.keys()) - set(changed)
        for path in sorted(same):
            self._verdicts.matches(path)
        self._name_missing(missing, extra)
        owners = {(name, hexa): path for path in changed for name, hexa in expected[path].items()}
        for path in changed:
            self._name_changed(path, owners)
        return same

    def _is_ours(self, path: str) -> bool:
        if not self._names.tag:
            return path.startswith(bag.PAYLOAD)
        listed = path in self._names.expected
        return listed or (bool(self._names.expected) and _is_tag_file(path))

    def _fits(self, path: str) -> bool:
        found = self._digests[path]
        return all(found[name] == hexa for name, hexa in self._names.expected[path].items())

    def _name_missing(self, missing: list[str], extra: list[str]) -> None:
        left = dict.fromkeys(extra)
        # By digest, so that a million names that all differ cost a million steps.
        by_digest: dict[str, list[str]] = {}
        for path in extra:
            by_digest.setdefault(self._digests[path]["sha256"], []).append(path)
        for path in missing:
            twins = by_digest.get(self._names.expected[path].get("sha256", ""))
            if not twins:
                self._verdicts.differs(path, "missing")
                continue
            twin = twins.pop()
            del left[twin]
            if _same_name(path, twin):
                self._verdicts.matches(path, "other_name_form")
            else:
                self._verdicts.differs(path, "renamed", expected=path, found=twin)
        for path in left:
            self._verdicts.differs(path, "extra")

    def _name_changed(self, path: str, owners: dict[tuple[str, str], str]) -> None:
        expected, found = self._names.expected[path], self._digests[path]
        algorithm = next(name for name, hexa in expected.items() if found[name] != hexa)
        other = owners.get((algorithm, found[algorithm]), "")
        why = "swapped" if other else "changed"
        if why == "changed" and self._other_line_ends(path, algorithm, expected[algorithm]):
            why = "line_ends_changed"
        self._verdicts.differs(
            path, why, expected=expected[algorithm], found=other or found[algorithm]
        )

    def _other_line_ends(self, path: str, algorithm: str, expected: str) -> bool:
        if self._listing.sizes[path] > BAG_TEXT_MAX:
            return False
        try:
            data = read_small(self._listing.root, path, BAG_TEXT_MAX)
        except (OSError, LimitReached):
            return False
        plain = data.replace(b"\r\n", b"\n")
        for other in (plain, plain.replace(b"\n", b"\r\n"), data.replace(b"\r", b"\n")):
            if hashlib.new(algorithm, other, usedforsecurity=False).hexdigest() == expected:
                return True
        return False


def _is_tag_file(path: str) -> bool:
    found = _NAME.match(path)
    about_tags = (found is not None and found[1] is not None) or path == bag.SIGNATURE
    return not path.startswith(bag.PAYLOAD) and not about_tags


def _same_name(first: str, second: str) -> bool:
    # A Mac writes accents apart from their letters; that is the same name.
    return unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
