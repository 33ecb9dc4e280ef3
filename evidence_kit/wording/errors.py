# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sentences for every named failure: what happened, and what you can do."""

from collections.abc import Callable, Mapping
from typing import Final

from evidence_kit.errors import EvidenceKitError
from evidence_kit.i18n import Texts
from evidence_kit.wording import amounts, moments, things
from evidence_kit.wording.intake import known_reason

ERRORS: Final[Mapping[str, tuple[str, str]]] = {
    "internal_fault": (
        "Something went wrong inside the program.",
        "Your own files were not changed. Close the program and start it again.",
    ),
    "usage": (
        "This command is not complete, or not correct.",
        "Add --help to see how it works.",
    ),
    "input_refused": (
        "“{name}” was not taken in.",
        "You can try this file again. The others were not affected.",
    ),
    "weak_passphrase": (
        "This passphrase is easy to guess.",
        "Make it longer. Five words that do not belong together work well.",
    ),
    "wrong_passphrase": (
        "The vault does not open with this passphrase.",
        "Type it again. Mind capitals and spaces. Or use your recovery key.",
    ),
    "wrong_recovery_key": (
        "The vault does not open with this recovery key.",
        "Compare it with what you wrote down, letter by letter.",
    ),
    "damaged": (
        "Something is not as it was written: {item}",
        "Leave the vault as it is. Use a backup, or check the vault first.",
    ),
    "newer_format": (
        "This was made by a newer version of the program: {item}",
        "Install the newest version and try again. Nothing was changed.",
    ),
    "not_a_vault": (
        "There is no vault in this folder: {path}",
        "Choose another folder, or make a new vault.",
    ),
    "vault_exists": (
        "This folder is not empty: {path}",
        "Choose an empty folder, or open the vault that is there.",
    ),
    "vault_in_use": (
        "This vault is already open in another window or program.",
        "Close it there first. Then try again.",
    ),
    "vault_read_only": (
        "This vault is open for reading only.",
        "You can look and save copies. Check the vault to see what is wrong.",
    ),
    "storage_failed": (
        "Reading or writing did not work: {path}",
        "See whether the disk or stick is still connected. Then try again.",
    ),
    "disk_full": (
        "There is no room left on the disk: {path}",
        "Make room or choose another disk. What was secured is still there.",
    ),
    "unknown_exhibit": (
        "There is no exhibit {exhibit} in this vault.",
        "Look in the list of exhibits for the right number.",
    ),
    "unknown_message": (
        "Exhibit {exhibit} has no message {message}.",
        "Look in the chat for the right number.",
    ),
    "not_held": (
        "The vault holds no copy of exhibit {exhibit}.",
        "The file was only noted. No copy was ever made.",
    ),
    "not_understood": (
        "The program cannot read what is in this file.",
        "The file itself was not changed. You can still keep it as it is.",
    ),
    "reader_failed": (
        "Reading this file stopped half-way.",
        "The file itself was not changed. Try again, or keep it unread.",
    ),
    "limit_reached": (
        "This is more than the program can handle at once: {limit}",
        "Try it in smaller parts. The file itself was not changed.",
    ),
    "inconsistent": (
        "Two things that must agree do not: {what}",
        "Nothing was made. Check the vault, then try again.",
    ),
    "output_exists": (
        "There is already something with this name: {path}",
        "Choose another name. The program never writes over a file.",
    ),
    "copy_refused": (
        "This folder cannot be used for a copy of the vault: {path}",
        "Choose an empty folder, or a new name.",
    ),
    "cancelled": (
        "Stopped, as you asked.",
        "What was ready is kept. You can go on later.",
    ),
}
"""By error code."""

