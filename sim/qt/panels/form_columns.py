"""The cards of a form, and beside them what is known of the chart."""

from __future__ import annotations

from collections.abc import Sequence

from sim.procedure.care import CareSeen
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.chart_beside import ChartBeside
from sim.qt.panels.done_card import DoneCard


class FormColumns(CardColumns):
    """``beside``: None where a case has no chart."""

    to_edge = True

    def __init__(self, cards: Sequence[Card], beside: ChartBeside | None, widest: int, narrowest: int = 0) -> None:
        super().__init__(cards, widest, narrowest, growing=beside.seen[-1] if beside is not None and beside.seen else None)
        self.beside = beside
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
