# SPDX-License-Identifier: GPL-3.0-or-later
"""What was withheld travels in no container."""

import io
import zipfile
from base64 import encodebytes
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from builders.bag import contents_of
from builders.vault import add_original, make_vault, register, sha256
from evidence_kit import paths
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Exhibit, Hole, MediaKind
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.progress import silent
from evidence_kit.formats import bag, bag_index
from evidence_kit.handover.bag_contents import BagContents, write_bag
from evidence_kit.handover.originals import cut_for
from evidence_kit.handover.withheld import Cut, blocks_with_holes, withheld_of
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import Vault
from evidence_kit.verification.check_bag import check_bag

CHAT = "[14-01-2026, 21:05:12] Rico: \u200e<bijgevoegd: 00000001-PHOTO.jpg>\r\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(paths.own_command(paths.READER_CHILD)) as found:
        yield found


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "kluis").vault as found:
        yield found


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(out, "JPEG")
    return out.getvalue()


PICTURE = picture()


def export(method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("_chat.txt", CHAT)
        archive.writestr("00000001-PHOTO.jpg", PICTURE)
    return out.getvalue()


def mail() -> bytes:
    return (
        b'From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n'
        b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nHoi\r\n--b\r\n"
        b'Content-Type: image/jpeg; name="a.jpg"\r\nContent-Transfer-Encoding: base64\r\n'
        b'Content-Disposition: attachment; filename="a.jpg"\r\n\r\n'
        + encodebytes(PICTURE).replace(b"\n", b"\r\n")
        + b"--b--\r\n"
    )


def cut(vault: Vault, exhibit: Exhibit, reader: Reader) -> Cut:
    return cut_for(vault, exhibit, reader, withheld_of(vault.exhibits()))


def handed(vault: Vault, exhibit: Exhibit, reader: Reader) -> bytes:
    found = cut(vault, exhibit, reader)
    with vault.open_original(exhibit) as source:
        return b"".join(blocks_with_holes(source, found.holes))


def test_nothing_is_cut_when_nothing_is_withheld(vault: Vault, reader: Reader) -> None:
    chat = add_original(vault, export(), name="chat.zip", media=MediaKind.CHAT)
    assert cut(vault, chat, reader) == Cut()


def test_a_registered_picture_is_cut_out_of_an_export(vault: Vault, reader: Reader) -> None:
    chat = add_original(vault, export(), name="chat.zip", media=MediaKind.CHAT)
    register(vault, PICTURE)
    data = handed(vault, chat, reader)
    assert len(data) == len(export())
    assert PICTURE not in data
    assert CHAT.encode() in data


def test_a_packed_member_is_cut_out_too(vault: Vault, reader: Reader) -> None:
    data = export(zipfile.ZIP_DEFLATED)
    chat = add_original(vault, data, name="chat.zip", media=MediaKind.CHAT)
    register(vault, PICTURE)
    (hole,) = cut(vault, chat, reader).holes
    stretch = slice(hole.offset, hole.offset + hole.length)
    assert hole.content_size == len(PICTURE)
    assert hole.sha256.hex == sha256(data[stretch])
    assert handed(vault, chat, reader) == (
        data[: stretch.start] + bytes(hole.length) + data[stretch.stop :]
    )


def test_an_attachment_is_cut_out_of_a_mail(vault: Vault, reader: Reader) -> None:
    letter = add_original(vault, mail(), name="brief.eml", media=MediaKind.MAIL)
    register(vault, PICTURE)
    data = handed(vault, letter, reader)
    assert b"Hoi" in data
    assert encodebytes(PICTURE).splitlines()[1] not in data


def test_a_removed_picture_is_withheld_as_well(vault: Vault, reader: Reader) -> None:
    chat = add_original(vault, export(), name="chat.zip", media=MediaKind.CHAT)
    vault.remove(add_original(vault, PICTURE, name="foto.jpg"), "niet bedoeld")
    assert PICTURE not in handed(vault, chat, reader)


def test_who_later_chose_to_keep_a_copy_did_so(vault: Vault, reader: Reader) -> None:
    register(vault, PICTURE)
    photo = add_original(vault, PICTURE, name="foto.jpg")
    assert cut(vault, photo, reader) == Cut()


def test_a_file_that_was_registered_later_stays_behind(vault: Vault, reader: Reader) -> None:
    photo = add_original(vault, PICTURE, name="foto.jpg")
    register(vault, PICTURE)
    assert cut(vault, photo, reader).whole


def test_a_picture_that_cannot_be_cut_out_keeps_the_container_back(
    vault: Vault, reader: Reader
) -> None:
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", export(zipfile.ZIP_DEFLATED))
    whole = add_original(vault, outer.getvalue(), name="alles.zip", media=MediaKind.ARCHIVE)
    register(vault, PICTURE)
    found = cut(vault, whole, reader)
    assert found.whole


def test_the_index_tells_what_was_cut_out(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    chat = add_original(vault, export(), name="chat.zip", media=MediaKind.CHAT)
    register(vault, PICTURE)
    head = vault.head()
    (last,) = vault.entries(head.size - 1, head.size)
    contents = BagContents(
        head=head,
        last=last,
        plan=Plan(),
        exhibits=vault.exhibits(),
        cuts={chat.number: cut(vault, chat, reader)},
        pdf=b"%PDF",
        pages=1,
    )
    folder = tmp_path / "bag"
    folder.mkdir()
    write_bag(folder, vault, contents, silent, None)
    assert (folder / "data/originals/0001_chat_partly.zip").stat().st_size == len(export())
    assert not [path for path in folder.rglob("*.*") if PICTURE in path.read_bytes()]
    assert '"left_out":"withheld"' in (folder / bag.INDEX_JSON).read_text()
    assert check_bag(folder).outcome.value == "matches"


def with_a_hole(vault: Vault) -> Exhibit:
    """An export taken in without its picture: the sealed bytes have zeros in its place."""
    whole = export()
    start = whole.index(PICTURE)
    sealed = whole[:start] + bytes(len(PICTURE)) + whole[start + len(PICTURE) :]
    hole = Hole(
        offset=start,
        length=len(PICTURE),
        sha256=Digest(sha256(PICTURE)),
        member=from_text("00000001-PHOTO.jpg"),
        content_sha256=Digest(sha256(PICTURE)),
        content_size=len(PICTURE),
    )
    return add_original(
        vault, sealed, name="chat.zip", media=MediaKind.CHAT, holes=(hole,), whole=whole
    )


def test_an_export_that_was_taken_in_with_a_hole_is_handed_over_so(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    chat = with_a_hole(vault)
    assert cut(vault, chat, reader) == Cut()
    folder = tmp_path / "bag"
    folder.mkdir()
    write_bag(folder, vault, contents_of(vault), silent, None)
    index = bag_index.decode((folder / bag.INDEX_JSON).read_bytes(), "index")
    (row,) = index.exhibits
    assert (row.left_out, row.holes) == ("withheld", chat.holes)
    assert row.file is not None
    assert chat.stored_sha256 is not None
    assert (row.sha256, row.file.sha256) == (chat.sha256.hex, chat.stored_sha256.hex)
    assert check_bag(folder).outcome.value == "matches"


def test_what_is_a_hole_in_one_export_is_cut_out_of_another(vault: Vault, reader: Reader) -> None:
    letter = add_original(vault, mail(), name="brief.eml", media=MediaKind.MAIL)
    with_a_hole(vault)
    assert len(cut(vault, letter, reader).holes) == 1
