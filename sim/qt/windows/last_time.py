"""This attempt beside the learner's last one at the same case, out of the gradebook."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios import files, words
from sim.qt.job import Fault, Job
from sim.qt.panels.beside_table import BesideTable
from sim.qt.windows.from_gradebook import fetch_before
from sim.records.recording import Recording
from sim.scoring.rubric import Score, judge
from sim.session.world import World
from sim.studies.contrasted import contrasted


class LastTime(QWidget):
    """Fetched when it is asked for: the gradebook may stand elsewhere."""

    def __init__(self, world: World, recording: Recording, score: Score) -> None:
        super().__init__()
        self.world, self.recording, self.score = world, recording, score
        self._fetcher: Job | None = None
        box = QVBoxLayout(self)
        self.button = QPushButton(words.what_if("last_ask"))
        self.button.clicked.connect(self.ask)
        box.addWidget(self.button)
        self.said = QLabel("")
        self.said.setWordWrap(True)
        box.addWidget(self.said)
        self.table = BesideTable()
        self.table.hide()
        box.addWidget(self.table, 1)
        box.addStretch()

    def ask(self) -> None:
        if self._fetcher is not None:
            self._fetcher.abandon()
        self.table.hide()
        self.said.setText(words.what_if("last_coming"))
        self._fetcher = fetch_before(self.recording, self._show, self._refuse)

    def _show(self, before: Recording) -> None:
        case = self.world.scenario
        earlier = before, judge(before, files.rubric_of(case), case)
        day = before.header.started or words.what_if("last_time")
        self.said.setText("")
        found = contrasted(case, earlier, (self.recording, self.score))
        self.table.show_contrasted(found, words.what_if("last_on", day=day), words.what_if("this_time"))
        self.table.show()

    def _refuse(self, fault: Fault) -> None:
        if fault.trace:
            print(fault.trace, file=sys.stderr)
        self.said.setText(fault.words)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._fetcher is not None:
            self._fetcher.abandon()
