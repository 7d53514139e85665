"""Bones as parts: limbs with a blend, kept as a table, assembled into a shape.

The tables were fitted to public mean and single surfaces (``meshes/fitting/fit_bones.py``); x > 0 is given, the other side mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sin
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from meshes import tables
from meshes.compiled import compiled
from meshes.shapes import FAR, SAMPLED_MM, Array, Box, Points, Shape, empty_at, limb, limb_field, limb_pieces, mirrored

JOINT_MM = 2.0
"""Over how much the pieces of one limb are blended."""


@dataclass(frozen=True)
class Part:
    """One limb of a bone, added to it or cut out of it."""

    name: str
    cuts: bool
    blend_mm: float
    yaw_deg: float
    pitch_deg: float
    nodes: NDArray[np.float64]
    """(n, 3) mm"""
    radii: NDArray[np.float64]
    """(n, 3) mm: across, wide, high in the part's frame"""

    def frame(self) -> NDArray[np.float64]:
        """(3, 3): rows are the directions across, wide and high."""
        yaw, pitch = radians(self.yaw_deg), radians(self.pitch_deg)
        across, wide, high = np.array([cos(yaw), sin(yaw), 0.0]), np.array([sin(yaw), -cos(yaw), 0.0]), np.array([0.0, 0.0, 1.0])
        return np.array([across, cos(pitch) * wide + sin(pitch) * high, -sin(pitch) * wide + cos(pitch) * high])

    def shape(self) -> Shape:
        return limb(self.nodes, self.radii, self.frame(), joint=JOINT_MM)


def parts(bone: str) -> tuple[Part, ...]:
    """The parts of a bone of the table ``bone_limbs``, in their order."""
    rows = [row for row in tables.read("bone_limbs", tables.Limb) if row.bone == bone]
    if not rows:
        raise KeyError(f"no bone {bone!r} in bone_limbs.csv")
    found = []
    for name, group in groupby(rows, key=lambda row: row.part):
        nodes = list(group)
        first = nodes[0]
        found.append(
            Part(
                name,
                first.operation == "cut",
                first.blend_mm,
                first.yaw_deg,
                first.pitch_deg,
                np.array([[n.x_mm, n.y_mm, n.z_mm] for n in nodes]),
                np.array([[n.across_mm, n.wide_mm, n.high_mm] for n in nodes]),
            )
        )
    return tuple(found)


def assembled(limbs: tuple[Part, ...], core: Shape | None = None) -> Shape:
    """All added parts, each blended on by its own amount, joined to ``core`` by the first one's blend, then the cuts."""
    ordered = [part for part in limbs if not part.cuts] + [part for part in limbs if part.cuts]
    added = sum(not part.cuts for part in limbs)
    table = _Table.of(ordered, added)

    def field(p: Points) -> NDArray[np.float32]:
        out = core(p).copy() if core is not None else empty_at(p)
        _assemble(p.x, p.y, p.z, *table, added, out)
        return out

    box = ordered[0].shape().box if core is None else ordered[0].shape().box.joined(core.box)
    for part in ordered[1:added]:
        box = box.joined(part.shape().box)
    right_half = Shape(field, Box((0.0, *box.lo[1:]), box.hi), steepest=2.8)
    return mirrored(right_half)


class _Table(NamedTuple):
    """Limbs for the compiler; (m,) if not said."""

    pieces: NDArray[np.float32]
    """(n, 15) of all limbs"""
    first: NDArray[np.int64]
    """(m + 1,) where each one's begin"""
    axes: NDArray[np.float32]
    """(m, 3, 3)"""
    blend: NDArray[np.float32]
    steepest: NDArray[np.float32]
    clear: NDArray[np.float32]
    """From what value on a limb changes nothing that is SAMPLED_MM from a surface."""

    @staticmethod
    def of(limbs: list[Part], added: int) -> _Table:
        pieces = [limb_pieces(part.nodes, part.radii, part.frame()) for part in limbs]
        blends = [part.blend_mm for part in limbs]
        # what is added may be rounded by any that comes after it, and by the core
        rounded = [max(blends[0], *blends[i:added]) if i < added else blends[i] for i in range(len(limbs))]
        return _Table(
            np.concatenate(pieces),
            np.cumsum([0, *map(len, pieces)]),
            np.array([part.frame() for part in limbs], np.float32),
            np.array(blends, np.float32),
            np.array([part.shape().steepest for part in limbs], np.float32),
            np.array(rounded, np.float32) + np.float32(SAMPLED_MM),
        )


CHUNK = 64
"""So many points that follow each other, mostly close together, are asked about a limb or spared it as a whole."""


@compiled(error_model="numpy")
def _assemble(
    x: Array, y: Array, z: Array, pieces: Array, first: NDArray[np.int64], axes: Array, blend: Array, steepest: Array, clear: Array,
    added: int, out: Array,
) -> None:  # fmt: skip
    """Join the limbs to the core's field in ``out``; a limb that is far from a chunk counts there as the least that it can be."""
    f = np.float32
    chunks, joint = (len(x) + CHUNK - 1) // CHUNK, f(JOINT_MM)
    middle, radius = np.empty((3, chunks), f), np.empty(chunks, f)
    for c in range(chunks):
        across = f(0)
        for axis, place in enumerate((x, y, z)):
            lo = hi = place[c * CHUNK]
            for i in range(c * CHUNK, min((c + 1) * CHUNK, len(x))):
                lo, hi = min(lo, place[i]), max(hi, place[i])
            middle[axis, c] = (lo + hi) / f(2)
            across += (hi - lo) * (hi - lo)
        radius[c] = np.sqrt(across) / f(2) + f(1e-3)
    least = np.empty((len(blend), chunks), f)
    for m in range(len(blend)):
        limb_field(middle[0], middle[1], middle[2], pieces[first[m] : first[m + 1]], axes[m], joint, least[m])
        for c in range(chunks):
            least[m, c] -= steepest[m] * radius[c]
    part, limbs = np.empty(CHUNK, f), np.empty(CHUNK, f)
    for c in range(chunks):
        a, b = c * CHUNK, min((c + 1) * CHUNK, len(x))
        far = f(FAR)
        limbs[:] = far
        for m in range(len(blend)):
            if least[m, c] > clear[m]:
                if m < added:
                    far = min(far, least[m, c])
            else:
                limb_field(x[a:b], y[a:b], z[a:b], pieces[first[m] : first[m + 1]], axes[m], joint, part)
                if m < added:
                    _blend_in(limbs, part, blend[m], f(1), b - a)
                else:
                    _blend_in(out[a:b], part, blend[m], f(-1), b - a)
            if m == added - 1:
                for i in range(b - a):
                    limbs[i] = min(limbs[i], far)
                _blend_in(out[a:b], limbs, blend[0], f(1), b - a)


@compiled(error_model="numpy", inline="always")
def _blend_in(value: NDArray[Any], other: NDArray[Any], blend: np.float32, sign: np.float32, count: int) -> None:
    """Join ``other`` to ``value``, or cut it out if ``sign`` is -1, as ``smooth_min`` does."""
    quarter = np.float32(0.25 / blend) if blend > 0 else np.float32(0)
    for i in range(count):
        a, b = sign * value[i], other[i]
        h = max(blend - abs(a - b), np.float32(0))
        value[i] = sign * (min(a, b) - h * h * quarter)
