"""Frames and poses: the one place that names the axes.

One patient frame for everything, millimetres, right-handed, RAS: +x the patient's right, +y anterior, +z superior; its origin is
the centre of the S1 upper end-plate. The patient lies prone: the table is at +y, the operator's hands come from -y.

Sums of products are written out instead of handed to a matrix library, whose last bit depends on the processor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]

RIGHT: Vector = np.array([1.0, 0.0, 0.0])
ANTERIOR: Vector = np.array([0.0, 1.0, 0.0])
SUPERIOR: Vector = np.array([0.0, 0.0, 1.0])
POSTERIOR: Vector = -ANTERIOR

Side = Literal["left", "right"]
AXES_BY_NAME: dict[str, Vector] = {
    "+x": RIGHT, "-x": -RIGHT, "+y": ANTERIOR, "-y": -ANTERIOR, "+z": SUPERIOR, "-z": -SUPERIOR,
}  # fmt: skip
"""The unit vectors that a file's own axes can be said to have."""


def side_sign(side: Side) -> int:
    """+1 for the patient's right, -1 for the left: the sign of x on that side."""
    return 1 if side == "right" else -1


def side_of(x_mm: float) -> Side:
    return "right" if x_mm >= 0 else "left"


def opposite(side: Side) -> Side:
    return "left" if side == "right" else "right"


def dot(a: ArrayLike, b: ArrayLike) -> NDArray[Any]:
    """Scalar product over the last axis of (..., 3) arrays."""
    a, b = np.asarray(a), np.asarray(b)
    found: NDArray[Any] = a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]
    return found


def length(a: ArrayLike) -> NDArray[Any]:
    found: NDArray[Any] = np.sqrt(dot(a, a))
    return found


def unit(a: ArrayLike) -> Vector:
    """The direction of ``a``: (3,) or (n, 3)."""
    a = np.asarray(a, float)
    found: Vector = a / length(a)[..., None]
    return found


def rotation(axis: ArrayLike, radians: float) -> NDArray[np.float64]:
    """(3, 3): right-handed turn about ``axis`` (Rodrigues)."""
    x, y, z = unit(axis)
    c, s = math.cos(radians), math.sin(radians)
    t = 1 - c
    return np.array(
        [
            [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
            [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
            [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
        ]
    )


def rotate(matrix: ArrayLike, vectors: ArrayLike) -> NDArray[Any]:
    """matrix @ v for each v of (..., 3)."""
    m, v = np.asarray(matrix), np.asarray(vectors)
    return np.stack([m[i, 0] * v[..., 0] + m[i, 1] * v[..., 1] + m[i, 2] * v[..., 2] for i in range(3)], axis=-1)


@dataclass(frozen=True)
class Pose:
    """Where a part sits: local = origin of the part, axes right, anterior, superior; ``rotation`` and ``origin`` take it to the patient."""

    rotation: NDArray[np.float64]
    origin: Vector

    def to_patient(self, local: ArrayLike) -> NDArray[Any]:
        """(..., 3) mm"""
        return rotate(self.rotation, np.asarray(local, float)) + self.origin

    def to_local(self, patient: ArrayLike) -> NDArray[Any]:
        """(..., 3) mm"""
        return rotate(self.rotation.T, np.asarray(patient, float) - self.origin)

    def turn(self, direction: ArrayLike) -> NDArray[Any]:
        """A local direction, in the patient's frame."""
        return rotate(self.rotation, np.asarray(direction, float))

    def after(self, inner: Pose) -> Pose:
        """First ``inner``, then this one."""
        columns = rotate(self.rotation, inner.rotation.T).T
        return Pose(columns, self.to_patient(inner.origin))


IDENTITY = Pose(np.eye(3), np.zeros(3))


def tilted_forward(radians: float, origin: ArrayLike = (0.0, 0.0, 0.0)) -> Pose:
    """A part whose upper side leans to the front by ``radians`` (as the S1 end-plate does by the sacral slope)."""
    return Pose(rotation(RIGHT, -radians), np.asarray(origin, float))


TIE = 1e-6
"""Of a voxel: rounding must not decide to which side of a border a point belongs."""


@dataclass(frozen=True)
class Grid:
    """A regular lattice of voxels: ``origin`` is the CENTRE of voxel (0, 0, 0), ``spacing`` mm in all directions."""

    origin: tuple[float, float, float]
    spacing: float
    shape: tuple[int, int, int]

    @staticmethod
    def covering(lo: ArrayLike, hi: ArrayLike, spacing: float) -> Grid:
        """The lattice aligned with the origin of space whose voxels cover the box ``lo``..``hi``, mm."""
        first = np.floor(np.asarray(lo, float) / spacing).astype(int)
        last = np.ceil(np.asarray(hi, float) / spacing).astype(int)
        return Grid(tuple((first * spacing).tolist()), spacing, tuple((last - first + 1).tolist()))

    @property
    def lo(self) -> Vector:
        """Outer corner, mm."""
        return np.asarray(self.origin) - 0.5 * self.spacing

    @property
    def hi(self) -> Vector:
        return self.lo + np.asarray(self.shape) * self.spacing

    @property
    def voxel_ml(self) -> float:
        return self.spacing**3 / 1000.0

    def axes(self) -> tuple[Vector, Vector, Vector]:
        """The voxel centres along x, y and z, mm."""
        x, y, z = (np.asarray(o + self.spacing * np.arange(n, dtype=float)) for o, n in zip(self.origin, self.shape, strict=True))
        return x, y, z

    def index(self, points: ArrayLike) -> NDArray[np.int64]:
        """The voxel that holds each point: (..., 3) integers, possibly outside the lattice; on a border always the further one."""
        return np.floor((np.asarray(points, float) - self.lo) / self.spacing + TIE).astype(np.int64)

    def holds(self, points: ArrayLike) -> NDArray[np.bool_]:
        i = self.index(points)
        found: NDArray[np.bool_] = np.all((i >= 0) & (i < np.asarray(self.shape)), axis=-1)
        return found

    def centre(self, index: ArrayLike) -> NDArray[np.float64]:
        """(..., 3) mm"""
        return np.asarray(self.origin) + self.spacing * np.asarray(index, float)

    def box_index(self, lo: ArrayLike, hi: ArrayLike) -> tuple[slice, slice, slice]:
        """The slices of this lattice that cover the box ``lo``..``hi`` (mm), cut to it."""
        first = np.clip(self.index(lo), 0, self.shape)
        last = np.clip(self.index(hi) + 1, 0, self.shape)
        return tuple(slice(int(a), int(max(a, b))) for a, b in zip(first, last, strict=True))  # type: ignore[return-value]

    def cropped(self, box: tuple[slice, slice, slice]) -> Grid:
        """The lattice of such a box of voxels."""
        start = np.array([s.start for s in box])
        return Grid(tuple(self.centre(start).tolist()), self.spacing, tuple(s.stop - s.start for s in box))
