# SPDX-License-Identifier: GPL-3.0-or-later
"""The first messages of a file while the rest is being read; they only grow in number."""

from evidence_kit.domain.views import MessageRow


class FirstRows:
    """Gives a message by its place, to a ChatView."""

    def __init__(self) -> None:
        self._rows: tuple[MessageRow, ...] = ()
        self._edition = 0

    @property
    def edition(self) -> int:
        """Grows when other messages stand here."""
        return self._edition

    @property
    def filtered(self) -> bool:
        """Whether messages may be left out: never."""
        return False

    def add(self, rows: tuple[MessageRow, ...]) -> None:
        """Put messages behind those that are here."""
        self._rows += rows

    def clear(self) -> None:
        """Forget all of them."""
        self._rows = ()
        self._edition += 1

    def __len__(self) -> int:
        return len(self._rows)

    def number(self, index: int) -> int:
        """Return the number of the message at a place."""
        return self._rows[index].message.n

    def index(self, number: int) -> int:
        """Return the place of a message."""
        return max(0, min(number, len(self._rows)) - 1)

    def row(self, index: int) -> MessageRow | None:
        """Return the message at a place."""
        return self._rows[index]
