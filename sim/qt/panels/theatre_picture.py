"""The picture of the room: made beside the window once there is an X-ray picture, drawn when something in it has changed.

What draws it takes a second and 100 MB to load: the first picture comes before it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QTransform
from PySide6.QtWidgets import QWidget

from meshes.anatomy import Anatomy
from meshes.space import side_sign
from scenarios.base import SideName
from sim.qt.darkroom import Print
from sim.qt.hands_seen import kept_hands
from sim.qt.job import Fault, Job, Tell
from sim.qt.panels.theatre_wait import paint_sample, paint_unseen, paint_wait
from sim.qt.theatre.acting import Acting
from sim.qt.theatre.cloud import Cloud, CloudParts
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.instruments import Grasp, Joined
from sim.qt.words import phrase
from sim.session.iodine import GlassContrast
from sim.session.observation import Observation

if TYPE_CHECKING:
    from sim.qt.theatre.cast import Cast
    from sim.qt.theatre.theatre_scene import TheatreScene

SOON_MS, SOON_SMALL_MS, REST_MS = 0, 450, 220
"""A change is drawn at once, in the small view twice a second; and finely when nothing has changed for so long."""
BY_ITSELF_MS, NEEDLED_MS = 3000, 300
"""So long after a picture, the pedal and the plunger at rest, it is made for the small view; and so long once a needle stands in the
patient, who is no more as the example shows him."""
MOVING_PIXELS, STILL_PIXELS = 700_000, 1_100_000
"""More are not drawn while something moves, and when it rests: the picture is stretched then, so that no one holds up the window."""
FILM_PX = 256
"""Pixels across a monitor's picture on the screen of the cart"""
FINE = tuple(((i + 0.5) / 6 - 0.5, ((i * 5 % 6) + 0.5) / 6 - 0.5) for i in range(6))
"""Shifts by parts of a pixel: so many pictures, one at a time, make the fine one."""


