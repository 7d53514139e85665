"""Cuts through the labels, in greys like those of an MRI, T2-weighted or with fat suppressed: what the chart shows in its place.

No label holds water in marrow or disc: where a chart says that there is some, it is drawn over them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.space import Vector, unit
from meshes.tissues import CANAL_FAT, Tissue
from scenarios.chart import Oedematous, Sequence

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
STIR_GREYS: dict[Tissue, int] = (
    GREYS
    | {Tissue.SKIN: 70, Tissue.FAT: 35, Tissue.FORAMINAL_FAT: 35, Tissue.CANCELLOUS: 50, Tissue.MUSCLE: 70}
    | dict.fromkeys(CANAL_FAT, 35)
)
"""The same with fat suppressed, marrow's too [known]."""
OEDEMA_GREYS: dict[Sequence, int] = {"T2": 165, "STIR": 215}
"""Of marrow and disc that are full of water [known]: little brighter than fatty marrow in T2, and plain to see in STIR."""
DARK = 25
ENDPLATE_MM = 9.0
"""How far from an inflamed disc the marrow is bright (guess)."""
BEHIND_MM = 1.0
"""A body's back wall is a little hollow."""


def mri_like(
    anatomy: Anatomy, plane: str, place: Vector, sequence: Sequence = "T2", oedema: tuple[Oedematous, ...] = ()
) -> NDArray[np.uint8]:
    """(n, n) greys of the plane ("axial" or "sagittal") through a place; right side of the patient on the picture's left if axial.

    oedema : vertebrae whose bodies, and interspaces whose disc and end-plates, are full of water
    """
    palette = np.full(256, DARK, np.uint8)
    palette[Tissue.AIR] = 0
    for tissue, grey in (GREYS if sequence == "T2" else STIR_GREYS).items():
        palette[tissue] = grey
    t = np.arange(-HALF_MM, HALF_MM, STEP_MM)
    u, v = (np.array([-1.0, 0, 0]), np.array([0, 1.0, 0])) if plane == "axial" else (np.array([0, -1.0, 0]), np.array([0, 0, 1.0]))
    points = (np.asarray(place) + t[None, :, None] * u + t[::-1][:, None, None] * v).reshape(-1, 3)
    tissues = anatomy.tissue_at(points)
    greys = palette[tissues]
    for where in oedema:
        greys[_wet(anatomy, where, points, tissues)] = OEDEMA_GREYS[sequence]
    return np.asarray(greys.reshape(len(t), len(t)))


def _wet(anatomy: Anatomy, where: Oedematous, points: NDArray[np.float64], tissues: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which of the points are full of water."""
    if "-" not in where:
        return np.asarray(_in_body(anatomy, where, points) & (tissues == Tissue.CANCELLOUS))
    above, below = where.split("-")
    below = "sacrum" if below == "S1" else below
    over, under = _height(anatomy, above, "inferior", points), -_height(anatomy, below, "superior", points)
    marrow = (_in_body(anatomy, above, points) & (over < ENDPLATE_MM)) | (_in_body(anatomy, below, points) & (under < ENDPLATE_MM))
    between = (over <= 0) & (under <= 0) & _before_canal(anatomy, below, points)
    return np.asarray((marrow & (tissues == Tissue.CANCELLOUS)) | (between & np.isin(tissues, (Tissue.NUCLEUS, Tissue.ANNULUS))))


def _in_body(anatomy: Anatomy, bone: str, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """In front of the canal, below the upper end-plate and, in a vertebra, above the lower one."""
    inside = (_height(anatomy, bone, "superior", points) < 0) & _before_canal(anatomy, bone, points)
    return np.asarray(inside & (_height(anatomy, bone, "inferior", points) > 0)) if bone != "sacrum" else inside


def _before_canal(anatomy: Anatomy, bone: str, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    back, front = (anatomy.landmark(f"{bone}/superior_{end}") for end in ("back", "front"))
    return np.asarray((points - back) @ unit(front - back) > -BEHIND_MM)


def _height(anatomy: Anatomy, bone: str, which: str, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """mm above the plane of an end-plate."""
    middle = (anatomy.landmark(f"{bone}/{which}_front") + anatomy.landmark(f"{bone}/{which}_back")) / 2
    return np.asarray((points - middle) @ anatomy.landmark(f"{bone}/up"))
