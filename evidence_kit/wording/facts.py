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
    "author": "Maker, as written in the file",
    "backup_count": "Number of messages the file states",
    "backup_date": "Time of the backup, as it stands",
    "backup_set": "Mark of the backup",
    "backup_type": "Kind of backup",
    "camera": "Device",
    "camera_maker": "Brand of the device",
    "camera_serial": "Serial number of the device",
    "changed": "Changed, says the file",
    "chat_id": "Number of the chat",
    "chat_name": "Name of the chat",
    "chat_type": "Kind of chat",
    "column_pattern": "Form of a line",
    "column_sender": "Column with the sender",
    "column_text": "Column with the words",
    "column_time": "Column with the time",
    "columns_unused": "Columns that were not used",
    "copyright": "Copyright line in the file",
    "day_order": "Order of day and month",
    "day_order_reason": "Why this order",
    "description": "Description in the file",
    "digitised": "Digitised",
    "duration": "Length",
    "encoding": "How letters are stored",
    "encoding_reason": "Why this way",
    "format": "Kind of file",
    "frames": "Pictures in the file",
    "height": "Height in pixels",
    "host_computer": "Computer, as written in the file",
    "image_id": "Number of the picture in the file",
    "language": "Language of the export",
    "layout": "Layout of the export",
    "lens": "Lens",
    "modified": "Changed",
    "name_time": "Time in the file name",
    "named_by": "Form of the file name",
    "orientation": "Turned",
    "compared": "Compared with the reading before",
    "other_importers": "Also known in this archive, and not read",
    "owner": "Owner, as written in the file",
    "pages": "Pages",
    "place": "Place (GPS)",
    "place_height": "Height of the place (GPS)",
    "place_time": "Time of the place (GPS)",
    "size": "Size in pixels",
    "software": "Software",
    "subject": "Subject",
    "taken": "Taken",
    "title": "Title",
    "width": "Width in pixels",
    "zone": "Time zone in the file",
}
"""By fact code; technical e-mail data keep their own names."""

VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("day_order", "day_first"): "day first",
    ("day_order", "mixed"): "both orders occur",
    ("day_order", "month_first"): "month first",
    ("day_order", "month_named"): "the month is written as a word",
    ("day_order", "undecided"): "not decided",
    ("day_order", "year_first"): "year first",
    ("day_order_reason", "both_orders_proven"): "both orders occur",
    ("day_order_reason", "chosen_by_person"): "chosen by the person",
    ("day_order_reason", "attachment_names"): "the names of files in the chat show it",
    ("day_order_reason", "component_over_12"): "some dates can be read in one way only",
    ("day_order_reason", "month_named"): "the month is written as a word",
    ("day_order_reason", "year_first"): "the year stands first",
    ("day_order_reason", "monotonicity"): "only this order lets the messages follow each other",
    ("day_order_reason", "no_date_needs_it"): "no date needs it",
    ("day_order_reason", "nothing_proves_it"): "nothing proves it",
    ("encoding_reason", "byte_order_mark"): "the file begins with the mark for it",
    ("encoding_reason", "guessed_western"): "a guess: the file does not say, and it is no UTF-8",
    ("encoding_reason", "mostly_utf8"): "most letters fit; the bytes that do not are counted",
    ("encoding_reason", "only_ascii"): "only plain letters, digits and signs occur",
    ("encoding_reason", "stated_in_file"): "the page states it",
    ("encoding_reason", "valid_utf8"): "all of the file fits it",
    ("encoding_reason", "zero_bytes"): "every second byte is zero",
    ("layout", "android"): "as on Android",
    ("layout", "download end_to_end_download"): "as in both of Meta's downloads",
    ("layout", "download"): "as in Meta's download",
    ("layout", "end_to_end_download"): "as in Messenger's end-to-end download",
    ("layout", "ios"): "as on an iPhone",
    ("orientation", "1"): "not turned",
    ("orientation", "2"): "mirrored",
    ("orientation", "3"): "upside down",
    ("orientation", "4"): "upside down and mirrored",
    ("orientation", "5"): "a quarter to the left and mirrored",
    ("orientation", "6"): "a quarter to the right",
    ("orientation", "7"): "a quarter to the right and mirrored",
    ("orientation", "8"): "a quarter to the left",
    ("named_by", "android_screenshot"): "screenshot on Android",
    ("named_by", "ios_screenshot"): "screenshot on an iPhone or iPad",
    ("named_by", "linux_screenshot"): "screenshot on Linux",
    ("named_by", "macos_screenshot"): "screenshot on a Mac",
    ("named_by", "phone_camera"): "camera of a phone",
    ("named_by", "signal"): "saved by Signal",
    ("named_by", "telegram"): "saved by Telegram",
    ("named_by", "whatsapp"): "saved by WhatsApp",
    ("named_by", "whatsapp_desktop"): "saved by WhatsApp on a computer",
    ("named_by", "whatsapp_ios_export"): "WhatsApp export of an iPhone",
    ("named_by", "windows_screenshot"): "screenshot on Windows",
    ("named_by", "windows_screenshot_numbered"): "screenshot on Windows",
}
"""By fact code and value, where the value is a code too."""

HEADER_PARTS: Final[Mapping[str, str]] = {
    "address": "{field}, the address",
    "name": "{field}, the name",
}
"""By what of an e-mail header a fact repeats."""

_TEXT = "text."
_HEADER = "header."
_CAPITALS = frozenset({"arc", "dkim", "id", "ip", "mime", "spf", "tls"})


COMPARED: Final[Mapping[str, str]] = {
    "kept": "{count} the same",
    "moved": "{count} with another time",
    "changed": "{count} read otherwise",
    "gone": "{count} gone",
    "new": "{count} new",
}
"""By what another reading did with records."""


def fact(t: Texts, found: Fact) -> tuple[str, str]:
    """Return a fact's name and its value as people read it."""
    label = fact_name(t, found.name)
    if found.moment is not None:
        return label, moment(t, found.moment)
    if found.name == "compared":
        return label, _compared(t, found.value)
    # With several chats in one export each value has the name of its chat behind it.
    value, space, member = found.value.partition(" (")
    words = VALUES.get((found.name, value))
    return label, found.value if words is None else f"{t(words)}{space}{member}"


def _compared(t: Texts, value: str) -> str:
    """Say how many records another reading left as they were, and what it did with the rest."""
    counts = dict(part.partition("=")[::2] for part in value.split())
    told = [
        t(sentence, count=counts[name])
        for name, sentence in COMPARED.items()
        if counts.get(name, "0") != "0"
    ]
    return "; ".join(told) or t("nothing to compare")


def fact_name(t: Texts, code: str) -> str:
    """Return a fact's name; an e-mail header by its own name, as "Received"."""
    if code.startswith(_HEADER):
        field, _, part = code.removeprefix(_HEADER).partition(".")
        own = "-".join(_header_part(word) for word in field.split("-"))
        return t(HEADER_PARTS[part], field=own) if part in HEADER_PARTS else own
    if code.startswith(_TEXT):
        return t("Text in the file ({name})", name=code.removeprefix(_TEXT))
    return t(FACTS[code]) if code in FACTS else code


def _header_part(part: str) -> str:
    return part.upper() if part in _CAPITALS else part.capitalize()
