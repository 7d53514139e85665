"""What was said last, over the line of time: it has no line of its own there, and goes when it is put away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from sim.qt.palette import styled
from sim.qt.words import phrase

AWAY, REST = "\N{MULTIPLICATION SIGN}", "\N{HORIZONTAL ELLIPSIS}"
ROUND = (6, 0, 1, 0)
"""Pixels round it"""
LOOKS = {"message": ("message", "long", "longest")} | {one: (one, f"long_{one}", f"longest_{one}") for one in ("loud", "loss")}
"""Of a message: as any, as what nobody may miss, and as a loss of resistance: usually, and where it is long or longer still"""


def is_loud(label: QLabel) -> bool:
    """Whether what it says must not be missed."""
    return label.objectName() not in LOOKS["message"]


def high_of(label: QLabel, most: int) -> int:
    """How high a message has to be, in pixels: one that is higher than ``most`` in smaller letters."""
    label.setMinimumHeight(0)  # which would count in what it needs
    needed = most
    for look in next(looks for looks in LOOKS.values() if label.objectName() in looks):
        styled(label, look)
        label.ensurePolished()
        needed = label.heightForWidth(label.width())
        if needed <= most:
            break
    return needed


class SaidOver(QFrame):
    """Holds a label that is lent to it. It covers no picture: what has no room below them is read on request, or nobody may miss it."""

    def __init__(self, over: QWidget, label: QLabel) -> None:
        super().__init__(over)
        self.setObjectName("said_over")
        self._label = label
        self._foot = QRect()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*ROUND)
        self.rest, self.away = self._button("rest", REST), self._button("away", AWAY)
        self.rest.setCheckable(True)
        self.rest.toggled.connect(lambda _: self._lie())
        self.away.clicked.connect(self.hide)
        self.hide()

    def _button(self, code: str, sign: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(phrase(f"said_over.{code}"))
        button.setToolTip(phrase(f"said_over.{code}"))
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def borrow(self) -> None:
        self._row.insertWidget(0, self._label, 1)

    def lie_at(self, foot: QRect) -> None:
        """In this place; something new there is read from its beginning, and all of it where nobody may miss it."""
        self._foot = foot
        with QSignalBlocker(self.rest):
            self.rest.setChecked(is_loud(self._label))
        self._lie()

    def _lie(self) -> None:
        foot, edges = self._foot, 2 * self.frameWidth()
        most = foot.height() - edges
        self.rest.hide()
        needed = self._needed(most)
        if needed > most:
            self.rest.show()
            needed = self._needed(most)
        line = self._label.fontMetrics().lineSpacing()
        high = needed if self.rest.isChecked() else min(needed, max(most // line, 1) * line)
        self._label.setFixedHeight(high)
        self._label.setToolTip(self._label.text() if high < needed else "")
        self._label.setAlignment(
            (Qt.AlignmentFlag.AlignTop if high < needed else Qt.AlignmentFlag.AlignVCenter) | Qt.AlignmentFlag.AlignLeft
        )
        self._row.invalidate()
        high = max(high + edges, min(self._row.sizeHint().height() + edges, foot.height()))
        self.setGeometry(foot.left(), foot.bottom() + 1 - high, foot.width(), high)
        self.raise_()

    def _needed(self, most: int) -> int:
        """With the buttons that are there now it knows how wide it is."""
        self.resize(self._foot.width(), self.height())
        self._row.invalidate()
        self._row.activate()
        return high_of(self._label, most)
