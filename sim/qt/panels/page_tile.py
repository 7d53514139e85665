"""A page of a chart as one may open it: whether it was opened, what stands on such a page, and in a line what was found on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sim.qt.grown import wears_anew
from sim.qt.palette import styled
from sim.qt.panels.leaf_block import LeafBlock
from sim.qt.panels.line_or_rows import LineOrRows
from sim.qt.panels.pictogram import Pictogram
from sim.qt.words import phrase

READ, UNREAD = "\N{CHECK MARK}", "\N{WHITE CIRCLE}"
"""Told by a sign and a word, not by colour alone"""

PICTURE = 20
"""Pixels at the usual size of text of its picture, before its title"""
ROUND = 7
"""Pixels over and under its words"""


class PageTile(QPushButton):
    """Until ``show_read`` it tells what every such page has, and nothing of this patient. Where it is large enough it stands as a block."""

    def __init__(self, picture: str, title: str, about: str, decides: str, state: str) -> None:
        """``picture``: an icon; ``decides``: what hangs on such a page, told where there is room."""
        super().__init__()
        self.setObjectName("leaf")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._title, self._state = title, state
        self._is_open = self._is_next = False
        self.mark, name, self.state, self.line = QLabel(UNREAD), QLabel(title), QLabel(state), QLabel(about)
        self.mark.setObjectName("leaf_unread")
        name.setObjectName("leaf_title")
        self.state.setObjectName("note")
        self.line.setObjectName("long_note")
        named, stands, head = QHBoxLayout(), QHBoxLayout(), LineOrRows()
        self._lines, self.block = QWidget(self), LeafBlock(picture, title, decides)
        self._lines.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.block.setParent(self)
        self.block.hide()
        box = QVBoxLayout(self._lines)
        self._head = head
        self._box = box
        for part in (Pictogram(picture, PICTURE), name):
            named.addWidget(part)
        named.addStretch(1)
        stands.addWidget(self.mark)
        stands.addWidget(self.state)
        stands.addStretch(1)
        head.addLayout(named, 1)
        head.addLayout(stands)
        box.setContentsMargins(10, ROUND, 10, ROUND)
        box.addLayout(head)
        box.addWidget(self.line)
        box.addStretch(1)
        self.line.setWordWrap(True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self.mark, name, self.state, self.line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tell()

    @property
    def is_read(self) -> bool:
        return self.mark.text() == READ

    def show_read(self, state: str, line: str, whole: bool = True) -> None:
        """That it was opened, and what of it is to be kept in mind; not ``whole``: something of it is still to be done."""
        self.mark.setText(READ if whole else UNREAD)
        styled(self.mark, "leaf_read" if whole else "leaf_unread")
        self._state = state
        self.line.setText(line)
        styled(self.line, "long")
        self._tell()

    def lead_on(self, words: str, is_next: bool) -> None:
        """What a press does, and whether this is the one to go to now."""
        self.block.show_onward(words, is_next)
        self._is_next = is_next
        self._frame()

    def mark_open(self, yes: bool) -> None:
        """Whether its page stands over the tiles: it keeps its place among them."""
        if yes != self._is_open:
            self._is_open = yes
            self._frame()
            self._tell()

    def _frame(self) -> None:
        styled(self, "leaf_open" if self._is_open else "leaf_next" if self._is_next else "leaf")

    def _tell(self) -> None:
        self.state.setText(phrase("summary_card.open") if self._is_open else self._state)
        self.setAccessibleName(f"{self._title}, {self.state.text()}")
        self.setAccessibleDescription(self.line.text())
        self.block.show_state(self.mark, self.state.text(), self.line.text(), self.line.objectName() == "long")

    def sizeHint(self) -> QSize:
        """A button's own is that of its words, and these are its labels'."""
        return self._box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._box.minimumSize()

    def high(self, width: int) -> int:
        """Pixels that it asks for at this width."""
        return self._box.totalHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self._lines, self.block):
            part.setGeometry(self.rect())

    def stand_as_lines(self) -> None:
        """From above, as lower tiles do."""
        self._lines.show()
        self.block.hide()

    def stand_as_block(self, off: int) -> None:
        """``off``: pixels over and under it, so that what is in a row stands at one height."""
        self.block.stand(self.width(), off)
        self.block.show()
        self._lines.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._head.turn()

    def event(self, event: QEvent) -> bool:
        """What it says now may ask for more lines."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
