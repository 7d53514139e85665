"""The picture of a page of the chart, beside a form: until that page was opened it says so, and leads there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from scenarios.chart import Page
from sim.qt.panels.body_map import BodyMap
from sim.qt.panels.card import Card
from sim.qt.panels.key_slice import KeySlice
from sim.qt.words import heading, phrase

ChartPicture = BodyMap | KeySlice


class SeenCard(Card):
    """Takes the same room before and after: nothing beside it moves when its page is read."""

    wanted = Signal(str)
    """Page that somebody wants to open"""

    def __init__(self, page: Page, picture: ChartPicture) -> None:
        super().__init__(heading(page))
        self.page, self.picture = page, picture
        self.go = QPushButton(phrase("summary_card.next", page=heading(page)))
        self.go.clicked.connect(lambda: self.wanted.emit(page))
        pane = QWidget()
        pane.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._parts = QStackedLayout(pane)
        for part in (self._unread(), picture):
            self._parts.addWidget(part)
        self.add_elastic(pane, picture.high)

    def _unread(self) -> QWidget:
        """One line that does not wrap: a pane whose height hung on its width would be measured anew."""
        pane = QWidget()
        box, said = QVBoxLayout(pane), QLabel(phrase("summary_card.unread"))
        said.setObjectName("note")
        box.addStretch()
        for widget in (said, self.go):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch()
        return pane

    def show_read(self, yes: bool) -> None:
        """The picture is made when it is first shown, and none is before its page was opened."""
        self._parts.setCurrentIndex(int(yes))
