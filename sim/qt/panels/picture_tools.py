"""What a hand does to a picture on its monitor, as on a workstation: drag it, measure on it, and turn its window and level.

Left drag: the C-arm goes where the picture is drawn; at an edge of the open field the collimator's blades go along; a hub is leant, down
the beam until it is a dot. Ctrl and left drag: a ruler, with its angle; with Shift too a second line, and the angle between both. Right
drag: wider and narrower across, lighter and darker up and down; a double right click is as it was. Nothing of window and ruler is
recorded: they change no picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt, SignalInstance
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sim.qt.darkroom import Print
from sim.qt.palette import tint
from sim.qt.panels.grey_window import Greys
from sim.qt.panels.lettering import inside, lie_under, write
from sim.qt.panels.picture_place import PicturePlace
from sim.qt.panels.picture_scale import paint_scale
from sim.qt.panels.ruler import Ruler, widening
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.touch import HUB_PX, leant_onto
from sim.qt.words import phrase

BEGUN_PX, EDGE_PX = 6.0, 8.0
"""So far a press has to go to be a drag, and so near an edge it takes that (guesses)."""
CROSS_PX, APART_PX = 4.0, 10.0
"""Pixels: half a cross at an end of the ruler, and its words from it"""
GRIP, GRIP_IN = 0.05, 0.012
"""Of the half field: half the length of a mark at an edge, and its distance from it"""
MARK = tint("screen_mark")
Blade = Literal["wide", "high"]
DragKind = Literal["pan", "ruler", "second", "window", "hub"] | Blade


class Shutters(Protocol):
    """What moves the collimator's blades."""

    def blades(self) -> tuple[float, float]:
        """How wide and how high they are open now, as shares of the field."""

    def blades_held(self) -> bool:
        """Whether a hand is about to move them."""


class Screen(Protocol):
    """What of a monitor is asked."""

    shown: Print | None
    small: bool
    placing: bool
    moves: bool
    panned: SignalInstance
    bladed: SignalInstance
    leaned: SignalInstance

    def square(self) -> QRectF: ...

    @property
    def place(self) -> PicturePlace: ...

    def fit(self) -> None: ...

    def to_detector(self, x: float, y: float) -> tuple[float, float]: ...

    def to_widget(self, u: float, v: float) -> QPointF: ...


