"""Calcium in the wall of the old aorta: plaques that an X-ray shows before the spine, most of them low and behind."""

from __future__ import annotations

import numpy as np

from meshes.anatomy import FULL, Density
from meshes.morphometry import Dimensions
from meshes.noise import lattice_noise
from meshes.shapes import Points
from meshes.skeleton import Skeleton
from meshes.space import Grid
from meshes.spine.abdomen import great_vessels

SPACING_MM = 1.0
WALL_MM = 2.0
"""Thickness of a plaque (guess)."""
PLAQUE_MM = (7.0, 7.0, 12.0)
"""Size of a plaque (guess: flecks to plates along the wall, as scored on lateral films)."""
DENSE = 0.8
"""Against cortical bone (guess: 700-1000 Hounsfield units)."""
LOWER, BEHIND = 0.9, 0.5
"""How much rather a plaque lies at the lower than at the upper end, and behind than in front, in the noise's units: it begins above the
parting and on the side of the spine (guess)."""


def calcium(skeleton: Skeleton, person: Dimensions) -> Density:
    """The plaques, on a lattice of their own; ``aortic_calcium`` is the share of the wall before L1 to L4 that they take."""
    aorta, _ = great_vessels(skeleton)
    top, bottom = float(skeleton.landmark("L1", "superior_front")[2]), float(skeleton.landmark("L4", "inferior_front")[2])
    lo, hi = np.array(aorta.box.lo), np.array(aorta.box.hi)
    lo[2], hi[2] = bottom, top
    grid = Grid.covering(lo - SPACING_MM, hi + SPACING_MM, SPACING_MM)
    points = Points.of(grid.centre(np.argwhere(np.ones(grid.shape, bool))))
    distance = aorta(points)
    wall = (distance < 0) & (distance > -WALL_MM) & (points.z > bottom) & (points.z < top)
    found = np.zeros(grid.shape, np.uint8)
    if not wall.any():
        return Density(grid, found)
    of_wall = points.chosen(wall)
    middle = np.interp(of_wall.z, *_course(points, wall))
    height = (of_wall.z - bottom) / (top - bottom)
    noise = lattice_noise(of_wall.x, of_wall.y, of_wall.z, PLAQUE_MM, person.grain + 7)
    prone = noise - LOWER * height - BEHIND * np.sign(of_wall.y - middle)
    plaque = np.zeros(len(distance), bool)
    plaque[wall] = prone > np.quantile(prone, 1 - person.values["aortic_calcium"])
    found[plaque.reshape(grid.shape)] = round(DENSE * FULL)
    return Density(grid, found)


def _course(points: Points, wall: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(z, y) of the wall's middle, from below."""
    z = np.unique(points.z[wall])
    return z, np.array([points.y[wall][points.z[wall] == at].mean() for at in z])
