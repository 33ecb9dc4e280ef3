# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of OpenTimestamps are kept as they came, and nowhere said to be judged."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import add, jpeg, open_session
from evidence_kit import wording
from evidence_kit.codec import values
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.stamp import ProofAttached, StampKind
from evidence_kit.errors import InputRefused, LimitReached, UnknownExhibit
from evidence_kit.formats import bag
from evidence_kit.formats.ots_file import MAGIC
from evidence_kit.i18n import Texts
from evidence_kit.limits import STAMP_FILE_MAX
from evidence_kit.service import making, proofs, stamping
from evidence_kit.service.functions import FUNCTIONS, NOTING
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

REST = b"\xf0\x10made-up operations"
SHA1 = b"\x02"


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    picture = tmp_path / "IMG_0001.JPG"
    picture.write_bytes(jpeg())
    with open_session(tmp_path, clock) as session:
        add(session, [picture])
        yield session


def proof(folder: Path, digest: bytes, kind: bytes = b"\x08") -> str:
    """A file as the OpenTimestamps client begins it; what follows is made up."""
    path = folder / "proof.ots"
    path.write_bytes(MAGIC + b"\x01" + kind + digest + REST)
    return str(path)


def picture_digest(session: Session) -> bytes:
    return bytes.fromhex(session.vault.exhibit(1).sha256.hex)


def attach(session: Session, file: str, exhibit: str | None = None) -> ProofAttached:
    return proofs.attach_proof(session, Task(), file=file, exhibit=exhibit)


def test_a_proof_about_an_exhibit_is_kept_byte_for_byte_and_logged(
    session: Session, tmp_path: Path
) -> None:
    file = proof(tmp_path, picture_digest(session))
    kept = attach(session, file, "1")
    assert session.vault.receipt(kept.file) == Path(file).read_bytes()
    assert (kept.exhibit, kept.compared) == (session.vault.exhibit(1).id, True)
    last = tuple(session.vault.entries())[-1]
    assert last.type is EntryType.OTS_ATTACHED
    assert last.body["exhibit"] == kept.exhibit
    assert values.from_plain(values.to_plain(kept)) == kept


def test_a_proof_about_a_signed_head_finds_its_head(session: Session, tmp_path: Path) -> None:
    head = session.vault.head()
    digest = hashlib.sha256(session.vault.checkpoint_bytes(head.size)).digest()
    stamping.request_stamp(session, Task(), out=str(tmp_path / "ask.tsq"))
    kept = attach(session, proof(tmp_path, digest))
    assert (kept.at, kept.exhibit) == (head, None)
    assert kept.file == f"{head.size:010d}.ots"


@pytest.mark.parametrize("exhibit", ["1", None])
def test_a_proof_about_something_else_is_refused_and_not_kept(
    session: Session, tmp_path: Path, exhibit: str | None
) -> None:
    before = session.vault.head()
    with pytest.raises(InputRefused) as refused:
        attach(session, proof(tmp_path, bytes(32)), exhibit)
    assert refused.value.fields["reason"] == "ots_other"
    assert session.vault.head() == before
    assert not session.vault.receipt_names()


def test_a_proof_of_another_digest_kind_is_kept_and_not_compared(
    session: Session, tmp_path: Path
) -> None:
    assert not attach(session, proof(tmp_path, bytes(20), SHA1), "1").compared


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", MAGIC, MAGIC[:-1] + b"?\x01\x08"])
def test_what_is_no_proof_is_refused(session: Session, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.ots"
    path.write_bytes(data)
    with pytest.raises(InputRefused) as refused:
        attach(session, str(path), "1")
    assert refused.value.fields["reason"] == "ots_none"


def test_a_huge_file_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "x.ots"
    path.write_bytes(MAGIC + bytes(STAMP_FILE_MAX))
    with pytest.raises(LimitReached):
        attach(session, str(path), "1")


def test_an_exhibit_that_is_not_there_is_said(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UnknownExhibit):
        attach(session, proof(tmp_path, bytes(32)), "7")


def test_the_same_proof_is_not_kept_twice(session: Session, tmp_path: Path) -> None:
    digest = hashlib.sha256(session.vault.checkpoint_bytes(session.vault.head().size)).digest()
    file = proof(tmp_path, digest)
    attach(session, file)
    with pytest.raises(InputRefused) as refused:
        attach(session, file)
    assert refused.value.fields["reason"] == "ots_known"


def test_it_is_nowhere_said_to_be_judged(session: Session, tmp_path: Path) -> None:
    kept = attach(session, proof(tmp_path, picture_digest(session)), "1")
    report = making.check(session, Task())
    found = {one.item: one for one in report.findings}[f"receipts/{kept.file}"]
    assert (found.outcome, found.why) == (Outcome.UNJUDGED, "ots_not_judged")
    assert report.outcome is Outcome.UNJUDGED
    assert "not judged here" in wording.finding(Texts("en", "wording"), found)
    (row,) = stamping.stamps(session, Task())
    assert (row.kind, row.exhibit) == (StampKind.PROOF, kept.exhibit)
    assert {row.intact, row.valid, row.trusted} == {Outcome.UNJUDGED}


def test_a_proof_that_was_changed_is_found(session: Session, tmp_path: Path) -> None:
    kept = attach(session, proof(tmp_path, picture_digest(session)), "1")
    place = session.vault.path / "receipts" / kept.file
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    found = {one.item: one for one in making.check(session, Task()).findings}
    assert found[f"receipts/{kept.file}"].outcome is Outcome.DIFFERS


def test_a_proof_travels_with_its_exhibit_and_not_without(session: Session, tmp_path: Path) -> None:
    file = proof(tmp_path, picture_digest(session))
    kept = attach(session, file, "1")
    whole = making.plan(session, Task(), language="nl")
    with_it, without = tmp_path / "with", tmp_path / "without"
    making.hand_over(session, Task(), folder=str(with_it), plan=whole)
    assert (with_it / bag.RECEIPTS / kept.file).read_bytes() == Path(file).read_bytes()
    assert kept.exhibit is not None
    left_out = type(whole)(language="nl", left_out=(kept.exhibit,))
    making.hand_over(session, Task(), folder=str(without), plan=left_out)
    assert not (without / bag.RECEIPTS).exists()
    assert str(kept.exhibit) not in (without / bag.CUSTODY_LOG).read_text(encoding="utf-8")


def test_attaching_can_be_asked_for() -> None:
    assert proofs.attach_proof in FUNCTIONS
    assert proofs.attach_proof.__name__ in NOTING
