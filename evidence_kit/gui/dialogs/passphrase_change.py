# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing the passphrase, adding one for somebody else, taking one away."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.calls import Call
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import Item, button, label, line
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.new_passphrase import NewPassphrase
from evidence_kit.gui.widgets.note_box import note_box
from evidence_kit.limits import SLOT_LABEL_MAX


class _SlotSheet(Sheet):
    """Does one thing to what opens the vault, and says how it went."""

    def __init__(self, s: Surroundings, title: str, parent: QWidget) -> None:
        super().__init__(s, title, parent)
        self.error = ErrorNote(s)

    def change(self, call: Call[ChangeSet]) -> None:
        """Do it; the sheet closes when it is done."""
        self.error.dismiss()
        self.setEnabled(False)
        self.s.workspace.change(self, call, self._done, self._failed)

    def _done(self, _change: ChangeSet) -> None:
        self.setEnabled(True)
        self.accept()

    def _failed(self, error: EvidenceKitError) -> None:
        self.setEnabled(True)
        self.error.say(error)


class ChangePassphraseSheet(_SlotSheet):
    """A new passphrase in place of the one in use."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Change the passphrase"), parent)
        self.passphrase = NewPassphrase(s)
        self.do = self.doing_button(t("Change it"), self.on_change)
        self.passphrase.changed.connect(self._ready)
        self.fill(
            self.error,
            label(t("From then on the old passphrase no longer opens this vault."), wrap=True),
            self.passphrase,
            old_copies(s),
            buttons=(self.closing_button(t("Not now")), self.do),
            width=640,
        )
        self.passphrase.offer()
        self.passphrase.first.line.setFocus()
        self._ready()

    def on_change(self) -> None:
        """Change it."""
        self.change(calls.change_passphrase(self.passphrase.text))

    def _ready(self) -> None:
        self.do.setEnabled(self.passphrase.good)


class AddPassphraseSheet(_SlotSheet):
    """A passphrase of their own for somebody the owner trusts."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Add a passphrase"), parent)
        self.whose = QLineEdit()
        self.whose.setAccessibleName(t("Whose passphrase is it?"))
        self.whose.setMaxLength(SLOT_LABEL_MAX)
        self.whose.setPlaceholderText(t("For example: support worker"))
        self.whose.textChanged.connect(self._ready)
        self.consent = QCheckBox(t("The owner of this vault knows this and agrees."))
        self.consent.setAccessibleName(self.consent.text())
        self.consent.toggled.connect(self._ready)
        self.passphrase = NewPassphrase(s)
        self.passphrase.changed.connect(self._ready)
        self.do = self.doing_button(t("Add it"), self.on_add)
        self.fill(
            self.error,
            note_box(
                s,
                t("Whoever has this passphrase sees everything."),
                t("They can also change things. You can take it away again."),
            ),
            label(t("Whose passphrase is it?"), "b"),
            self.whose,
            label(t("These words are kept encrypted. A role will do."), "small", wrap=True),
            line(),
            self.passphrase,
            line(),
            self.consent,
            buttons=(self.closing_button(t("Not now")), self.do),
            width=640,
        )
        self.passphrase.offer()
        self.whose.setFocus()
        self._ready()

    def on_add(self) -> None:
        """Add it."""
        call = calls.add_passphrase(self.passphrase.text, self.whose.text().strip())
        self.change(call)

    def _ready(self) -> None:
        said = bool(self.whose.text().strip()) and self.consent.isChecked()
        self.do.setEnabled(said and self.passphrase.good)


class RemovePassphraseSheet(_SlotSheet):
    """What taking a passphrase away does, and what it cannot do."""

    def __init__(self, s: Surroundings, slot: KeySlotRow, whose: str, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Take this passphrase away"), parent)
        self._slot = slot
        self.remove = button(t("Take it away"))
        self.remove.clicked.connect(self.on_remove)
        keep = button(t("Keep it"), "primary")
        keep.clicked.connect(self.reject)
        parts: list[Item] = [
            self.error,
            label(whose, "b", wrap=True),
            label(t("From then on it no longer opens this vault."), wrap=True),
        ]
        if slot.in_use:
            parts.append(label(t("You opened the vault with this one now."), "warnText", wrap=True))
        self.fill(*parts, old_copies(s), buttons=(self.remove, keep))

    def on_remove(self) -> None:
        """Take it away."""
        self.change(calls.remove_slot(self._slot.file))


def old_copies(s: Surroundings) -> QWidget:
    """Say what a change cannot reach."""
    t = s.t
    return note_box(
        s,
        t("An old copy of the vault still opens the old way."),
        t("Who has one could also open what is added later."),
        ground="warn",
        icon="triangle-alert",
    )