_NOT_THE_KEY: Final = (
    "This is not a complete recovery key.",
    "Compare it with what you wrote down, letter by letter.",
)
_OTHER_KEY: Final = (
    "This key is not one the program can use.",
    "See whether it is the right file. Nothing was changed.",
)
_NOT_TYPED: Final = (
    "This passphrase holds a sign that cannot be typed again.",
    "Choose a passphrase of ordinary letters, numbers and signs.",
)
_KEY_PART: Final = (
    "The part of the program that opens keys stopped.",
    "Nothing was changed. Close the program, start it again, and try once more.",
)
_PARTS: Final = (
    "Two parts of the program did not understand each other.",
    "Nothing was changed. Close the program and start it again.",
)

VARIANTS: Final[Mapping[tuple[str, str, str], tuple[str, str]]] = {
    ("usage", "reason", "passphrase_needed"): (
        "A passphrase is needed, and there is no terminal to ask on.",
        "Give --passphrase-file FILE, or - to read it from standard input.",
    ),
    ("input_refused", "reason", "pictures_unanswered"): (
        "“{name}” may hold pictures, and the question was not answered.",
        "Choose --pictures copy or --pictures register, and add it again.",
    ),
    ("usage", "reason", "arguments"): _PARTS,
    ("usage", "reason", "request"): _PARTS,
    ("usage", "reason", "unknown_call"): _PARTS,
    ("usage", "reason", "log_size"): (
        "The custody log never had this size: {argument}",
        "Choose a number from the custody log.",
    ),
    ("usage", "reason", "no_key_given"): (
        "No passphrase and no recovery key was given.",
        "Type one of the two.",
    ),
    ("usage", "reason", "no_key_shown"): (
        "The program keeps no recovery key, so there is none to print now.",
        "You can have a new one made, and print that.",
    ),
    ("usage", "reason", "no_stamp_request"): (
        "There is no time-stamp request in this vault yet.",
        "Make one first.",
    ),
    ("usage", "reason", "no_preview"): (
        "There is no page to show yet.",
        "Ask for the page again.",
    ),
    ("usage", "reason", "no_vault_open"): (
        "No vault is open.",
        "Open a vault first. Then try again.",
    ),
    ("usage", "reason", "picture_box"): (
        "A picture cannot be shown in this size: {argument}",
        "Choose another size.",
    ),
    ("usage", "reason", "column_twice"): (
        "One column was pointed out for two things.",
        "Choose another column for one of them.",
    ),
    ("usage", "reason", "columns_only_of_text"): (
        "The program knows this kind of file. No columns can be pointed out in it.",
        "Columns can be pointed out in texts that no importer knows.",
    ),
    ("usage", "reason", "no_such_column"): (
        "There is no column with this number.",
        "Choose one of the columns that are shown.",
    ),
    ("usage", "reason", "no_text_column"): (
        "It is not yet known which column holds the words.",
        "Point out the column with the words.",
    ),
    ("usage", "reason", "pattern_signs"): (
        "This form of a line cannot be used.",
        "Use {{time}}, {{sender}} and {{text}}, with only signs and spaces between them.",
    ),
    ("usage", "reason", "separator_unknown"): (
        "This sign between columns is not known.",
        "Choose a comma, a semicolon, a tab or a bar.",
    ),
    ("usage", "reason", "unknown_survey"): (
        "The list of these files is gone.",
        "Add the files again. Nothing was copied.",
    ),
    ("usage", "reason", "unknown_zone"): (
        "This time zone is not known: {argument}",
        "Choose a zone by its name, such as Europe/Amsterdam.",
    ),
    ("input_refused", "reason", "unknown_slot"): (
        "There is no key slot “{name}” in this vault.",
        "Look in the list of what opens the vault.",
    ),
    ("input_refused", "reason", "recovery_slot"): (
        "The recovery key cannot be removed.",
        "You can replace it with a new one.",
    ),
    ("input_refused", "reason", "last_passphrase"): (
        "This is the only passphrase of the vault.",
        "Add another one first, or change this one.",
    ),
    ("input_refused", "reason", "slot_label"): (
        "The words that say whose passphrase it is are missing or too long.",
        "Give a name or a few words.",
    ),
    ("input_refused", "reason", "recovery_key"): _NOT_THE_KEY,
    ("input_refused", "reason", "checksum"): _NOT_THE_KEY,
    ("input_refused", "reason", "letters"): _NOT_THE_KEY,
    ("input_refused", "reason", "no_prefix_or_too_short"): _NOT_THE_KEY,
    ("input_refused", "reason", "not_an_identity"): _NOT_THE_KEY,
    ("input_refused", "reason", "padding"): _NOT_THE_KEY,
    ("input_refused", "reason", "low_order"): _OTHER_KEY,
    ("input_refused", "reason", "not_a_public_key"): _OTHER_KEY,
    ("input_refused", "reason", "not_a_recipient"): _OTHER_KEY,
    ("input_refused", "reason", "not_p256"): _OTHER_KEY,
    ("input_refused", "reason", "not_text"): _NOT_TYPED,
    ("reader_failed", "reason", "key_child_answer"): _KEY_PART,
    ("reader_failed", "reason", "key_child_died"): _KEY_PART,
    ("reader_failed", "reason", "key_child_hung"): _KEY_PART,
    ("reader_failed", "reason", "key_child_not_started"): _KEY_PART,
    ("reader_failed", "reason", "vault_process_ended"): (
        "The part of the program that holds the vault stopped.",
        "What was secured is still there. Close the program and start it again.",
    ),
    ("damaged", "item", "resources"): (
        "A part of the program itself is missing.",
        "Install the program again. Your vault is not touched.",
    ),
    ("damaged", "why", "package_missing"): (
        "A part of the program itself is missing: {item}",
        "Install the program again. Your vault is not touched.",
    ),
    ("not_held", "why", "removed"): (
        "The content of exhibit {exhibit} was removed on request.",
        "This vault cannot bring it back. A backup may still hold it.",
    ),
    ("copy_refused", "reason", "copy_diverged"): (
        (
            "The vault and this copy went on apart, from line {common} of the custody log. Last line in"
            " both: {common_time}. Lines since then: the vault {here}, the copy {there}. {path}"
        ),
        "Nothing was changed. Keep both. Make this backup in another folder.",
    ),
    ("copy_refused", "reason", "copy_newer"): (
        "The copy is newer than the vault: it has {there} more lines in its custody log. {path}",
        "Nothing was changed. Open the copy to see what it holds, or restore the vault from it.",
    ),
    ("copy_refused", "reason", "copy_unreadable"): (
        "The custody log of this copy is damaged and cannot be compared: {path}",
        "Nothing was changed. Keep it, and make this backup in another folder.",
    ),
    ("copy_refused", "reason", "vault_damaged"): (
        "Part of the vault's custody log cannot be read. The copy is left as it is: {path}",
        "Make this backup in another folder. The copy may hold what the vault has lost.",
    ),
    ("copy_refused", "reason", "other_vault"): (
        "Another vault is in this folder: {path}",
        "Nothing was changed. Choose another folder.",
    ),
    ("copy_refused", "reason", "not_a_copy"): (
        "This folder holds something that is not a copy of the vault: {path}",
        "Nothing was changed. Choose an empty folder, or a new name.",
    ),
    ("copy_refused", "reason", "copy_inside"): (
        "The vault and its copy cannot lie inside each other: {path}",
        "Choose a folder outside the vault, best on another disk or a stick.",
    ),
    ("copy_refused", "reason", "no_such_place"): (
        "The place for the copy is not there: {path}",
        "See whether the disk or stick is connected. Then try again.",
    ),
    ("copy_refused", "reason", "not_writable"): (
        "Nothing can be written here: {path}",
        "Look for a lock on the stick, or choose another place.",
    ),
    ("copy_refused", "reason", "file_too_large"): (
        "This disk cannot hold a file of the vault: it takes none over 4 GB. {path}",
        "Choose another disk or stick, or have this one formatted as exFAT or NTFS.",
    ),
    ("disk_full", "action", "room"): (
        "There is not enough room for this: {needed} are needed, {free} are free. {path}",
        "Make room or choose another disk. Nothing was written yet.",
    ),
    ("storage_failed", "action", "read"): (
        "This could not be read: {path}",
        "See whether the disk or stick is still connected. Then try again.",
    ),
    ("storage_failed", "action", "write"): (
        "This could not be written: {path}",
        "See whether you may write there, and whether the disk is connected.",
    ),
}
"""By error code, field and value: a closer word for some."""

