# SPDX-License-Identifier: GPL-3.0-or-later
"""One style sheet for both schemes.

Traps: a radius over half the height is ignored; any border drops the native focus ring, so every
control has a :focus rule; paddings shrink by what the focus border adds, so nothing jumps.
"""

import re
from dataclasses import asdict

from evidence_kit.gui.theme.tokens import Tokens

_FONT_SIZE = re.compile(r"font-size: (\d+)px")
_NAME = re.compile(r"\$(\w+)")

_TEMPLATE = """
* { font-size: 14px; }
QWidget { color: $text; }
QMainWindow, QDialog, #page { background: $bg; }
#top { background: $surface; border-bottom: 1px solid $border; }
#foot { background: $surface; border-top: 1px solid $border; }
#foot QLabel { color: $muted; font-size: 13px; }
#nav, #navBox { background: $nav; }
#nav QLabel { color: $nav_text; }
#nav QLabel[look="brand"] { color: $nav_on; font-size: 17px; font-weight: 600; }
#nav QLabel[look="hint"] { color: $nav_muted; font-size: 13px; }
#nav QPushButton { text-align: left; color: $nav_text; background: transparent;
  border: 2px solid transparent; border-radius: 8px; padding: 8px 10px; min-height: 20px; }
#nav QPushButton:hover { background: $nav_card; }
#nav QPushButton:checked { background: $nav_sel; color: $nav_on; font-weight: 600; }
#nav QPushButton:focus { border-color: $focus; }
#nav QPushButton#lock { border: 1px solid $nav_muted; padding: 8px 11px; }
#nav QPushButton#lock:focus { border: 2px solid $focus; padding: 7px 10px; }
#nav QPushButton[kind="compact"] { text-align: center; padding: 8px 0px; }
#lockCard { background: $nav_card; border-radius: 10px; }
QLabel[look="h0"] { font-size: 28px; font-weight: 600; }
QLabel[look="h1"] { font-size: 22px; font-weight: 600; }
QLabel[look="h2"] { font-size: 16px; font-weight: 600; }
QLabel[look="b"] { font-weight: 600; }
QLabel[look="number"] { font-size: 16px; font-weight: 600; }
QLabel[look="count"] { font-size: 24px; font-weight: 600; }
QLabel[look="countWarn"] { font-size: 24px; font-weight: 600; color: $warn_text; }
QLabel[look="sub"] { color: $muted; }
QLabel[look="sect"] { color: $muted; font-size: 13px; font-weight: 600; }
QLabel[look="small"] { color: $muted; font-size: 13px; }
QLabel[look="mono"] { font-family: "Source Code Pro", "DejaVu Sans Mono", monospace;
  font-size: 13px; }
QLabel[look="key"] { font-family: "Source Code Pro", "DejaVu Sans Mono", monospace;
  font-size: 18px; font-weight: 600; }
QLabel[look="danger"] { color: $danger; font-weight: 600; }
QLabel[look="okText"] { color: $ok; font-weight: 600; }
QLabel[look="warnText"] { color: $warn_text; font-weight: 600; }
QLabel[look="step"] { background: $soft; color: $soft_text; border-radius: 17px;
  font-size: 16px; font-weight: 600; }
QLabel[look="okBadge"] { background: $ok_bg; color: $ok; border-radius: 10px;
  padding: 4px 10px; font-weight: 600; font-size: 13px; }
QLabel[look="greyBadge"] { background: $sunken; color: $text; border-radius: 10px;
  padding: 4px 10px; font-weight: 600; font-size: 13px; }
QLabel[look="warnBadge"] { background: $warn_bg; color: $warn_text; border-radius: 10px;
  padding: 4px 10px; font-weight: 600; font-size: 13px; }
QLineEdit, QPlainTextEdit, QTextBrowser, QSpinBox, QComboBox { background: $surface;
  border: 1px solid $edge; border-radius: 8px; padding: 7px 10px; min-height: 20px;
  selection-background-color: $primary; selection-color: $on_primary; }
QLineEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus, QSpinBox:focus, QComboBox:focus {
  border: 2px solid $focus; padding: 6px 9px; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: $muted; background: $sunken; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url($chevron); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; padding: 4px;
  selection-background-color: $primary; selection-color: $on_primary; }
QSpinBox { min-height: 34px; padding-right: 30px; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; background: transparent;
  padding: 0px 10px; min-height: 0px; }
QSpinBox::up-button, QSpinBox::down-button { width: 28px; border: none; }
QSpinBox::up-arrow { image: url($chevron_up); width: 14px; height: 14px; }
QSpinBox::down-arrow { image: url($chevron); width: 14px; height: 14px; }
QPushButton, QToolButton { background: $surface; border: 1px solid $edge; border-radius: 8px;
  padding: 8px 14px; min-height: 18px; }
QPushButton:hover, QToolButton:hover { background: $sunken; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 7px 13px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $sunken;
  border-color: $border; }
QLineEdit QToolButton, QLineEdit QToolButton:hover { border: none; background: transparent;
  padding: 0px; min-height: 0px; }
QPushButton[kind="primary"] { background: $primary; color: $on_primary;
  border: 1px solid $primary; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $primary_hover; }
QPushButton[kind="primary"]:focus { border: 3px solid $focus; padding: 6px 12px; }
QPushButton[kind="primary"]:disabled { color: $muted; background: $sunken;
  border-color: $border; }
QPushButton[kind="urgent"] { background: $primary; color: $on_primary; font-size: 16px;
  border: 1px solid $primary; font-weight: 600; padding: 10px 20px; min-height: 22px; }
QPushButton[kind="urgent"]:hover { background: $primary_hover; }
QPushButton[kind="urgent"]:focus { border: 3px solid $focus; padding: 8px 18px; }
QPushButton[kind="tile"] { border-radius: 12px; padding: 0px; text-align: left; }
QPushButton[kind="tile"]:focus { border: 2px solid $focus; padding: 0px; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent;
  color: $primary; font-weight: 600; padding: 2px; text-align: left;
  text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 2px; }
QPushButton[kind="icon"] { padding: 6px; min-width: 20px; min-height: 20px; }
QPushButton[kind="icon"]:focus { padding: 5px; }
QPushButton[kind="flat"] { padding: 4px; min-width: 18px; min-height: 18px;
  border: 1px solid transparent; background: transparent; }
QPushButton[kind="flat"]:focus { border: 2px solid $focus; padding: 3px; }
QPushButton[kind="chip"] { border-radius: 16px; padding: 6px 14px; }
QPushButton[kind="chip"]:focus { border: 2px solid $focus; padding: 5px 13px; }
QPushButton[kind="chip"]:checked { background: $soft; color: $soft_text;
  border-color: $soft_text; font-weight: 600; }
QPushButton[kind="chip"]:checked:focus { border-color: $focus; }
QPushButton[kind="seg"] { border-radius: 8px; padding: 4px 8px; font-size: 13px;
  min-height: 34px; }
QPushButton[kind="seg"]:focus { border: 2px solid $focus; padding: 3px 7px; }
QPushButton[kind="seg"]:checked { background: $soft; color: $soft_text;
  border: 2px solid $primary; padding: 3px 7px; font-weight: 600; }
QPushButton[kind="seg"]:checked:focus { border: 2px solid $focus; }
#card { background: $surface; border: 1px solid $border; border-radius: 12px; }
#panel { background: $surface; border-left: 1px solid $border; }
#panelLeft { background: $surface; border-right: 1px solid $border; }
#bar { background: $surface; border-bottom: 1px solid $border; }
#barBelow { background: $surface; border-top: 1px solid $border; }
#soft { background: $soft; border-radius: 10px; }
#soft QLabel { color: $soft_text; }
#warn { background: $warn_bg; border-radius: 10px; }
#warn QLabel { color: $warn_text; }
#urgent { background: $surface; border: 2px solid $primary; border-radius: 14px; }
#covered { background: $sunken; border: 1px dashed $edge; border-radius: 12px; }
#drop { background: $surface; border: 2px dashed $edge; border-radius: 14px; }
#drop[over="true"] { background: $soft; border-color: $primary; }
#ask { background: transparent; border: none; border-left: 4px solid transparent; }
#ask[open="true"] { background: $warn_bg; border-left: 4px solid $warn_text; }
#ask[open="true"] QLabel { color: $warn_text; }
#line { background: $border; border: none; }
#clear, QScrollArea { background: transparent; border: none; }
#chosen { background: $soft; border-radius: 8px; }
QTextBrowser { border: none; background: transparent; padding: 0px; }
QListView, QTableView, QTreeView { background: $surface; alternate-background-color: $bg;
  border: 1px solid $border; border-radius: 10px; outline: 0;
  selection-background-color: $soft; selection-color: $text; gridline-color: $border; }
QListView::item { padding: 4px 2px; min-height: 24px; }
QListView::indicator { width: 20px; height: 20px; border: 1px solid $edge; border-radius: 5px;
  background: $surface; }
QListView::indicator:checked { background: $primary; border-color: $primary;
  image: url($check); }
QListView:focus, QTableView:focus, QTreeView:focus { border: 2px solid $focus; }
QListView[look="grid"] { background: transparent; border: 2px solid transparent; }
QListView[look="grid"]:focus { border: 2px solid transparent; }
QHeaderView::section { background: $sunken; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 7px 8px; font-weight: 600; font-size: 13px; }
QTableView::item { padding: 5px 8px; }
QProgressBar { background: $sunken; border: 1px solid $edge; border-radius: 6px; height: 12px;
  text-align: center; color: transparent; }
QProgressBar::chunk { background: $primary; border-radius: 5px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; border: 2px solid transparent;
  border-radius: 6px; padding: 1px 3px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator { width: 20px; height: 20px; border: 1px solid $edge; border-radius: 5px;
  background: $surface; }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; image: url($check); }
QRadioButton::indicator { width: 18px; height: 18px; border: 1px solid $edge;
  border-radius: 10px; background: $surface; }
QRadioButton::indicator:checked { background: $surface; border: 6px solid $primary;
  width: 8px; height: 8px; }
QToolTip { background: $text; color: $bg; border: none; padding: 5px; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 2px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 5px; min-height: 40px; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 2px; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 5px; min-width: 40px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
"""


def style_sheet(tokens: Tokens, scale: int, pictures: dict[str, str]) -> str:
    """Return the style sheet in a scheme, at a text size.

    Args:
        tokens: the colours.
        scale: text size in per cent.
        pictures: names of small pictures ("check", "chevron") to their URL.
    """
    names = asdict(tokens) | pictures
    sized = _FONT_SIZE.sub(lambda m: f"font-size: {scaled(int(m[1]), scale)}px", _TEMPLATE)
    return _NAME.sub(lambda m: names[m[1]], sized)


def scaled(pixels: int, scale: int) -> int:
    """Return a size at a text size in per cent."""
    return round(pixels * scale / 100)
