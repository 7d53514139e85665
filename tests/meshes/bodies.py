"""Bodies made by hand, small enough to be written and read in no time."""

from __future__ import annotations

import numpy as np
import trimesh

from meshes.anatomy import Anatomy, Density, Labels, Outline
from meshes.space import Grid


def small() -> Anatomy:
    """A patient of a few hundred voxels, no two axes alike."""
    rng = np.random.default_rng(8)
    fine = Grid((-3.0, 4.8, 12.0), 0.6, (5, 7, 9))
    coarse = Grid((-10.0, -12.0, -14.0), 2.0, (12, 16, 20))
    tissues = np.array([0, 2, 22, 23, 36, 37, 51], np.uint8)
    return Anatomy(
        name="small",
        person={"sex": "female", "stature_mm": 1620.0, "bmi": 31.5, "age": 71.0},
        fine=Labels(fine, rng.choice(tissues, fine.shape)),
        coarse=Labels(coarse, rng.choice(tissues, coarse.shape)),
        bone=(Density(fine, rng.integers(0, 256, fine.shape, np.uint8)), Density(coarse, rng.integers(0, 256, coarse.shape, np.uint8))),
        surfaces={"L4": trimesh.creation.box((10, 20, 30)), "sac": trimesh.creation.icosphere(radius=4.0)},
        landmarks={"L4/pedicle_right": np.array([12.3456, -1.0, 50.25]), "hiatus": np.array([0.0, -85.1, -60.0])},
        canal=np.column_stack([np.zeros(6), np.linspace(3, 2, 6), np.linspace(20, 15, 6)]),
        inferred=("sac", "skin"),
        origin="Made up, with an umlaut: Größe.",
        outlines={"L4/pedicle_right": Outline(np.array([[1.2345, 2, 3], [4, 5, 6], [7, 8, 10.5]]), closed=True)},
    )
