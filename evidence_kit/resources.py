# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the program's own files lie: in a checkout, in a wheel, in a frozen build."""

import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from evidence_kit.errors import Damaged

_HERE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    for candidate in (
        Path(frozen) / "resources" if frozen else None,
        _HERE / "_resources",
        _HERE.parent / "resources",
    ):
        if candidate is not None and candidate.is_dir():
            return candidate
    raise Damaged(item="resources", why="missing")


def path(*parts: str) -> Path:
    """Return the place of one of the program's own files; it may not exist."""
    return _root().joinpath(*parts)


def read_bytes(*parts: str) -> bytes:
    """Read one of the program's own files.

    Raises:
        Damaged: the installation lacks the file.
    """
    try:
        return path(*parts).read_bytes()
    except OSError as error:
        raise Damaged(item="/".join(parts), why="missing") from error


def read_text(*parts: str) -> str:
    """Read one of the program's own texts, UTF-8.

    Raises:
        Damaged: the installation lacks the file.
    """
    return read_bytes(*parts).decode("utf-8")


@cache
def package_file(distribution: str, name: str) -> Path:
    """Return a data file of an installed package, found by the end of its path.

    The package's code is not imported: fonts and emoji pictures are only data to us.

    Raises:
        Damaged: the package or the file is not installed.
    """
    try:
        files = metadata.distribution(distribution).files or []
    except metadata.PackageNotFoundError as error:
        raise Damaged(item=distribution, why="package_missing") from error
    for file in files:
        if file.as_posix().endswith(name):
            return Path(str(file.locate()))
    raise Damaged(item=f"{distribution}/{name}", why="missing")
