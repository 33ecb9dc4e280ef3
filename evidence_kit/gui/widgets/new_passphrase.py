# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing a passphrase: words to copy by hand first, then one's own, with how strong it is."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from evidence_kit.gui import calls
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, copyable, framed, icon_button, label, row
from evidence_kit.gui.widgets.passphrase import PassphraseField, strength_words

_JUDGE_AFTER_MS = 250
_STRONGEST = 4


class NewPassphrase(QWidget):
    """Twice the same words, good enough."""

    changed = Signal()
    """Whether it is good may have changed."""
    entered = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.s = s
        t = s.t
        self._judged: tuple[int, bool] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_JUDGE_AFTER_MS)
        self._timer.timeout.connect(self._judge)
        self.suggestion = copyable("", "key")
        self.suggestion.setAccessibleName(t("Suggested passphrase"))
        self.first = PassphraseField(s, t("Passphrase"))
        self.second = PassphraseField(s, t("Passphrase once more"))
        self.strength = label("", "small", wrap=True)
        self.meter = QProgressBar()
        self.meter.setRange(0, _STRONGEST)
        self.meter.setTextVisible(False)
        self.meter.setFixedHeight(s.look.px(10))
        self.meter.setAccessibleName(t("How strong the passphrase is"))
        for each in (self.first, self.second):
            each.edited.connect(self._typed)
            each.entered.connect(self.entered)
        self.setLayout(
            column(
                self._offer(),
                self.first,
                self.meter,
                self.strength,
                self.second,
                label(
                    t("Nobody can look this up for you. Not even this program."), "small", wrap=True
                ),
                gap=10,
            )
        )
        self._typed()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.first.text

    @property
    def good(self) -> bool:
        """Whether it is strong enough, and typed twice the same."""
        strong = self._judged is not None and not self._judged[1]
        return strong and self.first.text == self.second.text

    def offer(self) -> None:
        """Offer words, once: most people have none at hand."""
        if not self.suggestion.text():
            self._suggest()

    def forget(self) -> None:
        """Empty both lines."""
        for each in (self.first, self.second):
            each.forget()

    def _offer(self) -> QWidget:
        t = self.s.t
        use = icon_button(self.s.look, "check", t("Use this one"))
        use.clicked.connect(lambda: self.first.put(self.suggestion.text()))
        another = icon_button(self.s.look, "undo", t("Another one"))
        another.clicked.connect(self._suggest)
        return framed(
            column(
                label(t("A suggestion. Write it on paper first."), "b", wrap=True),
                self.suggestion,
                row(use, another, None),
                margins=(16, 12, 16, 12),
            ),
            "soft",
        )

    def _suggest(self) -> None:
        self.s.workspace.ask(self, calls.suggest_passphrase(self.s.t.lang), self.suggestion.setText)

    def _typed(self) -> None:
        self._judged = None
        self.strength.setText("")
        self.meter.setValue(0)
        self.meter.setVisible(bool(self.first.text))
        if self.first.text:
            self._timer.start()
        self._say()

    def _judge(self) -> None:
        text = self.first.text
        if not self.isVisible():
            return  # the window was closed, or the vault locked, meanwhile

        def take(verdict: tuple[int, bool]) -> None:
            if text == self.first.text:
                self._judged = verdict
                self._say()

        self.s.workspace.ask(self, calls.judge_passphrase(text), take)

    def _say(self) -> None:
        if self._judged is not None:
            score, refused = self._judged
            self.meter.setValue(score)
            different = self.second.text and self.first.text != self.second.text
            if different and not refused:
                self.strength.setText(self.s.t("The two are not the same yet."))
            else:
                self.strength.setText(strength_words(self.s, score, refused=refused))
        self.changed.emit()
