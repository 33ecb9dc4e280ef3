# SPDX-License-Identifier: GPL-3.0-or-later
"""Saying in which time zone the clock of a phone stood; not knowing is fine."""

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QComboBox, QWidget

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import label
from evidence_kit.gui.widgets.error_note import ErrorNote

_FIRST = ("Europe/Amsterdam", "Europe/Brussels", "Europe/London", "Europe/Istanbul", "UTC")


def fill_zones(zone: QComboBox) -> None:
    """Offer the zones by name, those of most people here first."""
    others = sorted(bytes(each.data()).decode("ascii") for each in QTimeZone.availableTimeZoneIds())
    names = [*_FIRST, *(each for each in others if "/" in each and each not in _FIRST)]
    for name in names:
        zone.addItem(name, name)


class ZoneSheet(Sheet):
    """Where was the phone?"""

    def __init__(self, s: Surroundings, exhibit: Exhibit, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Where was the phone?"), parent)
        self._exhibit = exhibit
        self.error = ErrorNote(s)
        self.zone = QComboBox()
        self.zone.setAccessibleName(t("Time zone"))
        fill_zones(self.zone)
        known = exhibit.reading.zone if exhibit.reading is not None else None
        if known is not None:
            self.zone.setCurrentText(known)
        self.keep = self.doing_button(t("Use this zone"), self.on_keep)
        self.fill(
            label(t("The file says a time, but not of which country."), wrap=True),
            label(t("The text of the file stays as it is. Your choice is noted."), wrap=True),
            self.error,
            label(t("Time zone"), "b"),
            self.zone,
            buttons=(self.closing_button(t("I don't know")), self.keep),
        )

    def on_keep(self) -> None:
        """Read the file anew with this zone."""
        self.keep.setEnabled(False)
        call = calls.set_zone(self._exhibit.id, self.zone.currentText())
        self.s.workspace.change(self, call, self._done, self._failed)

    def _done(self, _change: ChangeSet) -> None:
        self.accept()

    def _failed(self, error: EvidenceKitError) -> None:
        self.keep.setEnabled(True)
        self.error.say(error)
