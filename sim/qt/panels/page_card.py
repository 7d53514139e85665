"""A page of a chart that was opened, as a card: its text, and its picture if it has one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel

from scenarios.chart import Chart, Page
from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px, styled
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import said
from sim.qt.panels.long_words import LETTERS, taken
from sim.qt.panels.seen_card import ChartPicture
from sim.qt.words import heading

LONGEST = 866
"""Pixels of a line at the usual size of text: a longer one is harder to read"""
BESIDE, SHARE = 1000, 0.56
"""Pixels of the card at the usual size of text from which its picture stands beside its words, and how much of it these have then"""
BETWEEN = 5
"""Pixels between words and picture"""


class PageCard(Card):
    """Empty until it is first shown: nothing of an unread page is on it."""

    @property
    def fills(self) -> bool:
        """A picture; words alone have no use for height that they did not ask for, and the tiles below have."""
        return self.picture is not None

    def __init__(self, chart: Chart, page: Page, picture: ChartPicture | None) -> None:
        super().__init__(heading(page))
        self.chart, self.page, self.picture = chart, page, picture
        self._is_folded = False
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._line.setSpacing(BETWEEN)
        self._line.addWidget(self.text)
        self.box.addLayout(self._line, 1)
        self.text.setObjectName("long")
        if picture is not None:
            self.add_elastic(picture, picture.high)
            self._line.addWidget(picture, 1)  # beside or below the words
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Only what was opened is ever shown."""
        super().showEvent(event)
        if not self.text.text():
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """What is flagged wears the theme's colour."""
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()
        if event.type() == QEvent.Type.PaletteChange and self.text.text():
            self._write()

    def _is_wide(self, width: int) -> bool:
        """Whether on a card of this width the picture stands beside the words."""
        return self.picture is not None and width >= px(BESIDE) and not is_large()

    def _words_wide(self, width: int) -> int:
        """Pixels of the words on a card of this width."""
        edges = self.edges
        room = width - edges.left() - edges.right()
        return round(SHARE * room) if self._is_wide(width) else min(room, px(LONGEST))

    def _taken(self, width: int, letters: str, is_folded: bool) -> QSize:
        """Pixels that the words take in so many of width."""
        return taken(self.text, said(self.chart, self.page, is_folded), letters, width)

    def _others(self, width: int) -> int:
        """Pixels of height of all but words and picture."""
        edges, head = self.edges, self.findChild(QLabel, "title")
        assert isinstance(head, QLabel)
        return edges.top() + edges.bottom() + BETWEEN + head.heightForWidth(width - edges.left() - edges.right())

    def heights(self, width: int) -> tuple[int, int]:
        """With the usual letters, and with the largest."""
        wide = self._words_wide(width)
        low, high = (self._taken(wide, one, self._is_folded).height() for one in ("long", next(iter(LETTERS))))
        if is_large():
            high = low
        if self.picture is not None:
            edges = self.edges
            room = width - edges.left() - edges.right()
            least, most = self.picture.high(room - wide - BETWEEN if self._is_wide(width) else room)
            low, high = (max(low, least), max(high, most)) if self._is_wide(width) else (low + BETWEEN + least, high + BETWEEN + most)
        return self._others(width) + low, self._others(width) + high

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The picture beside or below, and the largest letters that have room."""
        width, is_wide = self.width(), self._is_wide(self.width())
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        wide = self._words_wide(width)
        self.text.setMinimumWidth(wide if is_wide else 0)
        self.text.setMaximumWidth(wide if is_wide else px(LONGEST))
        room = self.height() - self._others(width)
        if self.picture is not None and not is_wide:
            room -= BETWEEN + self.picture.high(wide)[0]
        letters = "long" if is_large() else next((one for one in LETTERS if self._has_room(one, wide, room)), "long")
        styled(self.text, letters)

    def _has_room(self, letters: str, wide: int, high: int) -> bool:
        as_narrow = self._taken(1, letters, self._is_folded).width()  # of a table as its words let it be: wider ones are cut
        return as_narrow <= wide and self._taken(wide, letters, self._is_folded).height() <= high

    def fold(self, room: int) -> None:
        """Of a page that was opened, in so many pixels: a table that has no room stands as blocks of lines, a row after the other."""
        folded = self._taken(1, "long", is_folded=False).width() > self._words_wide(room)  # as narrow as its words let it be
        if folded != self._is_folded or not self.text.text():
            self._is_folded = folded
            self._write()

    def _write(self) -> None:
        self.text.setText(said(self.chart, self.page, self._is_folded))
