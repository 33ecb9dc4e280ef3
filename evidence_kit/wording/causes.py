# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what stopped reading a file, by the reason that a reader or importer gives."""

from collections.abc import Mapping
from typing import Final

_PICTURE: Final = "The picture is damaged."
_ARCHIVE: Final = "The archive is damaged."
_MEMBER: Final = "A file in the archive is damaged."
_PARTS: Final = "Two parts of the program did not understand each other."
_KEY_PART: Final = "The part of the program that opens keys stopped."

CAUSES: Final[Mapping[str, str]] = {
    "argument": _PARTS,
    "box_length": _PICTURE,
    "bytes_after": "More stands behind the end of the data.",
    "columns_unfit": "The file cannot be read by these columns.",
    "crashed": "The part of the program that reads files stopped by itself.",
    "directory_damaged": _ARCHIVE,
    "directory_misplaced": _ARCHIVE,
    "doctype": "The file holds rules of its own; that is not read.",
    "empty_page": "The page is empty.",
    "ends_early": "The file stops half-way.",
    "frame_json": _PARTS,
    "frame_kind": _PARTS,
    "frame_too_large": _PARTS,
    "hung": "Reading took too long and was stopped.",
    "jpeg_segments": _PICTURE,
    "json_damaged": "The file stops half-way or is damaged.",
    "json_too_deep": "The file is built in too many layers.",
    "json_trailing": "Other bytes stand behind the chat.",
    "key_child_answer": _KEY_PART,
    "key_child_died": _KEY_PART,
    "key_child_hung": _KEY_PART,
    "key_child_not_started": _KEY_PART,
    "member_crc_differs": _MEMBER,
    "member_cut_off": "A file in the archive stops half-way.",
    "member_damaged": _MEMBER,
    "member_encrypted": "A file in the archive is locked with a password.",
    "member_larger_than_stated": _MEMBER,
    "member_method_unknown": "A file in the archive is packed in an unknown way.",
    "negative_offset": "It points to a place that is not in the file.",
    "nested_too_deep": "Archives are packed too deep into each other.",
    "no_bytes": _PARTS,
    "no_directory": _ARCHIVE,
    "no_json": "The file is not built as such a file should be.",
    "no_local_header": _ARCHIVE,
    "no_marker": _PICTURE,
    "no_meta_box": _PICTURE,
    "no_picture": "It is not a picture.",
    "no_request": _PARTS,
    "no_such_member": "There is no such file in it.",
    "no_such_page": "There is no such page in it.",
    "no_text": "The file holds no text.",
    "no_tar": "It is not a tar archive.",
    "no_zip": "It is not a zip archive.",
    "no_zone": _PARTS,
    "not_a_picture": "It is not a picture.",
    "not_decodable": "It cannot be shown as a picture.",
    "not_started": "The part of the program that reads files did not start.",
    "pipe_ended": "Another part of the program stopped by itself.",
    "pixels": _PARTS,
    "range": _PARTS,
    "segment_length": _PICTURE,
    "stamp_reply": "It is not a time stamp.",
    "stamp_request": "It is not a time-stamp request.",
    "too_large": "It is too large.",
    "too_many_blocks": _PICTURE,
    "too_many_pixels": "The picture has too many pixels.",
    "unasked_bytes": _PARTS,
    "unknown_block": _PICTURE,
    "unknown_request": _PARTS,
    "vault_process_ended": "Another part of the program stopped by itself.",
    "wire_fault": _PARTS,
    "wire_too_deep": _PARTS,
    "wire_value": _PARTS,
}
"""By reason; several reasons may be the same thing to a person."""
