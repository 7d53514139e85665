"""The picture of a page of the chart, beside a form: until that page was opened a line says so, and leads there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from scenarios.chart import Page
from sim.qt.panels.body_map import BodyMap
from sim.qt.panels.card import Card
from sim.qt.panels.key_slice import KeySlice
from sim.qt.words import heading, phrase

ChartPicture = BodyMap | KeySlice


class SeenCard(Card):
    """A frame round nothing would take half a page: what is not read yet takes a line."""

    wanted = Signal(str)
    """Page that somebody wants to open"""

    def __init__(self, page: Page, picture: ChartPicture) -> None:
        super().__init__(heading(page))
        self.page, self.picture = page, picture
        self.go = QPushButton(phrase("summary_card.next", page=heading(page)))
        self.go.clicked.connect(lambda: self.wanted.emit(page))
        self._unread = QWidget()
        line, said = QHBoxLayout(self._unread), QLabel(phrase("summary_card.unread"))
        line.setContentsMargins(0, 0, 0, 0)
        said.setObjectName("note")
        line.addWidget(said, 1)
        line.addWidget(self.go)
        self.box.addWidget(self._unread)
        self.add_elastic(picture, picture.high)
        picture.hide()

    def show_read(self, yes: bool) -> None:
        """The picture is made when it is first shown, and none is before its page was opened."""
        self._unread.setHidden(yes)
        self.picture.setVisible(yes)
