# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of each file of a drop."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from evidence_kit import wording
from evidence_kit.domain.survey import AddedItem, Taken
from evidence_kit.gui.surroundings import Surroundings

_ICONS = {
    Taken.SECURED: ("circle-check", "ok"),
    Taken.ALREADY_HELD: ("info", "muted"),
    Taken.REGISTERED: ("hash", "muted"),
    Taken.POSTPONED: ("clock", "muted"),
    Taken.REFUSED: ("triangle-alert", "warn_text"),
    Taken.FAILED: ("triangle-alert", "warn_text"),
}
Index = QModelIndex | QPersistentModelIndex


class OutcomeModel(QAbstractListModel):
    """One line a file; what did not go as asked stands first."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        self._items: tuple[AddedItem, ...] = ()

    def load(self, items: tuple[AddedItem, ...]) -> None:
        """Show the outcomes of one drop."""
        self.beginResetModel()
        odd = (Taken.FAILED, Taken.REFUSED)
        self._items = tuple(sorted(items, key=lambda item: item.taken not in odd))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view asks for."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{item.name.text}\n{wording.taken(self._s.words, item)}"
        if role == Qt.ItemDataRole.DecorationRole:
            icon, colour = _ICONS[item.taken]
            return self._s.look.pixmap(icon, colour, 18)
        return None
