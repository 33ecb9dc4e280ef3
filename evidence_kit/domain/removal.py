# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing a whole vault: what would go, and what went."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalPlan:
    """What removing a vault would delete; nothing was done."""

    path: str
    """The folder, without links."""
    name: str
    """Its name, which the person types to say that they mean it."""
    files: int
    size: int
    """Bytes of these files."""
    others: tuple[str, ...]
    """Files and folders in it that are none of a vault's, with slashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRemoved:
    """A vault that is gone."""

    path: str
    files: int
    left: tuple[str, ...]
    """What stays in the folder: files that are none of a vault's."""
