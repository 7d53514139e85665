"""A strip over the lower edge of a small picture: its name, in letters for which the strip has room, and the way to see it large."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from sim.qt.palette import px, tint
from sim.qt.panels.lettering import fit
from sim.qt.panels.tile import framed_painter

USUAL, PAD = 100, 4
"""Pixels over and under its letters"""
OF_PICTURE = 1 / 12
"""In letters that are larger than usual it is no higher a share of the picture than this, unless the usual ones need more."""


class Caption(QToolButton):
    """A press brings what it names."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("caption")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def lie_on(self, picture: QRect) -> None:
        """Along its lower edge."""
        grown = QFontInfo(self.font()).pixelSize()
        usual = grown * USUAL / px(USUAL)
        high = round(min(grown, max(usual, picture.height() * OF_PICTURE)) * 1.3) + 2 * PAD
        self.setGeometry(picture.x(), picture.bottom() + 1 - high, picture.width(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = framed_painter(self)
        font = QFont(painter.font())
        font.setPixelSize(min(QFontInfo(font).pixelSize(), int((self.height() - 2 * PAD) / 1.3)))
        painter.setFont(font)
        fit(painter, self.width(), self.text())
        painter.setPen(tint("screen_ink"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
