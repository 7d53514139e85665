"""The patient as glass in the window: bones, vessels, sac and nerves, the needle, and where contrast lies, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from meshes.anatomy import Anatomy
from scenarios import words
from sim.qt.glass.glassroom import Glassroom
from sim.qt.glass.shot import GlassPrint, Shot
from sim.qt.glass.standpoint import BEHIND, CLOSE, Standpoint
from sim.qt.job import Fault
from sim.qt.palette import tint
from sim.qt.panels.body_marks import along, before_the_eye, grown_on, letter, levels_of, nearest_levels, paint_axes, paint_levels
from sim.qt.panels.contrast_signs import paint_signs
from sim.qt.panels.lettering import inside, lie_under, write
from sim.qt.panels.part_key import KEY, paint_key
from sim.qt.theatre.solids import Solid
from sim.records.contrast_layers import ENDS_S, Layer

MOST_PIXELS = 900_000
"""More are not drawn: the picture is stretched then."""
LATE_MS = 600
"""A picture of another moment that stands for so long is none of what is asked for"""
STEP_PX = 25.0
"""By which an arrow key turns"""
SHAFT = 6.0
"""Pixels to either side of a needle's middle that no name covers, on a small picture (guess)"""
INK, SCENE, FOCUS = map(tint, ("screen_ink", "scene", "screen_name"))
"""The same in every theme."""
Parts = Callable[[], Mapping[str, Solid]]


def anatomy_parts(anatomy: Anatomy) -> Parts:
    """What is shown of a patient."""

    def make() -> Mapping[str, Solid]:
        from sim.qt.glass.glass_scene import insides  # it brings what draws, which many an attempt does without

        return insides(anatomy)

    return make


