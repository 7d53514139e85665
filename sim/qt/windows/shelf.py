"""What lies in a tab of the column: as high as the tab, so that no hole is under it, and scrolled where larger text needs more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from sim.qt.palette import px
from sim.qt.panels.stacked_cards import StackedCards

USUAL = 100
OVER = 4
"""Pixels between the tabs and a page"""


class Shelf(QScrollArea):
    """Put pages on ``place``. ``crowded``: whether the tabs over it take a second row, so that it has less than it needs."""

    def __init__(self, crowded: Callable[[], bool]) -> None:
        super().__init__()
        self._crowded = crowded
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._within = QWidget()
        outer, self.place = QVBoxLayout(self._within), QVBoxLayout()
        outer.setContentsMargins(0, OVER, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self.place, 1)
        self.setWidget(self._within)
        self.fit()

    def fit(self) -> None:
        """At the usual size every page fits, if its words move closer together, which a widget that scrolls never makes them do."""
        scrolls = self._crowded() or px(USUAL) > USUAL
        self.setWidgetResizable(scrolls)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not scrolls:
            self._within.resize(self.viewport().size())
        for page in self._within.findChildren(StackedCards):
            page.fill(self.viewport().height() - OVER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
