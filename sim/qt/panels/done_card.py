"""What was done and what was noticed, in the order in which it was, each with its time."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser

from sim.qt.palette import theme
from sim.qt.panels.card import Card


class DoneCard(Card):
    """Grows downwards and shows its end."""

    def __init__(self, title: str, nothing: str) -> None:
        super().__init__(title)
        self.lines: list[tuple[str, str]] = []
        self.list, self._nothing = QTextBrowser(), nothing
        self.list.setAccessibleName(title)
        self.box.addWidget(self.list, 1)
        self._show()

    def note(self, when: str, words: str) -> None:
        self.lines.append((when, words))
        self._show()

    def _show(self) -> None:
        if not self.lines:  # a placeholder shows its first line alone
            self.list.setHtml(f"<span style='color:{theme().muted}'>{escape(self._nothing)}</span>")
            return
        cells = "".join(
            f"<tr><td style='color:{theme().muted}; padding-right:8px'>{when}</td><td>{escape(words[0].upper() + words[1:])}</td></tr>"
            for when, words in self.lines
        )
        self.list.setHtml(f"<table cellpadding='2'>{cells}</table>")
        self.list.verticalScrollBar().setValue(self.list.verticalScrollBar().maximum())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()
