# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a bag: what goes into it was decided before, and nothing is logged here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.crypto.signing import fingerprint
from evidence_kit.domain.custody import LogEntry, LogHead
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.progress import CancelToken, Report
from evidence_kit.formats import bag, bag_index, bag_leaves, checkpoint
from evidence_kit.formats.bag_index import Index, IndexedExhibit, IndexedFile
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.handover.bag_folder import BagFolder
from evidence_kit.handover.disclosure import disclosure_of, log_lines
from evidence_kit.handover.originals import Handed, why_none, write_original
from evidence_kit.handover.stamps import write_stamps
from evidence_kit.handover.tables import Said, index_table, say_in
from evidence_kit.handover.transcripts import write_records, write_transcripts
from evidence_kit.handover.withheld import Cut
from evidence_kit.limits import COPY_BLOCK
from evidence_kit.vault.vault import Vault

_BYTES_PER_RECORD = 4_000
"""Roughly what a message takes as CSV, as JSON and as a line to check, together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagContents:
    """What goes into one bag, decided before a byte is written."""

    head: LogHead
    last: LogEntry
    plan: Plan
    exhibits: tuple[Exhibit, ...]
    cuts: dict[int, Cut]
    """By exhibit number, for what is held and may travel."""
    pdf: bytes
    pages: int

    @property
    def size(self) -> int:
        """Roughly how many bytes it takes."""
        records = sum(one.reading.records for one in self.exhibits if one.reading is not None)
        originals = sum(one.size for one in self.exhibits if one.number in self.cuts)
        return len(self.pdf) + originals + records * _BYTES_PER_RECORD + self.head.size * 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BagWritten:
    """A bag as it lies on the disk, not yet checked."""

    files: int
    size: int
    tag_manifest: IndexedFile
    dossier: IndexedFile


def write_bag(
    root: Path, vault: Vault, contents: BagContents, report: Report, cancel: CancelToken | None
) -> BagWritten:
    """Fill an empty folder.

    Raises:
        DiskFull, StorageFailed: the system refused.
        Inconsistent: an original is not what the log names.
        Damaged: something in the vault cannot be read.
        Cancelled: somebody asked to stop.
    """
    folder = BagFolder(root, contents.size, report, cancel)
    dossier = _write_payload(folder, vault, contents)
    tag_manifest = folder.seal(_tags(vault, contents), vault.signing_pem(), vault.sign)
    return BagWritten(
        files=folder.files, size=folder.size, tag_manifest=tag_manifest, dossier=dossier
    )


def _write_payload(folder: BagFolder, vault: Vault, contents: BagContents) -> IndexedFile:
    for path in (bag.PAYLOAD, bag.ORIGINALS, bag.TRANSCRIPTS):
        folder.folder(path)
    dossier = folder.write(bag.DOSSIER, _blocks(contents.pdf))
    said = say_in(contents.plan.language)
    rows = tuple(_write_exhibit(folder, vault, one, contents, said) for one in contents.exhibits)
    index = Index(
        vault=vault.header.vault,
        head=contents.head,
        dated=utc_text(contents.last.time.utc),
        language=contents.plan.language,
        app=contents.last.app,
        dossier=dossier,
        pages=contents.pages,
        exhibits=rows,
    )
    folder.write(bag.INDEX_JSON, (bag_index.encode(index),))
    folder.write(bag.INDEX_CSV, index_table(said, index))
    shown = disclosure_of(contents.exhibits, vault.annotations(contents.head.size), contents.plan)
    lines = log_lines(vault, contents.head.size, shown)
    folder.write(bag.CUSTODY_LOG, bag_leaves.encode_all(lines))
    travelling = frozenset(str(one.id) for one in contents.exhibits)
    write_stamps(folder, vault, contents.head.size, travelling)
    folder.write(bag.CHECKPOINT, (checkpoint.encode(_signed(vault, contents.head)) + b"\n",))
    return dossier


def _write_exhibit(
    folder: BagFolder, vault: Vault, exhibit: Exhibit, contents: BagContents, said: Said
) -> IndexedExhibit:
    why = why_none(exhibit, contents.plan.receiver)
    handed = Handed(file=None, left_out=why)
    transcripts: tuple[str, ...] = ()
    records = None
    if why is None:
        handed = write_original(folder, vault, exhibit, contents.cuts[exhibit.number])
        transcripts = write_transcripts(folder, vault, exhibit, said)
        records = write_records(folder, vault, exhibit)
    numbers = {one.id: one.number for one in contents.exhibits}
    return IndexedExhibit(
        number=exhibit.number,
        id=exhibit.id,
        entry=exhibit.entry,
        name=exhibit.name,
        media=exhibit.media.value,
        holding=exhibit.holding.value,
        sha256=exhibit.sha256.hex,
        size=exhibit.size,
        added=exhibit.added,
        modified=exhibit.modified,
        parent=None if exhibit.parent is None else numbers.get(exhibit.parent),
        member=exhibit.member,
        file=handed.file,
        left_out=handed.left_out,
        holes=handed.holes,
        transcripts=transcripts,
        records=records,
        importer=None if exhibit.reading is None else exhibit.reading.importer,
    )


def _blocks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), COPY_BLOCK):
        yield data[start : start + COPY_BLOCK]


def _signed(vault: Vault, head: LogHead) -> Checkpoint:
    signature = vault.sign(checkpoint.signed_bytes(vault.header.vault, head))
    return Checkpoint(vault=vault.header.vault, head=head, signature=signature)


def _tags(vault: Vault, contents: BagContents) -> dict[str, str]:
    return {
        "Bagging-Date": f"{contents.last.time.utc:%Y-%m-%d}",
        "Bag-Software-Agent": f"Evidence Kit {contents.last.app}",
        "External-Identifier": vault.header.vault,
        "Log-Entries": str(contents.head.size),
        "Log-Root": contents.head.root,
        "Key-Fingerprint": fingerprint(vault.signing_pem()),
    }
