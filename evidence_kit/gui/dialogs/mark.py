# SPDX-License-Identifier: GPL-3.0-or-later
"""Pointing messages out: what happens in them, in ready words or own ones. Never an offence."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from evidence_kit import wording
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.change import ChangeSet
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Destination, Surroundings
from evidence_kit.gui.widgets.build import label
from evidence_kit.gui.widgets.error_note import ErrorNote

_WORDS_MAX = 500


class MarkSheet(Sheet):
    """Why do you point this out?"""

    def __init__(
        self, s: Surroundings, place: Destination, numbers: tuple[int, ...], parent: QWidget
    ) -> None:
        t = s.t
        super().__init__(s, t("Why do you point this out?"), parent)
        self._place = place
        self._numbers = numbers
        self.error = ErrorNote(s)
        self.reasons: dict[Why, QCheckBox] = {}
        for why in Why:
            if why is not Why.OTHER:
                each = QCheckBox(wording.why(s.words, why))
                each.setAccessibleName(each.text())
                each.toggled.connect(self._ready)
                self.reasons[why] = each
        self.words = QLineEdit()
        self.words.setAccessibleName(t("In your own words"))
        self.words.setMaxLength(_WORDS_MAX)
        self.words.textChanged.connect(self._ready)
        self.point = self.doing_button(t("Point out"), self.on_point)
        self.fill(
            label(_numbers_words(s, numbers), "sub", wrap=True),
            self.error,
            *self.reasons.values(),
            label(t("In your own words"), "b"),
            self.words,
            label(
                t("This stands beside the message. The message itself stays as it is."),
                "small",
                wrap=True,
            ),
            buttons=(self.closing_button(t("Not now")), self.point),
        )
        self._ready()

    def _ready(self) -> None:
        chosen = any(each.isChecked() for each in self.reasons.values())
        self.point.setEnabled(chosen or bool(self.words.text().strip()))

    def on_point(self) -> None:
        """Write it down."""
        words = self.words.text().strip()
        why = tuple(reason for reason, each in self.reasons.items() if each.isChecked())
        if self._place.exhibit is None or self._place.conversation is None:
            return
        self.point.setEnabled(False)
        call = calls.mark(
            self._place.exhibit,
            self._place.conversation,
            self._numbers,
            why or (Why.OTHER,),
            words,
        )
        self.s.workspace.change(self, call, self._done, self._failed)

    def _done(self, _change: ChangeSet) -> None:
        self.accept()

    def _failed(self, error: EvidenceKitError) -> None:
        self.error.say(error)
        self._ready()


def _numbers_words(s: Surroundings, numbers: tuple[int, ...]) -> str:
    t = s.t
    if len(numbers) == 1:
        return t("Message {number}", number=wording.number(s.words, numbers[0]))
    return t(
        "Messages {first} to {last}",
        first=wording.number(s.words, numbers[0]),
        last=wording.number(s.words, numbers[-1]),
    )
