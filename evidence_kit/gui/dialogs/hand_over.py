# SPDX-License-Identifier: GPL-3.0-or-later
"""What travels along, before it travels; then the place of the folder."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_kit import wording
from evidence_kit.domain.exhibit import ExhibitRow, Holding
from evidence_kit.domain.plan import Plan, Receiver
from evidence_kit.domain.views import BagMade
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_folder
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    Item,
    column,
    framed,
    icon_button,
    icon_label,
    label,
    line,
    row,
    top,
)
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.facts import fingerprint
from evidence_kit.gui.widgets.progress_panel import ProgressPanel

_NAMES_SHOWN = 12


class HandOverSheet(Sheet):
    """Make a folder that anyone can check."""

    def __init__(
        self, s: Surroundings, plan: Plan, rows: tuple[ExhibitRow, ...], parent: QWidget
    ) -> None:
        t = s.t
        super().__init__(s, t("Make a hand-over folder"), parent)
        self._plan = plan
        self.error = ErrorNote(s)
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self.place = QLineEdit(str(Path(s.start_folder) / t("Papers to hand over")))
        self.place.setAccessibleName(t("Place of the folder"))
        other = icon_button(s.look, "folder-open", t("Another place"))
        other.clicked.connect(self._choose)
        self.ready = framed(column(gap=8))
        self.ready.hide()
        self.make = self.doing_button(t("Make the folder"), self.on_make)
        self.shut = self.closing_button(t("Not now"))
        self.fill(
            self.error,
            self.progress,
            self.ready,
            *self._travels(rows),
            line(),
            label(t("Place of the folder"), "b"),
            row((self.place, 1), other),
            label(t("The folder is not encrypted. Keep it in a safe place."), "small", wrap=True),
            buttons=(self.shut, self.make),
            width=680,
        )

    def _travels(self, rows: tuple[ExhibitRow, ...]) -> list[Item]:
        t, words = self.s.t, self.s.words
        goes = [
            row_
            for row_ in rows
            if row_.exhibit.id not in self._plan.left_out
            and row_.exhibit.holding in (Holding.COPIED, Holding.WITH_HOLES)
        ]
        parts: list[Item] = [
            label(t("This travels along"), "h2"),
            self._point(t("The dossier as a PDF")),
            self._point(
                t.n("{n} original file, as it is", "{n} original files, as they are", len(goes))
            ),
        ]
        parts += [
            label(
                f"{row_.title}  ·  {wording.rough_size(words, row_.exhibit.size)}",
                "small",
                wrap=True,
            )
            for row_ in goes[:_NAMES_SHOWN]
        ]
        left = len(goes) - _NAMES_SHOWN
        if left > 0:
            parts.append(
                label(
                    t.n(
                        "and {shown} more",
                        "and {shown} more",
                        left,
                        shown=wording.number(words, left),
                    ),
                    "small",
                )
            )
        parts += [
            self._point(t("All messages of these conversations, also those not pointed out")),
            self._point(t("The custody log, without names and own words of other files")),
            label(t("Not along: what you only noted, drafts and notes."), "sub", wrap=True),
        ]
        if any(row_.pictures for row_ in goes):
            held = t("A picture can hold the place where it was taken.")
            parts.append(self._point(held, "info", "warn_text"))
        if self._plan.receiver is not Receiver.POLICE:
            warning = t("Spreading accusations can be punishable. Give this to nobody else.")
            mark = top(icon_label(self.s.look, "triangle-alert", "warn_text", 18))
            inside = row(mark, (label(warning, wrap=True), 1), margins=(14, 10, 14, 10), gap=10)
            parts.append(framed(inside, "warn"))
        return parts

    def _point(self, words: str, icon: str = "check", colour: str = "ok") -> QWidget:
        mark = top(icon_label(self.s.look, icon, colour, 18))
        return framed(row(mark, (label(words, wrap=True), 1), gap=10))

    def _choose(self) -> None:
        name = Path(self.place.text()).name

        def take(chosen: tuple[str, ...]) -> None:
            self.place.setText(str(Path(chosen[0]) / name))

        choose_folder(self.s, self, self.s.t("Choose a place"), take)

    def on_make(self) -> None:
        """Make and check the folder."""
        self.make.setEnabled(False)
        self.error.dismiss()
        self.progress.begin(self.s.t("Working ..."))
        self.progress.show()
        call = calls.hand_over(self.place.text().strip(), self._plan)
        task = self.s.workspace.ask(self, call, self._made, self._failed)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def _made(self, made: BagMade) -> None:
        t, words = self.s.t, self.s.words
        self.progress.hide()
        self.make.hide()
        self.shut.setText(t("Close"))
        files = t.n(
            "{shown} file", "{shown} files", made.files, shown=wording.number(words, made.files)
        )
        inside = self.ready.layout()
        if inside is not None:
            for part in (
                label(t("The folder is ready and was checked."), "okText", wrap=True),
                label(made.path, "mono", wrap=True),
                label(f"{files}  ·  {wording.size(words, made.size)}", "sub", wrap=True),
                fingerprint(self.s, t("Fingerprint of the list of files"), made.tagmanifest_sha256),
                fingerprint(self.s, t("Fingerprint of the signing key"), made.key_fingerprint),
                label(
                    t(
                        "Let the receiver write these down and sign. Then they stand outside the folder."
                    ),
                    "small",
                    wrap=True,
                ),
            ):
                inside.addWidget(part)
        self.ready.show()

    def _failed(self, error: EvidenceKitError) -> None:
        self.progress.hide()
        self.make.setEnabled(True)
        if not isinstance(error, Cancelled):
            self.error.say(error)
