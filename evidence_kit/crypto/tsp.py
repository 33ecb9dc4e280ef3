# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted time by file exchange: asks for an RFC 3161 time stamp, and judges the answer.

A token shows that its imprint existed at the latest at its time. Three questions are kept apart:
whether the token is as somebody signed it (intact), whether it is a time stamp for this request
(valid), and whether the signer leads to an authority that the person trusts (trusted).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from evidence_kit.crypto import tsp_chain
from evidence_kit.crypto.tsp_reply import (
    GRANTED,
    SignerFacts,
    StampReply,
    StampRequest,
    StampToken,
    read_reply,
    read_request,
)
from evidence_kit.domain.finding import Outcome

__all__ = [
    "Aspect",
    "StampReply",
    "StampRequest",
    "StampVerdict",
    "judge",
    "make_request",
    "read_reply",
    "read_request",
]

NONCE_BITS = 64
"""As stock openssl makes them; two requests never share one."""

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True, slots=True)
class Aspect:
    """The answer to one of the three questions."""

    outcome: Outcome
    why: str
    """A code; wording makes the sentence."""


_HOLDS = Aspect(Outcome.MATCHES, "same")


@dataclass(frozen=True, slots=True, kw_only=True)
class StampVerdict:
    """What a reply is worth."""

    intact: Aspect
    valid: Aspect
    trusted: Aspect
    time: datetime | None = None
    """What the token says, UTC; to be believed where `holds`."""
    serial: int | None = None
    signer_sha256: str | None = None
    """Fingerprint of the certificate it is signed with."""
    signer_name: str | None = None
    """Its subject, as RFC 4514 writes it; anybody can choose such a name."""

    @property
    def holds(self) -> bool:
        """Whether the token is unchanged and answers the request; who made it is apart."""
        return self.intact.outcome is self.valid.outcome is Outcome.MATCHES


