# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of pictures: facts, no records, no decoding."""

from collections.abc import Iterator

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import Certainty, Fact, FactBasis, Summary
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.files.image.exif import read_exif
from evidence_kit.importers.files.image.file_names import read_name
from evidence_kit.importers.files.image.structure import Structure, format_of, walk
from evidence_kit.importers.media_kind import extension_of
from evidence_kit.importers.protocol import Item, Notes, Opened, Recognition, Request, Understood
from evidence_kit.limits import DECODE_PIXELS_JPEG_MAX, DECODE_PIXELS_MAX

_EXTENSIONS = {
    "png": {"png", "apng"},
    "jpeg": {"jpg", "jpeg", "jpe", "jfif"},
    "gif": {"gif"},
    "webp": {"webp"},
    "heic": {"heic", "heif", "hif"},
}


class Image:
    """PNG, JPEG, WebP, GIF and HEIC, whatever the name says."""

    name = "image"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Go by the first bytes alone."""
        if format_of(opened.head) is None:
            return None
        return Recognition(kind=MediaKind.PICTURE, certainty=Certainty.CERTAIN, why="first_bytes")

    def members(self, _opened: Opened) -> tuple[MemberInfo, ...]:
        """A picture has no members."""
        return ()

    def digest(self, _opened: Opened, _key: str) -> Iterator[bytes]:
        """A picture has no members.

        Raises:
            NotUnderstood: always.
        """
        raise NotUnderstood(reason="no_such_member", offset=0, detail="")

    def read(self, request: Request) -> Understood:
        """Walk through the picture once."""
        found = _walked(request.opened)
        return Understood(
            facts=self._facts(request.opened, found), items=self._items(request.opened, found)
        )

    def _facts(self, opened: Opened, found: Structure) -> tuple[Fact, ...]:
        """Return size, times, place, camera, software, and what the name says."""
        facts = [_fact("format", found.format)]
        if found.width and found.height:
            facts += [_fact("width", str(found.width)), _fact("height", str(found.height))]
        if found.frames > 1:
            facts.append(_fact("frames", str(found.frames)))
        facts += read_exif(found.exif) if found.exif else ()
        facts += [_fact(f"text.{code}", text) for code, text in found.texts if text]
        return (*facts, *_name_facts(opened.name.text))

    def _items(self, opened: Opened, found: Structure) -> Iterator[Item]:
        """Yield notes on what is odd about the file; a picture has no records."""
        notes = Notes()
        extension = extension_of(opened.name.text)
        if extension not in _EXTENSIONS[found.format]:
            yield from notes.note(
                "extension_differs", None, f"format={found.format} extension={extension}"
            )
        if found.damage is not None:
            place = Locator(member=None, start=found.damaged_at, end=opened.size)
            yield from notes.note("picture_damaged", place, f"reason={found.damage}")
        pixels = found.width * found.height
        most = DECODE_PIXELS_JPEG_MAX if found.format == "jpeg" else DECODE_PIXELS_MAX
        if pixels > most:
            yield from notes.note("too_many_pixels", None, f"pixels={pixels} most={most}")
        yield Item(
            Summary(
                records=0,
                by_kind=(),
                notes=notes.count,
                lines_total=0,
                lines_accounted=0,
                complete=found.damage is None,
            )
        )


def _walked(opened: Opened) -> Structure:
    picture_format = format_of(opened.head)
    if picture_format is None:
        raise NotUnderstood(reason="no_picture", offset=0, detail="")
    return walk(opened.near, picture_format)


def _fact(name: str, value: str) -> Fact:
    return Fact(name=name, value=value, basis=FactBasis.IN_FILE)


def _name_facts(name: str) -> Iterator[Fact]:
    said = read_name(name)
    if said is None:
        return
    yield Fact(name="named_by", value=said.made_by, basis=FactBasis.FILE_NAME)
    if said.app:
        yield Fact(name="app", value=said.app, basis=FactBasis.FILE_NAME)
    if said.moment is not None:
        yield Fact(
            name="name_time",
            value=said.moment.text,
            basis=FactBasis.FILE_NAME,
            moment=said.moment,
        )
