# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of exhibits with their small pictures, fetched newest wish first.

In quiet view a picture is neither asked for nor shown before the person uncovers it.
"""

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from evidence_kit import wording
from evidence_kit.domain.exhibit import ExhibitRow, Holding, MediaKind, Picture
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.pictures import pixmap_of
from evidence_kit.gui.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

ROW_ROLE = Qt.ItemDataRole.UserRole
PICTURE_ROLE = Qt.ItemDataRole.UserRole + 1
COVERED_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex

_BOX = 320
_PICTURES_KEPT = 600
_ASKED_AT_ONCE = 2
_WISHES_KEPT = 40


class ExhibitModel(QAbstractListModel):
    """Rows as the vault process gave them; pictures come later."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        self._all: tuple[ExhibitRow, ...] = ()
        self._rows: tuple[ExhibitRow, ...] = ()
        self._kinds: frozenset[MediaKind] = frozenset()
        self._words = ""
        self._pictures: OrderedDict[ExhibitId, QPixmap] = OrderedDict()
        self._without: set[ExhibitId] = set()
        self._uncovered: set[ExhibitId] = set()
        self._asked: set[ExhibitId] = set()
        self._wishes: list[ExhibitId] = []
        self._answers: dict[int, Callable[[ExhibitRow], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda row: row.title,
            Qt.ItemDataRole.AccessibleTextRole: lambda row: f"{row.title}, {card_words(s, row)}",
            ROW_ROLE: lambda row: row,
            PICTURE_ROLE: self._picture,
            COVERED_ROLE: self._covered,
        }

    @property
    def everything(self) -> tuple[ExhibitRow, ...]:
        """All rows, also those filtered out."""
        return self._all

    def load(self, rows: tuple[ExhibitRow, ...]) -> None:
        """Show rows."""
        self._all = rows
        self._filter()

    def narrow(self, kinds: frozenset[MediaKind], words: str) -> None:
        """Show only some kinds, or names that hold some words; empty means all."""
        self._kinds, self._words = kinds, words.casefold().strip()
        self._filter()

    def uncover(self, exhibit: ExhibitId) -> None:
        """Show the picture of one exhibit."""
        self._uncovered.add(exhibit)
        self._tell(exhibit)

    def is_covered(self, row: ExhibitRow) -> bool:
        """Say whether a picture stays covered until asked."""
        return self._s.settings.quiet_view and row.exhibit.id not in self._uncovered

    def place(self, exhibit: ExhibitId) -> QModelIndex:
        """Return the index of an exhibit; invalid when it is not shown."""
        for number, row in enumerate(self._rows):
            if row.exhibit.id == exhibit:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view asks for."""
        if not index.isValid():
            return None
        answer = self._answers.get(role)
        return None if answer is None else answer(self._rows[index.row()])

    def _covered(self, row: ExhibitRow) -> bool:
        return self.is_covered(row) and shows_picture(row)

    def _filter(self) -> None:
        self.beginResetModel()
        self._rows = tuple(
            row
            for row in self._all
            if (not self._kinds or row.exhibit.media in self._kinds)
            and self._words in row.title.casefold()
        )
        self.endResetModel()

    def _picture(self, row: ExhibitRow) -> QPixmap | None:
        key = row.exhibit.id
        if not shows_picture(row) or self.is_covered(row) or key in self._without:
            return None
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        if key not in self._asked:
            if key in self._wishes:
                self._wishes.remove(key)
            self._wishes = [*self._wishes[-_WISHES_KEPT:], key]
            self._ask()
        return None

    def _ask(self) -> None:
        while self._wishes and len(self._asked) < _ASKED_AT_ONCE:
            key = self._wishes.pop()
            self._asked.add(key)
            call = calls.thumbnail(key, None, _BOX)
            take, fail = partial(self._take, key), partial(self._fail, key)
            self._s.workspace.ask(self, call, take, fail)

    def _take(self, key: ExhibitId, picture: Picture) -> None:
        self._pictures[key] = pixmap_of(picture)
        while len(self._pictures) > _PICTURES_KEPT:
            self._pictures.popitem(last=False)
        self._asked.discard(key)
        self._tell(key)
        self._ask()

    def _fail(self, key: ExhibitId, _error: EvidenceKitError) -> None:
        # The file is safe all the same; its own page says that it cannot be shown.
        self._without.add(key)
        self._asked.discard(key)
        self._ask()

    def _tell(self, key: ExhibitId) -> None:
        index = self.place(key)
        if index.isValid():
            self.dataChanged.emit(index, index)


def shows_picture(row: ExhibitRow) -> bool:
    """Say whether an exhibit is a picture that the vault holds."""
    held = row.exhibit.holding in (Holding.COPIED, Holding.WITH_HOLES)
    return held and row.exhibit.media is MediaKind.PICTURE


def card_words(s: Surroundings, row: ExhibitRow) -> str:
    """Say in few words what an exhibit is; a status only where it deviates."""
    t, words = s.t, s.words
    parts = [t("number {number}", number=row.exhibit.number)]
    if row.exhibit.holding in (Holding.REGISTERED, Holding.REMOVED, Holding.WITH_HOLES):
        parts.append(wording.holding(words, row.exhibit.holding))
    elif row.exhibit.reader_failure is not None:
        parts.append(t("could not be read"))
    if row.messages:
        shown = wording.number(words, row.messages)
        parts.append(t.n("{shown} message", "{shown} messages", row.messages, shown=shown))
    if row.marks:
        shown = wording.number(words, row.marks)
        parts.append(t.n("{shown} pointed out", "{shown} pointed out", row.marks, shown=shown))
    return "  ·  ".join(parts)
