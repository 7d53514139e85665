"""What is to be read next: how much is left, and the button to the first of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from scenarios.chart import PAGES, Page
from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import styled
from sim.qt.panels.line_or_rows import LineOrRows
from sim.qt.words import heading, phrase

BETWEEN = 8


class NextLeaf(QWidget):
    """A line; two where text is large."""

    wanted = Signal(str)
    """The page that is to be opened"""
    talk_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.left, self.onward = QLabel(), QPushButton()
        self.left.setObjectName("note")
        self.left.setWordWrap(True)
        styled(self.onward, "main")
        self.next: Page | None = PAGES[0]
        """The first page that was not read; None: what is left is to be asked"""
        self.onward.clicked.connect(self._go_on)
        self._line = LineOrRows()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(BETWEEN)
        self._line.addWidget(self.left, 1)
        self._line.addWidget(self.onward)
        self.setLayout(self._line)

    def show_left(self, pages: Collection[str], unasked: Sequence[str]) -> None:
        """Pages that were read, and topics that were not asked."""
        unread = [page for page in PAGES if page not in pages]
        self.next = unread[0] if unread else None
        ask = phrase("summary_card.ask", topic=heading(unasked[0])) if unasked else ""
        left = phrase("summary_card.left", count=len(unread), of=len(PAGES)) if unread else phrase("summary_card.all_read")
        self.tell(left, ask if self.next is None else phrase("summary_card.next", page=heading(self.next)))

    def _go_on(self) -> None:
        if self.next is not None:
            self.wanted.emit(self.next)
        else:
            self.talk_wanted.emit()

    def tell(self, left: str, onward: str) -> None:
        """``onward``: what its button says; empty: nothing is left, and it has none."""
        if (left, onward) == (self.left.text(), self.onward.text()):
            return  # it is told with each observation: nothing is laid out anew for it
        self.left.setText(left)
        self.onward.setText(onward)
        self.onward.setVisible(self.leads_on)
        self.updateGeometry()
        self._line.invalidate()
        self._line.activate()  # at once: its button is as wide as what it says now

    @property
    def leads_on(self) -> bool:
        return bool(self.onward.text())

    def line_high(self, width: int) -> int:
        """Pixels at this width; of two below one another where text is large."""
        if not self.leads_on:
            return self.left.heightForWidth(width)
        button = self.onward.sizeHint()
        if is_large():
            return self.left.heightForWidth(width) + BETWEEN + button.height()
        return max(self.left.heightForWidth(width - BETWEEN - button.width()), button.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._line.turn()
