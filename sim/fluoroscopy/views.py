"""The named views, worked out from the patient's own bones.

The assist steers to them, and centres by eye (``sim/session/stations/carm.py``); without it a view's name means the angles of a textbook
and no more.
"""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin
from typing import Protocol

import numpy as np

from meshes.morphometry import LEVELS, LUMBAR, interspace
from meshes.space import ANTERIOR, POSTERIOR, RIGHT, SUPERIOR, Side, Vector, dot, side_sign, unit
from scenarios.views import VIEWS
from sim.fluoroscopy.carm import ORBIT_DEG, Pose

OBLIQUE_DEG = 20.0, 30.0
"""Ipsilateral oblique ([@technique_known])."""
CONTRALATERAL_DEG = 40.0, 50.0
"""Contralateral oblique in the lumbar spine ([@technique_known])."""
S1_OBLIQUE_DEG, S1_TILT_DEG = (5.0, 10.0), (5.0, 15.0)
"""S1 foramen: to the same side, to the head ([@technique_known])."""


class Bones(Protocol):
    """Whoever knows where a body's landmarks are: the body itself, or a recording of an attempt in it."""

    def landmark(self, name: str) -> Vector: ...


def named_pose(anatomy: Bones, view: str, level: str = "L4", side: Side = "right", centre: str | None = None) -> Pose:
    """The pose of a named view for this patient, centred on a landmark.

    AP: the upper end-plate seen as a line, the pedicles even. lateral: the pedicles over each other. oblique: squared, turned until the
    superior articular process below stands under the pedicle. clo: along the laminae on the needle's side. s1: dorsal over ventral
    foramen. caudal: a lateral of the sacrum over the hiatus. The obliques stay within the technique's range.

    view : one of VIEWS; level : L1 .. S1, the vertebra whose upper end-plate is squared; side : the needle's side, which decides which
    way the obliques turn; centre : landmark in the middle, or by the view and level. Raises ValueError for an unknown view or level.
    """
    if view not in VIEWS:
        raise ValueError(f"view is {view!r}, should be one of {', '.join(VIEWS)}")
    if level not in LEVELS:
        raise ValueError(f"level is {level!r}, should be one of {', '.join(LEVELS)}")
    bone = "sacrum" if level == "S1" or view in ("s1", "caudal") else level
    orbit, tilt = ANGLES[view](anatomy, bone, level, side)
    return Pose(orbit, tilt, _centre(anatomy, view, bone, side, centre)).limited()


def textbook_pose(pose: Pose, view: str, side: Side) -> Pose:
    """The view's usual angles over the place where the C-arm stands."""
    usual = VIEWS[view]
    turned = side_sign(side) * usual.orbit_deg if usual.sided else usual.orbit_deg
    return Pose(turned, usual.tilt_deg, pose.centre)


def _ap(anatomy: Bones, bone: str, level: str, side: Side) -> tuple[float, float]:
    return _along(np.cross(_right(anatomy, bone), anatomy.landmark(f"{bone}/up")))


def _lateral(anatomy: Bones, bone: str, level: str, side: Side) -> tuple[float, float]:
    right = _right(anatomy, bone)
    orbit, tilt = _along(right)
    if orbit > ORBIT_DEG[1]:  # too far round: the same line from the other side
        orbit, tilt = _along(-right)
    return orbit, tilt


def _s1(anatomy: Bones, bone: str, level: str, side: Side) -> tuple[float, float]:
    sign = side_sign(side)
    way = anatomy.landmark(f"sacrum/foramen_S1_dorsal_{side}") - anatomy.landmark(f"sacrum/foramen_S1_ventral_{side}")
    orbit, tilt = _along(way)
    return sign * float(np.clip(sign * orbit, *S1_OBLIQUE_DEG)), float(np.clip(tilt, *S1_TILT_DEG))


def _oblique(anatomy: Bones, bone: str, level: str, side: Side) -> tuple[float, float]:
    orbit = _scottie_dog(anatomy, level, side)
    return orbit, _squared(anatomy.landmark(f"{bone}/up"), orbit)


def _contralateral(anatomy: Bones, bone: str, level: str, side: Side) -> tuple[float, float]:
    return _along_laminae(anatomy, level, side), 0.0


ANGLES = {"AP": _ap, "lateral": _lateral, "oblique": _oblique, "clo": _contralateral, "s1": _s1, "caudal": _lateral}
"""How orbit and tilt of each view in ``scenarios/views.csv`` follow from the bones."""


def _along(way: Vector) -> tuple[float, float]:
    """Orbit and tilt of a beam that runs this way."""
    way = unit(way)
    return degrees(atan2(dot(way, RIGHT), dot(way, POSTERIOR))), degrees(asin(np.clip(dot(way, SUPERIOR), -1, 1)))


def _right(anatomy: Bones, bone: str) -> Vector:
    """Along the bone from its left to its right."""
    part = "superior_side" if bone == "sacrum" else "pedicle"
    return unit(anatomy.landmark(f"{bone}/{part}_right") - anatomy.landmark(f"{bone}/{part}_left"))


def _squared(up: Vector, orbit: float) -> float:
    """The tilt at which a beam at this orbit runs along a plane with this normal."""
    level = np.array(dot(up, ANTERIOR)) * cos(radians(orbit)) - dot(up, RIGHT) * sin(radians(orbit))
    return degrees(atan2(float(level), dot(up, SUPERIOR)))


def _scottie_dog(anatomy: Bones, level: str, side: Side) -> float:
    """The orbit at which the superior articular tip of the bone below falls under the middle of the pedicle."""
    sign = side_sign(side)
    if level == "S1":
        return sign * VIEWS["oblique"].orbit_deg
    below = (*LUMBAR, "sacrum")[LUMBAR.index(level) + 1]
    away = anatomy.landmark(f"{below}/superior_articular_tip_{side}") - anatomy.landmark(f"{level}/pedicle_{side}")
    # the picture's horizontal, (cos o, sin o) to the right and forward, must be square to the way between them
    turn = degrees(atan2(sign * dot(away, RIGHT), dot(away, POSTERIOR)))
    # bones whose process stands there at an angle that nobody would take are looked at from the usual one
    return sign * (turn if OBLIQUE_DEG[0] <= turn <= OBLIQUE_DEG[1] else VIEWS["oblique"].orbit_deg)


def _along_laminae(anatomy: Bones, level: str, side: Side) -> float:
    """The orbit that looks along the ventral faces of the laminae on the needle's side, mean of both that bound the space above."""
    above = LUMBAR[max((*LUMBAR, "S1").index(level) - 1, 0)]
    turns = []
    for end in ("above", "below"):
        name = f"{interspace(above)}/{{}}_line_{end}"
        middle = anatomy.landmark(name.format("spinolaminar"))
        way = anatomy.landmark(f"{name.format('interlaminar')}_{side}") - middle
        turns.append(abs(degrees(atan2(dot(way, RIGHT), dot(way, ANTERIOR)))))
    return -side_sign(side) * float(np.clip(sum(turns) / 2, *CONTRALATERAL_DEG))


def _centre(anatomy: Bones, view: str, bone: str, side: Side, centre: str | None) -> tuple[float, float, float]:
    if centre is not None:
        middle = anatomy.landmark(centre)
    elif view == "s1":
        middle = anatomy.landmark(f"sacrum/foramen_S1_dorsal_{side}")
    elif view == "caudal":
        middle = anatomy.landmark("sacral_canal/s4")
    else:
        middle = anatomy.landmark(f"{bone}/superior_endplate") + 12.0 * POSTERIOR
    x, y, z = (float(value) for value in middle)
    return x, y, z
