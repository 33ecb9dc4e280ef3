# SPDX-License-Identifier: GPL-3.0-or-later
r"""Turns sample_case/chat.txt into the zip that an iPhone set to Dutch makes of a chat.

A line of the script: time, who (S or R), text. In the text `\n` is a typed line end, `!` before a
word of the app is its invisible left-to-right mark, `+KIND name` a file, `##a,b` why the message is
pointed out.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sample_files
import sample_scenes

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).with_name("sample_case") / "chat.txt"
LABELS = {"S": "Sam de Vries", "R": "Rico"}
_MARK = "\u200e"
_FILE = re.compile(r"\+([A-Z]+) ?(.*)\Z")
_EXPORTED = (2026, 3, 20, 13, 58, 12)


@dataclass(slots=True)
class Export:
    """The parts of the zip, and which messages the sample case points out."""

    lines: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    marks: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    shown_times: list[str] = field(default_factory=list)

    def number_at(self, shown_time: str) -> int:
        """Return the number of the first message with this time."""
        return self.shown_times.index(shown_time) + 1

    @property
    def chat(self) -> bytes:
        """The chat's text: records end with CR LF, typed line ends are LF."""
        return "".join(f"{line}\r\n" for line in self.lines).encode("utf-8")


def read_script() -> Export:
    """Play the script."""
    export, day = Export(), ""
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            day = line[2:]
        elif line:
            _take(export, day, line)
    counter = f"{len(export.lines) + 24:08d}"
    export.media[f"{counter}-PHOTO-2026-03-19-20-44-02.jpg"] = sample_scenes.jpeg(
        sample_scenes.SCENES["fiets"]()
    )
    return export


def _take(export: Export, day: str, line: str) -> None:
    time, who, said = line.split(" ", 2)
    said, _, why = said.partition(" ##")
    number = len(export.lines) + 1
    if why:
        export.marks.append((number, tuple(why.split(","))))
    body = said.replace("\\n", "\n")
    file = _FILE.search(body)
    lead = ""
    if file is not None:
        moment = datetime.strptime(f"{day} {time}", "%d-%m-%Y %H:%M:%S")  # noqa: DTZ007 - as shown
        body = body[: file.start()] + _file(export, (number, moment), file.group(1), file.group(2))
        lead = _MARK
    body = _app_marks(body)
    export.shown_times.append(f"{day}, {time}")
    export.lines.append(f"{lead}[{day}, {time}] {LABELS[who]}: {body}")


def _app_marks(body: str) -> str:
    return re.sub(r"(^|\n|(?<= ))!(?=[<\w])", rf"\1{_MARK}", body)


def _file(export: Export, at: tuple[int, datetime], kind: str, name: str) -> str:
    number, moment = at
    if kind == "LOCATION":
        return f"!Locatie: https://maps.google.com/?q={name}"
    stamp = f"{moment:%Y-%m-%d-%H-%M-%S}"
    if name == "!missing":
        return f"!<bijgevoegd: {number:08d}-PHOTO-{stamp}.jpg>"
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "PHOTO": (f"PHOTO-{stamp}.jpg", lambda: sample_scenes.jpeg(sample_scenes.SCENES[name]())),
        "STICKER": (f"STICKER-{stamp}.webp", sample_scenes.heart_sticker),
        "AUDIO": (f"AUDIO-{stamp}.opus", lambda: sample_files.voice_message(7)),
        "CONTACT": (f"{name}.vcf", sample_files.contact_card),
        "DOC": ("Overzicht kosten.pdf", sample_files.bill),
    }
    ending, make = made[kind]
    member = f"{number:08d}-{ending}"
    export.media[member] = make()
    return f"!<bijgevoegd: {member}>"


def zip_of(export: Export) -> bytes:
    """Pack the export as the phone does: text packed, media stored, flat."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in sorted(export.media.items()):
            archive.writestr(_member(name, zipfile.ZIP_STORED), data)
        archive.writestr(_member("_chat.txt", zipfile.ZIP_DEFLATED), export.chat)
    return stream.getvalue()


def _member(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EXPORTED)
    info.compress_type = method
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info
