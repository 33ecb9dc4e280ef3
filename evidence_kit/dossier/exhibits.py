# SPDX-License-Identifier: GPL-3.0-or-later
"""One sheet for each exhibit: how strong the source is, what is in it, when, and its fingerprint."""

from collections.abc import Iterator

from evidence_kit import wording
from evidence_kit.domain import record
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.exhibit import Exhibit, Holding, MediaKind
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.chats import chat_table
from evidence_kit.dossier.content_material import ChatMaterial, ExhibitMaterial, Material, Say
from evidence_kit.dossier.mail_sheet import mail_blocks
from evidence_kit.dossier.numbering import exhibit_anchor
from evidence_kit.dossier.overlap_part import overlap_blocks
from evidence_kit.dossier.sheet_facts import file_facts, strength_facts, time_facts


def exhibit_part(material: Material, item: ExhibitMaterial, say: Say) -> paper.Part:
    """Return the sheets of one exhibit."""
    t = say.t
    number = item.exhibit.number
    label = t("Exhibit {number}", number=number)
    return paper.Part(
        kicker=label,
        title=named(item, say),
        running=label,
        bookmark=f"{label}: {item.detail.title or wording.holding(say.w, item.exhibit.holding)}",
        anchor=exhibit_anchor(number),
        blocks=(
            paper.ExhibitSheet(
                picture=_picture(material, item, say),
                facts=tuple(_facts(material, item, say)),
            ),
            *_after(material, item, say),
        ),
        level=2,
        sheets=True,
    )


def named(item: ExhibitMaterial, say: Say) -> paper.Text:
    """Return an exhibit's name as found; what was removed took its name along."""
    if item.detail.title:
        return paper.evidence(item.detail.title)
    return paper.program(wording.capital(wording.holding(say.w, item.exhibit.holding)))


def picture_key(exhibit: Exhibit) -> str:
    """Return the name of an exhibit's picture in the tree."""
    return f"exhibit:{exhibit.id}"


def _picture(
    material: Material, item: ExhibitMaterial, say: Say
) -> paper.Picture | paper.WithheldFrame | None:
    t, exhibit = say.t, item.exhibit
    if item.shows_picture and exhibit.id not in material.unprintable:
        return paper.Picture(
            ref=paper.PictureRef(key=picture_key(exhibit)),
            alt=t("Picture of exhibit {number}, as in the file", number=exhibit.number),
        )
    if exhibit.holding is Holding.REMOVED:
        return paper.WithheldFrame(
            words=paper.program(t("Removed on request")),
            alt=t("Removed on request; no picture is printed"),
        )
    if exhibit.holding is Holding.REGISTERED:
        return paper.WithheldFrame(
            words=paper.program(t("Not copied")), alt=t("Not copied; no picture is printed")
        )
    return None


def _facts(material: Material, item: ExhibitMaterial, say: Say) -> Iterator[paper.Block]:
    t, exhibit = say.t, item.exhibit
    if exhibit.holding is Holding.REGISTERED:
        yield paper.Paragraph(text=_standing_place(material, item, say))
    if exhibit.holding is Holding.REMOVED:
        yield paper.Paragraph(
            text=paper.program(
                t(
                    "Removed on request. Number, size and fingerprint stay in the custody log; the "
                    "content is no longer in the vault."
                )
            )
        )
    if exhibit.id in material.unprintable:
        yield paper.Paragraph(
            text=paper.program(
                t("This picture could not be made ready for print. The original is in the vault.")
            )
        )
    yield paper.Heading(text=paper.program(t("How strong this source is")), level=3)
    yield paper.KeyValueTable(facts=tuple(strength_facts(item, say)))
    yield paper.Heading(text=paper.program(t("The file")), level=3)
    yield paper.KeyValueTable(facts=tuple(file_facts(material, item, say)))
    yield paper.Heading(text=paper.program(t("Three times, each of another clock")), level=3)
    yield paper.KeyValueTable(facts=tuple(time_facts(item, say)))
    yield paper.HashBlock(
        label=t("Fingerprint (SHA-256) of the original"), value=exhibit.sha256.hex
    )
    if exhibit.stored_sha256 is not None and exhibit.stored_sha256 != exhibit.sha256:
        yield paper.HashBlock(
            label=t("Fingerprint (SHA-256) of the copy without the withheld files"),
            value=exhibit.stored_sha256.hex,
        )


