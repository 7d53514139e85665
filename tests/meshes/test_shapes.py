"""The shape language against closed forms and set algebra."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshes.shapes import (
    FAR,
    Box,
    Points,
    Shape,
    ellipsoid,
    empty_at,
    half_space,
    intersect,
    limb,
    mirrored,
    offset,
    smooth_min,
    subtract,
    union,
)
from meshes.skeleton import Skeleton
from meshes.space import rotation
from meshes.spine.pelvis import femora, hips
from meshes.spine.sacrum import sacrum
from meshes.spine.vertebra import template_shape
from tests.meshes.steady import clouds, directions, numbers, places, steady

AGREE_MM = 3e-3
"""A two-hundredth of a voxel: fields are float32, and a sphere is a capsule 0.001 mm long."""


def ball(centre: tuple[float, float, float], radius: float) -> Shape:
    return ellipsoid(centre, [radius] * 3)


def sphere_distance(points: np.ndarray, centre: tuple[float, float, float], radius: float) -> np.ndarray:
    return np.linalg.norm(points - np.asarray(centre), axis=1) - radius


def assert_distance(found: np.ndarray, expected: np.ndarray, radius: float) -> None:
    """Exact near the surface, where it counts; in the core, where k0 / k1 is nearly 0 / 0, a depth within 3 % of the radius."""
    core = expected < -radius / 2
    np.testing.assert_allclose(found[~core], expected[~core], atol=AGREE_MM)
    np.testing.assert_allclose(found[core], expected[core], atol=0.03 * radius)


LEFT, RIGHT = ball((-6.0, 0.0, 0.0), 9.0), ball((5.0, 2.0, -3.0), 8.0)


def signs(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the points lie in each of the two balls."""
    return sphere_distance(points, (-6.0, 0.0, 0.0), 9.0) < 0, sphere_distance(points, (5.0, 2.0, -3.0), 8.0) < 0


def clear(points: np.ndarray) -> np.ndarray:
    """Points that no rounding can push across either ball's surface."""
    gap = np.minimum(np.abs(sphere_distance(points, (-6.0, 0.0, 0.0), 9.0)), np.abs(sphere_distance(points, (5.0, 2.0, -3.0), 8.0)))
    return points[gap > AGREE_MM]


# --- primitives ---------------------------------------------------------------------------------------------------------


@steady
@given(places(30), places(30), numbers(1.0, 20.0), clouds())
def test_a_capsule_is_as_far_as_its_axis_less_its_radius(a: np.ndarray, b: np.ndarray, radius: float, points: np.ndarray) -> None:
    """Oracle: the distance to a line segment, in closed form."""
    if np.linalg.norm(b - a) < 1.0:
        b = a + [1.0, 0.0, 0.0]
    share = np.clip(((points - a) @ (b - a)) / ((b - a) @ (b - a)), 0.0, 1.0)
    expected = np.linalg.norm(points - a - share[:, None] * (b - a), axis=1) - radius
    points[:3] = a, b, (a + b) / 2  # the axis itself is the depth of the solid, not a hole in it
    expected[:3] = -radius
    assert_distance(limb([a, b], [[radius] * 3] * 2)(Points.of(points)), expected, radius)


@steady
@given(places(30), numbers(0.5, 25.0), clouds())
def test_a_sphere_is_as_far_as_its_centre_less_its_radius(centre: np.ndarray, radius: float, points: np.ndarray) -> None:
    """Oracle: closed form; the sphere is drawn as a capsule 0.001 mm long."""
    points[0] = centre
    assert_distance(ellipsoid(centre, [radius] * 3)(Points.of(points)), sphere_distance(points, tuple(centre), radius), radius)


@steady
@given(places(20), st.tuples(*[numbers(2.0, 30.0)] * 3), clouds(reach=50))
def test_an_ellipsoid_holds_what_its_equation_says(centre: np.ndarray, radii: tuple[float, ...], points: np.ndarray) -> None:
    """Oracle: (x/a)2 + (y/b)2 + (z/c)2 < 1."""
    value = (((points - centre) / radii) ** 2).sum(axis=1)
    sure = np.abs(value - 1) > 5e-3
    inside = ellipsoid(centre, radii)(Points.of(points)) < 0
    np.testing.assert_array_equal(inside[sure], (value < 1)[sure])


