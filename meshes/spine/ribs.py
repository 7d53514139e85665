"""The two lowest pairs of ribs, in the frames of their vertebrae: without necks and tubercles, free in front."""

from __future__ import annotations

import numpy as np

from meshes import tables
from meshes.shapes import Shape, limb, mirrored
from meshes.skeleton import Bone
from meshes.space import Side, side_sign
from meshes.spine.vertebra import Warp

RIB_OF = {"T11": "rib11", "T12": "rib12"}
LUMBAR_RIB_MM = 32.0
"""Length of a rib at L1 (guess: a stump of a few centimetres)."""


def rib(name: str, warp: Warp) -> Shape:
    """Both ribs of a pair (table ``ribs``), their heads where the warp puts the vertebra's sides, the rest as large as its body."""
    rows = [row for row in tables.read("ribs", tables.RibNode) if row.rib == name]
    nodes = np.array([[row.x_mm, row.y_mm, row.z_mm] for row in rows])
    radii = np.array([[row.across_mm, row.deep_mm, row.high_mm] for row in rows])
    nodes = warp.to_person(nodes[0]) + warp.body_scale * (nodes - nodes[0])
    return mirrored(limb(nodes, radii, joint=3.0))


def lumbar_rib(bone: Bone, side: Side) -> Shape:
    """A short rib beyond the tip of a transverse process, whose joint with it is left out."""
    tip, out = bone.landmarks[f"transverse_tip_{side}"], side_sign(side)
    nodes = [tip - [4.0 * out, 0.0, 0.0], tip + [0.5 * LUMBAR_RIB_MM * out, -2.0, -3.0], tip + [LUMBAR_RIB_MM * out, -2.0, -11.0]]
    return limb(nodes, [[3.4, 3.2, 4.2], [3.2, 2.8, 4.6], [2.6, 2.4, 3.4]], joint=2.0)
