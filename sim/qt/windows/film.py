"""The attempt as a film: the picture that stood on the monitor, the patient as glass, and what was hidden, moving together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from scenarios import words
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.picture import Picture
from sim.qt.darkroom import Darkroom, Print
from sim.qt.glass.glassroom import Glassroom
from sim.qt.grown import is_large, wears_anew
from sim.qt.job import Fault, Job, Tell, fault_of
from sim.qt.panels.band_chart import BandChart, gutters
from sim.qt.panels.body_view import BodyView, anatomy_parts
from sim.qt.panels.film_bar import FilmBar
from sim.qt.panels.mark_key import MarkKey
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.timeline import GUTTERS, Timeline
from sim.qt.windows.player import Player
from sim.qt.windows.two_ways import outlines_in, tip_said
from sim.records.contrast_layers import Layers
from sim.records.recording import Recording
from sim.records.reel import Frame, Reel, reel_of
from sim.scoring.rubric import Score
from sim.session.clock import clock
from sim.session.session import STEP_S
from sim.session.world import World

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.comments import Comment

AT_TABLE, LATE = frozenset({"exposure_started", "needle_taken"}), 0.25
"""Events of which the first begins the work at the table; a film of which such a share lies before that shows first what comes after"""
PICTURES_FIRST = 1000
"""Of the height the pictures take what they can before the lanes take any more than they need"""


class Film(QWidget):
    """Made beside the window by playing the attempt through once; any moment is then at hand."""

    shown = Signal(int)
    """The step of the moment that stands there now"""

    def __init__(self, world: World, recording: Recording, imager: Imager, score: Score) -> None:
        super().__init__()
        self.world, self.recording = world, recording
        self.reel: Reel | None = None
        self.layers: Layers | None = None
        self._picture: Picture | None = None
        self.best: NDArray[np.float64] | None = None
        self._best: Job | None = None
        self._low = False
        self._turns = True
        """The eye goes to the tip of the next moment."""
        seconds = recording.steps * STEP_S
        self.glassroom = Glassroom(anatomy_parts(world.anatomy))
        self.monitor, self.body = Monitor("moment"), BodyView(self.glassroom, middle=world.target)
        self.body.through = True
        self.body.anatomy = world.anatomy
        self.monitor.sights_on = self.monitor.levels_only = True
        self.caption = QLabel("")
        self.caption.setObjectName("note")
        self.caption.setWordWrap(True)
        self.bar, self._beside = FilmBar(seconds), QStackedWidget()
        self.bar.lanes_wanted.connect(self._show_lanes)
        ready = {fluid.agent: fluid.ml for fluid in world.scenario.tray.fluids}
        self.timeline = Timeline(world.scenario.chart, self._gutters, shortest_s=0.0, ticked=False, ready=ready)
        self.timeline.show_events(list(recording.events), seconds)
        self.key = MarkKey(_key_lines())
        self.bands = BandChart(score.remarks, seconds)
        self.show_comments(())
        self._table_s = STEP_S * min((one.step for one in recording.events if one.kind in AT_TABLE), default=0)
        """When the work at the table began"""
        self._lay()
        self.darkroom = Darkroom(imager)
        self.darkroom.made.connect(self._printed)
        self.darkroom.failed.connect(self._undeveloped)  # a method: a lambda that names the page would keep both for ever
        self.player = Player(recording.steps, self.bar.times, self)
        self.bar.table_wanted.connect(self._show_table)
        self.bar.table.setVisible(self._table_s > 0)
        self.bar.table.setChecked(self._table_s > LATE * seconds)
        self.player.stood.connect(self._stood)
        self.player.drawn.connect(self._draw)
        self.player.ran.connect(self.bar.show_playing)
        self.bar.toggled.connect(self.toggle)
        self.bar.best_wanted.connect(self.show_best)
        self.bar.speed.currentIndexChanged.connect(self.player.begin_here)
        self.timeline.picked.connect(self.go_to)
        self.timeline.moved.connect(self.scrub)
        self.bands.moved.connect(self.scrub)
        self._maker = Job("film", self._make, self._made, self._unmade, self._told)

    def _lay(self) -> None:
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        pair = QSplitter()
        pair.setObjectName("surround")
        pair.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        pair.addWidget(self.monitor)
        self._beside.addWidget(self.body)
        pair.addWidget(self._beside)
        pair.setSizes([1000, 1000])
        box.addWidget(pair, PICTURES_FIRST)
        for widget in (self.caption, self.bar, self.key, self.timeline):  # the line of the moment runs on from the strip to the lanes
            box.addWidget(widget)
        box.addWidget(self.bands, 1)

    def _gutters(self) -> tuple[float, float]:
        """Of the strip: as those of the lanes below it; all of the width where it has none below it."""
        return GUTTERS if self._low else gutters()

    def fold(self, low: bool) -> None:
        """A page that is too low for the lanes shows them in the place of the body, when they are asked for."""
        self._low = low
        if low:
            self._beside.addWidget(self.bands)
        else:
            self._box.addWidget(self.bands, 1)
            self.bands.show()
        self.timeline.update()
        self.bar.lanes.setVisible(low)
        self._show_lanes(low and self.bar.lanes.isChecked())

    def _show_lanes(self, wanted: bool) -> None:
        self._beside.setCurrentWidget(self.bands if wanted else self.body)

    def show_comments(self, comments: tuple[Comment, ...]) -> None:
        """What instructors said of it stands among the marks."""
        self.bands.show_comments(comments)
        remarks = {"critical" if one.critical else "remark" for one in self.bands.remarks}
        self.key.show_marks((event.kind for event in self.timeline.events), remarks | ({"comment"} if comments else set()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self.key.keep_to(_key_lines())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both pictures are squares, or lower: of a tall window the lanes get the rest, and neither ends above or below the other."""
        super().resizeEvent(event)
        for picture in (self.monitor, self._beside):  # a splitter takes its own bounds from what it holds
            picture.setMaximumHeight(self.width() // 2)

    # --- made beside the window -------------------------------------------------------------------------------------------

    def _make(self, tell: Tell) -> tuple[Reel, Layers]:
        reel = reel_of(self.recording, self.world, lambda share: tell("", share))
        return reel, Layers(reel.contrasts)

    def _told(self, stage: str, share: float) -> None:
        self.caption.setText(words.film("making", percent=round(100 * share)))

    def _made(self, made: tuple[Reel, Layers]) -> None:
        reel, self.layers = made
        self.reel = reel
        self.player.last, self.player.ready = reel.last, True
        self.bands.show_reel(reel)
        self.go_to(self.step)

    def _undeveloped(self, error: Exception) -> None:
        self.complain(words.film("broken"), fault_of(error))

    def _unmade(self, fault: Fault) -> None:
        self.complain(words.film("broken"), fault)

    def complain(self, what: str, fault: Fault) -> None:
        """Say what did not work; the rest of the page stays."""
        fault.trace_out()
        self.caption.setText(f"{what}: {fault.words}")

    # --- time -------------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """That stands there now."""
        return self.player.step

    @property
    def playing(self) -> bool:
        return self.player.running

    def go_to(self, step: int) -> None:
        """Show this moment, and turn to its needle."""
        self._turns = True
        self.scrub(step)

    def scrub(self, step: int) -> None:
        """Show this moment, from where one looks now; a newer one replaces it before it is drawn."""
        self.player.go_to(step)

    def toggle(self) -> None:
        """Play from here, from the start if the end is shown; or stop."""
        self.player.toggle()

    def _show_table(self, alone: bool) -> None:
        """The time of chart and forms is left out, or comes back; a moment of it that is shown gives way to the first at the table."""
        for shown in (self.timeline, self.bands):
            shown.begin_at(self._table_s if alone else 0.0)
        if alone and self.step < self.bands.axis.first:
            self.go_to(self.bands.axis.first)

    def _stood(self, step: int) -> None:
        if step < self.bands.axis.first:  # who goes to a moment of chart and forms sees where that lies
            self.bar.table.setChecked(False)
        self.bar.show_time(step * STEP_S)
        for shown in (self.timeline, self.bands):
            shown.stand_at(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.player.press(event):
            super().keyPressEvent(event)

    # --- beside competent hands -------------------------------------------------------------------------------------------

    def show_best(self, wanted: bool) -> None:
        """The way of competent hands over picture and body; played beside the window when it is first wanted."""
        if wanted and self.best is None and self._best is None:
            self.caption.setText(words.film("best_coming"))
            self._best = Job("best", self._exemplar, self._best_came, self._best_lacks)
        self._lay_best()

    def _exemplar(self, tell: Tell) -> NDArray[np.float64]:
        from sim.studies.exemplar import exemplar_way  # it brings what builds bodies, which few attempts ask for

        return exemplar_way(self.world, self.recording.header.seed)

    def _best_came(self, way: NDArray[np.float64]) -> None:
        self.best = way
        self._lay_best()

    def _best_lacks(self, fault: Fault) -> None:
        self.bar.best.setChecked(False)
        self.bar.best.setEnabled(False)
        self.complain(words.film("best_broken"), fault)

    def _lay_best(self) -> None:
        self.monitor.way = self.best if self.bar.best.isChecked() else None
        self.monitor.update()
        if self.reel is not None:
            self._show_body(self.reel.frame(self.step))

    # --- drawn ------------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        if self.reel is None:
            return
        frame = self.reel.frame(self.step)
        if frame.picture is None:
            self.monitor.clear()
        elif frame.picture is not self._picture:
            self.darkroom.ask("moment", frame.picture)
        self._picture = frame.picture
        if self._turns:
            self._turns = False
            self.body.look_at(self.world.target, None if frame.tip is None else frame.tip.shaft)
        self._show_body(frame)
        self.caption.setText(f"{clock(frame.step * STEP_S)}  {tip_said(frame)}")
        self.shown.emit(frame.step)

    def _show_body(self, frame: Frame) -> None:
        layers = () if self.layers is None else self.layers.at(frame.step)
        if self.monitor.faint != bool(layers):  # crosses would lie over what is to be read
            self.monitor.faint = bool(layers)
            self.monitor.update()
        self.body.show_things(None if frame.tip is None else frame.tip.shaft, layers, self.monitor.way)

    def _printed(self, monitor: str, made: Print) -> None:
        """A picture that came late stays away."""
        if made.picture is self._picture:
            self.monitor.outlines = outlines_in(self.world, made.picture)
            self.monitor.show_print(made)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self.player.close()
        for job in (self._maker, self._best):
            if job is not None:
                job.abandon()
        self.darkroom.close()
        self.glassroom.close()


def _key_lines() -> int | None:
    """All that the key needs; where text is large one line, and the rest in its tip: the pictures have the height."""
    return 1 if is_large() else None