@steady
@given(directions(), numbers(-3.0, 3.0), clouds(reach=30))
def test_a_limb_in_a_turned_frame_is_the_limb_seen_from_there(axis: np.ndarray, angle: float, points: np.ndarray) -> None:
    """Oracle: turning the points instead of the frame."""
    frame = rotation(axis, angle)
    nodes, radii = (
        np.array([[0.0, 0.0, -8.0], [3.0, 1.0, 0.0], [2.0, -4.0, 9.0]]),
        np.array([[4.0, 6.0, 2.0], [3.0, 5.0, 4.0], [2.0, 2.0, 2.0]]),
    )
    turned = limb(nodes @ frame, radii, frame, joint=2.0)(Points.of(points))
    level = limb(nodes, radii, joint=2.0)(Points.of(points @ frame.T))
    np.testing.assert_allclose(turned, level, atol=5 * AGREE_MM)


@steady
@given(clouds(reach=30))
def test_a_limb_that_grows_holds_each_point_by_the_radius_it_has_there(points: np.ndarray) -> None:
    """Oracle: point by point, the radii interpolated to the nearest place on the axis."""
    a, b, first, last = np.array([0.0, 0.0, -10.0]), np.array([4.0, 3.0, 12.0]), np.array([2.0, 3.0, 4.0]), np.array([8.0, 5.0, 6.0])
    found = limb([a, b], [first, last])(Points.of(points)) < 0
    for point, inside in zip(points, found, strict=True):
        t = min(max(float((point - a) @ (b - a) / ((b - a) @ (b - a))), 0.0), 1.0)
        value = float(((((point - a) - t * (b - a)) / (first + t * (last - first))) ** 2).sum())
        if abs(value - 1) > 1e-3:
            assert inside == (value < 1)


@steady
@given(places(20), directions(), clouds())
def test_a_half_space_is_as_far_as_its_plane(point: np.ndarray, outward: np.ndarray, points: np.ndarray) -> None:
    """Oracle: the signed distance to a plane."""
    expected = (points - point) @ (outward / np.linalg.norm(outward))
    found = half_space(tuple(point), tuple(outward), Box((-60,) * 3, (60,) * 3))(Points.of(points))
    np.testing.assert_allclose(found, expected, atol=AGREE_MM)


# --- composition --------------------------------------------------------------------------------------------------------


@steady
@given(clouds(reach=15))
def test_a_union_holds_what_either_holds(points: np.ndarray) -> None:
    """Oracle: set algebra."""
    points = clear(points)
    a, b = signs(points)
    np.testing.assert_array_equal(union(LEFT, RIGHT)(Points.of(points)) < 0, a | b)


@steady
@given(clouds(reach=15))
def test_an_intersection_holds_what_both_hold(points: np.ndarray) -> None:
    """Oracle: set algebra."""
    points = clear(points)
    a, b = signs(points)
    np.testing.assert_array_equal(intersect(LEFT, RIGHT)(Points.of(points)) < 0, a & b)


@steady
@given(clouds(reach=15))
def test_a_difference_holds_what_only_the_first_holds(points: np.ndarray) -> None:
    """Oracle: set algebra."""
    points = clear(points)
    a, b = signs(points)
    np.testing.assert_array_equal(subtract(LEFT, RIGHT)(Points.of(points)) < 0, a & ~b)


@steady
@given(clouds(reach=15), numbers(0.5, 6.0))
def test_a_fillet_only_adds_to_a_union_and_only_takes_from_a_difference(points: np.ndarray, blend: float) -> None:
    p = Points.of(points)
    assert (union(LEFT, RIGHT, blend=blend)(p) <= union(LEFT, RIGHT)(p) + 1e-6).all()
    assert (subtract(LEFT, RIGHT, blend=blend)(p) >= subtract(LEFT, RIGHT)(p) - 1e-6).all()
    assert (intersect(LEFT, RIGHT, blend=blend)(p) >= intersect(LEFT, RIGHT)(p) - 1e-6).all()


@steady
@given(clouds(reach=15), numbers(0.0, 6.0))
def test_the_order_of_a_union_does_not_matter(points: np.ndarray, blend: float) -> None:
    p = Points.of(points)
    np.testing.assert_array_equal(union(LEFT, RIGHT, blend=blend)(p), union(RIGHT, LEFT, blend=blend)(p))


@steady
@given(clouds(reach=15))
def test_a_union_with_itself_is_itself(points: np.ndarray) -> None:
    p = Points.of(points)
    np.testing.assert_array_equal(union(LEFT, LEFT)(p), LEFT(p))
    assert (subtract(LEFT, LEFT)(p) >= 0).all(), "nothing is left of a solid without itself"


