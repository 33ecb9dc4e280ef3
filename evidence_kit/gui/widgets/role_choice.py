# SPDX-License-Identifier: GPL-3.0-or-later
"""Who acts, as they say themselves; the custody log keeps it with every entry."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from evidence_kit.domain.custody import Role
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, label


class RoleChoice(QWidget):
    """Four answers; not saying is one of them, and the first choice."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        t = s.t
        self._buttons: dict[Role, QRadioButton] = {}
        group = QButtonGroup(self)
        answers = (
            (Role.CLIENT, t("It is about me")),
            (Role.PARENT, t("I am a parent or carer")),
            (Role.SUPPORT_WORKER, t("I support someone, for my work")),
            (Role.UNKNOWN, t("I'd rather not say")),
        )
        for role, text in answers:
            each = QRadioButton(text)
            each.setAccessibleName(text)
            group.addButton(each)
            self._buttons[role] = each
        self._buttons[Role.UNKNOWN].setChecked(True)
        self.setLayout(
            column(
                label(t("Who are you?"), "b"),
                label(t("This is written in the custody log, as you say it."), "small", wrap=True),
                *self._buttons.values(),
                gap=4,
            )
        )

    @property
    def role(self) -> Role:
        """What was chosen."""
        return next(role for role, button in self._buttons.items() if button.isChecked())

    def choose(self, role: Role) -> None:
        """Choose a role."""
        self._buttons[role].setChecked(True)
