"""What was read and asked so far, a line each: what is decided and prepared follows from it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent

from scenarios.chart import PAGES, Chart
from scenarios.schema import Patient
from sim.procedure.care import CareSeen
from sim.qt.palette import px, theme
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import digest
from sim.qt.panels.roomy_words import RoomyWords
from sim.qt.unbroken import unbroken
from sim.qt.words import heading, phrase, term
from sim.scoring.grounds import topics_of

FOLDED_BELOW = 280
"""Pixels at the usual size of text of words that have no room beside the names of the pages: they broke after each"""

KEPT_BELOW = 400
"""Pixels at the usual size of text of a card that stands among steps, and not on a column of its own beside them"""


class KnownCard(Card):
    """Only of what was opened."""

    grows_as = "apart"
    fills = False

    def __init__(self, patient: Patient, chart: Chart) -> None:
        super().__init__(phrase("known_card.title"))
        self.chart, self._topics = chart, topics_of(patient)
        self._read: tuple[frozenset[str], frozenset[str]] | None = None
        """Pages opened and topics asked, as they are shown"""
        self.told = RoomyWords()
        self.add_elastic(self.told, self._high)

    def observe(self, care: CareSeen) -> None:
        if (care.pages, care.asked) != self._read:
            self._read = care.pages, care.asked
            self.told.tell(self._written)

    def _high(self, width: int) -> tuple[int, int]:
        """A narrow column keeps the room of all that comes: steps beside it stay where they are when a page is read."""
        least, most = self.told.high(width)
        if width >= px(KEPT_BELOW):
            return least, most
        whole = self.told.high_of(lambda pad, wide: self._laid(pad, wide, frozenset(PAGES), frozenset()), width)
        return max(least, whole), max(most, whole)

    def _written(self, pad: int, width: int) -> str:
        """What was read and asked so far."""
        return self._laid(pad, width, *(self._read or (frozenset(), frozenset())))

    def _laid(self, pad: int, width: int, pages: frozenset[str], asked: frozenset[str]) -> str:
        """As HTML, with so many pixels round a cell; of pages that were not read their number alone.

        On a narrow card each page has a line of its own over what was found on it.
        """
        rows = []
        for page in (one for one in PAGES if one in pages):
            words = digest(self.chart, page)
            rows.append((f"<span style='color:{theme().muted}'>{heading(page)}</span>", escape(unbroken(words[0].upper() + words[1:]))))
        left = [topic for topic in self._topics if topic not in asked]
        words = phrase("known_card.not_asked", topics=", ".join(map(term, left))) if left else phrase("known_card.all_asked")
        if len(rows) < len(PAGES):
            words = f"{phrase('known_card.pages_read', count=len(rows), of=len(PAGES))}</div><div style='margin-top:{2 * pad}px'>{words}"
        if width < px(FOLDED_BELOW):
            return "".join(f"<div style='margin-bottom:{2 * pad}px'>{name}<br>{told}</div>" for name, told in rows) + f"<div>{words}</div>"
        table = "".join(f"<tr><td>{name}</td><td>{told}</td></tr>" for name, told in rows)
        table = f"<table cellpadding='{pad}'>{table}</table>" if table else ""
        return f"{table}<div>{words}</div>"  # a list in the table would widen its first column

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._read is not None:
            self.told.tell(self._written)
