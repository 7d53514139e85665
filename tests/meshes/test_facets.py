"""How the facet joints stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meshes import tables
from meshes.morphometry import VERTEBRAE, Dimensions
from meshes.person import Person
from meshes.population import dimensions
from meshes.shapes import Points, ellipsoid
from meshes.skeleton import Skeleton
from meshes.spine.facets import Turn
from meshes.stacking import from_tables

NEAR_MM = 16.0


def standing(skeleton: Skeleton, level: str, sign: int) -> float:
    """The angle of a joint's plane to the midsagittal one, seen along the spine, degrees: by the joint space's own spread."""
    joint, below = skeleton.joints[skeleton.levels.index(level)], skeleton.below(level)
    axes = [np.arange(a, b, 0.6) for a, b in zip(joint.box.lo, joint.box.hi, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    local = below.pose.to_local(points[joint(Points.of(points)) < 0])
    facet = below.pose.to_local(below.landmarks[f"superior_facet_{'right' if sign > 0 else 'left'}"])
    near = local[(local[:, 0] * sign > 5) & (np.linalg.norm(local - facet, axis=1) < NEAR_MM)]
    normal = np.linalg.svd(near - near.mean(0), full_matrices=False)[2][2]
    return float(np.degrees(np.arctan2(abs(normal[1]), abs(normal[0]))))


@pytest.mark.parametrize(("level", "published"), [("T12", 25.9), ("L1", 25.0), ("L2", 30.0), ("L3", 38.0), ("L4", 45.0), ("L5", 50.0)])
def test_each_level_s_facets_stand_as_published(level: str, published: float, mean_skeleton: Skeleton) -> None:
    """Oracle: [@facets_compiled], compiled from CT: sagittal above, coronal at L5-S1; of the mean man, whose sides are alike."""
    for sign in (1, -1):
        assert standing(mean_skeleton, level, sign) == pytest.approx(published, abs=2.0)


def test_thoracic_facets_are_coronal(mean_skeleton: Skeleton) -> None:
    """Oracle: [@facets_known], 20 degrees off coronal."""
    assert standing(mean_skeleton, "T11", 1) == pytest.approx(70.0, abs=4.0)


def test_tropism_turns_one_facet_more_than_the_other(mean_man: Dimensions) -> None:
    """Oracle: 8 degrees asked for at L4-L5, measured on the joints; the other interspaces stay as they were."""
    own = mean_man.levels["L4"]
    crooked = from_tables(replace(mean_man, levels={**mean_man.levels, "L4": replace(own, tropism_deg=8.0)}))
    assert standing(crooked, "L4", 1) - standing(crooked, "L4", -1) == pytest.approx(8.0, abs=2.0)
    assert standing(crooked, "L2", 1) == pytest.approx(standing(crooked, "L2", -1), abs=0.5)


def test_people_differ_from_left_to_right_as_controls_do() -> None:
    """Oracle: Mohanty 2018, mean difference 4.1 (2.6) at L4-L5 and 4.8 (3.3) at L5-S1, controls; 120 people."""
    people = [dimensions(Person(sex="male", seed=seed)) for seed in range(120)]
    for level, mean, sd in (("L4", 4.1, 2.6), ("L5", 4.8, 3.3)):
        found = np.abs([p.levels[level].tropism_deg for p in people])
        assert found.mean() == pytest.approx(mean, abs=3 * sd / np.sqrt(120))


def test_every_level_of_a_body_has_its_row() -> None:
    assert tuple(row.level for row in tables.read("facets", tables.Facets)) == VERTEBRAE


def test_a_turn_takes_places_along_with_the_solid() -> None:
    """Oracle: the same place asked before and after; far away nothing moves."""
    turn = Turn(np.array([3.0, -2.0, 1.0]), np.array([0.0, 0.0, 1.0]), 0.15, 12.0)
    solid = ellipsoid((5.0, 1.0, 0.0), (6.0, 2.0, 4.0))
    moved = turn.of(solid)
    places = np.random.default_rng(4).uniform(-14.0, 16.0, (500, 3))
    there = np.array([turn.place(p) for p in places])
    np.testing.assert_allclose(moved(Points.of(there)), solid(Points.of(places)), atol=1e-3)
    off = np.linalg.norm(places - turn.pivot, axis=1)
    np.testing.assert_allclose(np.linalg.norm(there - turn.pivot, axis=1), off, atol=1e-9)
    np.testing.assert_allclose(there[off > 12.0], places[off > 12.0], atol=1e-12)


def test_a_turn_knows_how_steep_it_is() -> None:
    """Oracle: brute force, neighbours 0.05 mm apart."""
    moved = Turn(np.array([3.0, -2.0, 1.0]), np.array([0.0, 0.0, 1.0]), 0.2, 12.0).of(ellipsoid((5.0, 1.0, 0.0), (6.0, 6.0, 6.0)))
    rng = np.random.default_rng(5)
    places = rng.uniform(-10.0, 16.0, (20_000, 3))
    step = rng.normal(size=places.shape)
    step *= 0.05 / np.linalg.norm(step, axis=1)[:, None]
    change = np.abs(moved(Points.of(places + step)) - moved(Points.of(places))) / 0.05
    assert change.max() < moved.steepest
