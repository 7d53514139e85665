"""At the table: the pictures over the line of time, and the column of instruments beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sim.qt.panels.fields import HANDS_AT_WORK
from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.timeline import Timeline
from sim.qt.windows.column import Column


class Table(QWidget):
    """Lays out; the pictures take what the column leaves."""

    def __init__(self, lightbox: Lightbox, timeline: Timeline, column: Column) -> None:
        super().__init__()
        self.setProperty(HANDS_AT_WORK, True)
        middle = QVBoxLayout()
        middle.addWidget(lightbox, 1)
        middle.addWidget(timeline)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 6)
        row.addLayout(middle, 1)
        row.addWidget(column)
