# SPDX-License-Identifier: GPL-3.0-or-later
"""What opens a vault: asked on the terminal or read from a file, never from argv or environment.

Arguments and environment of a process can be read by others on the same computer.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Call
from evidence_kit.domain.custody import Role
from evidence_kit.errors import InputRefused, UsageFault
from evidence_kit.export_door import storage_error
from evidence_kit.limits import PASSPHRASE_FILE_MAX

_STANDARD_INPUT = "-"
_COMMENT = "#"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Key:
    """One of the two; its text never appears in a representation."""

    passphrase: str | None = None
    recovery_key: str | None = None


def declare(declaration: Declaration) -> None:
    """Add the options of every verb that opens a vault."""
    t = declaration.t
    declare_passphrase(declaration)
    declaration.option(
        "--recovery-key-file",
        t("open with the recovery key in this file"),
        metavar="FILE",
    )
    declare_actor(declaration)


def declare_passphrase(declaration: Declaration) -> None:
    """Add the option that names a passphrase file."""
    declaration.option(
        "--passphrase-file",
        declaration.t("read the passphrase from the first line of FILE; - is standard input"),
        metavar="FILE",
    )


def declare_actor(declaration: Declaration) -> None:
    """Add who acts, as they declare it; printed as declared."""
    t = declaration.t
    declaration.option(
        "--role",
        t("who acts, for the custody log"),
        choices=(known.value for known in Role),
    )
    declaration.option("--actor", t("name of who acts; kept sealed"), metavar="NAME")


def role(call: Call) -> Role:
    """Return the declared role; not saying one is an answer."""
    declared = call.arguments.role
    return Role.UNKNOWN if declared is None else Role(declared)


def asked(call: Call) -> Key:
    """Ask for the passphrase on the terminal."""
    return Key(passphrase=call.console.ask_secret(call.t("Passphrase:")))


def given_or_askable(call: Call) -> Key | None:
    """Return what the options name, or None when somebody can be asked.

    Raises:
        UsageFault: nobody can be asked; said at once, before anything is looked at.
    """
    found = given(call)
    if found is None and not call.console.interactive:
        raise UsageFault(reason="passphrase_needed")
    return found


def given(call: Call) -> Key | None:
    """Return what the options name, or None; asks nobody. Reads a file, so once a call.

    Raises:
        UsageFault: both files were named.
        InputRefused: a file holds no passphrase.
        StorageFailed: a file cannot be read.
    """
    passphrase_file = call.arguments.passphrase_file
    recovery_file = getattr(call.arguments, "recovery_key_file", None)
    if passphrase_file is not None and recovery_file is not None:
        raise UsageFault(reason="both_keys", argument="--recovery-key-file")
    if passphrase_file is not None:
        return Key(passphrase=_passphrase_in(passphrase_file, call.console.stdin))
    if recovery_file is not None:
        return Key(recovery_key=_recovery_key_in(recovery_file, call.console.stdin))
    return None


def new_passphrase(call: Call) -> str:
    """Return the passphrase for a new vault; asked twice, because nobody sees it.

    Raises:
        UsageFault: nobody can be asked.
        InputRefused: the two differ.
    """
    found = given_or_askable(call)
    if found is not None and found.passphrase is not None:
        return found.passphrase
    return _asked_twice(call)


def changed_passphrase(call: Call) -> str:
    """Return the new passphrase for a vault that is there, out of its file or asked for twice.

    Raises:
        InputRefused: the two differ, or the file holds no passphrase.
        StorageFailed: the file cannot be read.
    """
    name = call.arguments.new_passphrase_file
    if name is not None:
        return _passphrase_in(name, call.console.stdin)
    return _asked_twice(call)


def _asked_twice(call: Call) -> str:
    first = _normal(call.console.ask_secret(call.t("New passphrase:")))
    again = _normal(call.console.ask_secret(call.t("The same once more:")))
    if first != again:
        raise InputRefused(reason="passphrases_differ", name="passphrase")
    return first


def _normal(text: str) -> str:
    # One passphrase on every keyboard and system; the vault does the same (docs/formats/key-slot.md).
    return unicodedata.normalize("NFC", text)


def _passphrase_in(name: str, stdin: BinaryIO) -> str:
    untrusted = _read(name, stdin)
    first = untrusted.split(b"\n", 1)[0].removesuffix(b"\r")
    return _normal(_text(first, "passphrase_not_text"))


def _recovery_key_in(name: str, stdin: BinaryIO) -> str:
    # The form of age-keygen is welcome too: comments, then the key on a line of its own. Written
    # down by hand it stands in groups.
    lines = _text(_read(name, stdin), "passphrase_not_text").splitlines()
    return "".join(line for line in lines if not line.lstrip().startswith(_COMMENT))


def _text(untrusted: bytes, reason: str) -> str:
    try:
        # Windows editors put a mark in front of UTF-8 (Unicode 15, 23.8).
        return untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Not chained: that error carries the bytes.
        raise InputRefused(reason=reason, name="passphrase") from None


def _read(name: str, stdin: BinaryIO) -> bytes:
    if name == _STANDARD_INPUT:
        untrusted = stdin.readline(PASSPHRASE_FILE_MAX + 1)
    else:
        path = Path(name)
        try:
            with path.open("rb") as stream:
                untrusted = stream.read(PASSPHRASE_FILE_MAX + 1)
        except OSError as error:
            raise storage_error(path, error, "read") from error
    if len(untrusted) > PASSPHRASE_FILE_MAX:
        raise InputRefused(reason="passphrase_too_long", name="passphrase")
    return untrusted
