# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to a vault while its disk fails, and what must hold of the vault afterwards."""

import contextlib
import hashlib
import os
import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.fault_fs import FaultFs
from builders.vault import (
    CLIENT,
    PASSPHRASE,
    add_chat,
    add_original,
    chat,
    interpret,
    make_vault,
    put_original,
    register,
    secret,
)
from evidence_kit.clock import Clock
from evidence_kit.crypto import tsp
from evidence_kit.crypto.age import SCRYPT_CHEAPEST, Identity
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.ids import AnnotationId, new_id
from evidence_kit.errors import Damaged, WrongPassphrase
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.vault.vault import (
    NewPassphrase,
    Vault,
    is_vault,
    open_vault,
)
from evidence_kit.verification.check_vault import check_vault

OTHER = "eerste heel andere reeks woorden"
THIRD = "tweede heel andere reeks woorden"
EVERY = "EVIDENCE_KIT_FAULTS"
"""Set to `all`: every place and way instead of a sample."""
SEED = "EVIDENCE_KIT_FAULTS_SEED"
"""A number that a failure named, to have the same sample again."""

LEFTOVERS = frozenset(
    {
        "orphan_object",
        "unfinished_swept",
        "index_rebuilt",
        "removal_completed",
        "slot_change_completed",
    }
)
"""What opening may find after a crash: counted, and no loss."""

Act = Callable[[Vault], object]


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that a person does; it counts when it returns."""

    act: Act
    opens: str = PASSPHRASE
    """The passphrase that opens the vault once it is done."""


@dataclass(frozen=True, slots=True)
class Case:
    """A vault as it was before, and what is done to it."""

    name: str
    doings: tuple[Doing, ...]
    before: Act | None = None
    makes: bool = False
    """Whether making the vault is part of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One exhibit with its content and what was read in it."""

    number: int
    sha256: str
    name: str
    removed_by: int | None
    content: bytes | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """All that a vault says, as plain values."""

    size: int
    root: str
    exhibits: tuple[Shown, ...]
    annotations: tuple[object, ...]
    slots: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the program had said to be done at a moment."""

    steps: int
    view: View | None
    """None before a vault was made."""
    opens: str


@dataclass(frozen=True, slots=True)
class Story:
    """What happened on a disk, and what was said of it."""

    port: FaultFs
    said: tuple[Acknowledged, ...]

    def allowed(self, cut: int) -> tuple[Acknowledged, ...]:
        """Return what may be found after a cut: what was said, or the one thing being done."""
        done = [n for n, one in enumerate(self.said) if one.steps <= cut]
        last = done[-1]
        if self.said[last].steps == cut:
            return (self.said[last],)
        return self.said[last : last + 2]


def view_of(vault: Vault) -> View:
    """Read everything that a vault holds."""
    head = vault.head()
    return View(
        size=head.size,
        root=head.root,
        exhibits=tuple(_shown(vault, number) for number in range(1, len(vault.exhibits()) + 1)),
        annotations=tuple((one.id, one.kind, one.word("text")) for one in vault.annotations()),
        slots=tuple((row.file, row.label, row.whole) for row in vault.key_slots()),
    )


def _shown(vault: Vault, number: int) -> Shown:
    exhibit = vault.exhibit(number)
    content = None
    if exhibit.removed_by is None and exhibit.object is not None:
        with vault.open_original(exhibit) as reader:
            content = reader.read_at(0, reader.size)
    texts = tuple(
        message.text
        for conversation in vault.conversations(exhibit)
        for message, _ in vault.messages(exhibit, conversation.conversation.id, 1, 1000)
    )
    return Shown(
        number=exhibit.number,
        sha256=exhibit.sha256.hex,
        name=exhibit.name.text,
        removed_by=exhibit.removed_by,
        content=content,
        texts=texts,
    )


def tell(case: Case, disk: Path, port: FaultFs, seed: int = 0) -> Story:
    """Do what a case says, on a watched disk, and note after each thing what was said.

    Ids and keys follow the seed, so that the same seed asks the disk for the same things.
    """
    with drawn_from(seed):
        return _tell(case, disk / "kluis", port)


