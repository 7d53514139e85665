"""The room as who stands at the table sees it, and the hand in it: the eye is turned, skin is made glass, a needle is set and leant."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent

from meshes.anatomy import Anatomy
from scenarios.base import SideName
from sim.qt.grown import wears_anew
from sim.qt.hands_seen import WAYS, HandsSeen, keep_hands
from sim.qt.panels.body_marks import grown_on, letter, levels_of, nearest_levels, on_bone, paint_axes, paint_levels
from sim.qt.panels.lettering import EDGE, INK, inside, lie_under, write
from sim.qt.panels.part_key import KEY, paint_key
from sim.qt.panels.theatre_bar import TheatreBar
from sim.qt.panels.theatre_picture import TheatrePicture
from sim.qt.pulse import Pulse
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.touch import Pointed, beam_at
from sim.qt.words import phrase

if TYPE_CHECKING:
    from sim.qt.theatre.cast import Cast

STILL_PX = 4.0
"""A press that moves no further is a click."""
CLEAR = 0.85
"""The glass when it is asked for by key."""
TIP_MM, RING_PX = 20.0, 14.0
"""Of the needle, seen through bone under glass; and the ring round its tip at the usual size of letters"""


class TheatreView(TheatrePicture):
    """Large, it takes the hand; small, a click enlarges it and does nothing else."""

    wanted = Signal()
    """The small one was clicked: it is to be seen large"""
    cleared = Signal(bool)
    """Whether the inside of the patient is shown"""
    placed = Signal(float, float)
    """(u, v) mm on the detector: where the beam leaves the skin that was touched"""
    leaned = Signal(float, float)
    """Degrees to which the hub was dragged, to the patient's right and to the head"""

    def __init__(self, anatomy: Anatomy, side: SideName, may_clear: bool) -> None:
        super().__init__(anatomy, side, may_clear)
        self._pulse = Pulse(self)
        self.placing = False
        """Whether a click on the skin sets the needle"""
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._grasp: Grasp | None = None
        """The needle whose hub is held"""
        self._leant_at = -1
        self._bent: Eye | None = None
        """Where glass brought it"""
        self.bar = TheatreBar(self, may_clear)
        self.bar.back.clicked.connect(self.stand)
        self.bar.to_tip.clicked.connect(self.go_to_tip)
        self.bar.round.clicked.connect(self.walk_round)
        self.bar.glass.valueChanged.connect(lambda percent: self.clear_to(percent / 100))
        self.bar.hands_wanted.connect(self.see_hands)
        self.bar.show_hands(self.hands)
        self.setMinimumSize(120, 120)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(phrase("theatre_view.name"))
        self.setAccessibleDescription(phrase("theatre_view.about"))

    def _made(self, cast: Cast) -> None:
        super()._made(cast)
        self._tell_cleared()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.lie_in(self.width(), self.height(), self.small)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, lambda: self.bar.lie_in(self.width(), self.height(), self.small))  # when it has its new size too

    # --- glass ------------------------------------------------------------------------------------------------------------

    def clear_to(self, share: float) -> None:
        """Skin to glass, 0 to 1, where that may be shown."""
        share = share if self.may_clear else 0.0
        if share == self.glass:
            return
        if (share > 0) != (self.glass > 0):
            self._bend(share > 0)
        self.glass = share
        self.bar.show_glass(share)
        self._tell_cleared()
        self.redraw()

    def toggle_glass(self) -> None:
        self.clear_to(0.0 if self.glass else CLEAR)

    def _tell_cleared(self) -> None:
        self.cleared.emit((self.scene is not None or not self.small) and self.glass > 0)

    def see_hands(self, way: HandsSeen) -> None:
        """Shown, transparent or not at all, here and the next time."""
        self.hands = way
        keep_hands(way)
        self.bar.show_hands(way)
        self.redraw()

    def next_hands(self) -> None:
        """By key: which, the message says."""
        self.see_hands(WAYS[(WAYS.index(self.hands) + 1) % len(WAYS)])
        self.told.emit(phrase(f"theatre_bar.hands_{self.hands}"))

    def _bend(self, over: bool) -> None:
        """Over the needle's tip, or the canal under the middle of the beam, and back; an eye that went its own way stays there."""
        if over and self.seen is not None and self.eye == Eye.standing(self.eye.side):
            held, middle = Grasp.of(self.seen.needle), self.seen.carm.view.pose.centre
            canal = self.anatomy.canal
            self._bent = Eye.bent_over(self.eye.side, canal[abs(canal[:, 2] - middle[2]).argmin()] if held is None else held.tip)
            self.eye = self._bent
        elif not over and self.eye == self._bent:
            self.eye = Eye.standing(self.eye.side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_drawn or self.small:
            return
        painter = QPainter(self)
        if self.glass > 0:
            self._paint_marks(painter)
        elif self.scene is not None and self.scene.hands.in_beam:
            self._warn_hand(painter)
        painter.end()

    def _warn_hand(self, painter: QPainter) -> None:
        """What is seen is said, whether or not it costs points."""
        letter(painter, grown_on(self.width(), self.height()))
        tubed = self.seen is None or self.seen.syringe.tubing or not self.seen.syringe.agent
        said, where = phrase("theatre_view.hand_in_beam" if tubed else "theatre_view.hand_at_syringe"), Qt.AlignmentFlag.AlignHCenter
        lie_under(painter, inside(QRectF(self.rect())), where | Qt.AlignmentFlag.AlignTop, said)
        write(painter, inside(QRectF(self.rect())), where | Qt.AlignmentFlag.AlignTop, said)

    def _paint_marks(self, painter: QPainter) -> None:
        """What glass shows has names; and no bone hides the needle's tip."""
        wide, high, grown = self.width(), self.height(), grown_on(self.width(), self.height())
        letter(painter, grown)
        taken = [
            QRectF(self.bar.geometry()),
            self._paint_tip(painter, RING_PX * grown),
            paint_key(painter, self._named(), wide, grown),
            paint_axes(painter, wide, grown, self.eye.seen),
        ]
        pixel = partial(self.eye.pixel, width=wide, height=high)
        held = self._there()
        kept = nearest_levels(levels_of(self.anatomy), None if held is None else held.tip)
        paint_levels(painter, on_bone(self.anatomy, self.eye.place), kept, QRectF(self.rect()), grown, pixel, taken)

    def _named(self) -> tuple[str, ...]:
        """What the key names: what is there."""
        held = self._there()
        there = (("contrast", self.has_contrast), ("entry", held is not None), ("tip", held is not None and held.inside_mm > 0))
        return (*KEY, *(part for part, is_there in there if is_there))

    def _paint_tip(self, painter: QPainter, ring: float) -> QRectF:
        """Over bone too: the end of the shaft in dots, as the hand knows it, and a ring so many pixels round its tip. What it covers."""
        held = self._there()
        if held is None or held.inside_mm <= 0:
            return QRectF()
        ends = (held.tip - min(held.inside_mm, TIP_MM) * held.along, held.tip)
        start, tip = (QPointF(*self.eye.pixel(end, self.width(), self.height())) for end in ends)
        way = QLineF(start, tip)
        way.setLength(max(way.length() - ring, 0.0))  # the ring is hollow: what lies at the tip is seen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ink, thick, style in (
            (EDGE, 4.0, Qt.PenStyle.SolidLine),
            (INK, 2.0, Qt.PenStyle.DotLine),
        ):
            painter.setPen(QPen(ink, thick, style))
            painter.drawLine(way)
        for ink, thick in ((EDGE, 4.5), (INK, 2.0)):
            painter.setPen(QPen(ink, thick))
            painter.drawEllipse(tip, ring, ring)
        return QRectF(start, tip).normalized().united(QRectF(tip.x() - ring, tip.y() - ring, 2 * ring, 2 * ring))

    # --- the eye ----------------------------------------------------------------------------------------------------------

    def stand(self) -> None:
        """Where the operator stands, on the side where one is."""
        self.look(Eye.standing(self.eye.side))

    def go_to_tip(self) -> None:
        """Near the needle's tip, from the side where one is."""
        held = None if self.seen is None else Grasp.of(self.seen.needle)
        if held is None:
            self.told.emit(phrase("theatre_bar.no_tip"))
        else:
            self.look(Eye.near(self.eye.side, held.tip))

    def walk_round(self) -> None:
        """To the other side of the table; the C-arm stays where it stands."""
        self.look(self.eye.from_other_side())

    # --- the hand ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.small:
            self.wanted.emit()
            return
        if self._pulse.stood_still():
            return  # meant for another moment
        self._pressed = self._last = event.position()
        grasp = self._there()
        self._grasp = grasp if grasp is not None and self._at(event.position()).takes(grasp) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is None or self._pressed is None:
            self._show_hand(event.position())
            return
        moved, far = event.position() - self._last, event.position() - self._pressed
        if self._grasp is not None:
            self._lean(event.position())
        elif not self.placing or far.manhattanLength() > STILL_PX:
            self._last = event.position()
            self.look(self.eye.turned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._last, self._pressed = self._pressed, None, None
        if self._grasp is not None:
            if pressed is not None and (event.position() - pressed).manhattanLength() > STILL_PX:
                self._leant_at = -1
                self._lean(event.position())
            self._grasp = None
        elif self.placing and pressed is not None and (event.position() - pressed).manhattanLength() <= STILL_PX:
            self._touch(event.position())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is held is let go."""
        super().focusOutEvent(event)
        self._last = self._pressed = self._grasp = None

    def _there(self) -> Grasp | None:
        return None if self.seen is None or self.scene is None else Grasp.of(self.seen.needle)

    def _at(self, place: QPointF) -> Pointed:
        return Pointed(self.eye, place.x(), place.y(), self.width(), self.height())

    def _lean(self, place: QPointF) -> None:
        """Ask for it once for each moment that is seen: the hand does not run ahead of the needle."""
        grasp = self._there()
        if grasp is not None and self.seen is not None and self.seen.step != self._leant_at:
            self._leant_at = self.seen.step
            self.leaned.emit(*self._at(place).leant(grasp))

    def _touch(self, place: QPointF) -> None:
        if self.scene is None or self.seen is None:
            return
        scenery = self.scene.cast.stage
        skin = self._at(place).skin(scenery.back)
        if skin is None:
            self.told.emit(phrase("theatre_view.not_skin"))
            return
        beam = beam_at(self.seen.carm.view, skin, scenery.skin)
        if beam is None:
            self.told.emit(phrase("theatre_view.no_exit"))
        else:
            self.placed.emit(*beam)

    def _show_hand(self, place: QPointF) -> None:
        grasp = None if self.small else self._there()
        if grasp is not None and self._at(place).takes(grasp):
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self.placing and not self.small:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer or farther: the eye moves, and nothing else."""
        if not self.small:
            self.look(self.eye.nearer(event.angleDelta().y() / 120.0))
