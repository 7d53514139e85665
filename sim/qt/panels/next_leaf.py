"""What is to be read next: a line with its button, and large under its sign where a page has room for that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px, styled
from sim.qt.panels.pictogram import Pictogram

SIGN, ROUND = 96, 24
"""Pixels at the usual size of text: of its sign, and over and under it all where it is large"""
BETWEEN = 8


class NextLeaf(QWidget):
    """Its button stays the same in both, and keeps the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.onward = QLabel(), QPushButton()
        self.sign, self._name, self._about = Pictogram("leaf_history", SIGN), QLabel(), QLabel()
        self.is_block = False
        """Whether it stands large"""
        self.left.setObjectName("note")
        self._name.setObjectName("leaf_title_large")
        self._about.setObjectName("long_note")
        styled(self.onward, "main")
        box = self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BETWEEN)
        box.addStretch()
        for part in (self.sign, self._name, self._about, self.left, self.onward):
            box.addWidget(part)
        box.addStretch()
        for label in (self.left, self._about, self._name):
            label.setWordWrap(True)
        self._stand()

    def tell(self, left: str, sign: str, name: str, about: str, onward: str) -> None:
        """``onward``: what its button says; empty: nothing is left, and it has none."""
        self.left.setText(left)
        self.onward.setText(onward)
        self.onward.setVisible(bool(onward))
        self._name.setText(name)
        self._about.setText(about)
        self.sign.draw(sign)
        self.updateGeometry()

    @property
    def leads_on(self) -> bool:
        return bool(self.onward.text())

    def line_high(self, width: int) -> int:
        """Pixels as a line, at this width; two below one another where text is large."""
        if not self.leads_on:
            return self.left.heightForWidth(width)
        button = self.onward.sizeHint()
        if is_large():
            return self.left.heightForWidth(width) + BETWEEN + button.height()
        return max(self.left.heightForWidth(width - BETWEEN - button.width()), button.height())

    def block_high(self, width: int) -> int:
        """Pixels where it is large."""
        words = sum(label.heightForWidth(width) for label in (self._name, self._about, self.left))
        return words + px(SIGN) + self.onward.sizeHint().height() + 4 * BETWEEN + 2 * px(ROUND)

    def stand_as_block(self, yes: bool) -> None:
        self.is_block = yes
        self._stand()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._stand()

    def _stand(self) -> None:
        block, middle = self.is_block, Qt.AlignmentFlag.AlignHCenter
        for part in (self.sign, self._name, self._about):
            part.setVisible(block)
        down = block or is_large()
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
        for at in (0, self._box.count() - 1):
            self._box.setStretch(at, int(block))
        self._box.setStretchFactor(self.left, int(not block))
        for label in (self._name, self._about, self.left):
            label.setAlignment(middle if block else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.sign, self.onward):
            self._box.setAlignment(widget, middle if block else Qt.AlignmentFlag(0))
