# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of a time-stamp authority: who may stamp, and who vouches for whom (RFC 5280).

Everything is judged at the moment of the stamp, not today: a certificate that ran out since was good
when it was used. Whether one was withdrawn (CRL, OCSP) cannot be seen offline.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from evidence_kit.errors import InputRefused, LimitReached
from evidence_kit.limits import STAMP_CERTIFICATES_MAX, STAMP_CHAIN_MAX, STAMP_FILE_MAX

_Kind = TypeVar("_Kind", bound=x509.ExtensionType)

_UNDERSTOOD = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
    }
)
_ODD = (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension)
_ODD_NAMES = (x509.UnsupportedGeneralNameType, x509.InvalidVersion)


def read_authorities(untrusted: bytes) -> tuple[x509.Certificate, ...]:
    """Read the certificates somebody trusts: PEM, one or several, or one in DER.

    Raises:
        LimitReached: larger than any such file.
        InputRefused: it holds no certificate, or more than any chain has.
    """
    if len(untrusted) > STAMP_FILE_MAX:
        raise LimitReached(limit="STAMP_FILE_MAX", value=len(untrusted), ceiling=STAMP_FILE_MAX)
    try:
        if b"-----BEGIN" in untrusted:
            found = x509.load_pem_x509_certificates(untrusted)
        else:
            found = [x509.load_der_x509_certificate(untrusted)]
        _ = [(one.extensions, one.subject) for one in found]
    except (*_ODD, *_ODD_NAMES) as error:
        raise InputRefused(reason="stamp_authority_file", name="") from error
    if len(found) > STAMP_CERTIFICATES_MAX:
        raise InputRefused(reason="stamp_authority_file", name="")
    return tuple(found)


def read_certificate(untrusted: bytes) -> x509.Certificate | None:
    """Read one certificate; None where that cannot be done."""
    try:
        found = x509.load_der_x509_certificate(untrusted)
        found.public_key()
        _ = (found.extensions, found.subject, found.issuer)
    except (*_ODD, *_ODD_NAMES):
        return None
    return found


def may_stamp(certificate: x509.Certificate) -> bool:
    """Say whether it is for time stamps and for nothing else, as RFC 3161 section 2.3 asks."""
    found = _extension(certificate, x509.ExtendedKeyUsage)
    return (
        found is not None
        and found.critical
        and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    )


def is_current(certificate: x509.Certificate, moment: datetime) -> bool:
    """Say whether a moment lies within a certificate's dates."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def leads_to(
    signer: x509.Certificate,
    sent: tuple[x509.Certificate, ...],
    authorities: tuple[x509.Certificate, ...],
    moment: datetime,
) -> bool:
    """Say whether a chain of certificates leads from the signer to a trusted one.

    A given certificate is where trust begins, also when it is not self-signed.

    Args:
        signer: whose signature stands on the token.
        sent: others that came with the token, in any order.
        authorities: what the person trusts.
        moment: when everything must have been current.
    """
    trusted = {_print(one) for one in authorities}
    seen: set[bytes] = set()
    waiting = [(signer, 0)]
    while waiting:
        below, depth = waiting.pop()
        if _print(below) in seen or not _acceptable(below, moment):
            continue
        seen.add(_print(below))
        if _print(below) in trusted:
            return True
        if depth < STAMP_CHAIN_MAX:
            waiting += ((one, depth + 1) for one in _issuers(below, (*authorities, *sent), depth))
    return False


def _issuers(
    below: x509.Certificate, candidates: tuple[x509.Certificate, ...], depth: int
) -> Iterator[x509.Certificate]:
    for one in candidates:
        if one.subject == below.issuer and _may_issue(one, depth) and _issued(below, one):
            yield one


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, *_ODD):
        return False
    return True


def _may_issue(certificate: x509.Certificate, between: int) -> bool:
    """Look at basicConstraints and keyUsage; `between` issuers stand below, the signer apart."""
    basic = _extension(certificate, x509.BasicConstraints)
    if basic is None or not basic.value.ca:
        return False
    if basic.value.path_length is not None and between > basic.value.path_length:
        return False
    usage = _extension(certificate, x509.KeyUsage)
    return usage is None or usage.value.key_cert_sign


def _acceptable(certificate: x509.Certificate, moment: datetime) -> bool:
    """A critical extension that is not understood forbids the use (RFC 5280 section 4.2)."""
    critical = {one.oid for one in certificate.extensions if one.critical}
    return critical <= _UNDERSTOOD and is_current(certificate, moment)


def _extension(certificate: x509.Certificate, kind: type[_Kind]) -> x509.Extension[_Kind] | None:
    try:
        return certificate.extensions.get_extension_for_class(kind)
    except x509.ExtensionNotFound:
        return None


def _print(certificate: x509.Certificate) -> bytes:
    return certificate.fingerprint(SHA256())
