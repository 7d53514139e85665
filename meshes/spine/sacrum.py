"""The sacrum with its canal, foramina and hiatus, and the coccyx. Frame: of the S1 upper end-plate, which lies level at its origin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from meshes import tables
from meshes.shapes import Shape, limb, mirrored, subtract, union
from meshes.spine.template import Part, assembled, parts

TEMPLATE_HIATUS_MM = 6.5
"""Depth of the fitted sacrum's canal at the hiatus' apex."""
CLOSED_SHARE = 0.2
"""The canal above a closed hiatus is still so deep, against the template's."""
EDGE_MM = 1.5
"""How far the rim of a foramen is rounded (guess)."""


@dataclass(frozen=True)
class SacralForamen:
    """The nerve's way out of the sacral canal at one level, on the right; mm."""

    level: str
    canal: NDArray[np.float64]
    junction: NDArray[np.float64]
    ventral: NDArray[np.float64]
    dorsal: NDArray[np.float64]
    radius: float
    dorsal_across: float
    dorsal_high: float

    def opening(self) -> Shape:
        """What is cut out of the bone, x > 0."""
        r = self.radius
        narrow = min(r, 4.0)
        ventral = limb([self.canal, self.junction, self.ventral], [[narrow] * 3, [narrow] * 3, [r] * 3])
        dorsal_radii = [self.dorsal_across, self.dorsal_high, self.dorsal_high]
        return union(ventral, limb([self.junction, self.dorsal], [dorsal_radii, dorsal_radii]), blend=EDGE_MM)


@cache
def foramina() -> tuple[SacralForamen, ...]:
    """S1 to S4 (table ``sacral_foramina``)."""

    def point(row: tables.SacralForamina, name: str) -> NDArray[np.float64]:
        return np.array([getattr(row, f"{name}_{axis}_mm") for axis in "xyz"])

    return tuple(
        SacralForamen(
            row.level,
            point(row, "canal"),
            point(row, "junction"),
            point(row, "ventral"),
            point(row, "dorsal"),
            row.radius_mm,
            row.dorsal_across_mm,
            row.dorsal_high_mm,
        )
        for row in tables.read("sacral_foramina", tables.SacralForamina)
    )


def sacrum(hiatus_mm: float = TEMPLATE_HIATUS_MM) -> Shape:
    """Sacrum and coccyx as one bone; ``hiatus_mm`` is the depth of the canal at its opening, front to back, 0 where bone closes it."""
    openings = mirrored(union(*(foramen.opening() for foramen in foramina())))
    return subtract(assembled(tuple(_narrowed(part, hiatus_mm) for part in parts("sacrum"))), openings, blend=EDGE_MM)


def _narrowed(part: Part, hiatus_mm: float) -> Part:
    """The canal's cut, its lower end as deep as the hiatus is."""
    if part.name != "canal" or hiatus_mm == TEMPLATE_HIATUS_MM:
        return part
    radii = part.radii.copy()
    radii[3:, 1] *= max(hiatus_mm / TEMPLATE_HIATUS_MM, CLOSED_SHARE)
    if hiatus_mm <= 0:  # bone, not membrane, closes it: the cut ends above
        return replace(part, nodes=part.nodes[:4], radii=radii[:4])
    return replace(part, radii=radii)
