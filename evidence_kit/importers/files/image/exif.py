# SPDX-License-Identifier: GPL-3.0-or-later
"""EXIF: times, place, camera and software, with the text as found.

Own reader because the libraries at hand decode the picture or repair the values. Layout: CIPA
DC-008 (Exif 3.0), TIFF 6.0.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import Fact, FactBasis

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ENTRIES_MAX = 512
_VALUE_MAX = 4096

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TEXTS = {
    0x010E: "description",
    0x010F: "camera_maker",
    0x0110: "camera",
    0x0131: "software",
    0x013B: "author",
    0x8298: "copyright",
    0x013C: "host_computer",
}
_EXIF_TEXTS = {0xA434: "lens", 0xA431: "camera_serial", 0xA430: "owner", 0xA420: "image_id"}
_TIMES = {
    # name: (in EXIF part, time, offset, fraction)
    "taken": (True, 0x9003, 0x9011, 0x9291),
    "digitised": (True, 0x9004, 0x9012, 0x9292),
    "changed": (False, 0x0132, 0x9010, 0x9290),
}
_CLOCK = re.compile(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tiff:
    data: bytes
    order: str

    def number(self, form: str, at: int) -> int:
        return int(struct.unpack_from(self.order + form, self.data, at)[0])

    def entries(self, at: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield tag, type and value bytes; entries that point outside are left out."""
        if not 0 < at <= len(self.data) - 2:
            return
        count = min(self.number("H", at), _ENTRIES_MAX)
        for place in range(at + 2, min(at + 2 + count * 12, len(self.data) - 11), 12):
            tag, kind = self.number("H", place), self.number("H", place + 2)
            length = self.number("I", place + 4) * _SIZES.get(kind, 0)
            if not 0 < length <= _VALUE_MAX:
                continue
            start = place + 8 if length <= 4 else self.number("I", place + 8)
            if start + length <= len(self.data):
                yield tag, kind, self.data[start : start + length]


def read_exif(untrusted: bytes) -> tuple[Fact, ...]:
    """Read facts out of an EXIF block; nothing where it is damaged."""
    data = untrusted.removeprefix(b"Exif\0\0")
    if data[:4] not in (b"II*\0", b"MM\0*"):
        return ()
    tiff = _Tiff(data=data, order="<" if data[:1] == b"I" else ">")
    if len(data) < 8:
        return ()
    main = _values(tiff, tiff.number("I", 4))
    exif = _values(tiff, _pointer(tiff, main, _EXIF_IFD))
    gps = _values(tiff, _pointer(tiff, main, _GPS_IFD))
    facts = [
        *_texts(main, _TEXTS),
        *_texts(exif, _EXIF_TEXTS),
        *_times(main, exif),
        *_place(tiff, gps),
    ]
    if 0x0112 in main and len(main[0x0112]) >= 2:
        turn = int.from_bytes(main[0x0112][:2], "little" if tiff.order == "<" else "big")
        facts.append(Fact(name="orientation", value=str(turn), basis=FactBasis.IN_FILE))
    return tuple(facts)


def _values(tiff: _Tiff, at: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for tag, _, value in tiff.entries(at):
        found.setdefault(tag, value)
    return found


def _pointer(tiff: _Tiff, values: Mapping[int, bytes], tag: int) -> int:
    value = values.get(tag, b"")
    return int.from_bytes(value[:4], "little" if tiff.order == "<" else "big")


def _text(value: bytes) -> str:
    return value.split(b"\0")[0].decode("utf-8", "replace").strip()


def _texts(values: Mapping[int, bytes], names: Mapping[int, str]) -> Iterator[Fact]:
    for tag, name in names.items():
        text = _text(values.get(tag, b""))
        if text:
            yield Fact(name=name, value=text, basis=FactBasis.IN_FILE)


def _times(main: Mapping[int, bytes], exif: Mapping[int, bytes]) -> Iterator[Fact]:
    for name, (in_exif, tag, offset_tag, fraction_tag) in _TIMES.items():
        text = _text((exif if in_exif else main).get(tag, b""))
        if not text.strip(": 0"):
            continue
        moment = exif_moment(
            text, _text(exif.get(offset_tag, b"")), _text(exif.get(fraction_tag, b""))
        )
        yield Fact(name=name, value=moment.text, basis=FactBasis.IN_FILE, moment=moment)


def exif_moment(text: str, offset: str, fraction: str) -> Moment:
    """Read a time of EXIF: local to the camera, unless it states its offset."""
    shown = f"{text} {offset}".strip()
    match, zone = _CLOCK.match(text), _OFFSET.fullmatch(offset)
    basis = ZoneBasis.DEVICE_LOCAL_UNKNOWN if zone is None else ZoneBasis.OFFSET_IN_SOURCE
    precision = Precision.MILLISECOND if fraction.isdecimal() else Precision.SECOND
    when, utc = None, None
    try:
        if match is not None:
            when = datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*match.groups()))
        if when is not None and zone is not None:
            utc = datetime.fromisoformat(f"{when.isoformat()}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        utc = None
    if when is None:
        return Moment(
            text=shown,
            local=None,
            basis=basis,
            precision=precision,
            flags=(MomentFlag.IMPOSSIBLE,),
        )
    decimals = f".{(fraction + '000')[:3]}" if fraction.isdecimal() else ""
    in_utc = None if utc is None else f"{utc:%Y-%m-%dT%H:%M:%S}{decimals}Z"
    return Moment(
        text=shown,
        local=when.isoformat() + decimals,
        utc=in_utc,
        zone=offset if in_utc is not None else None,
        basis=basis if in_utc is not None else ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=precision,
    )


def _place(tiff: _Tiff, gps: Mapping[int, bytes]) -> Iterator[Fact]:
    latitude = _degrees(tiff, gps.get(2, b""), _text(gps.get(1, b"")), "S", 90)
    longitude = _degrees(tiff, gps.get(4, b""), _text(gps.get(3, b"")), "W", 180)
    if latitude is not None and longitude is not None:
        yield Fact(name="place", value=f"{latitude}, {longitude}", basis=FactBasis.IN_FILE)
    height = _ratios(tiff, gps.get(6, b""))
    if height:
        sign = "-" if gps.get(5, b"\0")[:1] == b"\1" else ""
        yield Fact(name="place_height", value=f"{sign}{height[0]:.1f} m", basis=FactBasis.IN_FILE)
    clock = _ratios(tiff, gps.get(7, b""))
    day = _text(gps.get(29, b""))
    if len(clock) == 3 and day:
        text = f"{day} {int(clock[0]):02}:{int(clock[1]):02}:{int(clock[2]):02}"
        moment = exif_moment(text, "+00:00", "")
        yield Fact(name="place_time", value=f"{text} UTC", basis=FactBasis.IN_FILE, moment=moment)


def _ratios(tiff: _Tiff, value: bytes) -> tuple[float, ...]:
    found: list[float] = []
    for at in range(0, len(value) - 7, 8):
        above, below = struct.unpack_from(f"{tiff.order}2I", value, at)
        if below == 0:
            return ()
        found.append(above / below)
    return tuple(found)


def _degrees(tiff: _Tiff, value: bytes, side: str, negative: str, most: int) -> str | None:
    parts = _ratios(tiff, value)
    if len(parts) != 3:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    if degrees > most:
        return None
    return f"{-degrees if side.upper() == negative else degrees:.6f}"
