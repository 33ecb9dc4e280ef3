# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away time-stamp authority out of stock openssl, for tests."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_SETTINGS = """
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
[not_critical]
extendedKeyUsage = timeStamping
[mail]
extendedKeyUsage = critical,emailProtection
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run stock openssl; what it said is in the answer."""
    return subprocess.run(
        ["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@dataclass(frozen=True, slots=True)
class StampAuthority:
    """An authority in a folder: `ca.pem`, `signer.pem` and their keys."""

    folder: Path
    name: str = "signer"

    @property
    def ca(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def run(self, *arguments: str) -> str:
        done = openssl(self.folder, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def make_ca(self, name: str = "ca", subject: str = "/CN=Example Root") -> None:
        self.run(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "3650"),
            *("-subj", subject, "-config", "all.cnf", "-extensions", "ca"),
        )

    def make_signer(self, name: str, *, extensions: str = "stamps", days: str = "30") -> None:
        key = ("rsa", "-pkeyopt", "rsa_keygen_bits:2048")
        self.run(
            *("req", "-new", "-newkey", *key, "-nodes", "-keyout", f"{name}.key"),
            *("-out", f"{name}.csr", "-subj", f"/CN=Example Stamps {name}", "-config", "all.cnf"),
        )
        self.run(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
            *("-CAcreateserial", "-out", f"{name}.pem", "-days", days),
            *("-extfile", "all.cnf", "-extensions", extensions),
        )

    def answer(self, request: bytes, *, signer: str = "signer", chain: str = "ca.pem") -> bytes:
        """Return the reply to a request, as `openssl ts -reply` makes it."""
        (self.folder / "ask.tsq").write_bytes(request)
        self.run(
            *("ts", "-reply", "-config", "all.cnf", "-section", "one", "-queryfile", "ask.tsq"),
            *("-signer", f"{signer}.pem", "-inkey", f"{signer}.key", "-chain", chain),
            *("-out", "answer.tsr"),
        )
        return (self.folder / "answer.tsr").read_bytes()

    def agrees(self, reply: bytes, request: bytes, *more: str) -> bool:
        """Say what stock `openssl ts -verify` makes of a reply."""
        (self.folder / "check.tsq").write_bytes(request)
        (self.folder / "check.tsr").write_bytes(reply)
        asked = ("ts", "-verify", "-queryfile", "check.tsq", "-in", "check.tsr")
        return openssl(self.folder, *asked, "-CAfile", "ca.pem", *more).returncode == 0


def make_authority(folder: Path) -> StampAuthority:
    """Make an authority with one good signer."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "all.cnf").write_text(
        "[req]\ndistinguished_name = dn\n[dn]\n" + _SETTINGS, encoding="ascii"
    )
    (folder / "serial").write_text("01\n", encoding="ascii")
    made = StampAuthority(folder)
    made.make_ca()
    made.make_signer("signer")
    return made