def make_request(sha256: bytes) -> bytes:
    """Return a time-stamp request over a SHA-256 digest, DER, that asks for the certificates."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": sha256}
    nonce = secrets.randbits(NONCE_BITS)
    request = tsp.TimeStampReq(
        {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    )
    return bytes(request.dump())


def judge(
    reply: StampReply, request: StampRequest, authorities: bytes | None = None
) -> StampVerdict:
    """Judge a reply to a request.

    Args:
        reply: as `read_reply` gives it.
        request: the request it should answer.
        authorities: certificates the person trusts, PEM or DER; None leaves trust unjudged.

    Raises:
        InputRefused, LimitReached: `authorities` holds no certificates.
    """
    trusted = None if authorities is None else tsp_chain.read_authorities(authorities)
    token = reply.token
    if token is None:
        refused = Aspect(Outcome.DIFFERS, "stamp_not_granted")
        unknown = Aspect(Outcome.UNJUDGED, "stamp_no_token")
        return StampVerdict(intact=unknown, valid=refused, trusted=unknown)
    sent = tuple(
        one for one in map(tsp_chain.read_certificate, token.certificates) if one is not None
    )
    signer = _signer(token.signer, (*sent, *(trusted or ())))
    intact = _intact(token, signer)
    return StampVerdict(
        intact=intact,
        valid=_resting_on(intact, _valid(reply.status, token, signer, request)),
        trusted=_resting_on(intact, _trusted(token, signer, sent, trusted)),
        time=token.time,
        serial=token.serial,
        signer_sha256=None if signer is None else signer.fingerprint(SHA256()).hex(),
        signer_name=None if signer is None else signer.subject.rfc4514_string(),
    )


def _resting_on(intact: Aspect, found: Aspect) -> Aspect:
    """Nothing good can be said of a token that is not known to be intact."""
    if found.outcome is Outcome.MATCHES and intact.outcome is not Outcome.MATCHES:
        return Aspect(Outcome.UNJUDGED, "stamp_not_intact")
    return found


def _signer(facts: SignerFacts, known: Sequence[x509.Certificate]) -> x509.Certificate | None:
    for one in known:
        if facts.key_id is None:
            named = one.issuer.public_bytes() == facts.issuer_der
            if named and one.serial_number == facts.serial:
                return one
        elif _key_id(one) == facts.key_id:
            return one
    return None


def _key_id(certificate: x509.Certificate) -> bytes | None:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except x509.ExtensionNotFound:
        return None
    return found.value.digest


def _intact(token: StampToken, signer: x509.Certificate | None) -> Aspect:
    facts = token.signer
    name, digest = facts.certificate_digest
    known = {facts.digest, facts.signature_digest} <= _HASHES.keys()
    if not known or name not in ("sha1", *_HASHES):
        return Aspect(Outcome.UNJUDGED, "stamp_digest_unknown")
    fits = hashlib.new(facts.digest, token.info).digest() == facts.message_digest
    if not fits or facts.content_type != "tst_info":
        return Aspect(Outcome.DIFFERS, "stamp_content")
    if signer is None:
        return Aspect(Outcome.UNJUDGED, "stamp_signer_missing")
    if _certificate_digest(signer, name) != digest:
        return Aspect(Outcome.DIFFERS, "stamp_certificate")
    return _signature(facts, signer)


def _certificate_digest(signer: x509.Certificate, name: str) -> bytes:
    # ESSCertID of RFC 2634 knows only SHA-1; the signature beside it is what carries the weight.
    algorithm = hashes.SHA1() if name == "sha1" else _HASHES[name]()  # noqa: S303
    return signer.fingerprint(algorithm)


def _signature(facts: SignerFacts, signer: x509.Certificate) -> Aspect:
    found = [_is_signed(facts, signer, signed) for signed in facts.attributes]
    if True in found:
        return _HOLDS
    if None in found:
        return Aspect(Outcome.UNJUDGED, "stamp_signature_unknown")
    return Aspect(Outcome.DIFFERS, "stamp_signature")


def _is_signed(facts: SignerFacts, signer: x509.Certificate, signed: bytes) -> bool | None:
    """Say whether the signature fits; None for a kind of signature that is not known here."""
    key, algorithm = signer.public_key(), _HASHES[facts.signature_digest]()
    try:
        if isinstance(key, rsa.RSAPublicKey) and facts.scheme == "rsassa_pkcs1v15":
            key.verify(facts.signature, signed, padding.PKCS1v15(), algorithm)
        elif isinstance(key, rsa.RSAPublicKey) and facts.scheme == "rsassa_pss":
            pss = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
            key.verify(facts.signature, signed, pss, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and facts.scheme == "ecdsa":
            key.verify(facts.signature, signed, ec.ECDSA(algorithm))
        elif isinstance(key, ed25519.Ed25519PublicKey) and facts.scheme == "ed25519":
            key.verify(facts.signature, signed)
        else:
            return None
    except InvalidSignature:
        return False
    except UnsupportedAlgorithm:
        return None
    return True


def _valid(
    status: str, token: StampToken, signer: x509.Certificate | None, request: StampRequest
) -> Aspect:
    wrong = (
        (status not in GRANTED, "stamp_not_granted"),
        (token.version != "v1", "stamp_version"),
        (
            (token.algorithm, token.imprint) != (request.algorithm, request.imprint),
            "stamp_imprint",
        ),
        (token.nonce != request.nonce, "stamp_nonce"),
        (signer is not None and not tsp_chain.may_stamp(signer), "stamp_purpose"),
        (
            signer is not None and not tsp_chain.is_current(signer, token.time),
            "stamp_signer_not_current",
        ),
    )
    for differs, why in wrong:
        if differs:
            return Aspect(Outcome.DIFFERS, why)
    return _HOLDS


def _trusted(
    token: StampToken,
    signer: x509.Certificate | None,
    sent: tuple[x509.Certificate, ...],
    authorities: tuple[x509.Certificate, ...] | None,
) -> Aspect:
    if authorities is None:
        return Aspect(Outcome.UNJUDGED, "stamp_no_authority")
    if signer is None:
        return Aspect(Outcome.UNJUDGED, "stamp_signer_missing")
    if tsp_chain.leads_to(signer, sent, authorities, token.time):
        return _HOLDS
    return Aspect(Outcome.DIFFERS, "stamp_not_traced")
