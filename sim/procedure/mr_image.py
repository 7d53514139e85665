"""Pictures as an MRI makes them of the labels: signal by tissue and sequence, averaged over the slice's thickness, coil and noise.

Each pixel is the mean of the labels within its voxel, so that a thin dura is grey and an edge that runs aslant is soft.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy, Labels
from meshes.compiled import compiled
from meshes.noise import lattice_noise, stream
from meshes.space import ANTERIOR
from meshes.tissues import Tissue
from scenarios.chart import Oedematous
from sim.procedure.disc_water import bones_of, interspaces
from sim.procedure.oedema import soaked
from sim.procedure.signals import Weighting, brightness, nucleus, palette, textures
from sim.procedure.slices import THICK_MM, SlicePose

WITHIN, THROUGH = 2, 4
"""Places in each direction of the picture, and through the slice, whose labels a pixel is the mean of.
No two lie at one depth: steps of the thickness would show as rings."""
NUCLEUS, MUSCLE = int(Tissue.NUCLEUS), int(Tissue.MUSCLE)
CLEFT_MM, CLEFT_LEAVES = 0.8, 0.75
"""A nucleus has a darker layer of fibres in its middle [@mri_signals_known]; the sizes are guesses."""
NOISE = {"T1": 0.022, "T2": 0.020, "STIR": 0.032}
"""Of the brightest (guess)."""
FIBRES_MM, STREAKS_MM = (2.2, 2.2, 9.0), (7.0, 7.0, 30.0)
"""How fine and how coarse tissues vary, along right, anterior and superior (guesses)."""
LOOSE = (Tissue.FAT, Tissue.VISCERA, Tissue.FORAMINAL_FAT, Tissue.MUSCLE, Tissue.MUSCLE_FAT, Tissue.FASCIA)
"""What no capsule holds: where two of these meet, bundles of one lie in the other."""
RAGGED_MM, RAGGED_CELLS_MM = 1.5, ((9.0, 9.0, 22.0), (4.0, 4.0, 12.0))
"""How far such a border strays, and how coarse it does (guesses)."""
SEPTA_MM, SEPTUM = ((11.0, 11.0, 60.0), (5.0, 5.0, 30.0)), (0.10, 0.13)
"""Fat between the bundles of a muscle: how far apart its leaves lie, along right, anterior and superior, and how thick they are, as a share
of the noise's (guesses)."""
PATCHES_MM, LEAST_FATTY, MOST_FATTY = (16.0, 16.0, 70.0), 0.25, 1.0
"""A muscle has bundles with more of it and with less, so coarse, and between such shares of the most (guesses)."""
FATTY_AT_40, FATTY_PER_YEAR, FATTY_PER_BMI = 0.42, 0.006, 0.008
"""So much of a voxel in such a leaf is fat at 40 years and a BMI of 25; more by year and kg/m2 (guesses)."""
COIL_NEAR_MM, COIL_FADES_MM, COIL_MOST = 45.0, 210.0, 1.25
"""A coil lies under the back: what is near it is bright, and what is far is what evening out leaves (guesses)."""
BAND_FROM_MM, BAND_EDGE_MM, BAND_LEAVES = 32.0, 4.0, 0.14
"""Sagittal pictures have the belly switched off by a band in front of the spine, so that its movement does not smear over it (guesses)."""


