"""The C-arm's geometry: a pose, the rays it means, and where a point of the body falls in the picture.

The patient lies prone, the tube is under the table: at orbit 0 the beam runs from the belly to the back. Pictures are seen from the
detector's side, so with the patient's right on the right of the screen at orbit 0, the head up. Positive orbit carries the detector to
the patient's right, positive tilt towards the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import Vector, dot

SOURCE_TO_DETECTOR_MM = 1000.0
SOURCE_TO_CENTRE_MM = 640.0
"""[@carm_known]: SID 980-1050, source to patient 550-700, prone over the tube."""
FIELDS_MM = (300.0, 220.0, 150.0)
"""Width of the detector in use, by magnification mode: a 30 cm flat panel ([@carm_known]) and two closer ones."""
ORBIT_DEG = (-100.0, 100.0)
TILT_DEG = (-45.0, 45.0)
"""Limits. Orbit: a C-arm reaches about 130 degrees in all, and may stand on either side of the table; tilt: [@carm_known]."""
CENTRE_MM = ((-150.0, 150.0), (-140.0, 160.0), (-350.0, 400.0))
"""How far table and gantry slide: the isocentre to the patient's right, forward and to the head (guess: a floating table top)."""


@dataclass(frozen=True)
class Pose:
    """Where the C-arm stands."""

    orbit_deg: float = 0.0
    tilt_deg: float = 0.0
    centre: tuple[float, float, float] = (0.0, 0.0, 40.0)
    """The isocentre, mm in the patient's frame."""

    def limited(self) -> Pose:
        """The nearest pose that machine and table can take."""
        x, y, z = (float(np.clip(c, low, high)) for c, (low, high) in zip(self.centre, CENTRE_MM, strict=True))
        return Pose(
            orbit_deg=float(np.clip(self.orbit_deg, *ORBIT_DEG)),
            tilt_deg=float(np.clip(self.tilt_deg, *TILT_DEG)),
            centre=(x, y, z),
        )


@lru_cache(64)
def _axes(pose: Pose) -> tuple[Vector, Vector, Vector, Vector]:
    """Along the beam, to the right and to the top of the picture, and the source; asked for many times a picture."""
    o, t = radians(pose.orbit_deg), radians(pose.tilt_deg)
    beam = np.array([cos(t) * sin(o), -cos(t) * cos(o), sin(t)])
    across = np.array([cos(o), sin(o), 0.0])
    up = np.array([-sin(t) * sin(o), sin(t) * cos(o), cos(t)])
    found = (beam, across, up, np.asarray(pose.centre) - SOURCE_TO_CENTRE_MM * beam)
    for vector in found:
        vector.flags.writeable = False
    return found


@dataclass(frozen=True)
class View:
    """A pose with its rays: the source, the detector's centre and its axes, mm."""

    pose: Pose
    field_mm: float = FIELDS_MM[0]

    @property
    def beam(self) -> Vector:
        """Unit vector from the source to the detector."""
        return _axes(self.pose)[0]

    @property
    def across(self) -> Vector:
        """To the right of the picture."""
        return _axes(self.pose)[1]

    @property
    def up(self) -> Vector:
        """To the top of the picture."""
        return _axes(self.pose)[2]

    @property
    def source(self) -> Vector:
        return _axes(self.pose)[3]

    @property
    def detector(self) -> Vector:
        return self.source + SOURCE_TO_DETECTOR_MM * self.beam

    @property
    def magnification(self) -> float:
        """Of what lies at the isocentre."""
        return SOURCE_TO_DETECTOR_MM / SOURCE_TO_CENTRE_MM

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """(..., 3) mm -> (..., 2): where each point falls on the detector, mm to the right and up from its centre."""
        beam, across, up, source = _axes(self.pose)
        p = np.asarray(points, float) - source
        scale, found = SOURCE_TO_DETECTOR_MM / dot(p, beam), np.empty((*p.shape[:-1], 2))
        found[..., 0], found[..., 1] = dot(p, across) * scale, dot(p, up) * scale
        return found

    def towards(self, u_mm: float, v_mm: float) -> Vector:
        """The unit direction of the ray that meets the detector at (u, v)."""
        way = SOURCE_TO_DETECTOR_MM * self.beam + u_mm * self.across + v_mm * self.up
        return np.asarray(way / np.sqrt(dot(way, way)))

    def pixel(self, uv: ArrayLike, size: int) -> NDArray[np.float64]:
        """Detector mm -> (column, row) of a picture ``size`` pixels wide, row 0 on top, pixel centres at whole numbers."""
        uv = np.asarray(uv, float)
        pitch = self.field_mm / size
        return np.stack([uv[..., 0] / pitch + size / 2 - 0.5, size / 2 - 0.5 - uv[..., 1] / pitch], axis=-1)
