# SPDX-License-Identifier: GPL-3.0-or-later
"""A failure said in two sentences: what happened, what you can do."""

from PySide6.QtWidgets import QFrame

from evidence_kit import wording
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, icon_button, icon_label, label, row, top


class ErrorNote(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("warn")
        self._s = s
        self.happened = label("", "b", wrap=True)
        self.can_do = label("", wrap=True)
        close = icon_button(s.look, "x", name=s.t("Close this message"), kind="flat")
        close.clicked.connect(self.dismiss)
        self.setLayout(
            row(
                top(icon_label(s.look, "triangle-alert", "warn_text")),
                (column(self.happened, self.can_do, gap=2), 1),
                top(close),
                margins=(20, 10, 16, 10),
                gap=12,
            )
        )
        self.hide()

    def say(self, error: EvidenceKitError) -> None:
        """Show a failure."""
        happened, can_do = wording.error(self._s.words, error)
        self.tell(happened, can_do)

    def tell(self, happened: str, can_do: str = "") -> None:
        """Show two sentences."""
        self.happened.setText(happened)
        self.can_do.setText(can_do)
        self.can_do.setVisible(bool(can_do))
        self.show()

    def dismiss(self) -> None:
        """Have said it."""
        self.hide()
