"""What if: from the moment that the film shows, the attempt played on with one thing changed, beside what it was."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios import files, words
from sim.qt.job import Fault, Job, Tell
from sim.qt.panels.beside_table import BesideTable
from sim.qt.panels.button_rows import ButtonRows
from sim.qt.windows.film import Film
from sim.qt.windows.two_ways import way_of
from sim.records.recording import Recording
from sim.records.reel import Reel, reel_of
from sim.scoring.rubric import Score, judge
from sim.session.clock import clock
from sim.session.session import STEP_S
from sim.session.world import World
from sim.studies.alternative import CODES, Code, alternative
from sim.studies.contrasted import Contrasted, contrasted

BESIDE, SPACING = 11, 4
"""Pixels on either side of a word, and between two buttons"""


class WhatIf(QWidget):
    """A button for each change; nothing of it is filed."""

    pictured = Signal(object, object, int)
    """As it was and as it would have been, each a Way, and the step from which they part"""

    def __init__(self, world: World, recording: Recording, score: Score, film: Film) -> None:
        super().__init__()
        self.world, self.recording, self.score, self.film = world, recording, score, film
        self._player: Job | None = None
        box = QVBoxLayout(self)
        about = QLabel(words.what_if("about"))
        about.setObjectName("note")
        about.setWordWrap(True)
        box.addWidget(about)
        rows = ButtonRows(BESIDE, SPACING)
        self.buttons: dict[Code, QPushButton] = {}
        for code in CODES:
            button = QPushButton(words.what_if(code))
            button.clicked.connect(partial(self._clicked, code))
            self.buttons[code] = button
            rows.add(button)
        box.addWidget(rows)
        self.said = QLabel("")
        self.said.setWordWrap(True)
        box.addWidget(self.said)
        self.table = BesideTable()
        self.table.hide()
        box.addWidget(self.table, 1)
        box.addStretch()

    def _clicked(self, code: Code, _: bool = False) -> None:
        self.ask(code)

    def ask(self, code: Code) -> None:
        """Play it beside the window; a newer question replaces an older one."""
        if self._player is not None:
            self._player.abandon()
        at, change = self.film.step, words.what_if(code)
        self.said.setText(words.what_if("playing", change=change))
        self.table.hide()

        def work(tell: Tell) -> tuple[Contrasted, Reel]:
            would = alternative(self.recording, self.world, at, code)
            case = self.world.scenario
            found = contrasted(case, (self.recording, self.score), (would, judge(would, files.rubric_of(case), case)))
            return found, reel_of(would, self.world, lambda share: tell("", share))

        title = words.what_if("changed", change=change, clock=clock(at * STEP_S))
        self._player = Job("what-if", work, partial(self._show, title, at), self._refuse)

    def _show(self, title: str, at: int, made: tuple[Contrasted, Reel]) -> None:
        found, reel = made
        self.said.setText(title)
        self.table.show_contrasted(found, words.what_if("then"), words.what_if("now"))
        self.table.show()
        if self.film.reel is not None:
            self.pictured.emit(way_of(words.what_if("then"), self.film.reel), way_of(title, reel), at)

    def _refuse(self, fault: Fault) -> None:
        fault.trace_out()
        self.said.setText(f"{words.what_if('broken')}: {fault.words}" if fault.trace else fault.words)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._player is not None:
            self._player.abandon()
