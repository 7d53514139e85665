"""The two hip bones and the upper ends of the femora. Frame: of the S1 end-plate, like the sacrum's."""

from __future__ import annotations

import numpy as np

from meshes.shapes import Shape, limb, mirrored, subtract, union
from meshes.spine.template import assembled, parts

FEMORAL_HEAD_MM = 23.5
NECK_MM = 48.0
SHAFT_MM = 75.0
"""Radius of the head, length of the neck to the shaft's axis, length of shaft shown (guesses: usual adult sizes)."""
JOINT_SPACE_MM = 4.0


def hips() -> Shape:
    """Both hip bones, joined at the symphysis."""
    head = hip_centre()
    room = limb([head, head + [0.1, 0, 0]], np.full((2, 3), FEMORAL_HEAD_MM + JOINT_SPACE_MM))
    return subtract(assembled(parts("hip")), mirrored(room), blend=2.0)


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