@contextlib.contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """Have what is drawn at random follow a seed."""
    dice = random.Random(seed)  # noqa: S311 -- keys of a vault that holds nothing
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_bytes", dice.randbytes)
        patch.setattr(secrets, "token_hex", lambda size: dice.randbytes(size).hex())
        yield


def prepare(case: Case, path: Path) -> None:
    """Make the vault as it was before."""
    if case.makes:
        return
    with make_vault(path).vault as vault:
        if case.before is not None:
            case.before(vault)


def begin(case: Case, path: Path) -> Vault:
    """Make the vault, or open it."""
    return make_vault(path).vault if case.makes else opened(path, PASSPHRASE)


def _tell(case: Case, path: Path, port: FaultFs) -> Story:
    prepare(case, path)
    said: list[Acknowledged] = []
    with port.watch():
        if case.makes:
            said.append(Acknowledged(0, None, PASSPHRASE))
        vault = begin(case, path)
        begun = len(port.steps) if case.makes else 0  # opening promises nothing
        said.append(Acknowledged(begun, view_of(vault), PASSPHRASE))
        for doing in case.doings:
            doing.act(vault)
            said.append(Acknowledged(len(port.steps), view_of(vault), doing.opens))
        vault.close()
        said.append(Acknowledged(len(port.steps), said[-1].view, said[-1].opens))
    return Story(port, tuple(said))


def opened(path: Path, *passphrases: str, clock: Clock | None = None) -> Vault:
    """Open with the first of these passphrases that does."""
    *others, last = passphrases
    for passphrase in others:
        with contextlib.suppress(WrongPassphrase, Damaged):
            return _open(path, passphrase, clock)
    return _open(path, last, clock)


def _open(path: Path, passphrase: str, clock: Clock | None) -> Vault:
    return open_vault(path, secret(passphrase), clock=clock or FixedClock(), actor=CLIENT)


def assert_nothing_lost(path: Path, allowed: Sequence[Acknowledged]) -> None:
    """See that a vault is whole, says what it had said, and can be worked on."""
    if allowed[0].view is None and not is_vault(path):
        return  # it had not been made yet, and half a vault is none
    ways = tuple(dict.fromkeys(one.opens for one in reversed(allowed)))
    with opened(path, *ways) as vault:
        assert_opened_well(vault)
        assert view_of(vault) in [one.view for one in allowed[-2:]]
    assert_usable(path, ways)


def assert_no_less(path: Path, said: Acknowledged, ways: tuple[str, ...]) -> None:
    """See that a vault is whole, says at least what it had said, and can be worked on."""
    if said.view is None and not is_vault(path):
        return
    with opened(path, *ways) as vault:
        assert_opened_well(vault)
        if said.view is not None:
            assert vault.head(said.view.size).root == said.view.root
            _assert_holds(view_of(vault), said.view)
    assert_usable(path, ways)


def _assert_holds(found: View, said: View) -> None:
    removed = {one.number for one in found.exhibits if one.removed_by is not None}
    for one in said.exhibits:
        assert one in found.exhibits or one.number in removed


def assert_opened_well(vault: Vault) -> None:
    """See that opening found no damage: nothing but counted leftovers."""
    codes = {finding.partition(":")[0] for finding in vault.findings}
    assert not vault.read_only, vault.findings
    assert codes <= LEFTOVERS, vault.findings


def assert_usable(path: Path, ways: tuple[str, ...]) -> None:
    """See that work goes on, that a full check finds nothing, and that no trouble comes back."""
    with opened(path, *ways) as vault:
        register(vault, b"life goes on")
        keys = vault.keys
    report = check_vault(path, keys)
    off = [
        one for one in report.findings if one.outcome is not Outcome.MATCHES and not _left_over(one)
    ]
    assert not off, off[:3]
    with opened(path, *ways) as vault:
        assert vault.findings == ()


def _left_over(found: Finding) -> bool:
    """A request that was written and not logged yet: named, and taken up by the next try."""
    return found.why == "no_entry" and found.item.startswith("receipts/")


def seed_of_run() -> int:
    """Return the number that everything drawn in a test follows; a failure names it."""
    return int(os.environ.get(SEED) or secrets.randbits(32))


