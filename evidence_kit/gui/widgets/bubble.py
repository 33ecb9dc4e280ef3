# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays out and paints one message of a conversation.

Words of the source stand in a bubble; words of the program stand outside it, in a dashed box with
their own heading, so that neither can be taken for the other. Nothing is drawn over a message.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from evidence_kit import wording
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.record import Attachment, AttachmentStatus, RecordKind
from evidence_kit.domain.views import MarkRow, MessageRow
from evidence_kit.gui import said
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.limits import MESSAGE_SHOWN_MAX

_LAID_KEPT = 2000
_LINE_SEPARATOR = "\u2028"


@dataclass(slots=True)
class Box:
    """One painted piece of a row, below the row's top."""

    kind: str
    """day, band, bubble, program or own."""
    y: float
    height: float
    x: float = 0.0
    width: float = 0.0
    head: str = ""
    when: str = ""
    text: QTextLayout | None = None
    plain: str = ""


@dataclass(slots=True)
class Laid:
    """A message laid out for one width."""

    height: float
    marked: bool
    boxes: list[Box] = field(default_factory=list)


class Bubbles:
    """Keeps what was laid out lately."""

    def __init__(self, s: Surroundings) -> None:
        self._s = s
        self._laid: OrderedDict[tuple[int, int, int, int], Laid] = OrderedDict()
        look = s.look
        self._text_font = look.font(15)
        self._bold = look.font(14, bold=True)
        self._small = look.font(13)
        self._small_bold = look.font(13, bold=True)
        self._bold_height = QFontMetricsF(self._bold).height()
        self._small_height = QFontMetricsF(self._small).height()
        self.waiting_height = float(look.px(72))
        """Of a message that is on its way."""

    # -- laying out

    def lay(
        self, row: MessageRow, before: MessageRow | None, width: int, edition: int, skipped: int
    ) -> Laid:
        """Lay a message out.

        Args:
            row: the message.
            before: the one shown above it, for day heads and marks that go on.
            width: room in pixels.
            edition: of the store; what was laid out for another is void.
            skipped: messages left out between the two.
        """
        before_n = before.message.n if before is not None else 0
        key = (row.message.n, width, edition, before_n)
        laid = self._laid.get(key)
        if laid is not None:
            self._laid.move_to_end(key)
            return laid
        laid = self._compose(row, before, width, skipped)
        self._laid[key] = laid
        if len(self._laid) > _LAID_KEPT:
            self._laid.popitem(last=False)
        return laid

    def _compose(
        self, row: MessageRow, before: MessageRow | None, width: int, skipped: int
    ) -> Laid:
        s, px = self._s, self._s.look.px
        laid = Laid(height=0.0, marked=bool(row.marks))
        y = 0.0
        if skipped:
            words = s.t.n("{n} message in between", "{n} messages in between", skipped)
            laid.boxes.append(Box(kind="gap", y=y, height=px(30), plain=words))
            y += px(30)
        day = said.day_of(s, row.message.moment)
        if day and (before is None or day != said.day_of(s, before.message.moment)):
            laid.boxes.append(Box(kind="day", y=y, height=px(38), plain=day))
            y += px(38)
        if row.marks and (before is None or skipped or _marks(before) != _marks(row)):
            y += px(4)
            words = "  ·  ".join(_mark_words(s, mark) for mark in row.marks)
            laid.boxes.append(Box(kind="band", y=y, height=px(34), plain=words))
            y += px(34)
        y = self._compose_message(laid, row, width, y)
        for box in self._around(row, width - self._left(laid) - px(12)):
            box.y = y
            box.x = self._left(laid)
            laid.boxes.append(box)
            y += box.height + px(6)
        # Whole pixels: a seam would show where two rows of a band meet.
        laid.height = float(math.ceil(y + px(4)))
        return laid

    def _left(self, laid: Laid) -> float:
        return self._s.look.px(62 if laid.marked else 48)

    def _compose_message(self, laid: Laid, row: MessageRow, width: int, y: float) -> float:
        s, px = self._s, self._s.look.px
        left = self._left(laid)
        widest = min(px(560), width - left - px(40))
        head, when = _sender_words(s, row), said.clock_of(s, row.message.moment)
        text, text_width, text_height = self._text(row.message.text, widest - px(28))
        heads = (
            QFontMetricsF(self._bold).horizontalAdvance(head)
            + QFontMetricsF(self._small).horizontalAdvance(when)
            + px(24)
        )
        inner = min(widest - px(28), max(text_width, heads))
        self._turn_lines(text, inner)
        box_width = inner + px(28)
        height = px(8) + self._bold_height + px(3) + text_height + px(9)
        x = width - box_width - px(14) if row.own else left
        box = Box(
            kind="own" if row.own else "bubble",
            y=y,
            height=height,
            x=x,
            width=box_width,
            head=head,
            when=when,
            text=text,
            plain=str(row.message.n),
        )
        laid.boxes.append(box)
        return y + height + px(6)

    def _text(self, words: str, widest: float) -> tuple[QTextLayout, float, float]:
        shown = words[:MESSAGE_SHOWN_MAX].replace("\r\n", "\n").replace("\n", _LINE_SEPARATOR)
        layout = QTextLayout(shown, self._text_font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        return layout, *_break(layout, widest)

    def _turn_lines(self, layout: QTextLayout, inner: float) -> None:
        # Right-to-left writing keeps to the right of its bubble.
        if not layout.text().isascii() and layout.lineCount() and _is_rtl(layout):
            for i in range(layout.lineCount()):
                line = layout.lineAt(i)
                line.setPosition(QPointF(inner - line.naturalTextWidth(), line.y()))

    def _around(self, row: MessageRow, width: float) -> list[Box]:
        s = self._s
        found = [
            self._program(s.t("From the program"), _attachment_words(s, each), width)
            for each in row.message.attachments
        ]
        if len(row.message.text) > MESSAGE_SHOWN_MAX:
            words = s.t("The message goes on. The rest is in the original.")
            found.append(self._program(s.t("From the program"), words, width))
        for note in row.notes:
            words = wording.note(s.words, note)
            found.append(self._program(s.t("From the program"), words, width))
        for each in row.annotations:
            head, words = _annotation_words(s, each)
            found.append(self._program(head, words, width))
        return found

    def _program(self, head: str, words: str, width: float) -> Box:
        px = self._s.look.px
        layout = QTextLayout(words.replace("\n", _LINE_SEPARATOR), self._small)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        _width, height = _break(layout, width - px(24))
        total = px(6) + self._small_height + px(2) + height + px(7)
        return Box(
            kind="program", y=0, height=total, width=width, head=head, text=layout, plain=words
        )

    # -- painting

    def paint(
        self, painter: QPainter, laid: Laid, y: float, width: int, *, chosen: bool, found: str
    ) -> None:
        """Paint a message.

        Args:
            painter: onto the viewport.
            laid: from `lay`.
            y: top of the row.
            width: of the viewport.
            chosen: whether it is selected.
            found: the text searched for, to be marked; empty for none.
        """
        if laid.marked:
            self._paint_band(painter, laid, y, width)
        for box in laid.boxes:
            match box.kind:
                case "day" | "gap":
                    self._paint_rule(painter, box, y, width)
                case "band":
                    self._paint_reason(painter, box, y, width)
                case "program":
                    self._paint_program(painter, box, y)
                case _:
                    self._paint_bubble(painter, box, y, chosen=chosen, found=found, laid=laid)

    def paint_waiting(self, painter: QPainter, y: float, width: int) -> None:
        """Paint a place where a message will come."""
        px = self._s.look.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._s.look.colour("sunken"))
        painter.drawRoundedRect(
            QRectF(px(48), y + px(4), min(px(320), width - px(60)), self.waiting_height - px(12)),
            12,
            12,
        )

    def _paint_band(self, painter: QPainter, laid: Laid, y: float, width: int) -> None:
        look, px = self._s.look, self._s.look.px
        first = next((box for box in laid.boxes if box.kind not in ("day", "gap")), laid.boxes[0])
        area = QRectF(px(12), y + first.y, width - px(24), laid.height - first.y)
        painter.fillRect(area, look.colour("soft"))
        painter.fillRect(QRectF(px(4), area.top(), px(4), area.height()), look.colour("primary"))

    def _paint_rule(self, painter: QPainter, box: Box, y: float, width: int) -> None:
        look, px = self._s.look, self._s.look.px
        font = self._bold if box.kind == "day" else self._small
        painter.setFont(font)
        middle = y + box.y + box.height / 2
        half = QFontMetricsF(font).horizontalAdvance(box.plain) / 2 + px(14)
        painter.setPen(look.colour("border"))
        painter.drawLine(QPointF(px(4), middle), QPointF(width / 2 - half, middle))
        painter.drawLine(QPointF(width / 2 + half, middle), QPointF(width - px(12), middle))
        painter.setPen(look.colour("text" if box.kind == "day" else "muted"))
        area = QRectF(0, y + box.y, width, box.height)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, box.plain)

    def _paint_reason(self, painter: QPainter, box: Box, y: float, width: int) -> None:
        look, px = self._s.look, self._s.look.px
        middle = y + box.y + box.height / 2
        painter.drawPixmap(QPointF(px(22), middle - px(8)), look.pixmap("flag", "soft_text", 16))
        lead = self._s.t("Why I point this out:") + "  "
        painter.setFont(self._small)
        painter.setPen(look.colour("muted"))
        area = QRectF(px(46), y + box.y, width - px(70), box.height)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, flags, lead)
        area.setLeft(area.left() + QFontMetricsF(self._small).horizontalAdvance(lead))
        painter.setFont(self._bold)
        painter.setPen(look.colour("text"))
        shown = QFontMetricsF(self._bold).elidedText(
            box.plain, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, flags, shown)

    def _paint_bubble(
        self, painter: QPainter, box: Box, y: float, *, chosen: bool, found: str, laid: Laid
    ) -> None:
        look, px = self._s.look, self._s.look.px
        top = y + box.y
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._small)
        painter.setPen(look.colour("muted"))
        number_x = px(22 if laid.marked else 4)
        painter.drawText(QRectF(number_x, top + px(4), px(64), px(30)), flags, box.plain)
        edge = QPen(look.colour("primary"), 2) if chosen else QPen(look.colour("border"), 1)
        painter.setPen(edge)
        painter.setBrush(look.colour("own" if box.kind == "own" else "surface"))
        painter.drawRoundedRect(QRectF(box.x, top, box.width, box.height), 12, 12)
        inner = QRectF(box.x + px(14), top + px(8), box.width - px(28), self._bold_height)
        painter.setPen(look.colour("text"))
        painter.setFont(self._bold)
        head = QFontMetricsF(self._bold).elidedText(
            box.head, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, flags, head)
        painter.setPen(look.colour("muted"))
        painter.setFont(self._small)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, right, box.when)
        if box.text is not None:
            painter.setPen(look.colour("text"))
            place = QPointF(inner.left(), inner.bottom() + px(3))
            box.text.draw(painter, place, self._hits(box.text.text(), found))

    def _paint_program(self, painter: QPainter, box: Box, y: float) -> None:
        look, px = self._s.look, self._s.look.px
        top = y + box.y
        pen = QPen(look.colour("edge"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.colour("sunken"))
        painter.drawRoundedRect(QRectF(box.x, top, box.width, box.height), 4, 4)
        painter.drawPixmap(QPointF(box.x + px(10), top + px(6)), look.pixmap("info", "muted", 15))
        painter.setFont(self._small_bold)
        painter.setPen(look.colour("muted"))
        area = QRectF(box.x + px(32), top + px(6), box.width - px(40), self._small_height)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, box.head)
        if box.text is not None:
            painter.setPen(look.colour("text"))
            box.text.draw(painter, QPointF(box.x + px(12), area.bottom() + px(2)))

    def _hits(self, text: str, found: str) -> list[QTextLayout.FormatRange]:
        lowered, wanted = text.lower(), found.lower()
        # Some letters change their length in lower case; then places would be off.
        if not wanted or len(lowered) != len(text):
            return []
        ranges: list[QTextLayout.FormatRange] = []
        start = lowered.find(wanted)
        while start >= 0:
            ranges.append(_format_range(_utf16(text, start), _utf16(wanted, len(wanted)), self._s))
            start = lowered.find(wanted, start + len(wanted))
        return ranges


