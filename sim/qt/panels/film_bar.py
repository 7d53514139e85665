"""Play and stop, how fast, and the time that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from scenarios import words
from sim.qt.panels.scorecard import clock

SPEEDS = (1, 2, 4, 8)


class FilmBar(QWidget):
    """The controls under the pictures of a film. A wheel over them changes nothing."""

    toggled = Signal()
    """Play, or stop"""
    best_wanted = Signal(bool)

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.play = QPushButton(words.film("play"))
        self.play.setToolTip(words.film("play_about"))
        self.play.setMinimumWidth(72)
        self.play.clicked.connect(self.toggled)
        self.speed = _Still()
        for times in SPEEDS:
            self.speed.addItem(f"{times} \N{MULTIPLICATION SIGN}", times)
        self.speed.setToolTip(words.film("speed"))
        self.speed.setAccessibleName(words.film("speed"))
        self.time = QLabel()
        self.best = QCheckBox(words.film("best"))
        self.best.setToolTip(words.film("best_about"))
        self.best.toggled.connect(self.best_wanted)
        for widget in (self.play, self.speed, self.time):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.best)
        self.show_time(0.0)

    def times(self) -> int:
        """How much faster than it was."""
        return int(self.speed.currentData())

    def show_time(self, now_s: float) -> None:
        self.time.setText(f"{clock(now_s)} / {clock(self.seconds)}")

    def show_playing(self, playing: bool) -> None:
        self.play.setText(words.film("stop" if playing else "play"))


class _Still(QComboBox):
    """One that a wheel in passing does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]
