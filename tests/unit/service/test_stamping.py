# SPDX-License-Identifier: GPL-3.0-or-later
"""Time stamps by file exchange, with a throw-away authority of stock openssl."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import open_session
from builders.stamp_authority import StampAuthority, make_authority
from evidence_kit.codec import values
from evidence_kit.crypto.tsp import make_request
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.stamp import StampAdded, StampAsked, StampKind
from evidence_kit.dossier.stamp_sheet import CHECK, CHECK_LATER, LOOK
from evidence_kit.errors import InputRefused, NotUnderstood, OutputExists, StorageFailed
from evidence_kit.service import making, stamping
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="stock openssl")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> StampAuthority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as session:
        yield session


@pytest.fixture
def asked(session: Session, tmp_path: Path) -> StampAsked:
    return stamping.request_stamp(session, Task(), out=str(tmp_path / "ask.tsq"))


@pytest.fixture
def reply(authority: StampAuthority, asked: StampAsked, tmp_path: Path) -> Path:
    path = tmp_path / "reply.tsr"
    path.write_bytes(authority.answer(Path(asked.path).read_bytes()))
    return path


def add(session: Session, reply: Path, authority: StampAuthority | None = None) -> StampAdded:
    ca = None if authority is None else str(authority.folder / "ca.pem")
    return stamping.add_stamp(session, Task(), reply=str(reply), authorities=ca)


def outcomes(session: Session) -> dict[str, tuple[Outcome, str]]:
    """What a check says of the receipts."""
    found = making.check(session, Task()).findings
    return {f.item: (f.outcome, f.why) for f in found if f.item.startswith("receipts/")}


def trusted(session: Session) -> dict[str, tuple[Outcome, str]]:
    """What a check says of who made each stamp."""
    return {item: found for item, found in outcomes(session).items() if item.endswith("(trust)")}


def test_what_is_stamped_is_the_signed_head_as_it_lies_there(
    session: Session, asked: StampAsked
) -> None:
    head = session.vault.path / "checkpoints" / f"{asked.at.size:010d}.json"
    assert asked.imprint == hashlib.sha256(head.read_bytes()).hexdigest()


def test_a_request_is_kept_and_logged(session: Session, asked: StampAsked) -> None:
    kept = session.vault.path / "receipts" / asked.file
    assert kept.read_bytes() == Path(asked.path).read_bytes()
    last = tuple(session.vault.entries())[-1]
    assert last.type is EntryType.STAMP_REQUESTED
    assert last.body["at"] == asked.at.size


def test_a_request_is_never_written_over_a_file(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.write_bytes(b"mine")
    before = session.vault.head()
    with pytest.raises(OutputExists):
        stamping.request_stamp(session, Task(), out=str(out))
    assert out.read_bytes() == b"mine"
    assert session.vault.head() == before


def test_a_reply_is_kept_byte_for_byte_and_logged(
    session: Session, asked: StampAsked, reply: Path, authority: StampAuthority
) -> None:
    added = add(session, reply, authority)
    assert (session.vault.path / "receipts" / added.file).read_bytes() == reply.read_bytes()
    assert (added.intact, added.valid, added.trusted) == (Outcome.MATCHES,) * 3
    assert added.at == asked.at
    last = tuple(session.vault.entries())[-1]
    assert last.type is EntryType.STAMPED
    assert last.body["time"] == added.time


def test_trusted_certificates_are_kept_byte_for_byte_and_logged(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    added = add(session, reply, authority)
    kept = session.vault.path / "receipts" / added.authorities
    assert kept.read_bytes() == authority.ca
    last = tuple(session.vault.entries())[-1]
    assert last.body["ca"] == added.authorities
    assert last.body["ca_sha256"] == hashlib.sha256(authority.ca).hexdigest()


def test_a_later_check_judges_trust_by_the_same_certificates(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    item = f"receipts/{add(session, reply, authority).file} (trust)"
    assert trusted(session)[item] == (Outcome.MATCHES, "stamp_traced")


def test_a_later_check_says_that_it_does_not_lead_there(
    session: Session, reply: Path, authority: StampAuthority, tmp_path: Path
) -> None:
    authority.make_ca("stranger", "/CN=Example Stranger")
    stranger = str(authority.folder / "stranger.pem")
    added = stamping.add_stamp(session, Task(), reply=str(reply), authorities=stranger)
    assert added.trusted is Outcome.DIFFERS
    item = f"receipts/{added.file} (trust)"
    assert trusted(session)[item] == (Outcome.UNJUDGED, "stamp_not_traced")


def test_a_log_that_says_another_trust_than_the_certificates_show_does_not_match(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    authority.make_ca("stranger", "/CN=Example Stranger")
    stranger = str(authority.folder / "stranger.pem")
    stamping.add_stamp(session, Task(), reply=str(reply), authorities=stranger)
    body = dict(tuple(session.vault.entries())[-1].body)
    name = str(body["file"]).replace(".tsr", "-2.tsr")
    body |= {"file": name, "trusted": Outcome.MATCHES.value}
    session.vault.keep_receipt(EntryType.STAMPED, body, {name: reply.read_bytes()})
    assert trusted(session)[f"receipts/{name} (trust)"] == (Outcome.DIFFERS, "log_differs")


def test_a_check_names_certificates_that_were_changed(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    kept = session.vault.path / "receipts" / add(session, reply, authority).authorities
    authority.make_ca("other", "/CN=Example Root")
    kept.write_bytes((authority.folder / "other.pem").read_bytes())
    assert outcomes(session)[f"receipts/{kept.name}"] == (Outcome.DIFFERS, "sha256")


def test_the_same_certificates_are_kept_once(
    session: Session, asked: StampAsked, reply: Path, authority: StampAuthority, tmp_path: Path
) -> None:
    second = tmp_path / "second.tsr"
    second.write_bytes(authority.answer(Path(asked.path).read_bytes()))
    names = {add(session, one, authority).authorities for one in (reply, second)}
    assert len(names) == 1
    assert names <= set(session.vault.receipt_names())
    assert making.check(session, Task()).outcome is Outcome.MATCHES


def test_the_list_shows_requests_and_replies_with_their_verdicts(
    session: Session, asked: StampAsked, reply: Path, authority: StampAuthority
) -> None:
    added = add(session, reply, authority)
    request, answer = stamping.stamps(session, Task())
    assert (request.kind, request.file) == (StampKind.REQUEST, asked.file)
    assert (answer.kind, answer.file) == (StampKind.REPLY, added.file)
    assert (answer.time, answer.signer_name) == (added.time, added.signer_name)
    assert (answer.intact, answer.valid, answer.trusted) == (Outcome.MATCHES,) * 3
    assert values.from_plain(values.to_plain((request, answer))) == (request, answer)


def test_a_reply_that_was_changed_since_stays_in_the_list(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    kept = session.vault.path / "receipts" / add(session, reply, authority).file
    kept.write_bytes(b"?")
    answer = stamping.stamps(session, Task())[1]
    assert (answer.intact, answer.intact_why) == (Outcome.UNJUDGED, "not_understood")


def test_without_certificates_trust_is_left_open(session: Session, reply: Path) -> None:
    added = add(session, reply)
    assert (added.trusted, added.trusted_why) == (Outcome.UNJUDGED, "stamp_no_authority")


def test_stock_openssl_agrees_about_a_kept_stamp(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    added = add(session, reply, authority)
    folder = session.vault.path
    authority.run(
        *("ts", "-verify", "-data", str(folder / "checkpoints" / f"{added.at.size:010d}.json")),
        *("-in", str(folder / "receipts" / added.file), "-CAfile", "ca.pem"),
        *("-attime", str(added.unix_time)),
    )


def test_a_reply_to_another_request_is_refused_and_not_kept(
    session: Session, asked: StampAsked, authority: StampAuthority, tmp_path: Path
) -> None:
    other = tmp_path / "other.tsr"
    other.write_bytes(authority.answer(make_request(bytes.fromhex(asked.imprint))))
    before = session.vault.head()
    with pytest.raises(InputRefused) as refused:
        add(session, other, authority)
    assert refused.value.fields["reason"] == "stamp_other_request"
    assert session.vault.head() == before
    assert session.vault.receipt_names() == (asked.file,)


def test_a_reply_that_was_changed_is_refused(
    session: Session, reply: Path, authority: StampAuthority
) -> None:
    spoilt = bytearray(reply.read_bytes())
    spoilt[-20] ^= 1  # in the signature, which stands last
    reply.write_bytes(spoilt)
    with pytest.raises(InputRefused) as refused:
        add(session, reply, authority)
    assert refused.value.fields["reason"] == "stamp_signature"


def test_the_same_reply_is_not_kept_twice(session: Session, reply: Path) -> None:
    add(session, reply)
    with pytest.raises(InputRefused) as refused:
        add(session, reply)
    assert refused.value.fields["reason"] == "stamp_known"


def test_several_authorities_may_answer_one_request(
    session: Session, asked: StampAsked, reply: Path, authority: StampAuthority, tmp_path: Path
) -> None:
    second = tmp_path / "second.tsr"
    second.write_bytes(authority.answer(Path(asked.path).read_bytes()))
    names = (add(session, reply).file, add(session, second).file)
    assert names == (f"{asked.at.size:010d}.tsr", f"{asked.at.size:010d}-2.tsr")
    assert {found[0] for found in outcomes(session).values()} == {Outcome.MATCHES}


def test_what_is_no_reply_is_refused(session: Session, asked: StampAsked) -> None:
    with pytest.raises(NotUnderstood):
        add(session, Path(asked.path))


def test_a_reply_that_is_not_there_is_said(session: Session, tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        add(session, tmp_path / "none")


def test_a_check_names_a_receipt_that_was_changed(
    session: Session, reply: Path, asked: StampAsked
) -> None:
    kept = session.vault.path / "receipts" / add(session, reply).file
    kept.write_bytes(kept.read_bytes()[:-1] + b"\x00")
    assert outcomes(session)[f"receipts/{kept.name}"][0] is Outcome.DIFFERS
    assert outcomes(session)[f"receipts/{asked.file}"][0] is Outcome.MATCHES


def test_a_check_names_a_receipt_that_is_missing(
    session: Session, reply: Path, asked: StampAsked
) -> None:
    (session.vault.path / "receipts" / asked.file).unlink()
    assert outcomes(session)[f"receipts/{asked.file}"] == (Outcome.DIFFERS, "missing")


def test_a_check_names_a_receipt_that_no_entry_speaks_of(session: Session) -> None:
    (session.vault.path / "receipts" / "0000000001.tsr").write_bytes(b"?")
    assert outcomes(session) == {"receipts/0000000001.tsr": (Outcome.UNJUDGED, "no_entry")}


def test_a_request_that_a_crash_left_is_used_again(session: Session, tmp_path: Path) -> None:
    head = session.vault.head()
    imprint = hashlib.sha256(session.vault.checkpoint_bytes(head.size)).digest()
    left = make_request(imprint)
    (session.vault.path / "receipts" / f"{head.size:010d}.tsq").write_bytes(left)
    asked = stamping.request_stamp(session, Task(), out=str(tmp_path / "ask.tsq"))
    assert Path(asked.path).read_bytes() == left
    assert {found[0] for found in outcomes(session).values()} == {Outcome.MATCHES}


def test_stamps_cross_to_the_window(asked: StampAsked) -> None:
    assert values.from_plain(values.to_plain(asked)) == asked


SECONDS_IN_TEN_YEARS = 10 * 366 * 86400


def test_the_lines_on_paper_work_with_stock_openssl_also_after_a_certificate_ran_out(
    session: Session, asked: StampAsked, reply: Path, authority: StampAuthority, tmp_path: Path
) -> None:
    """Twelve years on: only with the time of the stamp does it still hold."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed")
    added = add(session, reply, authority)
    shutil.copy(asked.path, tmp_path / "request.tsq")
    shutil.copy(authority.folder / "ca.pem", tmp_path / "ca.pem")
    for line in (LOOK, *CHECK):
        assert shell(tmp_path, line) == 0
    later = "faketime '12 years' "
    at = "\n".join(CHECK_LATER).replace("SECONDS", str(added.unix_time))
    assert shell(tmp_path, later + CHECK[1]) != 0
    assert shell(tmp_path, later + at) == 0
    assert shell(tmp_path, at.replace(str(added.unix_time), str(SECONDS_IN_TEN_YEARS * 9))) != 0


def shell(folder: Path, line: str) -> int:
    """Run a line as it stands on paper."""
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, check=False
    ).returncode
