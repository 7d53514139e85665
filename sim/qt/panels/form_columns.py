"""The cards of a form, and beside them what is known of the chart."""

from __future__ import annotations

from collections.abc import Sequence

from sim.procedure.care import CareSeen
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.chart_beside import ChartBeside


class FormColumns(CardColumns):
    """``beside``: None where a case has no chart."""

    def __init__(self, cards: Sequence[Card], beside: ChartBeside | None, widest: int, narrowest: int = 0) -> None:
        super().__init__(cards, widest, narrowest, growing=beside.seen[-1] if beside is not None and beside.seen else None)
        self.beside = beside

    def observe(self, care: CareSeen) -> None:
        if self.beside is not None and self.beside.observe(care):
            self.fit()

    def fit(self) -> None:
        """What stands beside the form gives way where a card of the form has grown."""
        self._fit_beside()
        super().fit()

    def _fit_beside(self) -> None:
        if self.beside is not None:
            self.beside.fit(self.width(), [card for card in self.cards if card not in self.beside.cards], self._have_room_for)

    def _have_room_for(self, cards: Sequence[Card]) -> bool:
        """In the order in which they stand."""
        return self.have_room([card for card in self.cards if card in cards])
