"""Where an attempt goes to: the procedure room, as a picture that comes with the program."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.shipped_picture import paint_shipped
from sim.qt.words import phrase

LEAST = 170
"""Pixels at the usual size of text: a lower strip shows no room"""


class _Backdrop(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_shipped(painter, QRectF(self.rect()), "theatre_still", veil=0)
        painter.end()


class RoomPicture(Card):
    """As high as there is room, up to a square. Says nothing of any case."""

    def __init__(self) -> None:
        super().__init__()
        still = _Backdrop()
        still.setAccessibleName(phrase("room_picture.name"))
        self.box.setContentsMargins(0, 0, 0, 0)
        self.add_elastic(still, lambda width: (px(LEAST), max(width, px(LEAST))))
