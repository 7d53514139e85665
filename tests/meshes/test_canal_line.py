"""Stations along a canal are millimetres, whatever its points' spacing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.canal_line import CanalLine
from scenarios import files
from sim.session.world import World

SPACINGS = (0.4, 1.0, 2.5, 4.0)


def bow(angles: np.ndarray) -> np.ndarray:
    """(n, 3) on a circle of 100 mm, in the sagittal plane."""
    return np.stack([np.zeros_like(angles), 100 * np.cos(angles), -100 * np.sin(angles)], -1)


@pytest.mark.parametrize("spacing", SPACINGS)
def test_stations_are_lengths_of_arc(spacing: float) -> None:
    """Oracle: the circle's own arc, 100 mm a radian; 20 mm beside it half a step is longer or shorter by a fifth."""
    line = CanalLine(bow(np.arange(0, 1.5, spacing / 100)))
    angles = np.linspace(0.05, 1.4, 40)
    for way in (0.8, 1.0, 1.2):
        np.testing.assert_allclose(line.station(way * bow(angles)), 100 * angles, atol=abs(way - 1) * spacing / 2 + 0.03 * spacing**2)
    np.testing.assert_allclose(line.at(100 * angles), bow(angles), atol=0.005 * spacing**2)


def test_uneven_points_measure_the_same_way() -> None:
    steps = np.random.default_rng(0).uniform(0.2, 3.0, 80)
    line = CanalLine(np.cumsum(steps)[:, None] * [0.0, 0.0, -1.0])
    mm = np.linspace(0, line.length, 200)
    np.testing.assert_allclose(line.station(line.at(mm)), mm, atol=1e-9)
    assert line.length == pytest.approx(steps[1:].sum())


def test_past_its_ends_it_goes_straight_on() -> None:
    line = CanalLine(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, -2.0], [0.0, 0.0, -5.0]]))
    np.testing.assert_allclose(line.station([[1.0, 0.0, 7.0], [0.0, 3.0, -9.0]]), [-7.0, 9.0])
    np.testing.assert_array_equal(line.at([-7.0, 9.0]), line.points[[0, -1]])


@pytest.mark.parametrize("spacing", SPACINGS)
def test_where_something_lies_does_not_depend_on_how_finely_the_canal_was_written_down(reference: Anatomy, spacing: float) -> None:
    """An index along the curve is no length."""
    line = CanalLine(reference.canal)
    scenario = files.find_scenario("caudal")
    as_written = World.of(scenario, reference)
    other = World.of(scenario, replace(reference, canal=line.at(np.arange(0, line.length, spacing))))
    places = [reference.landmark(f"{level}/canal_back") for level in ("L1", "L2", "L3", "L4", "L5")]
    for a, b in pairwise(places):
        apart = as_written.station(b) - as_written.station(a)
        assert other.station(b) - other.station(a) == pytest.approx(apart, abs=0.3)
