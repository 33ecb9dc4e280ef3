# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file seems to be, by its first bytes and then by its name."""

from evidence_kit.domain.exhibit import MediaKind

_MAGIC: tuple[tuple[int, bytes, MediaKind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", MediaKind.PICTURE),
    (0, b"\xff\xd8\xff", MediaKind.PICTURE),
    (0, b"GIF8", MediaKind.PICTURE),
    (0, b"BM", MediaKind.PICTURE),
    (0, b"II*\x00", MediaKind.PICTURE),
    (0, b"MM\x00*", MediaKind.PICTURE),
    (0, b"\xff\x0a", MediaKind.PICTURE),
    (0, b"\x00\x00\x00\x0cJXL ", MediaKind.PICTURE),
    (0, b"8BPS", MediaKind.PICTURE),
    (8, b"WEBP", MediaKind.PICTURE),
    (8, b"AVI ", MediaKind.VIDEO),
    (8, b"WAVE", MediaKind.AUDIO),
    (0, b"\x1a\x45\xdf\xa3", MediaKind.VIDEO),
    (0, b"FLV\x01", MediaKind.VIDEO),
    (0, b"\x00\x00\x01\xba", MediaKind.VIDEO),
    (0, b"\x00\x00\x01\xb3", MediaKind.VIDEO),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", MediaKind.VIDEO),
    (0, b"OggS", MediaKind.AUDIO),
    (0, b"ID3", MediaKind.AUDIO),
    (0, b"fLaC", MediaKind.AUDIO),
    (0, b"#!AMR", MediaKind.AUDIO),
    (0, b"\xff\xf1", MediaKind.AUDIO),
    (0, b"\xff\xfb", MediaKind.AUDIO),
    (0, b"%PDF-", MediaKind.DOCUMENT),
    (0, b"PK\x03\x04", MediaKind.ARCHIVE),
    (0, b"PK\x05\x06", MediaKind.ARCHIVE),
    (0, b"Rar!\x1a\x07", MediaKind.ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", MediaKind.ARCHIVE),
    (0, b"\x1f\x8b", MediaKind.ARCHIVE),
    (257, b"ustar", MediaKind.ARCHIVE),
)
_PICTURE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})

_BY_EXTENSION: dict[str, MediaKind] = {
    extension: kind
    for kind, extensions in (
        (
            MediaKind.PICTURE,
            "png jpg jpeg jpe jfif webp gif heic heif avif bmp tif tiff jxl svg dng cr2 nef psd ico",
        ),
        (
            MediaKind.VIDEO,
            "mp4 m4v mov avi mkv webm 3gp 3g2 mpg mpeg mts m2ts wmv flv ogv ts",
        ),
        (MediaKind.AUDIO, "opus ogg oga mp3 m4a aac wav amr flac wma aif aiff caf mid"),
        (MediaKind.MAIL, "eml msg mbox mht mhtml"),
        (
            MediaKind.DOCUMENT,
            "pdf doc docx odt rtf xls xlsx ods ppt pptx odp csv txt md html htm xml json jsonl vcf",
        ),
        (MediaKind.ARCHIVE, "zip rar 7z tar gz tgz bz2 xz zst"),
    )
    for extension in extensions.split()
}

CAN_SHOW_SOMEONE = frozenset({MediaKind.PICTURE, MediaKind.VIDEO})
"""Kinds that the question before copying is always asked for."""


def extension_of(name: str) -> str:
    """Return the lower-case extension of a file name, without its dot."""
    last = name.rsplit("/", 1)[-1]
    return last.rpartition(".")[2].lower() if "." in last else ""


def kind_of_bytes(head: bytes) -> MediaKind | None:
    """Say what the first bytes show; None when they show nothing known."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _PICTURE_BRANDS:
            return MediaKind.PICTURE
        return MediaKind.AUDIO if brand in _AUDIO_BRANDS else MediaKind.VIDEO
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    return None


def kind_of(name: str, head: bytes = b"") -> MediaKind:
    """Say what a file seems to be.

    A name that says picture or video is believed beside bytes that say nothing: asking once
    too often costs less than copying what should have been asked for.
    """
    by_name = _BY_EXTENSION.get(extension_of(name), MediaKind.OTHER)
    return kind_of_bytes(head) or by_name
