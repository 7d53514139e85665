"""Words that stand larger, and rows of them further apart, where their card got more height than they ask for."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy

from sim.qt.grown import wears_anew
from sim.qt.palette import px, styled

STEPS = ((13, 2), (13, 5), (16, 5), (16, 9), (16, 13))
"""Pixels at the usual size of text: of a letter, and round a cell of a table"""
USUAL = STEPS[0]


class RoomyWords(QLabel):
    """``high`` is for a card on which it is elastic."""

    def __init__(self) -> None:
        super().__init__()
        self._write: Callable[[int], str] = lambda _: ""
        self._step = USUAL
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def tell(self, write: Callable[[int], str]) -> None:
        """``write``: HTML for so many pixels round a cell."""
        self._write = write
        self._show(USUAL)
        self._choose()

    @property
    def is_large(self) -> bool:
        return self._step != USUAL

    def high(self, width: int) -> tuple[int, int]:
        """At this width: at least, and at most."""
        return self._taken(width, USUAL).height(), self._taken(width, STEPS[-1]).height()

    def hasHeightForWidth(self) -> bool:
        """No: it takes what it is given."""
        return False

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as its longest word at the usual size, however large it stands now."""
        return QSize(self._taken(1, USUAL).width(), px(USUAL[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._choose()

    def _taken(self, width: int, step: tuple[int, int]) -> QSize:
        letter, pad = step
        words, font = QTextDocument(), QFont(self.font())
        font.setPixelSize(px(letter))
        words.setDefaultFont(font)
        words.setDocumentMargin(0)
        words.setHtml(self._write(px(pad)))
        words.setTextWidth(width)
        return QSize(ceil(words.size().width()), ceil(words.size().height()))

    def _choose(self) -> None:
        step = next((one for one in reversed(STEPS) if self._has_room_for(self._taken(self.width(), one))), USUAL)
        if step != self._step:
            self._show(step)

    def _has_room_for(self, words: QSize) -> bool:
        return words.width() <= self.width() and words.height() <= self.height()

    def _show(self, step: tuple[int, int]) -> None:
        self._step = step
        self.setText(self._write(px(step[1])))
        styled(self, "roomy" if step[0] > USUAL[0] else "long")  # last: wearing it chooses anew
