"""A page of a chart as one may open it: whether it was opened, what stands on such a page, and in a line what was found on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from sim.qt.grown import wears_anew
from sim.qt.icons import drawn
from sim.qt.palette import px, styled, theme
from sim.qt.panels.line_or_rows import LineOrRows
from sim.qt.panels.pictogram import Pictogram

READ, UNREAD = "\N{CHECK MARK}", "\N{WHITE CIRCLE}"
"""Told by a sign and a word, not by colour alone"""

PICTURE = 20
"""Pixels at the usual size of text of its picture, before its title"""
TALL, LARGE, BELOW = 130, (44, 72), 8
"""Pixels at the usual size of text: from so high on what it says stands in its middle, under a picture of its own line, which is at least
and at most so large, and so far from the words"""
ROUND = 7
"""Pixels over and under its words"""


class PageTile(QPushButton):
    """Until ``show_read`` it tells what every such page has, and nothing of this patient."""

    def __init__(self, picture: str, title: str, about: str, state: str) -> None:
        """``picture``: an icon."""
        super().__init__()
        self.setObjectName("leaf")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._title = title
        self._large = picture
        self.mark, name, self.state, self.line = QLabel(UNREAD), QLabel(title), QLabel(state), QLabel(about)
        self.mark.setObjectName("leaf_unread")
        name.setObjectName("leaf_title")
        self._name, self._small = name, Pictogram(picture, PICTURE)
        self.state.setObjectName("note")
        self.line.setObjectName("long_note")
        named, stands, head, box = QHBoxLayout(), QHBoxLayout(), LineOrRows(), QVBoxLayout(self)
        self._head = head
        self._box = box
        for part in (self._small, name):
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
        self.state.setText(state)
        self.line.setText(line)
        styled(self.line, "long")
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._title}, {self.state.text()}")
        self.setAccessibleDescription(self.line.text())

    def sizeHint(self) -> QSize:
        """A button's own is that of its words, and these are its labels'."""
        return self._box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._box.minimumSize()

    def high(self, width: int) -> int:
        """Pixels that it asks for at this width."""
        return self._box.totalHeightForWidth(width) - self._box.contentsMargins().top() + ROUND

    @property
    def is_tall(self) -> bool:
        """Whether it has room for a large picture over its words."""
        return self.height() >= px(TALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Its words in the middle of what it is given, if that is much."""
        tall = self.is_tall
        styled(self._name, "leaf_title_large" if tall else "leaf_title")
        self._small.setHidden(tall)
        taken = self._side + px(BELOW)
        over = max((self.height() - self.high(self.width()) + taken) // 2, taken) + ROUND if tall else ROUND
        self._box.setContentsMargins(10, over, 10, ROUND)

    @property
    def _side(self) -> int:
        """Pixels of the large picture."""
        least, most = LARGE
        return min(max(self.height() // 4, px(least)), px(most))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.is_tall:
            painter = QPainter(self)
            edges = self._box.contentsMargins()
            picture = drawn(self._large, theme().muted, self._side, self.devicePixelRatioF())
            painter.drawPixmap(edges.left(), edges.top() - self._side - px(BELOW), picture)
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._head.turn()
            self._settle()

    def event(self, event: QEvent) -> bool:
        """What it says now may ask for more lines."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
