"""Buttons whose words are all read: in one row where they fit, else in as many as they need, in any language and at any size of text."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from sim.qt.grown import wears_anew


class ButtonRows(QWidget):
    """``beside`` and ``spacing``: pixels on either side of a word, and between two buttons."""

    def __init__(self, beside: int, spacing: int) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self._away: set[QPushButton] = set()
        self._beside, self._spacing, self._columns = beside, spacing, 0
        self.one_row = 0
        """Pixels of width from which all of them stand in one"""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a second row is no reason to be wide
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)

    def add(self, button: QPushButton) -> None:
        """One more, at the end."""
        self.buttons.append(button)
        self._columns = 0
        self._lay_out()

    def offer(self, button: QPushButton, yes: bool) -> None:
        """Whether it is there: one that is not takes no place."""
        (self._away.discard if yes else self._away.add)(button)
        button.setVisible(yes)
        self._columns = 0
        self._lay_out()

    def name_anew(self) -> None:
        """After words on buttons have become others."""
        self._lay_out()

    @property
    def is_broken(self) -> bool:
        """Whether there is more than one row now."""
        return 0 < self._columns < len(self.buttons) - len(self._away)

    def is_offered(self, button: QPushButton) -> bool:
        return button not in self._away

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._lay_out()

    def _lay_out(self) -> None:
        shown = [button for button in self.buttons if button not in self._away]
        for button in shown:
            button.setMinimumWidth(_bold(button) + 2 * self._beside)
        self.one_row = sum(button.minimumWidth() + self._spacing for button in shown) - self._spacing
        columns = self._most_columns([button.minimumWidth() for button in shown])
        if columns != self._columns:
            self._columns = columns
            for number, button in enumerate(shown):
                self._grid.addWidget(button, *divmod(number, columns))

    def _most_columns(self, widths: list[int]) -> int:
        """So few rows as have room for these, alike but for the last."""
        for rows in range(1, len(widths) + 1):
            columns = ceil(len(widths) / rows)
            needed = sum(max(widths[column::columns]) + self._spacing for column in range(columns)) - self._spacing
            if needed <= self.width():
                return columns
        return min(len(widths), 1)


def _bold(button: QPushButton) -> int:
    """How wide its word is at most, as that of an open tab is."""
    button.ensurePolished()  # it is asked before it was ever shown
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(bold).horizontalAdvance(button.text())
