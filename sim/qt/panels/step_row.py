"""Steps of a path in a row, a button each; where their words have no room, a list with all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from sim.qt.panels.fields import Choice

LEAST_WIDE, BESIDE, SPACING = 60, 10, 4
"""Pixels: of a button, what its frame takes, and between two of them"""


class StepRow(QWidget):
    """Behind its ``name``; every button is as wide as its words ask for, in proportion."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self.name, self.list = QLabel(name), Choice(name)
        self.name.setObjectName("note")
        self.folded = False
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.hide()
        self.list.activated.connect(lambda at: self.buttons[at].click())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACING)
        self._row.addWidget(self.name)
        self._row.addWidget(self.list, 1)

    def add(self, does: Callable[[], None]) -> QPushButton:
        """One more step."""
        button = QPushButton()
        button.setMinimumWidth(LEAST_WIDE)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: does())
        button.setVisible(not self.folded)
        self._row.addWidget(button)
        self.buttons.append(button)
        return button

    def keep(self, count: int) -> None:
        """No more than so many."""
        while len(self.buttons) > count:
            self.buttons.pop().deleteLater()

    def stand_at(self, number: int) -> None:
        """The list says what the buttons say, and this one's words while it is closed."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for at, button in enumerate(self.buttons):
                self.list.addItem(button.text())
                self.list.setItemData(at, button.toolTip(), Qt.ItemDataRole.ToolTipRole)
            self.list.setCurrentIndex(number)
        self.list.setToolTip(self.buttons[number].toolTip())

    def fit(self, width: int) -> None:
        """Fold where so many pixels are too few for all words."""
        needs = [_need(button) for button in self.buttons]
        for button, need in zip(self.buttons, needs, strict=True):
            self._row.setStretchFactor(button, need)
        self.folded = sum(needs) + SPACING * len(needs) + self.name.minimumWidth() > width
        self.list.setVisible(self.folded)
        for button in self.buttons:
            button.setVisible(not self.folded)


def _need(button: QPushButton) -> int:
    font = QFont(button.font())
    if button.objectName() == "here":
        font.setWeight(QFont.Weight.DemiBold)
    return max(QFontMetrics(font).horizontalAdvance(button.text()) + BESIDE, LEAST_WIDE)
