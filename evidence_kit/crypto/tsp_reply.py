# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads time-stamp requests and replies (RFC 3161) and the CMS around a token (RFC 5652).

The outside is read leniently: BER lengths, and certificates in any order, as real authorities send
them. What was signed is never made anew but for the signed attributes, whose DER is what RFC 5652
section 5.4 asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from asn1crypto import cms, core, tsp

from evidence_kit.errors import LimitReached, NotUnderstood
from evidence_kit.limits import STAMP_CERTIFICATES_MAX, STAMP_FILE_MAX

GRANTED = frozenset({"granted", "granted_with_mods"})

# What asn1crypto raises, lazily, on bytes that are something else.
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


class _Response(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """TimeStampResp; the token is optional in RFC 3161, and a refusal has none."""

    _fields: ClassVar[list[tuple[object, ...]]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRequest:
    """What was asked of an authority."""

    algorithm: str
    """Name of the imprint's digest, as `sha256`."""
    imprint: bytes
    nonce: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerFacts:
    """Who signed a token, how, and what the signature is held against."""

    issuer_der: bytes | None
    serial: int | None
    key_id: bytes | None
    """Either issuer and serial, or the key's id."""
    digest: str
    scheme: str
    signature_digest: str
    signature: bytes
    attributes: tuple[bytes, ...]
    """DER of the signed attributes; where that differs, also as they came."""
    content_type: str
    message_digest: bytes
    certificate_digest: tuple[str, bytes]
    """ESSCertID or ESSCertIDv2: digest name and digest of the signer's certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampToken:
    """A time-stamp token."""

    info: bytes
    """TSTInfo, byte for byte as signed."""
    version: str
    algorithm: str
    imprint: bytes
    nonce: int | None
    time: datetime
    """genTime, UTC."""
    serial: int
    policy: str
    signer: SignerFacts
    certificates: tuple[bytes, ...]
    """DER, in the order they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampReply:
    """What an authority answered."""

    status: str
    token: StampToken | None
    """None where the authority refused."""


def read_request(untrusted: bytes) -> StampRequest:
    """Read a time-stamp request.

    Raises:
        LimitReached: larger than any request.
        NotUnderstood: it is none.
    """
    _check_size(untrusted)
    try:
        found = tsp.TimeStampReq.load(untrusted, strict=True)
        imprint = found["message_imprint"]
        return StampRequest(
            algorithm=imprint["hash_algorithm"]["algorithm"].native,
            imprint=imprint["hashed_message"].native,
            nonce=found["nonce"].native,
        )
    except _ODD as error:
        raise NotUnderstood(reason="stamp_request", offset=0, detail="") from error


def read_reply(untrusted: bytes) -> StampReply:
    """Read a time-stamp reply.

    Raises:
        LimitReached: larger than any reply.
        NotUnderstood: it is none, or its token is not as RFC 3161 asks.
    """
    _check_size(untrusted)
    try:
        found = _Response.load(untrusted, strict=True)
        status = found["status"]["status"].native
        outer = found["time_stamp_token"]
        if status not in GRANTED or isinstance(outer, core.Void):
            return StampReply(status=str(status), token=None)
        return StampReply(status=status, token=_token(outer))
    except _ODD as error:
        raise NotUnderstood(reason="stamp_reply", offset=0, detail="") from error


def _check_size(untrusted: bytes) -> None:
    if len(untrusted) > STAMP_FILE_MAX:
        raise LimitReached(limit="STAMP_FILE_MAX", value=len(untrusted), ceiling=STAMP_FILE_MAX)


def _token(outer: cms.ContentInfo) -> StampToken:
    if outer["content_type"].native != "signed_data":
        raise ValueError
    signed = outer["content"]
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise ValueError
    (signer,) = signed["signer_infos"]
    info = bytes(inner["content"])
    facts = tsp.TSTInfo.load(info, strict=True)
    time = facts["gen_time"].native
    return StampToken(
        info=info,
        version=facts["version"].native,
        algorithm=facts["message_imprint"]["hash_algorithm"]["algorithm"].native,
        imprint=facts["message_imprint"]["hashed_message"].native,
        nonce=facts["nonce"].native,
        time=_in_utc(time),
        serial=facts["serial_number"].native,
        policy=facts["policy"].native,
        signer=_signer(signer),
        certificates=tuple(_certificates(signed["certificates"])),
    )


def _in_utc(time: datetime) -> datetime:
    offset = time.utcoffset()
    if offset is None or offset:
        raise ValueError  # RFC 3161 section 2.4.2: genTime is in UTC, with Z
    return time


def _certificates(found: core.SetOf | core.Void) -> Iterator[bytes]:
    if isinstance(found, core.Void):
        return
    if len(found) > STAMP_CERTIFICATES_MAX:
        raise ValueError
    for one in found:
        if one.name == "certificate":
            yield one.chosen.dump()


def _signer(signer: cms.SignerInfo) -> SignerFacts:
    attributes = signer["signed_attrs"]
    algorithm = signer["signature_algorithm"]
    digest = signer["digest_algorithm"]["algorithm"].native
    name = signer["sid"]
    by_key = name.name == "subject_key_identifier"
    return SignerFacts(
        issuer_der=None if by_key else name.chosen["issuer"].dump(),
        serial=None if by_key else name.chosen["serial_number"].native,
        key_id=name.chosen.native if by_key else None,
        digest=digest,
        scheme=algorithm.signature_algo,
        signature_digest=_signature_digest(algorithm, digest),
        signature=signer["signature"].native,
        attributes=_attribute_bytes(attributes),
        content_type=_one(attributes, "content_type").native,
        message_digest=_one(attributes, "message_digest").native,
        certificate_digest=_certificate_digest(attributes),
    )


def _signature_digest(algorithm: core.Sequence, digest: str) -> str:
    # A bare rsaEncryption names no digest of its own: it is the signer's (RFC 3370 section 3.2).
    bare = algorithm["algorithm"].native in ("rsassa_pkcs1v15", "ed25519")
    return digest if bare else str(algorithm.hash_algo)


def _attribute_bytes(attributes: cms.CMSAttributes) -> tuple[bytes, ...]:
    # Signed is the DER of a SET OF, not of the [0] that stands in the token (RFC 5652, 5.4). Some
    # signers left them unsorted and signed them so.
    came = attributes.untag()
    return tuple(dict.fromkeys((came.dump(), came.copy().dump(force=True))))


def _one(attributes: cms.CMSAttributes, name: str) -> core.Asn1Value:
    (found,) = (one["values"] for one in attributes if one["type"].native == name)
    (value,) = found
    return value


def _certificate_digest(attributes: cms.CMSAttributes) -> tuple[str, bytes]:
    names = {one["type"].native for one in attributes}
    if "signing_certificate_v2" in names:  # RFC 5816
        first = _one(attributes, "signing_certificate_v2")["certs"][0]
        return first["hash_algorithm"]["algorithm"].native, first["cert_hash"].native
    first = _one(attributes, "signing_certificate")["certs"][0]  # RFC 2634: always SHA-1
    return "sha1", first["cert_hash"].native
