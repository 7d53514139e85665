"""Bones as parts: limbs with a blend, kept as a table, assembled into a shape.

The tables were fitted to public mean and single surfaces (``meshes/tables/fit_bones.py``); x > 0 is given, the other side mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes import tables
from meshes.shapes import Box, Points, Shape, empty_at, influence, limb, mirrored, smooth_min

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
    rows = [row for row in tables.read("bone_limbs") if row["bone"] == bone]
    if not rows:
        raise KeyError(f"no bone {bone!r} in bone_limbs.csv")
    found = []
    for name, group in groupby(rows, key=lambda row: row["part"]):
        nodes = list(group)
        first = nodes[0]
        found.append(
            Part(
                name,
                first["operation"] == "cut",
                float(first["blend_mm"]),
                float(first["yaw_deg"]),
                float(first["pitch_deg"]),
                np.array([[float(n[f"{a}_mm"]) for a in "xyz"] for n in nodes]),
                np.array([[float(n[f"{a}_mm"]) for a in ("across", "wide", "high")] for n in nodes]),
            )
        )
    return tuple(found)


def assembled(limbs: tuple[Part, ...], core: Shape | None = None) -> Shape:
    """All added parts, each blended on by its own amount, joined to ``core`` by the first one's blend, then the cuts."""
    added = [(part.shape(), part.blend_mm) for part in limbs if not part.cuts]
    cuts = [(part.shape(), part.blend_mm) for part in limbs if part.cuts]
    box = added[0][0].box if core is None else added[0][0].box.joined(core.box)
    for shape, _ in added:
        box = box.joined(shape.box)

    widest = max(blend for _, blend in added)  # what one limb is blended into may hold any of those before it

    def field(p: Points) -> NDArray[np.float32]:
        value = core(p) if core is not None else empty_at(p)
        limbs = None
        for shape, blend in added:
            if shape.box.touches(p.box, margin=influence(shape, widest)):
                part = shape(p)
                limbs = part if limbs is None else smooth_min(limbs, part, blend)
        if limbs is not None:
            value = smooth_min(value, limbs, added[0][1])
        for shape, blend in cuts:
            if shape.box.touches(p.box, margin=influence(shape, blend)):
                value = -smooth_min(-value, shape(p), blend)
        return value

    right_half = Shape(field, Box((0.0, *box.lo[1:]), box.hi), steepest=2.8)
    return mirrored(right_half)
