"""The first leaf of a chart: what of it was read so far. It tells nothing of a page that was not opened."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton

from scenarios.chart import PAGES, Chart, Page
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import digest
from sim.qt.words import heading, phrase


class SummaryCard(Card):
    """Grows as pages are read."""

    wanted = Signal(str)
    """The page that is to be opened"""

    def __init__(self, chart: Chart) -> None:
        super().__init__(phrase("summary_card.known"))
        self.chart = chart
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(16)
        self.lines: dict[Page, tuple[QLabel, QLabel]] = {}
        for row, page in enumerate(PAGES):
            name, line = QLabel(heading(page)), QLabel()
            name.setObjectName("note")
            line.setWordWrap(True)
            self.lines[page] = name, line
            for column, label in enumerate((name, line)):
                label.hide()
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(grid)
        self.left = QLabel()
        self.left.setObjectName("note")
        self.left.setWordWrap(True)
        self.onward = QPushButton()
        self.onward.clicked.connect(lambda: self.wanted.emit(self._next))
        self._next: Page = PAGES[0]
        self.box.addWidget(self.left)
        self.box.addWidget(self.onward, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_read(())

    def show_read(self, pages: Collection[str]) -> None:
        """What stands on these; of the others how many they are, and the way to the first of them."""
        for page, (name, line) in self.lines.items():
            if page in pages and line.isHidden():
                words = digest(self.chart, page)
                line.setText(words[0].upper() + words[1:])
                for label in (name, line):
                    label.show()
        unread = [page for page in PAGES if page not in pages]
        self.left.setText(phrase("summary_card.left", count=len(unread), of=len(PAGES)) if unread else phrase("summary_card.all_read"))
        self.onward.setVisible(bool(unread))
        if unread:
            self._next = unread[0]
            self.onward.setText(phrase("summary_card.next", page=heading(self._next)))
