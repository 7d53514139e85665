"""From the linear signal to what the receptor hands on: a chain of named stages, each of which can be left out and looked at alone.

Signal (tube and body), focal-spot blur, scatter, glare, quantum noise: ``exposed``. Lag: ``lagged``. Receptor blur, vignetting and the
logarithm: ``developed``. ``display`` makes greys of that. Pictures decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.fluoroscopy.carm import SOURCE_TO_CENTRE_MM, SOURCE_TO_DETECTOR_MM
from sim.fluoroscopy.collimator import OPEN, Collimator
from sim.fluoroscopy.parallel import over_rows
from sim.fluoroscopy.quantum_noise import deviate, row_key
from sim.fluoroscopy.receptor import FLAT_PANEL, Receptor
from sim.fluoroscopy.scatter import CELLS, coarse, glare, scatter

PHOTONS_PER_MM2_UGY = 30_200.0
"""RQA5, [@rqa5_fluence]."""
LAG = (1.0, 0.4, 0.16)
"""Weights of a pulse and of those before it: recursion with k = 0.4, 2-4 frames ([@detector_known]), cut after the third."""
LEAST = np.float32(1e-6)
NO_BLUR = np.array([1.0], np.float32)


@dataclass(frozen=True)
class Stages:
    """Which stages run."""

    focal_spot: bool = True
    scatter: bool = True
    glare: bool = True
    noise: bool = True
    lag: bool = True
    blur: bool = True
    vignetting: bool = True
    equalise: bool = True
    edges: bool = True
    inverted: bool = False


ALL_STAGES = Stages()
NO_STAGES = Stages(*(False,) * 10)


@dataclass(frozen=True)
class Shot:
    """All that the chain needs to know about one pulse, beside its signal."""

    frame: int
    """Picks the noise; the same number gives the same noise."""
    field_mm: float
    thickness_mm: float
    detector_ugy: float = 0.030
    """Kerma at the receptor in the middle of the field: 20-40 nGy a pulse ([@detector_known])."""
    collimator: Collimator = OPEN
    receptor: Receptor = FLAT_PANEL
    focal_mm: float = 0.3
    """Focal spot, 0.3 or 0.6 ([@carm_known])."""

    @property
    def opening(self) -> Collimator:
        """The collimator, and the receptor's own round edge."""
        return replace(self.collimator, iris=min(self.collimator.iris, 1.0)) if self.receptor.round else self.collimator

    def photons(self, size: int) -> float:
        """Counted in a pixel in the middle of the field."""
        return self.detector_ugy * PHOTONS_PER_MM2_UGY * (self.field_mm / size) ** 2


