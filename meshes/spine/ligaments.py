"""Supraspinous, interspinous, sacrococcygeal and yellow ligaments."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.noise import lattice_noise
from meshes.shapes import Array, Box, Points, Shape, limb
from meshes.skeleton import Skeleton
from meshes.spine.canal import Canal
from meshes.tissues import Tissue

SUPRASPINOUS_MM = (3.5, 2.2)
"""Half-width and half-thickness (guess)."""
MEMBRANE_HALF_MM = 1.2
"""Half-thickness of the sacrococcygeal membrane (guess: 2-3 mm thick)."""
INTERSPINOUS_HALF_MM = 2.2
"""Half-thickness (guess)."""
CLEFT_HALF_MM, CLEFT_MM = 0.95, (30.0, 7.0, 6.0)
"""Half-width of the fatty clefts in its middle, and the size of the noise that makes them (guess)."""
CLEFT_FROM, CLEFT_PER_YEAR = 0.55, 0.010
"""Above this value of the noise there is a cleft at 40 years; by year it is less (guess: clefts are common, and more so with age)."""
RETRODURAL_MM = 0.9
"""Depth of the space of Okada between the flavum and what lies behind it (guess: a potential space, a voxel or two)."""


def supraspinous(skeleton: Skeleton) -> Shape:
    """Over the tips of the spinous processes; it ends at L4 [@bogduk_anatomy]."""
    wide, thick = SUPRASPINOUS_MM
    nodes = []
    for level in (name for name in skeleton.levels if name != "L5"):
        m = skeleton[level].landmarks
        for name in ("spinous_top", "spinous_bottom"):
            nodes.append([m["spinous_tip"][0], m["spinous_tip"][1] - thick + 0.6, m[name][2]])
    return limb(nodes, np.tile([wide, thick, thick], (len(nodes), 1)), joint=1.0)


def interspinous(skeleton: Skeleton, person: Dimensions) -> tuple[tuple[Callable[[Points], NDArray[np.uint8]], Shape], ...]:
    """A sheet in the midline between each two spinous processes, and which points of it are ligament, which fat in its clefts."""
    from_noise = np.float32(CLEFT_FROM - CLEFT_PER_YEAR * (person.age - 40.0))
    sheets = []
    for upper, lower in pairwise(skeleton.column):
        m, n = upper.landmarks, lower.landmarks
        tail = n["crest_s1"] if lower.name == "sacrum" else n["spinous_top"]
        near = (m["lamina_bottom"] + n["lamina_top"]) / 2 + np.array([0.0, -6.0, 0.0])
        far = (m["spinous_bottom"] + tail) / 2
        half_near = abs(m["lamina_bottom"][2] - n["lamina_top"][2]) / 2 + 5.0
        half_far = abs(m["spinous_bottom"][2] - tail[2]) / 2 + 5.0
        across = INTERSPINOUS_HALF_MM
        sheet = limb([near, far], [[across, 4.0, half_near], [across, 4.0, half_far]])
        core = limb([near, far], [[CLEFT_HALF_MM, 3.0, half_near], [CLEFT_HALF_MM, 3.0, half_far]])

        def kind(p: Points, core: Shape = core) -> NDArray[np.uint8]:
            cleft = (core(p) < 0) & (lattice_noise(p.x, p.y, p.z, CLEFT_MM, person.grain) > from_noise)
            return np.where(cleft, Tissue.INTERSPINOUS_CLEFT, Tissue.INTERSPINOUS).astype(np.uint8)

        sheets.append((kind, sheet))
    return tuple(sheets)


def sacrococcygeal(skeleton: Skeleton) -> Shape:
    """The membrane that closes the hiatus, from its apex down to the back of the last sacral body."""
    m = skeleton["sacrum"].landmarks
    half = float(m["cornu_right"][0] - m["cornu_left"][0]) / 2
    frame = skeleton["sacrum"].pose.rotation.T
    radii = [[half, MEMBRANE_HALF_MM, 3.0], [0.8 * half, MEMBRANE_HALF_MM, 2.0]]
    return limb([m["hiatus_apex"], m["hiatus_end"]], radii, frame)


def flavum(canal: Canal) -> Shape:
    """Both halves of every level, as the canal's wall carries them."""

    def field(p: Points) -> Array:
        c = canal.locate(p)
        absent = np.float32(0.5) - (c.outer - c.inner)
        found: Array = np.maximum(np.maximum(c.inner - c.r, c.r - c.outer - np.float32(0.3)), absent)
        return found

    return Shape(field, Box.around(canal.centre, 22.0), steepest=3.6)


def retrodural(canal: Canal) -> Shape:
    """Behind the flavum, from facet joint to facet joint; bone is drawn over what is not between the laminae."""

    def field(p: Points) -> Array:
        c = canal.locate(p)
        behind = c.r - c.outer - np.float32(0.3)
        absent = np.float32(0.5) - (c.outer - c.inner)
        found: Array = np.maximum(np.maximum(-behind, behind - np.float32(RETRODURAL_MM)), absent)
        return found

    return Shape(field, Box.around(canal.centre, 24.0), steepest=2.5)
