# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted time in three steps: ask, carry, add. The program itself sends nothing."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evidence_kit.domain.paper import PaperKind
from evidence_kit.domain.stamp import ProofAttached, StampAdded, StampAsked, StampKind, StampRow
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_files, choose_new
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    column,
    framed,
    icon_button,
    label,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.empty import empty
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.note_box import card, note_box
from evidence_kit.gui.widgets.reply_zone import ReplyZone
from evidence_kit.gui.widgets.stamp_list import StampList
from evidence_kit.gui.widgets.steps import step

_STACKED_BELOW = 960


class StampPage(Page):
    """Three steps beside each other, then what there is."""

    name = PageName.STAMP
    nav = PageName.VAULT

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Time stamp from outside")
        self.subtitle = t("Another party says when this existed already.")
        self.back = Destination(page=PageName.VAULT)
        self.back_text = t("Back")
        self.error = ErrorNote(s)
        self.done = label("", "okText", wrap=True)
        self.ask = icon_button(s.look, "download", t("Save the request"), "primary")
        self.ask.setIcon(s.look.icon("download", "on_primary"))
        self.ask.clicked.connect(self._choose_place)
        self.paper = icon_button(s.look, "printer", t("Show what to do, with QR code"))
        self.paper.clicked.connect(
            lambda: PaperSheet(self.s, PaperKind.STAMP, self.window()).open()
        )
        self.authorities = QLineEdit()
        self.authorities.setAccessibleName(t("Certificates you trust (optional)"))
        self.authorities.setPlaceholderText(t("No file chosen"))
        self.authorities.setReadOnly(True)
        self.zone = ReplyZone(s, t("Drop the reply here (.tsr)."), t("Choose the reply"))
        self.zone.dropped.connect(self.add_reply)
        self.zone.choosing.connect(
            lambda: choose_files(
                s, self, t("Choose the reply"), lambda chosen: self.add_reply(chosen[0])
            )
        )
        self.about = QLineEdit()
        self.about.setAccessibleName(t("Number of the file it is about (optional)"))
        self.about.setPlaceholderText(t("Number of the file it is about (optional)"))
        self.about.setMaximumWidth(s.look.px(340))
        self.other = icon_button(s.look, "plus", t("Add the file"))
        self.other.clicked.connect(
            lambda: choose_files(
                s, self, t("Choose a file"), lambda chosen: self.add_proof(chosen[0])
            )
        )
        self.list = StampList(s)
        self.none = empty(
            s,
            "stamp",
            t("No time stamp yet"),
            t("You do not need one. It can help when someone doubts the date."),
        )
        self._steps = row((self._step_ask(), 1), (self._step_carry(), 1), (self._step_add(), 1))
        self._steps.setSpacing(14)
        content = framed(
            column(
                self.error,
                self.done,
                self._steps,
                self._limits(),
                label(t("Requests and time stamps"), "h2"),
                self.none,
                self.list,
                self._other_kind(),
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=14,
            )
        )
        content.setMaximumWidth(s.look.px(1180))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))
        # Neither before it is known which.
        for each in (self.done, self.none, self.list):
            each.hide()
        self.paper.setEnabled(False)

    def arrived(self) -> None:
        """Read what there is."""
        summary = self.s.workspace.summary
        writable = summary is not None and not summary.read_only
        for doing in (self.ask, self.zone, self.other):
            doing.setEnabled(writable)
        self.s.workspace.ask(self, calls.stamps(), self._show)

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(_STACKED_BELOW)
        self._steps.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _step_ask(self) -> QWidget:
        t = self.s.t
        return step(
            self.s,
            1,
            "file-text",
            t("Make a request"),
            label(t("It is a small file with one fingerprint."), wrap=True),
            label(t("There are no names, words or pictures in it."), wrap=True),
            row(self.ask, STRETCH),
        )

    def _step_carry(self) -> QWidget:
        t = self.s.t
        return step(
            self.s,
            2,
            "usb",
            t("Carry it to another computer"),
            label(t("This program never goes on the internet."), wrap=True),
            label(
                t("Use a stick, or photograph the QR code. Choose a service yourself."), wrap=True
            ),
            label(
                t("That service sees the fingerprint and the other computer's address."), wrap=True
            ),
            row(self.paper, STRETCH),
        )

    def _step_add(self) -> QWidget:
        t = self.s.t
        choose = icon_button(self.s.look, "folder-open", name=t("Choose certificates you trust"))
        choose.clicked.connect(
            lambda: choose_files(
                self.s,
                self,
                t("Choose certificates you trust"),
                lambda chosen: self.authorities.setText(chosen[0]),
            )
        )
        return step(
            self.s,
            3,
            "download",
            t("Add the reply"),
            self.zone,
            label(t("Certificates you trust (optional)"), "sect", wrap=True),
            row((self.authorities, 1), choose, gap=6),
        )

    def _other_kind(self) -> QWidget:
        t = self.s.t
        return card(
            self.s,
            "file",
            t("Proof of another kind (.ots)"),
            label(t("It is kept as it is, and not judged here."), "sub", wrap=True),
            row((self.about, 1), self.other, STRETCH),
        )

    def _limits(self) -> QWidget:
        t = self.s.t
        return note_box(
            self.s,
            t("A time stamp says: at that time it was there."),
            t("It does not say who wrote it, or whether it is true."),
        )

    def _show(self, rows: tuple[StampRow, ...]) -> None:
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.paper.setEnabled(any(each.kind is StampKind.REQUEST for each in rows))

    def _choose_place(self) -> None:
        t = self.s.t
        choose_new(
            self.s, self, t("Save the request"), t("request") + ".tsq", lambda c: self.request(c[0])
        )

    def request(self, out: str) -> None:
        """Write a request."""
        self._begin()
        self.s.workspace.ask(self, calls.request_stamp(out), self._asked, self._failed)

    def add_reply(self, path: str) -> None:
        """Take a reply in."""
        self._begin()
        call = calls.add_stamp(path, self.authorities.text() or None)
        self.s.workspace.ask(self, call, self._added, self._failed)

    def add_proof(self, path: str) -> None:
        """Keep a proof of another kind as it is."""
        self._begin()
        call = calls.attach_proof(path, self.about.text().strip() or None)
        self.s.workspace.ask(self, call, self._attached, self._failed)

    def _begin(self) -> None:
        self.error.dismiss()
        self.done.hide()

    def _say(self, words: str) -> None:
        self.done.setText(words)
        self.done.show()
        self.arrived()

    def _asked(self, asked: StampAsked) -> None:
        self._say(self.s.t("The request is here: {path}", path=asked.path))

    def _added(self, _added: StampAdded) -> None:
        self._say(self.s.t("The time stamp is kept. See below what it is worth."))

    def _attached(self, _kept: ProofAttached) -> None:
        self.about.clear()
        self._say(self.s.t("The file is kept. It is not judged here."))

    def _failed(self, error: EvidenceKitError) -> None:
        self.error.say(error)
