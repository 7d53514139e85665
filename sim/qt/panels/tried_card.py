"""A learner's last attempts at a case."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel

from sim.exchange.gradebook.transcript import Tried
from sim.qt.day_words import day_words
from sim.qt.palette import theme
from sim.qt.panels.card import Card
from sim.qt.words import phrase


class TriedCard(Card):
    """The newest above; what came of each is told by a sign and a word."""

    def __init__(self) -> None:
        super().__init__(phrase("tried_card.title"))
        self.rows = QLabel()
        self.rows.setWordWrap(True)
        self.box.addWidget(self.rows)
        self._last: tuple[Tried, ...] = ()
        self.hide()

    @property
    def is_empty(self) -> bool:
        return not self._last

    def show_tries(self, last: Sequence[Tried]) -> None:
        self._last = tuple(last)
        self._write()

    def _write(self) -> None:
        rows = []
        for tried in self._last:
            day = day_words(tried.day)
            points = phrase("tried_card.points", points=tried.total)
            passed = phrase("tried_card.passed" if tried.passed else "tried_card.not_passed")
            rows.append(f"<tr><td style='color:{theme().muted}'>{day}</td><td>{escape(points)}</td><td>{escape(passed)}</td></tr>")
        self.rows.setText(f"<table cellpadding='3'>{''.join(rows)}</table>" if rows else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()
