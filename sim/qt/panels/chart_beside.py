"""What is known of the chart, as cards beside a form: in words, and as pictures of the body as examined and of a slice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from sim.procedure.care import CareSeen
from sim.procedure.mr_series import studies
from sim.qt.grown import is_large
from sim.qt.palette import px
from sim.qt.panels.body_map import BodyMap
from sim.qt.panels.card import Card
from sim.qt.panels.key_slice import KeySlice
from sim.qt.panels.known_card import KnownCard
from sim.qt.panels.seen_card import ChartPicture, SeenCard

PAGE_LEAST = 1450
"""Pixels at the usual size of text of a page that has room for pictures beside all else"""


def pictures_of(chart: Chart, anatomy: Anatomy) -> dict[Page, ChartPicture]:
    """Those that its pages have."""
    found: dict[Page, ChartPicture] = {}
    if chart.examination:
        found["examination"] = BodyMap(chart.examination)
    for study in studies(chart, anatomy)[:1]:
        found["imaging"] = KeySlice(anatomy, study)
    return found


class ChartBeside:
    """Each picture only once its page was opened, and only on a form that has room for it.

    words_anyway : what is known in words is shown on a narrow page too, though it were scrolled for it
    pages : whose pictures help with this form
    """

    def __init__(self, patient: Patient, chart: Chart, anatomy: Anatomy, words_anyway: bool, pages: Collection[Page] = PAGES) -> None:
        self.known, self._words_anyway = KnownCard(patient, chart), words_anyway
        self.pictures = {page: picture for page, picture in pictures_of(chart, anatomy).items() if page in pages}
        self.seen = tuple(SeenCard(page, picture) for page, picture in self.pictures.items())
        """The cards of the pictures"""
        for card in self.seen:
            card.hide()
        self.known.setVisible(words_anyway)
        self._pages: frozenset[str] = frozenset()

    def observe(self, care: CareSeen) -> bool:
        """Whether more is known than before."""
        self.known.observe(care)
        more = care.pages != self._pages
        self._pages = care.pages
        for card in self.seen:
            card.show_read(card.page in care.pages)
        return more

    @property
    def cards(self) -> tuple[Card, ...]:
        return self.known, *self.seen

    def beside(self, form: list[list[Card]]) -> list[list[Card]]:
        """Columns of a form, the last with the first picture where there are two, and one of what is known over the other picture."""
        *others, last = self.seen or (None,)
        return [*form[:-1], [*form[-1], *(card for card in others if card)], [self.known, *([last] if last else [])]]

    @staticmethod
    def is_roomy(page_wide: int) -> bool:
        return page_wide >= px(PAGE_LEAST)

    def fit(self, page_wide: int, form: Sequence[Card], have_room: Callable[[Sequence[Card]], bool]) -> None:
        """On a page of the ward so many pixels wide, beside these cards; on a narrow one each only where nothing is scrolled for it."""
        roomy, shown = self.is_roomy(page_wide), list(form)
        for card in self.cards:
            always = roomy or (card is self.known and (self._words_anyway or is_large()))  # large text is scrolled in any case
            told = card is self.known or (card in self.seen and card.page in self._pages and self.known in shown)  # words come first
            yes = always or (told and have_room([*shown, card]))
            shown += [card] if yes else []
            if card.isHidden() == yes:
                card.setVisible(yes)
