"""The page of a chart that is open, and where there is room beside it the pages that were opened before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.card_stack import BETWEEN
from sim.qt.panels.chart_beside import pictures_of
from sim.qt.panels.page_card import PageCard
from sim.qt.panels.summary_card import SummaryCard
from sim.qt.panels.who_card import WhoCard
from sim.qt.words import phrase

WIDEST, NARROWEST = 886, 440
"""Pixels of a column at the usual size of text: a longer line is harder to read, and a table needs a shorter one at least. From twice
the one to the other all of the page is taken."""
TABLE = 600
"""Of a column where two so wide have room: the table of what was examined were five lines a cell in a third one"""
WHOLE = 4000
"""The same where the summary is shown alone or under pages of words: its tiles stand beside one another"""
PICTURE = 120
"""Pixels at the usual size of text, by which a picture that stands beside the open page is larger than it may be at least"""


class ChartColumns(CardColumns):
    """Opening a page is somebody else's: what stands here was opened."""

    to_edge = True

    def __init__(self, patient: Patient, chart: Chart, anatomy: Anatomy) -> None:
        self.who, self.summary = WhoCard(patient), SummaryCard(patient, chart)
        pictures = pictures_of(chart, anatomy)
        self.pages: dict[Page, PageCard] = {page: PageCard(chart, page, pictures.get(page)) for page in PAGES}
        self._open: Page | None = None
        """None: the summary"""
        self._read: frozenset[str] = frozenset()
        self._asked: frozenset[str] = frozenset()
        self._weighed = set[int]()
        """Pixels of height at which it was decided anew which cards are shown, since the page had its size: at each once"""
        super().__init__((self.who, self.summary, *self.pages.values()), WIDEST, NARROWEST, edge=0)
        self.setAccessibleName(phrase("chart_page.text"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing on a page can be pressed: arrows turn it

    def show_page(self, page: Page | None) -> None:
        """This one first; None: the summary."""
        self._open = page
        self._weighed.clear()
        self._show()
        self.put_first(self.who if page is None else self.pages[page])

    def show_known(self, pages: frozenset[str], asked: frozenset[str]) -> None:
        """These were opened, and asked about, so far."""
        if (pages, asked) != (self._read, self._asked):
            self._read, self._asked = pages, asked
            self._weighed.clear()
            self.summary.show_read(pages, asked)
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._weighed.clear()
        self._show()
        super().resizeEvent(event)

    def fit(self) -> None:
        """Words of another size may leave no room for what stood beside the open page."""
        super().fit()
        needed = self._within.minimumHeight()
        if needed > self.height() and needed not in self._weighed:
            self._weighed.add(needed)
            self._show()

    def _beside(self) -> frozenset[Page]:
        """Of the pages that were opened, those that stand here without being scrolled; the others have their tile."""
        first: list[Card] = [self.who, self.summary] if self._open is None else [self.pages[self._open]]
        found = frozenset[Page]()
        opened = [page for page in PAGES if page in self._read and page != self._open]
        for page in sorted(opened, key=lambda page: self.pages[page].picture is None):  # what a tile cannot tell comes first
            more = found | {page}
            self.summary.leave_out(more)
            first = [card for card in first if card is not self.summary or self.summary.has_tiles]
            self.pages[page].fold(self._room())
            cards = [card for one, card in self.pages.items() if one in more]
            if self.have_room([*first, *cards], px(PICTURE) * any(card.picture is not None for card in cards)):
                found = more
        return found if self._open is None else found | {self._open}

    def _show(self) -> None:
        """Under a page the summary stands only where nothing is scrolled for it; and it says nothing that stands beside it."""
        self._narrowest = TABLE if self._room() >= 2 * px(TABLE) + BETWEEN else NARROWEST
        beside = self._beside() if self.has_room_beside else frozenset[Page]()
        shown: dict[Card, bool] = {card: page == self._open or page in beside for page, card in self.pages.items()}
        pages = [card for card in self.pages.values() if shown[card]]
        self.summary.leave_out(beside)
        shown[self.who] = self._open is None
        shown[self.summary] = self.summary.has_tiles and (self._open is None or self.have_room([*pages, self.summary]))
        for card in self.pages.values():
            if shown[card]:
                card.fold(self._room())
        self.widest = WHOLE if all(card.picture is None for card in pages) else WIDEST
        for one, yes in shown.items():
            if one.isHidden() == yes:
                one.setVisible(yes)
        super().fit()  # at once: a card that has just come lies over the others until it has its place
