"""Intervertebral discs: what lies between two end-plates, with the nucleus inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meshes.shapes import Array, Box, Points, Shape
from meshes.skeleton import Bone, endplate_normal, endplate_size
from meshes.space import Vector, dot, unit

BULGE = 1.02
"""How far the annulus stands out beyond the rims, as a share of their size (guess)."""
INTO_BONE_MM = 4.0
"""The disc is drawn this far into the hollow end-plates; bone is drawn over it."""
HOLLOW_SHARE = 0.35
"""Over this share of its half-width, from the edge, it grows as deep as that (guess)."""
CLEFT_MM, CLEFT_SHARE = 1.2, 0.6
"""Half the height of a cleft with gas, at most, and against half the disc's (guesses: a slit of a millimetre or two)."""
NUCLEUS_SHARE = 0.62
"""The nucleus against the disc, linear (guess; about 40 % of the area)."""


@dataclass(frozen=True)
class DiscFrame:
    """Where a disc lies: its middle, its directions, half its width and depth, half the gap it fills; mm."""

    centre: Vector
    right: Vector
    forward: Vector
    up: Vector
    width: float
    depth: float
    gap: float


def disc_frame(above: Bone, below: Bone) -> DiscFrame:
    """The place of the disc between two bones."""
    lower, upper = below.landmarks["superior_endplate"], above.landmarks["inferior_endplate"]
    centre = (lower + upper) / 2
    up = unit(endplate_normal(below) + endplate_normal(above, "inferior"))
    forward = _across(below, "superior") + _across(above, "inferior")
    forward = unit(forward - dot(forward, up) * up)
    right = np.cross(forward, up)
    sizes = [endplate_size(below), endplate_size(above, "inferior")]
    width, depth = (BULGE * sum(size[i] for size in sizes) / 4 for i in (0, 1))
    return DiscFrame(centre, right, forward, up, width, depth, float(dot(upper - lower, up)) / 2)


def disc(above: Bone, below: Bone) -> tuple[Shape, Shape]:
    """(annulus with all inside, nucleus) between two bones."""
    d = disc_frame(above, below)
    whole = _between_rims(lens(d.centre, d.right, d.forward, d.up, d.width, d.depth, d.gap + INTO_BONE_MM), d, above, below)
    middle = d.centre - 0.06 * d.depth * d.forward
    return whole, lens(middle, d.right, d.forward, d.up, NUCLEUS_SHARE * d.width, NUCLEUS_SHARE * d.depth, d.gap + 0.6)


def _between_rims(whole: Shape, d: DiscFrame, above: Bone, below: Bone) -> Shape:
    """What of it does not stand up or down beside a body: at its edge it ends at the rims' planes, within them it fills the hollows."""
    f = np.float32
    planes = []
    for bone, which, sign in ((above, "inferior", 1.0), (below, "superior", -1.0)):
        m = bone.landmarks
        corners = [m[f"{which}_{end}"] for end in ("front", "back", "side_right", "side_left")]
        planes.append((np.asarray(sign * endplate_normal(bone, which), f), np.asarray(sum(corners) / 4, f)))

    def field(p: Points) -> Array:
        value = whole(p)
        deep = f(INTO_BONE_MM) * np.minimum((f(1) - _rim(p, d.centre, d.right, d.forward, d.width, d.depth)) * f(1 / HOLLOW_SHARE), f(1))
        for n, c in planes:
            value = np.maximum(value, n[0] * (p.x - c[0]) + n[1] * (p.y - c[1]) + n[2] * (p.z - c[2]) - deep)
        return value

    return Shape(field, whole.box, steepest=2.0)


def cleft(above: Bone, below: Bone, reach: float) -> Shape:
    """The flat cleft of a worn disc that gas fills; ``reach`` of the disc's half width and depth."""
    d = disc_frame(above, below)
    middle = d.centre - 0.06 * d.depth * d.forward
    return lens(middle, d.right, d.forward, d.up, reach * d.width, reach * d.depth, min(CLEFT_MM, CLEFT_SHARE * d.gap))


def _across(bone: Bone, which: str) -> Vector:
    return unit(bone.landmarks[f"{which}_front"] - bone.landmarks[f"{which}_back"])


def lens(centre: Vector, right: Vector, forward: Vector, up: Vector, a: float, b: float, h: float) -> Shape:
    """A flat superellipse (exponent 4 mixed with 2) of half-axes a, b and half-height h, mm."""
    f = np.float32
    c, n = (np.asarray(e, np.float32) for e in (centre, up))

    def field(p: Points) -> Array:
        e = n[0] * (p.x - c[0]) + n[1] * (p.y - c[1]) + n[2] * (p.z - c[2])
        found: Array = np.maximum((_rim(p, centre, right, forward, a, b) - f(1)) * f(min(a, b)), np.abs(e) - f(h))
        return found

    reach = np.abs(np.outer([a, b, h], np.ones(3)) * np.array([right, forward, up])).sum(0)
    return Shape(field, Box.around([centre - reach, centre + reach]), steepest=2.0)


def _rim(p: Points, centre: Vector, right: Vector, forward: Vector, a: float, b: float) -> Array:
    """How far out places lie, 1 on the superellipse."""
    f = np.float32
    c, r, w = (np.asarray(e, f) for e in (centre, right, forward))
    x, y, z = p.x - c[0], p.y - c[1], p.z - c[2]
    u = (r[0] * x + r[1] * y + r[2] * z) / f(a)
    v = (w[0] * x + w[1] * y + w[2] * z) / f(b)
    u2, v2 = u * u, v * v
    found: Array = np.sqrt(f(0.5) * (u2 + v2) + f(0.5) * np.sqrt(u2 * u2 + v2 * v2))
    return found
