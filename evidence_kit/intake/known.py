# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are known by their digest: of some a copy is held, of others only the digest."""

from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.vault.vault import Vault

Place = tuple[ExhibitId, int]
"""Id and number of an exhibit."""


class Known:
    """What the vault had at the start of a run, and what the run took in."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._copied: dict[Digest, Place] = {}
        self._sizes = frozenset(exhibit.size for exhibit in vault.exhibits())
        self._noted = {
            exhibit.sha256: exhibit
            for exhibit in vault.exhibits()
            if exhibit.holding is Holding.REGISTERED
        }
        self._noted_now: dict[Digest, Place] = {}

    def place(self, digest: Digest) -> Place | None:
        """Return where a file stands, with a copy or without."""
        return (
            self._copied.get(digest)
            or _place(self._vault.by_digest(digest))
            or self._noted_now.get(digest)
            or _place(self._noted.get(digest))
        )

    def is_copied(self, digest: Digest) -> bool:
        """Say whether a copy of a file is held, perhaps with holes."""
        return digest in self._copied or self._vault.by_digest(digest) is not None

    def has_size(self, size: int) -> bool:
        """Say whether the vault had a file of this size before this run: it may be the same one."""
        return size in self._sizes

    def held(self, digest: Digest) -> Exhibit | None:
        """Return the exhibit of which a copy was held before this run."""
        return None if digest in self._copied else self._vault.by_digest(digest)

    def noted(self, digest: Digest) -> Exhibit | None:
        """Return the exhibit that was noted without a copy before this run."""
        return None if digest in self._copied else self._noted.get(digest)

    def is_noted(self, digest: Digest) -> bool:
        """Say whether a file is noted without a copy."""
        return digest in self._noted_now or self.noted(digest) is not None

    def add_copy(self, digest: Digest, place: Place) -> None:
        """Take in that this run copied a file."""
        self._copied[digest] = place

    def add_note(self, digest: Digest, place: Place) -> None:
        """Take in that this run noted a file."""
        self._noted_now[digest] = place


def _place(exhibit: Exhibit | None) -> Place | None:
    return None if exhibit is None else (exhibit.id, exhibit.number)
