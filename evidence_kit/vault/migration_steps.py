# SPDX-License-Identifier: GPL-3.0-or-later
"""From one version of the vault's format to the next: a step each (docs/decisions/011-format-versions.md).

A step adds objects and never touches bytes that are written once. There is one version so far, so there is
no step yet. The next one begins with a page in docs/formats, a frozen vault of the version before in
tests/vectors/vaults, and a line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evidence_kit.formats.vault_header import VERSION

if TYPE_CHECKING:
    from evidence_kit.vault.objects import StoredObject
    from evidence_kit.vault.store import Store
    from evidence_kit.vault.write_batch import WriteBatch

Apply = Callable[["Store", "WriteBatch"], tuple["StoredObject", ...]]
"""Reads the store, writes objects through the batch, and returns those that are to last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the format."""

    before: int
    """Version of vault.json that it takes."""
    apply: Apply

    @property
    def after(self) -> int:
        """Version that it leaves."""
        return self.before + 1


STEPS: Final[tuple[Step, ...]] = ()
"""In order, each beginning where the one before ends; the last ends at `VERSION`."""


def newest(steps: tuple[Step, ...]) -> int:
    """Return the version that these steps lead to."""
    return steps[-1].after if steps else VERSION


def steps_from(version: int, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps that a vault of some version still needs."""
    return tuple(step for step in steps if step.before >= version)
