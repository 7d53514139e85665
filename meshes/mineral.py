"""How dense a bone is: a cortical shell over trabeculae, from the distance to its surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.noise import lattice_noise
from meshes.shapes import Array, Points
from meshes.skeleton import Bone
from meshes.space import dot

FULL = 255
"""The stored value of solid cortical bone."""
GRAIN = 0.45
"""How much trabecular density varies from place to place (guess, by eye)."""
GRAIN_MM = (2.2, 2.2, 3.4)
"""Size of the grain; longer along the spine, as load-bearing trabeculae run (guess)."""
BODY_SHELL_MM, ENDPLATE_SHELL_MM, ARCH_SHELL_MM = 0.45, 0.7, 1.7
"""Cortical thickness: 0.4 on a body's side, 2-3 on laminae and pedicles; between by guess."""
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
SHELL_MM = {"sacrum": 0.9, "hips": 1.3, "femora": 2.5, "rib11": 0.8, "rib12": 0.8}
"""Elsewhere (guesses)."""
S1_REACH_MM = 21.0
"""How far from its middle the sacrum's end-plate reaches (guess)."""


def density(distance: Array, shell: Array, grain: Array, trabecular: float, spacing: float) -> NDArray[np.uint8]:
    """Mean share of cortical bone in voxels ``spacing`` wide at signed ``distance`` from the surface, 0 to FULL.

    trabecular : spongiosa as a share of cortical bone. The profile across the surface (nothing, shell, trabeculae) is averaged over
    the voxel, so that a shell thinner than a voxel still has its mass.
    """
    f = np.float32
    inner = f(trabecular) * grain

    def mass(depth: Array) -> Array:
        depth = np.maximum(depth, f(0))
        found: Array = np.minimum(depth, shell) + inner * np.maximum(depth - shell, f(0))
        return found

    half = f(spacing / 2)
    mean = (mass(-distance + half) - mass(-distance - half)) / f(spacing)
    found: NDArray[np.uint8] = np.rint(np.minimum(mean, f(1)) * f(FULL)).astype(np.uint8)
    return found


def shell_thickness(bone: Bone, p: Points, denser: tuple[float, float] = (0.0, 0.0)) -> Array:
    """Cortical thickness at points near the bone, mm; ``denser`` is added at its upper and its lower end-plate."""
    f = np.float32
    if bone.name in SHELL_MM:
        return _plain(bone, p, denser[0])
    m = bone.landmarks
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
    _shell(p.x, p.y, p.z, np.array([wall, right, up, back], f), roots, np.array(denser, f), out)
    return out


@compiled(error_model="numpy")
def _shell(x: Array, y: Array, z: Array, frame: Array, roots: Array, denser: Array, out: Array) -> None:
    f = np.float32
    wall, right, up, back = frame
    beside, free, behind, spine_z, right_root, right_tip, left_root, left_tip = roots
    for i in range(len(x)):
        dx, dy, dz = x[i] - wall[0], y[i] - wall[1], z[i] - wall[2]
        deep = dx * back[0] + dy * back[1] + dz * back[2]
        aside = dx * right[0] + dy * right[1] + dz * right[2]
        high = dx * up[0] + dy * up[1] + dz * up[2]
        arch = min(max((deep + f(1)) / f(6), f(0)), f(1))
        end = min(max((abs(high) - f(9)) / f(3), f(0)), f(1))
        body = f(BODY_SHELL_MM) + end * (f(ENDPLATE_SHELL_MM - BODY_SHELL_MM) + (denser[0] if high > f(0) else denser[1]))
        out_by = abs(aside) - beside
        root, tip = (right_root, right_tip) if aside > f(0) else (left_root, left_tip)
        rim = _border(abs(high - root - (tip - root) * min(max(out_by / free, f(0)), f(1))))
        wing = min(max(out_by / f(FADE_MM), f(0)), f(1))
        limb = f(ARCH_SHELL_MM) + wing * (f(TRANSVERSE_SHELL_MM) + rim * f(RIM_SHELL_MM - TRANSVERSE_SHELL_MM) - f(ARCH_SHELL_MM))
        spine = min(max((deep - behind) / f(FADE_MM), f(0)), f(1)) * min(max((f(SPINE_HALF_MM) - abs(aside)) / f(2), f(0)), f(1))
        rim = _border(spine_z - high)
        limb += spine * (f(SPINOUS_SHELL_MM) + rim * f(RIM_SHELL_MM - SPINOUS_SHELL_MM) - limb)
        out[i] = body + arch * (limb - body)


@compiled(error_model="numpy", inline="always")
def _border(away: np.float32) -> np.float32:
    """How much of a border's thicker shell there is, so far from a process's middle."""
    f = np.float32
    found: np.float32 = min(max((away - f(BORDER_MM[0])) / f(BORDER_MM[1] - BORDER_MM[0]), f(0)), f(1))
    return found


def _plain(bone: Bone, p: Points, denser: float) -> Array:
    """Of a bone with one thickness, but for the sacrum's end-plate."""
    f = np.float32
    found = np.full(p.x.shape, SHELL_MM[bone.name], np.float32)
    if denser and "superior_endplate" in bone.landmarks:
        x, y, z = bone.landmarks["superior_endplate"]
        away = np.sqrt((p.x - f(x)) ** 2 + (p.y - f(y)) ** 2 + (p.z - f(z)) ** 2)
        found += f(denser) * np.minimum(np.maximum((f(S1_REACH_MM) - away) / f(3), f(0)), f(1))
    return found


def grain(p: Points, seed: int, length: float = 1.0) -> Array:
    """A random field about 1, smooth at the size of a grain, the same for the same seed anywhere; ``length`` times as long along the
    spine where the level trabeculae are lost and the upright ones stand alone."""
    f = np.float32
    total = np.zeros_like(p.x)
    for octave, share in ((1.0, 0.65), (0.45, 0.35)):
        size = [octave * GRAIN_MM[0], octave * GRAIN_MM[1], octave * GRAIN_MM[2] * length]
        total += f(share) * lattice_noise(p.x, p.y, p.z, size, seed + int(100 * octave))
    found: Array = np.maximum(f(1) + f(GRAIN) * total, f(0.1))
    return found
