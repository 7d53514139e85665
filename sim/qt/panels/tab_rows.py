"""Tabs whose words are all read: in one row where they fit, else in two, in any language and at any size of text."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton, QTabWidget, QVBoxLayout, QWidget

from sim.qt.panels.button_rows import ButtonRows

SPACING, BESIDE = 2, 4
"""Pixels between two buttons, and on either side of a word"""


class TabRows(QWidget):
    """Pages, and a button each over them; one that Qt's own bar would scroll out of sight, or cut, stands in a second row."""

    def __init__(self, name: str) -> None:
        """``name``: of all of them, for a screen reader."""
        super().__init__()
        self.pages = QTabWidget()
        self.pages.tabBar().hide()
        self._group = QButtonGroup(self)
        self._bar = ButtonRows(BESIDE, SPACING)
        self._bar.setAccessibleName(name)
        self.buttons = self._bar.buttons
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
        self._bar.add(button)
        self._group.addButton(button)
        self.pages.addTab(page, word)
        self._mark(self.pages.currentIndex())

    def offer(self, index: int, yes: bool) -> None:
        """Whether this page can be opened now."""
        if self.is_offered(index) != yes:
            self.pages.setTabVisible(index, yes)
            self._bar.offer(self.buttons[index], yes)

    @property
    def is_broken(self) -> bool:
        """Whether the buttons stand in two rows now."""
        return self._bar.is_broken

    def is_offered(self, index: int) -> bool:
        return self._bar.is_offered(self.buttons[index])

    def open(self, page: QWidget) -> None:
        """Show this page."""
        self.pages.setCurrentWidget(page)

    def _turn(self, index: int, _: bool = False) -> None:
        """A click takes the focus along, if one of them has it: its line stands round the one that is open."""
        self.pages.setCurrentIndex(index)
        if any(button.hasFocus() for button in self.buttons):
            self.buttons[index].setFocus()

    def _mark(self, index: int) -> None:
        self.buttons[index].setChecked(True)
