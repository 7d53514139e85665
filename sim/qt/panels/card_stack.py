"""Cards below one another, and rows of them for who scrolls."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from PySide6.QtCore import QRect

from sim.qt.panels.card import GROWTHS, Card

BETWEEN = 6
"""Pixels between cards"""
Columns = list[list[Card]]
Shelf = tuple[Columns, int]
"""A row of columns, and how many pixels it is high"""


def on_shelves(cards: list[Card], heights: list[int], across: int) -> list[Shelf]:
    """As low as they stand in their order in rows of so many columns. The last column of a row may hold two of them: beside a high card a
    low one would else leave a hole."""

    @cache
    def lowest(start: int) -> tuple[int, tuple[tuple[int, ...], ...]]:
        """Pixels of all rows from this card on, and where each row is cut: its start, the ends of its columns."""
        if start == len(cards):
            return 0, ()
        found: list[tuple[int, tuple[tuple[int, ...], ...]]] = []
        left = len(cards) - start
        for taken in range(1, min(across + (across > 1), left) + 1):
            columns = min(across, taken)
            cuts = (*range(start, start + columns), start + taken)
            below, others = lowest(start + taken)
            if columns == across or taken == left:
                found.append((_high(cuts) + BETWEEN + below, (cuts, *others)))
        return min(found)

    def _high(cuts: tuple[int, ...]) -> int:
        return max(sum(heights[one:end]) + BETWEEN * (end - one - 1) for one, end in pairwise(cuts))

    return [([cards[one:end] for one, end in pairwise(cuts)], _high(cuts)) for cuts in lowest(0)[1]]


def stack(column: list[Card], room: QRect, to_edge: bool) -> None:
    """Below one another; what is left of the height goes to those that wish for it, to each by how much that is: words before pictures.

    to_edge : what nobody wishes for goes to those that fill what they get; else all spread their rows, and the last one ends at the edge
    """
    heights = [card.heights(room.width()) for card in column]
    left = max(room.height() - sum(low for low, _ in heights) - BETWEEN * (len(column) - 1), 0)
    more: dict[Card, int] = {}
    for growth in GROWTHS:
        wishes = {card: high - low for card, (low, high) in zip(column, heights, strict=True) if card.grows_as == growth}
        wished = sum(wishes.values())
        more |= {card: wish * min(left, wished) // max(wished, 1) for card, wish in wishes.items()}
        left -= min(left, wished)
    if to_edge:
        filled = [card for card in column if card.fills]
        uses = {card: 0 if filled else card.can_use() for card in column}
        most = sum(uses.values())
        for card, use in uses.items():
            shared = use * min(left, most) // max(most, 1)
            card.spread(shared)
            more[card] += shared
            left -= shared
            most -= use
        last = filled or column[-1:]
        for number, card in enumerate(last, 1):
            more[card] += left * number // len(last) - left * (number - 1) // len(last)
    y = room.y()
    for card, (low, _) in zip(column, heights, strict=True):
        card.setGeometry(QRect(room.x(), y, room.width(), low + more[card]))
        y += low + more[card] + BETWEEN
