"""A vertebra's shape, and the warp that gives it one person's measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from meshes.morphometry import LUMBAR, Dimensions, Measures
from meshes.shapes import Points
from meshes.space import Grid
from meshes.spine.vertebra import BodyOutline, Ramp, Warp, template_level, template_shape, vertebra
from meshes.voxels import sample
from tests.meshes.steady import numbers, steady

ramps = st.builds(
    lambda steps, slopes: Ramp(
        tuple(np.cumsum([0.0, *steps])), tuple(np.cumsum([0.0, *(a * b for a, b in zip(steps, slopes, strict=True))]))
    ),
    st.lists(numbers(1.0, 20.0), min_size=3, max_size=3),
    st.lists(numbers(0.5, 2.0), min_size=3, max_size=3),
)


def warp(person: Measures, template: str = "L4") -> Warp:
    return Warp.between(Measures.of_template(template), person, BodyOutline.of(template), 0.0)


@steady
@given(ramps, st.lists(numbers(-50, 80), min_size=2, max_size=30))
def test_a_ramp_goes_up_and_comes_back(ramp: Ramp, values: list[float]) -> None:
    x = np.sort(np.array(values))
    np.testing.assert_allclose(ramp.inverse()(ramp(x)), x, atol=1e-6)
    assert (np.diff(ramp(x)) >= 0).all()


@steady
@given(ramps)
def test_a_ramp_meets_its_knots(ramp: Ramp) -> None:
    np.testing.assert_allclose(ramp(np.array(ramp.source)), ramp.target, atol=1e-6)


@pytest.mark.parametrize("level", ["L2", "L3", "L4", "L5"])
def test_a_person_with_the_template_s_measures_has_the_template(level: str) -> None:
    """Oracle: the fitted bone itself."""
    shape, _ = vertebra(level, Measures.of_template(level))
    p = np.random.default_rng(0).uniform(shape.box.lo, shape.box.hi, (20_000, 3))
    found, expected = shape(Points.of(p)), template_shape(level)(Points.of(p))
    sure = np.abs(expected) > 0.01
    np.testing.assert_array_equal((found < 0)[sure], (expected < 0)[sure])


def test_what_a_measure_names_is_stretched_to_it() -> None:
    """Oracle: the definition of each measure, place by place, in the template's own measures."""
    template = Measures.of_template("L4")
    person = replace(template, canal_width=22.0, pedicle_width=9.0, transverse_span=100.0, body_height=30.0, endplate_width=52.0)
    to = warp(person).to_person
    arch_y = -16.0 - 12.0
    assert to([template.canal_width / 2, arch_y, 0.0])[0] == pytest.approx(11.0)
    assert to([template.canal_width / 2 + template.pedicle_width, arch_y, 0.0])[0] == pytest.approx(20.0)
    assert to([-template.transverse_span / 2, arch_y, 0.0])[0] == pytest.approx(-50.0)
    assert to([0.0, 0.0, template.body_height])[2] == pytest.approx(30.0)
    assert to([template.endplate_width / 2, 0.0, 0.0])[0] == pytest.approx(26.0)
    wall = to([0.0, -16.0, 0.0])[1]
    assert wall - to([0.0, -16.0 - template.canal_depth, 0.0])[1] == pytest.approx(template.canal_depth)


def test_body_and_arch_come_back_exactly() -> None:
    """Only in the 8 mm between them, where two scales are mixed, is the way back an approximation; each side comes back to itself."""
    w = warp(replace(Measures.of_template("L4"), canal_width=22.0, endplate_width=52.0, body_height=24.0, endplate_depth=33.0))
    rng = np.random.default_rng(3)
    p = rng.uniform([-40, -60, -20], [40, 20, 20], (4000, 3))
    p = p[(p[:, 1] > w.wall_y) | (p[:, 1] < w.wall_y - 8.0)]
    back = w.to_template(Points.of(w.to_person(p)))
    np.testing.assert_allclose(np.column_stack([back.x, back.y, back.z]), p, atol=1e-3)


def test_the_warp_does_not_tear() -> None:
    """Oracle: brute force, neighbours 0.05 mm apart stay neighbours, also across the mixed part."""
    w = warp(replace(Measures.of_template("L5"), canal_width=24.0, pedicle_width=20.0), "L5")
    y = np.arange(-40.0, 10.0, 0.05)
    for x in (2.0, 12.0, 20.0, 30.0):
        p = np.column_stack([np.full_like(y, x), y, 0 * y])
        assert np.linalg.norm(np.diff(w.to_person(p), axis=0), axis=1).max() < 0.3
        back = w.to_template(Points.of(p))
        assert np.abs(np.diff(back.x)).max() < 0.3


def test_l1_borrows_the_bone_of_l2() -> None:
    assert [template_level(level) for level in LUMBAR] == ["L2", "L2", "L3", "L4", "L5"]


def test_a_plain_outline_is_a_cylinder() -> None:
    """Oracle: pi r^2 h."""
    plain = BodyOutline(0.0, 26.5, (20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0.0, (0.0, 0.0, 0.0), 0.0, 0.0, 0.0, 0.0, 0.0, 0.01)
    grid = Grid.covering([-22] * 3, [22] * 3, 0.5)
    volume = np.count_nonzero(sample(plain.shape(), grid, 2.0) < 0) * 0.5**3
    assert volume == pytest.approx(np.pi * 20**2 * 26.5, rel=0.005)


@pytest.mark.parametrize("level", LUMBAR)
def test_a_vertebra_is_one_piece(level: str, person: Dimensions) -> None:
    shape, _ = vertebra(level, person.levels[level].measures)
    grid = Grid.covering(shape.box.lo, shape.box.hi, 1.0)
    pieces, count = ndimage.label(sample(shape, grid, 2.0) < 0)
    sizes = np.bincount(pieces.ravel())[1:]
    assert sizes.max() / sizes.sum() > 0.9995, f"{count} pieces"
