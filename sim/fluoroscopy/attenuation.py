"""From path lengths to what the detector takes up: attenuation, beam hardening.

A ray is four numbers: mm of soft tissue (as muscle), mm of cortical bone, mg/cm2 of iodine, mm of steel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.compiled import compiled
from sim.fluoroscopy.tube import COPPER_MM, energies, linear_attenuation, mass_attenuation, spectrum

FAT_SHARE = 0.188 / 0.215
"""A mm of fat as mm of muscle, at 60 keV ([@elam_2002])."""
WATER_SHARE = 0.956
"""The same of water, and of CSF, at 55 keV, the effective energy of a lumbar AP ([@spekpy_spectra; @elam_2002])."""
PHOSPHOR_G_PER_CM2 = 0.20
"""Caesium iodide of the receptor: 0.55 mm at 80 % packing (guess: usual)."""
SOFT_STEP_MM, BONE_STEP_MM = 4.0, 1.0
SOFT_MAX_MM, BONE_MAX_MM = 600.0, 160.0


def coefficients() -> NDArray[np.float64]:
    """(4, energies): attenuation per unit of each material: per mm, per mm, per mg/cm2, per mm."""
    return np.array(
        [
            linear_attenuation("muscle"),
            linear_attenuation("cortical_bone"),
            mass_attenuation("iodine") * 1e-3,
            linear_attenuation("steel_304"),
        ]
    )


def taken_up(kvp: float, copper_mm: float = COPPER_MM) -> NDArray[np.float64]:
    """The detector's share of signal from each energy in the open beam; sums to 1."""
    absorbed = 1.0 - np.exp(-mass_attenuation("caesium_iodide") * PHOSPHOR_G_PER_CM2)
    weight = spectrum(kvp, copper_mm) * energies() * absorbed
    return np.asarray(weight / weight.sum())


def exact_signal(kvp: float, paths: ArrayLike, copper_mm: float = COPPER_MM) -> NDArray[np.float64]:
    """Signal against the open beam for (..., 4) path lengths, summed over the whole spectrum: the reference for ``Beam``."""
    exponent = np.asarray(paths, float) @ coefficients()
    return np.asarray((taken_up(kvp, copper_mm) * np.exp(-exponent)).sum(-1))


@dataclass(frozen=True, eq=False)
class Beam:
    """One beam quality, ready for pictures: a table over soft tissue and bone, and a few energies for what else is in the way."""

    kvp: float
    table: NDArray[np.float32]
    """-log signal at multiples of SOFT_STEP_MM and BONE_STEP_MM"""
    weights: NDArray[np.float32]
    """(k,) shares of the energy groups"""
    mu: NDArray[np.float32]
    """(4, k) their attenuation"""


KEPT = 64
"""Beams kept, of 0.1 MB each: while the C-arm turns almost every picture has a voltage of its own."""
GROUPS = 12
"""Energy groups for iodine and steel; 12 keep within 1 % of the full sum where pictures have them (held by a test)."""


@lru_cache(KEPT)
def beam(kvp: float, copper_mm: float = COPPER_MM) -> Beam:
    """The beam at a voltage behind its filters."""
    soft = np.arange(0, SOFT_MAX_MM + SOFT_STEP_MM, SOFT_STEP_MM)
    bone = np.arange(0, BONE_MAX_MM + BONE_STEP_MM, BONE_STEP_MM)
    weight, mu, kev = taken_up(kvp, copper_mm), coefficients(), energies()
    # one exponential for each thickness of either, not for each pair
    behind_soft, behind_bone = np.exp(-soft[:, None] * mu[0]), np.exp(-bone[:, None] * mu[1])
    table = -np.log(np.einsum("ik,jk->ij", behind_soft * weight, behind_bone))
    # groups of equal signal behind 15 cm of tissue, cut at iodine's K edge, where attenuation jumps
    behind = np.cumsum(weight * np.exp(-150.0 * mu[0]))
    group = np.minimum((behind / behind[-1] * (GROUPS - 1)).astype(int), GROUPS - 2)
    group = np.where(kev < 33.17, group, group + 1)
    shares, means = [], []
    for g in np.unique(group):
        mine = group == g
        w = weight[mine]
        if w.sum() > 0:
            shares.append(w.sum())
            means.append((mu[:, mine] * w * np.exp(-100.0 * mu[0, mine])).sum(1) / (w * np.exp(-100.0 * mu[0, mine])).sum())
    mu_of_groups = np.ascontiguousarray(np.array(means).T, np.float32)
    return Beam(kvp, np.ascontiguousarray(table, np.float32), np.array(shares, np.float32), mu_of_groups)


AT_ONCE = 1024
"""Pixels that are looked up together: places first, then the table, then what lies between, so that all but the look-up goes wide."""


