"""A body's sketch: the bones that the whole body has, as large and in the same place, and what grows astray in who has it."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.morphometry import VERTEBRAE
from meshes.person import Person
from meshes.population import dimensions
from meshes.sketching import SEEN_MM, SOLID, SPACING_MM, SPONGY, BodySketch, sketched_body
from meshes.space import Grid
from meshes.stacking import from_tables
from meshes.surfaces import closed_surface
from meshes.voxels import sample

WELL = {"sex": "female", "seed": 5, "age": 50.0}
ILL = {**WELL, "variants": [{"kind": "disc_protrusion", "interspace": "L4-L5", "side": "right", "grade": 2}]}


@pytest.fixture(scope="module")
def well() -> BodySketch:
    return sketched_body(Person.model_validate(WELL))


def test_every_bone_of_the_column_is_there_and_as_large_as_it_is(well: BodySketch) -> None:
    """Oracle: the same bone's shape, sampled four times as finely."""
    skeleton = from_tables(dimensions(Person.model_validate(WELL)))
    assert set(well.surfaces) == {*skeleton.levels, "sacrum"} <= {*VERTEBRAE, "sacrum"}
    shape = skeleton["L4"].shape
    grid = Grid.covering(np.asarray(shape.box.lo) - 1.0, np.asarray(shape.box.hi) + 1.0, SPACING_MM / 4)
    true = closed_surface(sample(shape, grid, reach=2.0), grid)
    assert well.surfaces["L4"].volume == pytest.approx(true.volume, rel=0.06)
    assert well.surfaces["L4"].bounds == pytest.approx(true.bounds, abs=SPACING_MM)
    assert well.middle == pytest.approx(skeleton.landmark("L4", "superior_endplate"))


def test_both_shadows_weigh_the_same_bone(well: BodySketch) -> None:
    assert float(well.ap.sum()) == pytest.approx(float(well.lateral.sum()), rel=1e-4)
    assert well.ap.shape[0] == well.lateral.shape[0]
    assert max(well.ap.shape) * SPACING_MM <= 2 * SEEN_MM + 2 * SPACING_MM
    seen = sum(float(well.surfaces[name].volume) for name in ("L2", "L3", "L4", "L5"))
    every = sum(float(mesh.volume) for mesh in well.surfaces.values())
    assert SPONGY * seen < float(well.ap.sum()) * SPACING_MM**2 < SOLID * every


def test_a_variant_is_seen(well: BodySketch) -> None:
    ill = sketched_body(Person.model_validate(ILL))
    assert "growths" not in well.surfaces
    below = ill.surfaces["growths"].bounds
    assert below[0][2] < ill.surfaces["L4"].centroid[2]
    assert below[1][2] > ill.surfaces["L5"].bounds[0][2]


def test_the_same_person_is_the_same_sketch(well: BodySketch) -> None:
    again = sketched_body(Person.model_validate(WELL))
    assert np.array_equal(again.ap, well.ap)
    assert np.array_equal(again.surfaces["L5"].vertices, well.surfaces["L5"].vertices)
