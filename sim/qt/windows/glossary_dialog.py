"""The glossary: terms to search, what each means, and a picture by the program's own engine."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from scenarios import words
from scenarios.glossary import Term, caption, glossary, seen_also
from sim.qt.grown import grow
from sim.qt.illustration import Illustration, Illustrator
from sim.qt.job import Fault, Job
from sim.qt.palette import px, theme
from sim.qt.panels.illustration_view import IllustrationView
from sim.qt.panels.note import note
from sim.qt.panels.whole_rows import WholeRows

LIST_WIDE, WIDE, HIGH = 220, 860, 560
"""Pixels at the usual size of text: of the list, and of all where its window is as large"""
BETWEEN = 16
"""Pixels between the list and what is told"""


class GlossaryDialog(QDialog):
    """Pictures are made beside the window; the newest term that was chosen is the one that is shown."""

    def __init__(self, parent: QWidget, aside: str = "") -> None:
        """``aside``: what is said of the attempt meanwhile."""
        super().__init__(parent)
        self.setWindowTitle(words.glossary("head"))
        self.resize(min(px(WIDE), parent.width()), min(px(HIGH), parent.height()))
        self._illustrator = Illustrator()
        self._drawing: Job | None = None
        self.wanted, self.list = QLineEdit(), WholeRows()
        self.wanted.setPlaceholderText(words.glossary("search"))
        self.wanted.setAccessibleName(words.glossary("search"))
        self.wanted.setClearButtonEnabled(True)
        self.list.setAccessibleName(words.glossary("head"))
        self.title, self.says, self.also, self.picture = QLabel(), QLabel(), QLabel(), IllustrationView()
        self.title.setObjectName("case")
        self.says.setObjectName("message")
        self.also.setObjectName("long")
        self.also.setTextFormat(Qt.TextFormat.RichText)
        self.also.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
        self.also.linkActivated.connect(self.turn_to)
        self.drawn = QLabel()
        """Under which view the picture was taken, and what is drawn round in it"""
        self.drawn.setObjectName("note")
        for label in (self.says, self.also, self.drawn):
            label.setWordWrap(True)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.wanted)
        left.addWidget(self.list, 1)
        for widget in (self.title, self.says, self.also):
            right.addWidget(widget)
        right.addWidget(self.picture, 1)
        right.addWidget(self.drawn)
        right.addStretch(0)
        if aside:
            right.addWidget(note(aside))
        grow(self.list, width=LIST_WIDE)
        grow(self.wanted, width=LIST_WIDE)
        row = QHBoxLayout(self)
        row.setSpacing(BETWEEN)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.found: list[Term] = []
        self.wanted.textChanged.connect(self.search)
        self.list.currentRowChanged.connect(self._show)
        self.search("")

    def search(self, wanted: str) -> None:
        """Leave only the terms that hold these words; first those that are called so, then those in which they begin a word. Before
        anything is looked for the first that has a picture is shown: who opens it sees what it is for."""
        found = (term for term in glossary() if term.holds(wanted))
        self.found = sorted(found, key=lambda term: (not term.is_called(wanted), not term.names(wanted), words.told(term.title).casefold()))
        self.list.show_rows([QListWidgetItem(words.told(term.title)) for term in self.found])
        if self.found:
            self.list.setCurrentRow(0 if wanted else next(row for row, term in enumerate(self.found) if term.view))
        else:
            self._show(-1)

    def turn_to(self, title: str) -> None:
        """Show this term, whatever was searched."""
        self.wanted.clear()
        self.search("")
        row = next((row for row, term in enumerate(self.found) if term.title == title), None)
        if row is not None:
            self.list.setCurrentRow(row)

    def _show(self, row: int) -> None:
        self._give_up()
        term = self.found[row] if 0 <= row < len(self.found) else None
        self.title.setText(words.told(term.title) if term else words.glossary("nothing"))
        self.says.setText(words.told(term.says) if term else "")
        others = seen_also(term) if term else ()
        self.also.setText(words.glossary("see_also", terms=", ".join(map(_link, others))) if others else "")
        self.also.setVisible(bool(others))
        self.picture.setVisible(term is not None and bool(term.view))
        self.drawn.setText(caption(term) if term is not None and term.view else "")
        if term is not None and term.view:
            self.picture.say(words.glossary("being_made"))
            self._drawing = Job("illustration", lambda _: self._illustrator.draw(term), self._drawn, self._failed)

    def _drawn(self, picture: Illustration) -> None:
        self.picture.show_picture(picture)

    def _failed(self, fault: Fault) -> None:
        self.picture.say(fault.words)

    def _give_up(self) -> None:
        if self._drawing is not None:
            self._drawing.abandon()

    def done(self, result: int) -> None:
        self._give_up()
        super().done(result)


def _link(term: Term) -> str:
    """As HTML."""
    return f"<a style='color:{theme().bright}' href='{escape(term.title, quote=True)}'>{escape(words.told(term.title))}</a>"
