"""The path from the first day to the examination: courses in a row, and under them the stages of the one that is chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from scenarios.words import told
from sim.exchange.gradebook.transcript import Headway, Transcript
from sim.qt.grown import wears_anew
from sim.qt.palette import styled
from sim.qt.panels.step_row import StepRow
from sim.qt.words import phrase, term

DONE = "\N{CHECK MARK}"


class PathView(QWidget):
    """Every step is a button, so that keys reach it; a row whose words have no room is a list."""

    course_chosen = Signal(str)
    case_chosen = Signal(str)
    """A stage was chosen: its first case that is not mastered"""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self.courses: dict[str, QPushButton] = {}
        self.rows = (StepRow(phrase("path_view.course")), StepRow(phrase("path_view.step")))
        self._grid.addWidget(self.rows[0], 0, 0, 1, 2)
        self._grid.addWidget(self.rows[1], 1, 0, 1, 2)
        self._beside = False

    @property
    def stages(self) -> list[QPushButton]:
        return self.rows[1].buttons

    def show_transcript(self, found: Transcript, chosen: Headway) -> None:
        """Set the words anew; the buttons stay where the same steps do, and keep the focus."""
        names = [one.course.name for one in found.way]
        if list(self.courses) != names:
            self.rows[0].keep(0)
            self.courses = {name: self.rows[0].add(partial(self.course_chosen.emit, name)) for name in names}
        for one in found.way:
            button = self.courses[one.course.name]
            styled(button, "here" if one is chosen else "step_done" if one.is_done else "step_ahead")
            button.setToolTip(
                phrase(
                    "path_view.course_about",
                    title=told(one.course.title),
                    about=told(one.course.about),
                    mastered=one.mastered,
                    count=len(one.masteries),
                )
            )
            _name(button, told(one.course.title), one.mastered, len(one.masteries))
        self.rows[0].stand_at(found.way.index(chosen))
        self._show_stages(chosen)
        self._fold()

    def _show_stages(self, chosen: Headway) -> None:
        stages = chosen.course.stages
        self.rows[1].keep(len(stages))
        while len(self.stages) < len(stages):
            self.rows[1].add(partial(self._choose, len(self.stages)))
        self._firsts = []
        for number, (stage, button) in enumerate(zip(stages, self.stages, strict=True)):
            own = chosen.of_stage(number)
            done = sum(one.mastered for one in own)
            styled(button, "step_done" if done == len(own) else "here" if number == chosen.stage else "step_ahead")
            times = phrase("path_view.times", count=stage.in_a_row)
            points = phrase("path_view.points", points=stage.least_total) if stage.least_total else ""
            button.setToolTip(phrase("path_view.stage_about", title=told(stage.title), times=times, points=points, mode=term(stage.mode)))
            _name(button, f"{number + 1}  {told(stage.title)}", done, len(own))
            self._firsts.append(next((one.case for one in own if not one.mastered), own[0].case))
        self.rows[1].stand_at(min(chosen.stage, len(stages) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, self._fold)  # when what stands in it has its new size too

    def _fold(self) -> None:
        """Each row by its own need; two lists stand beside each other."""
        names = max(row.name.sizeHint().width() for row in self.rows)
        for row in self.rows:
            row.name.setMinimumWidth(names)
            row.fit(self.width())
        beside = all(row.folded for row in self.rows)
        if beside != self._beside:
            self._beside = beside
            self._grid.addWidget(self.rows[0], 0, 0, 1, 1 if beside else 2)
            self._grid.addWidget(self.rows[1], 0 if beside else 1, 1 if beside else 0, 1, 1 if beside else 2)

    def _choose(self, number: int) -> None:
        self.case_chosen.emit(self._firsts[number])


def _name(button: QPushButton, title: str, done: int, of: int) -> None:
    said = f"{title}  {DONE if done == of else f'{done}/{of}'}"
    button.setText(said)
    button.setAccessibleName(said)