@steady
@given(clouds(reach=15), numbers(0.5, 6.0))
def test_smooth_minimum_is_the_polynomial_it_claims_to_be(points: np.ndarray, blend: float) -> None:
    """Oracle: Quilez' quadratic smooth minimum, min(a, b) - h^2 / 4k with h = max(k - |a - b|, 0)."""
    p = Points.of(points)
    a, b = LEFT(p).astype(float), RIGHT(p).astype(float)
    h = np.maximum(blend - np.abs(a - b), 0.0)
    found = smooth_min(LEFT(p), RIGHT(p), blend)
    np.testing.assert_allclose(found, np.minimum(a, b) - h * h / (4 * blend), atol=AGREE_MM)
    assert (found >= np.minimum(a, b) - blend / 4 - 1e-4).all(), "never deeper than a quarter of the blend"
    far = np.abs(a - b) > blend + AGREE_MM
    np.testing.assert_array_equal(found[far], np.minimum(LEFT(p), RIGHT(p))[far])


def test_without_blend_the_smooth_minimum_is_the_minimum() -> None:
    a, b = np.float32([1.0, 2.0, -3.0]), np.float32([1.5, 1.0, -3.0])
    np.testing.assert_array_equal(smooth_min(a, b, 0.0), np.minimum(a, b))


@steady
@given(clouds(), numbers(-4.0, 8.0))
def test_a_sphere_grown_is_the_greater_sphere(points: np.ndarray, mm: float) -> None:
    """Oracle: closed form."""
    assert_distance(offset(LEFT, mm)(Points.of(points)), sphere_distance(points, (-6.0, 0.0, 0.0), 9.0 + mm), 9.0 + mm)


@steady
@given(clouds(reach=20))
def test_what_is_mirrored_is_the_same_on_both_sides(points: np.ndarray) -> None:
    both = mirrored(ball((8.0, 1.0, 2.0), 5.0))
    np.testing.assert_array_equal(both(Points.of(points)), both(Points.of(points * [-1, 1, 1])))
    expected = np.minimum(sphere_distance(points, (8.0, 1.0, 2.0), 5.0), sphere_distance(points, (-8.0, 1.0, 2.0), 5.0))
    assert_distance(both(Points.of(points)), expected, 5.0)


# --- how fields are asked -----------------------------------------------------------------------------------------------


@steady
@given(clouds(60, reach=25), numbers(0.0, 4.0))
def test_it_does_not_matter_with_which_others_a_point_is_asked(points: np.ndarray, blend: float) -> None:
    """A union leaves out parts whose box is far from all points asked about: near its surface that may never show."""
    shape = union(*(ball((x, 0.0, 0.0), 4.0) for x in (-18.0, -6.0, 6.0, 18.0)), blend=blend)
    together = shape(Points.of(points))
    alone = np.array([shape(Points.of(point[None]))[0] for point in points])
    near = (np.abs(together) < 1.0) | (np.abs(alone) < 1.0)
    np.testing.assert_allclose(together[near], alone[near], atol=AGREE_MM)
    np.testing.assert_array_equal(together < 0, alone < 0)


def test_where_no_part_is_near_there_is_nothing() -> None:
    far = Points.of(np.array([[500.0, 0.0, 0.0]]))
    assert union(LEFT, RIGHT)(far)[0] == FAR == empty_at(far)[0]


def test_a_field_is_worked_out_once_for_the_same_points() -> None:
    asked: list[int] = []

    def field(p: Points) -> np.ndarray:
        asked.append(len(p.x))
        return np.zeros_like(p.x)

    shape, p = Shape(field, Box((0, 0, 0), (1, 1, 1))), Points.of(np.zeros((3, 3)))
    assert shape(p) is shape(p)
    assert asked == [3]


def test_composing_leaves_the_parts_as_they_were() -> None:
    p = np.random.default_rng(0).uniform(-20, 20, (200, 3))
    before = LEFT(Points.of(p)).copy()
    for whole in (union(LEFT, RIGHT, blend=3), subtract(LEFT, RIGHT), offset(LEFT, 2), mirrored(LEFT), intersect(LEFT, RIGHT)):
        whole(Points.of(p))
    np.testing.assert_array_equal(LEFT(Points.of(p)), before)


# --- boxes and slopes ---------------------------------------------------------------------------------------------------