def _format_range(start: int, length: int, s: Surroundings) -> QTextLayout.FormatRange:
    hit = QTextLayout.FormatRange()
    style = QTextCharFormat()
    style.setBackground(QColor(s.look.tokens.find))
    style.setForeground(QColor(s.look.tokens.find_text))
    hit.start, hit.length, hit.format = start, length, style
    return hit


def _utf16(text: str, count: int) -> int:
    # Qt counts UTF-16 units; Python counts characters.
    return len(text[:count].encode("utf-16-le", "surrogatepass")) // 2


def _break(layout: QTextLayout, widest: float) -> tuple[float, float]:
    layout.beginLayout()
    width = height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(widest)
        line.setPosition(QPointF(0, height))
        height += line.height()
        width = max(width, line.naturalTextWidth())
    layout.endLayout()
    return width, height


def _is_rtl(layout: QTextLayout) -> bool:
    return layout.text()[:1] != "" and _first_strong_is_rtl(layout.text())


def _first_strong_is_rtl(text: str) -> bool:
    for letter in text:
        if letter.isalpha():
            return "\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufefc"
    return False


def _marks(row: MessageRow) -> tuple[str, ...]:
    return tuple(mark.annotation for mark in row.marks)


def _mark_words(s: Surroundings, mark: MarkRow) -> str:
    parts = [wording.why(s.words, why) for why in mark.why]
    parts += [f"“{mark.words}”"] if mark.words else []
    return "  ·  ".join(parts)


def _sender_words(s: Surroundings, row: MessageRow) -> str:
    message = row.message
    sender = message.sender or s.t("No sender in the file")
    if message.kind is RecordKind.MESSAGE:
        return sender
    if message.kind is RecordKind.TEXT and message.sender is None:
        return wording.name(s.words, message.kind).capitalize()
    return f"{sender}  ·  {wording.name(s.words, message.kind)}"


def _attachment_words(s: Surroundings, each: Attachment) -> str:
    if each.status is AttachmentStatus.PRESENT:
        return s.t("Attachment: {name}", name=each.name)
    status = wording.name(s.words, each.status)
    return s.t("Attachment: {name} ({status})", name=each.name, status=status)


def _annotation_words(s: Surroundings, each: Annotation) -> tuple[str, str]:
    head = wording.name(s.words, each.kind).capitalize()
    words = "\n".join(text if isinstance(text, str) else ", ".join(text) for _, text in each.words)
    if each.kind is AnnotationKind.TRANSLATION:
        words = f"{words}\n{s.t('No sworn translation.')}"
    return head, words
