"""A muscle within the trunk: bounded by each solid's own steepness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meshes.layers import _inside
from meshes.shapes import Box, Points, ellipsoid


@pytest.mark.parametrize("radius", [0.5, 3.0])
def test_what_is_said_to_lie_in_a_muscle_or_out_of_it_does_so_by_its_own_steepness(radius: float) -> None:
    muscle, trunk = ellipsoid((0.0, 0.0, 0.0), (10.0, 10.0, 30.0)), replace(ellipsoid((5.0, 0.0, 0.0), (40.0, 20.0, 60.0)), steepest=20.0)
    both = _inside(muscle, trunk)
    chance = np.random.default_rng(7)
    middles = chance.uniform(-35.0, 35.0, (500, 3))
    least, most = both.within(Points.of(middles), np.full(500, radius, np.float32))
    for _ in range(20):
        way = chance.normal(size=(500, 3))
        there = both(Points.of(middles + radius * way / np.sqrt((way * way).sum(1))[:, None]))
        assert (there[least > 0] > 0).all()
        assert (there[most < 0] < 0).all()
    # by the trunk's steepness alone fewer of them would be told
    told = both(Points.of(middles)) - trunk.steepest * radius > 0
    assert np.count_nonzero(least > 0) > 1.2 * np.count_nonzero(told)


def test_a_box_is_the_smallest_unless_one_is_said() -> None:
    x, y, z = np.array([[1.0, 3.0], [-2.0, 5.0], [0.0, 4.0]], np.float32)
    assert Points(x, y, z).box == Box((1.0, -2.0, 0.0), (3.0, 5.0, 4.0))
    said = Box((-9.0, -9.0, -9.0), (9.0, 9.0, 9.0))
    assert Points(x, y, z, said).box == said
