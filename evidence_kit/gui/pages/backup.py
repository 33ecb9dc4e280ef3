# SPDX-License-Identifier: GPL-3.0-or-later
"""A second copy of the vault: made, brought up to date, compared."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.backup import BackupMade, BackupRow, CopyComparison
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_folder
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    icon_button,
    icon_label,
    label,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.copy_list import CopyList
from evidence_kit.gui.widgets.copy_state import state_note
from evidence_kit.gui.widgets.empty import empty
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.note_box import card, note_box
from evidence_kit.gui.widgets.place_choice import PlaceChoice
from evidence_kit.gui.widgets.progress_panel import ProgressPanel

_STACKED_BELOW = 860


class BackupPage(Page):
    """A place, a button, what came of it; then the copies that are known."""

    name = PageName.BACKUP
    nav = PageName.VAULT

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Backup")
        self.subtitle = t("A second copy, encrypted like the vault itself.")
        self.back = Destination(page=PageName.VAULT)
        self.back_text = t("Back")
        self.error = ErrorNote(s)
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self.place = PlaceChoice(s, t("Folder or stick for the backup"), for_backup=True)
        self.place.changed.connect(self._ready)
        self.place.choosing.connect(self._choose)
        self.again = QCheckBox(t("Read what is there already once more"))
        self.again.setAccessibleName(self.again.text())
        self.make = button(t("Make the backup"), "primary")
        self.make.clicked.connect(self.on_make)
        self.compare = button(t("Compare"))
        self.compare.clicked.connect(self.on_compare)
        self.restore = icon_button(s.look, "undo", t("Restore a backup"))
        self.restore.clicked.connect(lambda: self.go(PageName.RESTORE))
        self.list = CopyList(s)
        self.list.renewed.connect(self._renew)
        self.list.compared.connect(self._compare_known)
        self._outcome = QVBoxLayout()
        self.none = empty(
            s,
            "hard-drive",
            t("No backup known"),
            t("Without a second copy, one broken disk is enough to lose everything."),
        )
        # Neither before it is known which.
        self.list.hide()
        self.none.hide()
        self._body = row((self._making(), 11), (self._advice(), 9), gap=18)
        content = framed(
            column(
                self.error,
                self._body,
                self.progress,
                self._outcome,
                row((label(t("Known copies"), "h2"), 1), self.restore),
                self.none,
                self.list,
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=14,
            )
        )
        content.setMaximumWidth(s.look.px(1180))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))
        self._ready()

    def arrived(self) -> None:
        """Read which copies are known."""
        self.s.workspace.ask(self, calls.backups(), self._show)

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(_STACKED_BELOW)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _making(self) -> QWidget:
        t = self.s.t
        return card(
            self.s,
            "hard-drive",
            t("Make or bring up to date"),
            self.place,
            self.again,
            label(t("Only what is new is copied. Each file is read back."), "small", wrap=True),
            row(self.make, self.compare, STRETCH),
        )

    def _advice(self) -> QWidget:
        t = self.s.t
        note = note_box(
            self.s,
            t("A stick in another house is best."),
            t("Nobody can open the copy without your passphrase or recovery key."),
            t("Who finds the stick sees that there is something. Choose its name."),
        )
        return framed(column(note, STRETCH))

    def _show(self, rows: tuple[BackupRow, ...]) -> None:
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.none.setVisible(not rows)

    def _choose(self) -> None:
        t, workspace = self.s.t, self.s.workspace
        vault = workspace.summary.path if workspace.summary is not None else ""

        def take(chosen: tuple[str, ...]) -> None:
            # A folder of its own on the stick, so that nothing else lies between.
            name = Path(vault).name or t("Papers")
            self.place.put(str(Path(chosen[0]) / t("{name} copy", name=name)))

        choose_folder(self.s, self, t("Choose a folder"), take)

    def _ready(self) -> None:
        for each in (self.make, self.compare):
            each.setEnabled(bool(self.place.path) and self.progress.isHidden())

    def _renew(self, place: str) -> None:
        self.place.put(place)
        self.on_make()

    def _compare_known(self, place: str) -> None:
        self.place.put(place)
        self.on_compare()

    def on_make(self) -> None:
        """Make it."""
        if not self.make.isEnabled():
            return
        self._begin(self.s.t("Copying ..."))
        call = calls.back_up(self.place.path, check_all=self.again.isChecked())
        task = self.s.workspace.ask(self, call, self._made, self._failed)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def on_compare(self) -> None:
        """Compare what is there with the vault; changes nothing."""
        if not self.compare.isEnabled():
            return
        self.error.dismiss()
        clear(self._outcome)
        call = calls.compare_copy(self.place.path)
        self.s.workspace.ask(self, call, self._compared, self._failed)

    def _begin(self, words: str) -> None:
        self.error.dismiss()
        clear(self._outcome)
        self.progress.begin(words)
        self.progress.show()
        self._ready()

    def _made(self, made: BackupMade) -> None:
        self._rest()
        self._outcome.addWidget(self._result(made))
        self.s.workspace.read_summary()

    def _compared(self, found: CopyComparison) -> None:
        clear(self._outcome)
        self._outcome.addWidget(state_note(self.s, found))

    def _failed(self, error: EvidenceKitError) -> None:
        self._rest()
        if isinstance(error, Cancelled):
            words = self.s.t("Stopped. What was copied stays. Next time it goes on from there.")
            self._outcome.addWidget(note_box(self.s, words))
        else:
            self.error.say(error)
        self.arrived()

    def _rest(self) -> None:
        self.progress.hide()
        self._ready()

    def _result(self, made: BackupMade) -> QWidget:
        t, words = self.s.t, self.s.words
        copied = t.n(
            "{shown} file was copied and read back.",
            "{shown} files were copied and read back.",
            made.copied,
            shown=wording.number(words, made.copied),
        )
        parts: list[Item] = [
            label(t("The backup is complete."), "h2", wrap=True),
            label(made.place, "mono", wrap=True),
            label(copied, wrap=True),
        ]
        parts += [label(each, "sub", wrap=True) for each in self._remarks(made)]
        odd = len(made.damaged) + len(made.missing)
        if odd:
            parts.append(
                note_box(
                    self.s,
                    t.n(
                        "{n} file of this vault is damaged or missing.",
                        "{n} files of this vault are damaged or missing.",
                        odd,
                    ),
                    t("Check this vault to see which. Keep your older backups."),
                    ground="warn",
                    icon="triangle-alert",
                )
            )
        mark = top(icon_label(self.s.look, "circle-check", "ok", 26))
        inside = row(mark, (column(*parts, gap=6), 1), margins=(20, 16, 20, 16), gap=14)
        return framed(inside, "card")

    def _remarks(self, made: BackupMade) -> list[str]:
        t = self.s.t
        counted = (
            (
                made.mended,
                t.n("{n} damaged file was mended.", "{n} damaged files were mended.", made.mended),
            ),
            (
                made.removed,
                t.n(
                    "{n} file went, because you took it out.",
                    "{n} files went, because you took them out.",
                    made.removed,
                ),
            ),
            (
                made.left,
                t.n(
                    "{n} file lies there that is not in the vault. It stays.",
                    "{n} files lie there that are not in the vault. They stay.",
                    made.left,
                ),
            ),
            (
                made.left_out,
                t.n(
                    "{n} file in the vault's folder is not its own. It was not copied.",
                    "{n} files in the vault's folder are not its own. They were not copied.",
                    made.left_out,
                ),
            ),
        )
        return [sentence for count, sentence in counted if count]
