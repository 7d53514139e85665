"""Over the pages of the room: their tabs, and the guide beside them; under them where large text leaves the hint no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from sim.qt.grown import is_large
from sim.qt.panels.guide_bar import GuideBar

SIDE = 10
"""Pixels right of the box that switches hints, as on the guide itself"""


class Heading(QWidget):
    """Lays out."""

    def __init__(self, tabs: QWidget, guide: GuideBar) -> None:
        super().__init__()
        self._guide = guide
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(tabs, 0, 0)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def _turn(self) -> None:
        """Where text is large the box goes up beside the tabs: the guide has the whole width."""
        if is_large():
            self._grid.addWidget(self._guide, 1, 0, 1, 2)
            self._grid.addWidget(self._guide.on, 0, 1, Qt.AlignmentFlag.AlignRight)
            self._guide.on.setVisible(not self._guide.isHidden())
        else:
            self._grid.addWidget(self._guide, 0, 1)
            self._guide.take_box()
        self._grid.setContentsMargins(8, 0, SIDE if is_large() else 0, 0)
