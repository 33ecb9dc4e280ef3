# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages of one conversation, fetched in blocks as they come into view.

At most a few blocks are asked for at once and the newest wish goes first, so that dragging the
scroll bar through a million messages asks only for where it stops.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.views import MessagePage, MessageRow
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.workspace import Workspace

BLOCK = 128
_BLOCKS_KEPT = 96
_ASKED_AT_ONCE = 2
_WISHES_KEPT = 6


class MessageStore(QObject):
    """Gives a message by its place in what is shown, or None until it is there."""

    arrived = Signal()
    reset = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._exhibit: ExhibitId | None = None
        self._conversation = 0
        self._total = 0
        self._numbers: Sequence[int] = range(0)
        self._blocks: OrderedDict[int, tuple[MessageRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._wishes: list[int] = []
        self._edition = 0

    @property
    def edition(self) -> int:
        """Grows whenever rows may have changed; what was laid out before is void."""
        return self._edition

    @property
    def filtered(self) -> bool:
        """Whether messages between two shown ones may be left out."""
        return not isinstance(self._numbers, range)

    def open(self, exhibit: ExhibitId, conversation: int, total: int) -> None:
        """Show all messages of a conversation."""
        self._exhibit, self._conversation, self._total = exhibit, conversation, total
        self._numbers = range(1, total + 1)
        self.refresh()

    def show_only(self, numbers: Sequence[int] | None) -> None:
        """Show some messages, or all."""
        self._numbers = range(1, self._total + 1) if numbers is None else tuple(numbers)
        self._edition += 1
        self.reset.emit()

    def refresh(self) -> None:
        """Forget what was fetched."""
        self._blocks.clear()
        self._asked.clear()
        self._wishes.clear()
        self._edition += 1
        self.reset.emit()

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, index: int) -> int:
        """Return the number of the message at a place."""
        return self._numbers[index]

    def index(self, number: int) -> int:
        """Return the place of a message, or of the first one after it."""
        numbers = self._numbers
        if isinstance(numbers, range):
            return max(0, min(number, len(numbers)) - 1)
        later = (i for i, each in enumerate(numbers) if each >= number)
        return next(later, max(0, len(numbers) - 1))

    def row(self, index: int) -> MessageRow | None:
        """Return the message at a place; None while it is on its way."""
        return self.by_number(self._numbers[index])

    def by_number(self, number: int) -> MessageRow | None:
        """Return a message; None while it is on its way."""
        block = (number - 1) // BLOCK
        rows = self._blocks.get(block)
        if rows is None:
            self._wish(block)
            return None
        self._blocks.move_to_end(block)
        place = (number - 1) % BLOCK
        return rows[place] if place < len(rows) else None

    def _wish(self, block: int) -> None:
        if block in self._asked:
            return
        if block in self._wishes:
            self._wishes.remove(block)
        self._wishes = [*self._wishes[-_WISHES_KEPT:], block]
        self._ask()

    def _ask(self) -> None:
        while self._wishes and len(self._asked) < _ASKED_AT_ONCE and self._exhibit is not None:
            block = self._wishes.pop()
            self._asked.add(block)
            call = calls.messages(self._exhibit, self._conversation, block * BLOCK + 1, BLOCK)
            take = partial(self._take, block, self._edition)
            self._workspace.ask(self, call, take, partial(self._fail, block))

    def _take(self, block: int, edition: int, page: MessagePage) -> None:
        self._asked.discard(block)
        if page.conversation == self._conversation and page.exhibit == self._exhibit:
            self._blocks[block] = page.rows
            while len(self._blocks) > _BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        self._ask()
        if edition == self._edition:
            self.arrived.emit()

    def _fail(self, block: int, error: EvidenceKitError) -> None:
        self._asked.discard(block)
        self._workspace.failed.emit(error)
