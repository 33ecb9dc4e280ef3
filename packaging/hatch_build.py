# SPDX-License-Identifier: GPL-3.0-or-later
"""Build hook: takes resources/ into the wheel, with its texts compiled.

The repository holds only the .po files. An editable install reads the checkout itself; a copy
of resources/ beside it would go stale, so none is made.
"""

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Resources(BuildHookInterface[Any]):
    """resources/ becomes evidence_kit/_resources in the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile resources/locale/<language>/<domain>.po, then have the folder packed."""
        if self.target_name != "wheel" or version == "editable":
            return
        resources = Path(self.root, "resources")
        for po in sorted(resources.glob("locale/*/*.po")):
            polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
        build_data["force_include"][str(resources)] = "evidence_kit/_resources"
