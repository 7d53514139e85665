"""The cards of a form, and beside them what is known of the chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent

from sim.procedure.care import CareSeen
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.chart_beside import ChartBeside


class FormColumns(CardColumns):
    """``beside``: None where a case has no chart."""

    def __init__(self, cards: Sequence[Card], beside: ChartBeside | None, widest: int, narrowest: int = 0) -> None:
        super().__init__(cards, widest, narrowest, growing=beside.seen[-1] if beside is not None and beside.seen else None)
        self.beside = beside

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_beside()
        super().resizeEvent(event)

    def observe(self, care: CareSeen) -> None:
        if self.beside is not None and self.beside.observe(care):
            self._fit_beside()
            self.fit()

    def _fit_beside(self) -> None:
        if self.beside is not None:
            known = self.beside.known
            self.beside.fit(self.width(), self.have_room([card for card in self.cards if card is known or not card.isHidden()]))
