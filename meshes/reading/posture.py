"""How the surfaces lie and in which unit: as stated, or as recognised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh
from numpy.typing import NDArray

from meshes.morphometry import LUMBAR
from meshes.quoting import quoted
from meshes.reading.refusal import ImportRefused
from meshes.space import AXES_BY_NAME, Vector, length

UNITS_MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0}
VERTEBRA_MM = (35.0, 150.0)
"""Largest extent that a lumbar vertebra can have."""
ALONG = 0.5
"""Cosine of how far off a stated axis may be: 60 degrees, so that one square to the true one is refused too."""


@dataclass(frozen=True)
class Stated:
    """What the files do not say themselves; None where it is to be recognised."""

    anterior: str | None = None
    superior: str | None = None
    unit: str | None = None


def unit_mm(meshes: dict[str, trimesh.Trimesh], stated: str | None) -> float:
    """mm per unit of the files."""
    size = float(np.median([meshes[level].extents.max() for level in LUMBAR]))
    if stated is not None:
        if stated not in UNITS_MM:
            raise ImportRefused(f"--unit is {quoted(stated)}, should be one of {', '.join(UNITS_MM)}")
        scale = UNITS_MM[stated]
        if not VERTEBRA_MM[0] <= size * scale <= VERTEBRA_MM[1]:
            raise ImportRefused(
                f"in {stated} the vertebrae would be {size * scale:.3g} mm across, they should be {VERTEBRA_MM[0]:g}-{VERTEBRA_MM[1]:g}: "
                f"is --unit right?"
            )
        return scale
    fitting = [unit_name for unit_name, scale in UNITS_MM.items() if VERTEBRA_MM[0] <= size * scale <= VERTEBRA_MM[1]]
    if len(fitting) != 1:
        raise ImportRefused(f"the vertebrae are {size:.3g} units across, which fits no unit: say --unit mm, cm or m")
    return UNITS_MM[fitting[0]]


def axes(meshes: dict[str, trimesh.Trimesh], stated: Stated) -> NDArray[np.float64]:
    """(3, 3): from the file's axes to right, anterior, superior."""
    for flag, value in (("--anterior", stated.anterior), ("--superior", stated.superior)):
        if value is not None and value not in AXES_BY_NAME:
            raise ImportRefused(f"{flag} is {quoted(value)}, should be one of {', '.join(AXES_BY_NAME)}")
    middles = np.array([meshes[level].center_mass for level in (*LUMBAR, "sacrum")])
    rise = middles[0] - middles[-1]
    up = AXES_BY_NAME[stated.superior] if stated.superior else _nearest_axis(rise, "superior")
    if float(rise @ up) <= ALONG * float(length(rise)):
        raise ImportRefused(f"L1 does not lie above the sacrum along {stated.superior}: is --superior right?")
    # a vertebra's mass lies in its body, in front of the middle of its box
    ahead = np.mean([meshes[level].center_mass - meshes[level].bounds.mean(0) for level in LUMBAR], axis=0)
    ahead = ahead - (ahead @ up) * up
    front = AXES_BY_NAME[stated.anterior] if stated.anterior else _nearest_axis(ahead, "anterior")
    if abs(float(front @ up)) > 0.5:
        raise ImportRefused("--anterior and --superior are the same axis")
    if float(ahead @ front) <= ALONG * float(length(ahead)):
        raise ImportRefused(f"the vertebral bodies do not lie to the {stated.anterior} side of their arches: is --anterior right?")
    return np.array([np.cross(front, up), front, up])


def _nearest_axis(direction: Vector, what: str) -> Vector:
    k = int(np.argmax(np.abs(direction)))
    share = abs(direction[k]) / np.sqrt(direction @ direction)
    if share < 0.8:
        raise ImportRefused(f"the {what} axis cannot be recognised: say --{what} +x, -x, +y, -y, +z or -z")
    axis = np.zeros(3)
    axis[k] = np.sign(direction[k])
    return axis
