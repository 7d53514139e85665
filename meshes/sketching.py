"""A person's column as a sketch, in about a second: bones and what grows astray, for the eye alone; and the shadow they would throw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import trimesh
from numpy.typing import NDArray

from meshes.person import Person
from meshes.population import dimensions
from meshes.shapes import Shape
from meshes.skeleton import Bone
from meshes.space import Grid, Vector
from meshes.stacking import from_tables
from meshes.surfaces import closed_surface
from meshes.telling import Progress, silent
from meshes.voxels import sample

SPACING_MM, FINER_MM = 2.5, 1.2
"""Of bones, and of what is smaller"""
CORTEX_MM = 2.0
SEEN_MM = 100.0
"""From the middle, in the shadows: about what an X-ray of the widest field shows"""
SPONGY, SOLID = 0.35, 1.0
"""What a millimetre of cancellous and of cortical bone weighs in the shadow (guess: for the eye)"""


@dataclass(frozen=True, eq=False)
class BodySketch:
    """Not to be X-rayed or pricked."""

    surfaces: dict[str, trimesh.Trimesh]
    ap: NDArray[np.float32]
    """Weighed mm of bone from front to back; rows from above, columns along x"""
    lateral: NDArray[np.float32]
    """The same from side to side; columns along y"""
    middle: Vector
    """The upper end-plate of L4, mm"""


def sketched_body(person: Person, progress: Progress = silent) -> BodySketch:
    """Drawn from the tables as the whole body is, of the same bones."""
    who = dimensions(person)
    progress("a sketch: bones", 0.0)
    skeleton = from_tables(who)
    bones = skeleton.column
    surfaces: dict[str, trimesh.Trimesh] = {}
    grid = _round(bones)
    white = np.zeros(grid.shape, np.float32)
    for number, bone in enumerate(bones, 1):
        surfaces[bone.name], box, weight = _bone(bone, grid)
        white[box] = np.maximum(white[box], weight)
        progress(f"a sketch: {bone.name}", number / len(bones))
    if skeleton.growths:
        surfaces["growths"] = trimesh.util.concatenate([_surface(growth.shape) for growth in skeleton.growths])
    middle = skeleton.landmark("L4", "superior_endplate")
    lengths = white[grid.box_index(middle - SEEN_MM, middle + SEEN_MM)] * SPACING_MM
    ap, lateral = (np.ascontiguousarray(lengths.sum(axis=axis).T[::-1]) for axis in (1, 0))
    return BodySketch(surfaces, ap, lateral, middle)


def _round(bones: tuple[Bone, ...]) -> Grid:
    lo = reduce(np.minimum, (np.asarray(bone.shape.box.lo) for bone in bones))
    hi = reduce(np.maximum, (np.asarray(bone.shape.box.hi) for bone in bones))
    return Grid.covering(lo - 2 * SPACING_MM, hi + 2 * SPACING_MM, SPACING_MM)


def _bone(bone: Bone, grid: Grid) -> tuple[trimesh.Trimesh, tuple[slice, slice, slice], NDArray[np.float32]]:
    """Its surface, where it lies on the lattice, and what it weighs there; a voxel on its border weighs a part."""
    reach = 2 * SPACING_MM
    box = grid.box_index(np.asarray(bone.shape.box.lo) - SPACING_MM, np.asarray(bone.shape.box.hi) + SPACING_MM)
    part = grid.cropped(box)
    distance = sample(bone.shape, part, reach=reach)
    share = np.clip(0.5 - distance / SPACING_MM, 0.0, 1.0)
    weight = np.where(distance > -CORTEX_MM, SOLID, SPONGY).astype(np.float32) * share
    return closed_surface(distance, part), box, weight


def _surface(shape: Shape) -> trimesh.Trimesh:
    grid = Grid.covering(np.asarray(shape.box.lo) - 2 * FINER_MM, np.asarray(shape.box.hi) + 2 * FINER_MM, FINER_MM)
    return closed_surface(sample(shape, grid, reach=3.0), grid)
