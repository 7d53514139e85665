"""What was done and what was noticed, in the order in which it was, each with its time."""

from __future__ import annotations

from html import escape
from math import ceil

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser

from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px, theme
from sim.qt.panels.card import Card
from sim.qt.panels.line_or_rows import LineOrRows
from sim.qt.words import phrase

LEAST, EASE, LONG = 76, 152, 190
"""Pixels of the list at the usual size of text: where the page has no room for more, and of six lines, which come before rows elsewhere
stand further apart; and where text is large and the page is scrolled: as long as is read with one look"""


class WholeLines(QTextBrowser):
    """Its end is shown, at its lower edge, and the first line that has no room whole leaves its place empty, above.

    at_end : else its beginning is shown
    """

    def __init__(self) -> None:
        super().__init__()
        self.at_end = True
        self._settled = (0.0, 0, True)
        """How high its words and itself were, and which end was shown, when its place to scroll was last set"""
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self.settle())

    def settle(self) -> None:
        """Once for each height of words and list: what the user scrolls stays where it is."""
        needed, room = self.document().size().height(), self.height() - 2 * self.frameWidth()
        if (needed, room, self.at_end) == self._settled:
            return
        self._settled = (needed, room, self.at_end)
        tops = [self.document().documentLayout().blockBoundingRect(block).top() for block in self.rows()]
        whole = next((needed - top for top in tops if needed - top <= room), room) if self.at_end else room
        self.setViewportMargins(0, max(room - ceil(whole), 0) if needed > room else 0, 0, 0)
        self._scroll()
        QTimer.singleShot(0, self, self._scroll)  # Qt, which is laying the words out meanwhile, puts it back

    def _scroll(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if self.at_end else bar.minimum())

    def rows(self) -> list[QTextBlock]:
        """What the first word of each line stands in."""
        found, block = [], self.document().begin()
        while block.isValid():
            table = QTextCursor(block).currentTable()
            if table is None or table.cellAt(block.position()).column() == 0:
                found.append(block)
            block = block.next()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()


class DoneCard(Card):
    """As high as its lines while there is room; then it is scrolled, and shows its end."""

    grows_as = "words"

    def __init__(self, title: str, nothing: str) -> None:
        super().__init__()
        self._title, self._told = title, ""
        self.head, self.turn = QLabel(title), QPushButton(phrase("known_card.title"))
        self.head.setObjectName("title")
        self.head.setWordWrap(True)
        self.turn.clicked.connect(self._turn)
        self.turn.hide()
        self._line = LineOrRows()
        self._line.addWidget(self.head, 1)
        self._line.addWidget(self.turn)
        self.box.addLayout(self._line)
        self.tells = False
        """What is known of the chart, in the place of what was done"""
        self.lines: list[tuple[str, str]] = []
        self.list, self.nothing = WholeLines(), QLabel(nothing)
        self.list.setAccessibleName(title)
        self.nothing.setObjectName("note")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self.nothing, 1)
        self.add_elastic(self.list, self._high)
        self._show()

    def offer(self, told: str) -> None:
        """What is known of the chart, to be turned to where it has no card of its own; empty: it has one. HTML."""
        if told == self._told:
            return
        self._told = told
        self.turn.setVisible(bool(told))
        if self.tells and not told:
            self._turn()
        elif self.tells:
            self._show()

    def _turn(self) -> None:
        self.tells = not self.tells
        titles = self._title, phrase("known_card.title")
        shown, other = reversed(titles) if self.tells else titles
        self.head.setText(shown)
        self.turn.setText(other)
        self.list.setAccessibleName(shown)
        self._show()

    def note(self, when: str, words: str) -> None:
        self.lines.append((when, words))
        self._show()

    def _high(self, width: int) -> tuple[int, int]:
        """Measured on a copy: the list itself has another width until it is laid out."""
        copy, frame = self.list.document().clone(), 2 * self.list.frameWidth()
        copy.setTextWidth(width - frame)
        wished = max(ceil(copy.size().height()) + frame, px(LEAST))
        return (min(wished, px(LONG)) if is_large() else px(LEAST)), wished  # there the page is scrolled: a list in it need not be

    def reserved(self, width: int) -> int:
        """With the list that comes."""
        return self.heights(width)[0] + (0 if self._has_words else px(LEAST))

    def at_ease(self, width: int) -> int:
        return self.reserved(width) + px(EASE) - px(LEAST)

    def _show(self) -> None:
        self._write()
        self.nothing.setVisible(not self._has_words)
        self.list.setVisible(self._has_words)
        self.list.updateGeometry()

    @property
    def _has_words(self) -> bool:
        """Without any it takes a line, and no place for a list."""
        return self.tells or bool(self.lines)

    def _write(self) -> None:
        self.list.at_end = not self.tells
        if self.tells:
            self.list.setHtml(self._told)
            self.list.settle()
            return
        cells = "".join(
            f"<tr><td style='color:{theme().muted}; padding-right:8px'>{when}</td><td>{escape(words[0].upper() + words[1:])}</td></tr>"
            for when, words in self.lines
        )
        self.list.setHtml(f"<table cellpadding='2'>{cells}</table>")
        self.list.settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._line.turn()
        if event.type() == QEvent.Type.PaletteChange:
            self._show()
