"""Play and stop, how fast, and the time that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from scenarios import words
from sim.session.clock import clock

SPEEDS = (1, 2, 4, 8)


class PlayBar(QWidget):
    """The controls under moving pictures; what else belongs there is put into its ``row``. A wheel over them changes nothing."""

    toggled = Signal()
    """Play, or stop"""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
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
        for widget in (self.play, self.speed, self.time):
            self.row.addWidget(widget)
        self.show_time(0.0)

    def times(self) -> int:
        """How much faster than it was."""
        return int(self.speed.currentData())

    def show_time(self, now_s: float) -> None:
        self.time.setText(f"{clock(now_s)} / {clock(self.seconds)}")

    def show_playing(self, playing: bool) -> None:
        self.play.setText(words.film("stop" if playing else "play"))


class FilmBar(PlayBar):
    """That of the film of an attempt."""

    best_wanted = Signal(bool)
    lanes_wanted = Signal(bool)
    table_wanted = Signal(bool)

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.table = QCheckBox(words.film("from_table"))
        self.table.setToolTip(words.film("from_table_about"))
        self.table.toggled.connect(self.table_wanted)
        self.best = QCheckBox(words.film("best"))
        self.best.setToolTip(words.film("best_about"))
        self.best.toggled.connect(self.best_wanted)
        self.lanes = QCheckBox(words.film("lanes"))
        self.lanes.setToolTip(words.film("lanes_about"))
        self.lanes.toggled.connect(self.lanes_wanted)
        self.lanes.hide()
        self.row.addStretch(1)
        for box in (self.table, self.lanes, self.best):
            self.row.addWidget(box)


class _Still(QComboBox):
    """One that a wheel in passing does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]
