# SPDX-License-Identifier: GPL-3.0-or-later
"""Checked reading of fields out of a decoded JSON object.

What was signed by us can still have been written by a newer or broken program, and what stands in
vault.json anybody can write: every field is looked at before it is believed.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

from evidence_kit.errors import Damaged

_Part = TypeVar("_Part")
_HEX = re.compile(r"[0-9a-f]+\Z")


class Fields:
    """One object and what to call it in an error."""

    def __init__(self, untrusted: Mapping[str, object], item: str) -> None:
        self._values = untrusted
        self._item = item

    def only(self, names: frozenset[str]) -> None:
        """Refuse anything but exactly these names.

        Raises:
            Damaged: a name is missing or unknown.
        """
        if self._values.keys() != names:
            odd = sorted(self._values.keys() ^ names)
            raise Damaged(item=self._item, why=f"fields:{','.join(odd)[:200]}")

    def has(self, name: str) -> bool:
        """Say whether the name stands in it."""
        return name in self._values

    def has_value(self, name: str) -> bool:
        """Say whether something other than null stands under the name."""
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            raise self._bad(name)
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a text or nothing."""
        return None if self._values.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        """Return a number that is not negative."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._bad(name)
        return value

    def signed(self, name: str) -> int:
        """Return a number of either sign."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._bad(name)
        return value

    def number_or_none(self, name: str) -> int | None:
        """Return a number or nothing."""
        return None if self._values.get(name) is None else self.number(name)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise self._bad(name)
        return value

    def flag_or_none(self, name: str) -> bool | None:
        """Return true, false, or None for null and for what is left out."""
        return None if self._values.get(name) is None else self.flag(name)

    def hexadecimal(self, name: str, digits: int) -> str:
        """Return so many lower-case hex digits."""
        value = self.text(name)
        if len(value) != digits or _HEX.match(value) is None:
            raise self._bad(name)
        return value

    def hexadecimal_or_none(self, name: str, digits: int) -> str | None:
        """Return so many lower-case hex digits, or nothing."""
        return None if self._values.get(name) is None else self.hexadecimal(name, digits)

    def fields(self, name: str) -> "Fields":
        """Return an object inside."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise self._bad(name)
        return Fields(value, self._item)

    def fields_or_none(self, name: str) -> "Fields | None":
        """Return an object inside, or nothing."""
        return None if self._values.get(name) is None else self.fields(name)

    def raw(self, name: str) -> dict[str, object]:
        """Return an object inside as it stands."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise self._bad(name)
        return dict(value)

    def each(self, name: str) -> tuple["Fields", ...]:
        """Return the objects of a list inside."""
        return tuple(Fields(part, self._item) for part in self._list(name, dict))

    def strings(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list inside."""
        return tuple(self._list(name, str))

    def _list(self, name: str, kind: type[_Part]) -> list[_Part]:
        value = self._values.get(name)
        if not isinstance(value, list | tuple):
            raise self._bad(name)
        if not all(isinstance(part, kind) for part in value):
            raise self._bad(name)
        return list(value)

    def _bad(self, name: str) -> Damaged:
        return Damaged(item=self._item, why=f"field:{name}")
