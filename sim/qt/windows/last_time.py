"""This attempt beside the learner's last one at the same case, out of the gradebook; and beside competent hands and the class."""

from __future__ import annotations

import sys

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios import files, words
from sim.qt.job import Fault, Job, Tell
from sim.qt.panels.beside_table import BesideTable
from sim.qt.panels.card import Card
from sim.qt.panels.others_table import OthersTable
from sim.qt.windows.from_gradebook import before
from sim.qt.windows.others import Others, others_of, others_rows
from sim.records.recording import Recording
from sim.scoring.rubric import Score, judge
from sim.session.world import World
from sim.studies.contrasted import Contrasted, contrasted


class LastTime(QWidget):
    """Fetched when it is asked for: the gradebook may stand elsewhere, and competent hands take their time."""

    pictured = Signal(object)
    """The Others, whose competent hands are to be seen beside this attempt"""

    def __init__(self, world: World, recording: Recording, score: Score) -> None:
        super().__init__()
        self.world, self.recording, self.score = world, recording, score
        self._fetcher: Job | None = None
        self._found: Others | None = None
        box = QVBoxLayout(self)
        self.button, self.others = QPushButton(words.what_if("last_ask")), QPushButton(words.what_if("others_ask"))
        self.others.setObjectName("main")  # it can always be done
        self.button.clicked.connect(self.ask)
        self.others.clicked.connect(self.ask_others)
        named = bool(recording.header.learner)
        self.button.setEnabled(named)
        self.about = {self.others: words.what_if("others_about"), self.button: words.what_if("last_about" if named else "last_nobody")}
        for button, about in self.about.items():
            box.addWidget(offered(button, about))
        self.said = QLabel("")
        self.said.setWordWrap(True)
        self.table, self.others_table = BesideTable(), OthersTable()
        self.see = QPushButton(words.what_if("others_pictures"))
        self.see.clicked.connect(self._see)
        for widget, share in ((self.said, 0), (self.see, 0), (self.table, 1), (self.others_table, 1)):
            box.addWidget(widget, share)
        box.addStretch()
        self._clear()

    def _clear(self) -> None:
        for widget in (self.table, self.others_table, self.see):
            widget.hide()

    def _begin(self, coming: str) -> None:
        if self._fetcher is not None:
            self._fetcher.abandon()
        self._clear()
        self.said.setText(words.what_if(coming))

    def ask(self) -> None:
        """One's own last attempt."""
        self._begin("last_coming")

        def work(_: Tell) -> tuple[str, Contrasted]:
            case, earlier = self.world.scenario, before(self.recording)
            day = earlier.header.started or words.what_if("last_time")
            return day, contrasted(case, (earlier, judge(earlier, files.rubric_of(case), case)), (self.recording, self.score))

        self._fetcher = Job("before", work, self._show, self._refuse)

    def _show(self, made: tuple[str, Contrasted]) -> None:
        day, found = made
        self.said.setText("")
        self.table.show_contrasted(found, words.what_if("last_on", day=day), words.what_if("this_time"))
        self.table.show()

    def ask_others(self) -> None:
        """Competent hands, and the class where it is large enough."""
        self._begin("others_coming")
        self._fetcher = Job("others", lambda tell: others_of(self.recording, self.world, tell), self._show_others, self._refuse)

    def _show_others(self, found: Others) -> None:
        self.said.setText("\n".join(found.said))
        self.others_table.show_rows(*others_rows(self.score, found))
        self.others_table.show()
        self._found = found
        self.see.setVisible(found.reel is not None)

    def _see(self) -> None:
        if self._found is not None:
            self.pictured.emit(self._found)

    def _refuse(self, fault: Fault) -> None:
        if fault.trace:
            print(fault.trace, file=sys.stderr)
        self.said.setText(fault.words)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._fetcher is not None:
            self._fetcher.abandon()


def offered(button: QPushButton, about: str) -> Card:
    """What a button brings, over it."""
    card, label = Card(), QLabel(about)
    label.setWordWrap(True)
    card.box.addWidget(label)
    card.box.addWidget(button)
    return card
