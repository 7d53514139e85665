"""Where a picture lies on its monitor: its exposed part fills the square but for a rim of blades.

The one place where a place of the screen becomes one of the detector, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.picture import Picture

RIM = 0.02
"""Of the square, at either end of the exposed part: its edges are seen there, and dragged outwards"""


def enlarged(opening: Collimator, turn_deg: float, wide: float = 0.0, high: float = 0.0) -> float:
    """How many times as large as the whole field would be; never smaller than that.

    wide, high : so much of the field is to be seen in any case
    """
    half_width, half_height = (
        max(min(share, opening.iris), at_least) for share, at_least in ((opening.width, wide), (opening.height, high))
    )
    c, s = abs(cos(radians(turn_deg))), abs(sin(radians(turn_deg)))
    reach = max(c * half_width + s * half_height, s * half_width + c * half_height)
    return max((1.0 - 2 * RIM) / reach, 1.0)


@dataclass(frozen=True)
class PicturePlace:
    """A picture in its square, so many times enlarged."""

    square: QRectF
    picture: Picture
    enlarged: float = 1.0

    @property
    def side(self) -> float:
        """Pixels of the whole field, what is shuttered off counted in."""
        return self.square.width() * self.enlarged

    @property
    def per_mm(self) -> float:
        """Pixels of a mm on the detector."""
        return self.side / self.picture.view.field_mm

    @property
    def turned(self) -> QTransform:
        """From the picture as the processor made it, its middle at 0, to the widget: mirrored, then turned, then moved to its place."""
        orientation, middle = self.picture.orientation, self.square.center()
        turn = QTransform().translate(middle.x(), middle.y()).rotate(orientation.turn_deg)
        return turn.scale(-1.0 if orientation.mirrored else 1.0, 1.0)

    def to_widget(self, u: float, v: float) -> QPointF:
        """Where the shadow stands that falls on this place of the detector when the patient has breathed out."""
        right, up = self.picture.moved_mm
        return self.turned.map(QPointF((u + right) * self.per_mm, -(v + up) * self.per_mm))

    def to_detector(self, x: float, y: float) -> tuple[float, float]:
        """The other way round."""
        right, up = self.picture.moved_mm
        place = self.turned.inverted()[0].map(QPointF(x, y))
        return place.x() / self.per_mm - right, -place.y() / self.per_mm - up

    def exposed(self) -> QRectF:
        """The exposed part in the widget, as far as it reaches."""
        opening, half = self.picture.opening, self.side / 2
        wide, high = (half * min(share, opening.iris) for share in (opening.width, opening.height))
        return self.turned.mapRect(QRectF(-wide, -high, 2 * wide, 2 * high))

    def in_picture(self, rect: QRectF) -> QRectF:
        """What lies under a place of the widget, as shares of the picture's width from its upper left corner as it was made."""
        found = self.turned.inverted()[0].mapRect(rect)
        return QRectF(found.x() / self.side + 0.5, found.y() / self.side + 0.5, found.width() / self.side, found.height() / self.side)
