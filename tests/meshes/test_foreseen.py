"""Of a bone nothing is skipped that holds its surface."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meshes.morphometry import Dimensions
from meshes.person import Person
from meshes.population import dimensions
from meshes.shapes import FAR, Array, Box, Points, Range, half_space
from meshes.space import Grid
from meshes.spine.joints import foreseen
from meshes.stacking import from_tables
from meshes.voxels import sample

REACH_MM = 3.0
"""Of what bones are drawn from."""


def nothing_promised(middles: Points, radius: Array) -> Range:
    return np.full_like(radius, -FAR), np.full_like(radius, FAR)


@pytest.fixture(scope="module", params=[777, 502])
def drawn(request: pytest.FixtureRequest) -> Dimensions:
    """Two people; the bones of the first one have the steepest ways to the mean's."""
    return dimensions(Person(sex="female" if request.param % 2 else "male", seed=request.param))


@pytest.mark.parametrize("name", ["T11", "L4", "sacrum"])
@pytest.mark.parametrize("spacing", [0.9, 2.0])
def test_a_bone_is_as_if_each_voxel_had_been_asked(name: str, spacing: float, drawn: Dimensions) -> None:
    """Oracle: the same where no bound is promised."""
    bone = from_tables(drawn)[name].shape
    grid = Grid.covering(np.array(bone.box.lo) - REACH_MM, np.array(bone.box.hi) + REACH_MM, spacing)
    found, true = sample(bone, grid, REACH_MM), sample(replace(bone, closer=nothing_promised), grid, REACH_MM)
    np.testing.assert_array_equal(found < 0, true < 0)
    near = np.abs(true) < 0.9 * REACH_MM
    np.testing.assert_allclose(found[near], true[near], atol=1e-5)


def test_a_field_that_promises_more_is_taken_at_its_word() -> None:
    """Oracle: a plane, which changes by 1 a mm."""
    plane = replace(half_space([0, 0, 0], [0, 0, 1], Box((-9, -9, -9), (9, 9, 9))), steepest=1.0)
    least, most = foreseen(plane).within(Points.of([[0, 0, 4.0]]), np.array([2.0], np.float32))
    assert (least[0], most[0]) == (2.0, 6.0)
