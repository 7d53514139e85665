"""At the table: the pictures over the line of time, and the column of instruments beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px
from sim.qt.panels.at_hands import HANDS_AT_WORK
from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.mark_key import MarkKey
from sim.qt.panels.said_over import SaidOver
from sim.qt.panels.timeline import Timeline
from sim.qt.windows.column import Column

KEY_FROM_PX = 700
"""In a table less high, where text is large, the marks' meanings are told by their tips alone: the picture has their line"""

FOOT = 25
"""Pixels at the usual size of text, where that is large, of the time line and what lies over it: two lines of small letters"""


class Table(QWidget):
    """Lays out; the pictures take what the column leaves. Where text is large what is said last lies over the line of time."""

    def __init__(self, lightbox: Lightbox, timeline: Timeline, column: Column) -> None:
        super().__init__()
        self.setProperty(HANDS_AT_WORK, True)
        self._column, self._lightbox, self._timeline = column, lightbox, timeline
        middle = self._middle = QVBoxLayout()
        middle.addWidget(lightbox, 1)
        middle.addWidget(timeline)
        self.key = MarkKey(lines=1)
        timeline.marked.connect(self.key.show_marks)
        middle.addWidget(self.key)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 6)
        self._row.addLayout(middle, 1)
        self._row.addWidget(column)
        self.said = SaidOver(self, column.message)
        column.told.connect(self._show_said)
        self._put_message()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._put_message()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _put_message(self) -> None:
        """The pages of the instruments have no line to spare for it where text is large."""
        lent = self.said.isAncestorOf(self._column.message)
        if is_large() and not lent:
            self.said.borrow()
        elif lent and not is_large():
            self._column.take_message()
        self._show_said()
        QTimer.singleShot(0, self, self._lay)  # when what stands here has its new size too

    def _show_said(self) -> None:
        """What is new; nothing that is empty."""
        self.said.setVisible(is_large() and bool(self._column.message.text()))
        self._lay()

    def _lay(self) -> None:
        self.key.setVisible(not is_large() or self.height() >= KEY_FROM_PX)
        free = max(px(FOOT) - self._timeline.height() - self._middle.spacing(), 0) if is_large() else 0
        self._middle.setContentsMargins(0, 0, 0, free)
        if self.said.isAncestorOf(self._column.message):
            foot = self._middle.geometry()
            foot.setTop(self._lightbox.geometry().bottom() + 1)
            self.said.lie_at(foot)

    def put_column(self, left: bool) -> None:
        """At the left of the pictures, or at the right."""
        self._row.setDirection(QBoxLayout.Direction.RightToLeft if left else QBoxLayout.Direction.LeftToRight)
