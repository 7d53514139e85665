"""A fluoroscopy monitor: the image, what it was taken with, and on request what a trained eye finds in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from meshes.anatomy import Outline
from scenarios import words
from sim.fluoroscopy.picture import Picture
from sim.qt.darkroom import Print
from sim.qt.keyed import key_of, keyed
from sim.qt.landmark_words import landmark_words
from sim.qt.palette import tint
from sim.qt.panels.empty_monitor import paint_empty
from sim.qt.panels.grey_under import grey_under
from sim.qt.panels.grey_window import WHOLE, Greys
from sim.qt.panels.landmark_names import LandmarkNames
from sim.qt.panels.lettering import fit
from sim.qt.panels.name_search import Canvas
from sim.qt.panels.picture_letters import BETWEEN, Letters, large_places, small_places, which_it_is, write_large, write_small
from sim.qt.panels.picture_place import PicturePlace, enlarged
from sim.qt.panels.picture_scale import scale_area
from sim.qt.panels.picture_tools import PictureTools
from sim.qt.panels.sight_lines import Drawn, draw_round, draw_way, is_readable, lies_in, placed
from sim.qt.pulse import Pulse
from sim.qt.words import phrase

EMPTY_UNTIL = {"live": "pedal", "reference": "keep"}
"""The act that brings a monitor its first image"""
NEAR_PX = 26.0
SIGHT, BEAM = map(tint, ("screen_bright", "screen_beam"))
BLACK = tint("screen")
"""The same in every theme."""
FAINT, CALM, VEIL = QColor(SIGHT), QColor(SIGHT), QColor(BLACK)
FAINT.setAlpha(120)
CALM.setAlpha(200)
VEIL.setAlpha(200)
LOUPE, LARGER = 0.16, 2.5
"""Half of what lies under the loupe, as a share of the picture, and how much larger it is"""
NAMED_IN = 0.18
"""So far inwards, as a share of the picture, a landmark is named: past what stands in the corners"""
THIN, THINNEST_PX = 450.0, 1.5
"""A picture's side in pixels for each pixel of an outline's line; and what can be seen of one in the smallest"""


class Monitor(QWidget):
    """Shows one Print."""

    picked = Signal(float, float)
    """(u, v) mm on the detector, where the picture was clicked"""
    wanted = Signal()
    """A small one was clicked: it is to be seen large"""
    scrolled = Signal(float)
    """Wheel notches, towards the user positive"""
    panned = Signal(float, float)
    """The picture was dragged to the right and up, mm in the patient's middle; only where it ``moves``"""
    leaned = Signal(float, float)
    """A hub was dragged: (lateral, cephalad) degrees"""
    bladed = Signal(str, float)
    """``wide`` or ``high``: an edge of the open field was dragged to this share of the field"""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.shown: Print | None = None
        self._enlarged, self._blades, self._blades_held = 1.0, (0.0, 0.0), False
        self.sights_on = self.levels_only = False  # levels only: nothing is drawn round, each landmark's level is written
        self.patient = ""
        """Who lies there, as it is written on the picture; nobody's name if it is empty"""
        self.outlines: dict[str, Outline] = {}
        self.faint = False
        """Whether outlines make way for what is in the picture"""
        self.told: Mapping[str, Outline] = {}
        """Drawn whatever else is: the answer to what was asked"""
        self.way: NDArray[np.float64] | None = None
        """(n, 3) mm: another needle's, laid over the picture"""
        self.beam_on = self.outdated = self.elsewhere = False
        """Outdated: the needle has moved since the newest picture; elsewhere: the C-arm has."""
        self.placing = self.paused = self.moves = False
        self.loupe = False
        """Whether the picture is larger round the pointer, as it is while Alt is held"""
        self.small = False
        """A thumbnail: a click on it enlarges it and does nothing else."""
        self._pulse, self._names = Pulse(self), LandmarkNames()
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on the picture takes the focus from whatever was typed into
        self.setMinimumSize(120, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # no tip under the pointer: it would cover the very spot that is looked at
        self.setAccessibleName(phrase(f"monitor.name_{name}"))
        self.setAccessibleDescription(phrase("monitor.about"))
        self.tools = PictureTools(self, self)
        self._empty_words = ""
        if name in EMPTY_UNTIL:
            keyed(self, self._say_empty, lambda: phrase(f"monitor.empty_{name}", key=key_of(EMPTY_UNTIL[name])))

    def show_print(self, shown: Print) -> None:
        """Show it, unless what stands here is newer."""
        if self.shown is not None and self.shown.ticket > shown.ticket:
            return
        self.shown = shown
        self.fit()
        self.update()

    def clear(self) -> None:
        self.shown = None
        self.update()

    def square(self) -> QRectF:
        """Where the image lies in the widget."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    @property
    def place(self) -> PicturePlace:
        """How the picture lies in it."""
        assert self.shown is not None
        return PicturePlace(self.square(), self.shown.picture, self._enlarged)

    def to_widget(self, u: float, v: float) -> QPointF:
        """Where in the widget a place of the detector lies, mm."""
        return self.place.to_widget(u, v)

    def to_detector(self, x: float, y: float) -> tuple[float, float]:
        """The other way round."""
        return self.place.to_detector(x, y)

    def follow_blades(self) -> None:
        """As they stand now."""
        self._blades, self._blades_held = self.tools.blades, self.tools.holds_blades
        self.fit()

    def fit(self) -> None:
        """The exposed part fills the square; blades that can be dragged are in sight. Nothing moves under a hand that holds something."""
        if self.shown is None or self.tools.drags or self._blades_held:
            return
        picture = self.shown.picture
        found = enlarged(picture.opening, picture.orientation.turn_deg, *self._blades)
        if found != self._enlarged:
            self._enlarged = found
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        loupe, self.loupe = self.loupe, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._pointer = event.position()
        if self.sights_on or self.loupe or loupe:
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.small:
            if event.button() == Qt.MouseButton.LeftButton:
                self.wanted.emit()
            return
        if self._pulse.stood_still():
            return
        if self.shown is not None and event.button() == Qt.MouseButton.LeftButton and self.square().contains(event.position()):
            self.picked.emit(*self.to_detector(event.position().x(), event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.phase() == Qt.ScrollPhase.ScrollMomentum or self._pulse.stood_still():
            return  # the fingers are off, or the screen stood still while they moved: no hand pushes
        # Shift turns a vertical wheel into a horizontal one on some systems
        delta = event.angleDelta().y() or event.angleDelta().x()
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.scrolled.emit(-delta / 120.0 * (0.25 if fine else 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.square()
        painter.fillRect(area, BLACK)  # what is left of the widget stays the page's: no black strips
        if self.shown is None:
            paint_empty(painter, area, self._empty())
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.save()
            painter.setClipRect(area)
            self._paint_image(painter)
            if self.sights_on:
                self._paint_sights(painter, self._paint_lines(painter, area, self.shown.picture))
            draw_round(painter, placed(self.told, self.shown.picture.view, self.to_widget), BEAM, 2.0, calm=False)
            if self.way is not None:
                draw_way(painter, [self.to_widget(float(u), float(v)) for u, v in self.shown.picture.view.project(self.way)])
            painter.restore()
        if self.beam_on:
            painter.setPen(QPen(BEAM, 3))
            painter.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))
        if self.paused and self.shown is not None:
            painter.fillRect(QRectF(area.x(), area.center().y() - 22, area.width(), 44), VEIL)
            painter.setPen(SIGHT)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, phrase("monitor.paused"))
        if self.shown is not None:  # over the veil: the letter that says where right is stays as bright as the picture
            self._paint_text(painter, area)
            self._paint_loupe(painter, area)
        if self.placing:
            painter.setPen(QPen(SIGHT, 1, Qt.PenStyle.DashLine))
            painter.drawRect(area.adjusted(4, 4, -4, -4))
        painter.end()

    def _paint_image(self, painter: QPainter) -> None:
        assert self.shown is not None
        side = self.place.side
        painter.save()
        painter.setTransform(self.place.turned, combine=True)
        painter.drawImage(QRectF(-side / 2, -side / 2, side, side), self.tools.greys.applied(self.shown.image))
        painter.restore()

    def _paint_loupe(self, painter: QPainter, area: QRectF) -> None:
        """The picture larger round the pointer."""
        at = self._pointer
        if not self.loupe or at is None or self.small or not area.contains(at):
            return
        reach, glass = area.width() * LOUPE, QPainterPath()
        glass.addEllipse(at, reach, reach)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(glass)
        painter.translate(at)
        painter.scale(LARGER, LARGER)
        painter.translate(-at)
        self._paint_image(painter)
        painter.restore()
        painter.setPen(QPen(SIGHT, 2))
        painter.drawEllipse(at, reach, reach)

    def _paint_lines(self, painter: QPainter, area: QRectF, picture: Picture) -> list[Drawn]:
        """Where contrast is looked for they are dashes, and only the nearest to the target has a name. Those that were drawn."""
        assert self.shown is not None
        readable = {name: outline for name, outline in self.outlines.items() if is_readable(name, outline, picture.view)}
        drawn = placed(readable, picture.view, self.to_widget)
        ink, width = CALM if self.faint else SIGHT, max(area.width() / THIN, THINNEST_PX)
        draw_round(painter, () if self.levels_only else drawn, ink, width, self.faint)
        places = small_places if self.small else large_places
        written = [*places(painter, area, picture, self.place.turned, self._letters(longest=True)), scale_area(painter, self.place)]
        needle = [self.to_widget(u, v) for u, v in picture.shaft]
        grey = partial(grey_under, self.place, self.shown.image, self.tools.greys)
        self._names.write(painter, Canvas(area, self.place.exposed(), drawn, written, self.faint, needle, self.levels_only), grey)
        return drawn

    def _paint_sights(self, painter: QPainter, drawn: Sequence[Drawn]) -> None:
        """Crosses where nothing is drawn round, only while somebody points at the picture and is told their names."""
        assert self.shown is not None
        nearest, least, crossed = None, NEAR_PX, not self.faint and self._pointer is not None
        for name, (u, v) in self.shown.picture.sights.items():
            at = self.to_widget(u, v)
            if crossed and not any(lies_in(outline, at) for outline in drawn):
                painter.setPen(QPen(FAINT, 1))
                painter.drawLine(at + QPointF(-4, 0), at + QPointF(4, 0))
                painter.drawLine(at + QPointF(0, -4), at + QPointF(0, 4))
            if self._pointer is not None:
                gap = (at - self._pointer).manhattanLength()
                if gap < least:
                    nearest, least = (name, at), gap
        if nearest is not None:  # only the one under the pointer is named, and away from it: the spot itself stays free
            name, at = nearest
            painter.setPen(QPen(SIGHT, 2))
            painter.drawEllipse(at, 7, 7)
            area = self.square()
            said = landmark_words(name)
            fit(painter, area.width() - 16, said)
            width, tall = painter.fontMetrics().horizontalAdvance(said) + 16, max(painter.fontMetrics().height(), 22)
            high, inwards = at.y() > area.center().y(), area.height() * NAMED_IN
            box = QRectF(area.center().x() - width / 2, area.y() + inwards if high else area.bottom() - inwards - tall, width, tall)
            painter.fillRect(box, VEIL)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _say_empty(self, words: str) -> None:
        self._empty_words = words
        self.update()

    def _empty(self) -> str:
        if self.name == "moment":
            return words.film("no_picture")
        if self.beam_on:
            return phrase("monitor.first_comes")
        return self._empty_words

    def _letters(self, longest: bool = False) -> Letters:
        """Longest: with what a needle that moves makes it say, which then moves no name out of its way."""
        assert self.shown is not None
        own = self.tools.greys == Greys()  # other ones are told by who turned them
        window = phrase("monitor.window", width=WHOLE, level=WHOLE / 2) if own else ""
        moved = {"needle": self.outdated or longest, "carm": self.elsewhere}
        which = partial(which_it_is, self.name, self.beam_on and not longest, moved, self.shown.picture.subtracted)
        return Letters(self.patient, "\n".join(which()), BETWEEN.join(which(briefly=True)), window)

    def _paint_text(self, painter: QPainter, area: QRectF) -> None:
        write_in_place = write_small if self.small else write_large
        write_in_place(painter, area, self.place.picture, self.place.turned, self._letters())
