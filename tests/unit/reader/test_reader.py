# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader with its real child process."""

import hashlib
import io
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED

import pytest
from PIL import Image

from builders.reading import android, packed, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.reading import ByteSource, Choices
from evidence_kit.errors import Cancelled, InputRefused, NotUnderstood, ReaderFailed, UsageFault
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader.asking import Patience
from evidence_kit.reader.client import FileSource, Reader
from evidence_kit.reader.lockdown import Confinement

COMMAND = (sys.executable, "-c", "from evidence_kit.reader.server import main; main()")
HEIC = Path(__file__).parents[2] / "importers/images/01-heic-with-exif/IMG_1234.HEIC"
CHAT = android("Rico: betaal", "Sanne: nee")
NAME = from_text("WhatsApp-chat met Rico.txt")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(COMMAND) as started:
        yield started


def interpreted(reader: Reader, data: bytes, name: str, choices: Choices | None = None) -> bytes:
    blocks: list[bytes] = []
    reader.interpret(
        MemorySource(data),
        from_text(name),
        sha256="0" * 64,
        size=len(data),
        choices=choices or Choices(),
        on_lines=blocks.append,
    )
    return b"".join(blocks)


def picture(picture_format: str, size: tuple[int, int] = (60, 20)) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, (200, 10, 10)).save(held, picture_format)
    return held.getvalue()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the filter")
def test_the_process_is_locked_down(reader: Reader) -> None:
    assert reader.confinement is Confinement.FILTERED


def test_lines_come_as_the_importer_made_them(reader: Reader) -> None:
    lines = [json.loads(line) for line in interpreted(reader, CHAT, NAME.text).splitlines()]
    expected = read_bytes(CHAT, NAME.text)
    assert lines[1:] == expected[1:]


def test_a_zone_is_known_to_a_process_that_can_open_no_file(reader: Reader) -> None:
    said = interpreted(reader, CHAT, NAME.text, Choices(zone="Europe/Amsterdam"))
    assert b'"utc":"2022-03-18T13:00:00Z"' in said


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", ""])
def test_a_zone_that_does_not_exist_is_said(reader: Reader, zone: str) -> None:
    with pytest.raises(UsageFault):
        interpreted(reader, CHAT, NAME.text, Choices(zone=zone))


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_are_decoded_behind_the_lock(reader: Reader, picture_format: str) -> None:
    source = MemorySource(picture(picture_format))
    assert reader.thumbnail(source, from_text("x"), None, 30).width == 30
    assert reader.print_picture(source, from_text("x"), None, 30, 30).width == 30


def test_a_heic_is_decoded_behind_the_lock(reader: Reader) -> None:
    source = MemorySource(HEIC.read_bytes())
    assert reader.thumbnail(source, from_text("x.heic"), None, 48).height == 32


def test_a_member_of_a_zip_is_shown_without_unpacking_the_rest(reader: Reader) -> None:
    source = MemorySource(packed([("_chat.txt", CHAT), ("a.png", picture("PNG"))]))
    assert reader.thumbnail(source, from_text("c.zip"), "a.png", 30).width == 30
    with pytest.raises(NotUnderstood):
        reader.thumbnail(source, from_text("c.zip"), "b.png", 30)


@pytest.mark.parametrize(
    ("charset", "text"), [("koi8-r", "привет"), ("shift_jis", "日本"), ("cp1006", "abc")]
)
def test_any_charset_is_known_behind_the_lock(reader: Reader, charset: str, text: str) -> None:
    mail = (
        b"From: a@example.org\nTo: b@example.org\nSubject: x\nMessage-ID: <1>\n"
        b"Content-Type: text/plain; charset=" + charset.encode() + b"\n\n" + text.encode(charset)
    )
    assert text in interpreted(reader, mail, "m.eml").decode()


def test_an_undeclared_charset_is_guessed_behind_the_lock(reader: Reader) -> None:
    text = "Привет, как дела? Это письмо без указания кодировки. " * 5
    mail = b"From: a@example.org\nTo: b@example.org\nSubject: x\nMessage-ID: <1>\n\n" + text.encode(
        "cp1251"
    )
    assert "charset_guess" in interpreted(reader, mail, "m.eml").decode()


def test_a_survey_of_many_members_arrives_whole(reader: Reader) -> None:
    data = packed([(f"{number}.txt", b"") for number in range(1_203)])
    found = reader.survey(MemorySource(data), from_text("x.zip"))
    assert len(found.members) == 1_203


def test_progress_reaches_the_end(reader: Reader) -> None:
    seen: list[Progress] = []
    reader.interpret(
        MemorySource(CHAT),
        NAME,
        sha256="0" * 64,
        size=len(CHAT),
        choices=Choices(),
        on_lines=lambda _block: None,
        report=seen.append,
    )
    assert seen[-1].done == seen[-1].total == len(CHAT)


