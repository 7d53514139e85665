"""Cuts through the labels, in greys like those of a T2-weighted MRI: what the chart shows in its place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.space import Vector
from meshes.tissues import CANAL_FAT, Tissue

HALF_MM, STEP_MM = 45.0, 0.4
GREYS: dict[Tissue, int] = {
    Tissue.SKIN: 120,
    Tissue.FAT: 205,
    Tissue.FORAMINAL_FAT: 205,
    Tissue.VISCERA: 80,
    Tissue.MUSCLE: 60,
    Tissue.CSF: 245,
    Tissue.CAUDA: 130,
    Tissue.DURA: 40,
    Tissue.NUCLEUS: 130,
    Tissue.ANNULUS: 35,
    Tissue.CANCELLOUS: 125,
    Tissue.CORTICAL: 20,
    Tissue.FACET_JOINT: 190,
    Tissue.SYNOVIAL_CYST: 235,
    Tissue.SCAR: 75,
    Tissue.ROOT: 110,
    Tissue.GANGLION: 120,
    Tissue.EPIDURAL_VEIN: 170,
    Tissue.ARTERY: 10,
} | dict.fromkeys(CANAL_FAT, 205)
"""Signal by tissue, as T2 without fat suppression orders them [known]; ligaments and gas are dark."""
DARK = 25


def mri_like(anatomy: Anatomy, plane: str, place: Vector) -> NDArray[np.uint8]:
    """(n, n) greys of the plane ("axial" or "sagittal") through a place; right side of the patient on the picture's left if axial."""
    palette = np.full(256, DARK, np.uint8)
    palette[Tissue.AIR] = 0
    for tissue, grey in GREYS.items():
        palette[tissue] = grey
    t = np.arange(-HALF_MM, HALF_MM, STEP_MM)
    u, v = (np.array([-1.0, 0, 0]), np.array([0, 1.0, 0])) if plane == "axial" else (np.array([0, -1.0, 0]), np.array([0, 0, 1.0]))
    points = np.asarray(place) + t[None, :, None] * u + t[::-1][:, None, None] * v
    return np.asarray(palette[anatomy.tissue_at(points.reshape(-1, 3)).reshape(len(t), len(t))])
