# SPDX-License-Identifier: GPL-3.0-or-later
"""What `verify` may be asked of a vault beside the usual: a sample, a head from elsewhere, one entry."""

import re
from argparse import Namespace
from pathlib import Path
from typing import Final

from evidence_kit.cli.arguments import Declaration
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import CheckWish
from evidence_kit.errors import LimitReached, UsageFault
from evidence_kit.export_door import storage_error
from evidence_kit.formats import checkpoint
from evidence_kit.limits import CHECKPOINT_MAX

_HEAD: Final = re.compile(r"(\d{1,15})[:\s]([0-9a-fA-F\s]+)\Z", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,15}\Z", re.ASCII)
_ROOT_DIGITS: Final = 64


def declare(declaration: Declaration) -> None:
    """Add the options."""
    t = declaration.t
    declaration.flag("--sample", t("read a random part of the sealed files, and say which part"))
    declaration.option("--seed", t("draw the same random part as before"), metavar="N")
    declaration.option(
        "--since", t("does the log begin with the state in this file?"), metavar="FILE"
    )
    declaration.option(
        "--head", t("does the log begin with this state, from paper?"), metavar="COUNT:ROOT"
    )
    declaration.option("--entry", t("prove one line of the custody log"), metavar="N")


def read(arguments: Namespace) -> CheckWish:
    """Take the options apart.

    Raises:
        UsageFault: reason is value; argument says which.
        Damaged, NewerFormat: the file holds no signed head.
        StorageFailed: the file cannot be read.
    """
    if arguments.since is not None and arguments.head is not None:
        raise UsageFault(reason="value", argument="--head")
    since: LogHead | None = None
    vault: str | None = None
    if arguments.since is not None:
        since, vault = _from_file(Path(arguments.since))
    elif arguments.head is not None:
        since = _typed(arguments.head)
    return CheckWish(
        sample=arguments.sample or arguments.seed is not None,
        seed=_number(arguments.seed, "--seed"),
        since=since,
        since_vault=vault,
        entry=_number(arguments.entry, "--entry"),
    )


def _from_file(path: Path) -> tuple[LogHead, str]:
    try:
        with path.open("rb") as file:
            raw = file.read(CHECKPOINT_MAX + 1)
    except OSError as error:
        raise storage_error(path, error, "read") from error
    if len(raw) > CHECKPOINT_MAX:
        raise LimitReached(limit=path.name, value=len(raw), ceiling=CHECKPOINT_MAX)
    signed = checkpoint.decode(raw.removesuffix(b"\n").removesuffix(b"\r"), path.name)
    return signed.head, signed.vault


def _typed(text: str) -> LogHead:
    """Read a head as it stands on paper: the count, then the root, with or without spaces."""
    found = _HEAD.match(text.strip())
    root = "" if found is None else "".join(found[2].split()).lower()
    if found is None or len(root) != _ROOT_DIGITS:
        raise UsageFault(reason="value", argument="--head")
    return LogHead(size=int(found[1]), root=root)


def _number(text: str | None, option: str) -> int | None:
    if text is None:
        return None
    if _NUMBER.match(text) is None:
        raise UsageFault(reason="value", argument=option)
    return int(text)
