"""The picture of a page of the chart, beside a form: until that page was opened a line says so, and leads there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from scenarios.chart import Page
from sim.qt.icons import drawn
from sim.qt.palette import px, theme
from sim.qt.panels.body_map import BodyMap
from sim.qt.panels.card import Card
from sim.qt.panels.key_slice import KeySlice
from sim.qt.words import heading, phrase

ChartPicture = BodyMap | KeySlice
SIGN, APART = 64, 12
"""Pixels at the usual size of text: of the sign in the place of a picture, and between that and the words below it"""


class Unread(QWidget):
    """A line in the middle of what is given to it, under the sign of its page where that has room."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._sign = f"leaf_{page}"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        side, over = px(SIGN), (self.height() - self.sizeHint().height()) // 2 - px(APART)
        if over >= side:
            painter = QPainter(self)
            painter.drawPixmap((self.width() - side) // 2, over - side, drawn(self._sign, theme().muted, side, self.devicePixelRatioF()))
            painter.end()


class SeenCard(Card):
    """What is not read yet asks for a line, and is never a large frame round nothing."""

    wanted = Signal(str)
    """Page that somebody wants to open"""

    def __init__(self, page: Page, picture: ChartPicture) -> None:
        super().__init__(heading(page))
        self.page, self.picture = page, picture
        self.go = QPushButton(phrase("summary_card.next", page=heading(page)))
        self.go.clicked.connect(lambda: self.wanted.emit(page))
        self._unread = Unread(page)
        line, said = QHBoxLayout(self._unread), QLabel(phrase("summary_card.unread"))
        line.setContentsMargins(0, 0, 0, 0)
        said.setObjectName("note")
        line.setSpacing(APART)
        line.addStretch(1)
        line.addWidget(said)
        line.addWidget(self.go)
        line.addStretch(1)
        self.box.addWidget(self._unread)
        self.add_elastic(picture, picture.high)
        picture.hide()

    def entitle(self, title: str) -> None:
        """Otherwise than its page is."""
        head = self.findChild(QLabel, "title")
        assert isinstance(head, QLabel)
        head.setText(title)

    def heights(self, width: int) -> tuple[int, int]:
        least, wished = super().heights(width)
        return (least, wished) if self.is_elastic else (least, least + px(SIGN + 3 * APART))

    def reserved(self, width: int) -> int:
        """Pixels of its height, at least, once its page was opened."""
        least, _ = self.heights(width)
        return least if self.is_elastic else least + self.picture.high(width)[0]

    def show_read(self, yes: bool) -> None:
        """The picture is made when it is first shown, and none is before its page was opened."""
        self._unread.setHidden(yes)
        self.picture.setVisible(yes)
