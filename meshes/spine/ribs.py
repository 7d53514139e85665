"""The two lowest pairs of ribs, in the frames of their vertebrae: without necks and tubercles, free in front."""

from __future__ import annotations

import numpy as np

from meshes import tables
from meshes.shapes import Shape, limb, mirrored
from meshes.spine.vertebra import Warp

RIB_OF = {"T11": "rib11", "T12": "rib12"}


def rib(name: str, warp: Warp) -> Shape:
    """Both ribs of a pair (table ``ribs``), their heads where the warp puts the vertebra's sides, the rest as large as its body."""
    rows = [row for row in tables.read("ribs", tables.RibNode) if row.rib == name]
    nodes = np.array([[row.x_mm, row.y_mm, row.z_mm] for row in rows])
    radii = np.array([[row.across_mm, row.deep_mm, row.high_mm] for row in rows])
    nodes = warp.to_person(nodes[0]) + warp.body_scale * (nodes - nodes[0])
    return mirrored(limb(nodes, radii, joint=3.0))
