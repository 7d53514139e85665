"""Rows of words that stand further apart where their card got more height than they ask for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from sim.qt.grown import wears_anew
from sim.qt.palette import px
from sim.qt.panels.long_words import measured

STEPS = (2, 4, 6, 8)
"""Pixels at the usual size of text round a cell of a table"""
USUAL = STEPS[0]


class RoomyWords(QLabel):
    """``high`` is for a card on which it is elastic."""

    def __init__(self) -> None:
        super().__init__()
        self._write: Callable[[int, int], str] = lambda *_: ""
        self._step = USUAL
        self.setObjectName("long")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def tell(self, write: Callable[[int, int], str]) -> None:
        """``write``: HTML for so many pixels round a cell, and across."""
        self._write = write
        self._show(USUAL)
        self._choose()

    def high(self, width: int) -> tuple[int, int]:
        """At this width: at least, and at most."""
        return self._taken(width, USUAL).height(), self._taken(width, STEPS[-1]).height()

    def high_of(self, write: Callable[[int, int], str], width: int) -> int:
        """At this width other words would ask for at least."""
        return self._measured(write(px(USUAL), width), width).height()

    def hasHeightForWidth(self) -> bool:
        """No: it takes what it is given."""
        return False

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as its longest word, a line high."""
        return QSize(self._taken(1, USUAL).width(), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._choose()

    def _taken(self, width: int, step: int) -> QSize:
        return self._measured(self._write(px(step), width), width)

    def _measured(self, told: str, width: int) -> QSize:
        self.ensurePolished()  # before it is first shown it has letters of another size
        return QSize(*measured(told, self.font().toString(), width))

    def _choose(self) -> None:
        step = next((one for one in reversed(STEPS) if self._has_room_for(self._taken(self.width(), one))), USUAL)
        if step != self._step or self._write(px(step), self.width()) != self.text():
            self._show(step)

    def _has_room_for(self, words: QSize) -> bool:
        return words.width() <= self.width() and words.height() <= self.height()

    def _show(self, step: int) -> None:
        self._step = step
        self.setText(self._write(px(step), self.width()))
