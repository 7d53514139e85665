"""Bodies made for a purpose: blocks and layers of labels of which everything is known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy, Labels
from meshes.space import Grid
from meshes.tissues import INTRATHECAL, Tissue
from sim.physics.body import Body
from sim.physics.compartments import Compartment
from sim.physics.weave import texture

AXIS = np.column_stack([np.zeros(121), np.zeros(121), np.arange(60.0, -61.0, -1.0)])
"""A straight canal along z."""


def patient(fine: Labels, coarse: Labels | None = None, canal: NDArray | None = None) -> Anatomy:
    """A patient who is nothing but labels."""
    nothing = Labels(Grid((500.0, 500.0, 500.0), 1.0, (1, 1, 1)), np.zeros((1, 1, 1), np.uint8))
    return Anatomy("made", {}, fine, coarse or nothing, (), {}, {}, AXIS if canal is None else canal, (), "made for a test")


def space_of(*tissues: Tissue, ball_mm: float | None = None, walled: bool = False) -> Compartment:
    """A compartment of these tissues that does nothing by itself."""
    filled = frozenset(tissues)
    return Compartment(name="made", tissues=filled, ball_mm=ball_mm, walled=walled, open_above=filled <= INTRATHECAL)


EVEN = replace(texture(), **{name: np.zeros(256) for name in ("lobule_sigma", "lobule_share", "channel_sigma")}, along=np.ones(256))
"""No lobules, no channels, no direction: what is written in the table of tissues holds everywhere."""


def block(tissue: Tissue, half_mm: float = 15.0, spacing: float = 0.5) -> Labels:
    """A cube of one tissue about the origin, its faces between voxels."""
    count = 2 * round(half_mm / spacing)
    edge = -half_mm + spacing / 2
    return Labels(Grid((edge, edge, edge), spacing, (count,) * 3), np.full((count,) * 3, tissue, np.uint8))


def painted(labels: Labels, tissue: Tissue, where: Callable[[NDArray, NDArray, NDArray], NDArray]) -> Labels:
    """The same with ``tissue`` where the voxel centres (x, y, z) say so."""
    x, y, z = np.meshgrid(*labels.grid.axes(), indexing="ij", sparse=True)
    values = labels.values.copy()
    values[np.broadcast_to(where(x, y, z), values.shape)] = tissue
    return Labels(labels.grid, values)


def layered(*layers: tuple[Tissue, float], spacing: float = 0.5, half_mm: float = 12.0) -> Labels:
    """Layers one behind the other from y = 0 to the front, each of so many mm; air behind."""
    air_mm = 5.0
    depth = air_mm + sum(mm for _, mm in layers)
    across, along = 2 * round(half_mm / spacing), round(depth / spacing)
    grid = Grid((-half_mm + spacing / 2, -air_mm + spacing / 2, -half_mm + spacing / 2), spacing, (across, along, across))
    values = np.zeros(grid.shape, np.uint8)
    start = air_mm
    for tissue, mm in layers:
        values[:, round(start / spacing) : round((start + mm) / spacing)] = tissue
        start += mm
    return Labels(grid, values)


def body(fine: Labels, coarse: Labels | None = None) -> Body:
    return Body.of(patient(fine, coarse))
