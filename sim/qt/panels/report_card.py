"""The report of the imaging over its slices, headed as the other pages of a chart are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from sim.qt.grown import is_large
from sim.qt.palette import styled
from sim.qt.panels.card import Card
from sim.qt.panels.long_words import LETTERS, taken
from sim.qt.panels.scrolled import scrolled
from sim.qt.words import heading, phrase

BESIDE_SLICES = tuple(LETTERS)[1:]
"""What its words may wear: the slices are what is looked at"""
LINES, WIDEST = 2, 2**24 - 1
"""Of a report that are seen where the slices need the height, the rest to scroll; and pixels: no bound"""

BESIDE, OVER = 4, 10
"""Pixels from its sides to its words, where it stands beside slices in a narrow column, and over them"""


class ReportCard(Card):
    """Empty until the page is opened. Where text is large words and slices have its heading's place: the list tells what is open. What
    the slices are made from and how they are worked has no room below them there, and stands after its words beside them.
    """

    def __init__(self) -> None:
        super().__init__(heading("imaging"))
        self._report = ""
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setAccessibleName(phrase("chart_page.text"))
        self.scrolled = scrolled(self.text)
        self.scrolled.setObjectName("bare")
        for part in (self.scrolled.viewport(), self.text):
            part.setAutoFillBackground(False)  # the card's is seen
        self.scrolled.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # its page is no higher for all of its words
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.addWidget(self.scrolled)
        self.hide()

    def tell(self, html: str) -> None:
        """What the report says."""
        self._report = html
        self._write()

    def _write(self, is_beside: bool = False) -> None:
        how = f"<p>{phrase('mri_view.how')}</p>" if is_beside else ""
        if self.text.text() != self._report + how:
            self.text.setText(self._report + how)

    def stand_beside(self, width: int, room: int) -> None:
        """The slices, in so many pixels of height: headed where nothing is scrolled for it."""
        self._keep_off(BESIDE)
        self._write(is_beside=True)
        long = taken(self.text, self.text.text(), "long", self._wide(width)).height()
        if self.edges.top() + self.edges.bottom() + long > room:
            self._write()  # what the slices are made of gives way to what they show
        head = self._head.heightForWidth(self._wide(width)) + self.box.spacing()
        words = taken(self.text, self.text.text(), "long", self._wide(width)).height()
        self._head.setVisible(self.edges.top() + self.edges.bottom() + head + words <= room)
        styled(self.text, "long")
        self.setMinimumHeight(0)
        self.setMaximumHeight(WIDEST)

    def least(self, width: int) -> int:
        """Pixels of its height, at least, at this width."""
        self._write()
        words = taken(self.text, self.text.text(), "long", self._wide(width)).height()
        return self._others(width) + min(words, LINES * taken(self.text, "A", "long", WIDEST).height())

    def stand_over(self, width: int, room: int) -> None:
        """The slices, in so many pixels of height: no higher than its words."""
        self._keep_off(OVER)
        others, wide = self._others(width), self._wide(width)
        high = {one: others + taken(self.text, self.text.text(), one, wide).height() for one in BESIDE_SLICES}
        letters = "long" if is_large() else next((one for one in BESIDE_SLICES if high[one] <= room), "long")
        self._head.setHidden(is_large())
        styled(self.text, letters)
        self.setFixedHeight(max(min(high[letters], room), self.least(width)))

    def _keep_off(self, sides: int) -> None:
        """So many pixels from its sides."""
        layout = self.layout()
        assert layout is not None
        edges = layout.contentsMargins()
        layout.setContentsMargins(sides, edges.top(), sides, edges.bottom())

    @property
    def _head(self) -> QLabel:
        head = self.findChild(QLabel, "title")
        assert isinstance(head, QLabel)
        return head

    def _wide(self, width: int) -> int:
        """Of its words, as if a scroll bar stood beside them: what is measured to the pixel was scrolled for its last word."""
        return width - self.edges.left() - self.edges.right() - self.scrolled.verticalScrollBar().sizeHint().width()

    def _others(self, width: int) -> int:
        """Pixels of height of all but its words."""
        head = 0 if is_large() else self._head.heightForWidth(self._wide(width)) + self.box.spacing()
        return self.edges.top() + self.edges.bottom() + head
