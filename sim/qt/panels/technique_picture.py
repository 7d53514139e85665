"""What a technique looks for, as a radiograph of the shipped patient with it drawn round: a term of the glossary."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from scenarios import words
from scenarios.glossary import Term, caption
from sim.qt.illustration import Illustration, Illustrator
from sim.qt.job import Fault, Job
from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.illustration_view import IllustrationView

LEAST = 300
"""Pixels of the picture at the usual size of text: a smaller one shows nothing"""
RESTS_MS = 300
"""So long a case stands chosen before its picture is made: whoever looks through the list makes none"""


class TechniquePicture(Card):
    """Made beside the window when it is first shown, once for all cases of a technique."""

    def __init__(self, illustrator: Illustrator) -> None:
        super().__init__()
        self._illustrator = illustrator
        self.term: Term | None = None
        self.title, self.says, self.drawn, self.picture = QLabel(), QLabel(), QLabel(), IllustrationView()
        self.title.setObjectName("title")
        self.drawn.setObjectName("note")
        for label in (self.title, self.says):
            label.setWordWrap(True)
            self.box.addWidget(label)
        self.add_elastic(self.picture, lambda width: (px(LEAST), max(width, px(LEAST))))
        self.drawn.setWordWrap(True)
        self.box.addWidget(self.drawn)
        self._drawing: Job | None = None
        self._rests = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rests.timeout.connect(self._draw)
        self.hide()

    def show_term(self, term: Term | None) -> None:
        """None where there is nothing to show, or nothing may be told."""
        if term == self.term:
            return
        self._give_up()
        self.term = term
        if term is not None:
            self.title.setText(words.told(term.title))
            self.says.setText(words.told(term.says))
            self.drawn.setText(caption(term))
            self.picture.say(words.glossary("being_made"))
            if self.isVisible():
                self._rests.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.picture.shown is None:
            self._rests.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._give_up()
        self._illustrator.rest()  # an attempt has a body of its own

    def _draw(self) -> None:
        term = self.term
        if term is not None and self.picture.shown is None:
            self._drawing = Job("illustration", lambda _: self._illustrator.draw(term), self._show, self._fail)

    def _show(self, picture: Illustration) -> None:
        self.picture.show_picture(picture)

    def _fail(self, fault: Fault) -> None:
        self.picture.say(fault.words)

    def _give_up(self) -> None:
        self._rests.stop()
        if self._drawing is not None:
            self._drawing.abandon()
