"""The attempt as a film: the picture that stood on the monitor, the patient as glass, and what was hidden, moving together."""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from meshes.tissues import title
from scenarios import words
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.shadows import Iodine
from sim.qt.darkroom import Darkroom, Print
from sim.qt.job import Fault, Job, Tell, fault_of
from sim.qt.panels.band_chart import GUTTER, BandChart
from sim.qt.panels.body_view import BodyView
from sim.qt.panels.film_bar import FilmBar
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.scorecard import clock
from sim.qt.panels.timeline import Timeline
from sim.records.recording import Recording
from sim.records.reel import Frame, Reel, Tip, reel_of
from sim.scoring.rubric import Score
from sim.session.session import STEP_S
from sim.session.world import World

SECOND = round(1.0 / STEP_S)
FRAME_MS = 40
"""Between two moments of a film that plays."""
REST_MS = 250
"""When nothing has moved for so long, the body is drawn in full."""
SHARE = 3
DRAW_MS = 15
"""However fast a hand drags, no more is drawn than the last moment within this."""


class Film(QWidget):
    """Made beside the window by playing the attempt through once; any moment is then at hand."""

    shown = Signal(int)
    """The step of the moment that stands there now"""

    def __init__(self, world: World, recording: Recording, imager: Imager, score: Score) -> None:
        super().__init__()
        self.world, self.recording = world, recording
        self.reel: Reel | None = None
        self.step = 0
        self._stood: tuple[Tip | None, Iodine | None] = (None, None)
        self._picture: Picture | None = None
        self.best: NDArray[np.float64] | None = None
        self._best: Job | None = None
        self._drawn_at, self._cost_ms = QElapsedTimer(), 0
        self._drawn_at.start()
        self._turns = True
        """The eye goes to the tip of the next moment."""
        seconds = recording.steps * STEP_S
        self.monitor, self.body = Monitor("moment"), BodyView(world.anatomy)
        self.monitor.sights_on = True
        self.caption = QLabel("")
        self.caption.setObjectName("note")
        self.caption.setWordWrap(True)
        self.bar = FilmBar(seconds)
        self.timeline = Timeline(world.scenario.chart, GUTTER, shortest_s=0.0)
        self.timeline.show_events(list(recording.events), seconds)
        self.bands = BandChart(score.remarks, seconds)
        self._lay()
        self.darkroom = Darkroom(imager)
        self.darkroom.made.connect(self._printed)
        self.darkroom.failed.connect(self._undeveloped)  # a method: a lambda that names the page would keep both for ever
        self._clock, self._since, self._from = QTimer(self), QElapsedTimer(), 0
        self._clock.setInterval(FRAME_MS)
        self._clock.timeout.connect(self._go_on)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DRAW_MS)
        self._soon.timeout.connect(self._draw)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        self.bar.toggled.connect(self.toggle)
        self.bar.best_wanted.connect(self.show_best)
        self.bar.speed.currentIndexChanged.connect(self._restart)
        self.timeline.picked.connect(self.go_to)
        self.bands.moved.connect(self.scrub)
        self.body.see_through(True)
        self._maker = Job("film", self._make, self._made, self._unmade, self._told)

    def _lay(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        pair = QSplitter()
        pair.addWidget(self.monitor)
        pair.addWidget(self.body)
        pair.setSizes([1000, 1000])
        box.addWidget(pair, 1)
        for widget in (self.caption, self.bar, self.timeline, self.bands):
            box.addWidget(widget)

    # --- made beside the window -------------------------------------------------------------------------------------------

    def _make(self, tell: Tell) -> Reel:
        return reel_of(self.recording, self.world, lambda share: tell("film", share))

    def _told(self, stage: str, share: float) -> None:
        self.caption.setText(words.film("making", percent=round(100 * share)))

    def _made(self, reel: Reel) -> None:
        self.reel = reel
        self.bands.show_reel(reel)
        self.go_to(self.step)

    def _undeveloped(self, error: Exception) -> None:
        self.complain(words.film("broken"), fault_of(error))

    def _unmade(self, fault: Fault) -> None:
        self.complain(words.film("broken"), fault)

    def complain(self, what: str, fault: Fault) -> None:
        """Say what did not work; the rest of the page stays."""
        if fault.trace:
            print(fault.trace, file=sys.stderr)
        self.caption.setText(f"{what}: {fault.words}")

    # --- time -------------------------------------------------------------------------------------------------------------

    def go_to(self, step: int) -> None:
        """Show this moment, and turn to its needle."""
        self._turns = True
        self.scrub(step)

    def scrub(self, step: int) -> None:
        """Show this moment, from where one looks now; a newer one replaces it before it is drawn."""
        self._stop()
        self._stand(step)

    def toggle(self) -> None:
        """Play from here, from the start if the end is shown; or stop."""
        if self._clock.isActive():
            self._stop()
        elif self.reel is not None:
            self._stand(0 if self.step >= self.reel.last else self.step)
            self._from = self.step
            self._since.start()
            self._clock.start()
            self.bar.show_playing(True)

    @property
    def playing(self) -> bool:
        return self._clock.isActive()

    def _restart(self) -> None:
        """Another speed holds from now on."""
        self._from = self.step
        self._since.start()

    def _stop(self) -> None:
        self._clock.stop()
        self.bar.show_playing(False)

    def _go_on(self) -> None:
        """As much of the attempt as the clock says, whatever was drawn meanwhile: a slow machine leaves moments out."""
        assert self.reel is not None
        self._stand(self._from + round(self._since.elapsed() / 1000.0 * self.bar.times / STEP_S))
        if self.step >= self.reel.last:
            self._stop()

    def _stand(self, step: int) -> None:
        last = self.reel.last if self.reel is not None else self.recording.steps
        self.step = min(max(step, 0), last)
        self.bar.show_time(self.step * STEP_S)
        self.bands.stand_at(self.step)
        if not self._soon.isActive():
            self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = SECOND if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Left:
                self.scrub(self.step - far)
            case Qt.Key.Key_Right:
                self.scrub(self.step + far)
            case Qt.Key.Key_Home:
                self.scrub(0)
            case Qt.Key.Key_End:
                self.scrub(self.recording.steps)
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self.toggle()
            case _:
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
        self._draw()

    def _best_lacks(self, fault: Fault) -> None:
        self.bar.best.setChecked(False)
        self.bar.best.setEnabled(False)
        self.complain(words.film("best_broken"), fault)

    def _lay_best(self) -> None:
        self.monitor.way = self.best if self.bar.best.isChecked() else None
        self.monitor.update()
        if self.best is not None:
            self.body.draw_way(self.monitor.way)
            self.body.show_drawn(moving=False)

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
        self._move_body(frame)
        said = words.film("no_tip")
        if frame.tip is not None:
            said = words.film("tip", depth_mm=frame.tip.depth_mm, tissue=title(frame.tip.tissue))
        self.caption.setText(f"{clock(frame.step * STEP_S)}  {said}")
        self.shown.emit(frame.step)

    def _move_body(self, frame: Frame) -> None:
        """VTK is the slowest of all that moves: where it is slow it leaves the hand three times as long as it takes."""
        changed = frame.tip is not self._stood[0] or frame.contrast is not self._stood[1] or self._turns
        if changed and self._drawn_at.hasExpired(SHARE * self._cost_ms):
            self._draw_body(frame, moving=True)
        if changed:
            self._rest.start()

    def _draw_body(self, frame: Frame, moving: bool) -> None:
        took = QElapsedTimer()
        took.start()
        if self._turns:
            self.body.look_at(self.world.target if frame.tip is None else frame.tip.shaft[-1])
        if frame.tip is not self._stood[0]:
            self.body.draw_needle(None if frame.tip is None else frame.tip.shaft)
        if frame.contrast is not self._stood[1]:
            self.body.draw_contrast(frame.contrast)
        self.body.show_drawn(moving)
        self._stood, self._turns, self._cost_ms = (frame.tip, frame.contrast), False, took.elapsed()
        self._drawn_at.start()

    def _settle(self) -> None:
        """Nothing moves: what stands there, in full."""
        if self.reel is not None:
            self._draw_body(self.reel.frame(self.step), moving=False)

    def _printed(self, monitor: str, made: Print) -> None:
        """A picture that came late stays away."""
        if made.picture is self._picture:
            self.monitor.show_print(made)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self._stop()
        self._soon.stop()
        self._rest.stop()
        for job in (self._maker, self._best):
            if job is not None:
                job.abandon()
        self.darkroom.close()
        self.body.closing()
