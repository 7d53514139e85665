"""Two attempts as pictures side by side: the X-ray of each over its patient as glass, one moment of both, seen from one place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from meshes.anatomy import Outline
from meshes.tissues import title
from scenarios import words
from sim.fluoroscopy.picture import Picture
from sim.qt.darkroom import Darkroom, Print
from sim.qt.glass.glassroom import Glassroom
from sim.qt.glass.standpoint import Standpoint
from sim.qt.panels.body_view import BodyView
from sim.qt.panels.film_bar import PlayBar
from sim.qt.panels.monitor import Monitor
from sim.qt.windows.player import Player
from sim.records.contrast_layers import Layers
from sim.records.reel import Frame, Reel
from sim.session.clock import clock
from sim.session.session import STEP_S
from sim.session.world import World

SHALLOWEST_MM = 0.05
"""A tip that is told to be less deep than this would lie 0.0 mm deep: it touches the skin."""


@dataclass(frozen=True, eq=False)
class Way:
    """One of the two, made beside the window."""

    title: str
    reel: Reel
    layers: Layers
    ahead: int = 0
    """So many steps further on than the other it is shown: two that took different times are held together at one moment of both"""

    @property
    def last(self) -> int:
        """The end, by the clock of both."""
        return self.reel.last - self.ahead


def way_of(title: str, reel: Reel, ahead: int = 0) -> Way:
    return Way(title, reel, Layers(reel.contrasts), ahead)


class _Column:
    """What is shown of one of them."""

    def __init__(self, name: str, room: Glassroom) -> None:
        self.name = name
        self.head, self.said = QLabel(), QLabel()
        self.head.setObjectName("step")
        self.said.setObjectName("note")
        for label in (self.head, self.said):
            label.setWordWrap(True)
        self.monitor, self.body = Monitor("moment"), BodyView(room, name)
        self.body.through = True
        self.monitor.sights_on = self.monitor.levels_only = True
        self.picture: Picture | None = None
        self.way: Way | None = None

    def name_for(self, way: Way) -> None:
        self.way = way
        self.head.setText(way.title)
        self.monitor.setAccessibleName(words.film("xray_of", title=way.title))
        self.body.setAccessibleName(words.film("body_of", title=way.title))

    def frame(self, step: int) -> Frame:
        assert self.way is not None
        return self.way.reel.frame(step + self.way.ahead)


class TwoWays(QWidget):
    """Turning one patient turns both; the needle of the first lies dotted over the second."""

    left = Signal()
    """Back to the film"""

    def __init__(self, world: World, darkroom: Darkroom, glassroom: Glassroom) -> None:
        super().__init__()
        self.world, self.darkroom = world, darkroom
        self.columns = _Column("first", glassroom), _Column("second", glassroom)
        for column in self.columns:
            column.body.anatomy = world.anatomy
        self.bar = PlayBar(0.0)
        self.player = Player(0, self.bar.times, self)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(words.film("moment"))
        self.slider.setSingleStep(1)
        self.slider.setPageStep(round(1.0 / STEP_S))
        self.back = QPushButton(words.film("back"))
        self._lay()
        darkroom.made.connect(self._printed)
        self.player.stood.connect(self._stood)
        self.player.drawn.connect(self._draw)
        self.player.ran.connect(self.bar.show_playing)
        self.bar.toggled.connect(self.player.toggle)
        self.bar.speed.currentIndexChanged.connect(self.player.begin_here)
        self.slider.valueChanged.connect(self._moved)
        self.back.clicked.connect(self.left)
        for column in self.columns:
            column.body.turned.connect(self._look)

    def _lay(self) -> None:
        box, grid = QVBoxLayout(self), QGridLayout()
        box.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for at, column in enumerate(self.columns):
            for row, widget in enumerate((column.head, column.monitor, column.body, column.said)):
                grid.addWidget(widget, row, at)
            grid.setColumnStretch(at, 1)
        for row in (1, 2):
            grid.setRowStretch(row, 1)
        box.addLayout(grid, 1)
        self.note = QLabel(words.film("dotted"))
        self.note.setObjectName("note")
        self.note.setWordWrap(True)
        box.addWidget(self.note)
        self.bar.row.addWidget(self.slider, 1)
        self.bar.row.addWidget(self.back)
        box.addWidget(self.bar)

    def show_ways(self, first: Way, second: Way, step: int) -> None:
        """These, at this moment, seen from beside the needle of the second."""
        for column, way in zip(self.columns, (first, second), strict=True):
            column.name_for(way)
        last = max(first.last, second.last)
        self.player.last, self.player.ready = last, True
        self.bar.seconds = last * STEP_S
        self.slider.setRange(0, last)
        self.go_to(step)
        tip = self.columns[1].frame(self.player.step).tip
        for column in self.columns:
            column.body.look_at(self.world.target, None if tip is None else tip.shaft)

    def go_to(self, step: int) -> None:
        self.player.go_to(step)

    def _moved(self, step: int) -> None:
        if step != self.player.step:
            self.go_to(step)

    def _stood(self, step: int) -> None:
        self.bar.show_time(step * STEP_S)
        self.slider.setValue(step)

    def _look(self, stand: Standpoint) -> None:
        for column in self.columns:
            if column.body.stand != stand:
                column.body.look(stand)

    def _draw(self) -> None:
        step = self.player.step
        frames = [column.frame(step) for column in self.columns]
        first = frames[0].tip
        for column, frame in zip(self.columns, frames, strict=True):
            assert column.way is not None
            other = None if column is self.columns[0] or first is None else first.shaft
            if frame.picture is None:
                column.monitor.clear()
            elif frame.picture is not column.picture:
                self.darkroom.ask(column.name, frame.picture)
            column.picture, column.monitor.way = frame.picture, other
            column.monitor.update()
            column.body.show_things(None if frame.tip is None else frame.tip.shaft, column.way.layers.at(frame.step), other)
            column.said.setText(f"{clock(frame.step * STEP_S)}  {tip_said(frame)}")

    def _printed(self, monitor: str, made: Print) -> None:
        """A picture that came late stays away."""
        for column in self.columns:
            if monitor == column.name and made.picture is column.picture:
                column.monitor.outlines = outlines_in(self.world, made.picture)
                column.monitor.show_print(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self.player.press(event):
            super().keyPressEvent(event)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self.player.close()


def outlines_in(world: World, picture: Picture) -> dict[str, Outline]:
    """By which its levels are told: none in a picture of somebody who lay otherwise."""
    return world.outlines if picture.lies == world.lies else {}


def tip_said(frame: Frame) -> str:
    """Where the tip lies in a moment."""
    if frame.tip is None:
        return words.film("no_tip")
    if frame.tip.depth_mm < SHALLOWEST_MM:
        return words.film("tip_touches")
    return words.film("tip", depth_mm=frame.tip.depth_mm, tissue=title(frame.tip.tissue))
