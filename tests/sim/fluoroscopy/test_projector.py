"""Path lengths, against closed forms and against plain marches through the same lattices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from meshes.space import Grid
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.projector import Bricks, picture
from tests.sim.fluoroscopy.plain import CENTRE, POSES, box_chords, box_in, by_planes, marched, rays, sphere_chords, sphere_in

SIZE = 128
FIELD_MM = 150.0
FINE_MM = 0.25
BALL, RADIUS_MM = np.array([12.0, -7.0, 30.0]), 20.0
LO, HI = np.array([-3.0, -31.0, 20.0]), np.array([22.0, 5.0, 55.0])


def seen_from(orbit: float, tilt: float, field_mm: float = FIELD_MM) -> View:
    return View(Pose(orbit, tilt, CENTRE), field_mm)


def of(grid: Grid, values: NDArray) -> Bricks:
    """Of shares from 0 to 1, stored as 8-bit numbers: a step of 1/255 over 40 mm is at most 0.08 mm after rounding."""
    return Bricks.of(grid, np.rint(values * 255).astype(np.uint8), 1 / 255)


@pytest.fixture(scope="module")
def ball() -> Bricks:
    grid = Grid.covering(BALL - RADIUS_MM - 1, BALL + RADIUS_MM + 1, FINE_MM)
    return of(grid, sphere_in(grid, BALL, RADIUS_MM))


@pytest.fixture(scope="module")
def block() -> Bricks:
    grid = Grid.covering(LO - 1, HI + 1, FINE_MM)
    return of(grid, box_in(grid, LO, HI))


@pytest.mark.parametrize(("orbit", "tilt"), POSES)
def test_a_ball_is_as_thick_as_its_chords(ball: Bricks, orbit: float, tilt: float) -> None:
    """Oracle: closed form 2 sqrt(R2 - b2). 0.5 % where the chord is not grazing; 0.05 % of all of it together.

    The limit b < 0.85 R: beyond, a voxel of 0.25 mm is itself more than half a per cent of the chord.
    """
    path = ball.paths(seen_from(orbit, tilt), SIZE)
    chord, off = sphere_chords(*rays(orbit, tilt, FIELD_MM, SIZE), BALL, RADIUS_MM)
    well_in = off < 0.85 * RADIUS_MM
    assert well_in.sum() > 1000
    np.testing.assert_allclose(path[well_in], chord[well_in], rtol=0.005)
    assert path.sum() == pytest.approx(chord.sum(), rel=0.0005)
    assert not path[off > RADIUS_MM + 2 * FINE_MM].any()


@pytest.mark.parametrize(("orbit", "tilt"), POSES)
def test_a_box_is_as_thick_as_its_chords(block: Bricks, orbit: float, tilt: float) -> None:
    """Oracle: closed form by slabs. 0.5 % for rays of 10 mm and more that come in and go out 2 mm clear of the edges.

    Nearer to an edge a ray can run along a face, in voxels that are half filled.
    """
    path = block.paths(seen_from(orbit, tilt), SIZE)
    chord, clear = box_chords(*rays(orbit, tilt, FIELD_MM, SIZE), LO, HI)
    clean = (clear > 2.0) & (chord > 10.0)
    assert clean.sum() > 500
    np.testing.assert_allclose(path[clean], chord[clean], rtol=0.005)


def test_rays_far_from_the_axis_are_longer(block: Bricks) -> None:
    """Oracle: a slab of depth d under a ray at angle a from its normal is d / cos a thick; 0.2 % is the voxel against 36 mm.

    The widest field, the slab in its corner: the ray leans by 8 degrees, one per cent of path that must not be lost.
    """
    centre = tuple((LO + HI) / 2 - np.array([50.0, 0.0, 50.0]))
    view = View(Pose(0.0, 0.0, centre), 300.0)
    path = block.paths(view, 300)
    column, row = view.pixel(view.project((LO + HI) / 2), 300)
    i, j = round(float(row)), round(float(column))
    u, v = (j + 0.5 - 150), (150 - i - 0.5)
    lean = np.sqrt(u**2 + v**2 + 1000.0**2) / 1000.0
    assert lean > 1.005
    assert path[i, j] == pytest.approx((HI - LO)[1] * lean, rel=0.002)


@pytest.mark.parametrize(("orbit", "tilt"), POSES)
def test_bricks_add_up_to_the_plain_sum(orbit: float, tilt: float) -> None:
    """Oracle: Joseph's rule over the whole dense lattice, plain, in double precision.

    Random voxels show any brick lost, counted twice or read from the wrong neighbour; 2e-4 is what single precision costs in 60 mm.
    """
    rng = np.random.Generator(np.random.PCG64(5))
    grid = Grid((-14.3, -19.6, 22.9), 1.3, (27, 24, 33))
    stored = rng.integers(0, 256, grid.shape, np.uint8) * (rng.random(grid.shape) < 0.3)
    view = seen_from(orbit, tilt, 80.0)
    path = Bricks.of(grid, stored, 1 / 255).paths(view, 48)
    source, directions = rays(orbit, tilt, 80.0, 48)
    axis = int(np.argmax(np.abs(view.beam)))
    plain = by_planes(grid, stored / 255, source, directions.reshape(-1, 3), axis).reshape(48, 48)
    assert plain.max() > 8.0
    np.testing.assert_allclose(path, plain, rtol=2e-4, atol=2e-3)


@settings(derandomize=True, deadline=None, max_examples=12)
@given(
    st.floats(-100, 100),
    st.floats(-45, 45),
    st.tuples(st.integers(0, 19), st.integers(0, 19), st.integers(0, 19)),
)
def test_no_voxel_is_lost_wherever_it_lies(orbit: float, tilt: float, voxel: tuple[int, int, int]) -> None:
    """Oracle: the plain sum. One voxel alone, on borders of bricks and of the lattice too, from any direction."""
    grid = Grid((-9.5, -9.5, 30.5), 1.0, (20, 20, 20))
    values = np.zeros(grid.shape, np.float32)
    values[voxel] = 1.0
    view = seen_from(orbit, tilt, 45.0)
    path = of(grid, values).paths(view, 64)
    source, directions = rays(orbit, tilt, 45.0, 64)
    axis = int(np.argmax(np.abs(view.beam)))
    plain = by_planes(grid, values, source, directions.reshape(-1, 3), axis).reshape(64, 64)
    assert plain.max() > 0.3
    np.testing.assert_allclose(path, plain, atol=2e-3)


@pytest.mark.parametrize(("orbit", "tilt"), POSES)
def test_a_smooth_density_is_integrated_like_a_plain_march(orbit: float, tilt: float) -> None:
    """Oracle: trilinear march in steps of a tenth of a voxel; 0.4 % of the peak, for planes a voxel apart on hills 6 voxels wide."""
    grid = Grid((-20.0, -20.0, 20.0), 1.0, (41, 41, 41))
    x, y, z = np.meshgrid(*grid.axes(), indexing="ij")
    hills = sum(a * np.exp(-((x - p) ** 2 + (y - q) ** 2 + (z - r) ** 2) / 72.0) for a, p, q, r in ((1.0, 3, -2, 38), (0.7, -6, 5, 44)))
    stored = np.rint(hills * 150).astype(np.uint8)
    path = Bricks.of(grid, stored, 1 / 150).paths(seen_from(orbit, tilt, 70.0), 32)
    source, directions = rays(orbit, tilt, 70.0, 32)
    plain = marched(grid, stored / 150, source, directions.reshape(-1, 3), 0.1, 560.0, 720.0).reshape(32, 32)
    assert plain.max() > 10.0
    np.testing.assert_allclose(path, plain, atol=0.004 * plain.max())


def test_a_body_in_two_lattices_is_the_body_in_one() -> None:
    """Oracle: the same two things in a single lattice. Their paths are added, so one finer lattice beside a coarse one changes nothing.

    On the same spacing the sum must be exact to rounding; with the outer thing at twice the spacing, to 0.3 mm of 40.
    """
    whole = Grid.covering([-30, -30, 10], [30, 30, 70], 0.5)
    small, large = np.array([-8.0, 3.0, 35.0]), np.array([14.0, -4.0, 48.0])
    both = sphere_in(whole, small, 6.0) + sphere_in(whole, large, 12.0)
    part = Grid.covering(small - 7, small + 7, 0.5)
    same, coarse = Grid.covering(large - 13, large + 13, 0.5), Grid.covering(large - 14, large + 14, 1.0)
    for orbit, tilt in POSES[:4]:
        view = seen_from(orbit, tilt)
        one = of(whole, both).paths(view, SIZE)
        inner = of(part, sphere_in(part, small, 6.0)).paths(view, SIZE)
        np.testing.assert_allclose(inner + of(same, sphere_in(same, large, 12.0)).paths(view, SIZE), one, atol=2e-3)
        mixed = inner + of(coarse, sphere_in(coarse, large, 12.0)).paths(view, SIZE)
        _, off = sphere_chords(*rays(orbit, tilt, FIELD_MM, SIZE), large, 12.0)
        # at the rim a chord rises from nothing within a voxel
        away = (off < 9.0) | (off > 13.5)
        np.testing.assert_allclose(mixed[away], one[away], atol=0.3)


def test_scale_turns_stored_numbers_into_millimetres(ball: Bricks) -> None:
    """Oracle: numbers that mean twice as much weigh twice as much, to the last bit."""
    stored = np.rint(sphere_in(ball.grid, BALL, RADIUS_MM) * 255).astype(np.uint8)
    view = seen_from(25.0, 12.0)
    np.testing.assert_array_equal(Bricks.of(ball.grid, stored, 2 / 255).paths(view, SIZE), 2 * ball.paths(view, SIZE))


@pytest.mark.parametrize(("orbit", "tilt"), POSES)
def test_a_large_picture_is_as_thick_as_its_chords(orbit: float, tilt: float) -> None:
    """Oracle: closed form, at 1024 pixels through voxels of 0.6 mm, seven pixels wide; 0.05 % of all of it together.

    On a ray 0.3 mm where it is not grazing: planes crossed at 55 degrees sample it every 0.9 mm, a third of that may be lost or gained.
    """
    grid = Grid.covering(BALL - RADIUS_MM - 2, BALL + RADIUS_MM + 2, 0.6)
    view = seen_from(orbit, tilt)
    path = picture([of(grid, sphere_in(grid, BALL, RADIUS_MM))], view, 1024)
    chord, off = sphere_chords(*rays(orbit, tilt, FIELD_MM, 1024), BALL, RADIUS_MM)
    well_in = off < 0.7 * RADIUS_MM
    np.testing.assert_allclose(path[well_in], chord[well_in], atol=0.3)
    assert path.sum() == pytest.approx(chord.sum(), rel=0.0005)


def test_a_picture_adds_lattices_of_any_spacing() -> None:
    """Oracle: each alone. At 1024 pixels two are traced at one size and the third at another; rounding in a sum of three is 1e-4 mm."""
    view = seen_from(25.0, 12.0)
    lattices = [
        of(grid, sphere_in(grid, at, 8.0))
        for at, grid in ((at, Grid.covering(at - 10, at + 10, h)) for at, h in ((BALL, 0.5), (BALL + 9.0, 0.5), (BALL - 12.0, 1.0)))
    ]
    together = picture(lattices, view, 1024)
    np.testing.assert_allclose(together, sum(picture([one], view, 1024) for one in lattices), atol=1e-4)


def test_lattices_joined_are_the_lattices_together() -> None:
    """Oracle: their paths added; on the same nodes, apart or one in the other; 1e-4 mm is rounding."""
    view = seen_from(-50.0, 10.0)
    parts = [of(grid, sphere_in(grid, at, 8.0)) for at, grid in ((at, Grid.covering(at - 10, at + 10, 0.5)) for at in (BALL, BALL + 6.0))]
    np.testing.assert_allclose(Bricks.joined(parts).paths(view, 200), sum(part.paths(view, 200) for part in parts), atol=1e-4)


def test_nothing_casts_no_shadow() -> None:
    """Oracle: an empty lattice has no occupied brick."""
    empty = Bricks.of(Grid((0, 0, 0), 1.0, (20, 20, 20)), np.zeros((20, 20, 20), np.uint8), 1.0)
    assert len(empty.corner) == 0
    assert not empty.paths(seen_from(0, 0), 32).any()


def test_the_number_of_threads_does_not_show(monkeypatch: pytest.MonkeyPatch, ball: Bricks) -> None:
    """Oracle: the same picture with the rows worked out in one piece, bit by bit."""
    view = seen_from(45.0, -30.0)
    monkeypatch.setenv("TUOHY_THREADS", "3")
    shared = ball.paths(view, 75)
    monkeypatch.setenv("TUOHY_THREADS", "1")
    np.testing.assert_array_equal(shared, ball.paths(view, 75))


@pytest.mark.parametrize(("orbit", "tilt"), [(7.3, 11.1), (33.0, 3.0), (-41.0, 9.0)])
def test_no_ray_slips_between_two_bricks(orbit: float, tilt: float) -> None:
    """Oracle: closed form. A solid plate of 16 planes weighs 16 planes on every ray that crosses it whole, also along brick borders.

    A sample that two bricks both leave to the other, or both take, is 6 %; 1e-5 is rounding. Many rays through small voxels, since few
    come so near to a border.
    """
    spacing, across = 0.125, 700
    grid = Grid((-across * spacing / 2, -2.0, 40.0 - across * spacing / 2), spacing, (across, 16, across))
    path = Bricks.of(grid, np.ones(grid.shape, np.uint8), 1.0).paths(seen_from(orbit, tilt, 80.0), 500)
    source, directions = rays(orbit, tilt, 80.0, 500)
    near, far = (source + ((y - source[1]) / directions[..., 1])[..., None] * directions for y in (grid.lo[1], grid.hi[1]))
    assert all((p[..., k] > grid.lo[k] + 1).all() and (p[..., k] < grid.hi[k] - 1).all() for p in (near, far) for k in (0, 2))
    np.testing.assert_allclose(path, 16 * spacing / np.abs(directions[..., 1]), rtol=1e-5)
