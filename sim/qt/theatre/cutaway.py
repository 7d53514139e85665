"""A window in bone under glass: what stands before a needle's tip and before contrast is cut away by one plane, and a ghost of it remains.
Needs VTK.

Two pictures are made, of whole and of cut bone, and mixed pixel by pixel: bone that fades triangle by triangle is shards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import radians, tan

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from vtkmodules.vtkRenderingCore import vtkActor

from meshes.space import POSTERIOR, SUPERIOR, Vector, length, unit
from sim.qt.theatre.cut_face import CutFace
from sim.qt.theatre.eye import OPENING_DEG, Eye

BEYOND_MM, DEEPEST = 3.0, 90
"""The plane lies so far behind the tip, and behind so much of contrast, in percent (guesses, by eye)"""
ALONG = 0.6
"""The plane lies along the patient, unless the line of sight does: it has at least so much of its length across him"""
TIP_MM, CLOUD_MM, SOFT_MM = 16.0, 4.0, 12.0
"""So far round the tip and round contrast, as one looks, the window is wholly open, and from there so far on it closes (guesses, by eye)"""
GHOST, CLEAREST = 0.1, 0.7
"""Of whole bone in an open window; and the glass from which on it is as open as it gets (guesses, by eye)"""
STEP_PX, MOST = 6, 256
"""The window's lattice in the picture; and by how much an open one counts"""


class Cutaway:
    """Remembers the window that it found last: the parts of a fine picture share it."""

    def __init__(self) -> None:
        self.face = CutFace()
        self._plane = np.zeros(3), POSTERIOR
        self._of: tuple[object, ...] = ()
        self._cloud: NDArray[np.float64] | None = None
        self._open = np.zeros((0, 0), np.uint16)

    def opened(
        self, eye: Eye, glass: float, size: tuple[int, int], tip: Vector | None, cloud: NDArray[np.float64] | None
    ) -> NDArray[np.uint16] | None:
        """(height, width) how far the window is open at each pixel, 0 to 256; None where nothing is to be seen through it.
        ``cloud``: (k, 3) mm of contrast."""
        if tip is None and cloud is None:
            return None
        wanted = (eye, glass, size, None if tip is None else tuple(tip))
        if wanted != self._of or cloud is not self._cloud:
            self._of, self._cloud = wanted, cloud
            self._plane = plane_before(eye, tip, cloud)
            share = (1.0 - GHOST) * min(glass / CLEAREST, 1.0) * window(eye, *size, tip, cloud)
            self._open = np.round(MOST * share).astype(np.uint16)
        return self._open

    @contextmanager
    def cut(self, bone: vtkActor, *also: vtkActor) -> Iterator[None]:
        """As long as it is open the bone is cut, and its face seen; and what may be cut already, without one."""
        self.face.lie(bone.GetMapper().GetInput(), *self._plane)
        mappers = bone.GetMapper(), *(other.GetMapper() for other in also)
        for mapper in mappers:
            mapper.AddClippingPlane(self.face.plane)
        self.face.actor.SetVisibility(True)
        try:
            yield
        finally:
            self.face.actor.SetVisibility(False)
            for mapper in mappers:
                mapper.RemoveClippingPlane(self.face.plane)


def plane_before(eye: Eye, tip: Vector | None, cloud: NDArray[np.float64] | None) -> tuple[Vector, Vector]:
    """A place on the plane, mm, and the direction from it to the eye's side, unit: what lies there is cut away."""
    ahead = eye.axes()[0]
    across = ahead - float(ahead @ SUPERIOR) * SUPERIOR
    towards = -unit(across) if length(across) > ALONG else -ahead
    ends = ([] if tip is None else [tip]) + ([] if cloud is None else [cloud[np.argsort(cloud @ -towards)[len(cloud) * DEEPEST // 100]]])
    deepest = max(ends, key=lambda place: float(place @ -towards))
    return deepest - BEYOND_MM * towards, towards


def window(eye: Eye, width: int, height: int, tip: Vector | None, cloud: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """(height, width) 0 to 1, softly."""
    columns, rows = (np.arange(STEP_PX / 2, n + STEP_PX, STEP_PX) for n in (width, height))
    lattice = np.stack(np.meshgrid(columns, rows), -1)
    share = np.zeros(lattice.shape[:2])
    for places, wide in ((None if tip is None else tip[None], TIP_MM), (cloud, CLOUD_MM)):
        if places is not None:
            at, px_a_mm = _pixels(eye, places, height)
            off = KDTree(at + np.array([width, height]) / 2).query(lattice)[0] / px_a_mm
            share = np.maximum(share, smoothly((wide + SOFT_MM - off) / SOFT_MM))
    return _between(_between(share, height, 0), width, 1)


def smoothly(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 to 1 without a bend at either end."""
    part = np.clip(share, 0.0, 1.0)
    return part * part * (3.0 - 2.0 * part)


def _pixels(eye: Eye, places: NDArray[np.float64], height: int) -> tuple[NDArray[np.float64], float]:
    """(n, 2) to the right and down from a picture's middle; and how many pixels a millimetre has there."""
    ahead, right, up = eye.axes()
    way = places - eye.place
    scale = height / 2 / tan(radians(OPENING_DEG / 2))
    deep = np.maximum(way @ ahead, 1.0)
    return scale * np.stack([way @ right, -(way @ up)], -1) / deep[:, None], scale / float(deep.mean())


def _between(values: NDArray[np.float64], size: int, axis: int) -> NDArray[np.float64]:
    """Of a lattice along an axis, a value for each pixel."""
    at = np.maximum((np.arange(size) + 0.5) / STEP_PX - 0.5, 0.0)
    low = np.minimum(at.astype(int), values.shape[axis] - 2)
    part = np.expand_dims(at - low, 1 - axis)
    return np.asarray((1.0 - part) * np.take(values, low, axis) + part * np.take(values, low + 1, axis))


def mixed(whole: NDArray[np.uint8], cut: NDArray[np.uint8], share: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """(height, width, 3) of both, by how far the window is open."""
    part = share[..., None]
    return ((whole * (MOST - part) + cut * part) // MOST).astype(np.uint8)