class MrScanner:
    """One patient in the scanner. The same slice is the same picture, whenever and in whichever thread it is made."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.anatomy = anatomy

    def picture(
        self, pose: SlicePose, weighting: Weighting, oedema: tuple[Oedematous, ...] = (), band: bool = False
    ) -> NDArray[np.float32]:
        """(pixels, pixels): what a slice shows, the brightest tissue about 1.

        oedema : vertebrae whose bodies, and interspaces whose disc and end-plates, are full of water
        band : whether the belly is switched off
        """
        points = pose.points()
        x, y, z = (np.ascontiguousarray(points[:, k], np.float32) for k in range(3))
        mean, varies, muscle = self._averaged(pose, weighting, points, oedema, self._strays(x, y, z))
        fat = brightness(Tissue.FAT.name, weighting) - brightness(Tissue.MUSCLE.name, weighting)
        mean = mean + muscle * (self._septa(x, y, z).reshape(mean.shape) * fat)
        rough = lattice_noise(x, y, z, FIBRES_MM, self._seed) + 0.8 * lattice_noise(x, y, z, STREAKS_MM, self._seed + 1)
        signal = np.maximum(mean + varies * rough.reshape(mean.shape), 0.0) * self._coil(points).reshape(mean.shape)
        if band:
            signal *= self._band(points).reshape(mean.shape)
        chance = stream(self._seed, f"{weighting} {np.round(pose.middle, 2).tolist()}")
        grain = NOISE[weighting] * chance.standard_normal((2, *mean.shape), np.float32)
        return np.asarray(np.hypot(signal + grain[0], grain[1]), np.float32)

    def _averaged(
        self,
        pose: SlicePose,
        weighting: Weighting,
        points: NDArray[np.float64],
        oedema: tuple[Oedematous, ...],
        strays: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """(3, pixels, pixels): mean brightness of each voxel, how much of it varies from place to place, and the share that is muscle."""
        wet = np.zeros(len(points), np.bool_)
        for where in oedema:
            wet |= soaked(self.anatomy, where, points)
        out = np.zeros((3, pose.pixels, pose.pixels), np.float32)
        step = pose.pixel_mm / WITHIN
        corner = pose.place(0, 0) - 0.5 * (WITHIN - 1) * step * (pose.across + pose.down)
        first = corner - (0.5 - 0.125 / THROUGH) * THICK_MM * pose.normal
        _mean_signal(
            out, wet.reshape(out.shape[1:]), strays.reshape(3, *out.shape[1:]), _loose(),
            first, pose.across * step, pose.down * step, pose.normal * (THICK_MM / THROUGH),
            *_lattice(self.anatomy.fine), *_lattice(self.anatomy.coarse),
            palette(weighting), textures(), self._middles, self._ups, self._nuclei(weighting),
        )  # fmt: skip
        return out

    def _strays(self, x: NDArray[np.float32], y: NDArray[np.float32], z: NDArray[np.float32]) -> NDArray[np.float32]:
        """(3, points): where a loose border lies instead, mm off."""
        found = np.zeros((3, len(x)), np.float32)
        for axis in range(3):
            for number, cells in enumerate(RAGGED_CELLS_MM):
                found[axis] += lattice_noise(x, y, z, cells, self._seed + 10 + 2 * axis + number) * np.float32(RAGGED_MM / (1 + number))
        return found

    def _septa(self, x: NDArray[np.float32], y: NDArray[np.float32], z: NDArray[np.float32]) -> NDArray[np.float32]:
        """(points,): share of fat in a muscle there."""
        age, bmi = self.anatomy.person["age"], self.anatomy.person["bmi"]
        fatty = min(max(FATTY_AT_40 + FATTY_PER_YEAR * (age - 40.0) + FATTY_PER_BMI * (bmi - 25.0), 0.0), 1.0)
        leaves = np.zeros(len(x), np.float32)
        for number, (cells, thick) in enumerate(zip(SEPTA_MM, SEPTUM, strict=True)):
            off = lattice_noise(x, y, z, cells, self._seed + 20 + number) / np.float32(thick)
            leaves = np.maximum(leaves, np.exp(-off * off) / np.float32(1 + number))
        patches = np.clip(0.6 + 0.5 * lattice_noise(x, y, z, PATCHES_MM, self._seed + 30), LEAST_FATTY, MOST_FATTY)
        return np.asarray(leaves * patches * np.float32(fatty), np.float32)

    @cached_property
    def _discs(self) -> Any:
        return interspaces(self.anatomy)

    @cached_property
    def _middles(self) -> NDArray[np.float64]:
        return np.array([disc.middle for disc in self._discs])

    @cached_property
    def _ups(self) -> NDArray[np.float64]:
        return np.array([disc.up for disc in self._discs])

    def _nuclei(self, weighting: Weighting) -> NDArray[np.float32]:
        return np.array([nucleus(weighting, disc.water) for disc in self._discs], np.float32)

    @cached_property
    def _seed(self) -> int:
        """Another for each body."""
        return crc32(self.anatomy.canal.round(2).tobytes())

    @cached_property
    def _front(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Height and front of the spine at each vertebra, mm, from below."""
        places = [self.anatomy.landmark(f"{bone}/superior_front") for bone in bones_of(self.anatomy)][::-1]
        return np.array([place[2] for place in places]), np.array([place[1] for place in places])

    @cached_property
    def _skin(self) -> float:
        """The coil's place: where the back is farthest behind, mm along anterior."""
        used = np.flatnonzero((self.anatomy.fine.values[::8, :, ::8] != Tissue.AIR).any(axis=(0, 2)))
        grid = self.anatomy.fine.grid
        return float(grid.origin[1] + grid.spacing * (used.min() if len(used) else 0))

    def _coil(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        deep = points @ ANTERIOR - self._skin - COIL_NEAR_MM
        return np.asarray(np.minimum(np.exp(-deep / COIL_FADES_MM), COIL_MOST))

    def _band(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        slope, at_zero = np.polyfit(*self._front, 1)
        ahead = points[:, 1] - (slope * points[:, 2] + at_zero) - BAND_FROM_MM
        return np.asarray(BAND_LEAVES + (1 - BAND_LEAVES) / (1 + np.exp(np.clip(ahead / BAND_EDGE_MM, -30, 30))))


def _loose() -> NDArray[np.bool_]:
    """(256,): by label."""
    found = np.zeros(256, np.bool_)
    found[list(LOOSE)] = True
    return found


def _lattice(labels: Labels) -> tuple[NDArray[np.uint8], NDArray[np.float64], float]:
    return labels.values, np.asarray(labels.grid.lo), labels.grid.spacing


@compiled
def _mean_signal(
    out: NDArray[Any], wet: NDArray[Any], strays: NDArray[Any], loose: NDArray[Any],
    first: NDArray[Any], across: NDArray[Any], down: NDArray[Any], through: NDArray[Any],
    fine: NDArray[Any], fine_lo: NDArray[Any], fine_mm: float, coarse: NDArray[Any], coarse_lo: NDArray[Any], coarse_mm: float,
    bright: NDArray[Any], texture: NDArray[Any], middles: NDArray[Any], ups: NDArray[Any], nuclei: NDArray[Any],
) -> None:  # fmt: skip
    """Fill (3, rows, columns) with the mean brightness, its variation and the muscle; arguments as ``MrScanner`` has them, all mm."""
    share, votes = 1.0 / (WITHIN * WITHIN * THROUGH), np.zeros(256)
    for row in range(out.shape[1]):
        for column in range(out.shape[2]):
            soaked_here = 1 if wet[row, column] else 0
            total = varies = muscle = 0.0
            for k in range(WITHIN * WITHIN * THROUGH):
                a, d, t = column * WITHIN + k % WITHIN, row * WITHIN + (k // WITHIN) % WITHIN, k // 4 + 0.25 * (k % 4)
                x = first[0] + a * across[0] + d * down[0] + t * through[0]
                y = first[1] + a * across[1] + d * down[1] + t * through[1]
                z = first[2] + a * across[2] + d * down[2] + t * through[2]
                label = _label(x, y, z, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm, votes)
                if label < 0:
                    continue
                if loose[label]:
                    right, ahead, up = strays[0, row, column], strays[1, row, column], strays[2, row, column]
                    other = _label(x + right, y + ahead, z + up, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm, votes)
                    if other >= 0 and loose[other]:
                        label = other
                signal = bright[soaked_here, label]
                if label == NUCLEUS and not soaked_here:
                    disc, off = _nearest(x, y, z, middles, ups)
                    signal = nuclei[disc] * (CLEFT_LEAVES if off < CLEFT_MM else 1.0)
                total += signal
                varies += signal * texture[label]
                muscle += label == MUSCLE
            out[0, row, column] = total * share
            out[1, row, column] = varies * share
            out[2, row, column] = muscle * share


@compiled
def _label(
    x: float, y: float, z: float, fine: NDArray[Any], fine_lo: NDArray[Any], fine_mm: float,
    coarse: NDArray[Any], coarse_lo: NDArray[Any], coarse_mm: float, votes: NDArray[Any],
) -> int:  # fmt: skip
    """At a place; below 0 outside of both. Among the fine ones where they reach."""
    i = int(np.floor((x - fine_lo[0]) / fine_mm))
    j = int(np.floor((y - fine_lo[1]) / fine_mm))
    n = int(np.floor((z - fine_lo[2]) / fine_mm))
    if 0 <= i < fine.shape[0] and 0 <= j < fine.shape[1] and 0 <= n < fine.shape[2]:
        return int(fine[i, j, n])
    u, v, w = (x - coarse_lo[0]) / coarse_mm, (y - coarse_lo[1]) / coarse_mm, (z - coarse_lo[2]) / coarse_mm
    if not (0 <= u < coarse.shape[0] and 0 <= v < coarse.shape[1] and 0 <= w < coarse.shape[2]):
        return -1
    return _voted(coarse, u, v, w, votes)


@compiled
def _voted(labels: NDArray[Any], x: float, y: float, z: float, votes: NDArray[Any]) -> int:
    """The label that weighs most round a place, in voxels: an edge between large voxels has no steps. ``votes``: 256 of 0, left so."""
    i, j, n = int(x), int(y), int(z)
    found, best = labels[i, j, n], 0.0
    if not (0 < i < labels.shape[0] - 1 and 0 < j < labels.shape[1] - 1 and 0 < n < labels.shape[2] - 1):
        return int(found)
    if (
        labels[i - 1, j - 1, n - 1] == found and labels[i - 1, j - 1, n + 1] == found
        and labels[i - 1, j + 1, n - 1] == found and labels[i - 1, j + 1, n + 1] == found
        and labels[i + 1, j - 1, n - 1] == found and labels[i + 1, j - 1, n + 1] == found
        and labels[i + 1, j + 1, n - 1] == found and labels[i + 1, j + 1, n + 1] == found
    ):  # fmt: skip
        return int(found)  # what lies between such corners is too thin to outweigh the middle
    across, along, up = _bell(x - 0.5 - i), _bell(y - 0.5 - j), _bell(z - 0.5 - n)
    for a in range(3):
        for b in range(3):
            within = across[a] * along[b]
            for c in range(3):
                label = labels[i + a - 1, j + b - 1, n + c - 1]
                votes[label] += within * up[c]
                if votes[label] > best:
                    found, best = label, votes[label]
    for a in range(3):
        for b in range(3):
            for c in range(3):
                votes[labels[i + a - 1, j + b - 1, n + c - 1]] = 0.0
    return int(found)


@compiled
def _bell(off: float) -> tuple[float, float, float]:
    """What a voxel and the ones before and after it weigh, so many voxels off its middle: the quadratic B-spline."""
    return 0.5 * (0.5 - off) ** 2, 0.75 - off * off, 0.5 * (0.5 + off) ** 2


@compiled
def _nearest(x: float, y: float, z: float, middles: NDArray[Any], ups: NDArray[Any]) -> tuple[int, float]:
    """The disc in whose height a place lies, and how far off its middle plane."""
    best, least = 0, np.inf
    for k in range(len(middles)):
        off = abs((x - middles[k, 0]) * ups[k, 0] + (y - middles[k, 1]) * ups[k, 1] + (z - middles[k, 2]) * ups[k, 2])
        if off < least:
            best, least = k, off
    return best, least
