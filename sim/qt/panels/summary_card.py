"""The first leaf of a chart: its pages as tiles, and what of them was read so far. It tells nothing of a page that was not opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal

from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from sim.qt.grown import is_large
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import digest
from sim.qt.panels.next_leaf import NextLeaf
from sim.qt.panels.page_tile import LETTERS, USUAL, PageTile
from sim.qt.panels.tile_grid import TileGrid
from sim.qt.words import heading, phrase, term
from sim.scoring.grounds import topics_of


class SummaryCard(Card):
    """Grows as pages are read and questions are asked. What the open page leaves of the height is its."""

    grows_as = "apart"
    is_alone = True
    """Whether nothing else on the page has a use for height that nobody asked for"""

    wanted = Signal(str)
    """The page that is to be opened"""
    talk_wanted = Signal()

    @property
    def fills(self) -> bool:
        return self.is_alone

    def __init__(self, patient: Patient, chart: Chart) -> None:
        super().__init__(phrase("summary_card.known"))
        self.chart, self.topics = chart, topics_of(patient)
        self.coming = NextLeaf()
        self.coming.wanted.connect(self.wanted)
        self.coming.talk_wanted.connect(self.talk_wanted)
        self.tiles = {page: _tile(page) for page in PAGES}
        for page, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, page=page: self.wanted.emit(page))
        asked_none = phrase("summary_card.asked", count=0, of=len(self.topics))
        self.talk = PageTile("leaf_talk", phrase("known_card.talk"), phrase("page_about.talk"), phrase("page_decides.talk"), asked_none)
        self.talk.clicked.connect(self.talk_wanted)
        self._asked = 0
        self._grid = TileGrid(self.coming, (*self.tiles.values(), self.talk))
        self.add_elastic(self._grid, self._grid.high)
        self.show_read((), ())

    def show_read(self, pages: Collection[str], asked: Collection[str]) -> None:
        """What stands on these, and what was asked; of the others how many they are, and the way to the first of them."""
        for page, tile in self.tiles.items():
            if page in pages and not tile.is_read:
                words = digest(self.chart, page)
                tile.show_read(phrase("summary_card.read"), words[0].upper() + words[1:])
        self._show_asked(asked)
        unasked = [topic for topic in self.topics if topic not in asked]
        self.coming.show_left(pages, unasked)
        for page, tile in self.tiles.items():
            tile.lead_on(page == self.coming.next)
        self.talk.lead_on(self.coming.next is None and bool(unasked))

    def wear(self, width: int, over: Sequence[int], tall: int) -> None:
        """The largest letters with which it has room under each page that it stands under at all, in so many pixels.

        Whichever is open, tiles say the same in one size.

        over : pixels of height that each page takes at least; none where no page is open
        """
        grid, room = self._grid, width - self.edges.left() - self.edges.right()
        grid.allow(LETTERS)
        if is_large() or not over:
            return
        usual = grid.taken(room, USUAL)
        tall -= self.heights(width)[0] - usual
        left = [tall - least for least in over if tall - least >= usual]
        least = min(left, default=0)
        fit = next((one for one in LETTERS if grid.taken(room, one) <= least and grid.has_room(room, one)), USUAL)
        grid.allow((fit,))

    def lead_alone(self, yes: bool) -> None:
        """What comes next, without the tiles."""
        self._grid.lead_alone(yes)

    def mark_open(self, page: Page | None) -> None:
        """This one stands over the tiles; None: none does."""
        for one, tile in self.tiles.items():
            tile.mark_open(one == page)

    def _show_asked(self, asked: Collection[str]) -> None:
        left = [topic for topic in self.topics if topic not in asked]
        count = len(self.topics) - len(left)
        if count == self._asked:
            return
        self._asked = count
        words = phrase("known_card.not_asked", topics=", ".join(map(term, left))) if left else phrase("known_card.all_asked")
        self.talk.show_read(phrase("summary_card.asked", count=count, of=len(self.topics)), words, whole=not left)


def _tile(page: Page) -> PageTile:
    code = page.replace(" ", "_")
    return PageTile(
        f"leaf_{code}", heading(page), phrase(f"page_about.{code}"), phrase(f"page_decides.{code}"), phrase("summary_card.unread")
    )
