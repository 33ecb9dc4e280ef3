# SPDX-License-Identifier: GPL-3.0-or-later
"""What both forms of a chat share: its folder, the files in it, its times."""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, tzinfo

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import Attachment, SenderBasis
from evidence_kit.importers.json_chats import ChatFile, MemberNames, Thread
from evidence_kit.importers.package import Package
from evidence_kit.importers.prose_dates import local_moment
from evidence_kit.importers.protocol import Request

_OWNER = "Me"
"""As the program calls whoever ran it."""
_NOBODY = frozenset({"", "No-Sender"})
_SECONDS = re.compile(r":\d{2}:\d{2}")


def folder_of(file: ChatFile) -> str:
    """Return the path of a chat's folder within its zip, with the last slash; empty at the top."""
    return "" if file.member is None else file.member[: file.member.rfind("/") + 1]


def thread_of(file: ChatFile, form: str) -> Thread:
    """Return the conversation of a file: a folder is called as the chat is."""
    folder = folder_of(file).rstrip("/").rpartition("/")[2]
    title = folder or file.name.rpartition("/")[2]
    return Thread(key=f"{folder_of(file)}{form}", title=title)


def sender_of(label: str | None) -> tuple[str | None, SenderBasis]:
    """Return who a message is from; `Me` rests on whose computer it was."""
    if label is None or label in _NOBODY:
        return None, SenderBasis.NONE
    return label, SenderBasis.OWNER_FLAG if label == _OWNER else SenderBasis.STATED


def moment_of(text: str, request: Request) -> Moment:
    """Read a time by the clock of the computer that ran the program; it states no zone."""
    zone: tuple[tzinfo | None, str | None] = (request.zone, request.choices.zone)
    try:
        when = datetime.fromisoformat(text.replace(", ", " "))
    except ValueError:
        when = None
    if when is None or when.tzinfo is not None or ":" not in text:
        return Moment(
            text=text,
            local=None,
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.UNKNOWN,
            flags=(MomentFlag.IMPOSSIBLE,),
        )
    precision = Precision.SECOND if _SECONDS.search(text) else Precision.MINUTE
    found = local_moment(text, when.replace(microsecond=0), zone, precision)
    if "." not in text:
        return found
    part = f".{when.microsecond // 1000:03}"
    utc = None if found.utc is None else f"{found.utc.removesuffix('Z')}{part}Z"
    return replace(found, local=f"{found.local}{part}", utc=utc, precision=Precision.MILLISECOND)


class Media:
    """The files of a zip by their path, beside the chat that names them."""

    def __init__(self, package: Package | None, names: MemberNames) -> None:
        self._names = names
        members = () if package is None else package.members
        # A Mac zips names in another form of the same letters.
        self._keys = {
            unicodedata.normalize("NFC", member.key): member.key
            for member in members
            if not member.is_folder
        }

    def attachment(self, name: str, path: str, folder: str) -> Attachment:
        """Look a file up; spaces in its path stand as %20."""
        path = path.removeprefix("./")
        if path.startswith("../"):
            folder = folder[: folder.rstrip("/").rfind("/") + 1]
            path = path.removeprefix("../")
        forms = (folder + path, folder + path.replace("%20", " "))
        found = (self._keys.get(unicodedata.normalize("NFC", form)) for form in forms)
        return self._names.attachment(name, next((key for key in found if key), None))
