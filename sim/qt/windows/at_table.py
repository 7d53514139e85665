"""At the table: the pictures over the line of time, and the column of instruments beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.panels.fields import HANDS_AT_WORK
from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.mark_key import MarkKey
from sim.qt.panels.timeline import Timeline
from sim.qt.windows.column import Column


class Table(QWidget):
    """Lays out; the pictures take what the column leaves. Where text is large what is said last stands under them, not in the column."""

    def __init__(self, lightbox: Lightbox, timeline: Timeline, column: Column) -> None:
        super().__init__()
        self.setProperty(HANDS_AT_WORK, True)
        self._column = column
        middle = self._middle = QVBoxLayout()
        middle.addWidget(lightbox, 1)
        middle.addWidget(timeline)
        key = MarkKey(lines=1)
        timeline.marked.connect(key.show_marks)
        middle.addWidget(key)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 6)
        self._row.addLayout(middle, 1)
        self._row.addWidget(column)
        self._put_message()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._put_message()

    def _put_message(self) -> None:
        """Squares leave a strip under them where the column is wide; the pages of the instruments have no line to spare then."""
        if is_large() != (self._middle.indexOf(self._column.message) >= 0):
            self._middle.insertWidget(1, self._column.message) if is_large() else self._column.take_message()

    def put_column(self, left: bool) -> None:
        """At the left of the pictures, or at the right."""
        self._row.setDirection(QBoxLayout.Direction.RightToLeft if left else QBoxLayout.Direction.LeftToRight)