class BodyView(QWidget):
    """Turned by the mouse and by keys. It is drawn beside the window, and only while it is seen: here the newest picture is shown.

    ``room`` : where it is drawn; several views of one body share it
    """

    turned = Signal(object)
    """The Standpoint to which a hand brought it"""

    def __init__(self, room: Glassroom, name: str = "body", middle: NDArray[Any] | None = None) -> None:
        super().__init__()
        self.room, self.name = room, name
        self.shown: GlassPrint | None = None
        self.said = words.film("body_coming")
        """Where nothing is drawn yet, or not yet what is to be seen now"""
        self.stand = Standpoint.of(np.zeros(3) if middle is None else middle, BEHIND)
        self.through = False
        self.key: Sequence[str] = KEY
        """What it names: no more than is drawn"""
        self.needle: NDArray[np.float64] | None = None
        self.way: NDArray[np.float64] | None = None
        self.layers: tuple[Layer, ...] = ()
        self.anatomy: Anatomy | None = None
        """Of whom levels are named on the picture, if any are"""
        self._held: QPointF | None = None
        self.late = False
        """Whether it still shows another moment, which it says then"""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._tell_late)
        self.setMinimumSize(160, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words.film("body"))
        self.setAccessibleDescription(words.film("body_about"))
        room.made.connect(self._take)
        room.failed.connect(self._fail)

    # --- what is shown ----------------------------------------------------------------------------------------------------

    def look_at(self, place: NDArray[Any], shaft: NDArray[Any] | None) -> None:
        """Turn to a place and the tip of a needle, (n, 3) mm from hub to tip; to the place, from behind and beside, where there is none."""
        self.look(Standpoint.of(place, CLOSE) if shaft is None else Standpoint.at_tip(shaft).framing(place))

    def look(self, stand: Standpoint) -> None:
        self.stand = stand
        self.redraw()

    def show_things(self, needle: NDArray[np.float64] | None, layers: tuple[Layer, ...], way: NDArray[np.float64] | None = None) -> None:
        """A needle, contrast and another needle's way, each where there is one."""
        if needle is self.needle and layers is self.layers and way is self.way:
            return
        self.needle, self.layers, self.way = needle, layers, way
        self.redraw()

    def redraw(self) -> None:
        """Ask for what is to be seen now."""
        if not self.isVisible():
            return
        ratio = self.devicePixelRatioF()
        ratio *= min(1.0, (MOST_PIXELS / (self.width() * self.height() * ratio * ratio)) ** 0.5)
        across, down = max(8, round(self.width() * ratio)), max(8, round(self.height() * ratio))
        if not self._wait.isActive():
            self._wait.start(LATE_MS)
        self.room.ask(self.name, Shot(self.stand, across, down, self.through, self.needle, self.way, self.layers))

    def _take(self, view: str, made: GlassPrint) -> None:
        """A picture that came late stays away."""
        if view != self.name or (self.shown is not None and self.shown.ticket > made.ticket):
            return
        self.shown = made
        if self._is_current(made.shot):
            self._wait.stop()
            self.late = False
        self.update()

    def _is_current(self, shot: Shot) -> bool:
        """Whether it shows what is to be seen now."""
        return shot.needle is self.needle and shot.layers is self.layers and shot.way is self.way

    def _tell_late(self) -> None:
        self.late = self.shown is not None and not self._is_current(self.shown.shot)
        self.update()

    def _fail(self, fault: Fault) -> None:
        self.said = f"{words.film('body_broken')} {fault.words}"
        self.shown = None
        self.update()

    # --- events -----------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()

    def _turn(self, stand: Standpoint) -> None:
        self.look(stand)
        self.turned.emit(stand)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved, self._held = event.position() - self._held, event.position()
            self._turn(self.stand.turned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turn(self.stand.nearer((event.angleDelta().y() or event.angleDelta().x()) / 120.0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        nearer = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in turns:
            right, down = turns[key]
            self._turn(self.stand.turned(STEP_PX * right, STEP_PX * down))
        elif key in nearer:
            self._turn(self.stand.nearer(nearer[key]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._held = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), SCENE)
        if self.shown is None:
            painter.setPen(INK)
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.said)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.shown.image)
            letter(painter, self.grown())
            self._paint_marks(painter, self.shown)
            if self.late:
                self._paint_late(painter)
        if self.hasFocus():
            painter.setPen(QPen(FOCUS, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def grown(self) -> float:
        """How many times their usual size letters and signs on the picture have."""
        return grown_on(self.width(), self.height())

    def legend(self) -> list[tuple[int, str]]:
        """The number of each layer that stands there now, and since when its contrast lies there."""
        return [] if self.shown is None else [(layer.number, _since(layer.number)) for layer in self.shown.shot.layers]

    def _paint_late(self, painter: QPainter) -> None:
        area, where = inside(QRectF(self.rect())), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        lie_under(painter, area, where, self.said)
        write(painter, area, where, self.said)

    def _paint_marks(self, painter: QPainter, shown: GlassPrint) -> None:
        stand, needle = shown.shot.stand, shown.shot.needle
        wide, high, grown = self.width(), self.height(), self.grown()
        taken = [
            paint_key(painter, self.key if needle is None else (*self.key, "entry"), wide, grown, self.legend()),
            paint_axes(painter, wide, grown, stand.seen),
        ]
        pixel = partial(stand.pixel, width=wide, height=high)
        named: Mapping[str, QRectF] = {}
        if self.anatomy is not None:
            kept = nearest_levels(levels_of(self.anatomy), None if needle is None else needle[-1])
            places = before_the_eye(self.anatomy, stand.place)
            covered = [] if needle is None else along(needle, pixel, SHAFT * grown)
            named = paint_levels(painter, places, kept, QRectF(self.rect()), grown, pixel, [*taken, *covered])
        paint_signs(painter, shown.signs, grown, pixel, (*taken, *named.values()))


def _since(number: int) -> str:
    """When the contrast of a layer came."""
    starts, ends = (0.0, *ENDS_S), (*ENDS_S, None)
    start, end = starts[number], ends[number]
    if end is None:
        return words.film("layer_last", start=start)
    return words.film("layer", start=start, end=end) if number else words.film("layer_first", end=end)
