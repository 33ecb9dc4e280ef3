# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands over: dossier, originals, transcripts and log in one folder, signed, read back and checked.

Nothing is said to be done before the folder was read back and every check on it matched. Only then
does the log say that it was handed over.
"""

import errno
import os
import shutil
from pathlib import Path

from evidence_kit.crypto.signing import fingerprint
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.domain.views import BagMade, DossierMade
from evidence_kit.dossier.make import render_bytes
from evidence_kit.dossier.render_pdf import RenderResult
from evidence_kit.errors import DiskFull, Inconsistent
from evidence_kit.export_door import new_folder
from evidence_kit.handover.bag_contents import BagContents, BagWritten, write_bag
from evidence_kit.handover.originals import cut_for, why_none
from evidence_kit.handover.withheld import withheld_of
from evidence_kit.limits import FREE_SPACE_SPARE
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import Vault
from evidence_kit.verification.check_bag import check_bag


def hand_over(  # noqa: PLR0913 -- each is named
    vault: Vault,
    outdir: Path,
    plan: Plan,
    *,
    at: int | None = None,
    reader: Reader,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> BagMade:
    """Make a bag in a new or empty folder, check it, and log that it was handed over.

    A vault that can only be read still gives a bag; nothing is logged then.

    Raises:
        OutputExists: the folder holds something.
        DiskFull, StorageFailed: the system refused; DiskFull also before writing begins.
        Inconsistent: counts differ, or the bag read back does not match.
        ReaderFailed, Damaged: an original cannot be looked into or read.
        Cancelled: somebody asked to stop; the unsigned rest of the folder is no bag.
    """
    contents, printed = _contents(vault, plan, at, reader, (report, cancel))
    with new_folder(outdir) as root:
        _check_room(root, contents.size)
        written = write_bag(root, vault, contents, report, cancel)
    _check(outdir, report, cancel)
    if not vault.read_only:
        _log(vault, contents, written)
    return BagMade(
        path=os.fspath(outdir),
        files=written.files,
        size=written.size,
        tagmanifest_sha256=written.tag_manifest.sha256,
        key_fingerprint=fingerprint(vault.signing_pem()),
        head=contents.head,
        dossier=_dossier_made(outdir, written, contents, printed),
    )


def _contents(
    vault: Vault,
    plan: Plan,
    at: int | None,
    reader: Reader,
    watch: tuple[Report, CancelToken | None],
) -> tuple[BagContents, RenderResult]:
    head = vault.head(at)
    everything = vault.exhibits(head.size)
    exhibits = tuple(one for one in everything if one.id not in plan.left_out)
    withheld = withheld_of(everything)
    cuts = {
        one.number: cut_for(vault, one, reader, withheld)
        for one in exhibits
        if why_none(one, plan.receiver) is None
    }
    report, cancel = watch
    pdf, printed = render_bytes(vault, plan, head.size, reader, report=report, cancel=cancel)
    (last,) = vault.entries(head.size - 1, head.size)
    contents = BagContents(
        head=head,
        last=last,
        plan=plan,
        exhibits=exhibits,
        cuts=cuts,
        pdf=pdf,
        pages=printed.pages,
    )
    return contents, printed


def _check_room(root: Path, size: int) -> None:
    free = shutil.disk_usage(root).free
    if free < size + FREE_SPACE_SPARE:
        raise DiskFull(path=os.fspath(root), errno=errno.ENOSPC, action="write")


def _check(root: Path, report: Report, cancel: CancelToken | None) -> None:
    checked = check_bag(root, report, cancel)
    if checked.outcome is not Outcome.MATCHES:
        worst = checked.findings[0]
        raise Inconsistent(what="bag", expected=worst.item, found=worst.why)


def _log(vault: Vault, contents: BagContents, written: BagWritten) -> None:
    with vault.batch() as batch:
        batch.entry(
            EntryType.HANDED_OVER,
            {
                "at": contents.head.size,
                "root": contents.head.root,
                "tagmanifest_sha256": written.tag_manifest.sha256,
                "files": written.files,
                "exhibits": [one.id for one in contents.exhibits],
            },
        )
        batch.commit()


def _dossier_made(
    root: Path, written: BagWritten, contents: BagContents, printed: RenderResult
) -> DossierMade:
    return DossierMade(
        path=os.fspath(root / written.dossier.path),
        sha256=written.dossier.sha256,
        size=written.dossier.size,
        pages=printed.pages,
        head=contents.head,
        exhibits=len(contents.exhibits),
        messages_printed=sum(chat.printed for chat in printed.chats.values()),
        messages_left_out=sum(chat.left_out for chat in printed.chats.values()),
    )
