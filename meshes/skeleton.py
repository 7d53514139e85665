"""The bones of one person, each where it belongs: what all soft tissue hangs on.

A skeleton may come from tables (``meshes.stacking``) or from somebody's surfaces (``meshes.reading``); what follows is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.morphometry import VERTEBRAE
from meshes.shapes import Array, Box, Points, Range, Shape, union
from meshes.space import Pose, Vector, length, rotate, unit
from meshes.tissues import Tissue

Landmarks = dict[str, NDArray[np.float64]]
"""Points of one bone by name, mm; paired ones as ``<name>_right`` and ``<name>_left``."""


@dataclass(frozen=True)
class Bone:
    """A bone in the patient's frame."""

    name: str
    """T11 .. L5, sacrum, hips, femora, rib11, rib12"""
    shape: Shape
    """Without the joint spaces."""
    landmarks: Landmarks
    pose: Pose
    """Its own frame."""


@dataclass(frozen=True)
class Growth:
    """Something soft that does not belong in the canal."""

    tissue: Tissue
    shape: Shape


@dataclass(frozen=True)
class Skeleton:
    bones: tuple[Bone, ...]
    joints: tuple[Shape, ...] = ()
    """The facet and sacroiliac joint spaces."""
    growths: tuple[Growth, ...] = ()

    def __getitem__(self, name: str) -> Bone:
        return next(bone for bone in self.bones if bone.name == name)

    def __contains__(self, name: object) -> bool:
        return any(bone.name == name for bone in self.bones)

    @property
    def levels(self) -> tuple[str, ...]:
        """The vertebrae that are there, from above."""
        return tuple(name for name in VERTEBRAE if name in self)

    @property
    def column(self) -> tuple[Bone, ...]:
        """Vertebrae and sacrum, from above."""
        return tuple(self[name] for name in (*self.levels, "sacrum"))

    def below(self, level: str) -> Bone:
        """The next bone of the column."""
        return self[(*self.levels, "sacrum")[self.levels.index(level) + 1]]

    def landmark(self, bone: str, name: str) -> Vector:
        return self[bone].landmarks[name]

    def walls(self) -> Shape:
        """All bones and growths together: what the canal's contents must make way for."""
        return union(*(bone.shape for bone in self.bones), *(growth.shape for growth in self.growths))


def placed(name: str, shape: Shape, landmarks: Landmarks, pose: Pose) -> Bone:
    """A bone given in its own frame, put where ``pose`` says."""
    inverse, shift = pose.rotation.T.astype(np.float32), rotate(pose.rotation.T, -pose.origin).astype(np.float32)

    def brought(p: Points) -> Points:
        x, y, z = np.empty_like(p.x), np.empty_like(p.y), np.empty_like(p.z)
        _moved(p.x, p.y, p.z, inverse, shift, x, y, z)
        return Points(x, y, z)

    def closer(middles: Points, radius: Array) -> Range:
        return shape.within(brought(middles), radius)

    box = Box.around(pose.to_patient(shape.box.corners()))
    moved = Shape(lambda p: shape(brought(p)), box, shape.steepest, closer)
    return Bone(name, moved, {key: pose.to_patient(point) for key, point in landmarks.items()}, pose)


@compiled
def _moved(
    px: NDArray[Any],
    py: NDArray[Any],
    pz: NDArray[Any],
    turn: NDArray[Any],
    shift: NDArray[Any],
    x: NDArray[Any],
    y: NDArray[Any],
    z: NDArray[Any],
) -> None:
    for i in range(len(px)):
        x[i] = turn[0, 0] * px[i] + turn[0, 1] * py[i] + turn[0, 2] * pz[i] + shift[0]
        y[i] = turn[1, 0] * px[i] + turn[1, 1] * py[i] + turn[1, 2] * pz[i] + shift[1]
        z[i] = turn[2, 0] * px[i] + turn[2, 1] * py[i] + turn[2, 2] * pz[i] + shift[2]


def endplate_normal(bone: Bone, which: str = "superior") -> Vector:
    """The upward normal of an end-plate, from its rim."""
    m = bone.landmarks
    forward = m[f"{which}_front"] - m[f"{which}_back"]
    across = m[f"{which}_side_right"] - m[f"{which}_side_left"]
    return unit(np.cross(across, forward))


def endplate_size(bone: Bone, which: str = "superior") -> tuple[float, float]:
    """(width, depth) of an end-plate between its rims, mm."""
    m = bone.landmarks
    return (
        float(length(m[f"{which}_side_right"] - m[f"{which}_side_left"])),
        float(length(m[f"{which}_front"] - m[f"{which}_back"])),
    )
