"""What the marks of curves mean: who passed, who did not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.qt.palette import px, tint
from sim.qt.panels.curve_view import draw_outcome
from sim.qt.words import phrase

SIGN, APART = 14, 16
"""Pixels at the usual size of text: a sign's place, and behind a word"""


class PassedKey(QWidget):
    """One for all curves of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words = {passed: phrase(f"passed_key.{'passed' if passed else 'not_passed'}") for passed in (True, False)}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(phrase("passed_key.name"))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(sum(px(SIGN + APART) + metrics.horizontalAdvance(word) for word in self.words.values()), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for passed, word in self.words.items():
            draw_outcome(painter, QPointF(x + px(SIGN) / 2, self.height() / 2), passed)
            x += px(SIGN)
            painter.setPen(tint("muted"))
            room = QRectF(x, 0, self.width() - x, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
            x += painter.fontMetrics().horizontalAdvance(word) + px(APART)
        painter.end()
