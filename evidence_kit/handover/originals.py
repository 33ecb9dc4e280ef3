# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the originals of the chosen exhibits, and tells of each what is in the bag."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence_kit.domain.exhibit import Exhibit, Hole
from evidence_kit.domain.plan import Receiver
from evidence_kit.errors import Inconsistent
from evidence_kit.formats import bag
from evidence_kit.formats.bag_index import IndexedFile
from evidence_kit.handover.bag_folder import BagFolder
from evidence_kit.handover.withheld import Cut, Withheld, blocks_with_holes, cut_of
from evidence_kit.vault.vault import Vault

if TYPE_CHECKING:
    from evidence_kit.reader.client import Reader

GETS_ORIGINALS = frozenset({Receiver.POLICE, Receiver.LAWYER, Receiver.SELF})
"""Who gets originals and whole transcripts; others get the dossier alone (people.md 25)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is in the bag of one original."""

    file: IndexedFile | None
    left_out: str | None
    """None when the whole original is there; else registered, removed, withheld or receiver."""
    holes: tuple[Hole, ...] = ()


def why_none(exhibit: Exhibit, receiver: Receiver) -> str | None:
    """Return why no byte of an exhibit travels; None when it may."""
    if exhibit.removed_by is not None:
        return "removed"
    if exhibit.object is None:
        return "registered"
    return None if receiver in GETS_ORIGINALS else "receiver"


def cut_for(vault: Vault, exhibit: Exhibit, reader: "Reader", withheld: Withheld) -> Cut:
    """Return what must be left out of an original that is held.

    Raises:
        Damaged, StorageFailed: it cannot be read.
        ReaderFailed: the reader process cannot look into it.
    """
    with vault.open_original(exhibit) as source:
        return cut_of(exhibit, source, reader, withheld)


def write_original(folder: BagFolder, vault: Vault, exhibit: Exhibit, cut: Cut) -> Handed:
    """Write one original, with zeros where something is left out.

    Raises:
        Inconsistent: the bytes are not those the log names.
        Damaged, DiskFull, StorageFailed: it cannot be read or written.
        Cancelled: somebody asked to stop.
    """
    if cut.whole:
        return Handed(file=None, left_out="withheld")
    holes = tuple(sorted((*exhibit.holes, *cut.holes), key=lambda hole: hole.offset))
    name = bag.safe_name(exhibit.number, exhibit.name.text, partly=bool(holes))
    with vault.open_original(exhibit) as source:
        file = folder.write(bag.ORIGINALS + name, blocks_with_holes(source, cut.holes))
    if not cut.holes:
        expected = exhibit.stored_sha256 or exhibit.sha256
        if file.sha256 != expected.hex or file.size != exhibit.size:
            raise Inconsistent(
                what=f"original_{exhibit.number}", expected=expected.hex, found=file.sha256
            )
    return Handed(file=file, left_out="withheld" if holes else None, holes=holes)
