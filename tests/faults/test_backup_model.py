# SPDX-License-Identifier: GPL-3.0-or-later
"""Any sequence of work, backups and backups that are cut off, against a plain model of the copy."""

import contextlib
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from builders.copies import back_up, evidence_of, order
from builders.fault_cases import annotate, by, opened, view_of
from builders.vault import PASSPHRASE, add_chat, add_original, make_vault
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import Cancelled, StorageFailed
from evidence_kit.vault import fs
from evidence_kit.vault.vault import is_vault
from evidence_kit.verification.check_vault import check_vault

OTHERS = ("eerste heel andere reeks woorden", "tweede heel andere reeks woorden")
WAYS = (PASSPHRASE, *OTHERS)


class Backups(RuleBasedStateMachine):
    """A vault, its copy, and the copy as it must be."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.copy = self.folder / "kopie"
        self.vault = make_vault(self.folder / "kluis").vault
        self.model: dict[str, bytes] | None = None
        """The copy at its last completed run; None before the first."""
        self.size = 0
        self.removed_since = False
        self.touched = False
        """Whether a run was cut off, or somebody opened the copy, since."""

    def teardown(self) -> None:
        self.vault.close()
        shutil.rmtree(self.folder)

    @rule(data=st.binary(max_size=3000))
    def add(self, data: bytes) -> None:
        add_original(self.vault, data)

    @rule(texts=st.lists(st.sampled_from(["hoi", "stop", "nee"]), min_size=1, max_size=3))
    def add_chat(self, texts: list[str]) -> None:
        add_chat(self.vault, texts)

    @rule(text=st.text("abc", max_size=5))
    def annotate(self, text: str) -> None:
        annotate(text)(self.vault)

    @precondition(lambda self: any(one.removed_by is None for one in self.vault.exhibits()))
    @rule(which=st.integers(0, 100))
    def remove(self, which: int) -> None:
        held = [one.number for one in self.vault.exhibits() if one.removed_by is None]
        self.vault.remove(held[which % len(held)], "weg")
        self.removed_since = True

    @rule(which=st.integers(0, 1))
    def change_passphrase(self, which: int) -> None:
        self.vault.change_passphrase(by(OTHERS[which]))

    @rule(check_all=st.booleans())
    def back_up(self, check_all: bool) -> None:
        made = back_up(self.vault, self.copy, check_all=check_all)
        assert made.first == (self.model is None)
        assert made.left == 0 or self.touched
        if self.model is not None and self.model == evidence_of(self.vault.path):
            assert made.copied == 0 or self.touched
        self.model = evidence_of(self.copy)
        assert self.model == evidence_of(self.vault.path)
        self.size = self.vault.head().size
        self.removed_since = self.touched = False

    @rule(share=st.floats(0, 1))
    def stop_a_backup(self, share: float) -> None:
        cancel = CancelToken()

        def report(progress: Progress) -> None:
            if progress.stage == "copy" and progress.done >= share * progress.total:
                cancel.cancel()

        self.touched = True
        with contextlib.suppress(Cancelled):
            self.vault.back_up(self.copy, order(report=report, cancel=cancel))
            self._completed()

    @rule(nth=st.integers(1, 40))
    def break_off_a_backup(self, nth: int) -> None:
        """The disk refuses the n-th naming of a file in the copy."""
        left = nth

        def failing(temporary: Path, target: Path) -> None:
            nonlocal left
            left -= self.copy in target.parents
            if left == 0:
                raise StorageFailed(path=str(target), action="rename")
            real(temporary, target)

        self.touched = True
        real = fs.publish
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(StorageFailed):
            patch.setattr(fs, "publish", failing)
            back_up(self.vault, self.copy)
            self._completed()

    def _completed(self) -> None:
        self.model, self.size = evidence_of(self.copy), self.vault.head().size
        self.removed_since = False

    @precondition(lambda self: self.model is not None and not self.removed_since)
    @rule()
    def look_into_the_copy(self) -> None:
        """Opening a copy tidies it up, and must cost nothing."""
        self.touched = True
        opened(self.copy, *WAYS).close()

    @invariant()
    def the_copy_is_whole(self) -> None:
        if self.model is None:
            assert not is_vault(self.copy)
            return
        if not self.touched:
            assert evidence_of(self.copy) == self.model
            return
        twin = shutil.copytree(self.copy, self.folder / "twin")
        with opened(Path(twin), *WAYS) as copy:
            # What was noted and removed between two runs may be named, and never have been there.
            assert not copy.read_only or self.removed_since, copy.findings
            assert copy.head().size >= self.size
            assert copy.head(self.size) == self.vault.head(self.size)
            if not copy.read_only:
                view_of(copy)
        shutil.rmtree(twin)

    @precondition(lambda self: self.model is not None and not self.touched)
    @invariant()
    def a_check_of_it_matches(self) -> None:
        report = check_vault(self.copy, self.vault.keys)
        assert report.outcome is Outcome.MATCHES, report.findings[:3]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_any_order_of_work_and_backups_leaves_a_whole_copy() -> None:
    often = settings(
        max_examples=25, stateful_step_count=14, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Backups, settings=often)
