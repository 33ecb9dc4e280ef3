# SPDX-License-Identifier: GPL-3.0-or-later
"""`stamp`: ask a time-stamp authority by file, and take its reply in."""

import shlex
from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.stamp import StampAdded, StampAsked
from evidence_kit.errors import UsageFault
from evidence_kit.i18n import Texts
from evidence_kit.service import stamping

_REQUEST: Final = "request"
_ADD: Final = "add"


def _summary(t: Texts) -> str:
    return t("ask for a time stamp by file, or add the reply")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("WHAT", t("request, or add"))
    declaration.argument("FILE", t("the request to write, or the reply to add"))
    declaration.option("--ca", t("certificates of authorities you trust (PEM)"), metavar="FILE")


def _run(call: Call) -> Answer:
    what, file, authorities = call.arguments.what, call.arguments.file, call.arguments.ca
    if what not in (_REQUEST, _ADD):
        raise UsageFault(reason="value", argument="WHAT")
    if what == _REQUEST and authorities is not None:
        raise UsageFault(reason="unknown", argument="--ca")
    with opening.opened(call) as session:
        if what == _REQUEST:
            asked = stamping.request_stamp(session, call.task, out=file)
            return Answer(items=(rows.stamp_asked(asked),), lines=tuple(_asked(call.t, asked)))
        added = stamping.add_stamp(session, call.task, reply=file, authorities=authorities)
    return Answer(items=(rows.stamp_added(added),), lines=tuple(_added(call, added)))


def _asked(t: Texts, asked: StampAsked) -> Iterator[str]:
    path = shlex.quote(asked.path)
    yield t("Time-stamp request written to: {path}", path=asked.path)
    yield t(
        "It holds a fingerprint of the custody log and nothing else: {digest}",
        digest=asked.imprint,
    )
    yield t("On another computer, with the address of a service you choose:")
    yield (
        '  curl -H "Content-Type: application/timestamp-query"'
        f" --data-binary @{path} -o reply.tsr ADDRESS"
    )
    yield t("To see what is in the request, and to check the reply:")
    yield f"  openssl ts -query -in {path} -text"
    yield f"  openssl ts -verify -queryfile {path} -in reply.tsr -CAfile ca.pem"
    yield t("Bring the reply back and add it: evidence-kit stamp VAULT add reply.tsr")


def _added(call: Call, added: StampAdded) -> Iterator[str]:
    t, size = call.t, added.at.size
    yield t("Time stamp kept: {file}", file=f"receipts/{added.file}")
    yield t(
        "According to it, the custody log up to line {size} existed at the latest at {time}.",
        size=size,
        time=added.time,
    )
    for aspect in (
        wording.stamp_intact(call.w, added.intact, added.intact_why),
        wording.stamp_valid(call.w, added.valid, added.valid_why),
        wording.stamp_trusted(call.w, added.trusted, added.trusted_why),
    ):
        yield "  " + aspect
    if added.signer_name:
        yield "  " + t("Name in the certificate: {name}", name=added.signer_name)
        yield "  " + t("Fingerprint of the certificate: {digest}", digest=added.signer_sha256)
    yield t("To check it with openssl, in the folder of the vault:")
    yield (
        f"  openssl ts -verify -data checkpoints/{size:010d}.json -in receipts/{added.file}"
        f" -CAfile ca.pem -attime {added.unix_time}"
    )


VERB: Final = Verb(name="stamp", summary=_summary, declare=_declare, run=_run)
