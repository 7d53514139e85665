"""Cards below one another, and rows of them for who scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QRect

from sim.qt.panels.card import GROWTHS, Card

BETWEEN = 6
"""Pixels between cards"""
Columns = list[list[Card]]
CardRow = tuple[Columns, int]
"""A row of columns, and how many pixels it is high"""


@dataclass(frozen=True, order=True)
class Shelved:
    """Cards in rows; the fewer holes the better, then the lower.

    holes : columns that are not even half as high as their row
    cuts : of each row the number of its first card, and those after the last of each column
    """

    holes: int = 0
    high: int = 0
    cuts: tuple[tuple[int, ...], ...] = ()


def shelved(heights: tuple[int, ...], across: int) -> Shelved:
    """In their order in rows of so many columns. The last column of a row may hold two: beside a high card low ones leave a hole."""

    @cache
    def best(start: int) -> Shelved:
        if start == len(heights):
            return Shelved()
        found, left = [], len(heights) - start
        for taken in range(1, min(across + (across > 1), left) + 1):
            columns = min(across, taken)
            if columns == across or taken == left:
                cuts = (*range(start, start + columns), start + taken)
                columns_high, below = _high(heights, cuts), best(start + taken)
                high = max(columns_high)
                holes = sum(2 * one < high for one in columns_high)
                found.append(Shelved(holes + below.holes, high + BETWEEN + below.high, (cuts, *below.cuts)))
        return min(found)

    return best(0)


def shelves(cards: list[Card], heights: tuple[int, ...], cuts: tuple[tuple[int, ...], ...]) -> list[CardRow]:
    return [([cards[one:end] for one, end in pairwise(row)], max(_high(heights, row))) for row in cuts]


def _high(heights: tuple[int, ...], cuts: tuple[int, ...]) -> list[int]:
    """Pixels of each column of a row."""
    return [sum(heights[one:end]) + BETWEEN * (end - one - 1) for one, end in pairwise(cuts)]


def stack(column: list[Card], room: QRect, to_edge: bool, pitch: int | None = None) -> None:
    """Below one another; what is left of the height goes to those that wish for it, to each by how much that is: words before pictures.

    to_edge : what nobody wishes for goes to those that fill what they get; else all spread their rows, and the last one ends at the edge
    pitch : so many pixels further apart than usual their rows stand, whatever is left; None: what is left decides
    """
    heights = [card.heights(room.width()) for card in column]
    if pitch is not None:
        heights = [(low + card.spread_evenly(pitch), high) for card, (low, high) in zip(column, heights, strict=True)]
        heights = [(low, max(low, high)) for low, high in heights]
    left = max(room.height() - sum(low for low, _ in heights) - BETWEEN * (len(column) - 1), 0)
    more: dict[Card, int] = {}
    for growth in GROWTHS:
        wishes = {card: high - low for card, (low, high) in zip(column, heights, strict=True) if card.grows_as == growth}
        wished = sum(wishes.values())
        more |= {card: wish * min(left, wished) // max(wished, 1) for card, wish in wishes.items()}
        left -= min(left, wished)
    if to_edge:
        filled = [card for card in column if card.fills]
        uses = {card: 0 if filled or pitch is not None else card.can_use() for card in column}
        most = sum(uses.values())
        for card, use in uses.items():
            shared = use * min(left, most) // max(most, 1)
            if pitch is None:
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