def exposed(signal: NDArray[np.float32], shot: Shot, stages: Stages = ALL_STAGES) -> NDArray[np.float32]:
    """(size, size) what the receptor takes up, 1 in the middle of the field: automatic gain.

    signal : (size, size) noiseless, of any unit.
    """
    size, opening = signal.shape[0], shot.opening
    small = coarse(signal)
    fog = np.zeros((CELLS, CELLS), np.float32)
    if stages.scatter:
        fog = scatter(small, shot.field_mm, shot.thickness_mm, opening)
    kept = 1.0
    if stages.glare:
        kept = 1.0 - shot.receptor.glare
        fog = np.float32(kept) * fog + glare(small + fog, shot.field_mm, opening, shot.receptor)
    middle = slice(size * 3 // 8, size * 5 // 8)
    centre = kept * float(np.median(signal[middle, middle][::4, ::4])) + float(fog[CELLS // 2, CELLS // 2])
    # a spot f wide is seen through a point of the patient as f (M - 1) wide, evenly: its standard deviation in pixels
    magnified = SOURCE_TO_DETECTOR_MM / SOURCE_TO_CENTRE_MM - 1
    spot = shot.focal_mm * magnified / 12**0.5 * size / shot.field_mm if stages.focal_spot else 0.0
    taps, strength = _taps(spot), np.float32(shot.photons(size) ** -0.5 if stages.noise else 0.0)
    out = np.empty_like(signal)
    gain = np.float32(kept / centre)
    over_rows(lambda top, bottom: _expose(signal, gain, fog / np.float32(centre), taps, strength, shot.frame, top, bottom, out), size)
    return out


def lagged(pulses: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The receptor's and the processor's memory: the newest pulse comes first, at most three count."""
    if len(pulses) == 1:
        return pulses[0]
    weights = np.array(LAG[: len(pulses)], np.float32)
    weights /= weights.sum()
    out = np.empty_like(pulses[0])
    third = pulses[2] if len(pulses) > 2 else pulses[1]
    c = weights[2] if len(pulses) > 2 else np.float32(0)

    def rows(top: int, bottom: int) -> None:
        _blend(pulses[0], pulses[1], third, weights[0], weights[1], c, top, bottom, out)

    over_rows(rows, out.shape[0])
    return out


def developed(image: NDArray[np.float32], shot: Shot, stages: Stages = ALL_STAGES) -> NDArray[np.float32]:
    """(size, size) the natural logarithm of the blurred image, 0 in the middle of the field."""
    size = image.shape[0]
    taps = _taps(shot.receptor.blur_mm * size / shot.field_mm) if stages.blur else NO_BLUR
    loss = np.float32(shot.receptor.vignetting if stages.vignetting else 0.0)
    out = np.empty_like(image)
    over_rows(lambda top, bottom: _develop(image, taps, loss, top, bottom, out), size)
    return out


def _taps(sigma: float) -> NDArray[np.float32]:
    """Weights of a Gaussian of this many pixels, of odd length; a narrow one keeps its variance rather than its samples."""
    if sigma <= 0:
        return NO_BLUR
    if sigma < 0.6:
        side = sigma * sigma / 2
        return np.array([side, 1 - 2 * side, side], np.float32)
    reach = ceil(3 * sigma)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.asarray((weights / weights.sum()).astype(np.float32))


@compiled(error_model="numpy")
def fill_row(grid: NDArray[np.float32], i: int, size: int, row: NDArray[np.float32]) -> None:
    """Row i of a picture of a coarse square grid, its cells interpolated and its border prolonged."""
    cells = grid.shape[0]
    per_cell, half = np.float32(size) / np.float32(cells), np.float32(0.5)
    y = min(max((np.float32(i) + half) / per_cell - half, np.float32(0)), np.float32(cells - 1))
    k = min(int(y), cells - 2)
    y -= np.float32(k)
    left = grid[k, 0] + (grid[k + 1, 0] - grid[k, 0]) * y
    start = min(int(np.ceil(half * per_cell - half)), size)
    for j in range(start):
        row[j] = left
    # from each cell's middle to the next one's: a straight ramp
    for m in range(1, cells):
        right = grid[k, m] + (grid[k + 1, m] - grid[k, m]) * y
        slope, middle = (right - left) / per_cell, (np.float32(m) - half) * per_cell - half
        end = min(int(np.ceil(middle + per_cell)), size)
        for j in range(start, end):
            row[j] = left + slope * (np.float32(j) - middle)
        start, left = end, right
    for j in range(start, size):
        row[j] = left


@compiled(error_model="numpy")
def copy_row(image: NDArray[np.float32], i: int, row: NDArray[np.float32]) -> None:
    """Number by number: of ``row[:] = image[i]`` numba compiles the text of its error as well, which takes seconds at the first start."""
    for j in range(len(row)):
        row[j] = image[i, j]


@compiled(error_model="numpy")
def blur_row(image: NDArray[np.float32], i: int, taps: NDArray[np.float32], down: NDArray[np.float32], row: NDArray[np.float32]) -> None:
    """Row i of the image blurred both ways; ``down`` is room for size + taps numbers.

    Own code for speed: 1024 rows with 9 taps take 2 ms; two ``scipy.ndimage.correlate1d`` take 32, and would not be one pass with the rest.
    """
    size, n = image.shape[0], len(taps)
    r = n // 2
    for j in range(size):
        down[j + r] = np.float32(0)
    for k in range(n):
        source = image[min(max(i + k - r, 0), size - 1)]
        weight = taps[k]
        for j in range(size):
            down[j + r] += weight * source[j]
    for j in range(r):
        down[j], down[size + r + j] = down[r], down[size + r - 1]
    for j in range(size):
        row[j] = np.float32(0)
    for k in range(n):
        weight = taps[k]
        for j in range(size):
            row[j] += weight * down[j + k]


@compiled(error_model="numpy")
def _expose(
    signal: NDArray[np.float32],
    gain: np.float32,
    fog: NDArray[np.float32],
    taps: NDArray[np.float32],
    strength: np.float32,
    frame: int,
    top: int,
    bottom: int,
    out: NDArray[np.float32],
) -> None:
    """Blur by the focal spot, add fog and noise whose variance follows the signal."""
    size = signal.shape[0]
    down, row, haze = np.empty(size + len(taps), np.float32), np.empty(size, np.float32), np.empty(size, np.float32)
    for i in range(top, bottom):
        fill_row(fog, i, size, haze)
        if len(taps) > 1:
            blur_row(signal, i, taps, down, row)
        else:
            copy_row(signal, i, row)
        key = row_key(frame, i)
        for j in range(size):
            value = max(gain * row[j] + haze[j], LEAST)
            out[i, j] = max(value + strength * np.sqrt(value) * deviate(key, j), LEAST)


@compiled(error_model="numpy")
def _blend(
    one: NDArray[np.float32],
    two: NDArray[np.float32],
    three: NDArray[np.float32],
    a: np.float32,
    b: np.float32,
    c: np.float32,
    top: int,
    bottom: int,
    out: NDArray[np.float32],
) -> None:
    for i in range(top, bottom):
        for j in range(out.shape[1]):
            out[i, j] = a * one[i, j] + b * two[i, j] + c * three[i, j]


@compiled(error_model="numpy")
def _develop(
    image: NDArray[np.float32], taps: NDArray[np.float32], loss: np.float32, top: int, bottom: int, out: NDArray[np.float32]
) -> None:
    """Blur, darken towards the rim, take the logarithm.

    The logarithm is a polynomial on the mantissa, within 1.4e-5 of the real one: quick, and the same digits on every machine.
    """
    size = image.shape[0]
    down, row = np.empty(size + len(taps), np.float32), np.empty(size, np.float32)
    bits = row.view(np.int32)
    one, step = np.float32(1), np.float32(2) / np.float32(size)
    for i in range(top, bottom):
        if len(taps) > 1:
            blur_row(image, i, taps, down, row)
        else:
            copy_row(image, i, row)
        y = (np.float32(i) + np.float32(0.5)) * step - one
        if loss > 0:
            for j in range(size):
                x = (np.float32(j) + np.float32(0.5)) * step - one
                row[j] = max(row[j] * (one - loss * min(x * x + y * y, one)), LEAST)
        for j in range(size):
            exponent = np.float32((bits[j] >> np.int32(23)) - np.int32(127))
            bits[j] = (bits[j] & np.int32(0x7FFFFF)) | np.int32(0x3F800000)
            t = row[j] - one
            p = np.float32(0.10029390454292297) + t * np.float32(-0.023690972477197647)
            p = np.float32(0.3244165778160095) + t * (np.float32(-0.20867837965488434) + t * p)
            p = np.float32(0.9999819397926331) + t * (np.float32(-0.4991888999938965) + t * p)
            out[i, j] = exponent * np.float32(0.6931471805599453) + t * p
