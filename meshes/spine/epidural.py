"""The epidural space, as the fat that fills it: dorsal, lateral, ventral, foraminal and sacral."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes.noise import lattice_noise
from meshes.shapes import Array, Box, Points, Shape, limb
from meshes.skeleton import Skeleton
from meshes.space import POSTERIOR, Side, dot, side_sign, unit
from meshes.spine.canal import Canal
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac
from meshes.tissues import Tissue

SLEEVE_MM = 1.3
"""Loose tissue round a nerve, in which contrast draws a neurogram (guess)."""
BED_MM = 2.0
"""How far in front of the canal's front wall there may be fat before bone and disc are drawn over it (guess)."""
PLICA_HALF_MM = 0.31
"""Half-thickness of the dorsomedian band: one voxel (present in 48 of 48: Blomberg 1986)."""
HOLE_MM, HOLE_FROM = 2.5, 1.0
"""Size of its holes, and above what the noise makes one: about one part in twenty-five (guess)."""
FORAMEN_HALF_DEPTH_MM = 5.5
"""Half the front-to-back room of a foramen before bone, disc and facet are drawn over it ([@gkasdaris_2018]: 6-8 mm wide)."""


def canal_fat(canal: Canal, sac: Sac, skeleton: Skeleton, seed: int) -> tuple[Callable[[Points], NDArray[np.uint8]], Shape]:
    """All that the canal holds, and which compartment a point of it belongs to by where it lies about the sac's axis."""
    f = np.float32
    sacral_from = canal.station(skeleton.landmark("sacrum", "lamina_top"))
    end = canal.length

    # below the hiatus' apex the membrane, not bone, closes the canal behind
    m = skeleton["sacrum"].landmarks
    apex, down = m["hiatus_apex"], unit(m["hiatus_end"] - m["hiatus_apex"])
    behind = np.asarray(unit(POSTERIOR - dot(POSTERIOR, down) * down), np.float32)
    from_apex = canal.station(apex) - 1.0

    def within(p: Points) -> Array:
        c = canal.locate(p)
        # where no flavum lines the wall the fat reaches it; bone is drawn over what is too much
        wall = np.where(c.outer - c.inner < f(0.5), c.outer + f(0.6), c.inner)
        inside = np.maximum(c.r - wall, np.maximum(f(0.5) - c.s, c.s - f(end - 0.5)))
        past = (p.x - f(apex[0])) * behind[0] + (p.y - f(apex[1])) * behind[1] + (p.z - f(apex[2])) * behind[2]
        found: Array = np.maximum(inside, np.minimum(past, c.s - f(from_apex)))
        return found

    def compartment(p: Points) -> NDArray[np.uint8]:
        c = canal.locate(p)
        v, u = c.v - sac.shift[canal.row(c.s)], np.abs(c.u)
        lumbar = np.where(v > f(0.20) * u, Tissue.DORSAL_FAT, np.where(v < f(-0.75) * u, Tissue.VENTRAL_FAT, Tissue.LATERAL_FAT))
        band = (u < f(PLICA_HALF_MM)) & (v > 0)
        if band.any():
            whole = lattice_noise(c.s[band], c.v[band], np.zeros_like(c.s[band]), [HOLE_MM] * 3, seed) < f(HOLE_FROM)
            lumbar[band] = np.where(whole, Tissue.PLICA, lumbar[band])
        return np.where(c.s >= f(sacral_from), Tissue.SACRAL_FAT, lumbar).astype(np.uint8)

    return compartment, Shape(within, Box.around(canal.centre, 24.0), steepest=3.6)


def ventral_bed(canal: Canal, skeleton: Skeleton) -> Shape:
    """What the canal's front wall, drawn straight from bone to bone, leaves in front of it: behind hollow bodies and discs."""
    f = np.float32
    sacral_from = f(canal.station(skeleton.landmark("sacrum", "lamina_top")))

    def field(p: Points) -> Array:
        c = canal.locate(p)
        found: Array = np.maximum(np.maximum(c.r - c.outer - f(BED_MM), c.v + f(0.6) * c.r), c.s - sacral_from)
        return found

    return Shape(field, Box.around(canal.centre, 20.0), steepest=2.5)


def foraminal_fat(canal: Canal, skeleton: Skeleton, roots: tuple[Nerve, ...]) -> tuple[Shape, ...]:
    """From the canal's side out between two pedicles; below L5 between the pedicle and the ala; through the sacrum's foramina; and in a
    sleeve along each nerve."""
    found: list[Shape] = [limb(n.path[2:], np.full((len(n.path) - 2, 3), max(n.radius, n.ganglion_radius) + SLEEVE_MM)) for n in roots]
    sides: tuple[Side, Side] = ("left", "right")
    for above, below in pairwise(skeleton.column):
        for side in sides:
            sign = side_sign(side)
            m, n = above.landmarks, below.landmarks
            top = m[f"pedicle_bottom_{side}"]
            floor = n["superior_back"][2] - 2.0 if below.name == "sacrum" else n[f"pedicle_top_{side}"][2]
            half = (top[2] - floor) / 2
            wall = (m["inferior_back"][1] + m["posterior_wall"][1]) / 2
            centre = np.array([m[f"pedicle_medial_{side}"][0], wall - 0.75 * FORAMEN_HALF_DEPTH_MM, top[2] - half])
            outer = np.array([m[f"pedicle_lateral_{side}"][0] + sign * 3.0, centre[1] + 2.0, centre[2] - 2.0])
            inner = centre - np.array([sign * 3.0, 0.0, 0.0])
            radii = [3.0, FORAMEN_HALF_DEPTH_MM, half + 2.5]
            found.append(limb([inner, outer], [radii, radii]))
    m = skeleton["sacrum"].landmarks
    for level in ("S1", "S2", "S3", "S4"):
        for side in sides:
            path = [m[f"foramen_{level}_{part}_{side}"] for part in ("canal", "junction", "ventral")]
            dorsal = [m[f"foramen_{level}_{part}_{side}"] for part in ("junction", "dorsal")]
            found += [limb(path, np.full((3, 3), 6.5)), limb(dorsal, np.full((2, 3), 4.5))]
    return tuple(found)
