"""A page of a chart as a large tile shows it: under its sign what it will answer, what it decides, and the way to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sim.qt.grown import grow
from sim.qt.palette import px, styled
from sim.qt.panels.pictogram import Pictogram

FORMS = ((112, True), (72, True), (40, False))
"""Pixels at the usual size of text of its sign, and whether it says what hangs on the page: the first that has room"""
LONGEST = 380
"""Pixels at the usual size of text of a line: a longer one is harder to read"""
ROUND = 10
"""Pixels round it all at least"""


class LeafBlock(QWidget):
    """Its button is the tile on which it stands; what looks like one says what a press there does."""

    def __init__(self, picture: str, title: str, decides: str) -> None:
        super().__init__()
        self._says_all, self._is_read = True, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.sign, self._name, self.mark, self.state = Pictogram(picture, FORMS[0][0]), QLabel(title), QLabel(), QLabel()
        self.line, self._decides, self.onward = QLabel(), QLabel(decides), QLabel()
        self._name.setObjectName("leaf_title_large")
        self.state.setObjectName("note")
        self._decides.setObjectName("long_note")
        self.onward.setObjectName("leaf_onward")
        box, stands, middle = QVBoxLayout(self), QHBoxLayout(), Qt.AlignmentFlag.AlignHCenter
        self._box = box
        box.setContentsMargins(ROUND, ROUND, ROUND, ROUND)
        stands.addStretch(1)
        for part in (self.mark, self.state):
            stands.addWidget(part)
        stands.addStretch(1)
        box.addWidget(self.sign, 0, middle)
        for label in (self._name, self.line, self._decides):
            label.setAlignment(middle)
            label.setWordWrap(True)
        box.addWidget(self._name)
        box.addLayout(stands)
        box.addWidget(self.line)
        box.addWidget(self._decides)
        box.addStretch(1)
        box.addWidget(self.onward, 0, middle)

    def show_state(self, mark: QLabel, state: str, line: str, is_read: bool) -> None:
        """As the tile says it; ``mark``: the tile's own sign."""
        self.mark.setText(mark.text())
        styled(self.mark, mark.objectName())
        self.state.setText(state)
        self.line.setText(line)
        styled(self.line, "long" if is_read else "long_note")
        self._is_read = is_read
        self._decides.setVisible(self._says_all and not is_read)

    def show_onward(self, words: str, is_next: bool) -> None:
        self.onward.setText(words)
        self.onward.setVisible(bool(words))
        styled(self.onward, "leaf_onward_next" if is_next else "leaf_onward")

    def high(self, width: int, sign: int, says_all: bool) -> int:
        """Pixels that it asks for at this width, in one of FORMS, which it takes on."""
        self._says_all = says_all
        grow(self.sign, width=sign, height=sign)
        self._decides.setVisible(says_all and not self._is_read)
        self.stand(width, 0)
        return self._box.totalHeightForWidth(width)

    def stand(self, width: int, off: int) -> None:
        """On a wide tile its lines stay short. ``off``: pixels over and under it."""
        aside = max((width - px(LONGEST)) // 2, ROUND)
        self._box.setContentsMargins(aside, ROUND + off, aside, ROUND + off)