FIELDS: Final[Mapping[str, str]] = {
    "action": "Action",
    "argument": "Argument",
    "ceiling": "Ceiling",
    "common": "Lines that both have",
    "common_time": "Time of the last line that both have",
    "detail": "Detail",
    "done": "Done",
    "errno": "Error number of the system",
    "exhibit": "Exhibit",
    "expected": "Expected",
    "found": "Found",
    "free": "Free",
    "guesses_log10": "Guesses needed, as a power of ten",
    "here": "Lines that only the vault has",
    "host": "Computer",
    "item": "Item",
    "known": "Known version",
    "limit": "Limit",
    "message": "Message number",
    "name": "Name",
    "needed": "Needed",
    "offset": "Place in bytes",
    "path": "Place",
    "pid": "Process number",
    "reason": "Reason",
    "score": "Score from 0 to 4",
    "slot": "Key slot",
    "there": "Lines that only the copy has",
    "total": "In total",
    "value": "Value",
    "version": "Version",
    "what": "What",
    "why": "Cause",
}
"""By field name of an error."""

_NAMED_IN: Final[Mapping[str, Callable[[Texts, str], str]]] = {
    "common_time": lambda t, text: moments.log_time(t, text, 0),
    "free": lambda t, text: amounts.rough_size(t, int(text)),
    "item": things.item,
    "limit": things.limit,
    "needed": lambda t, text: amounts.rough_size(t, int(text)),
    "what": things.pair,
}
"""By field name: what puts the program's own name for a thing into words."""

