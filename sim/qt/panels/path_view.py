"""The path from the first day to the examination: courses in a row, and under them the stages of the one that is chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from scenarios.words import told
from sim.exchange.gradebook.transcript import Headway, Transcript
from sim.qt.palette import styled
from sim.qt.words import phrase, term

LEAST_WIDE, BESIDE = 60, 14
"""Pixels: of a button, and what its frame takes with the weight of the letters of the one that is chosen"""
SAID = "title_and_share"
"""What a button says"""


class PathView(QWidget):
    """Every step is a button, so that keys reach it."""

    course_chosen = Signal(str)
    case_chosen = Signal(str)
    """A stage was chosen: its first case that is not mastered"""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.courses: dict[str, QPushButton] = {}
        self.stages: list[QPushButton] = []
        self._rows = (QHBoxLayout(), QHBoxLayout())
        for number, code in enumerate(("course", "step")):
            name = QLabel(phrase(f"path_view.{code}"))
            name.setObjectName("note")
            grid.addWidget(name, number, 0)
            self._rows[number].setSpacing(4)
            grid.addLayout(self._rows[number], number, 1)

    def show_transcript(self, found: Transcript, chosen: Headway) -> None:
        """Set the words anew; the buttons stay where the same steps do, and keep the focus."""
        names = [one.course.name for one in found.way]
        if list(self.courses) != names:
            for button in self.courses.values():
                button.deleteLater()
            self.courses = {name: self._step(0, partial(self.course_chosen.emit, name)) for name in names}
        for one in found.way:
            button = self.courses[one.course.name]
            self._name(button, told(one.course.title), _share(one.mastered, len(one.masteries)))
            button.setToolTip(
                phrase(
                    "path_view.course_about",
                    title=told(one.course.title),
                    about=told(one.course.about),
                    mastered=one.mastered,
                    count=len(one.masteries),
                )
            )
            styled(button, "here" if one is chosen else "step_done" if one.is_done else "step_ahead")
        self._show_stages(chosen)

    def _show_stages(self, chosen: Headway) -> None:
        stages = chosen.course.stages
        while len(self.stages) > len(stages):
            self.stages.pop().deleteLater()
        while len(self.stages) < len(stages):
            self.stages.append(self._step(1, partial(self._choose, len(self.stages))))
        self._firsts = []
        for number, (stage, button) in enumerate(zip(stages, self.stages, strict=True)):
            own = chosen.of_stage(number)
            done = sum(one.mastered for one in own)
            self._name(button, f"{number + 1}  {told(stage.title)}", _share(done, len(own)))
            times = phrase("path_view.times", count=stage.in_a_row)
            points = phrase("path_view.points", points=stage.least_total) if stage.least_total else ""
            button.setToolTip(phrase("path_view.stage_about", title=told(stage.title), times=times, points=points, mode=term(stage.mode)))
            styled(button, "step_done" if done == len(own) else "here" if number == chosen.stage else "step_ahead")
            self._firsts.append(next((one.case for one in own if not one.mastered), own[0].case))

    def _name(self, button: QPushButton, title: str, share: str) -> None:
        button.setAccessibleName(f"{title}  {share}")
        button.setProperty(SAID, (title, share))
        _shorten(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._shorten)  # when the buttons have their new widths too

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._shorten)

    def _shorten(self) -> None:
        for button in (*self.courses.values(), *self.stages):
            _shorten(button)

    def _choose(self, number: int) -> None:
        self.case_chosen.emit(self._firsts[number])

    def _step(self, row: int, does: partial[None]) -> QPushButton:
        button = QPushButton()
        button.setMinimumWidth(LEAST_WIDE)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: does())
        self._rows[row].addWidget(button, 1)
        return button


def _shorten(button: QPushButton) -> None:
    """A title that has no room ends in dots, and stands whole in the tooltip; how far one has come is always read."""
    title, share = button.property(SAID)
    metrics = button.fontMetrics()
    room = button.width() - metrics.horizontalAdvance(f"  {share}") - BESIDE
    whole = metrics.horizontalAdvance(title) <= room or not button.isVisible()
    button.setText(f"{title if whole else metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)}  {share}")


def _share(done: int, of: int) -> str:
    return "\u2713" if done == of else f"{done}/{of}"
