"""What their bones do not say, lent by ours: ours are laid on theirs, and our landmarks come along."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import trimesh
from numpy.typing import NDArray
from scipy import ndimage

from meshes.coverage import OCTANTS, covered
from meshes.morphometry import LUMBAR, reference
from meshes.reading.depth import away
from meshes.reading.interpolation import between
from meshes.reading.process_ends import process_ends
from meshes.reading.refusal import ImportRefused
from meshes.registration import Affine, register, surface_distance
from meshes.shapes import Array, Box, Points, Shape
from meshes.skeleton import Bone, Landmarks
from meshes.space import Grid, Pose, Side, Vector, side_sign, unit
from meshes.spine.bone_landmarks import of_template
from meshes.spine.sacrum import sacrum
from meshes.spine.vertebra import template_level, template_shape
from meshes.surfaces import closed_surface
from meshes.voxels import sample

WORST_FIT_MM = 2.5
"""Mean distance beyond which a surface is not taken for the bone that its name says."""
REGISTERED_POINTS = 2500
STARTING_STEP = 3
"""The similar map is only where the affine one starts from: every so many points do. It ends 0.1 mm from where all would bring it, while
the two surfaces lie 1.6 mm off each other on average by either."""
BEFORE_MM, BORDER_REACH_MM = 8.0, 18.0
"""A body's back is looked for from so far in front of where the fit puts it; no border is farther away than this."""


def fitted(label: str, mesh: trimesh.Trimesh, path: Path) -> Affine:
    """The map that lays our bone of this name on theirs."""
    ours = _template_points(label)
    theirs, _ = trimesh.sample.sample_surface(mesh, REGISTERED_POINTS, seed=0)
    start = Affine(np.eye(3), theirs.mean(0) - ours.mean(0))
    if label == "sacrum":
        # ours is drawn with a level end-plate
        slope = np.radians(reference().sacral_slope_deg)
        lean = np.array([[1, 0, 0], [0, np.cos(slope), np.sin(slope)], [0, -np.sin(slope), np.cos(slope)]])
        start = Affine(lean, theirs.mean(0) - lean @ ours.mean(0))
    close = register(ours[::STARTING_STEP], theirs[::STARTING_STEP], "similar", start, rounds=40)
    close = register(ours, theirs, "affine", close, rounds=25)
    gap = max(surface_distance(close(ours), theirs)[0], surface_distance(theirs, close(ours))[0])
    size = np.cbrt(abs(np.linalg.det(close.matrix)))
    if gap > WORST_FIT_MM or not 0.6 < size < 1.6:
        raise ImportRefused(f"{path.name}: does not look like {label} (our own lies {gap:.1f} mm off on average after fitting)")
    return close


def _template_points(label: str) -> NDArray[np.float64]:
    """Points on the surface of our own bone."""
    shape = sacrum() if label == "sacrum" else template_shape(template_level(label))
    grid = Grid.covering(np.array(shape.box.lo) - 4, np.array(shape.box.hi) + 4, 1.5)
    points, _ = trimesh.sample.sample_surface(closed_surface(sample(shape, grid, 3.0), grid), REGISTERED_POINTS, seed=0)
    return np.asarray(points, float)


def their_bone(label: str, mesh: trimesh.Trimesh, placed: Affine | None, origin: Vector, spacing: float) -> Bone:
    """Their bone with our landmarks."""
    shape = sampled(mesh, spacing)
    if placed is None:
        return Bone(label, shape, {}, Pose(np.eye(3), np.zeros(3)))
    source = "sacrum" if label == "sacrum" else template_level(label)
    marks = {key: placed(point) - origin for key, point in of_template(source).items()}
    up = unit(placed.matrix[:, 2])
    right = unit(placed.matrix[:, 0] - (placed.matrix[:, 0] @ up) * up)
    turn = np.column_stack([right, np.cross(up, right), up])
    if label in LUMBAR:
        marks |= _borders(shape, marks, turn)
        marks |= process_ends(shape, marks, turn)
    return Bone(label, shape, marks, Pose(turn, placed(np.zeros(3)) - origin))


def _borders(shape: Shape, marks: Landmarks, turn: NDArray[np.float64]) -> Landmarks:
    """The back of the body and the upper, lower and medial borders of the pedicles, where this bone has them.

    One affine map for a whole vertebra misses them by up to 5 mm, which would put the foramen under a pedicle into the bone.
    """
    right, front, up = turn.T
    ways: list[tuple[str, Vector, Vector]] = [(name, marks[name] + BEFORE_MM * front, -front) for name in ("posterior_wall", "canal_front")]
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        for name, way in (("top", up), ("bottom", -up), ("medial", -side_sign(side) * right)):
            ways.append((f"pedicle_{name}_{side}", marks[f"pedicle_{side}"], way))
    found: Landmarks = {}
    along = np.arange(0.0, BORDER_REACH_MM, 0.1)
    for name, start, way in ways:
        outside = shape(Points.of(start + along[:, None] * way)) >= 0
        if outside.any() and not outside[0]:
            found[name] = start + along[int(np.argmax(outside))] * way
    return found


def sampled(mesh: trimesh.Trimesh, spacing: float) -> Shape:
    """A surface as a field: the signed distance on a lattice, interpolated."""
    grid = Grid.covering(mesh.bounds[0] - 5 * spacing, mesh.bounds[1] + 5 * spacing, spacing)
    held = covered(mesh, grid)
    solid = 2 * held >= OCTANTS
    distance = np.where(solid, 0.5 - away(~solid), away(solid) - 0.5)
    # at the border the covered share of the voxel tells the distance better than whole voxels do
    border = (held > 0) & (held < OCTANTS)
    distance[border] = 0.5 - held[border].astype(np.float32) / OCTANTS
    distance = ndimage.gaussian_filter(distance * np.float32(spacing), 0.6)
    lo, step = np.asarray(grid.origin, np.float32), np.float32(spacing)

    def field(p: Points) -> Array:
        return between(distance, lo, step, p.x, p.y, p.z)

    return Shape(field, Box.around(mesh.bounds, spacing), steepest=1.3)
