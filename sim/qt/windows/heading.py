"""Over the pages of the room: their tabs, and the guide beside them; under them where large text leaves the hint no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px
from sim.qt.panels.guide_bar import GuideBar

NARROW = 1100
"""Pixels at the usual size of text: in a heading that is less wide a hint beside the tabs is cut"""
SIDE = 10
"""Pixels right of the box that switches hints, as on the guide itself"""


class Heading(QWidget):
    """Lays out."""

    def __init__(self, tabs: QWidget, guide: GuideBar) -> None:
        super().__init__()
        self._guide = guide
        self._below: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(tabs, 0, 0)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Where text is large, or the window narrow for it, the box goes up beside the tabs: the guide has the whole width."""
        below = is_large() or self.width() < px(NARROW)
        if below == self._below:
            return
        self._below = below
        self._guide.go_below(below)
        if below:
            self._grid.addWidget(self._guide, 1, 0, 1, 2)
            self._grid.addWidget(self._guide.on, 0, 1, Qt.AlignmentFlag.AlignRight)
            self._guide.on.setVisible(not self._guide.isHidden())
        else:
            self._grid.addWidget(self._guide, 0, 1)
            self._guide.take_box()
        self._grid.setContentsMargins(8, 0, SIDE if below else 0, 0)