@compiled(error_model="numpy")
def anatomy_signal(table: NDArray[np.float32], soft: NDArray[np.float32], bone: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    """-log signal of soft tissue and bone (mm, flat arrays of one length) by the beam's table."""
    cells, zero, one, across = table.ravel(), np.float32(0), np.uint64(1), np.uint64(table.shape[1])
    last_soft, last_bone, wide = np.float32(table.shape[0] - 2), np.float32(table.shape[1] - 2), np.float32(table.shape[1])
    at, s, b = np.empty(AT_ONCE, np.int32), np.empty(AT_ONCE, np.float32), np.empty(AT_ONCE, np.float32)
    corners = np.empty((4, AT_ONCE), np.float32)
    v00, v01, v10, v11 = corners[0], corners[1], corners[2], corners[3]
    for start in range(np.uint64(0), np.uint64(len(soft)), np.uint64(AT_ONCE)):
        count = min(np.uint64(AT_ONCE), np.uint64(len(soft)) - start)
        for p in range(count):
            x = max(soft[start + p], zero) * np.float32(1 / SOFT_STEP_MM)
            y = max(bone[start + p], zero) * np.float32(1 / BONE_STEP_MM)
            j, k = min(np.floor(x), last_soft), min(np.floor(y), last_bone)
            s[p], b[p] = x - j, y - k
            at[p] = np.int32(j * wide + k)
        for p in range(count):
            q = np.uint64(np.uint32(at[p]))
            v00[p], v01[p], v10[p], v11[p] = cells[q], cells[q + one], cells[q + across], cells[q + across + one]
        for p in range(count):
            near, far = v00[p] + (v01[p] - v00[p]) * b[p], v10[p] + (v11[p] - v10[p]) * b[p]
            out[start + p] = near + (far - near) * s[p]


BLOCK = 256
"""Pixels with something foreign that are worked out together."""
LANES = 8
"""In whole strides of a wide instruction: a rest would be done one by one."""


@compiled(error_model="numpy")
def with_foreign(
    weights: NDArray[np.float32],
    mu: NDArray[np.float32],
    soft: NDArray[np.float32],
    bone: NDArray[np.float32],
    iodine: NDArray[np.float32],
    steel: NDArray[np.float32],
    log_signal: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Signal (not its logarithm): what ``log_signal`` says, weakened by iodine (mg/cm2) and steel (mm) as its hardened beam is."""
    place = np.empty(BLOCK, np.int64)
    paths, before, after = np.zeros((4, BLOCK), np.float32), np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    count = 0
    for i in range(len(soft)):
        out[i] = np.exp(-log_signal[i])
        if iodine[i] > 0 or steel[i] > 0:
            place[count] = i
            paths[0, count], paths[1, count], paths[2, count], paths[3, count] = soft[i], bone[i], iodine[i], steel[i]
            count += 1
        if count == BLOCK or (i == len(soft) - 1 and count > 0):
            wide = slice(0, (count + LANES - 1) // LANES * LANES)
            before[:], after[:] = 0, 0
            for k in range(len(weights)):
                _add_group(weights[k], mu[:, k], paths[0][wide], paths[1][wide], paths[2][wide], paths[3][wide], before[wide], after[wide])
            for p in range(count):
                out[place[p]] *= after[p] / before[p]
            count = 0


@compiled(error_model="numpy")
def _add_group(
    weight: float,
    mu: NDArray[np.float32],
    soft: NDArray[np.float32],
    bone: NDArray[np.float32],
    iodine: NDArray[np.float32],
    steel: NDArray[np.float32],
    before: NDArray[np.float32],
    after: NDArray[np.float32],
) -> None:
    """What one group of energies gives without and with iodine and steel."""
    of_soft, of_bone, of_iodine, of_steel = mu[0], mu[1], mu[2], mu[3]
    for p in range(len(before)):
        w = weight * _fading(of_soft * soft[p] + of_bone * bone[p])
        before[p] += w
        after[p] += w * _fading(of_iodine * iodine[p] + of_steel * steel[p])


@compiled(error_model="numpy", inline="always")
def _fading(x: np.float32) -> np.float32:
    """exp(-x) for x of 0 and more, to 2e-5 of itself: a series for the 256th part, squared eight times; a compiler makes it wide.

    Beyond 80 nothing is left that a picture could show.
    """
    y = min(x, np.float32(80)) * np.float32(-1 / 256)
    e = np.float32(1 / 120) + y * np.float32(1 / 720)
    e = np.float32(1 / 6) + y * (np.float32(1 / 24) + y * e)
    e = np.float32(1) + y * (np.float32(1) + y * (np.float32(1 / 2) + y * e))
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    return e * e
