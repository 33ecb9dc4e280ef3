# SPDX-License-Identifier: GPL-3.0-or-later
"""Own words beside an exhibit: what it is, as the person says it."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import AnnotationId, new_id
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import label
from evidence_kit.gui.widgets.error_note import ErrorNote


class WordsSheet(Sheet):
    """Free text; nobody checks it, and the dossier says so."""

    def __init__(
        self, s: Surroundings, exhibit: Exhibit, before: Annotation | None, parent: QWidget
    ) -> None:
        t = s.t
        super().__init__(s, t("In your own words"), parent)
        self._exhibit = exhibit
        self._before = before
        self.error = ErrorNote(s)
        self.text = QPlainTextEdit(before.word("text") if before is not None else "")
        self.text.setAccessibleName(t("In your own words"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(s.look.px(140))
        self.text.textChanged.connect(self._ready)
        self.keep = self.doing_button(t("Keep these words"), self.on_keep)
        self.fill(
            label(exhibit.name.text, "b", wrap=True),
            self.error,
            label(t("What is it? Who sent it? What do you know about it?"), "sub", wrap=True),
            self.text,
            label(t("These are your words. The program does not check them."), "small", wrap=True),
            buttons=(self.closing_button(t("Not now")), self.keep),
        )
        self._ready()

    def _ready(self) -> None:
        self.keep.setEnabled(bool(self.text.toPlainText().strip()))

    def on_keep(self) -> None:
        """Write the words down; what stood there before stays in the log."""
        self.keep.setEnabled(False)
        annotation = Annotation(
            id=AnnotationId(new_id()),
            kind=AnnotationKind.DESCRIPTION,
            exhibit=self._exhibit.id,
            words=(("text", self.text.toPlainText().strip()),),
            replaces=self._before.id if self._before is not None else None,
        )
        self.s.workspace.change(self, calls.annotate(annotation), self._done, self._failed)

    def _done(self, _change: ChangeSet) -> None:
        self.accept()

    def _failed(self, error: EvidenceKitError) -> None:
        self.error.say(error)
        self._ready()
