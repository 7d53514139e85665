"""The two hip bones and the upper ends of the femora. Frame: of the S1 end-plate, like the sacrum's."""

from __future__ import annotations

import numpy as np

from meshes.shapes import Array, Box, Points, Shape, limb, mirrored, subtract, union
from meshes.spine.template import assembled, parts

FEMORAL_HEAD_MM = 23.5
NECK_MM = 48.0
SHAFT_MM = 75.0
"""Radius of the head, length of the neck to the shaft's axis, length of shaft shown (guesses: usual adult sizes)."""
JOINT_SPACE_MM = 4.0
CREST_MM, FIXED_MM = 30.5, -60.0
"""How high the fitted crest stands across S1's end-plate, and up to where a wing that is drawn out stays as it is: above the hip joint."""


def hips(rise: float = 0.0) -> Shape:
    """Both hip bones, joined at the symphysis; their wings drawn out so that the crest stands ``rise`` mm higher, or lower."""
    head = hip_centre()
    room = limb([head, head + [0.1, 0, 0]], np.full((2, 3), FEMORAL_HEAD_MM + JOINT_SPACE_MM))
    whole = subtract(assembled(parts("hip")), mirrored(room), blend=2.0)
    return whole if rise == 0.0 else _drawn_out(whole, 1 + rise / (CREST_MM - FIXED_MM))


def _drawn_out(shape: Shape, factor: float) -> Shape:
    """Stretched upwards from FIXED_MM."""
    f = np.float32

    def field(p: Points) -> Array:
        above = np.maximum(p.z - f(FIXED_MM), f(0))
        return shape(Points(p.x, p.y, p.z + above * f(1 / factor - 1)))

    lo, hi = shape.box.lo, shape.box.hi
    top = FIXED_MM + (hi[2] - FIXED_MM) * factor
    return Shape(field, Box(lo, (hi[0], hi[1], top)), shape.steepest / min(factor, 1.0))


def femora() -> Shape:
    """Heads, necks and the beginning of the shafts."""
    head = hip_centre()
    neck = head + NECK_MM * np.array([0.76, -0.1, -0.64])
    down = np.array([0.0, 0.45, -0.89])  # the thigh's direction in a frame tilted by the sacral slope
    ball = limb([head, head + [0.1, 0, 0]], np.full((2, 3), FEMORAL_HEAD_MM))
    shaft = limb([head, neck, neck + SHAFT_MM * down], [[15, 14, 17], [17, 16, 18], [15, 15, 15]], joint=4.0)
    return mirrored(union(ball, shaft, blend=4.0))


def hip_centre() -> np.ndarray:
    """The middle of the acetabulum, right."""
    socket = next(part for part in parts("hip") if part.name == "socket")
    found: np.ndarray = socket.nodes.mean(0)
    return found
