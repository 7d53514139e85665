"""How the studio's page is spread out: form and trials side by side; where text is large one of them at a time, under one bar of tabs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import styled
from sim.qt.panels.button_rows import ButtonRows
from sim.qt.studio.case_tabs import CaseTabs
from sim.qt.studio.fault_list import FaultList
from sim.qt.studio.side_tabs import SideTabs
from sim.qt.studio.starts import Starts
from sim.qt.words import phrase

BESIDE, BESIDE_MAIN, SPACING = 11, 16, 6
"""Pixels on either side of a tab's word, and of a button's that may be the main one; and between two"""
BACK = "\u2190"
"""Where text is large"""
EDGE, ANY_WIDTH = 16, 2**24 - 1
"""Pixels on either side of the page; and no bound"""
FORM, TRIALS = 8, 5
"""Shares of the width"""


class SaidLine(QLabel):
    """What is said of what was done last; where text is large an empty line has no room."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("note")
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setVisible(bool(text) or not is_large())

    def clear(self) -> None:
        self.setText("")


class StudioLayout(QWidget):
    """Lays out."""

    def __init__(self, head: QLabel, begin: Starts, buttons: Mapping[str, QPushButton], said: SaidLine, tabs: CaseTabs) -> None:
        """``buttons``: by their names; the one that leads ``back`` stands before the title, the others in a row."""
        super().__init__()
        self._head, self._begin, self._said, self._tabs = head, begin, said, tabs
        self._bar = ButtonRows(BESIDE_MAIN, SPACING)
        named = QHBoxLayout()
        self._back = buttons["back"]
        named.setSpacing(EDGE)
        named.addWidget(self._back)
        named.addWidget(head, 1)
        for name, button in buttons.items():
            if name != "back":
                self._bar.add(button)
        self._top, self._first, self._body = QGridLayout(), QHBoxLayout(), QHBoxLayout()
        self._top.addLayout(named, 0, 0, 1, 3)
        self._top.addWidget(begin, 1, 0, Qt.AlignmentFlag.AlignTop)  # beside the first row of buttons, not between two
        self._top.addWidget(self._bar, 1, 1, Qt.AlignmentFlag.AlignTop)
        self._right = QVBoxLayout()
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(EDGE, 8, EDGE, 8)
        outer.addLayout(self._top)
        outer.addWidget(said)
        self._body.addWidget(tabs, FORM)
        self._body.addLayout(self._right, TRIALS)

    def take_beside(self, faults: FaultList, enter: QPushButton, beside: SideTabs) -> None:
        """What stands beside the form; then everything has its place."""
        self._faults, self._beside = faults, beside
        self._first.addWidget(faults.head, 1)
        self._first.addWidget(enter)  # whatever else stands here, a case can be tried
        self._right.addWidget(faults)
        self._right.addWidget(beside, 1)
        self._one = ButtonRows(BESIDE, SPACING)
        self._one.setAccessibleName(phrase("studio.parts"))
        self._group = QButtonGroup(self)
        for pages in (self._tabs, beside):
            for index in range(pages.count()):
                button = QPushButton()
                button.setObjectName("tab")
                button.setCheckable(True)
                button.clicked.connect(partial(self._open, pages, index))
                self._one.add(button)
                self._group.addButton(button)
            pages.currentChanged.connect(self._mark)
        self._outer.addWidget(self._one)
        self._outer.addLayout(self._body, 1)
        self._tabs.titled.connect(self._name)
        self._shows_beside = False
        self._name()
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._spread()

    def _spread(self) -> None:
        large = is_large()
        styled(self._head, "big_low" if large else "big")
        self._back.setText(BACK if large else phrase("studio.back"))  # beside large words the title had two lines
        self._back.setToolTip(phrase("studio.back") if large else "")
        self._back.setAccessibleName(phrase("studio.back"))
        self._one.setVisible(large)
        self._said.setText(self._said.text())
        for pages in (self._tabs, self._beside):
            pages.tabBar().setVisible(not large)
        for box in (self._outer, self._right):
            box.removeItem(self._first)
        (self._outer if large else self._right).insertLayout(2 if large else 0, self._first)
        self._place_buttons()
        self._show_part()

    def _place_buttons(self) -> None:
        """In one row, no button wider than its word asks for, where they have room for it."""
        self._bar.name_anew()
        begin = min(self._begin.sizeHint().width(), self._begin.maximumWidth())
        in_a_row = begin + SPACING + self._bar.one_row <= self.width() - 2 * EDGE
        self._bar.setMinimumWidth(self._bar.one_row if in_a_row else 0)
        self._bar.setMaximumWidth(self._bar.one_row if in_a_row else ANY_WIDTH)
        self._top.setColumnStretch(1, int(not in_a_row))
        self._top.setColumnStretch(2, int(in_a_row))

    def _open(self, pages: CaseTabs | SideTabs, index: int, _: bool = False) -> None:
        self._shows_beside = pages is self._beside
        pages.setCurrentIndex(index)
        self._show_part()

    def _mark(self, _: int = 0) -> None:
        """Whoever turned a page of the form, as a fault that was clicked does, sees it."""
        if self.sender() is self._tabs:
            self._shows_beside = False
        self._show_part()

    def _show_part(self) -> None:
        form = not (is_large() and self._shows_beside)
        beside = not is_large() or self._shows_beside
        for place, share in ((0, FORM if form else 0), (1, TRIALS if beside else 0)):
            self._body.setStretch(place, share)
        self._tabs.setVisible(form)
        self._beside.setVisible(beside)
        self._faults.show_at_all(beside and not (is_large() and self._beside.currentIndex()))  # a body needs the height
        shown = self._tabs.count() + self._beside.currentIndex() if self._shows_beside else self._tabs.currentIndex()
        self._one.buttons[shown].setChecked(True)

    def _name(self) -> None:
        """Titles as they are now: one of the form may have a number."""
        titles = [pages.tabText(index) for pages in (self._tabs, self._beside) for index in range(pages.count())]
        for button, title in zip(self._one.buttons, titles, strict=True):
            button.setText(title)
        self._one.name_anew()
