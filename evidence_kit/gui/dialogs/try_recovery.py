# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying a recovery key from paper. Nothing is changed, written or logged."""

from PySide6.QtWidgets import QWidget

from evidence_kit import wording
from evidence_kit.domain.paper import RecoveryOutcome, RecoveryTried
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, icon_label, label, row, top
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.passphrase import PassphraseField

_ICONS = {RecoveryOutcome.OPENS: ("circle-check", "ok")}
_OTHERWISE = ("circle-question-mark", "warn_text")


class TryRecoverySheet(Sheet):
    """Says whether the key opens this vault, or where to look once more."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Try your recovery key"), parent)
        self.error = ErrorNote(s)
        self.key = PassphraseField(s, t("The key from your paper"))
        self.key.edited.connect(self._typed)
        self.key.entered.connect(self.on_try)
        self._icon = icon_label(s.look, "circle-question-mark", "warn_text", 22)
        self.outcome = label("", "b", wrap=True)
        self.advice = label("", wrap=True)
        self._icon.hide()
        self.do = self.doing_button(t("Try it"), self.on_try)
        self.fill(
            self.error,
            label(t("Trying changes nothing. It is not written down anywhere."), wrap=True),
            self.key,
            label(t("Spaces and small letters do not matter."), "small", wrap=True),
            row(top(self._icon), (column(self.outcome, self.advice, gap=2), 1), gap=10),
            buttons=(self.closing_button(t("Close")), self.do),
        )
        self.key.line.setFocus()
        self._typed()

    def on_try(self) -> None:
        """Try it."""
        if not self.do.isEnabled():
            return
        self.do.setEnabled(False)
        self.error.dismiss()
        self.outcome.setText(self.s.t("One moment ..."))
        self.s.workspace.ask(self, calls.try_recovery(self.key.text), self._tried, self._failed)

    def _tried(self, tried: RecoveryTried) -> None:
        self.do.setEnabled(True)
        icon, colour = _ICONS.get(tried.outcome, _OTHERWISE)
        self._icon.setPixmap(self.s.look.pixmap(icon, colour, 22))
        self._icon.show()
        found, advice = wording.recovery_tried(self.s.words, tried)
        self.outcome.setText(found)
        self.advice.setText(advice)

    def _failed(self, error: EvidenceKitError) -> None:
        self.do.setEnabled(True)
        self.outcome.setText("")
        self.error.say(error)

    def _typed(self) -> None:
        self.outcome.setText("")
        self.advice.setText("")
        self._icon.hide()
        self.do.setEnabled(bool(self.key.text.strip()))