def _standing_place(material: Material, item: ExhibitMaterial, say: Say) -> paper.Text:
    """Return "Not copied. It stands on: ...": what the police need to find it."""
    t, exhibit = say.t, item.exhibit
    number = None if exhibit.parent is None else material.numbers.get(exhibit.parent)
    if number is not None:
        label = t("exhibit {number}", number=number)
        file = exhibit.member or exhibit.name
        return (
            *paper.program(t("Not copied. It stands in the original of ")),
            material.to_exhibit(exhibit_anchor(number), label, paper.PageForm.TEXT_AND_PAGE),
            *paper.program(t(", file: ")),
            *paper.evidence(file.text, mono=True),
        )
    if exhibit.folder:
        return (
            *paper.program(t("Not copied. It stands on: ")),
            *paper.evidence(f"{exhibit.folder}/{exhibit.name.text}", mono=True),
        )
    return paper.program(t("Not copied. Where it stands is not known."))


def _after(material: Material, item: ExhibitMaterial, say: Say) -> Iterator[paper.Block]:
    """Yield what follows the facts: words of the reporter, mail data, members, chats, notes."""
    yield from _descriptions(item, say)
    yield from _withheld_members(material, item, say)
    for chat in item.chats:
        yield from _chat(material, item, chat, say)
    yield from mail_blocks(item, say)
    yield from _notes(item, say)


def _descriptions(item: ExhibitMaterial, say: Say) -> Iterator[paper.Block]:
    for annotation in item.detail.annotations:
        if annotation.kind is not AnnotationKind.DESCRIPTION:
            continue
        seen, typed = annotation.word("text"), annotation.word("typed_over")
        if seen:
            yield paper.Heading(
                text=paper.program(say.t("What can be seen, says the reporter")), level=3
            )
            yield paper.Paragraph(text=paper.reporter(seen))
        if typed:
            by = annotation.word("by")
            title = (
                say.t("Typed over by {name}", name=by)
                if by
                else say.t("Typed over by the reporter")
            )
            yield paper.Heading(text=paper.program(title), level=3)
            yield paper.Paragraph(text=paper.reporter(typed))


def _withheld_members(material: Material, item: ExhibitMaterial, say: Say) -> Iterator[paper.Block]:
    t, numbers = say.t, material.numbers
    if not item.exhibit.holes:
        return
    by_member = {
        child.member.text: child for child in item.detail.children if child.member is not None
    }
    heading = paper.Heading(
        text=paper.program(t("Files in this export that were not copied")), level=3
    )
    table = paper.DataTable(
        columns=(
            paper.Column(title=t("File"), weight=3),
            paper.Column(title=t("Size"), weight=2),
            paper.Column(title=t("Fingerprint (SHA-256) of the file"), weight=4, hashes=True),
            paper.Column(title=t("See"), weight=1.4),
        ),
        rows=tuple(
            paper.Row(
                cells=(
                    paper.evidence(hole.member.text),
                    paper.program(
                        "–" if hole.content_size is None else wording.size(say.w, hole.content_size)
                    ),
                    paper.program("–" if hole.content_sha256 is None else hole.content_sha256.hex),
                    (
                        material.to_exhibit(
                            exhibit_anchor(child.number),
                            t("exhibit {number}", number=child.number),
                        ),
                    )
                    if (child := by_member.get(hole.member.text)) is not None
                    and child.id in numbers
                    else (),
                )
            )
            for hole in item.exhibit.holes
        ),
        summary=t("Withheld files with size and fingerprint."),
    )
    yield paper.KeepTogether(blocks=(heading, table))


