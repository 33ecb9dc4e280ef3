# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sequences of everything that is done to a vault, power cuts included, against a plain model."""

import contextlib
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from builders.clock import FixedClock
from builders.fault_cases import by, note, opened
from builders.fault_fs import FaultFs
from builders.power_cut import LOSSES, Loss, after_cut, lay_out
from builders.vault import (
    CLIENT,
    PASSPHRASE,
    add_original,
    chat,
    interpret,
    make_vault,
    register,
    secret,
    sha256,
)
from builders.vault_model import Held, Model, Past
from evidence_kit.crypto.age import Identity
from evidence_kit.crypto.merkle import consistency_proof, verify_consistency
from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import AnnotationId
from evidence_kit.errors import NotHeld
from evidence_kit.formats.key_slot import PASSPHRASE_SLOT
from evidence_kit.vault import removal, slots, write_batch
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.vault import Vault, open_vault, unlock_keys
from evidence_kit.vault.write_batch import WriteBatch
from evidence_kit.verification.check_vault import check_vault

TEXTS = st.lists(
    st.sampled_from(["hoi", "stuur geld", "\U0001f642", "nee"]), min_size=1, max_size=3
)
PASSPHRASES = st.sampled_from(["eerste reeks woorden", "tweede reeks woorden", "derde reeks"])
CONTENT = st.binary(min_size=1, max_size=200)
CUT = st.one_of(
    st.none(), st.none(), st.none(), st.tuples(st.integers(0, 99), st.sampled_from(LOSSES))
)
"""Whether the power is cut while something is done: where (in hundredths), and what is lost."""
TURNS = st.sampled_from([timedelta(days=-3), timedelta(days=365), timedelta(hours=-1)])

Act = Callable[[Vault], object]
Cut = tuple[int, Loss] | None


