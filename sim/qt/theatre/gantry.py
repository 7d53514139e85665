"""The C-arm as it stands in the room: tube, detector and arc in the frame of the beam, carriage and column where the arc needs them.

The beam's frame is that of ``sim.fluoroscopy.carm``: x across and y up the picture, z along the beam, the isocentre its origin. All
sizes but the two distances are a mobile C-arm's by eye (guess): nothing but the eye depends on them.
"""

from __future__ import annotations

from math import atan2, cos, radians, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import POSTERIOR, unit
from sim.fluoroscopy.carm import FIELDS_MM, SOURCE_TO_CENTRE_MM, SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.collimator import Collimator
from sim.qt.theatre.solids import Solid, block, box, disc, lattice, plate, prism, rounded, stacked, swept, together, turned
from sim.qt.theatre.solids import tube as tube_along

FACE_MM = SOURCE_TO_DETECTOR_MM - SOURCE_TO_CENTRE_MM
"""From the isocentre to the detector."""
PANEL_MM, HOUSING_MM, HOUSING_DEEP_MM = FIELDS_MM[0], 396.0, 112.0
ARC_MM, ARC_AT_MM, ARC_DEG = 640.0, -140.0, 86.0
"""Radius, where its middle stands on the beam, and how far it reaches to either side."""
CARRIED_DEG = 76.0
"""The carriage holds the arc no nearer to its ends."""
DECK_AT, DECK_DEG = (250.0, 0.0, 830.0), 24.0
"""The middle of the panel from which the arm is driven, in the cabinet's frame, and how far it leans"""
ARM_MM, FLOOR_MM = 230.0, 880.0
"""From the arc to the column; from the table's top to the floor."""
TUBE_SEAM_MM = -SOURCE_TO_CENTRE_MM - 18.0
"""Where the two halves of the tube's housing meet"""
BAG_TIERS = (
    (HOUSING_MM - 2, 60, FACE_MM - 7), (HOUSING_MM + 20, 74, FACE_MM - 2), (HOUSING_MM + 26, 78, FACE_MM + 34),
    (HOUSING_MM + 22, 78, FACE_MM + 72), (HOUSING_MM - 16, 84, FACE_MM + 100), (316, 80, FACE_MM + HOUSING_DEEP_MM + 8),
    (232, 54, FACE_MM + HOUSING_DEEP_MM + 34), (222, 52, FACE_MM + HOUSING_DEEP_MM + 44),
)  # fmt: skip
"""The sterile cover's width, its corners' radius and where that is"""
BAND_AT_MM, BAND_IN_MM, FOLDS_MM = FACE_MM + 62.0, 7.0, 5.0
"""Where the cover's band holds it, how far it draws it in, and how high its folds are (guesses, by eye)"""
BAG_RINGS, BAG_CORNERS = 30, 112
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
        stacked(((wide - 10, wide - 10, 66, FACE_MM + 2), (wide, wide, 70, FACE_MM + 12), (wide, wide, 70, FACE_MM + 64),
                 (wide - 8, wide - 8, 68, FACE_MM + 65), (wide - 8, wide - 8, 68, FACE_MM + 69), (wide - 2, wide - 2, 70, FACE_MM + 70),
                 (wide - 12, wide - 12, 74, FACE_MM + 82), (wide - 40, wide - 40, 76, FACE_MM + 94), (286, 286, 74, back - 6),
                 (270, 270, 70, back))),
        stacked(((216, 216, 50, back), (210, 210, 48, back + 8), (200, 200, 46, ARC_AT_MM + ARC_MM - 12))),
    )  # fmt: skip


def bag() -> Solid:
    """The clear sterile cover over the detector, held by its band: never quite smooth."""
    at = np.linspace(BAG_TIERS[0][2], BAG_TIERS[-1][2], BAG_RINGS)
    wide, radius = (np.interp(at, [tier[2] for tier in BAG_TIERS], [tier[k] for tier in BAG_TIERS]) for k in (0, 1))
    return swept([_creased(_round_about(w, r), z) for w, r, z in zip(wide, radius, at, strict=True)])


