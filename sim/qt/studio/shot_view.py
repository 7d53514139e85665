"""An X-ray of the body that is written, as it stands on the table's monitors: on black, with its view and the marker of a side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenarios import words
from sim.qt.palette import tint
from sim.qt.panels.lettering import inside, lie_under, write
from sim.qt.words import phrase

MARKS = {"AP": "R", "lateral": "ANT"}
"""What lies to the right of each view"""
AT_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
AT_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ShotView(QWidget):
    """As large as there is room."""

    def __init__(self, view: str) -> None:
        super().__init__()
        self.view = view
        self.setAccessibleName(phrase("studio.body_in", view=view))
        self.setMinimumSize(120, 120)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._shot = QPixmap()

    def show_shot(self, shot: QPixmap) -> None:
        """One that is empty leaves the caption alone."""
        self._shot = shot
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 200)

    def letters(self) -> list[tuple[Qt.AlignmentFlag, str]]:
        """What is written, and in which corner."""
        return [(AT_TOP, words.told(self.view)), *([(AT_RIGHT, MARKS[self.view])] if not self._shot.isNull() else [])]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), QRectF(self.rect())
        painter.fillRect(area, tint("screen"))
        if not self._shot.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._shot.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0.0, 0.0, size.width(), size.height())
            place.moveCenter(area.center())
            painter.drawPixmap(place, self._shot, QRectF(self._shot.rect()))
        for where, said in self.letters():
            lie_under(painter, inside(area), where, said)
            write(painter, inside(area), where, said)
        painter.end()
