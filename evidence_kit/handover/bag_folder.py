# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files of a bag, counts and hashes them on the way, and signs the whole.

The signature comes last: a folder without it is not a finished bag.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from evidence_kit import resources
from evidence_kit.domain.progress import CancelToken, Progress, Report
from evidence_kit.export_door import new_folder, write_new_file
from evidence_kit.formats import bag
from evidence_kit.formats.bag import ManifestLine
from evidence_kit.formats.bag_index import IndexedFile

_RESOURCES = "verify"


class BagFolder:
    """A bag being filled."""

    def __init__(self, root: Path, total: int, report: Report, cancel: CancelToken | None) -> None:
        self._root = root
        self._files: dict[str, IndexedFile] = {}
        self._total = total
        self._done = 0
        self._report = report
        self._cancel = cancel

    @property
    def files(self) -> int:
        """Files written so far."""
        return len(self._files)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return sum(file.size for file in self._files.values())

    def folder(self, path: str) -> None:
        """Make a folder inside.

        Raises:
            DiskFull, StorageFailed: the system refused.
        """
        with new_folder(self._root / path):
            pass

    def write(self, path: str, blocks: Iterable[bytes]) -> IndexedFile:
        """Write a file out of blocks; whole afterwards, or not there.

        Raises:
            Cancelled: somebody asked to stop.
            DiskFull, StorageFailed, OutputExists: the system refused.
        """
        digest = hashlib.sha256()
        size = 0

        def fill(stream: BinaryIO) -> None:
            nonlocal size
            for block in blocks:
                stream.write(block)
                digest.update(block)
                size += len(block)
                self._count(len(block), path)

        write_new_file(self._root / path, fill)
        file = IndexedFile(path=path, sha256=digest.hexdigest(), size=size)
        self._files[path] = file
        return file

    def seal(
        self, tags: Mapping[str, str], public_pem: bytes, sign: Callable[[bytes], bytes]
    ) -> IndexedFile:
        """Write tag files, manifests and signature; return the tag manifest.

        Args:
            tags: what bag-info.txt says besides the counts.
            public_pem: the key that anybody checks with.
            sign: makes the signature over bytes.

        Raises:
            DiskFull, StorageFailed, OutputExists: the system refused.
        """
        payload = tuple(self._files.values())
        octets = sum(file.size for file in payload)
        self._bytes(bag.MANIFEST, bag.encode_manifest(_lines(payload)))
        self._bytes(bag.BAGIT, bag.DECLARATION)
        oxum = {"Payload-Oxum": f"{octets}.{len(payload)}"}
        self._bytes(bag.BAG_INFO, bag.encode_tags({**tags, **oxum}))
        self._bytes(bag.SIGNING_KEY, public_pem)
        for name in (*bag.GUIDES, bag.CHECKER):
            self._bytes(name, resources.read_bytes(_RESOURCES, name))
        outside = tuple(file for file in self._files.values() if file not in payload)
        listed = bag.encode_manifest(_lines(outside))
        tag_manifest = self._bytes(bag.TAG_MANIFEST, listed)
        self._bytes(bag.SIGNATURE, sign(listed))
        return tag_manifest

    def _bytes(self, path: str, data: bytes) -> IndexedFile:
        return self.write(path, (data,))

    def _count(self, size: int, path: str) -> None:
        if self._cancel is not None:
            self._cancel.check()
        self._done += size
        self._report(
            Progress(stage="copy", done=self._done, total=self._total, unit="bytes", name=path)
        )


def _lines(files: Iterable[IndexedFile]) -> list[ManifestLine]:
    return [ManifestLine(digest=file.sha256, path=file.path) for file in files]
