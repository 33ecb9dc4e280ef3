# SPDX-License-Identifier: GPL-3.0-or-later
"""Where files are dropped; the whole window takes them too."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    centred,
    column,
    icon_button,
    icon_label,
    label,
    row,
)


class DropZone(QFrame):
    """Invites to drop, and offers a button for who cannot."""

    files_asked = Signal()
    folder_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("drop")
        t = s.t
        self.files = icon_button(s.look, "plus", t("Choose files"), "primary", colour="on_primary")
        self.files.clicked.connect(self.files_asked)
        self.folder = button(t("Choose a folder"))
        self.folder.clicked.connect(self.folder_asked)
        title = label(t("Drop files here"), "h1")
        self.setLayout(
            column(
                STRETCH,
                centred(icon_label(s.look, "download", "primary", 36)),
                centred(title),
                centred(label(t("Screenshots, chats, e-mails, videos: anything."), "sub")),
                centred(label(t("Your own files stay where they are."), "sub")),
                6,
                row(STRETCH, self.files, self.folder, STRETCH, gap=10),
                STRETCH,
                margins=(20, 24, 20, 24),
                gap=8,
            )
        )
        self.setMinimumHeight(s.look.px(230))