def bag_band() -> Solid:
    """The elastic band that holds it round the housing."""
    wide, radius = HOUSING_MM + 8, 78.0
    ring = np.column_stack([_round_about(wide, radius), np.full(BAG_CORNERS, BAND_AT_MM)])
    return tube_along(np.concatenate([ring, ring[:1]]), 4.5, 8)


def _round_about(wide: float, radius: float) -> NDArray[np.float64]:
    """(n, 2) mm: a square with round corners, its corners evenly apart."""
    corners = rounded(wide, wide, radius)
    ends = np.concatenate([corners, corners[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ends, axis=0).T))])
    at = np.linspace(0.0, along[-1], BAG_CORNERS, endpoint=False)
    return np.stack([np.interp(at, along, ends[:, axis]) for axis in (0, 1)], 1)


def _creased(ring: NDArray[np.float64], z: float) -> NDArray[np.float64]:
    """(n, 3): a ring of the cover, which is drawn in at its band and hangs in folds on either side of that."""
    places = np.column_stack([ring, np.full(len(ring), z)])
    drawn_in = BAND_IN_MM * np.exp(-(((z - BAND_AT_MM) / 16) ** 2))
    places[:, :2] *= (1 + (FOLDS_MM * _folds(places) - drawn_in) / np.hypot(*ring.T))[:, None]
    return places


def _folds(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) -1 to 1: how far the cover stands out there, (n, 3) mm: its folds run to its band."""
    turn, z = np.arctan2(places[:, 1], places[:, 0]), places[:, 2]
    waves = np.sin(19 * turn + 1.3 * np.sin(z / 31)) * np.sin(7 * turn + z / 43) + 0.5 * np.sin(31 * turn - z / 37)
    loose = np.minimum(np.abs(z - BAND_AT_MM) / 30, 1) * np.clip((z - BAG_TIERS[0][2]) / 12, 0, 1)
    return np.asarray(loose * waves / 1.5)


def folded(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) 0 to 1: on the ridges of the cover's folds, and at its band, whence one sees through more of it."""
    at_band = np.exp(-(((places[:, 2] - BAND_AT_MM) / 10) ** 2))
    return np.asarray(np.maximum(np.clip(2.2 * _folds(places) - 0.5, 0, 1), 0.7 * at_band))


def bumper() -> Solid:
    """The band that stops the arm before it touches anybody, with a grip on either side."""
    wide, at = HOUSING_MM + 10, FACE_MM + 37
    grips = [tube_along([(s * (wide / 2 - 4), -95, at), (s * (wide / 2 + 34), -80, at), (s * (wide / 2 + 34), 80, at),
                         (s * (wide / 2 - 4), 95, at)], 8, 12) for s in (-1, 1)]  # fmt: skip
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
        stacked(((206, 196, 60, low - 14), (250, 236, 70, low - 6), (300, 270, 76, low + 24), (324, 290, 80, low + 60),
                 (324, 290, 80, TUBE_SEAM_MM - 4), (316, 282, 78, TUBE_SEAM_MM - 3), (316, 282, 78, TUBE_SEAM_MM + 3),
                 (324, 290, 80, TUBE_SEAM_MM + 4), (324, 290, 80, focus + 36), (306, 274, 76, focus + 54), (262, 240, 70, focus + 66))),
        turned([(66, 96), (112, 96), (120, 88), (120, 60)], (0, 0, focus), (0, 0, 1), 32),
    )  # fmt: skip


def tube_band() -> Solid:
    """A stripe round the housing of the tube."""
    low = TUBE_SEAM_MM - 40
    return stacked(((325, 291, 80, low), (327, 293, 81, low + 1), (327, 293, 81, low + 21), (325, 291, 80, low + 22)))


def focus_mark() -> Solid:
    """The mark on the housing's end that says where the focal spot is."""
    return together(*(turned([(-1, 14), (1, 14)], (s * 165, 0, -SOURCE_TO_CENTRE_MM), (1, 0, 0), 12) for s in (-1, 1)))


def arc(side: int) -> Solid:
    """Round from the tube to the detector, on the patient's other side than the one (+1 right) where the operator stands; a groove on its
    outside."""
    return _along_arc(side, [(-30, -44), (-16, -55), (16, -55), (30, -46), (30, -21), (21, -19), (21, 19), (30, 21), (30, 46), (16, 55),
                             (-16, 55), (-30, 44)], ARC_DEG)  # fmt: skip


