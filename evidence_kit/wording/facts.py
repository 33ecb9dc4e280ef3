# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and values of what a file says about itself."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.record import Fact
from evidence_kit.i18n import Texts
from evidence_kit.wording.moments import moment

FACTS: Final[Mapping[str, str]] = {
    "altitude": "Height above sea level",
    "app": "App, by the file name",
    "artist": "Maker, as written in the file",
    "author": "Maker, as written in the file",
    "bits": "Bits for each colour",
    "camera": "Device",
    "captured": "Time in the file name",
    "codec": "Way of encoding",
    "colours": "Colours",
    "comment": "Comment in the file",
    "copyright": "Copyright line in the file",
    "created": "Made",
    "description": "Description in the file",
    "digitised": "Digitised",
    "direction": "Direction of view",
    "duration": "Length",
    "format": "Kind of file",
    "frames": "Pictures in the file",
    "height": "Height in pixels",
    "language": "Language of the export",
    "layout": "Layout of the export",
    "lens": "Lens",
    "make": "Brand of the device",
    "model": "Model of the device",
    "modified": "Changed",
    "orientation": "Turned",
    "pages": "Pages",
    "place": "Place (GPS)",
    "platform": "Platform of the export",
    "screen": "Screen size of the device",
    "serial": "Serial number",
    "size": "Size in pixels",
    "software": "Software",
    "subject": "Subject",
    "taken": "Taken",
    "thumbnail": "Small picture inside",
    "title": "Title",
    "width": "Width in pixels",
    "zone": "Time zone in the file",
}
"""By fact code; technical e-mail data keep their own names."""

_HEADER = "header."
_CAPITALS = frozenset({"arc", "dkim", "id", "ip", "mime", "spf", "tls"})


def fact(t: Texts, found: Fact) -> tuple[str, str]:
    """Return a fact's name and its value as people read it."""
    value = moment(t, found.moment) if found.moment is not None else found.value
    return fact_name(t, found.name), value


def fact_name(t: Texts, code: str) -> str:
    """Return a fact's name; an e-mail header by its own name, as "Received"."""
    if code.startswith(_HEADER):
        return "-".join(_header_part(part) for part in code.removeprefix(_HEADER).split("-"))
    return t(FACTS[code]) if code in FACTS else code


def _header_part(part: str) -> str:
    return part.upper() if part in _CAPITALS else part.capitalize()
