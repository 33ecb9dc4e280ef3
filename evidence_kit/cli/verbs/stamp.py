# SPDX-License-Identifier: GPL-3.0-or-later
"""`stamp`: ask a time-stamp authority by file and take its reply in; or give the state on paper."""

import os
import shlex
from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.planning import whole_number
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.stamp import StampAdded, StampAsked
from evidence_kit.errors import OutputExists, UsageFault
from evidence_kit.i18n import Texts
from evidence_kit.service import papers, proofs, stamping
from evidence_kit.service.session import Session

_REQUEST: Final = "request"
_ADD: Final = "add"
_PAPER: Final = "paper"
_ATTACH: Final = "attach"
_HEAD: Final = "head"
_OPTIONS: Final = {_REQUEST: "--sheet", _ADD: "--ca", _PAPER: "--at", _ATTACH: "--for"}
"""The one option of each."""


def _summary(t: Texts) -> str:
    return t("ask for a time stamp by file, add the reply, or give the state on paper")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("WHAT", t("request, add, paper, or attach"))
    declaration.argument(
        "FILE", t("what to write: request or PDF; or what to add: reply or .ots file")
    )
    declaration.option("--ca", t("certificates of authorities you trust (PEM)"), metavar="FILE")
    declaration.option(
        "--sheet", t("write the request with what to do to this new PDF too"), metavar="FILE"
    )
    declaration.option(
        "--for", t("what an .ots file is about: an exhibit, or head"), metavar="EXHIBIT"
    )
    declaration.option("--at", t("the state after this many lines of the log"), metavar="N")


def _run(call: Call) -> Answer:
    what = call.arguments.what
    if what not in _OPTIONS:
        raise UsageFault(reason="value", argument="WHAT")
    for other, option in _OPTIONS.items():
        if other != what and getattr(call.arguments, option.removeprefix("--")) is not None:
            raise UsageFault(reason="unknown", argument=option)
    if what == _ATTACH and getattr(call.arguments, "for") is None:
        raise UsageFault(reason="missing", argument="--for")
    at = whole_number(call.arguments.at, "--at")
    with opening.opened(call) as session:
        match what:
            case "request":
                return _request(call, session)
            case "add":
                return _add(call, session)
            case "attach":
                return _attach(call, session)
            case _:
                return _paper(call, session, at)


def _request(call: Call, session: Session) -> Answer:
    sheet = call.arguments.sheet
    if sheet is not None and os.path.lexists(sheet):
        raise OutputExists(path=sheet)  # before a request is logged
    asked = stamping.request_stamp(session, call.task, out=call.arguments.file)
    lines = tuple(_asked(call.t, asked))
    if sheet is not None:
        papers.stamp_sheet(session, call.task, out=sheet, language=call.t.lang, file=asked.file)
        lines += (call.t("The same on paper: {path}", path=sheet),)
    return Answer(items=({**rows.stamp_asked(asked), "sheet": sheet},), lines=lines)


def _add(call: Call, session: Session) -> Answer:
    added = stamping.add_stamp(
        session, call.task, reply=call.arguments.file, authorities=call.arguments.ca
    )
    return Answer(items=(rows.stamp_added(added),), lines=tuple(_added(call, added)))


def _attach(call: Call, session: Session) -> Answer:
    t, about = call.t, getattr(call.arguments, "for")
    exhibit = None if about == _HEAD else about
    kept = proofs.attach_proof(session, call.task, file=call.arguments.file, exhibit=exhibit)
    item = {
        "file": kept.file,
        "head": rows.head(kept.at),
        "exhibit": kept.exhibit,
        "compared": kept.compared,
    }
    lines = [t("Kept as it came, and not judged here: {file}", file=f"receipts/{kept.file}")]
    if kept.compared:
        lines.append(t("The fingerprint in it is that of what it is about."))
    return Answer(items=(item,), lines=tuple(lines))


def _paper(call: Call, session: Session, at: int | None) -> Answer:
    """Write the state of the log for somebody else to keep; say it too, to be read aloud."""
    t, language = call.t, call.t.lang
    made = papers.anchor_sheet(
        session, call.task, out=call.arguments.file, language=language, at=at
    )
    said = papers.anchor_text(session, call.task, language=language, at=at)
    state = session.vault.head(at)
    return Answer(
        items=(
            {
                "path": made.path,
                "sha256": made.sha256,
                "pages": made.pages,
                "head": rows.head(state),
            },
        ),
        lines=(
            t("State of the custody log written to: {path}", path=made.path),
            *(f"  {line}" for line in said),
            t("Have it kept by somebody else, with name, date and signature. Nothing was logged."),
        ),
    )


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
        f" -CAfile {_authorities(added)} -attime {added.unix_time}"
    )


def _authorities(added: StampAdded) -> str:
    """Return the certificates as kept, where stock openssl reads them; else what to put there."""
    kept = added.authorities
    return f"receipts/{kept}" if kept.endswith(".pem") else "ca.pem"


VERB: Final = Verb(name="stamp", summary=_summary, declare=_declare, run=_run)
