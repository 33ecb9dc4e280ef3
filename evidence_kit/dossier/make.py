# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a dossier: gather, write the tree, print it, compare the counts, log it.

Deterministic: the same vault, log size, plan and version give the same bytes. The date is that of
the last log entry under the head.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import Exhibit, PrintPicture
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.plan import ALL_PARTS, PartKind, Plan, Receiver
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.domain.reading import ByteSource
from evidence_kit.domain.views import Concern, DossierMade
from evidence_kit.dossier import consistency
from evidence_kit.dossier.check_pdf import check_pdf, page_texts
from evidence_kit.dossier.content import document_of
from evidence_kit.dossier.content_gather import gather
from evidence_kit.dossier.content_material import Material, say_in
from evidence_kit.dossier.document import Document, MessageRow, PictureRef, Run, walk
from evidence_kit.dossier.exhibits import picture_key
from evidence_kit.dossier.numbering import chat_anchor, exhibit_anchor
from evidence_kit.dossier.pictures import PRINT_DPI, PreparedPicture, prepare
from evidence_kit.dossier.print_size import WIDE_PICTURE_WIDTH_MM
from evidence_kit.dossier.redact import redacted
from evidence_kit.dossier.render_pdf import RenderResult, render
from evidence_kit.errors import (
    Damaged,
    Inconsistent,
    LimitReached,
    NotHeld,
    NotUnderstood,
    ReaderFailed,
)
from evidence_kit.export_door import write_new_file
from evidence_kit.i18n import LANGUAGES
from evidence_kit.limits import CONTEXT_DEFAULT, PRINT_PIXELS_MAX
from evidence_kit.vault.vault import Vault

_WIDTH_MAX: Final = round(WIDE_PICTURE_WIDTH_MM / 25.4 * PRINT_DPI)
_HEIGHT_MAX: Final = PRINT_PIXELS_MAX // _WIDTH_MAX
_UNPRINTABLE: Final = (NotUnderstood, ReaderFailed, LimitReached, NotHeld, Damaged)
_SEES_ALL: Final = (Receiver.POLICE, Receiver.LAWYER, Receiver.SELF)
"""Receivers for whom names and numbers of others stay as they are."""


class PicturePrinter(Protocol):
    """What a dossier needs of the reader process: `reader.client.Reader` is one."""

    def print_picture(
        self,
        source: ByteSource,
        name: FoundText,
        member: str | None,
        max_width: int,
        max_height: int,
    ) -> PrintPicture:
        """Return a derivative without metadata that fits in the given pixels."""


class _PictureFailed(Exception):
    """A picture cannot be printed: the dossier is written again, saying so on its sheet."""

    def __init__(self, exhibit: ExhibitId, code: str) -> None:
        super().__init__(exhibit, code)
        self.exhibit = exhibit
        self.code = code


def plan_of(vault: Vault, language: str | None = None, context: int | None = None) -> Plan:
    """Return the plan the person left, or the usual one; the arguments win."""
    found = [item for item in vault.annotations() if item.kind is AnnotationKind.PLAN]
    facts = dict(found[-1].facts) if found else {}
    language = language or str(facts.get("language", LANGUAGES[0]))
    return Plan(
        language=language if language in LANGUAGES else LANGUAGES[0],
        receiver=_receiver(vault, facts.get("receiver")),
        parts=_parts(facts.get("parts")),
        order=_ids(facts.get("order")),
        left_out=_ids(facts.get("left_out")),
        context=_context(facts.get("context"), context),
        print_place=facts.get("print_place") == "yes",
        show_marks=facts.get("show_marks") != "no",
    )


def _context(kept: object, asked: int | None) -> int:
    if asked is not None:
        return asked
    return kept if isinstance(kept, int) else CONTEXT_DEFAULT


def _receiver(vault: Vault, chosen: object) -> Receiver:
    cases = [item for item in vault.annotations() if item.kind is AnnotationKind.CASE]
    stated = chosen or (cases[-1].fact("receiver") if cases else None)
    known = {receiver.value: receiver for receiver in Receiver}
    return known.get(str(stated), Receiver.POLICE)


def _parts(chosen: object) -> tuple[PartKind, ...]:
    known = {part.value: part for part in PartKind}
    if not isinstance(chosen, tuple):
        return ALL_PARTS
    return tuple(known[str(code)] for code in chosen if str(code) in known)


def _ids(chosen: object) -> tuple[ExhibitId, ...]:
    return tuple(ExhibitId(str(key)) for key in chosen) if isinstance(chosen, tuple) else ()


def concerns(vault: Vault, plan: Plan, at: int | None = None) -> tuple[Concern, ...]:
    """Return what to look at before printing; the person can leave each as it is."""
    material = gather(vault, plan, at, CancelToken())

    def stands_in(quotation: str) -> bool:
        return any(
            vault.find_messages(item.exhibit, chat.row.conversation, quotation, 1)
            for item in material.exhibits
            for chat in item.chats
        )

    texts = consistency.own_texts(material, vault.annotations(material.head.size))
    return consistency.concerns(material, texts, stands_in)


def build(
    vault: Vault, plan: Plan, at: int | None = None, *, cancel: CancelToken | None = None
) -> tuple[Document, Material]:
    """Return the tree of a dossier, and the material it says.

    Raises:
        UsageFault: the log was never that long.
        Inconsistent: counts that must agree do not.
        Cancelled: somebody asked to stop.
    """
    material = gather(vault, plan, at, cancel or CancelToken())
    return _document(material), material


def _document(material: Material) -> Document:
    label = say_in(material.plan.language).t("redacted")
    return redacted(document_of(material), _hidden(material), label)


