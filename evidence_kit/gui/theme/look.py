# SPDX-License-Identifier: GPL-3.0-or-later
"""A scheme made ready to draw with: palette, style sheet, fonts, tinted icons."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from evidence_kit import resources
from evidence_kit.gui.theme.stylesheet import scaled, style_sheet
from evidence_kit.gui.theme.tokens import DARK, LIGHT

FONT_FAMILY = "Inter"
_SHARPNESS = 2
_ROLES = (
    (QPalette.ColorRole.Window, "bg"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "bg"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.Highlight, "primary"),
    (QPalette.ColorRole.HighlightedText, "on_primary"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Link, "primary"),
    (QPalette.ColorRole.LinkVisited, "primary"),
    (QPalette.ColorRole.ToolTipBase, "text"),
    (QPalette.ColorRole.ToolTipText, "bg"),
    (QPalette.ColorRole.Accent, "primary"),
)


class Look:
    """How things are drawn now. Made again when the scheme or the text size changes."""

    def __init__(self, *, dark: bool = False, scale: int = 100) -> None:
        self.dark = dark
        self.scale = scale
        """Text size in per cent."""
        self.tokens = DARK if dark else LIGHT
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}

    def px(self, pixels: int) -> int:
        """Return a size that grows with the text."""
        return scaled(pixels, self.scale)

    def colour(self, name: str) -> QColor:
        """Return a token's colour."""
        return QColor(getattr(self.tokens, name))

    def font(self, pixels: int = 14, *, bold: bool = False, fixed: bool = False) -> QFont:
        """Return a font at the text size, for what is painted by hand."""
        font = QFont(["Source Code Pro", "DejaVu Sans Mono", "monospace"] if fixed else FONT_FAMILY)
        font.setPixelSize(self.px(pixels))
        # Inter's contextual alternates turn 9x2 into 9×2 and -> into an arrow: not in evidence.
        font.setFeature(QFont.Tag("calt"), 0)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def pixmap(self, name: str, colour: str = "muted", size: int = 20) -> QPixmap:
        """Return an icon tinted with a token; its edge in pixels at 100 %."""
        side = self.px(size)
        key = (name, colour, side)
        if key not in self._pixmaps:
            self._pixmaps[key] = _tinted(name, getattr(self.tokens, colour), side)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str = "text", size: int = 20) -> QIcon:
        """Return an icon for a button."""
        return QIcon(self.pixmap(name, colour, size))

    def size(self, pixels: int) -> QSize:
        """Return a square that grows with the text."""
        return QSize(self.px(pixels), self.px(pixels))

    def palette(self) -> QPalette:
        """Return the palette of the scheme."""
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self.colour(token))
        for role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
            QPalette.ColorRole.WindowText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette

    def apply(self, app: QApplication) -> None:
        """Dress the whole program."""
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(self.font())
        app.setPalette(self.palette())
        suffix = "dark" if self.dark else "light"
        pictures = {
            name: resources.path("icons", f"{name}-{suffix}.svg").as_posix()
            for name in ("check", "chevron", "chevron_up")
        }
        app.setStyleSheet(style_sheet(self.tokens, self.scale, pictures))


def load_fonts() -> None:
    """Load the window's letters into this program only; nothing is installed."""
    for distribution, name in (
        ("fontpkg-inter", "/Inter[opsz,wght].ttf"),
        ("fontpkg-source-code-pro", "/SourceCodePro[wght].ttf"),
    ):
        data = resources.package_file(distribution, name).read_bytes()
        QFontDatabase.addApplicationFontFromData(QByteArray(data))


def _tinted(name: str, colour: str, side: int) -> QPixmap:
    svg = resources.read_bytes("icons", f"{name}.svg").replace(b"currentColor", colour.encode())
    pixmap = QPixmap(side * _SHARPNESS, side * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap
