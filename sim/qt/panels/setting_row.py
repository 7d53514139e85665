"""What takes a needle and sets it: side by side, each as wide as its words ask for, in proportion; in two rows where text is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.icons import EDGE, GAP, SIDE
from sim.qt.palette import px
from sim.qt.panels.fields import Choice

BOX = 34
"""Pixels at the usual size of text that a closed box takes beside its words"""


class SettingRow(QWidget):
    """``choice`` and ``finger`` are boxes, the others buttons with an icon."""

    def __init__(self, choice: Choice, take: QPushButton, place: QPushButton, finger: Choice) -> None:
        super().__init__()
        self._choice, self._take, self._place, self._finger = choice, take, place, finger
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._wrap()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wrap()

    def _wrap(self) -> None:
        large = is_large()
        spots = ((0, 0), (1, 0), (1, 2), (0, 2)) if large else ((0, 0), (0, 1), (0, 2), (0, 3))
        for column, (widget, (row, at)) in enumerate(zip((self._choice, self._take, self._place, self._finger), spots, strict=True)):
            self._grid.addWidget(widget, row, at, 1, 2 if large else 1)
            self._grid.setColumnStretch(column, 1 if large else self._need(widget))

    def offer(self, taking: bool, setting: bool) -> None:
        """Whether a needle can be taken, and set: what cannot be done gives its place to what can, if who asks has none to spare."""
        for widget, yes in ((self._choice, taking), (self._take, taking), (self._place, setting), (self._finger, setting)):
            widget.setVisible(yes)
        if is_large():  # two that are left share a line
            self._grid.addWidget(self._place, 1 if taking else 0, 2 if taking else 0, 1, 2)
            self._grid.addWidget(self._finger, 0, 2, 1, 2)

    def _need(self, widget: QWidget) -> int:
        """Of the boxes so much as their words need: the finger's shows a landmark only in its list."""
        wide = widget.fontMetrics().horizontalAdvance
        if isinstance(widget, Choice):
            shown = range(1 if widget is self._finger else widget.count())
            return max((wide(widget.itemText(i)) for i in shown), default=0) + px(BOX)
        assert isinstance(widget, QPushButton)
        return wide(widget.text()) + px(SIDE) + GAP + EDGE
