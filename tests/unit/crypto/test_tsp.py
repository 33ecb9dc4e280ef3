# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import random
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, core, tsp

from builders.stamp_authority import StampAuthority, make_authority
from evidence_kit.crypto.tsp import StampVerdict, judge, make_request, read_reply, read_request
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import EvidenceKitError, InputRefused, LimitReached, NotUnderstood
from evidence_kit.limits import STAMP_FILE_MAX

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="stock openssl")

DIGEST = hashlib.sha256(b"a signed head").digest()
FLIPS = 200


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> StampAuthority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def request_bytes() -> bytes:
    return make_request(DIGEST)


@pytest.fixture(scope="module")
def reply(authority: StampAuthority, request_bytes: bytes) -> bytes:
    return authority.answer(request_bytes)


def judged(reply: bytes, request: bytes, ca: bytes | None = None) -> StampVerdict:
    return judge(read_reply(reply), read_request(request), ca)


def changed(reply: bytes, change: object) -> bytes:
    """Return a reply of which the CMS was changed, lengths mended."""
    found = tsp.TimeStampResp.load(reply)
    signed = found["time_stamp_token"]["content"]
    assert callable(change)
    change(signed)
    return bytes(found.dump(force=True))


def test_a_request_asks_for_certificates_and_says_what_is_stamped() -> None:
    request = make_request(DIGEST)
    found = tsp.TimeStampReq.load(request)
    assert found["cert_req"].native is True
    assert read_request(request).imprint == DIGEST
    assert read_request(request).algorithm == "sha256"


def test_no_two_requests_are_the_same() -> None:
    assert make_request(DIGEST) != make_request(DIGEST)