class VaultMachine(RuleBasedStateMachine):
    """One vault on disk beside one model."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="kluis-"))
        self.disks = 0
        self.clock = FixedClock()
        self.turned = timedelta(0)
        self.steps_of_clock = 0
        self.stack = contextlib.ExitStack()
        self.disk = self.base / "0"
        self.disk.mkdir()
        made = make_vault(self.disk / "kluis", self.clock)
        self.vault = made.vault
        self.model = Model(
            slots=((PASSPHRASE_SLOT, PASSPHRASE),), recovery=made.recovery.reveal().decode()
        )
        self.past = Past()
        self._remember()
        self.port = self._watch()

    def teardown(self) -> None:
        self.stack.close()
        register(self.vault, b"the last")  # names what a cut left over
        self.vault.close()
        keys = unlock_keys(self.vault.path, secret(self.model.slots[0][1]))
        outcomes = {one.outcome.value for one in check_vault(self.vault.path, keys).findings}
        shutil.rmtree(self.base)
        assert outcomes == {"matches"}

    # -- what people do -------------------------------------------------------------------

    @rule(data=CONTENT, cut=CUT)
    def add(self, data: bytes, cut: Cut) -> None:
        number = len(self.model.exhibits) + 1
        after = self.model.with_exhibit(Held(number, sha256(data), data))
        self._do(lambda vault: add_original(vault, data), after, cut)

    @rule(data=CONTENT)
    def register(self, data: bytes) -> None:
        number = len(self.model.exhibits) + 1
        after = self.model.with_exhibit(Held(number, sha256(data), None))
        self._do(lambda vault: register(vault, data), after)

    @precondition(lambda self: self._held())
    @rule(data=st.data(), texts=TEXTS, cut=CUT)
    def read_as_chat(self, data: st.DataObject, texts: list[str], cut: Cut) -> None:
        number = data.draw(st.sampled_from(self._held()))
        after = self.model.with_texts(number, tuple(texts))
        self._do(lambda vault: interpret(vault, vault.exhibit(number), chat(texts)), after, cut)

    @rule(text=st.sampled_from(["een", "twee"]), cut=CUT)
    def annotate(self, text: str, cut: Cut) -> None:
        made = note(text)
        self._do(annotating(made), self.model.with_note(made.id, text), cut)

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data())
    def change_a_note(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(self.model.notes))[0]
        made = note("anders", AnnotationId(old))
        self._do(annotating(made), self.model.with_note(made.id, "anders", old))

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data(), cut=CUT)
    def retract(self, data: st.DataObject, cut: Cut) -> None:
        name = data.draw(st.sampled_from(self.model.notes))[0]
        self._do(retracting(AnnotationId(name)), self.model.without_note(name), cut)

    @precondition(lambda self: self._there())
    @rule(data=st.data(), cut=CUT)
    def remove(self, data: st.DataObject, cut: Cut) -> None:
        number = data.draw(st.sampled_from(self._there()))
        after = self.model.without_content(number)
        self._do(lambda vault: vault.remove(number, "weg"), after, cut)

    @rule(passphrase=PASSPHRASES, cut=CUT)
    def change_passphrase(self, passphrase: str, cut: Cut) -> None:
        files = dict(self.model.slots)
        file = self.vault.slot if self.vault.slot in files else next(iter(files))
        after = self.model.with_passphrase(file, passphrase)
        self._do(lambda vault: vault.change_passphrase(by(passphrase)), after, cut)

    @precondition(lambda self: len(self.model.slots) < 4)
    @rule(passphrase=PASSPHRASES, cut=CUT)
    def add_passphrase(self, passphrase: str, cut: Cut) -> None:
        after = self.model.with_passphrase(self.model.free_slot(), passphrase)
        self._do(lambda vault: vault.add_passphrase(by(passphrase), "Mentor"), after, cut)

    @precondition(lambda self: len(self.model.slots) > 1)
    @rule(data=st.data(), cut=CUT)
    def remove_slot(self, data: st.DataObject, cut: Cut) -> None:
        file = data.draw(st.sampled_from(self.model.slots))[0]
        self._do(lambda vault: vault.remove_slot(file), self.model.without_slot(file), cut)

    @rule(cut=CUT)
    def replace_recovery(self, cut: Cut) -> None:
        key = Identity.generate().to_secret()
        after = replace(self.model, recovery=key.reveal().decode())
        self._do(lambda vault: vault.replace_recovery(key), after, cut)

    @rule()
    def confirm_recovery(self) -> None:
        self._do(lambda vault: vault.note_recovery_confirmed(), self.model)
        assert self.vault.recovery_confirmed

    @rule(by=TURNS)
    def turn_the_clock(self, by: timedelta) -> None:
        self.clock.set(self.clock.now + by)
        self.turned += by

    # -- coming back ----------------------------------------------------------------------

    @rule(data=st.data())
    def lock_and_open(self, data: st.DataObject) -> None:
        self.vault.close()
        ways = [(passphrase, False) for _, passphrase in self.model.slots]
        key, recovery = data.draw(st.sampled_from([*ways, (self.model.recovery, True)]))
        self.vault = open_vault(
            self.vault.path,
            secret(key),
            with_recovery=recovery,
            clock=self.clock,
            actor=CLIENT,
        )
        assert_only_orphans(self.vault)

    @rule()
    def look_without_writing(self) -> None:
        self.vault.close()
        passphrase = self.model.slots[0][1]
        with open_vault(
            self.vault.path, secret(passphrase), clock=self.clock, actor=CLIENT, read_only=True
        ) as vault:
            assert vault.read_only
            assert_says(vault, self.model)
        self.vault = opened(self.vault.path, passphrase, clock=self.clock)

    @rule()
    def rebuild_the_index(self) -> None:
        self.vault.rebuild_index()

    @rule(loss=st.sampled_from(LOSSES))
    def cut_the_power(self, loss: Loss) -> None:
        self._cut(len(self.port.steps), loss)
        self._come_back(self.model)

    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        size = data.draw(st.sampled_from(sorted(self.past.models)))
        head = self.vault.head()
        assert self.vault.head(size).root == self.past.roots[size]
        leaves = self.vault.leaves()
        proof = consistency_proof(size, leaves)
        roots = (bytes.fromhex(self.past.roots[size]), bytes.fromhex(head.root))
        assert verify_consistency((size, head.size), roots, proof)
        then = self.past.models[size]
        gone = {one.number for one in self.model.exhibits if one.removed}
        shown = [
            (one.number, one.sha256.hex, one.removed_by is not None)
            for one in self.vault.exhibits(at=size)
        ]
        assert shown == [(one.number, one.sha256, one.number in gone) for one in then.exhibits]
        assert [(one.id, one.word("text")) for one in self.vault.annotations(at=size)] == list(
            then.notes
        )

    # -- what always holds ----------------------------------------------------------------

    @invariant()
    def it_says_what_the_model_says(self) -> None:
        assert_says(self.vault, self.model)
        assert not self.vault.read_only
        entries = list(self.vault.entries())
        steps = sum(one.type is EntryType.CLOCK_STEP for one in entries)
        assert steps == self.steps_of_clock

    # -- how ------------------------------------------------------------------------------

    def _held(self) -> list[int]:
        return [one.number for one in self.model.exhibits if one.content is not None]

    def _there(self) -> list[int]:
        return [one.number for one in self.model.exhibits if not one.removed]

    def _do(self, act: Act, after: Model, cut: Cut = None) -> None:
        """Do something; with a cut, the power goes somewhere on the way."""
        before, size, start = self.model, self.vault.head().size, len(self.port.steps)
        self.clock.advance(timedelta(seconds=5))
        act(self.vault)
        assert self.vault.head().size > size
        if cut is not None:
            where, loss = cut
            self._cut(start + (len(self.port.steps) - start) * where // 100, loss)
            self.model = after
            self._come_back(before, after)
            if self.vault.head().size == size:
                self.model = before
                return
        self.model = after
        if self.turned:
            self.steps_of_clock += 1
            self.turned = timedelta(0)
        self._remember()

    def _remember(self) -> None:
        head = self.vault.head()
        self.past.note(head.size, head.root, self.model)

    def _watch(self) -> FaultFs:
        return self.stack.enter_context(FaultFs(self.disk).watch())

    def _cut(self, steps: int, loss: Loss) -> None:
        """Let the program die, and make the disk as it may be found."""
        assert self.vault._lock._stream is not None
        self.vault._lock._stream.close()
        self.vault._store.shelf.close()
        self.stack.close()
        self.disks += 1
        dice = random.Random(steps)  # noqa: S311 -- a sample
        tree = after_cut(self.port.start, self.port.steps[:steps], loss, dice)
        self.disk = lay_out(tree, self.base / str(self.disks))
        self.port = self._watch()

    def _come_back(self, *may_be: Model) -> None:
        ways = [passphrase for model in may_be for _, passphrase in model.slots]
        opened(self.disk / "kluis", *ways, clock=self.clock).close()  # completes what was cut off
        self.vault = opened(self.disk / "kluis", *ways, clock=self.clock)
        assert_only_orphans(self.vault)


def assert_says(vault: Vault, model: Model) -> None:
    """Hold all that a vault says against the model."""
    assert [held_as(vault, one) for one in vault.exhibits()] == list(model.exhibits)
    assert [(one.id, one.word("text")) for one in vault.annotations()] == list(model.notes)
    rows = [(row.file, row.whole) for row in vault.key_slots() if not row.recovery]
    assert rows == [(file, True) for file, _ in model.slots]
    held = {one.sha256 for one in model.exhibits if one.content is not None}
    for digest in held:
        assert vault.by_digest(Digest(digest)) is not None


def assert_only_orphans(vault: Vault) -> None:
    """Objects of what was cut off stay, and are named by the next batch."""
    assert {finding.partition(":")[0] for finding in vault.findings} <= {"orphan_object"}


def held_as(vault: Vault, exhibit: Exhibit) -> Held:
    content = None
    with contextlib.suppress(NotHeld), vault.open_original(exhibit) as reader:
        content = reader.read_at(0, reader.size)
    texts = tuple(
        message.text
        for one in vault.conversations(exhibit)
        for message, _ in vault.messages(exhibit, one.conversation.id, 1, 100)
    )
    return Held(
        number=exhibit.number,
        sha256=exhibit.sha256.hex,
        content=content,
        texts=texts,
        removed=exhibit.removed_by is not None,
    )


def annotating(made: Annotation) -> Act:
    def act(vault: Vault) -> None:
        with vault.batch() as batch:
            batch.annotate(made)
            batch.commit()

    return act


def retracting(name: AnnotationId) -> Act:
    def act(vault: Vault) -> None:
        with vault.batch() as batch:
            batch.retract(name)
            batch.commit()

    return act


QUICK = settings(max_examples=4, stateful_step_count=12)
LONG = settings(max_examples=60, stateful_step_count=30)
TEETH = settings(max_examples=300, stateful_step_count=30, database=None, phases=[Phase.generate])


def test_a_vault_does_what_its_model_does() -> None:
    run_state_machine_as_test(VaultMachine, settings=QUICK)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_vault_does_what_its_model_does_for_long() -> None:
    run_state_machine_as_test(VaultMachine, settings=LONG)


def number_of_what_is_left(self: WriteBatch) -> int:
    exhibits = self._store.catalogue.fold.exhibits.values()
    self._take_turn()
    return 1 + sum(one.removed_by is None for one in exhibits)


BROKEN = {
    "numbers are used again after a removal": (
        (WriteBatch, "next_number", number_of_what_is_left),
        (WriteBatch, "_check_number", lambda *_: None),
    ),
    "what was removed stays on the disk": ((removal, "delete_removed", lambda *_: None),),
    "looking back shows today": ((Catalogue, "fold_at", lambda self, _: self.fold),),
    "a retracted note stays": ((WriteBatch, "retract", WriteBatch.next_number),),
    "a turned clock is not logged": ((write_batch, "clock_step", lambda *_: None),),
    "an old passphrase still opens": ((slots, "finish", lambda *_: None),),
}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_variant_is_found_out(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name, broken in BROKEN[how]:
        monkeypatch.setattr(owner, name, broken)
    with pytest.raises(Exception) as caught:
        run_state_machine_as_test(VaultMachine, settings=TEETH)
    assert not isinstance(caught.value, HypothesisException)