FRAME = rotation([1.0, 2.0, 0.5], 0.8)
KINDS: dict[str, Callable[[], Shape]] = {
    "ball": lambda: LEFT,
    "turned limb": lambda: limb([[0, 0, 0], [10, 5, 20]], [[3, 9, 2], [8, 2, 5]], FRAME),
    "jointed limb": lambda: limb([[0, 0, 0], [15, 0, 0], [15, 15, 0]], [[5, 5, 5]] * 3, joint=6.0),
    "filleted union": lambda: union(LEFT, RIGHT, blend=8.0),
    "difference": lambda: subtract(LEFT, RIGHT, blend=3.0),
    "grown": lambda: offset(LEFT, 4.0),
    "shrunk": lambda: offset(LEFT, -4.0),
    "mirrored": lambda: mirrored(ball((12.0, 0.0, 0.0), 5.0)),
    "vertebra": lambda: template_shape("L4"),
    "sacrum": sacrum,
    "hips": hips,
    "femora": femora,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_box_of_a_shape_holds_all_of_it(kind: str) -> None:
    """Oracle: brute force, the field on a lattice that reaches 12 mm beyond the box on all sides."""
    shape = KINDS[kind]()
    lo, hi = np.array(shape.box.lo), np.array(shape.box.hi)
    steps = np.meshgrid(*(np.linspace(a - 12, b + 12, 61) for a, b in zip(lo, hi, strict=True)), indexing="ij")
    points = np.stack(steps, -1).reshape(-1, 3)
    inside = points[shape(Points.of(points)) < 0]
    assert len(inside) > 50, "the lattice sees the shape"
    assert (inside >= lo - 1e-3).all()
    assert (inside <= hi + 1e-3).all()


def test_the_box_of_every_bone_in_place_holds_all_of_it(skeleton: Skeleton) -> None:
    """Oracle: brute force as above; painting skips what lies outside a box."""
    for bone in skeleton.bones:
        lo, hi = np.array(bone.shape.box.lo), np.array(bone.shape.box.hi)
        steps = np.meshgrid(*(np.linspace(a - 10, b + 10, 41) for a, b in zip(lo, hi, strict=True)), indexing="ij")
        points = np.stack(steps, -1).reshape(-1, 3)
        inside = points[bone.shape(Points.of(points)) < 0]
        assert ((inside >= lo - 1e-3) & (inside <= hi + 1e-3)).all(), bone.name


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_is_steeper_near_its_surface_than_it_says(kind: str) -> None:
    """A leaf is taken or skipped whole by the field in its middle and this slope: no surface may be nearer than they promise.

    Oracle: brute force, pairs of points up to 4 mm apart (a leaf's corner is 3.6 mm from its middle) on either side of the surface.
    """
    shape = KINDS[kind]()
    rng = np.random.default_rng(3)
    lo, hi = np.array(shape.box.lo) - 5, np.array(shape.box.hi) + 5
    a = rng.uniform(lo, hi, (60_000, 3))
    step = rng.normal(size=a.shape)
    b = a + step / np.linalg.norm(step, axis=1)[:, None] * rng.uniform(0.5, 4.0, (len(a), 1))
    va, vb = shape(Points.of(a)), shape(Points.of(b))
    # only a change of sign can be missed
    crossed = (va < 0) != (vb < 0)
    assert crossed.sum() > 30
    gap = np.linalg.norm(b - a, axis=1)
    assert (np.abs(va)[crossed] <= shape.steepest * gap[crossed] + AGREE_MM).all()


def test_boxes_join_touch_and_go_round_points() -> None:
    a, b = Box((0, 0, 0), (1, 1, 1)), Box((3, 0, 0), (4, 1, 1))
    assert not a.touches(b)
    assert a.touches(b, margin=2.0)
    assert a.joined(b) == Box((0, 0, 0), (4, 1, 1))
    assert Box.around(a.corners(), 0.5) == Box((-0.5,) * 3, (1.5,) * 3)
    assert len(np.unique(a.corners(), axis=0)) == 8


@steady
@given(places(), places(), places(), places())
def test_touching_boxes_share_a_point(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> None:
    """Oracle: the intersection of the two boxes, axis by axis."""
    one, two = Box.around([a, b]), Box.around([c, d])
    lo, hi = np.maximum(one.lo, two.lo), np.minimum(one.hi, two.hi)
    assert one.touches(two) == two.touches(one) == bool((lo <= hi).all())
