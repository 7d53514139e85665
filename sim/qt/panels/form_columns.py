"""The cards of a form, and beside them what is known of the chart."""

from __future__ import annotations

from collections.abc import Sequence

from sim.procedure.care import CareSeen
from sim.qt.palette import px
from sim.qt.panels.card import APART, Card
from sim.qt.panels.card_columns import Arranged, CardColumns
from sim.qt.panels.card_stack import BETWEEN, Columns
from sim.qt.panels.chart_beside import ChartBeside
from sim.qt.panels.done_card import DoneCard

FORM_SHARE = 90
"""Per cent of an even share of the page that a column of the form takes at least: the last column has the larger picture"""
NARROW = 340
"""Pixels at the usual size of text of a column that was planned, at least"""


class FormColumns(CardColumns):
    """Where they have room its columns are those of ``plan``, whatever was read so far: nothing jumps when a page is.

    plan : columns from left to right; the last is of the chart alone
    beside : None where a case has no chart
    """

    to_edge = True

    def __init__(self, plan: Columns, beside: ChartBeside | None, widest: int, narrowest: int = 0) -> None:
        cards = [card for column in plan for card in column]
        super().__init__(cards, widest, narrowest)
        self.plan, self.beside = plan, beside
        self._done = next((card for card in cards if isinstance(card, DoneCard)), None)

    def observe(self, care: CareSeen) -> None:
        if self.beside is not None:
            if self.beside.observe(care):
                self.fit()
            self._offer_known(self.beside)

    def fit(self) -> None:
        """What stands beside the form gives way where a card of the form has grown."""
        self._fit_beside()
        super().fit()

    def _arranged(self, shown: list[Card], room: int, tall: int) -> Arranged:
        planned = self._planned(shown, room)
        if self.beside is None or planned is None:
            return super()._arranged(shown, room, tall)
        if not self.beside.is_roomy(self.width()):  # there a picture is shown only if the form keeps its columns
            bare = self._planned([card for card in shown if card not in self.beside.seen], room)
            return planned if bare is not None and _needs(bare) <= tall else super()._arranged(shown, room, tall)
        return planned if _needs(planned) <= tall else super()._arranged(shown, room, tall)

    def _pitch(self, arranged: Arranged, tall: int) -> int:
        """That of the column which has the least room for it: rows of one page stand alike, whatever was read and done so far."""
        found = [px(APART)]
        for column, wide in zip(arranged.columns, arranged.wides, strict=True):
            gaps = sum(card.gaps() for card in column)
            left = tall - sum(card.at_ease(wide) for card in column) - BETWEEN * (len(column) - 1)
            found += [max(left, 0) // gaps] if gaps else []
        return min(found)

    def _planned(self, shown: list[Card], room: int) -> Arranged | None:
        """As wide as keeps lines short; the last column takes what is left. None: that is too little, or no card of a column is shown."""
        share = min((room + BETWEEN) * FORM_SHARE // (100 * len(self.plan)) - BETWEEN, px(self.widest))
        least = [max(card.minimumSizeHint().width() for card in column) for column in self.plan]
        wides = [max(share, one) for one in least[:-1]]
        left = room - sum(wides) - BETWEEN * len(wides)
        columns = [[card for card in column if card in shown] for column in self.plan]
        have_room = left >= least[-1] and min(*wides, left) >= px(NARROW) and all(columns)
        return Arranged(columns, (*wides, left)) if have_room else None

    def _fit_beside(self) -> None:
        if self.beside is not None:
            self.beside.fit(self.width(), [card for card in self.cards if card not in self.beside.cards], self._have_room_for)
            self._offer_known(self.beside)

    def _offer_known(self, beside: ChartBeside) -> None:
        """Never out of reach: where it has no room of its own, in the place of what was done."""
        if self._done is not None:
            self._done.offer(beside.known.told.text() if beside.known.isHidden() else "")

    def _have_room_for(self, cards: Sequence[Card]) -> bool:
        """In the order in which they stand."""
        return self.have_room([card for card in self.cards if card in cards])


def _needs(planned: Arranged) -> int:
    """Pixels of height, with those of pictures that are still to come."""
    pairs = list(zip(planned.columns, planned.wides, strict=True))
    heights = [[card.reserved(wide) for card in column] for column, wide in pairs]
    return max(sum(column) + BETWEEN * (len(column) - 1) for column in heights)
