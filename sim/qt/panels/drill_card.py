"""The card of a drill: its task; and where something is asked, the answers, what it was, and the way on."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton

from scenarios import words
from scenarios.drill import Drill
from scenarios.pattern import Reading
from scenarios.schema import Scenario, Technique
from sim.qt.grown import LINE, grow
from sim.qt.palette import styled
from sim.qt.panels.card import Card, narrow
from sim.qt.panels.drill_answers import depth_answer, level_answer
from sim.qt.words import phrase, term
from sim.scoring.limits import LIMITS
from sim.scoring.reading import graded, patterns_named
from sim.session.commands import ShowStored
from sim.session.drill_commands import NamePicture, NextPicture
from sim.session.observation import Observation

KEPT = ("side", "loop", "subtracted")
"""What is stored of each picture, number 1 first."""


class DrillCard(Card):
    """Says what is asked for, and asks."""

    ordered = Signal(object)

    def __init__(self, case: Scenario, drill: Drill, technique: Technique) -> None:
        super().__init__(words.drill("card", task=words.drill_task(drill.asks)))
        self.drill = drill
        level = technique.squared_level(case.target.level)
        about = {"level": level, "side": case.target.side, "depth": drill.depth_mm, "report": words.told(case.patient.complaint)}
        self.task, self.count, self.told = QLabel(words.drill(drill.asks, **about)), QLabel(), QLabel()
        self.answer = {"depth": depth_answer, "level": level_answer}[drill.asks]() if drill.asks in ("depth", "level") else None
        self.answers: dict[str, QPushButton] = {}
        self.shown = {name: QPushButton(words.drill(name)) for name in KEPT}
        self.next = QPushButton(words.drill("next"))
        self.box.addWidget(self.task)
        for label in (self.task, self.told):
            label.setWordWrap(True)
        if drill.asks == "pattern":
            self._ask()
        if self.answer is not None:
            self.answer.ordered.connect(self.ordered.emit)
            self.box.addWidget(self.answer)

    def _ask(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        for number, button in enumerate(self.shown.values(), 1):
            button.clicked.connect(lambda _=False, n=number: self.ordered.emit(ShowStored(number=n)))
            row.addWidget(button)
        self.box.addLayout(row)
        grid = QGridLayout()
        grid.setSpacing(3)
        for i, pattern in enumerate(get_args(Reading)):
            button = self.answers[pattern] = QPushButton(term(pattern))
            narrow(button)
            button.clicked.connect(lambda _=False, p=pattern: self.ordered.emit(NamePicture(pattern=p)))
            grid.addWidget(button, i // 3, i % 3)
        self.box.addLayout(grid)
        grow(self.told, least_height=5 * LINE)
        self.box.addWidget(self.told)
        self.next.clicked.connect(lambda: self.ordered.emit(NextPicture()))
        self.box.addWidget(self.next)

    def observe(self, seen: Observation) -> None:
        if self.answer is not None:
            self.answer.observe(seen)
            return
        for event in seen.notices:
            if event.kind == "picture_set":
                self._forget()
            elif event.kind == "picture_told":
                self._tell(str(event.data["pattern"]), float(event.data["contrast_ml"]), dict(event.data["patterns"]))
        number, named = seen.drill.number, seen.drill.named
        if self.count.text() != (said := words.drill("picture", number=number, count=self.drill.pictures)):
            self.count.setText(said)
        last = number == self.drill.pictures
        if self.next.isEnabled() != (named and not last):
            self.next.setEnabled(named and not last)
            styled(self.next, "main" if self.next.isEnabled() else "")
        for button in self.answers.values():
            if button.isEnabled() == named:
                button.setEnabled(not named)

    def _forget(self) -> None:
        self.told.setText("")
        for button in self.answers.values():
            styled(button, "")

    def _tell(self, pattern: str, given_ml: float, lay: dict[str, float]) -> None:
        """What it was and how that is seen, at once."""
        truth = patterns_named(given_ml, lay, LIMITS)
        grade = graded(pattern, truth)
        verdict = words.drill(
            "right" if grade == 1.0 else "partly" if grade else "wrong", truth=phrase("drill_card.with").join(map(term, truth))
        )
        self.told.setText(f"{verdict} {words.looks(pattern if pattern in truth else truth[0])}")
        styled(self.told, "says" if grade == 1.0 else "alarm")
        for name in truth:
            styled(self.answers[name], "main")
