"""What is written on a picture of the inside of a patient: the names of the vertebrae, and which way head, right side and back are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontInfo, QPainter, QPen

from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR
from meshes.space import POSTERIOR, RIGHT, SUPERIOR, Vector, length
from sim.qt.palette import px
from sim.qt.panels.lettering import EDGE, INK, PLATE, write

USUAL = 100
AXES, LETTER, LEVEL = 22, 9, 14
"""Pixels at the usual size of text: a direction that lies across the line of sight, and half of a letter and of a level"""
APART = 1.6
"""Of that half: from letter to letter"""
TURNS_DEG = (0, 15, -15, 30, -30, 45, -45, 60, -60, 75, -75, 90, -90, 120, -120, 150, -150, 180)
"""By which a letter gives way"""
DIRECTIONS = {"P": POSTERIOR, "R": RIGHT, "H": SUPERIOR}
LETTERED, FROM_AFAR = 300, 700
"""Pixels of a picture's shorter side on which letters of the usual size cover little: in smaller ones they grow no more with the text; and
those from which it is read from the table: in larger ones letters grow with the picture"""
S1_MM, BODY_MM = 14.0, 23.0
"""Its middle under its end; and half of a vertebral body's width (guess)"""
SPINOUS_MM = 9.0
"""From the tip of a spinous process to the middle of its side (guess)"""
S1_BEHIND_MM = 15.0
"""From the side of its end to where its cut is broad (guess)"""
BESIDE = ((0.0, 0.0), *((far * cos(radians(turn)), far * sin(radians(turn))) for far in (1.5, 3.0, 4.5, 6.0) for turn in range(0, 360, 30)))
"""By so many of its halves a name gives way to what is written already"""
Projected = Callable[[Vector], tuple[float, float]]
"""How far to the right and up a direction points; or the pixel of a place"""


def levels_of(anatomy: Anatomy) -> dict[str, NDArray[np.float64]]:
    """The middles of the vertebral bodies by which one counts, and the back of S1, mm."""
    found: dict[str, NDArray[np.float64]] = {}
    for level in LUMBAR:
        ends = [anatomy.landmarks.get(f"{level}/{end}_endplate") for end in ("superior", "inferior")]
        there = [place for place in ends if place is not None]
        if there:
            found[level] = np.mean(there, axis=0)
    if "sacrum/crest_s1" in anatomy.landmarks:  # on its back: its wing, which stands before its body, is hardly told from a hip
        found["S1"] = anatomy.landmarks["sacrum/crest_s1"]
    elif "sacrum/superior_endplate" in anatomy.landmarks:
        found["S1"] = anatomy.landmarks["sacrum/superior_endplate"] - S1_MM * SUPERIOR
    return found


def beside(levels: Mapping[str, NDArray[np.float64]], eye: Vector) -> dict[str, NDArray[np.float64]]:
    """The same on that side of each vertebral body which an eye has before it: in its middle a name stands over a root or a process. Of S1
    there is no side that the sacrum's wing does not hide."""
    found = dict(levels)
    for level in found.keys() & set(LUMBAR):
        right, behind, _ = eye - found[level]
        found[level] = found[level] + BODY_MM * np.clip(2 * right / np.hypot(right, behind), -1, 1) * RIGHT
    return found


def on_bone(anatomy: Anatomy, eye: Vector) -> dict[str, NDArray[np.float64]]:
    """Where names stand for an eye behind and beside a patient: on spinous processes, which stand before all else, and of S1 beside its
    canal, where its wing is cut away. A vertebral body is seen over the vessels before it."""
    found = levels_of(anatomy)
    for level in found.keys() & set(LUMBAR):
        tip = anatomy.landmarks.get(f"{level}/spinous_tip")
        if tip is not None:
            found[level] = tip - SPINOUS_MM * POSTERIOR
    side = anatomy.landmarks.get("sacrum/superior_side_" + ("right" if eye[0] > 0 else "left"))
    if side is not None:
        found["S1"] = side + S1_BEHIND_MM * POSTERIOR
    return found


def before_the_eye(anatomy: Anatomy, eye: Vector) -> dict[str, NDArray[np.float64]]:
    """Where names stand for any eye on a patient of whom nothing is cut away: for one behind him on spinous processes, since vessels and
    roots lie before the bodies' sides."""
    bodies, backs = levels_of(anatomy), on_bone(anatomy, eye)
    return {level: backs[level] if level in LUMBAR and eye[1] < bodies[level][1] else place for level, place in beside(bodies, eye).items()}


def grown_on(wide: int, high: int) -> float:
    """How many times their usual size letters and signs on a picture have: what is large elsewhere would cover it."""
    side = min(wide, high)
    return max(1.0, min(px(USUAL) / USUAL, side / LETTERED), side / FROM_AFAR)


def letter(painter: QPainter, grown: float) -> None:
    """Letters of so many times their usual size."""
    font = painter.font()
    font.setPixelSize(round(QFontInfo(font).pixelSize() * grown * USUAL / px(USUAL)))
    painter.setFont(font)


