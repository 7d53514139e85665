"""The C-arm as it stands in the room: tube, detector and arc in the frame of the beam, carriage and column where the arc needs them.

The beam's frame is that of ``sim.fluoroscopy.carm``: x across and y up the picture, z along the beam, the isocentre its origin. All
sizes but the two distances are a mobile C-arm's by eye (guess): nothing but the eye depends on them.
"""

from __future__ import annotations

from math import atan2, cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.space import POSTERIOR, unit
from sim.fluoroscopy.carm import FIELDS_MM, SOURCE_TO_CENTRE_MM, SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.collimator import Collimator
from sim.qt.theatre.solids import Solid, box, disc, plate, prism, stacked, swept, together, turned
from sim.qt.theatre.solids import tube as tube_along

FACE_MM = SOURCE_TO_DETECTOR_MM - SOURCE_TO_CENTRE_MM
"""From the isocentre to the detector."""
PANEL_MM, HOUSING_MM, HOUSING_DEEP_MM = FIELDS_MM[0], 396.0, 112.0
ARC_MM, ARC_AT_MM, ARC_DEG = 640.0, -140.0, 86.0
"""Radius, where its middle stands on the beam, and how far it reaches to either side."""
CARRIED_DEG = 76.0
"""The carriage holds the arc no nearer to its ends."""
ARM_MM, FLOOR_MM = 230.0, 880.0
"""From the arc to the column; from the table's top to the floor."""
SHUT = 0.05
"""Of the half field: a blade as good as shut still lets a thread of light be drawn."""


def frame_of(view: View) -> NDArray[np.float64]:
    """(4, 4): from the beam's frame to the patient's."""
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2], frame[:3, 3] = view.across, view.up, view.beam, view.pose.centre
    return frame


def detector() -> Solid:
    """Its housing, with the neck that holds it."""
    back, wide = FACE_MM + HOUSING_DEEP_MM, HOUSING_MM
    return together(
        stacked(((wide - 10, wide - 10, 66, FACE_MM + 2), (wide, wide, 70, FACE_MM + 12), (wide, wide, 70, FACE_MM + 62),
                 (wide - 40, wide - 40, 70, FACE_MM + 84), (270, 270, 70, back))),
        prism(plate(210, 210, 50), (back, ARC_AT_MM + ARC_MM - 12)),
    )  # fmt: skip


def bumper() -> Solid:
    """The band that stops the arm before it touches anybody, with a grip on either side."""
    wide, at = HOUSING_MM + 10, FACE_MM + 37
    grips = [tube_along([(s * (wide / 2 - 4), -95, at), (s * (wide / 2 + 34), -80, at), (s * (wide / 2 + 34), 80, at),
                         (s * (wide / 2 - 4), 95, at)], 8, 8) for s in (-1, 1)]  # fmt: skip
    return together(stacked(((wide, wide, 74, at - 13), (wide, wide, 74, at + 13))), *grips)


def marks() -> Solid:
    """On the face: how far the picture goes, and its middle."""
    half, at = PANEL_MM / 2 - 4, FACE_MM - 2
    edges = [box((2 * half, 3, 1), (0, s * half, at), 0.4) for s in (-1, 1)] + [
        box((3, 2 * half, 1), (s * half, 0, at), 0.4) for s in (-1, 1)
    ]
    return together(*edges, box((44, 3, 1), (0, 0, at), 0.4), box((3, 44, 1), (0, 0, at), 0.4))


def panel() -> Solid:
    """What takes the picture: the face of the detector, as wide as its widest field."""
    return prism(plate(PANEL_MM, PANEL_MM, 6), (FACE_MM - 1, FACE_MM + 1))


def tube() -> Solid:
    """The housing of the tube, the focal spot in its middle, and the collimator before it."""
    focus = -SOURCE_TO_CENTRE_MM
    low = ARC_AT_MM - ARC_MM
    return together(
        stacked(((230, 220, 60, low - 6), (300, 270, 70, low + 24), (324, 290, 76, low + 70), (324, 290, 76, focus + 36),
                 (262, 240, 70, focus + 66))),
        turned([(66, 96), (112, 96), (120, 88), (120, 60)], (0, 0, focus), (0, 0, 1), 20),
    )  # fmt: skip


def focus_mark() -> Solid:
    """The mark on the housing's end that says where the focal spot is."""
    return together(*(turned([(-1, 14), (1, 14)], (s * 165, 0, -SOURCE_TO_CENTRE_MM), (1, 0, 0), 12) for s in (-1, 1)))


