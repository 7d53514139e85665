"""What was read and asked so far, a line each: what is decided and prepared follows from it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel

from scenarios.chart import PAGES, Chart
from sim.procedure.care import CareSeen
from sim.qt.palette import theme
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import digest
from sim.qt.words import heading, phrase, term
from sim.session.care_commands import TOPICS


class KnownCard(Card):
    """Only of what was opened."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(phrase("known_card.title"))
        self.chart = chart
        self._read: tuple[frozenset[str], frozenset[str]] | None = None
        """Pages opened and topics asked, as they are shown"""
        self.told = QLabel("")
        self.told.setWordWrap(True)
        self.box.addWidget(self.told)

    def observe(self, care: CareSeen) -> None:
        if (care.pages, care.asked) != self._read:
            self._read = care.pages, care.asked
            self._write(care.pages, care.asked)

    def _write(self, pages: frozenset[str], asked: frozenset[str]) -> None:
        rows = []
        for page in PAGES:
            words = digest(self.chart, page)
            told = escape(words[0].upper() + words[1:]) if page in pages else f"<i>{phrase('summary_card.unread')}</i>"
            rows.append(f"<tr><td style='color:{theme().muted}'>{heading(page)}</td><td>{told}</td></tr>")
        left = [topic for topic in TOPICS if topic not in asked and topic != "now"]
        words = phrase("known_card.not_asked", topics=", ".join(map(term, left))) if left else phrase("known_card.all_asked")
        rows.append(f"<tr><td colspan='2'>{words}</td></tr>")  # a list: beside a name of its own it were a line a word
        self.told.setText(f"<table cellpadding='2'>{''.join(rows)}</table>")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._read is not None:
            self._write(*self._read)
