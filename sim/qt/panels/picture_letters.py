"""What a C-arm writes into the corners of its picture, and the marker that says where the patient's right is, or the front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QTransform

from meshes.space import ANTERIOR, RIGHT, dot
from scenarios import words
from sim.fluoroscopy.picture import Picture
from sim.qt.grown import is_large
from sim.qt.panels.lettering import LEAST_LETTER, are_beside, fit, grown, inside, lie_under, plate_of, write
from sim.qt.pose_words import pose_words
from sim.qt.words import phrase

TOP, BOTTOM, LEFT, RIGHTMOST = (
    Qt.AlignmentFlag.AlignTop,
    Qt.AlignmentFlag.AlignBottom,
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
)
BETWEEN = " \N{MIDDLE DOT} "
"""In a line, between what is told of a picture"""
SAID = (
    "live", "roadmap", "subtract", "held_live", "held_reference", "held_moment", "moved_needle", "moved_carm",
)  # fmt: skip
"""What a picture may say of which it is: letters of a small one have room for the longest"""
MOST_OF_SMALL = 1 / 8
"""Large letters are at most such a share of a small picture"""
MARKER_PX, MARKER_OF_PICTURE = 19, 1 / 32
"""A marker is at least so high: in pixels, and as a share of a large picture"""
MARKED = 2 / 3
"""In the middle of such a share of a picture's height, from above, stands a marker at its side: half-way down needles come in"""


@dataclass(frozen=True)
class Letters:
    """What stands there besides the picture's own figures."""

    patient: str
    """Whose picture it is"""
    said: str
    """Which picture it is: live, held, kept"""
    brief: str
    """The same in a word or two: of a small picture where text is large"""
    window: str
    """Of its greys; empty where somebody else tells it"""


def which_it_is(monitor: str, live: bool, moved: Mapping[str, bool], subtracted: str, briefly: bool = False) -> list[str]:
    """Lines: live or what else stands on this ``monitor``, what has ``moved`` since it was taken, and what is done to it. Briefly, what
    has moved says that it is held."""
    held = [f"moved_{name}" for name, yes in moved.items() if yes and not live]
    which = [] if briefly and held else ["live" if live else f"held_{monitor}"]
    codes = [*which, *held, *([subtracted] if subtracted != "off" else [])]
    return [phrase(f"monitor.{'brief_' if briefly else ''}{code}") for code in codes]


def write_large(painter: QPainter, area: QRectF, picture: Picture, turned: QTransform, letters: Letters) -> None:
    """In all four corners. ``turned``: from the picture as it was made to the widget."""
    for where, said in _in_corners(painter, area, picture, letters):
        _write(painter, inside(area), where, said)
    _mark_side(painter, inside(area), picture, turned)


def large_places(painter: QPainter, area: QRectF, picture: Picture, turned: QTransform, letters: Letters) -> list[QRectF]:
    """Where that is written. Leaves the painter its font."""
    painter.save()
    found = [plate_of(painter, inside(area), where, said) for where, said in _in_corners(painter, area, picture, letters)]
    found.append(plate_of(painter, *_side(painter, inside(area), picture, turned)))
    painter.restore()
    return found


def _in_corners(painter: QPainter, area: QRectF, picture: Picture, letters: Letters) -> list[tuple[Qt.AlignmentFlag, str]]:
    """In letters that the painter has then."""
    who = f"{letters.patient}\n" if letters.patient else ""
    stands = f"{who}{words.told(picture.title)}\n{pose_words(picture.view.pose)}"
    grown(painter, area.width())
    fit(painter, inside(area).width(), stands, letters.said)
    factors = picture.factors
    field_cm, opening = picture.view.field_mm / 10, picture.opening
    technique = phrase("monitor.technique", kvp=factors.kvp, ma=factors.ma, field_cm=field_cm)
    wide, high = (min(share, opening.iris, 1.0) for share in (opening.width, opening.height))
    if min(wide, high) < 1.0:
        technique += "\n" + phrase("monitor.collimated", wide_cm=wide * field_cm, high_cm=high * field_cm)
    corners = [(TOP | LEFT, stands), (TOP | RIGHTMOST, letters.said), (BOTTOM | LEFT, technique), (BOTTOM | RIGHTMOST, letters.window)]
    return [(where, said) for where, said in corners if said]


