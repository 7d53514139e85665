"""Facet joints as a picture shows them: how wide they are, how dense the bone beside them is, and whether a light line lies between."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from meshes import mineral
from meshes.morphometry import LUMBAR, Dimensions, reference
from meshes.person import Person
from meshes.population import dimensions
from meshes.shapes import SAMPLED_MM, Points, Shape, ellipsoid, limb
from meshes.skeleton import Skeleton
from meshes.space import Grid, Side
from meshes.spine.joints import FACET_GAP_MM, SUBCHONDRAL, parted
from meshes.stacking import from_tables
from meshes.voxels import sample

STEP_MM, AROUND_MM = 0.5, 11.0
SIDES: tuple[Side, Side] = ("right", "left")
TRABECULAR = 0.12
HIGH_MM = 3.0


@cache
def bones() -> Skeleton:
    return from_tables(reference())


class Joint:
    """A facet joint's bones on a lattice along its own axes."""

    def __init__(self, skeleton: Skeleton, level: str, side: Side) -> None:
        above, below, space = skeleton[level], skeleton.below(level), skeleton.joints[skeleton.levels.index(level)]
        middle = (above.landmarks[f"inferior_facet_{side}"] + below.landmarks[f"superior_facet_{side}"]) / 2
        self.grid = Grid.covering(middle - AROUND_MM, middle + AROUND_MM, STEP_MM)
        self.bones = above, below
        self.distances = [sample(bone.shape, self.grid, 3.0) for bone in self.bones]
        self.space = sample(space, self.grid, 3.0) < 0
        away = [ndimage.distance_transform_edt(d >= 0) * STEP_MM - STEP_MM / 2 for d in self.distances]
        self.half_way = self.space & (np.abs(away[0] - away[1]) < STEP_MM) & (np.minimum(*away) > 0)
        self.width = float(np.median((away[0] + away[1])[self.half_way]))

    def line(self) -> float:
        """How much less bone, mm of cortex, beams within 9 mm of the joint's middle meet between its edges than in the edges, from where
        most is seen of it."""
        places = self.grid.centre(np.argwhere(self.half_way))
        middle = places.mean(0)
        offset = self.grid.centre(np.argwhere(np.ones(self.grid.shape, bool))) - middle
        near = (np.abs(offset[:, 2]) < HIGH_MM) & (np.linalg.norm(offset[:, :2], axis=1) < 9.0)
        p = Points.of(offset[near] + middle)
        mass = np.zeros(len(p.x))
        for bone, distance in zip(self.bones, self.distances, strict=True):
            shell = mineral.shell_thickness(bone, p)
            mass += mineral.density(distance.ravel()[near], shell, np.ones_like(shell), TRABECULAR, STEP_MM) / mineral.FULL
        return max(_depth(offset[near], mass, angle) for angle in range(20, 65, 5) for angle in (angle, -angle))


def _depth(offset: NDArray[np.float64], mass: NDArray[np.float64], angle: float) -> float:
    """Of the line of least bone between two edges, seen at so many degrees to the midline."""
    across = offset[:, 0] * np.cos(np.radians(angle)) - offset[:, 1] * np.sin(np.radians(angle))
    bins = np.floor(across / STEP_MM).astype(int) + 20
    profile = ndimage.gaussian_filter1d(np.bincount(bins, mass, 40) * STEP_MM**2 / (2 * HIGH_MM), 0.6)
    return float(max(min(profile[k - 8 : k].max(), profile[k + 1 : k + 9].max()) - profile[k] for k in range(14, 27)))


@pytest.mark.parametrize("level", LUMBAR)
def test_facet_joints_are_as_wide_as_people_s(level: str) -> None:
    """Oracle: 2 to 4 mm between the bones is normal [@weishaupt_1999]; and both joints of a level are joints."""
    right, left = (Joint(bones(), level, side) for side in SIDES)
    for joint in (right, left):
        assert 2.0 <= joint.width <= 4.0
    assert 0.6 < right.half_way.sum() / left.half_way.sum() < 1.6


@pytest.mark.parametrize("level", ["L3", "L4", "L5"])
def test_an_oblique_shows_the_joint_as_a_light_line(level: str) -> None:
    """Oracle: bone summed along beams. Of a joint whose surfaces are parallel and seen on end a beam misses two plates of cortex, 10 mm
    deep or more, less what lies before and behind it: 4.5 mm at least. It was 2 to 5.8, and least on the left at L5-S1."""
    for side in SIDES:
        assert Joint(bones(), level, side).line() > 4.5


def test_cortex_under_cartilage_is_a_millimetre_or_two_thick() -> None:
    """Oracle: closed form, two balls whose surfaces cross at x = 0; the plate ends where the field has fallen by the arch's cortex."""
    a, b = ellipsoid((-9.8, 0, 0), [10] * 3), ellipsoid((9.8, 0, 0), [10] * 3)
    depth = np.linspace(0, 3, 301)
    field = parted(a, b, FACET_GAP_MM)(Points.of(np.column_stack([-FACET_GAP_MM / 2 - depth, 0 * depth, 0 * depth])))
    np.testing.assert_allclose(field, -2 * SUBCHONDRAL * depth, atol=0.02)
    assert 1.0 < np.interp(mineral.ARCH_SHELL_MM, -field, depth) < 2.0


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_vertebrae_stand_over_each_other(seed: int | None) -> None:
    """Oracle: the rims of two end-plates that face each other, of the reference man and people drawn: beside each other by no more than
    their own shapes differ, 2.5 mm. L5 stood 4.5 to 4.8 beside S1."""
    person: Dimensions = reference() if seed is None else dimensions(Person(sex="male", seed=seed))
    skeleton = from_tables(person)
    for level in LUMBAR:
        above, below = skeleton[level], skeleton.below(level)
        upper, lower = (
            (bone.landmarks[f"{end}_side_right"] + bone.landmarks[f"{end}_side_left"]) / 2
            for bone, end in ((above, "inferior"), (below, "superior"))
        )
        assert abs(below.pose.to_local(upper)[0] - below.pose.to_local(lower)[0]) < 2.5


@pytest.mark.parametrize(("count", "share"), [(4000, 0.9), (40000, 0.35)])
def test_the_other_bone_is_asked_only_where_it_can_matter(count: int, share: float) -> None:
    """Oracle: the same field with the other bone asked everywhere, wherever the first one is nearer than what is sampled."""
    plain = np.random.default_rng(5).uniform(-14, 14, (count, 3)).astype(np.float32)
    plain = plain[np.lexsort((plain // 4).T)]  # as voxels come, side by side
    asked: list[int] = []
    a = limb([[-10.0, 0.0, 0.0], [-2.0, 0.0, 0.0]], np.full((2, 3), 4.0))
    b = limb([[2.0, 0.0, 0.0], [10.0, 0.0, 0.0]], np.full((2, 3), 4.0))
    counted = Shape(lambda p: (asked.append(len(p.x)), b(p))[1], b.box, b.steepest)
    p = Points.of(plain)
    da, db = a(p), b(p)
    everywhere = np.maximum(
        da, np.minimum((da - db + np.float32(FACET_GAP_MM)) * np.float32(SUBCHONDRAL), np.float32(0.6 * FACET_GAP_MM) - db)
    )
    found = parted(a, counted, FACET_GAP_MM)(p)
    near = da < SAMPLED_MM
    assert np.array_equal(found[near], everywhere[near])
    assert 0 < sum(asked) < share * len(plain)