class TheatrePicture(QWidget):
    """Shows an Observation as the eye in the room has it. ``may_clear``: whether the inside may be shown at all."""

    told = Signal(str)
    """Something that the user should read"""

    def __init__(self, anatomy: Anatomy, side: SideName, may_clear: bool) -> None:
        super().__init__()
        self.anatomy, self.may_clear = anatomy, may_clear
        self.eye = Eye.standing(side_sign(side))
        self.scene: TheatreScene | None = None
        self.seen: Observation | None = None
        self.small = True
        self.glass = 0.0
        self.hands = kept_hands()
        self.said = phrase("theatre_picture.wait")
        """Where nothing is drawn yet"""
        self.done: float | None = 0.0
        """And the share of the work that is done; None once it has failed"""
        self._job: Job | None = None
        self._image: QImage | None = None
        self._sum = np.zeros((0, 0, 3), np.uint16)
        self._passes = 0
        self._shown: dict[str, object] = {}
        self._acting = Acting()
        self._films: dict[str, Print] = {}
        """What the monitors show, by name"""
        self._contrast: CloudParts = {}
        self._cloud = Cloud(self)
        self._cloud.made.connect(self._hang_cloud)
        self._soon, self._rest, self._by_itself = QTimer(self), QTimer(self), QTimer(self)
        for timer, does in ((self._soon, self._draw), (self._rest, self._refine), (self._by_itself, self.prepare)):
            timer.setSingleShot(True)
            timer.timeout.connect(does)

    # --- made before it is opened -----------------------------------------------------------------------------------------

    @property
    def is_drawn(self) -> bool:
        """Whether the room itself is seen yet."""
        return self.scene is not None and self._image is not None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.small:
            self.prepare()
        self.redraw()

    def prepare(self) -> None:
        """Begin to make it, unless that has begun: it is about to be looked at."""
        if self._job is None:
            self._begin()

    def _begin(self) -> None:
        self._job = Job("theatre", self._make, self._made, self._unmade, self._tell)

    def _make(self, tell: Tell) -> Cast:
        from sim.qt.theatre.cast import cast_of

        return cast_of(self.anatomy, self.may_clear, self.eye.side, partial(tell, ""))

    def _tell(self, _: str, share: float) -> None:
        self.done = share
        if self._image is None:
            self.update()

    def lie(self, anatomy: Anatomy) -> None:
        """The patient is another body from now on: made beside the window, while the one before stands there."""
        self.anatomy = anatomy
        if self._job is not None:
            self._job.abandon()
            self._begin()

    def _made(self, cast: Cast) -> None:
        from sim.qt.theatre.theatre_scene import TheatreScene

        if self.scene is not None:
            self.scene.close()
        self.scene = TheatreScene(cast, self.eye.side)
        self._shown = {}
        self.redraw()

    def _unmade(self, fault: Fault) -> None:
        self.said, self.done = phrase("theatre_picture.failed", why=fault.words), None
        self.update()
        if not self.small:
            self.told.emit(self.said)

    def closing(self) -> None:
        """Nothing more comes to a page that is gone."""
        for timer in (self._soon, self._rest, self._by_itself):
            timer.stop()
        if self._job is not None:
            self._job.abandon()
        self._cloud.closing()
        if self.scene is not None:
            self.scene.close()
            self.scene = None

    # --- what is shown ----------------------------------------------------------------------------------------------------

    def observe(self, seen: Observation) -> None:
        stood, self.seen = self._holds_needle, seen
        self._acting.follow(seen)
        if stood != self._holds_needle and not self.is_drawn:
            self.update()
        if self._job is None and self.isVisible() and (seen.live is not None or self._holds_needle):
            self._wait_for_rest(seen)
        if self.scene is not None and self.isVisible() and not self._soon.isActive() and self._differs(seen):
            self.redraw()

    @property
    def _holds_needle(self) -> bool:
        """Whether one stands in the patient: a picture of a bare back is wrong then."""
        return self.seen is not None and self.seen.needle is not None and self.seen.needle.placed

    def _wait_for_rest(self, seen: Observation) -> None:
        """Nothing is loaded while the pedal or the plunger is held: what they bring comes first."""
        if seen.carm.beam_on or seen.syringe.rate_ml_s:
            self._by_itself.stop()
        elif self._holds_needle and (not self._by_itself.isActive() or self._by_itself.remainingTime() > NEEDLED_MS):
            self._by_itself.start(NEEDLED_MS)
        elif not self._by_itself.isActive():
            self._by_itself.start(BY_ITSELF_MS)

    def show_film(self, monitor: str, made: Print) -> None:
        """It stands on the screen over there too, unless what does is newer. The small view is not drawn anew for that."""
        before = self._films.get(monitor)
        if before is None or before.ticket <= made.ticket:
            self._films[monitor] = made
            if self.scene is not None and self.isVisible() and not self.small:
                self.redraw()

    def show_contrast(self, given: GlassContrast | None) -> None:
        """Where it lies, under glass, where that may be shown."""
        self._cloud.show_contrast(given if self.may_clear else None)

    @property
    def has_contrast(self) -> bool:
        return bool(self._contrast)

    def _hang_cloud(self, drawn: CloudParts) -> None:
        self._contrast = drawn
        if self.scene is not None and self.isVisible():
            self.redraw()

    def _differs(self, seen: Observation) -> bool:
        """Put into the scene what has changed since it was drawn last."""
        assert self.scene is not None
        carm, scene, syringe = seen.carm, self.scene, seen.syringe
        view, blades, on = carm.view, carm.collimator, carm.beam_on
        held = Grasp.of(seen.needle)
        joined = Joined.of(held, syringe, self.eye.side) if held is not None and syringe.agent else None
        stands = None if held is None else held.stands
        in_hand = (stands, self.glass > 0, joined is not None, round(syringe.left_ml, 1), syringe.tubing)
        parts: dict[str, tuple[object, Callable[[], None]]] = {
            "stand": (view, lambda: scene.stand(view)),
            "beam": ((view, blades, on) if on else None, lambda: scene.show_beam(view, blades, on)),
            "laser": ((carm.laser, view) if carm.laser else None, lambda: scene.show_laser(carm.laser, view)),
            "glass": (self.glass, lambda: scene.see_through(self.glass)),
            "hands": (self.hands, lambda: scene.show_hands(self.hands)),
            "acting": (acting := self._acting.hands, lambda: scene.act(acting)),
            "contrast": (self._contrast, lambda: scene.show_contrast(self._contrast)),
            "needle": (in_hand, lambda: scene.show_needle(held, joined)),
        }
        for name, film in self._films.items():
            parts[name] = film.ticket, partial(self._hang, scene, name, film)
        changed = [name for name, (state, _) in parts.items() if name not in self._shown or self._shown[name] != state]
        for name in changed:
            self._shown[name], put = parts[name]
            put()
        return bool(changed)

    @staticmethod
    def _hang(scene: TheatreScene, name: str, film: Print) -> None:
        """As it is turned on its monitor; of no more pixels than are seen from here."""
        orientation = film.picture.orientation
        turn = QTransform().rotate(orientation.turn_deg).scale(-1.0 if orientation.mirrored else 1.0, 1.0)
        image = film.image.scaled(FILM_PX, FILM_PX).transformed(turn).convertToFormat(QImage.Format.Format_Grayscale8)
        image = image.copy((image.width() - FILM_PX) // 2, (image.height() - FILM_PX) // 2, FILM_PX, FILM_PX)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(FILM_PX, image.bytesPerLine())
        scene.show_film(name, rows[:, :FILM_PX].copy())

    def look(self, eye: Eye) -> None:
        self.eye = eye
        self.redraw()

    # --- drawing ----------------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Soon, and finely once nothing changes any more."""
        self._rest.stop()
        after_ms = SOON_SMALL_MS if self.small else SOON_MS
        if not self._soon.isActive() or self._soon.remainingTime() > after_ms:
            self._soon.start(after_ms)

    def _draw(self) -> None:
        if self.scene is None or not self.isVisible():
            return
        if self.seen is not None:
            self._differs(self.seen)
        self.scene.look(self.eye)
        self._keep(self.scene.picture(*self._pixels(MOVING_PIXELS), moving=True))
        self._passes = 0
        self._rest.start(REST_MS)

    def _refine(self) -> None:
        """One more picture of the fine one; between two of them the window lives."""
        if self.scene is None or not self.isVisible():
            return
        one = self.scene.picture(*self._pixels(STILL_PIXELS), moving=False, shift_px=FINE[self._passes])
        self._sum = one.astype(np.uint16) if self._passes == 0 else self._sum + one
        self._passes += 1
        if self._passes < len(FINE):
            self._rest.start(0)
        else:
            self._keep((self._sum // len(FINE)).astype(np.uint8))

    def _pixels(self, most: int) -> tuple[int, int]:
        """Across and down, of the screen's own unless those are too many."""
        ratio = self.devicePixelRatioF()
        ratio *= min(1.0, (most / (self.width() * self.height() * ratio * ratio)) ** 0.5)
        return max(8, round(self.width() * ratio)), max(8, round(self.height() * ratio))

    def _keep(self, made: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
        height, width = made.shape[:2]
        self._image = QImage(made.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.small and not self.is_drawn and self._holds_needle:
            said, done = (phrase("theatre_picture.opens"), None) if self._job is None else (self.said, self.done)
            paint_unseen(painter, QRectF(self.rect()), said, done, mirrored=self.eye.side < 0)
        elif self.small and not self.is_drawn:
            paint_sample(painter, QRectF(self.rect()), phrase("theatre_picture.sample"), mirrored=self.eye.side < 0)
        elif self._image is None or self.scene is None:
            paint_wait(painter, QRectF(self.rect()), self.said, self.done, mirrored=self.eye.side < 0)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()
