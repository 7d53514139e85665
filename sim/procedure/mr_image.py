"""Pictures as an MRI makes them of the labels: signal by tissue and sequence, averaged over the slice's thickness, coil and noise.

Each pixel is the mean of the labels within its voxel, so that a thin dura is grey and an edge that runs aslant is soft.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import Anatomy, Labels
from meshes.noise import lattice_noise, stream
from meshes.space import ANTERIOR, unit
from meshes.tissues import Tissue
from scenarios.chart import Oedematous
from sim.procedure.disc_water import bones_of, interspaces
from sim.procedure.mr_voxels import LENS_EDGE, THROUGH, WITHIN, mean_signal
from sim.procedure.oedema import soaked
from sim.procedure.signals import Weighting, brightness, nucleus, palette, textures
from sim.procedure.slices import THICK_MM, SlicePose

SOFT_PX = 0.65
"""What a pixel takes of its neighbours, as a scanner's voxel does: the cortex of a bone is a soft grey line, no ruled black one (guess)."""
NOISE = {"T1": 0.022, "T2": 0.020, "STIR": 0.032}
"""Of the brightest (guess)."""
FIBRES_MM, STREAKS_MM = (2.2, 2.2, 9.0), (7.0, 7.0, 30.0)
"""How fine and how coarse tissues vary, along right, anterior and superior (guesses)."""
LOOSE = (Tissue.FAT, Tissue.VISCERA, Tissue.FORAMINAL_FAT, Tissue.MUSCLE, Tissue.MUSCLE_FAT, Tissue.FASCIA)
"""What no capsule holds: where two of these meet, bundles of one lie in the other."""
GUT, GUT_STRAYS = (Tissue.VISCERA, Tissue.BOWEL, Tissue.GAS), 2.5
"""A bowel is folded: its wall strays so much further."""
MARROW = (Tissue.CANCELLOUS, Tissue.BASIVERTEBRAL_VEIN)
"""Within a bone they stray among themselves."""
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
        mean = ndimage.gaussian_filter(mean, SOFT_PX, mode="nearest")
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
        group, far = _loose()
        step = pose.pixel_mm / WITHIN
        corner = pose.place(0, 0) - 0.5 * (WITHIN - 1) * step * (pose.across + pose.down)
        first = corner - (0.5 - 0.125 / THROUGH) * THICK_MM * pose.normal
        mean_signal(
            out, wet.reshape(out.shape[1:]), strays.reshape(3, *out.shape[1:]), group, far,
            first, pose.across * step, pose.down * step, pose.normal * (THICK_MM / THROUGH),
            *_lattice(self.anatomy.fine), *_lattice(self.anatomy.coarse),
            palette(weighting), textures(), self._frames, self._sizes(weighting), self._walls,
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
    def _frames(self) -> NDArray[np.float64]:
        """(discs, 3, 3): middle, up, forward."""
        return np.array([(disc.middle, disc.up, disc.forward) for disc in self._discs])

    def _sizes(self, weighting: Weighting) -> NDArray[np.float64]:
        """(discs, 4): reach forward and upward, mm, brightness of the middle, softness of its edge."""
        return np.array([(*disc.half, nucleus(weighting, disc.water), LENS_EDGE * (2.0 - disc.water)) for disc in self._discs])

    @cached_property
    def _walls(self) -> NDArray[np.float64]:
        """(bones, 2, 3): the middle of the back wall, and forward."""
        found = []
        for bone in (one for one in bones_of(self.anatomy) if one != "sacrum"):
            above, below, front = (self.anatomy.landmark(f"{bone}/{end}") for end in ("superior_back", "inferior_back", "superior_front"))
            found.append(((above + below) / 2, unit(front - above)))
        return np.array(found)

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


def _loose() -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """(256,) each, by label: those of one number, but 0, lie in one another; and how much further than usual their border strays."""
    group, far = np.zeros(256, np.uint8), np.ones(256, np.float32)
    group[list(LOOSE + GUT)] = 1
    group[list(MARROW)] = 2
    far[list(GUT)] = GUT_STRAYS
    far[list(MARROW)] = 0.6
    return group, far


def _lattice(labels: Labels) -> tuple[NDArray[np.uint8], NDArray[np.float64], float]:
    return labels.values, np.asarray(labels.grid.lo), labels.grid.spacing