def test_a_good_reply_is_intact_valid_and_trusted(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    found = judged(reply, request_bytes, authority.ca)
    assert found.holds
    assert found.trusted.outcome is Outcome.MATCHES
    assert found.signer_name == "CN=Example Stamps signer"
    assert found.time is not None
    assert abs(found.time - datetime.now(UTC)) < timedelta(minutes=5)
    assert authority.agrees(reply, request_bytes)


def test_without_an_authority_trust_is_not_judged(reply: bytes, request_bytes: bytes) -> None:
    found = judged(reply, request_bytes)
    assert found.holds
    assert found.trusted.outcome is Outcome.UNJUDGED
    assert found.trusted.why == "stamp_no_authority"


def test_another_authority_is_not_trusted(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    authority.make_ca("other", "/CN=Example Root")
    found = judged(reply, request_bytes, (authority.folder / "other.pem").read_bytes())
    assert found.holds
    assert (found.trusted.outcome, found.trusted.why) == (Outcome.DIFFERS, "stamp_not_traced")
    assert not authority.agrees(reply, request_bytes, "-CAfile", "other.pem")


def test_a_reply_about_other_bytes_is_not_valid(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    other = tsp.TimeStampReq.load(request_bytes)
    other["message_imprint"]["hashed_message"] = bytes(32)
    found = judged(reply, other.dump(force=True), authority.ca)
    assert (found.valid.outcome, found.valid.why) == (Outcome.DIFFERS, "stamp_imprint")
    assert found.intact.outcome is Outcome.MATCHES
    assert not authority.agrees(reply, other.dump(force=True))


def test_a_reply_to_another_request_about_the_same_bytes_is_not_valid(
    authority: StampAuthority, reply: bytes
) -> None:
    other = make_request(DIGEST)
    found = judged(reply, other, authority.ca)
    assert (found.valid.outcome, found.valid.why) == (Outcome.DIFFERS, "stamp_nonce")
    assert not authority.agrees(reply, other)


def test_a_reply_without_nonce_is_not_valid(
    authority: StampAuthority, request_bytes: bytes
) -> None:
    bare = tsp.TimeStampReq.load(request_bytes)
    del bare["nonce"]
    reply = authority.answer(bare.dump(force=True))
    assert judged(reply, request_bytes).valid.why == "stamp_nonce"


def test_a_wrong_signature_is_not_intact(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    def spoil(signed: cms.SignedData) -> None:
        signer = signed["signer_infos"][0]
        signature = bytearray(signer["signature"].native)
        signature[100] ^= 1
        signer["signature"] = bytes(signature)

    spoilt = changed(reply, spoil)
    found = judged(spoilt, request_bytes, authority.ca)
    assert (found.intact.outcome, found.intact.why) == (Outcome.DIFFERS, "stamp_signature")
    assert found.valid.why == found.trusted.why == "stamp_not_intact"
    assert not authority.agrees(spoilt, request_bytes)


def test_another_time_in_the_token_is_not_intact(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    year = str(datetime.now(UTC).year).encode()
    info = read_reply(reply).token
    assert info is not None
    old = info.info
    assert old.count(year) == 1
    spoilt = reply.replace(old, old.replace(year, b"2001"))
    found = judged(spoilt, request_bytes, authority.ca)
    assert (found.intact.outcome, found.intact.why) == (Outcome.DIFFERS, "stamp_content")
    assert not found.holds


@pytest.mark.parametrize("extensions", ["not_critical", "mail", "ca"])
def test_a_certificate_that_is_not_for_stamps_alone_is_not_valid(
    authority: StampAuthority, reply: bytes, request_bytes: bytes, extensions: str
) -> None:
    # openssl will not stamp with such a certificate: the good one's key is certified anew.
    authority.run(
        *("x509", "-req", "-in", "signer.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
        *("-CAcreateserial", "-out", "odd.pem", "-extfile", "all.cnf", "-extensions", extensions),
    )
    der = authority.folder / "odd.der"
    authority.run("x509", "-in", "odd.pem", "-outform", "DER", "-out", "odd.der")
    resigned = signed_anew(authority, reply, der.read_bytes())
    found = judged(resigned, request_bytes, authority.ca)
    assert found.intact.outcome is Outcome.MATCHES
    assert (found.valid.outcome, found.valid.why) == (Outcome.DIFFERS, "stamp_purpose")
    assert not authority.agrees(resigned, request_bytes)


def signed_anew(authority: StampAuthority, reply: bytes, der: bytes) -> bytes:
    """Return the reply as the same key would have signed it with another certificate."""
    certificate = cms.Certificate.load(der)
    found = tsp.TimeStampResp.load(reply)
    signed = found["time_stamp_token"]["content"]
    signer = signed["signer_infos"][0]
    signer["sid"] = cms.SignerIdentifier(
        {
            "issuer_and_serial_number": {
                "issuer": certificate.issuer,
                "serial_number": certificate.serial_number,
            }
        }
    )
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            inner = attribute["values"][0]["certs"][0]
            inner["cert_hash"] = hashlib.sha256(der).digest()
    signed["certificates"] = cms.CertificateSet(
        [cms.CertificateChoices({"certificate": certificate})]
    )
    attributes = cms.CMSAttributes([one.copy() for one in signer["signed_attrs"]])
    (authority.folder / "signed.bin").write_bytes(attributes.dump(force=True))
    authority.run("dgst", "-sha256", "-sign", "signer.key", "-out", "signed.sig", "signed.bin")
    signer["signed_attrs"] = attributes
    signer["signature"] = (authority.folder / "signed.sig").read_bytes()
    return bytes(found.dump(force=True))


def test_the_token_is_held_against_the_certificate_it_names(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    """Another certificate over the same key and number does not pass for the one that signed."""
    serial = next(
        one.serial_number
        for one in map(cms.Certificate.load, certificates_of(reply))
        if "signer" in one.subject.human_friendly
    )
    authority.run(
        *("x509", "-req", "-in", "signer.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-outform"),
        *("DER", "-set_serial", str(serial), "-out", "twin.der", "-extfile", "all.cnf"),
        *("-extensions", "stamps", "-days", "9"),
    )
    twin = cms.Certificate.load((authority.folder / "twin.der").read_bytes())

    def swap(signed: cms.SignedData) -> None:
        signed["certificates"] = cms.CertificateSet([cms.CertificateChoices({"certificate": twin})])

    found = judged(changed(reply, swap), request_bytes, authority.ca)
    assert (found.intact.outcome, found.intact.why) == (Outcome.DIFFERS, "stamp_certificate")


def certificates_of(reply: bytes) -> tuple[bytes, ...]:
    token = read_reply(reply).token
    assert token is not None
    return token.certificates


def test_certificates_may_stand_in_any_order(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    first, second = certificates_of(reply)
    swapped = reply.replace(first + second, second + first)
    assert swapped != reply
    found = judged(swapped, request_bytes, authority.ca)
    assert found.holds
    assert found.trusted.outcome is Outcome.MATCHES


def test_lengths_may_be_open_as_in_ber(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    outer = core.Sequence.load(reply)
    open_ended = b"\x30\x80" + outer.contents + b"\x00\x00"
    found = judged(open_ended, request_bytes, authority.ca)
    assert found.holds
    assert found.trusted.outcome is Outcome.MATCHES


def test_a_certificate_that_ran_out_since_was_good_at_its_time(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    """The stamp is judged at its own time; stock openssl needs -attime for that."""
    found = judged(reply, request_bytes, authority.ca)
    assert found.time is not None
    later = str(int(found.time.timestamp()) + 40 * 86400)
    assert not authority.agrees(reply, request_bytes, "-attime", later)
    assert authority.agrees(reply, request_bytes, "-attime", str(int(found.time.timestamp())))
    assert found.trusted.outcome is Outcome.MATCHES


def test_a_certificate_that_had_run_out_is_not_valid(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    authority.run(
        *("x509", "-req", "-in", "signer.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-outform"),
        *("DER", "-CAcreateserial", "-out", "old.der", "-extfile", "all.cnf"),
        *("-extensions", "stamps", "-days", "-1"),
    )
    resigned = signed_anew(authority, reply, (authority.folder / "old.der").read_bytes())
    found = judged(resigned, request_bytes, authority.ca)
    assert found.intact.outcome is Outcome.MATCHES
    assert found.valid.why == "stamp_signer_not_current"
    assert found.trusted.why == "stamp_not_traced"


def test_a_refusal_holds_no_token(request_bytes: bytes) -> None:
    status = tsp.PKIStatusInfo({"status": "rejection"}).dump()
    refusal = b"\x30" + bytes([len(status)]) + status
    found = judged(refusal, request_bytes)
    assert (found.valid.outcome, found.valid.why) == (Outcome.DIFFERS, "stamp_not_granted")
    assert not found.holds


def test_no_flipped_bit_changes_time_or_imprint_of_a_token_that_holds(
    authority: StampAuthority, reply: bytes, request_bytes: bytes
) -> None:
    good = judged(reply, request_bytes, authority.ca)
    chosen = random.Random(20261124)  # noqa: S311 -- a sample, no secret
    refused = 0
    for bit in chosen.sample(range(len(reply) * 8), FLIPS):
        spoilt = bytearray(reply)
        spoilt[bit // 8] ^= 1 << bit % 8
        try:
            found = judged(bytes(spoilt), request_bytes, authority.ca)
        except EvidenceKitError:
            refused += 1
            continue
        refused += not found.holds
        if found.holds:
            assert (found.time, found.serial) == (good.time, good.serial), bit
    assert refused > FLIPS * 0.5


@pytest.mark.parametrize("cut", [0, 1, 10, 100, 700])
def test_a_cut_reply_is_not_understood(reply: bytes, cut: int) -> None:
    with pytest.raises(NotUnderstood):
        read_reply(reply[:cut])


def test_bytes_after_a_reply_are_not_understood(reply: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_reply(reply + b"\x00")


def test_a_huge_reply_is_refused_unread() -> None:
    with pytest.raises(LimitReached):
        read_reply(bytes(STAMP_FILE_MAX + 1))


def test_a_file_without_certificates_is_refused(reply: bytes, request_bytes: bytes) -> None:
    with pytest.raises(InputRefused):
        judged(reply, request_bytes, b"no certificate")