def test_a_cancelled_reading_stops_and_the_next_works(reader: Reader) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        reader.interpret(
            MemorySource(CHAT),
            NAME,
            sha256="0" * 64,
            size=len(CHAT),
            choices=Choices(),
            on_lines=lambda _block: None,
            cancel=cancel,
        )
    assert reader.recognise(MemorySource(CHAT), NAME).importer == "whatsapp"


def test_a_source_that_fails_is_the_caller_s_error_and_the_next_works(reader: Reader) -> None:
    class Broken(MemorySource):
        def read_at(self, offset: int, length: int) -> bytes:
            raise InputRefused(reason="unreadable", name="x")

    with pytest.raises(InputRefused):
        reader.recognise(Broken(CHAT), NAME)
    assert reader.recognise(MemorySource(CHAT), NAME).importer == "whatsapp"


def test_requests_from_several_threads_wait_for_each_other(reader: Reader) -> None:
    found: list[str] = []

    def ask() -> None:
        found.append(reader.recognise(MemorySource(CHAT), NAME).importer)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["whatsapp"] * 4


READY = (
    "import sys; from evidence_kit.codec.frames import *;"
    "o=sys.stdout.buffer; i=sys.stdin.buffer; write_json(o, {'ready': 'none'}); "
)


def misbehaving(what: str) -> Reader:
    return Reader((sys.executable, "-c", READY + what), Patience(base=0.6, quiet=0.6))


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("read_frame(i); sys.exit(3)", "crashed"),
        ("read_frame(i); i.read()", "hung"),
        ("read_frame(i); o.write(b'x\\0\\0\\0\\0'); o.flush()", "frame_kind"),
        ("read_frame(i); write_json(o, {'want': [0, 10**12]}); i.read()", "range"),
        ("read_frame(i); write_json(o, {'want': [-1, 5]}); i.read()", "range"),
        ("read_frame(i); write_json(o, {'done': {'@': 'Moment'}}); i.read()", "wire_value"),
        ("read_frame(i); write_json(o, {'done': 5}); i.read()", "wire_value"),
        (
            "read_frame(i); write_frame(o, FrameKind.BINARY, b'x'); o.flush(); i.read()",
            "unasked_bytes",
        ),
    ],
)
def test_a_process_that_misbehaves_is_ended(what: str, reason: str) -> None:
    with misbehaving(what) as broken:
        for _ in range(2):  # the second request starts a new process
            with pytest.raises(ReaderFailed) as caught:
                broken.recognise(MemorySource(CHAT), NAME)
            assert caught.value.fields["reason"] == reason


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "")])
def test_a_process_that_does_not_start_is_said(command: tuple[str, ...]) -> None:
    with Reader(command) as broken, pytest.raises(ReaderFailed) as caught:
        broken.recognise(MemorySource(CHAT), NAME)
    assert caught.value.fields["reason"] == "not_started"


def test_members_are_hashed_together_and_a_damaged_one_costs_the_others_nothing(
    reader: Reader,
) -> None:
    whole = bytearray(packed([(f"{n}.jpg", b"content %d" % n) for n in range(3)], ZIP_STORED))
    whole[whole.index(b"content 1")] ^= 1
    keys = ("0.jpg", "1.jpg", "2.jpg", "gone.jpg")
    digests = reader.digest_members(MemorySource(bytes(whole)), from_text("a.zip"), keys)
    expected = [hashlib.sha256(b"content %d" % n).hexdigest() for n in (0, 2)]
    assert [found and found.sha256 for found in digests] == [expected[0], None, expected[1], None]


def test_members_that_end_the_process_are_passed_over() -> None:
    with Reader((sys.executable, "-c", "")) as broken:
        data = MemorySource(packed([("a.jpg", b"a")]))
        assert broken.digest_members(data, from_text("a.zip"), ("a.jpg", "b.jpg")) == (None, None)


@pytest.mark.slow
def test_a_hundred_thousand_members_are_hashed_in_seconds(reader: Reader) -> None:
    names = [f"{n}.jpg" for n in range(100_000)]
    data = MemorySource(packed((name, b"x") for name in names))
    begin = time.monotonic()
    assert None not in reader.digest_members(data, from_text("a.zip"), names)
    assert time.monotonic() - begin < 120


def test_a_link_or_a_device_is_not_read(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "a.txt")
    for path in (link, Path("/dev/null"), tmp_path / "gone"):
        with pytest.raises(InputRefused):
            FileSource(path)


def test_a_file_source_is_a_source_of_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"0123456789")
    with FileSource(file) as opened:
        source: ByteSource = opened
        assert (source.size, source.read_at(8, 5), source.read_at(20, 1)) == (10, b"89", b"")