_WITH_CAUSE: Final = frozenset({"input_refused", "not_understood", "reader_failed"})


def error(t: Texts, failure: EvidenceKitError) -> tuple[str, str]:
    """Return two sentences: what happened, and what you can do.

    Args:
        t: Texts of the domain "wording".
        failure: any named failure.
    """
    happened, advice = _pair(failure)
    fields = {field: _in_words(t, field, value) for field, value in failure.fields.items()}
    words = _filled(t, happened, fields)
    # A closer sentence says the cause itself.
    cause = _cause(t, failure) if (happened, advice) == ERRORS.get(failure.code) else None
    return (f"{words} {cause}" if cause else words, _filled(t, advice, fields))


def error_details(t: Texts, failure: EvidenceKitError) -> tuple[tuple[str, str], ...]:
    """Return the facts of a failure, each with its name, for who wants to see them."""
    return tuple(
        (t(FIELDS[field]) if field in FIELDS else field, str(value))
        for field, value in failure.fields.items()
        if value is not None
    )


def _pair(failure: EvidenceKitError) -> tuple[str, str]:
    for field, value in failure.fields.items():
        variant = VARIANTS.get((failure.code, field, str(value)))
        if variant is not None:
            return variant
    return ERRORS.get(failure.code, ERRORS["internal_fault"])


def _filled(t: Texts, sentence: str, fields: Mapping[str, str]) -> str:
    # A failure may come without a field that its sentence names: the rest must still be said.
    return t(sentence, **{field: fields.get(field, "–") for field in FIELDS})


def _in_words(t: Texts, field: str, value: str | int | None) -> str:
    if value is None or value == "":
        return "–"
    say = _NAMED_IN.get(field)
    return str(value) if say is None else say(t, str(value))


def _cause(t: Texts, failure: EvidenceKitError) -> str | None:
    """Return why a file was refused or not read, when its reason has a sentence."""
    if failure.code not in _WITH_CAUSE:
        return None
    return known_reason(t, str(failure.fields.get("reason")))
