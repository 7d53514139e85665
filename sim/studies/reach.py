"""How an epidurogram is read: how far it reaches, on which side it lies, whether there is a line in front; in the terms of the series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meshes.anatomy import Anatomy
from meshes.canal_line import CanalLine
from meshes.tissues import CANAL_FAT, Tissue
from sim.physics.flow import CONTRAST, Deposit
from sim.physics.permeability import end_of_sac, in_front

SEEN_MM2 = 1.5
"""A cross-section of contrast that shows: half a mm thick over 3 mm, 12 mg/cm2 of iodine (guess)."""
VENTRAL_ML = 0.1
"""So much in front makes a line on the lateral (guess)."""
OTHER_SIDE_SHARE = 0.15
"""Less than this beyond the midline is called one-sided (guess)."""
MIDLINE_MM = 1.5
LEVELS = ("L1", "L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class Reach:
    """What one epidurogram shows."""

    up_levels: float
    """From the needle towards the head, in levels of this patient."""
    down_levels: float
    top_z_mm: float
    """Height of its upper end in the patient's frame: 0 is the end-plate of S1."""
    start_z_mm: float
    """Height of the needle."""
    bottom_z_mm: float
    ventral: bool
    dorsal: bool
    one_sided: bool
    foraminal_share: float
    """Of what was given."""
    reached: frozenset[str]
    """Discs and end-plates passed: L3 when it stands above the upper end-plate of L3."""


def read(anatomy: Anatomy, deposit: Deposit) -> Reach:
    """Read a deposit of the epidural space. It must hold contrast."""
    space, amount = deposit.space, deposit.amount[CONTRAST]
    canal = np.isin(space.tissue, list(CANAL_FAT))
    station = np.rint(space.at.s).astype(np.int64)
    first = int(station.min())
    total = np.bincount(station[canal] - first, weights=amount[canal] * 1000.0, minlength=int(station.max()) - first + 1)
    # a picture is blurred over a few mm
    per_mm = np.convolve(total, np.ones(5) / 5, mode="same")
    seen = np.flatnonzero(per_mm >= SEEN_MM2) + first
    start = int(station[deposit.source])
    top, bottom = (int(seen.min()), int(seen.max())) if len(seen) else (start, start)
    plates = [anatomy.landmark(f"{level}/superior_endplate") for level in LEVELS]
    heights = np.array([plate[2] for plate in plates])
    level_mm = float(-np.diff(heights).mean())
    top_z, start_z, bottom_z = CanalLine(anatomy.canal).at([top, start, bottom])[:, 2].tolist()
    behind = canal & (space.tissue != Tissue.VENTRAL_FAT)
    left, right = (float(amount[behind & side].sum()) for side in (space.at.u < -MIDLINE_MM, space.at.u > MIDLINE_MM))
    sac_ends = end_of_sac(anatomy)
    front = in_front(space.at, space.tissue, sac_ends)
    ventral = float(amount[front].sum())
    dorsal = float(amount[canal & ~front & (space.at.s < sac_ends)].sum())
    foraminal = float(amount[space.tissue == Tissue.FORAMINAL_FAT].sum() + deposit.left[CONTRAST])
    given = float(amount.sum() + deposit.left[CONTRAST])
    return Reach(
        up_levels=max(start - top, 0) / level_mm,
        down_levels=max(bottom - start, 0) / level_mm,
        top_z_mm=top_z,
        start_z_mm=start_z,
        bottom_z_mm=bottom_z,
        ventral=ventral >= VENTRAL_ML,
        dorsal=dorsal >= VENTRAL_ML,
        one_sided=min(left, right) < OTHER_SIDE_SHARE * (left + right),
        foraminal_share=foraminal / given,
        reached=frozenset(level for level, height in zip((*LEVELS, "S1"), (*heights, 0.0), strict=True) if top_z >= height),
    )
