"""Cortex of a vertebral arch: thinner on the faces of its processes, thicker along their borders, so that a rim shows."""

from __future__ import annotations

import numpy as np

from meshes.compiled import compiled
from meshes.shapes import Array, Points
from meshes.skeleton import Bone
from meshes.space import dot

TRANSVERSE_SHELL_MM, SPINOUS_SHELL_MM, RIM_SHELL_MM = 0.6, 1.0, 2.0
"""Thinner on the faces of the processes, which would show no rim if they were all cortex; thick on the borders of a transverse one and
the lower one of a spinous one (guesses: in CT 0.5-1 and 2)."""
BORDER_MM = 2.0, 3.6
"""So far above and below a process's middle its shell begins and ceases to thicken to that of its border (guess)."""
ROOT_DOWN_MM = 1.2
"""So far below the middle of its pedicle a transverse process springs (mean of the five levels of the table ``processes``)."""
FADE_MM = 6.0
"""From the pedicle's outer border sideways, and from the lamina's back backwards, the shell thins over so much (guess)."""
SPINE_HALF_MM = 8.0
"""So far from the middle a shell behind the laminae is the spinous process's (guess)."""


def arch_shell(bone: Bone, p: Points, usual_mm: float) -> Array:
    """Thickness at points near the arch of a vertebra, mm; ``usual_mm`` on laminae, pedicles and articular processes."""
    f, m = np.float32, bone.landmarks
    wall, right, up = m["posterior_wall"], bone.pose.turn([1.0, 0.0, 0.0]), bone.pose.turn([0.0, 0.0, 1.0])
    back = bone.pose.turn([0.0, -1.0, 0.0])
    beside = dot(m["pedicle_lateral_right"] - m["pedicle_lateral_left"], right) / 2
    behind = dot(m["lamina_bottom"] - wall, back)
    middle = (m["spinous_top"] + m["spinous_bottom"]) / 2
    lines = [[dot(m[f"{name}_{side}"] - wall, up) for name in ("pedicle", "transverse_tip")] for side in ("right", "left")]
    tip = dot(m["transverse_tip_right"] - m["transverse_tip_left"], right) / 2
    (right_root, right_tip), (left_root, left_tip) = lines
    ends = right_root - ROOT_DOWN_MM, right_tip, left_root - ROOT_DOWN_MM, left_tip
    roots = np.array([beside, max(tip - beside, 1.0), behind, dot(middle - wall, up), *ends], f)
    out = np.empty_like(p.x)
    _shell(p.x, p.y, p.z, np.array([wall, right, up, back], f), roots, f(usual_mm), out)
    return out


@compiled(error_model="numpy")
def _shell(x: Array, y: Array, z: Array, frame: Array, roots: Array, usual: np.float32, out: Array) -> None:
    f = np.float32
    wall, right, up, back = frame
    beside, free, behind, spine_z, right_root, right_tip, left_root, left_tip = roots
    for i in range(len(x)):
        dx, dy, dz = x[i] - wall[0], y[i] - wall[1], z[i] - wall[2]
        deep = dx * back[0] + dy * back[1] + dz * back[2]
        aside = dx * right[0] + dy * right[1] + dz * right[2]
        high = dx * up[0] + dy * up[1] + dz * up[2]
        out_by = abs(aside) - beside
        root, tip = (right_root, right_tip) if aside > f(0) else (left_root, left_tip)
        rim = _border(abs(high - root - (tip - root) * min(max(out_by / free, f(0)), f(1))))
        wing = min(max(out_by / f(FADE_MM), f(0)), f(1))
        limb = usual + wing * (f(TRANSVERSE_SHELL_MM) + rim * f(RIM_SHELL_MM - TRANSVERSE_SHELL_MM) - usual)
        spine = min(max((deep - behind) / f(FADE_MM), f(0)), f(1)) * min(max((f(SPINE_HALF_MM) - abs(aside)) / f(2), f(0)), f(1))
        rim = _border(spine_z - high)
        limb += spine * (f(SPINOUS_SHELL_MM) + rim * f(RIM_SHELL_MM - SPINOUS_SHELL_MM) - limb)
        out[i] = limb


@compiled(error_model="numpy", inline="always")
def _border(away: np.float32) -> np.float32:
    """How much of a border's thicker shell there is, so far from a process's middle."""
    f = np.float32
    found: np.float32 = min(max((away - f(BORDER_MM[0])) / f(BORDER_MM[1] - BORDER_MM[0]), f(0)), f(1))
    return found
