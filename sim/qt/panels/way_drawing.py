"""A small drawing of the lumbar column from the side, the back to the left: the level that is meant and the needle's way to it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sim.qt.grown import grow
from sim.qt.palette import tint

LUMBAR_SHOWN = ("L1", "L2", "L3", "L4", "L5", "S1")
LETTER = 0.3
"""Of the height: the sign that the level is the exercise"""


def draw_way(painter: QPainter, area: QRectF, level: str, aim: str) -> None:
    """Without a level a question stands for it."""
    painter.setPen(Qt.PenStyle.NoPen)
    step = area.height() / len(LUMBAR_SHOWN)
    aimed: QPointF | None = None
    for i, shown in enumerate(LUMBAR_SHOWN):
        x = area.x() + area.width() * (0.52 + 0.05 * (i - 2.5) * (1 if i < 4 else -0.6))
        block = QRectF(x, area.y() + i * step + 1, area.width() * 0.4, step - 3)
        meant = shown == level
        painter.setBrush(tint("mark" if meant else "bone"))
        painter.drawRoundedRect(block, 2, 2)
        painter.drawRect(QRectF(x - area.width() * 0.26, block.y() + 2, area.width() * 0.16, step - 6))
        if meant:
            aimed = QPointF(x - 3, block.bottom() + 1 if aim in ("interspace", "foramen", "joint") else block.center().y())
    if aimed is None:
        font = QFont(painter.font())
        font.setPixelSize(round(area.height() * LETTER))
        painter.setFont(font)
        painter.setPen(tint("mark"))
        painter.drawText(QRectF(area.x(), area.y(), area.width() * 0.3, area.height()), Qt.AlignmentFlag.AlignCenter, "?")
        return
    start = QPointF(area.x(), aimed.y() + (area.height() * 0.2 if aim != "canal" else area.height() * 0.32))
    if aim == "canal":
        start = QPointF(area.x() + 4, min(start.y(), area.bottom()))
    painter.setPen(QPen(tint("bright"), max(area.height() / 28, 2.0)))
    painter.drawLine(start, aimed)


class WayPicture(QWidget):
    """``side``: pixels at the usual size of text. Words beside it say the same."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._level = self._aim = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grow(self, width=side, height=side)

    def show_way(self, level: str, aim: str) -> None:
        self._level, self._aim = level, aim
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_way(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self._level, self._aim)
        painter.end()
