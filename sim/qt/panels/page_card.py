"""A page of a chart that was opened, as a card: its text, and its picture if it has one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel

from scenarios.chart import Chart, Page
from sim.qt.grown import grow
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import said
from sim.qt.panels.seen_card import ChartPicture
from sim.qt.words import heading

LONGEST = 866
"""Pixels of a line at the usual size of text: a longer one is harder to read"""


class PageCard(Card):
    """Empty until it is first shown: nothing of an unread page is on it."""

    def __init__(self, chart: Chart, page: Page, picture: ChartPicture | None) -> None:
        super().__init__(heading(page))
        self.chart, self.page, self.picture = chart, page, picture
        self._is_folded = False
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.addWidget(self.text, 1)
        line.addStretch()
        self.box.addLayout(line)
        grow(self.text, most_width=LONGEST)
        if picture is not None:
            self.add_elastic(picture, picture.high)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Only what was opened is ever shown."""
        super().showEvent(event)
        if not self.text.text():
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """What is flagged wears the theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.text.text():
            self._write()

    def fold(self, room: int) -> None:
        """Of a page that was opened, in so many pixels: a table that has no room stands as blocks of lines, a row after the other."""
        table = QTextDocument()
        table.setDefaultFont(self.text.font())
        table.setHtml(said(self.chart, self.page))
        table.setTextWidth(1)  # as narrow as its words let it be
        edges = self.edges
        folded = table.size().width() > room - edges.left() - edges.right()
        if folded != self._is_folded or not self.text.text():
            self._is_folded = folded
            self._write()

    def _write(self) -> None:
        self.text.setText(said(self.chart, self.page, self._is_folded))