def write_small(painter: QPainter, area: QRectF, picture: Picture, turned: QTransform, letters: Letters) -> None:
    """Which view it is above, with its angles as on a large picture, and which picture it is below: as large on each of the same size,
    whatever stands there. Where text is large it is the view and a word or two in one line, in letters that are read, unless all of it has
    room in such letters.
    """
    for where, said, font in _small_corners(painter, area, picture, letters):
        painter.setFont(font)
        _write(painter, inside(area), where, said)
    _mark_side(painter, inside(area), picture, turned)


def small_places(painter: QPainter, area: QRectF, picture: Picture, turned: QTransform, letters: Letters) -> list[QRectF]:
    """Where that is written. Leaves the painter its font."""
    painter.save()
    found = []
    for where, said, font in _small_corners(painter, area, picture, letters):
        painter.setFont(font)
        found.append(plate_of(painter, inside(area), where, said))
    found.append(plate_of(painter, *_side(painter, inside(area), picture, turned)))
    painter.restore()
    return found


def _small_corners(painter: QPainter, area: QRectF, picture: Picture, letters: Letters) -> list[tuple[Qt.AlignmentFlag, str, QFont]]:
    """Each with its letters."""
    inner, title = inside(area), words.told(picture.title)
    every = "\n".join(phrase(f"monitor.{code}") for code in SAID)
    above, below = f"{title}\n{pose_words(picture.view.pose)}", letters.said
    if is_large():
        font = QFont(painter.font())
        font.setPixelSize(round(min(QFontInfo(font).pixelSize(), area.width() * MOST_OF_SMALL)))
        painter.setFont(font)
        if not are_beside(painter, inner.width(), every):
            above, below = title, letters.brief
    else:
        grown(painter, area.width())
        fit(painter, inner.width(), every)
    found = []
    for where, said in ((TOP | LEFT, above), (BOTTOM | LEFT, below)):
        painter.save()
        fit(painter, inner.width(), said)
        found.append((where, said, painter.font()))
        painter.restore()
    return found


def write_in_the_middle(painter: QPainter, area: QRectF, text: str) -> None:
    """In lines, and in smaller letters where it would go over the edges. Leaves the painter its font."""
    painter.save()
    inner, font = inside(area), QFont(painter.font())
    where = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    size = QFontInfo(font).pixelSize()
    while size > LEAST_LETTER and not inner.contains(painter.boundingRect(inner, where, text)):
        size -= 1
        font.setPixelSize(size)
        painter.setFont(font)
    painter.drawText(inner, where, text)
    painter.restore()


def _write(painter: QPainter, inner: QRectF, where: Qt.AlignmentFlag, said: str) -> None:
    """On its plate: the picture goes on under it, burnt out or black."""
    lie_under(painter, inner, where, said)
    write(painter, inner, where, said)


def _mark_side(painter: QPainter, inner: QRectF, picture: Picture, turned: QTransform) -> None:
    """One marker that is true, as radiographers put it."""
    _write(painter, *_side(painter, inner, picture, turned))


def _side(painter: QPainter, inner: QRectF, picture: Picture, turned: QTransform) -> tuple[QRectF, Qt.AlignmentFlag, str]:
    """In the middle of what it stands, at which edge, and what it says; in letters that the painter has then."""
    side = float(dot(picture.view.across, RIGHT))
    letter, share = ("R", side) if abs(side) > 1 / sqrt(2) else ("ANT", float(dot(picture.view.across, ANTERIOR)))
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.Bold)
    font.setPixelSize(max(MARKER_PX, round(inner.width() * MARKER_OF_PICTURE)))
    painter.setFont(font)
    ends = turned.map(QPointF(share, 0.0)) - turned.map(QPointF(0.0, 0.0))
    if abs(ends.x()) >= abs(ends.y()):
        above = QRectF(inner.left(), inner.top(), inner.width(), MARKED * inner.height())
        return above, Qt.AlignmentFlag.AlignVCenter | (RIGHTMOST if ends.x() > 0 else LEFT), letter
    return inner, Qt.AlignmentFlag.AlignHCenter | (BOTTOM if ends.y() > 0 else TOP), letter