def _hidden(material: Material) -> tuple[str, ...]:
    """Return what this receiver does not see: numbers and addresses of others."""
    if material.plan.receiver in _SEES_ALL:
        return ()
    return tuple(
        written
        for row in material.identifiers
        if row.whose == "third"
        for written in (row.normalised, *row.as_written)
    )


def render_bytes(
    vault: Vault,
    plan: Plan,
    at: int | None,
    reader: PicturePrinter,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[bytes, RenderResult]:
    """Return a dossier in memory, for the preview and for a hand-over; logs nothing.

    Raises:
        UsageFault, Inconsistent, Cancelled: as `build`.
    """
    _, material = build(vault, plan, at, cancel=cancel)
    out = io.BytesIO()
    result = _Printer(vault, reader, report, cancel).run(material, out)
    return out.getvalue(), result


def make_dossier(  # noqa: PLR0913 -- each is named
    vault: Vault,
    out: Path,
    plan: Plan,
    *,
    at: int | None = None,
    reader: PicturePrinter,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> DossierMade:
    """Write a dossier to a new file, and log that it was made.

    A vault that can only be read still gives a dossier; nothing is logged then.

    Raises:
        OutputExists: something stands at the path.
        DiskFull, StorageFailed: the system refused.
        UsageFault, Inconsistent, Cancelled: as `build`; nothing is left behind.
    """
    _, material = build(vault, plan, at, cancel=cancel)
    # In memory first: a file that fails its check must never have stood at the path.
    checked = io.BytesIO()
    result = _Printer(vault, reader, report, cancel).run(material, checked)
    data = checked.getvalue()
    write_new_file(out, lambda stream: _write(stream, data))
    made = DossierMade(
        path=str(out),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        pages=result.pages,
        head=material.head,
        exhibits=len(material.exhibits),
        messages_printed=sum(chat.printed for chat in material.chats),
        messages_left_out=sum(chat.left_out for chat in material.chats),
    )
    if not vault.read_only:
        _log(vault, plan, made)
    return made


def _write(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)


def _log(vault: Vault, plan: Plan, made: DossierMade) -> None:
    with vault.batch() as batch:
        batch.entry(
            EntryType.DOSSIER_MADE,
            {
                "at": made.head.size,
                "root": made.head.root,
                "sha256": made.sha256,
                "size": made.size,
                "pages": made.pages,
                "language": plan.language,
                "text": None,
            },
        )
        batch.commit()


class _Printer:
    """Prints material; a picture that cannot be made ready is said on its sheet instead."""

    def __init__(
        self, vault: Vault, reader: PicturePrinter, report: Report, cancel: CancelToken | None
    ) -> None:
        self._vault = vault
        self._reader = reader
        self._report = report
        self._cancel = cancel

    def run(self, material: Material, out: io.BytesIO) -> RenderResult:
        """Write the file, again without a picture that fails; then read it back and compare."""
        shown = {
            picture_key(item.exhibit): item.exhibit
            for item in material.exhibits
            if item.shows_picture
        }

        def picture(ref: PictureRef) -> PreparedPicture:
            return self._picture(shown[ref.key])

        while True:
            out.seek(0)
            out.truncate()
            document = _document(material)
            try:
                result = render(
                    document,
                    out,
                    pictures=picture,
                    report=self._report,
                    cancel=self._cancel,
                )
            except _PictureFailed as failure:
                failed = {**material.unprintable, failure.exhibit: failure.code}
                material = replace(material, unprintable=failed)
                continue
            _check_counts(material, result)
            check_pdf(out, pages=result.pages, expected_texts=_expected(document))
            _check_redactions(material, out)
            return result

    def _picture(self, exhibit: Exhibit) -> PreparedPicture:
        try:
            with self._vault.open_original(exhibit) as original:
                printed = self._reader.print_picture(
                    original, exhibit.name, None, _WIDTH_MAX, _HEIGHT_MAX
                )
            return prepare(
                printed.data,
                original_width=printed.original_width,
                original_height=printed.original_height,
            )
        except _UNPRINTABLE as error:
            raise _PictureFailed(exhibit.id, error.code) from error


def _expected(document: Document) -> Iterator[str]:
    """Yield texts that must be found again in the file: titles, and messages pointed out."""
    for part in document.parts:
        yield "".join(run.text for run in part.title if isinstance(run, Run))
    for row in walk(document):
        if isinstance(row, MessageRow) and row.mark is not None:
            yield from (run.text for run in row.body if isinstance(run, Run))


def _check_redactions(material: Material, file: BinaryIO) -> None:
    """Read the finished file for what must not be in it.

    Raises:
        Inconsistent: something that was redacted can be read.
    """
    hidden = ["".join(word.split()).casefold() for word in _hidden(material)]
    if not hidden:
        return
    for page in page_texts(file):
        text = page.forward.casefold()
        readable = sum(1 for word in hidden if word and word in text)
        if readable:
            raise Inconsistent(what="redaction", expected=0, found=readable)


def _check_counts(material: Material, result: RenderResult) -> None:
    """Compare what stands on the pages with what the vault holds.

    Raises:
        Inconsistent: a message or an exhibit is missing, or there twice.
    """
    if not material.prints_exhibits:
        return
    for item in material.exhibits:
        if exhibit_anchor(item.exhibit.number) not in result.anchors:
            raise Inconsistent(what="exhibits", expected=item.exhibit.number, found=None)
        for chat in item.chats:
            anchor = chat_anchor(item.exhibit.number, chat.row.conversation)
            counted = result.chats.get(anchor)
            expected = (chat.printed, chat.left_out)
            found = None if counted is None else (counted.printed, counted.left_out)
            if expected != found:
                raise Inconsistent(
                    what=f"messages_of_exhibit_{item.exhibit.number}",
                    expected=str(expected),
                    found=str(found),
                )
