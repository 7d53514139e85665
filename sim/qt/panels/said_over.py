"""What was said last, over the foot of the pictures: it has no line of its own there, and goes when it is put away."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from sim.qt.words import phrase

AWAY = "\N{MULTIPLICATION SIGN}"
ROUND = (6, 0, 1, 0)
"""Pixels round it"""


class SaidOver(QFrame):
    """Holds a label that is lent to it, and is as high as that needs."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("said_over")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*ROUND)
        self.away = QToolButton()
        self.away.setText(AWAY)
        self.away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.away.setAccessibleName(phrase("said_over.away"))
        self.away.setToolTip(phrase("said_over.away"))
        self.away.clicked.connect(self.hide)
        self._row.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def borrow(self, label: QLabel) -> None:
        self._row.insertWidget(0, label, 1)

    def be_wide(self, width: int) -> None:
        """What it holds knows then how high it has to be."""
        self.resize(width, self.height())
        self._row.activate()

    def lie_at(self, foot: QRect) -> None:
        """Up from there, as far as it has to."""
        self._row.invalidate()
        high = self._row.sizeHint().height() + self.height() - self.contentsRect().height()
        self.setGeometry(foot.left(), foot.bottom() + 1 - high, foot.width(), high)
        self.raise_()