def sampled(seed: int, count: int, size: int) -> list[int]:
    """Draw some of `size` places, or all when asked for."""
    if os.environ.get(EVERY) == "all" or size <= count:
        return list(range(size))
    return sorted(random.Random(seed).sample(range(size), count))  # noqa: S311 -- a sample


def note(text: str, replaces: AnnotationId | None = None) -> Annotation:
    return Annotation(
        id=AnnotationId(new_id()),
        kind=AnnotationKind.NOTE,
        words=(("text", text),),
        replaces=replaces,
    )


def annotate(text: str) -> Act:
    def act(vault: Vault) -> None:
        with vault.batch() as batch:
            batch.annotate(note(text))
            batch.commit()

    return act


def retract_last(vault: Vault) -> None:
    with vault.batch() as batch:
        batch.retract(vault.annotations()[-1].id)
        batch.commit()


def stamp_request(vault: Vault) -> None:
    """Keep a time-stamp request over the newest head."""
    head = vault.head()
    imprint = hashlib.sha256(vault.checkpoint_bytes(head.size))
    file = f"{head.size:010d}.tsq"
    left = file in vault.receipt_names()  # by a try that failed
    request = vault.receipt(file) if left else tsp.make_request(imprint.digest())
    body = {
        "at": head.size,
        "root": head.root,
        "file": file,
        "sha256": hashlib.sha256(request).hexdigest(),
        "imprint": imprint.hexdigest(),
    }
    vault.keep_receipt(EntryType.STAMP_REQUESTED, body, {file: request})


def add(data: bytes) -> Act:
    return lambda vault: add_original(vault, data)


def add_many(vault: Vault) -> None:
    """Take several in at once, so that their folders are flushed at once."""
    with vault.batch() as batch:
        for n in range(12):
            put_original(batch, b"one of many %d" % n, ExhibitWords(name=from_text(f"{n}.png")))
        batch.commit()


def read_as_chat(vault: Vault) -> None:
    """Read the newest exhibit as a chat."""
    interpret(vault, vault.exhibits()[-1], chat(["hoi", "stuur geld"]))


def _some(vault: Vault) -> None:
    add_original(vault, b"picture" * 40)
    add_chat(vault, ["hoi", "stuur geld"])
    annotate("eerste")(vault)


_CHAT = Doing(lambda vault: add_original(vault, b"hoi", name="_chat.txt", media=MediaKind.CHAT))
_NEW_KEY = Identity.generate().to_secret

CASES = (
    Case("create", (Doing(add(b"first")),), makes=True),
    Case("add", (Doing(add(b"first")), Doing(add(b"second" * 30_000)), Doing(add(b"third")))),
    Case("add a chat", (_CHAT, Doing(read_as_chat), Doing(add(b"more")))),
    Case("add many", (Doing(add_many), Doing(add(b"and one")))),
    Case("register", (Doing(lambda vault: register(vault, b"elsewhere")),), before=_some),
    Case(
        "annotate",
        (Doing(annotate("een")), Doing(annotate("twee")), Doing(retract_last)),
        before=_some,
    ),
    Case(
        "remove",
        (
            Doing(lambda vault: vault.remove(2, "weg")),
            Doing(annotate("daarna")),
            Doing(lambda vault: vault.remove(1, "")),
        ),
        before=_some,
    ),
    Case(
        "slots",
        (
            Doing(lambda vault: vault.change_passphrase(by(OTHER)), OTHER),
            Doing(lambda vault: vault.add_passphrase(by(THIRD), "Mentor"), OTHER),
            Doing(lambda vault: vault.replace_recovery(_NEW_KEY()), OTHER),
            Doing(lambda vault: vault.remove_slot("identity-2.age"), OTHER),
            Doing(lambda vault: vault.note_recovery_confirmed(), OTHER),
        ),
    ),
    Case("stamp", (Doing(stamp_request), Doing(annotate("daarna"))), before=_some),
    Case("close", (Doing(annotate("het laatste")),), before=_some),
    Case("rebuild", (Doing(lambda vault: vault.rebuild_index()),), before=_some),
)


def by(passphrase: str) -> NewPassphrase:
    return NewPassphrase(passphrase=secret(passphrase), scrypt=SCRYPT_CHEAPEST)
