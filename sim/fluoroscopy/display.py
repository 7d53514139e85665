"""From the receptor's logarithm to the greys on the monitor: equalisation, edge enhancement, subtraction, window, collimation's black."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from meshes.compiled import compiled
from sim.fluoroscopy.detector import ALL_STAGES, Shot, Stages, copy_row, developed, exposed, fill_row
from sim.fluoroscopy.parallel import over_rows
from sim.fluoroscopy.scatter import CELLS, coarse

WINDOW_LOG = 1.55
"""Range of -log signal from white to black, after equalisation."""
MIDDLE = 0.55
"""Where in it the field's middle lies."""
SUBTRACTED_LOG = 0.7
"""The same of a subtracted picture, which is looked at in a narrow window about mid-grey (guess)."""
EQUALISE = 0.72
"""How much of the slow change of brightness across the field the display takes away, as image processors do (guess, by eye)."""
EQUALISE_MM = 26.0
KNEE, BRIGHTEST = 0.62, 0.85
"""Of white: up to the knee a monitor shows greys as they are; above it it sets their logarithm, so that the brightest of the field is light
grey and what lies thin at the edge of the back parts from it (guess, by eye)"""
NARROW, WIDE = 1e-3, 1e3
"""Bends between which the one that does so is looked for"""
EDGES = 0.5
"""How much of the fine detail is added once more (guess, by eye)."""
EDGES_MM = 1.2
"""What counts as fine: half of a line pair of this width and less."""


def shown(
    image: NDArray[np.float32],
    shot: Shot,
    stages: Stages = ALL_STAGES,
    mask: NDArray[np.float32] | None = None,
    softened: bool = False,
) -> NDArray[np.uint8]:
    """(size, size) greys: bone and metal dark, unless inverted.

    image, mask : (size, size) logarithms from ``developed``; the mask is taken away.
    softened : as a monitor shows them, bent above the knee, but inverted, when nothing dazzles, as they are; what is kept, exported or read
        by hands is not.
    """
    size = image.shape[0]
    out = np.full((size, size), 255 if stages.inverted else 0, np.uint8)
    spans = shot.opening.spans(size)
    if mask is not None:
        image = image - mask
        # the gain is held while a mask is on: what fills part of the field must not brighten the rest
        image -= np.median(image[::16, ::16])
    base, cells = np.zeros((CELLS, CELLS), np.float32), coarse(image)
    if stages.equalise and mask is None:
        slow = ndimage.gaussian_filter(np.clip(cells, -2.5, 2.5), EQUALISE_MM * CELLS / shot.field_mm, mode="nearest")
        base = np.float32(-EQUALISE) * slow
    fine = image
    if stages.edges:
        fine = _smoothed(image, max(int(round(EDGES_MM * size / shot.field_mm)), 1))
    window, middle = (WINDOW_LOG, MIDDLE) if mask is None else (SUBTRACTED_LOG, 0.5)
    bend = _bend(middle + _brightest(cells + base, shot) / window) if softened and not stages.inverted else np.inf

    def rows(top: int, bottom: int) -> None:
        _window(
            image, fine, base, np.float32(EDGES if stages.edges else 0.0), np.float32(middle), np.float32(1 / window),
            np.float32(KNEE), np.float32(bend), stages.inverted, spans, top, bottom, out,
        )  # fmt: skip

    over_rows(rows, size)
    return out


def displayed(signal: NDArray[np.float32], shot: Shot, stages: Stages = ALL_STAGES) -> NDArray[np.uint8]:
    """A single pulse through the whole chain."""
    return shown(developed(exposed(signal, shot, stages), shot, stages), shot, stages)


def _brightest(cells: NDArray[np.float32], shot: Shot) -> float:
    """Of those that the beam meets."""
    column, spans = np.arange(CELLS), shot.opening.spans(CELLS)
    met = cells[(column >= spans[:, :1]) & (column < spans[:, 1:])]
    return float(met.max(initial=-np.inf))


def _bend(brightest: float) -> float:
    """By which a logarithm from the knee on shows this grey as ``BRIGHTEST``; infinite where it is no brighter."""
    if brightest <= BRIGHTEST:
        return np.inf
    low, high = NARROW, WIDE
    for _ in range(40):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if KNEE + middle * np.log1p((brightest - KNEE) / middle) > BRIGHTEST else (middle, high)
    return high


def _smoothed(image: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    """(size // block, size // block) means of blocks, smoothed by one cell."""
    cells = image.shape[0] // block
    out = np.empty((cells, cells), np.float32)
    over_rows(lambda top, bottom: _means(image, block, top, bottom, out), cells)
    for axis in (0, 1):
        out = ndimage.correlate1d(out, np.array([0.25, 0.5, 0.25]), axis=axis, mode="nearest")
    return out


@compiled(error_model="numpy")
def _means(image: NDArray[np.float32], block: int, top: int, bottom: int, out: NDArray[np.float32]) -> None:
    """Of blocks. Own code for speed: numpy's mean of the same takes 2.4 ms for 1024 x 1024 pixels where this takes 0.4."""
    share = np.float32(1) / np.float32(block * block)
    columns = np.empty(image.shape[1], np.float32)
    for i in range(top, bottom):
        copy_row(image, i * block, columns)
        for k in range(1, block):
            for j in range(len(columns)):
                columns[j] += image[i * block + k, j]
        for j in range(out.shape[1]):
            total = np.float32(0)
            for m in range(block):
                total += columns[j * block + m]
            out[i, j] = total * share


@compiled(error_model="numpy")
def _window(
    image: NDArray[np.float32],
    fine: NDArray[np.float32],
    base: NDArray[np.float32],
    edges: np.float32,
    middle: np.float32,
    per_log: np.float32,
    knee: np.float32,
    bend: np.float32,
    inverted: bool,
    spans: NDArray[np.int32],
    top: int,
    bottom: int,
    out: NDArray[np.uint8],
) -> None:
    """Set logarithms into 8 bits."""
    size = image.shape[0]
    slow, smooth = np.empty(size, np.float32), np.empty(size, np.float32)
    zero, one = np.float32(0), np.float32(1)
    for i in range(top, bottom):
        left, right = spans[i]
        if left >= right:
            continue
        fill_row(base, i, size, slow)
        if edges > 0:
            fill_row(fine, i, size, smooth)
        else:
            copy_row(image, i, smooth)
        for j in range(left, right):
            value = image[i, j] + edges * (image[i, j] - smooth[j]) + slow[j]
            grey = middle + value * per_log
            if grey > knee and bend < np.inf:
                grey = knee + bend * np.log(one + (grey - knee) / bend)
            grey = min(max(grey, zero), one)
            shade = np.uint8(grey * np.float32(255) + np.float32(0.5))
            out[i, j] = 255 - shade if inverted else shade