def arc(side: int) -> Solid:
    """Round from the tube to the detector, on the patient's other side than the one (+1 right) where the operator stands."""
    turns = np.radians(np.linspace(-ARC_DEG, ARC_DEG, 30))
    section = np.array([(-30, -42), (-12, -55), (12, -55), (30, -42), (30, 42), (12, 55), (-12, 55), (-30, 42)], float)
    rings = []
    for turn in turns:
        out = np.array([-side * cos(turn), 0.0, sin(turn)])
        rings.append(np.array([0.0, 0.0, ARC_AT_MM]) + (ARC_MM + section[:, :1]) * out + section[:, 1:] * np.array([0.0, 1.0, 0.0]))
    return swept(rings)


def carriage() -> Solid:
    """What holds the arc and lets it slide, with the arm behind it; its frame: x outwards along the arm, y along the patient."""
    return together(box((110, 170, 210), (20, 0, 0), 18), box((ARM_MM, 110, 110), (ARM_MM / 2 + 40, 0, 0), 10))


def carriage_frame(view: View, side: int) -> NDArray[np.float64]:
    """(4, 4) to the patient's: on the arc where it is nearest to level."""
    back = -side * view.across
    turn = atan2(-float(back[1]), float(view.beam[1])) if abs(view.beam[1]) > 1e-9 else np.pi / 2
    turn = (turn + np.pi / 2) % np.pi - np.pi / 2
    turn = float(np.clip(turn, -radians(CARRIED_DEG), radians(CARRIED_DEG)))
    out = cos(turn) * back + sin(turn) * view.beam
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2] = out, view.up, np.cross(out, view.up)
    frame[:3, 3] = np.asarray(view.pose.centre) + ARC_AT_MM * view.beam + ARC_MM * out
    return frame


def column() -> Solid:
    """On its base; its frame: z up, the arm at the origin. What is below the floor is not seen."""
    return together(box((190, 150, 2 * FLOOR_MM), (0, 0, 90 - FLOOR_MM), 24))


def cabinet() -> Solid:
    """The generator on its chassis, behind the column; its frame: that of the column, the floor at 0."""
    return together(
        box((820, 560, 90), (210, 0, 105), 70), box((470, 520, 620), (330, 0, 460), 60), box((430, 480, 40), (330, 0, 790), 60),
        tube_along([(570, -210, 700), (640, -200, 860), (640, 200, 860), (570, 210, 700)], 14, 8),
    )  # fmt: skip


def castors() -> Solid:
    """Its wheels."""
    return together(*(disc(radius, 44, (x, y, radius)) for radius, x in ((95.0, 480.0), (60.0, -120.0)) for y in (-240, 240)))


def cabinet_frame(held: NDArray[np.float64], floor_y: float) -> NDArray[np.float64]:
    """(4, 4) to the patient's: on the floor under the column of a carriage that is held so."""
    frame = column_frame(held)
    frame[1, 3] = floor_y
    return frame


def column_frame(held: NDArray[np.float64]) -> NDArray[np.float64]:
    """(4, 4) to the patient's: upright at the arm's end of a carriage that is held so."""
    frame = np.eye(4)
    out = held[:3, 0] * np.array([1.0, 0.0, 1.0])
    out = unit(out) if np.abs(out).sum() > 1e-6 else np.array([1.0, 0.0, 0.0])
    frame[:3, 0], frame[:3, 1], frame[:3, 2] = out, np.cross(POSTERIOR, out), POSTERIOR
    frame[:3, 3] = held[:3, 3] + (ARM_MM + 90.0) * held[:3, 0]
    return frame


def cone(view: View, blades: Collimator) -> Solid:
    """The beam between focus and detector, as wide as the blades and the iris let it be, in the patient's frame."""
    half = view.field_mm / 2
    w, h = (half * max(min(share, blades.iris), SHUT) for share in (blades.width, blades.height))
    rim = [view.detector + x * w * view.across + y * h * view.up for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return Solid(np.array([view.source, *rim]), np.array([(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 1)]))


def hides(view: View, eye: NDArray[np.float64], place: NDArray[np.float64]) -> bool:
    """Whether detector and neck stand between an eye and a place, mm in the patient's frame."""
    axes = np.stack([view.across, view.up, view.beam])
    a, b = (axes @ (np.asarray(p) - np.asarray(view.pose.centre)) for p in (eye, place))
    half = HOUSING_MM / 2
    low, high = np.array([-half, -half, FACE_MM]), np.array([half, half, ARC_AT_MM + ARC_MM])
    way = b - a
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    t = np.sort(np.stack([(low - a) / way, (high - a) / way]), axis=0)
    first, last = float(t[0].max()), float(t[1].min())
    return first < last and last > 0.0 and first < 1.0
