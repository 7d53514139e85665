"""Cards below one another as one page of the column; their rows share what height is left, so that no hole is under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sim.qt.panels.card import Card


class StackedCards(QWidget):
    def __init__(self, parent: QWidget, *cards: Card) -> None:
        super().__init__(parent)
        self._cards = cards
        self._high: int | None = None
        """What it was given last; None before"""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for card in cards:
            self._box.addWidget(card)
            card.keep_at_top()

    def sizeHint(self) -> QSize:
        """With its rows as close as they may stand, however far apart they are now, and with what will be told on it later."""
        high = sum(card.sizeHint().height() - card.spread_by + card.to_come for card in self._cards)  # the box knows it a moment later
        return QSize(super().sizeHint().width(), high + self._box.spacing() * (len(self._cards) - 1))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() - QSize(0, self._spread())

    def _spread(self) -> int:
        return sum(card.spread_by for card in self._cards)

    def close_up(self) -> None:
        """Where it stands beside others that have use for the height."""
        self._high = None
        for card in self._cards:
            card.spread(0)

    def event(self, event: QEvent) -> bool:
        """A line that has come takes of what its rows stand apart."""
        if event.type() == QEvent.Type.LayoutRequest and self._high is not None:
            self.fill(self._high)
        return super().event(event)

    def fill(self, high: int) -> None:
        """So many pixels, as far as rows may stand apart."""
        self._high = high
        needed = sum(card.heights(self.width())[0] for card in self._cards) + self._box.spacing() * (len(self._cards) - 1)
        left, uses = max(high - needed, 0), [card.can_use() for card in self._cards]
        for card, use in zip(self._cards, uses, strict=True):
            card.spread(use * min(left, sum(uses)) // max(sum(uses), 1))