def _round(middle: QPointF, half: float) -> QRectF:
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)


def paint_axes(painter: QPainter, wide: int, grown: float, seen: Projected) -> QRectF:
    """Above on the right, by the letters of every picture, on a plate: what lies behind is as light. Where nothing else is to be written
    then."""
    reach, half = round(AXES * grown), round(LETTER * grown)
    middle = QPointF(wide - reach - 2 * half, reach + 2 * half)
    ends = {sign: np.array(seen(direction)) * (1, -1) for sign, direction in DIRECTIONS.items()}
    places = {sign: _round(middle + QPointF(*place), half) for sign, place in letters_at(ends, reach, half).items()}
    plate = _round(middle, half / 2)
    for place in places.values():
        plate = plate.united(place)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(plate, PLATE)
    for end in ends.values():
        for ink, thick in ((EDGE, 4.0), (INK, 1.6)):
            painter.setPen(QPen(ink, thick))
            painter.drawLine(middle, middle + QPointF(*(reach * end)))
    for sign, place in places.items():
        write(painter, place, Qt.AlignmentFlag.AlignCenter, sign)
    return _round(middle, reach + 2 * half)


def letters_at(ends: Mapping[str, Vector], reach: int, half: int) -> dict[str, Vector]:
    """Beyond the ends, pixels from where the directions meet: on no line, and that of a shorter one beside that of a longer one."""
    found: dict[str, Vector] = {}
    for sign in sorted(ends, key=lambda sign: -np.hypot(*ends[sign])):
        far = float(np.hypot(*ends[sign])) * reach + half
        ahead = float(np.arctan2(ends[sign][1], ends[sign][0]))
        best = -1.0
        for away, turn in product((far, min(far + APART * half, reach + half)), TURNS_DEG):
            way = ahead + np.radians(turn)
            place = away * np.array([np.cos(way), np.sin(way)])
            room = _room(place, [other for name, other in found.items() if name != sign], ends, reach)
            if room > best:
                best, found[sign] = room, place
            if best >= APART * half - 1e-6:
                break
    return found


def _room(place: Vector, others: Sequence[Vector], ends: Mapping[str, Vector], reach: int) -> float:
    """Pixels from a letter to the next, or as it counts to the next line: on that it lies from a letter's half on."""
    from_line = []
    for end in ends.values():
        line = reach * end
        share = float(np.clip(place @ line / max(float(line @ line), 1e-6), 0.0, 1.0))
        from_line.append(APART * float(np.hypot(*(place - share * line))))
    return min([*from_line, *(float(np.hypot(*(place - other))) for other in others)])


def nearest_levels(levels: Mapping[str, NDArray[np.float64]], tip: NDArray[np.float64] | None) -> tuple[str, ...]:
    """The two at a needle's tip, the nearer first: what one looks for there. None without a needle."""
    if tip is None:
        return ()
    return tuple(sorted(levels, key=lambda level: float(length(levels[level] - tip)))[:2])


def along(way: NDArray[np.float64], pixel: Projected, half: float) -> list[QRectF]:
    """What a way through places, (n, 3) mm, covers of a picture, so many pixels to either side: no name lies on it."""
    ends = [QPointF(*pixel(place)) for place in way]
    lines = [QLineF(one, other) for one, other in pairwise(ends)]
    return [_round(line.pointAt(share), half) for line in lines for share in np.linspace(0, 1, 2 + int(line.length() / half))]


def paint_levels(
    painter: QPainter,
    levels: Mapping[str, Vector],
    kept: Sequence[str],
    picture: QRectF,
    grown: float,
    pixel: Projected,
    taken: Sequence[QRectF],
) -> dict[str, QRectF]:
    """Each at its vertebra, where it is in the picture as a whole and over nothing that is written there already, nor over another; those
    to be kept before all others, and beside it where that is taken. Those that are."""
    half = round(LEVEL * grown)
    named: dict[str, QRectF] = {}
    for level in (*(name for name in kept if name in levels), *(name for name in levels if name not in kept)):
        at = QPointF(*pixel(levels[level]))
        ways = BESIDE if level in kept and picture.contains(at) else BESIDE[:1]
        tried = (_round(at + QPointF(half * right, half * down), half) for right, down in ways)
        written = (*taken, *named.values())
        area = next((one for one in tried if picture.contains(one) and not any(one.intersects(other) for other in written)), None)
        if area is None:
            continue
        if not area.contains(at):
            _lead(painter, QLineF(area.center(), at), half)
        write(painter, area, Qt.AlignmentFlag.AlignCenter, level)
        named[level] = area
    return named


def _lead(painter: QPainter, way: QLineF, half: float) -> None:
    """From a name to its vertebra."""
    start = way.pointAt(min(half / max(way.length(), 1e-6), 1.0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for ink, thick in ((EDGE, 4.0), (INK, 1.6)):
        painter.setPen(QPen(ink, thick))
        painter.drawLine(start, way.p2())
