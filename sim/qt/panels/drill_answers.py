"""What a drill with one question is answered with, and what it was: a depth, a level."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios import words
from scenarios.drill_script import Counted
from sim.qt.palette import styled
from sim.qt.panels.card import narrow
from sim.qt.panels.fields import Number
from sim.session.drill_commands import SayDepth, SayLevel
from sim.session.observation import Observation

MOST_MM = 30.0
CLOSE_MM = 2.0
"""So near an answer is as good as a picture can be read (guess)."""


class OneAnswer(QWidget):
    """Buttons that can be pressed once."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.row = QHBoxLayout()
        self.row.setSpacing(3)
        self.box.addLayout(self.row)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self.box.addWidget(self.told)
        self.buttons: dict[str, QPushButton] = {}

    def offer(self, name: str, said: str) -> QPushButton:
        """One more answer."""
        button = self.buttons[name] = QPushButton(said)
        narrow(button)
        self.row.addWidget(button, 1)
        return button

    def observe(self, seen: Observation) -> None:
        """An answer that was given stands."""
        for event in seen.notices:
            if event.kind == "depth_said":
                self.tell_depth(float(event.data["said_mm"]), float(event.data["lies_mm"]))
            elif event.kind == "level_said":
                self.tell_level(str(event.data["level"]), str(event.data["lies"]))
        for button in self.buttons.values():
            if button.isEnabled() == seen.drill.named:
                button.setEnabled(not seen.drill.named)

    def tell(self, good: bool, said: str) -> None:
        """What it was, and whether that was said."""
        self.told.setText(said)
        styled(self.told, "says" if good else "alarm")

    def tell_depth(self, said_mm: float, lies_mm: float) -> None:
        """The true distance, and by how much it was missed."""
        off_mm = round(abs(said_mm - lies_mm), 1)
        code = "close" if off_mm <= CLOSE_MM else "off"
        self.tell(code == "close", words.drill(code, lies=_lies(lies_mm), off=words.decimal(f"{off_mm:.1f}")))

    def tell_level(self, said: str, lies: str) -> None:
        """The true vertebra."""
        self.tell(said == lies, words.drill("right" if said == lies else "wrong", truth=lies))
        styled(self.buttons[lies], "main")


def depth_answer() -> OneAnswer:
    """So many mm, behind the line or in front of it."""
    answer, mm = OneAnswer(), Number()
    mm.setObjectName("answer_mm")
    mm.setRange(0.0, MOST_MM)
    mm.setDecimals(0)
    mm.setSuffix(" mm")
    mm.setAccessibleName(words.drill("distance"))
    answer.row.addWidget(mm)
    for code, sign in (("behind", 1.0), ("before", -1.0)):
        button = answer.offer(code, words.drill(code))
        button.clicked.connect(lambda _=False, s=sign: answer.ordered.emit(SayDepth(behind_mm=s * mm.value())))
    return answer


def level_answer() -> OneAnswer:
    """One of the vertebrae that a lumbar back shows."""
    answer = OneAnswer()
    for level in get_args(Counted):
        button = answer.offer(level, level)
        button.clicked.connect(lambda _=False, name=level: answer.ordered.emit(SayLevel(level=name)))
    return answer


def _lies(behind_mm: float) -> str:
    return words.drill("lies_behind" if behind_mm >= 0 else "lies_before", mm=words.decimal(f"{abs(behind_mm):.1f}"))
