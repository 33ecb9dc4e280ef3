# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a time zone as bytes: the reader process can open no file to find them."""

import importlib.resources
import re
import zoneinfo
from pathlib import Path

from evidence_kit.errors import UsageFault

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+){0,2}")


def zone_data(name: str) -> bytes:
    """Return the TZif data of an IANA zone, from the system or from the tzdata package.

    Raises:
        UsageFault: there is no such zone.
    """
    if _NAME.fullmatch(name) is None:
        raise UsageFault(reason="unknown_zone", argument=name)
    for folder in zoneinfo.TZPATH:
        place = Path(folder, name)
        if place.is_file():
            return place.read_bytes()
    try:
        return importlib.resources.files("tzdata.zoneinfo").joinpath(name).read_bytes()
    except (OSError, ModuleNotFoundError) as error:
        raise UsageFault(reason="unknown_zone", argument=name) from error