def belt(side: int) -> Solid:
    """Dark, in that groove: what draws the arc along."""
    return _along_arc(side, [(20, -15), (24, -13), (24, 13), (20, 15)], ARC_DEG - 3)


def _along_arc(side: int, section: ArrayLike, degrees: float) -> Solid:
    """A section of corners, mm outwards and along y, taken round."""
    corners, rings = np.asarray(section, float), []
    for turn in np.radians(np.linspace(-degrees, degrees, 48)):
        out = np.array([-side * cos(turn), 0.0, sin(turn)])
        rings.append(np.array([0.0, 0.0, ARC_AT_MM]) + (ARC_MM + corners[:, :1]) * out + corners[:, 1:] * np.array([0.0, 1.0, 0.0]))
    return swept(rings[::-side])


def cable(side: int) -> Solid:
    """The tube's, along the arc's edge to where its middle is, with a bow where it leaves the housing."""
    places = []
    for turn in np.radians(np.linspace(-ARC_DEG + 2, -14, 26)):
        out, bow = np.array([-side * cos(turn), 0.0, sin(turn)]), 26 * np.sin(5.0 * turn) ** 2
        places.append(np.array([0.0, -68.0 - bow, ARC_AT_MM]) + (ARC_MM + 8) * out)
    return tube_along(places, 13.0, 8)


def carriage() -> Solid:
    """What holds the arc and lets it slide, with the arm behind it; its frame: x outwards along the arm, y along the patient."""
    arm = np.eye(4)
    arm[:3, :3] = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], float)
    arm[:3, 3] = ARM_MM / 2 + 40, 0.0, 0.0
    return together(block((116, 176, 214), (20, 0, 0), 34, 14), block((112, 112, ARM_MM), (0, 0, 0), 40, 6).moved(arm))


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
    return block((190, 156, 2 * FLOOR_MM), (0, 0, 90 - FLOOR_MM), 44, 16)


def cabinet() -> Solid:
    """The generator on its chassis, behind the column; its frame: that of the column, the floor at 0."""
    return together(
        block((840, 560, 96), (210, 0, 108), 90, 22),
        block((452, 508, 330), (330, 0, 318), 70, 6), block((452, 508, 270), (330, 0, 624), 70, 6),
        block((440, 496, 18), (330, 0, 486), 66, 2), block((476, 526, 36), (330, 0, 776), 76, 14),
        block((250, 400, 40), (0, 0, 0), 30, 10).moved(_deck()),
        tube_along([(556, -214, 700), (622, -214, 780), (650, -196, 850), (652, 0, 862), (650, 196, 850),
                     (622, 214, 780), (556, 214, 700)], 14, 10),
    )  # fmt: skip


def console() -> Solid:
    """The face of the panel on the cabinet."""
    corners = np.array([(-96, -168, 23), (96, -168, 23), (96, 168, 23), (-96, 168, 23)], float)
    return Solid(corners, np.array([(0, 1, 2), (0, 2, 3)])).moved(_deck())


def _deck() -> NDArray[np.float64]:
    """(4, 4): where the panel leans on the cabinet."""
    c, s = cos(radians(DECK_DEG)), sin(radians(DECK_DEG))
    frame = np.eye(4)
    frame[:3, :3] = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    frame[:3, 3] = DECK_AT
    return frame


def cabinet_band() -> Solid:
    """A stripe round the cabinet, at the height of the one gap in its housing."""
    return block((455, 511, 26), (330, 0, 520), 71, 2)


def floor_shadow() -> Solid:
    """Level, a little over the floor, under and round the chassis; the cabinet's frame."""
    lines = np.linspace(-1, 1, 15)
    flat = lattice(lines * 800, lines * 680, 0.0)
    return Solid(np.stack([flat.vertices[:, 0] + 250, -flat.vertices[:, 2], np.full(len(flat.vertices), 4.0)], -1), flat.faces)


def shadow_of(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1: how much of the light is taken there, (n, 3) mm in the cabinet's frame."""
    out = np.hypot(np.clip(np.abs(places[:, 0] - 210) - 330, 0, None), np.clip(np.abs(places[:, 1]) - 190, 0, None))
    return np.asarray(0.62 * np.exp(-((out / 170.0) ** 2)), float)


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