class PictureTools(QWidget):
    """Lies over a monitor, hears its mouse first, and draws what is measured.

    over : the monitor as a widget
    screen : the same as what shows a picture
    """

    def __init__(self, over: QWidget, screen: Screen) -> None:
        super().__init__(over)
        self._over, self._screen = over, screen
        self.greys = Greys()
        self.ruler: Ruler | None = None
        self.second: Ruler | None = None
        """What the ruler's angle is read against, where there is one"""
        self.shutters: Shutters | None = None
        """None where the collimator is not to be touched"""
        self.hub: Callable[[], tuple[int, Grasp] | None] | None = None
        """The step that is seen and the hub that can be grasped; nothing where there is none, or it is not to be touched"""
        self._leant_at = -1
        self._hovers = False
        """Whether the pointer is over the picture"""
        self._kind: DragKind | None = None
        self._from = QPointF()
        self._before = Greys()
        self._to: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)

    @property
    def blades(self) -> tuple[float, float]:
        """How wide and how high the collimator is open now, as shares of the field; nothing where it is not to be touched."""
        return (0.0, 0.0) if self.shutters is None else self.shutters.blades()

    @property
    def holds_blades(self) -> bool:
        """Whether a slider of the collimator is dragged."""
        return self.shutters is not None and self.shutters.blades_held()

    @property
    def drags(self) -> bool:
        """Whether something on the picture is."""
        return self._kind is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A ruler and a window are no click on the picture; the drag that moves the C-arm begins as one."""
        match event.type():
            case QEvent.Type.Resize:
                self.resize(self._over.size())
            case QEvent.Type.Enter | QEvent.Type.Leave:
                self._hovers = event.type() == QEvent.Type.Enter
                self.update()
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick if isinstance(event, QMouseEvent):
                return self._press(event)
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                if self._kind is not None:
                    self._drag(event.position())
                self._over.setCursor(Qt.CursorShape.SizeAllCursor if self._blade_at(event.position()) else Qt.CursorShape.ArrowCursor)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent) and self._kind is not None:
                self._release(event.position())
        return False

    def _press(self, event: QMouseEvent) -> bool:
        screen, at = self._screen, event.position()
        if screen.small or screen.shown is None or not screen.square().contains(at):
            return False
        self._from, self._to = at, None
        if event.button() == Qt.MouseButton.RightButton:
            self._kind = "window"
            self._before = self.greys = Greys() if event.type() == QEvent.Type.MouseButtonDblClick else self.greys
            self._over.update()
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        measures = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if measures:
            against = self.ruler is not None and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._kind, self.second = "second" if against else "ruler", None
            self.ruler = self.ruler if against else None
            self.update()
        else:
            self._kind = None if screen.placing else self._grasped(at)
        return measures

    def _grasped(self, at: QPointF) -> DragKind | None:
        """What a press takes here: what is nearest to the hand first."""
        hub, shown = self.hub() if self.hub is not None else None, self._screen.shown
        if hub is not None and shown is not None:
            u, v = (float(c) for c in shown.picture.view.project(hub[1].grip))
            if (self._screen.to_widget(u, v) - at).manhattanLength() <= HUB_PX:
                return "hub"
        return self._blade_at(at) or ("pan" if self._screen.moves else None)

    def _lean(self, at: QPointF) -> None:
        """Once for each step that is seen: the next lean starts from what has become of this one."""
        hub, shown = self.hub() if self.hub is not None else None, self._screen.shown
        if hub is not None and shown is not None and hub[0] != self._leant_at:
            self._leant_at, view = hub[0], shown.picture.view
            way = view.towards(*self._screen.to_detector(at.x(), at.y()))
            self._screen.leaned.emit(*leant_onto(hub[1], view.source, way))

    def _blade_at(self, at: QPointF) -> Blade | None:
        """The pair of blades whose edge is shown here."""
        screen = self._screen
        if self.shutters is None or screen.shown is None or screen.small:
            return None
        reach, (width, height) = 2 * EDGE_PX / screen.place.side, self.blades
        across, along = self._half_fields(at)
        if abs(across - width) <= reach and along <= height + reach:
            return "wide"
        return "high" if abs(along - height) <= reach and across <= width + reach else None

    def _half_fields(self, at: QPointF) -> tuple[float, float]:
        """How far from the middle a place is, across and along the picture, in half fields."""
        assert self._screen.shown is not None
        half = self._screen.shown.picture.view.field_mm / 2
        u, v = self._screen.to_detector(at.x(), at.y())
        return abs(u) / half, abs(v) / half

    def _drag(self, at: QPointF) -> None:
        gone = at - self._from
        if gone.manhattanLength() < BEGUN_PX and self._to is None:
            return
        self._to = at
        if self._kind == "window":
            side = self._screen.square().width()
            self.greys = self._before.dragged(gone.x() / side, -gone.y() / side)
            self._over.update()
        elif self._kind == "hub":
            self._lean(at)
        elif self._kind in ("wide", "high"):
            self._screen.bladed.emit(self._kind, self._half_fields(at)[0 if self._kind == "wide" else 1])
        elif self._kind in ("ruler", "second") and self._screen.shown is not None:
            ends = [self._screen.to_detector(point.x(), point.y()) for point in (self._from, at)]
            drawn = Ruler(ends[0], ends[1], self._screen.shown.picture.view)
            self.ruler, self.second = (drawn, None) if self._kind == "ruler" else (self.ruler, drawn)
        self.update()

    def _release(self, at: QPointF) -> None:
        shown = self._screen.shown
        if self._kind == "pan" and self._to is not None and shown is not None:
            (u0, v0), (u1, v1) = (self._screen.to_detector(point.x(), point.y()) for point in (self._from, at))
            large = widening(shown.picture.view)
            self._screen.panned.emit((u1 - u0) / large, (v1 - v0) / large)
        if self._kind == "hub" and self._to is not None:
            self._leant_at = -1
            self._lean(at)
        self._kind = self._to = None
        self._screen.fit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        screen = self._screen
        if screen.shown is None or screen.small:
            return
        painter = QPainter(self)
        paint_scale(painter, screen.place)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(MARK, 2))
        if self._kind in ("wide", "high"):
            u, v = (share * screen.shown.picture.view.field_mm / 2 for share in self.blades)
            painter.drawPolygon([screen.to_widget(*corner) for corner in ((-u, -v), (u, -v), (u, v), (-u, v))])
        elif self._hovers and self.shutters is not None and not screen.placing:
            for grip in self._grips(*self.blades):
                painter.drawLine(*grip)
        if self._kind == "pan" and self._to is not None:
            painter.drawLine(self._from, self._to)
            painter.drawEllipse(self._to, CROSS_PX, CROSS_PX)
            starts, ends = (screen.to_detector(point.x(), point.y()) for point in (self._from, self._to))
            moved = Ruler(starts, ends, screen.shown.picture.view).mm
            self._say_beside(painter, self._to, phrase("monitor.dragged", mm=moved))
        ruler, second = self.ruler, self.second
        if ruler is not None and ruler.view == screen.shown.picture.view:
            self._paint_line(painter, ruler, phrase("monitor.measured", mm=ruler.mm, deg=ruler.deg))
            if second is not None and second.view == ruler.view:
                self._paint_line(painter, second, phrase("monitor.between", deg=ruler.angle_to(second)))
        if self.greys != Greys():
            area, corner = inside(screen.square()), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            greys = phrase("monitor.window", width=self.greys.width, level=self.greys.level)
            lie_under(painter, area, corner, greys)
            write(painter, area, corner, greys, MARK)
        painter.end()

    def _grips(self, wide: float, high: float) -> list[tuple[QPointF, QPointF]]:
        """The middle of each edge that can be dragged, a little inside it."""
        assert self._screen.shown is not None
        half, to = self._screen.shown.picture.view.field_mm / 2, self._screen.to_widget
        u, v, along = half * (wide - GRIP_IN), half * (high - GRIP_IN), half * GRIP
        upright = [(to(s * u, -along), to(s * u, along)) for s in (-1, 1)]
        return upright + [(to(-along, s * v), to(along, s * v)) for s in (-1, 1)]

    def _paint_line(self, painter: QPainter, line: Ruler, words: str) -> None:
        painter.setPen(QPen(MARK, 2))
        ends = [self._screen.to_widget(*end) for end in (line.start, line.end)]
        painter.drawLine(ends[0], ends[1])
        for end in ends:
            painter.drawLine(end + QPointF(0, -CROSS_PX), end + QPointF(0, CROSS_PX))
        self._say_beside(painter, ends[1], words)

    def _say_beside(self, painter: QPainter, end: QPointF, words: str) -> None:
        """At the end of a line; near the edge it lies over the line."""
        area = self._screen.square()
        size = QSizeF(painter.fontMetrics().horizontalAdvance(words) + 2.0, 2 * APART_PX)
        left = min(end.x() + APART_PX, area.right() - size.width())
        said = QRectF(QPointF(max(left, area.left()), max(end.y() - 2 * APART_PX, area.top())), size)
        write(painter, said, Qt.AlignmentFlag.AlignLeft, words, MARK)
