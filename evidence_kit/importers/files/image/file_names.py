# SPDX-License-Identifier: GPL-3.0-or-later
"""What the name of a picture says: which program named it, and the time it put there.

A name is given by a program but can be changed by anyone; facts from here say `file_name`.
Forms: docs/imports/images.md.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis

_CLOCK = r"(?P<h>\d\d)[-.:_ ]?(?P<i>\d\d)[-.:_ ]?(?P<s>\d\d)?"
_SHORT_CLOCK = r"(?P<h>\d{1,2})[-.:](?P<i>\d\d)[-.:](?P<s>\d\d)"
_HALF = r"(?:[ \u202f-](?P<half>[AP]M))?"
_MEDIA = r"(?:Image|Video|Audio|Afbeelding|Bild|Ptt)"
_DAY = r"(?P<y>20\d\d)[-._]?(?P<m>\d\d)[-._]?(?P<d>\d\d)"
_SHOT = (
    r"(?:screenshot|schermafbeelding|scherm(?:opname)?|schermopname|screen[ _]shot|bildschirmfoto"
    r"|capture d[’']écran|ekran (?:görüntüsü|resmi)|لقطة شاشة)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFact:
    """What one form of name says."""

    made_by: str
    """A code: android_screenshot, macos_screenshot, whatsapp, whatsapp_desktop ..."""
    moment: Moment | None
    app: str | None = None
    """The app in front when the screenshot was made, where the name says so."""


_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (made_by, re.compile(pattern, re.IGNORECASE))
    for made_by, pattern in (
        ("whatsapp", rf"(?:IMG|VID|AUD|PTT|STK|DOC)-{_DAY}-WA\d{{4,}}"),
        (
            "whatsapp_ios_export",
            rf"\d{{8}}-(?:PHOTO|VIDEO|AUDIO|STICKER|GIF)-{_DAY}-{_CLOCK}",
        ),
        (
            "whatsapp_desktop",
            rf"WhatsApp[ -]{_MEDIA}[ -]{_DAY}[ -](?:at|om|um|à)[ -]{_SHORT_CLOCK}{_HALF}.*",
        ),
        ("signal", rf"signal-{_DAY}-{_CLOCK}.*"),
        ("telegram", rf"photo_{_DAY}_{_CLOCK}.*"),
        ("android_screenshot", rf"{_SHOT}[_-]{_DAY}[-_]{_CLOCK}(?:[-_]\d+)?(?:[_-](?P<app>.+))?"),
        (
            "macos_screenshot",
            rf"{_SHOT} {_DAY} (?:at|om|um|à|saat) {_SHORT_CLOCK}{_HALF}.*",
        ),
        ("windows_screenshot", rf"{_SHOT} {_DAY} {_CLOCK}.*"),
        ("windows_screenshot_numbered", rf"{_SHOT} \(\d+\)"),
        ("linux_screenshot", rf"{_SHOT} (?:from|van|vom|de) {_DAY} {_CLOCK}.*"),
        ("ios_screenshot", rf"Simulator Screen ?Shot .*{_DAY} at {_CLOCK}.*"),
        ("phone_camera", rf"(?:IMG|VID|PXL|MVIMG|PANO|BURST)_?{_DAY}_{_CLOCK}\d*.*"),
        ("phone_camera", rf"{_DAY}_{_CLOCK}(?:[ _(].*)?"),
    )
)


def read_name(name: str) -> NameFact | None:
    """Read a file name; None when it has no known form."""
    stem = name.rsplit("/", 1)[-1].rpartition(".")[0] or name
    for made_by, pattern in _FORMS:
        match = pattern.fullmatch(stem)
        if match is not None:
            parts = match.groupdict()
            return NameFact(made_by=made_by, moment=_moment(parts, match[0]), app=parts.get("app"))
    return None


def _moment(parts: dict[str, str | None], text: str) -> Moment | None:
    if parts.get("y") is None:
        return None
    day = f"{parts['y']}-{parts['m']}-{parts['d']}"
    if parts.get("h") is None:
        local, precision = f"{day}T00:00:00", Precision.DAY
    else:
        hour = _hour(int(parts["h"] or 0), parts.get("half"))
        local = f"{day}T{hour:02}:{parts['i']}:{parts.get('s') or '00'}"
        precision = Precision.SECOND if parts.get("s") else Precision.MINUTE
    try:
        datetime.fromisoformat(local)
    except ValueError:
        return Moment(
            text=text,
            local=None,
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=precision,
            flags=(MomentFlag.IMPOSSIBLE,),
        )
    return Moment(
        text=text,
        local=local,
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=precision,
    )


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if half.upper() == "AM":
        return 0 if hour == 12 else hour
    return hour + 12 if hour < 12 else hour
