# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about one exhibit, each fact with its source, and what can be done with it."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.exhibit import Exhibit, Holding, MediaKind
from evidence_kit.domain.record import FactBasis
from evidence_kit.domain.views import ExhibitDetail
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    icon_button,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.facts import fact, fingerprint

_FACTS_SHOWN = 24
_TEXT = "text"
"""The importer of texts that no other knows."""


class ExhibitPane(QFrame):
    """The side pane of the files."""

    picture_asked = Signal()
    conversation_asked = Signal(int)
    registered_asked = Signal()
    words_asked = Signal()
    zone_asked = Signal()
    day_order_asked = Signal(bool)
    columns_asked = Signal()
    export_asked = Signal()
    removal_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._s = s
        self.preview = QLabel()
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(20, 16, 16, 14)
        self.setLayout(column(scrolled(self._inside), gap=0))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what to do."""
        self._put(label(self._s.t("Choose a file"), "h2"))

    def show_detail(self, detail: ExhibitDetail) -> None:
        """Show one exhibit."""
        t, words, exhibit = self._s.t, self._s.words, detail.exhibit
        parts: list[Item] = [label(detail.title, "h2", wrap=True)]
        held = exhibit.holding in (Holding.COPIED, Holding.WITH_HOLES)
        if exhibit.holding is not Holding.COPIED:
            badge = label(wording.holding(words, exhibit.holding), "greyBadge")
            parts.append(row(badge, STRETCH))
        if exhibit.reader_failure is not None:
            parts.append(
                label(t("The file is safe, but could not be read."), "warnText", wrap=True)
            )
        if held and exhibit.media is MediaKind.PICTURE:
            parts += self._preview_parts()
        for each in detail.conversations:
            as_text = each.importer == _TEXT
            named = t("Read the text: {title}", title=each.title)
            go = icon_button(
                self._s.look,
                "file-text" if as_text else "messages-square",
                t("Read the text") if as_text else t("To the conversation"),
                "primary",
                colour="on_primary",
                name=named if as_text else t("To the conversation: {title}", title=each.title),
            )
            go.clicked.connect(lambda _=False, n=each.conversation: self.conversation_asked.emit(n))
            parts.append(row(go, STRETCH))
        if exhibit.holding is Holding.REGISTERED:
            parts.append(
                row(self._button(t("Look at what was noted"), self.registered_asked), STRETCH)
            )
        parts += [line(), *self._facts(detail), line(), *self._doing(exhibit, held)]
        self._put(*parts)

    def show_picture(self, pixmap: QPixmap, width: int, height: int) -> None:
        """Show the whole picture."""
        words = self._s.words
        self._show.hide()
        room = self.preview.size()
        self.preview.setPixmap(
            pixmap.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        self.preview.setToolTip(f"{wording.number(words, width)} x {wording.number(words, height)}")

    def say_no_picture(self, text: str) -> None:
        """Say why there is no picture."""
        self.preview.setText(text)

    def _preview_parts(self) -> list[Item]:
        t = self._s.t
        self.preview = QLabel(t("The picture is covered."))
        self.preview.setObjectName("covered")
        self.preview.setWordWrap(True)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedHeight(self._s.look.px(240))
        self.preview.setAccessibleName(t("Picture"))
        self._show = icon_button(self._s.look, "eye", t("Show the picture"))
        self._show.clicked.connect(self.picture_asked)
        return [self.preview, row(self._show, STRETCH)]

    def _facts(self, detail: ExhibitDetail) -> list[Item]:
        t, words, exhibit = self._s.t, self._s.words, detail.exhibit
        found: list[Item] = [
            fact(t("Kind"), wording.media(words, exhibit.media)),
            fact(t("Size"), wording.size(words, exhibit.size)),
            fact(
                t("Added to the vault"),
                wording.log_time(words, exhibit.added, exhibit.added_zone_minutes),
                t("Source: clock of this computer. Not checked."),
            ),
        ]
        if exhibit.modified is not None:
            basis = wording.moment_basis(words, exhibit.modified)
            found.append(
                fact(
                    t("File last changed"),
                    wording.moment(words, exhibit.modified),
                    t("Source: {basis}.", basis=basis),
                )
            )
        for each in detail.facts[:_FACTS_SHOWN]:
            what, value = wording.fact(words, each)
            source = t("Source: {basis}.", basis=wording.name(words, each.basis))
            found.append(fact(what, value, "" if each.basis is FactBasis.COMPUTED else source))
        found += [
            label(wording.note(words, note), "small", wrap=True)
            for note in detail.notes[:_FACTS_SHOWN]
        ]
        for annotation in detail.annotations:
            text = annotation.word("text")
            if text:
                found.append(fact(wording.name(words, annotation.kind), f"“{text}”"))
        found.append(
            fingerprint(self._s, t("Fingerprint (SHA-256) of this file"), exhibit.sha256.hex)
        )
        return found

    def _doing(self, exhibit: Exhibit, held: bool) -> list[Item]:
        t = self._s.t
        found: list[Item] = []
        reading = exhibit.reading
        if reading is not None and reading.importer == _TEXT:
            found.append(
                row(self._button(t("Say what the columns hold"), self.columns_asked), STRETCH)
            )
        elif exhibit.reading is not None:
            zone = exhibit.reading.zone or t("not stated")
            found += [
                fact(t("Time zone of the phone"), zone),
                row(self._button(t("Choose a time zone"), self.zone_asked), STRETCH),
                label(t("Does 3/4 mean 3 April or 4 March?"), "small", wrap=True),
                row(
                    self._day_order(t("3 April"), day_first=True),
                    self._day_order(t("4 March"), day_first=False),
                    STRETCH,
                ),
                line(),
            ]
        found.append(row(self._button(t("Add your own words"), self.words_asked), STRETCH))
        if held:
            found.append(row(self._button(t("Save a copy elsewhere"), self.export_asked), STRETCH))
        if exhibit.holding is not Holding.REMOVED:
            found.append(row(self._button(t("Take out of the vault"), self.removal_asked), STRETCH))
        return found

    def _day_order(self, text: str, *, day_first: bool) -> QPushButton:
        found = button(text)
        found.clicked.connect(lambda: self.day_order_asked.emit(day_first))
        return found

    def _button(self, text: str, signal: SignalInstance) -> QPushButton:
        found = button(text)
        found.clicked.connect(signal)
        return found

    def _put(self, *parts: Item) -> None:
        clear(self._inside)
        self._inside.addLayout(column(*parts, STRETCH, gap=10))
