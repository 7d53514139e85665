"""Cards below one another as one page of the column; their rows share what height is left, so that no hole is under them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sim.qt.panels.card import Card


class StackedCards(QWidget):
    def __init__(self, parent: QWidget, *cards: Card) -> None:
        super().__init__(parent)
        self._cards = cards
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for card in cards:
            self._box.addWidget(card)
            card.keep_at_top()

    def sizeHint(self) -> QSize:
        """With its rows as close as they may stand, however far apart they are now."""
        return super().sizeHint() - QSize(0, self._spread())

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() - QSize(0, self._spread())

    def _spread(self) -> int:
        return sum(card.spread_by for card in self._cards)

    def close_up(self) -> None:
        """Where it stands beside others that have use for the height."""
        for card in self._cards:
            card.spread(0)

    def fill(self, high: int) -> None:
        """So many pixels, as far as rows may stand apart."""
        needed = sum(card.heights(self.width())[0] for card in self._cards) + self._box.spacing() * (len(self._cards) - 1)
        left, uses = max(high - needed, 0), [card.can_use() for card in self._cards]
        for card, use in zip(self._cards, uses, strict=True):
            card.spread(use * min(left, sum(uses)) // max(sum(uses), 1))
