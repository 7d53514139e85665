"""How dense a bone is: a cortical shell over trabeculae, from the distance to its surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import FULL
from meshes.arch_shell import arch_shell
from meshes.noise import lattice_noise
from meshes.shapes import Array, Points
from meshes.skeleton import Bone
from meshes.space import Vector

GRAIN = 0.45
"""How much trabecular density varies from place to place (guess, by eye)."""
GRAIN_MM = (2.2, 2.2, 3.4)
"""Size of the grain; longer along the spine, as load-bearing trabeculae run (guess)."""
BODY_SHELL_MM, ENDPLATE_SHELL_MM, ARCH_SHELL_MM = 0.45, 0.7, 1.7
"""Cortical thickness: 0.4 on a body's side, 2-3 on laminae and pedicles; between by guess."""
SHELL_MM = {"sacrum": 0.9, "hips": 1.3, "femora": 2.5, "rib11": 0.8, "rib12": 0.8}
"""Elsewhere (guesses)."""
PARS_MM, PARS_REACH_MM, PARS_FADE_MM = 1.0, 10.0, 5.0
"""By so much the cortex of a pars is thicker than the rest of the arch's, the thickest of a vertebra ([@krenz_1973]; how much is a guess);
so far from its middle, over so much ever less."""
S1_PROCESS_MM, S1_FADE_MM = 10.0, 5.0
"""So far from the middle of its facet a superior articular process of the sacrum has an arch's cortex, and over so much more ever less of
it (guess)."""
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
    wall, up = m["posterior_wall"], bone.pose.turn([0.0, 0.0, 1.0]).astype(f)
    back = bone.pose.turn([0.0, -1.0, 0.0]).astype(f)
    dx, dy, dz = p.x - f(wall[0]), p.y - f(wall[1]), p.z - f(wall[2])
    behind = dx * back[0] + dy * back[1] + dz * back[2]
    arch = np.minimum(np.maximum((behind + f(1)) / f(6), f(0)), f(1))
    height = dx * up[0] + dy * up[1] + dz * up[2]
    end = np.minimum(np.maximum((np.abs(height) - f(9)) / f(3), f(0)), f(1))
    body = f(BODY_SHELL_MM) + end * f(ENDPLATE_SHELL_MM - BODY_SHELL_MM)
    if any(denser):
        body = body + end * np.where(height > 0, f(denser[0]), f(denser[1]))
    found: Array = body + arch * (arch_shell(bone, p, ARCH_SHELL_MM) - body)
    for side in ("right", "left"):
        if (pars := m.get(f"pars_{side}")) is not None:
            found += f(PARS_MM) * _near(p, pars, PARS_REACH_MM, PARS_FADE_MM)
    return found


def _plain(bone: Bone, p: Points, denser: float) -> Array:
    """Of a bone with one thickness, but for the sacrum's end-plate and articular processes."""
    f = np.float32
    found = np.full(p.x.shape, SHELL_MM[bone.name], np.float32)
    if denser and "superior_endplate" in bone.landmarks:
        found += f(denser) * _near(p, bone.landmarks["superior_endplate"], S1_REACH_MM, 3.0)
    for side in ("right", "left"):
        if (facet := bone.landmarks.get(f"superior_facet_{side}")) is not None:
            found += f(ARCH_SHELL_MM - SHELL_MM[bone.name]) * _near(p, facet, S1_PROCESS_MM + S1_FADE_MM, S1_FADE_MM)
    return found


def _near(p: Points, middle: Vector, reach: float, fade: float) -> Array:
    """0 beyond ``reach`` from a place, 1 from ``fade`` nearer on, mm."""
    f = np.float32
    x, y, z = middle
    away = np.sqrt((p.x - f(x)) ** 2 + (p.y - f(y)) ** 2 + (p.z - f(z)) ** 2)
    found: Array = np.minimum(np.maximum((f(reach) - away) / f(fade), f(0)), f(1))
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
