"""Tabs whose words are all read: in one row where they fit, else in two, in any language and at any size of text."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

SPACING, BESIDE = 2, 4
"""Pixels between two buttons, and on either side of a word"""


class TabRows(QWidget):
    """Pages, and a button each over them; one that Qt's own bar would scroll out of sight, or cut, stands in a second row."""

    def __init__(self, name: str) -> None:
        """``name``: of all of them, for a screen reader."""
        super().__init__()
        self.pages = QTabWidget()
        self.pages.tabBar().hide()
        self.buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._bar = QWidget()
        self._bar.setAccessibleName(name)
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a second row is no reason to be wide
        self._grid = QGridLayout(self._bar)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self._columns = 0
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING)
        box.addWidget(self._bar)
        box.addWidget(self.pages, 1)
        self.pages.currentChanged.connect(self._mark)

    def add(self, page: QWidget, word: str) -> None:
        """One more page, under this word."""
        button = QPushButton(word)
        button.setObjectName("tab")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._turn, len(self.buttons)))
        self.buttons.append(button)
        self._group.addButton(button)
        self.pages.addTab(page, word)
        self._mark(self.pages.currentIndex())
        self._columns = 0
        self._lay_out()

    def open(self, page: QWidget) -> None:
        """Show this page."""
        self.pages.setCurrentWidget(page)

    def _turn(self, index: int, _: bool = False) -> None:
        self.pages.setCurrentIndex(index)

    def _mark(self, index: int) -> None:
        self.buttons[index].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    def _lay_out(self) -> None:
        for button in self.buttons:
            button.setMinimumWidth(_bold(button) + 2 * BESIDE)
        needed = sum(button.minimumWidth() + SPACING for button in self.buttons) - SPACING
        columns = len(self.buttons) if needed <= self.width() else (len(self.buttons) + 1) // 2
        if columns != self._columns:
            self._columns = columns
            for number, button in enumerate(self.buttons):
                self._grid.addWidget(button, *divmod(number, columns))


def _bold(button: QPushButton) -> int:
    """How wide its word is when it is the open one."""
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(bold).horizontalAdvance(button.text())
