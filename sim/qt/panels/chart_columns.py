"""The page of a chart that is open, over the tiles of all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.card_stack import BETWEEN
from sim.qt.panels.chart_beside import pictures_of
from sim.qt.panels.page_card import PageCard
from sim.qt.panels.summary_card import SummaryCard
from sim.qt.panels.who_card import WhoCard
from sim.qt.words import phrase

WHOLE = 4000
"""Pixels of a column at the usual size of text: a page and the tiles stand over all of the width, below one another. Beside one another
they took other places with each page that was read"""
PICTURED: tuple[Page, ...] = ("imaging", "examination")
"""Pages whose pictures have a use for all of the height: no tiles stand under them"""


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
        super().__init__((self.who, self.summary, *self.pages.values()), WHOLE, WHOLE, edge=0)
        self.setAccessibleName(phrase("chart_page.text"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing on a page can be pressed: arrows turn it

    def show_page(self, page: Page | None) -> None:
        """This one first; None: the summary."""
        self._open = page
        self.summary.mark_open(page)
        self._weighed.clear()
        self._show()
        self.put_first(self.who if page is None else self.pages[page])

    def show_known(self, pages: frozenset[str], asked: frozenset[str]) -> None:
        """These were opened, and asked about, so far."""
        if (pages, asked) != (self._read, self._asked):
            self._read, self._asked = pages, asked
            self._weighed.clear()
            self.summary.show_read(pages, asked)
            self.summary.mark_open(self._open)
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._weighed.clear()
        self._show()
        super().resizeEvent(event)

    def fit(self) -> None:
        """Words of another size may leave no room for the tiles under the open page."""
        super().fit()
        needed = self._within.minimumHeight()
        if needed > self.height() and needed not in self._weighed:
            self._weighed.add(needed)
            self._show()

    def _show(self) -> None:
        """Under a page the tiles stand only where nothing is scrolled for it."""
        page = None if self._open is None else self.pages[self._open]
        if page is not None:
            page.fold(self._room())
        room, tall = self._room(), self._tall() - BETWEEN
        words = [card for card in self.pages.values() if card.page not in PICTURED]
        self.summary.wear(room, [card.heights(room)[0] for card in words] if page is not None else [], tall)
        self.summary.is_alone = page is None or page.picture is None
        shown: dict[Card, bool] = {card: card is page for card in self.pages.values()}
        shown[self.who] = page is None
        self.summary.lead_alone(page is not None and page.page in PICTURED)
        shown[self.summary] = page is None or self.have_room([page, self.summary])
        for one, yes in shown.items():
            if one.isHidden() == yes:
                one.setVisible(yes)
        super().fit()  # at once: a card that has just come lies over the others until it has its place