def _chat(
    material: Material, item: ExhibitMaterial, chat: ChatMaterial, say: Say
) -> Iterator[paper.Block]:
    t = say.t
    mail = item.exhibit.media is MediaKind.MAIL
    if chat.printed:
        yield paper.PageBreak()
    if mail:
        yield paper.Heading(text=paper.program(t("Text of the e-mail")))
    elif len(item.chats) > 1 or chat.row.title != item.detail.title:
        title = chat.row.title or t("Conversation {number}", number=chat.row.conversation)
        yield paper.Heading(text=paper.evidence(title))
    else:
        yield paper.Heading(text=paper.program(t("Messages")))
    yield paper.Paragraph(kind=paper.ParagraphKind.NOTE, text=_selection_words(chat, say))
    yield from overlap_blocks(material, item, chat, say)
    yield chat_table(material, item, chat, say)
    marked = chat.row.marked if material.plan.show_marks else 0
    if marked:
        yield paper.Paragraph(
            kind=paper.ParagraphKind.NOTE,
            text=paper.program(
                t.n(
                    "{n} message was pointed out by the reporting person.",
                    "{n} messages were pointed out by the reporting person.",
                    marked,
                )
            ),
        )


def _selection_words(chat: ChatMaterial, say: Say) -> paper.Text:
    t, w = say.t, say.w
    total, printed = wording.number(w, chat.row.messages), wording.number(w, chat.printed)
    if not chat.left_out:
        words = t.n(
            "The {total} message is printed.",
            "All {total} messages are printed.",
            chat.row.messages,
            total=total,
        )
    elif not chat.printed:
        words = t(
            "None of the {total} messages is printed: none was pointed out, and it is a long chat.",
            total=total,
        )
    else:
        words = t(
            "{printed} of {total} messages are printed: those pointed out, with what stands around "
            "them.",
            printed=printed,
            total=total,
        )
    return paper.program(
        words + " " + t("Text, emoji and sender labels stand as they are in the source.")
    )


def _place_of(note: record.Note) -> paper.Text:
    if note.locator is None:
        return ()
    place = paper.program(f"{note.locator.start}–{note.locator.end}")
    if note.locator.member is None:
        return place
    return (*paper.evidence(note.locator.member), *paper.program("\n"), *place)


def _detail(say: Say, note: record.Note) -> paper.Text:
    """Machine facts in the program's words; what was found in the file stays as it was found."""
    words = wording.note_detail(say.w, note)
    if words == note.detail:
        return paper.evidence(words) if words else ()
    return paper.program(words)


def _notes(item: ExhibitMaterial, say: Say) -> Iterator[paper.Block]:
    """Yield what the importer did not understand: each note, and how many there are."""
    t = say.t
    if not item.detail.notes_total:
        return
    yield paper.Heading(text=paper.program(t("Remarks on reading this file")), level=3)
    yield paper.DataTable(
        columns=(
            paper.Column(title=t("Remark"), weight=4),
            paper.Column(title=t("As found"), weight=4),
            paper.Column(title=t("Place (file and bytes)"), weight=3),
        ),
        rows=tuple(
            paper.Row(
                cells=(
                    paper.program(wording.note_kind(say.w, note.kind)),
                    _detail(say, note),
                    paper.program(
                        "" if note.locator is None else f"{note.locator.start}–{note.locator.end}"
                    ),
                )
            )
            for note in item.detail.notes
        ),
        summary=t("Remarks of the reader with their place in the file."),
    )
    more = item.detail.notes_total - len(item.detail.notes)
    if more > 0:
        shown = wording.number(say.w, more)
        yield paper.Paragraph(
            kind=paper.ParagraphKind.NOTE,
            text=paper.program(
                t.n(
                    "{shown} more remark is not printed.",
                    "{shown} more remarks are not printed.",
                    more,
                    shown=shown,
                )
            ),
        )
