"""What is to be read next: how much is left, and the button to the first of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import styled
from sim.qt.panels.line_or_rows import LineOrRows

BETWEEN = 8


class NextLeaf(QWidget):
    """A line; two where text is large."""

    def __init__(self) -> None:
        super().__init__()
        self._has_button = True
        self.left, self.onward = QLabel(), QPushButton()
        self.left.setObjectName("note")
        self.left.setWordWrap(True)
        styled(self.onward, "main")
        self._line = LineOrRows()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(BETWEEN)
        self._line.addWidget(self.left, 1)
        self._line.addWidget(self.onward)
        self.setLayout(self._line)

    def tell(self, left: str, onward: str) -> None:
        """``onward``: what its button says; empty: nothing is left, and it has none."""
        self.left.setText(left)
        self.onward.setText(onward)
        self._fit()
        self.updateGeometry()

    def offer_onward(self, yes: bool) -> None:
        """Whether it has its button: it needs none where what is next has one of its own."""
        self._has_button = yes
        self._fit()

    def _fit(self) -> None:
        yes = self._has_button and self.leads_on
        if self.onward.isHidden() == yes:
            self.onward.setVisible(yes)

    @property
    def leads_on(self) -> bool:
        return bool(self.onward.text())

    def line_high(self, width: int, has_button: bool) -> int:
        """Pixels at this width; of two below one another where text is large."""
        if not (has_button and self.leads_on):
            return self.left.heightForWidth(width)
        button = self.onward.sizeHint()
        if is_large():
            return self.left.heightForWidth(width) + BETWEEN + button.height()
        return max(self.left.heightForWidth(width - BETWEEN - button.width()), button.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._line.turn()
