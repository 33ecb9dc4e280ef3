# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoded pixels from the vault process, made ready to paint. Nothing is decoded here."""

from PySide6.QtGui import QImage, QPixmap

from evidence_kit.domain.exhibit import Picture


def pixmap_of(picture: Picture) -> QPixmap:
    """Turn decoded pixels into something to paint."""
    stride = picture.width * 4
    image = QImage(
        picture.rgba, picture.width, picture.height, stride, QImage.Format.Format_RGBA8888
    )
    return QPixmap.fromImage(image)
