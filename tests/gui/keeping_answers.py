# SPDX-License-Identifier: GPL-3.0-or-later
"""What the stand-in answers about keys, papers and checks."""

from dataclasses import dataclass, field, replace

from evidence_kit.domain.backup import (
    BackupMade,
    BackupRow,
    CopyComparison,
    CopyState,
    PlaceCode,
    PlaceWarning,
    Restored,
)
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import LogHead, Role
from evidence_kit.domain.exhibit import Picture
from evidence_kit.domain.finding import CheckReport, CheckWish
from evidence_kit.domain.ids import VaultId
from evidence_kit.domain.paper import PaperKind, PaperMade, RecoveryOutcome, RecoveryTried
from evidence_kit.domain.removal import RemovalPlan, VaultRemoved
from evidence_kit.domain.stamp import ProofAttached, StampAdded, StampAsked, StampRow
from evidence_kit.domain.views import KeySlotRow, VaultSummary
from gui.made_up import COPY, KEY, MADE, NEW_KEY, PROOF, REPLY, REQUEST, SLOTS, page_of


@dataclass
class KeepingAnswers:
    """The part of the stand-in that keeps the vault."""

    log_size: int = 24
    read_only: bool = False
    findings: tuple[str, ...] = ()
    slots: tuple[KeySlotRow, ...] = SLOTS
    drawn: str = NEW_KEY
    papers: list[PaperKind] = field(default_factory=list)
    checks: list[CheckWish | None] = field(default_factory=list)
    offers_anchor: bool = False
    stamps: tuple[StampRow, ...] = ()
    proofs: list[tuple[str, str | None]] = field(default_factory=list)
    replies: list[tuple[str, str | None]] = field(default_factory=list)
    copies: tuple[BackupRow, ...] = ()
    comparison: CopyComparison = field(
        default_factory=lambda: CopyComparison(state=CopyState.SAME, vault_size=24, copy_size=24)
    )
    backed_up: list[tuple[str, bool]] = field(default_factory=list)
    restored: list[tuple[str, str, str | None]] = field(default_factory=list)
    report: CheckReport = field(
        default_factory=lambda: CheckReport(subject="vault", findings=(), checked=31)
    )

    def on_key_slots(self) -> tuple[KeySlotRow, ...]:
        return self.slots

    def on_change_passphrase(self, passphrase: str) -> ChangeSet:
        return self._logged()

    def on_add_passphrase(self, passphrase: str, label: str) -> ChangeSet:
        added = replace(self.slots[0], file="identity-2.age", label=label, in_use=False)
        self.slots = (*self.slots, added)
        return self._logged()

    def on_remove_slot(self, slot: str) -> ChangeSet:
        self.slots = tuple(each for each in self.slots if each.file != slot)
        return self._logged()

    def on_draw_recovery(self) -> str:
        return self.drawn

    def on_discard_recovery(self) -> None:
        return None

    def on_try_recovery(self, recovery_key: str) -> RecoveryTried:
        opens = "".join(recovery_key.split()).upper() == KEY
        outcome = RecoveryOutcome.OPENS if opens else RecoveryOutcome.MISTYPED
        return RecoveryTried(outcome=outcome, group=None if opens else 7)

    def on_paper_pages(self, kind: PaperKind, language: str) -> int:
        self.papers.append(kind)
        return 2

    def on_paper_page(self, page: int, width: int) -> Picture:
        return page_of(width)

    def on_forget_paper(self) -> None:
        return None

    def on_recovery_sheet(self, out: str, language: str) -> PaperMade:
        return PaperMade(path=out, sha256="5" * 64, size=20_000, pages=2)

    def on_replace_recovery(self) -> ChangeSet:
        return self._logged()

    def _logged(self) -> ChangeSet:
        self.log_size += 1
        return ChangeSet(log_size=self.log_size)

    def on_check(self, wish: CheckWish | None) -> CheckReport:
        self.checks.append(wish)
        return self.report

    def on_place_warnings(self, path: str, for_backup: bool) -> tuple[PlaceWarning, ...]:
        cloud = PlaceWarning(code=PlaceCode.CLOUD, name="OneDrive")
        return (cloud,) if "onedrive" in path.lower() else ()

    def on_back_up(self, folder: str, check_all: bool) -> BackupMade:
        self.backed_up.append((folder, check_all))
        self.copies = (replace(COPY, place=folder),)
        return replace(MADE, place=folder)

    def on_backups(self) -> tuple[BackupRow, ...]:
        return self.copies

    def on_compare_copy(self, folder: str) -> CopyComparison:
        return self.comparison

    def on_restore(self, source: str, target: str, role: Role, passphrase: str | None) -> Restored:
        self.restored.append((source, target, passphrase))
        summary = None
        if passphrase is not None:
            summary = VaultSummary(
                id=VaultId("0" * 32),
                path=target,
                read_only=False,
                exhibits=7,
                head=LogHead(size=24, root="8" * 64),
                role=role.value,
                recovery_confirmed=True,
            )
        return Restored(path=target, files=12, bytes=38_000, report=self.report, summary=summary)

    def on_anchor_offered(self) -> bool:
        return self.offers_anchor

    def on_decline_anchor(self) -> None:
        self.offers_anchor = False

    def on_anchor_text(self, language: str) -> tuple[str, ...]:
        return ("24 lines", "8166be97 33333333")

    def on_vault_removal(self, path: str) -> RemovalPlan:
        return RemovalPlan(
            path=path, name="papers", files=31, size=38_000_000, others=("notes.txt",)
        )

    def on_remove_vault(self, path: str, typed_name: str, leave_others: bool) -> VaultRemoved:
        return VaultRemoved(path=path, files=31, left=("notes.txt",))

    def on_migrate(self) -> ChangeSet:
        self.read_only = False
        self.findings = ()
        return self._logged()

    def on_stamps(self) -> tuple[StampRow, ...]:
        return self.stamps

    def on_request_stamp(self, out: str) -> StampAsked:
        self.stamps = (*self.stamps, REQUEST)
        return StampAsked(path=out, file=REQUEST.file, at=REQUEST.at, imprint="7" * 64)

    def on_attach_proof(self, file: str, exhibit: str | None) -> ProofAttached:
        self.proofs.append((file, exhibit))
        self.stamps = (*self.stamps, PROOF)
        return ProofAttached(file=PROOF.file, at=PROOF.at, exhibit=None, compared=True)

    def on_add_stamp(self, reply: str, authorities: str | None) -> StampAdded:
        self.replies.append((reply, authorities))
        self.stamps = (*self.stamps, REPLY)
        return StampAdded(
            file=REPLY.file,
            at=REPLY.at,
            time=REPLY.time,
            unix_time=1_773_700_000,
            serial="7",
            signer_name=REPLY.signer_name,
            signer_sha256="6" * 64,
            intact=REPLY.intact,
            intact_why=REPLY.intact_why,
            valid=REPLY.valid,
            valid_why=REPLY.valid_why,
            trusted=REPLY.trusted,
            trusted_why=REPLY.trusted_why,
        )
