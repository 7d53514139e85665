"""Leaning the hub: a turn, a bend, or a refusal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from meshes.tissues import Tissue
from scenarios.equipment import NeedleKind, needles
from sim.physics.beam import kinks_at, turned_by
from sim.physics.body import Body
from sim.physics.needle import Needle
from sim.physics.tilting import tilt
from tests.sim.physics.made import block, body, painted

FORWARD = np.array([0.0, 1.0, 0.0])
START = np.array([0.3, -50.0, -0.2])
STRAIGHT = needles()["18G Tuohy"].model_copy(update={"curve_radius_mm": 1e12, "length_mm": 150.0})


def leaned(degrees: float) -> NDArray:
    """To the patient's right."""
    return np.array([np.sin(np.radians(degrees)), np.cos(np.radians(degrees)), 0.0])


def inserted(kind: NeedleKind, man: Body, mm: float) -> Needle:
    needle = Needle(kind)
    needle.place(START, FORWARD, man)
    needle.advance(mm, man)
    return needle


@pytest.fixture(scope="module")
def muscle() -> Body:
    return body(block(Tissue.MUSCLE, 60.0, 1.0))


def hetenyi(mm: float, stiffness: float, hold: float) -> tuple[NDArray, float]:
    """(turn at every mm, curvature at the skin) of a beam on an elastic foundation, held at one end at a slope of 1, free at the other.

    w'''' + 4 l^4 w = 0, whose solutions are e^(+-lx) cos lx and sin lx: closed form (Hetenyi 1946), its four constants from the two ends.
    """
    rate = (hold / 4 / stiffness) ** 0.25

    def basis(x: float, order: int) -> list[float]:
        waves = [(root**order) * np.exp(root * x) for root in (rate * (1 + 1j), rate * (-1 + 1j))]
        return [part for wave in waves for part in (wave.real, wave.imag)]

    ends = np.array([basis(0.0, 0), basis(0.0, 1), basis(mm, 2), basis(mm, 3)])
    constants = np.linalg.solve(ends, [0.0, 1.0, 0.0, 0.0])
    nodes = np.linspace(0.0, mm, int(np.ceil(mm)) + 1)
    return np.array([constants @ basis(x, 1) for x in nodes]), abs(float(constants @ basis(0.0, 2)))


@pytest.mark.parametrize("name", ["17G Tuohy", "18G Tuohy", "22G Quincke", "25G Quincke"])
@pytest.mark.parametrize("hold", [0.01, 0.05, 0.5])
@pytest.mark.parametrize("mm", [6.0, 15.0, 40.0, 85.0])
def test_a_shaft_bends_like_a_beam_on_an_elastic_foundation(name: str, hold: float, mm: float) -> None:
    """Oracle: closed form (Hetenyi); 0.01 of the hub's turn and 3 % of the curvature, for parts of a millimetre."""
    stiffness = needles()[name].stiffness_n_mm2
    turn, curvature = turned_by(mm, stiffness, np.full(int(np.ceil(mm)), hold))
    exact, exact_curvature = hetenyi(mm, stiffness, hold)
    np.testing.assert_allclose(turn, exact, atol=0.01)
    assert curvature == pytest.approx(exact_curvature, rel=0.03, abs=1e-6)


def test_stiffness_is_that_of_a_steel_tube() -> None:
    """Oracle: [@needle_stiffness]: E I of 18, 20, 22 and 25G: 19.9, 5.3, 2.3 and 0.60 thousand N mm2."""
    for name, expected in (("18G Tuohy", 19.9e3), ("20G Tuohy", 5.3e3), ("22G Quincke", 2.3e3), ("25G Quincke", 0.60e3)):
        assert needles()[name].stiffness_n_mm2 == pytest.approx(expected, rel=0.02)


def test_a_tube_kinks_where_its_outer_fibre_yields() -> None:
    """Oracle: closed form: strain = curvature x radius = yield / E: 1000 MPa over 193 GPa at 0.635 mm is 1 / 122.6 mm."""
    assert 1 / kinks_at(1.27) == pytest.approx(193e3 * 0.635 / 1000.0)


@pytest.mark.parametrize("degrees", [-30.0, 8.0, 30.0])
def test_a_shallow_needle_turns_about_its_entry(degrees: float, muscle: Body) -> None:
    """Oracle: a rigid turn: the tip swings with the hub, entry and depth stay; but for 3 %, by which the steel bends."""
    needle = inserted(STRAIGHT, muscle, 12.0)
    assert tilt(needle, leaned(degrees), muscle) == []
    np.testing.assert_allclose(needle.lean, leaned(degrees), atol=1e-12)
    np.testing.assert_allclose(needle.entry, START, atol=1e-12)
    rigid = START + 12.0 * leaned(degrees)
    assert np.linalg.norm(needle.tip - rigid) < 0.03 * np.linalg.norm(rigid - START - 12.0 * FORWARD)
    assert needle.depth_mm == 12.0


def test_a_deep_needle_bends_and_its_tip_stays(muscle: Body) -> None:
    """Oracle: closed form (Hetenyi): at 100 mm, the tip of an 18G in muscle moves less than a tenth of a rigid turn's way."""
    needle = inserted(STRAIGHT, muscle, 100.0)
    tip = needle.tip
    assert tilt(needle, leaned(6.0), muscle) == []
    rigid = 100.0 * 2 * np.sin(np.radians(3.0))
    assert np.linalg.norm(needle.tip - tip) < 0.1 * rigid
    turn, _ = hetenyi(100.0, STRAIGHT.stiffness_n_mm2, 0.05)
    nodes = np.linspace(0, 100.0, 101)
    aside = np.concatenate([[0.0], np.cumsum((turn[1:] + turn[:-1]) / 2)]) * np.radians(6.0)
    found = np.array([needle.place_at(d)[0] for d in nodes]) - START[0]
    np.testing.assert_allclose(found, aside, atol=0.06)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.floats(1, 80), st.floats(-5, 5), st.sampled_from(["20G Tuohy", "22G Quincke", "22G bent tip"]))
def test_a_tilted_shaft_keeps_its_length(mm: float, degrees: float, name: str) -> None:
    """Oracle: steel neither stretches nor jumps: its length is the same, 0.8 %; and tilted back it lies as before."""
    man = body(block(Tissue.MUSCLE, 60.0, 1.0))
    needle = inserted(needles()[name], man, mm)
    before, shape = needle.tip, needle.shaft()
    if isinstance(tilt(needle, leaned(degrees), man), str):
        np.testing.assert_array_equal(needle.shaft(), shape)
        return
    nodes = np.array([needle.place_at(d) for d in np.linspace(0, mm, 200)])
    was = np.linalg.norm(np.diff(shape[1:], axis=0), axis=1).sum()
    assert np.linalg.norm(np.diff(nodes, axis=0), axis=1).sum() == pytest.approx(was, rel=0.008, abs=1e-3)
    assert not isinstance(tilt(needle, FORWARD, man), str)
    np.testing.assert_allclose(needle.tip, before, atol=0.15)


def test_a_deep_needle_kinks_before_it_leans_far(muscle: Body) -> None:
    """Oracle: closed form: an endless beam's curvature at the skin is 2 l times the turn: 8.3 degrees for an 18G; also bit by bit."""
    rate = (0.05 / 4 / STRAIGHT.stiffness_n_mm2) ** 0.25
    most = np.degrees(kinks_at(1.27) / (2 * rate))
    assert 7.0 < most < 9.0
    needle = inserted(STRAIGHT, muscle, 100.0)
    assert tilt(needle, leaned(most * 1.05), muscle) == "steel"
    lean = 0.0
    while not isinstance(tilt(needle, leaned(lean + 0.5), muscle), str):
        lean += 0.5
    assert lean == pytest.approx(most, abs=0.6)


def test_ligament_holds_a_needle_that_fat_lets_turn() -> None:
    """Oracle: the tissues' order: 20 mm in, the tip of a 22G follows in fat and stays in ligament."""
    shares = []
    for tissue in (Tissue.FAT, Tissue.MUSCLE, Tissue.INTERSPINOUS):
        man = body(block(tissue, 60.0, 1.0))
        needle = inserted(needles()["22G Quincke"], man, 20.0)
        tip = needle.tip
        assert not isinstance(tilt(needle, leaned(3.0), man), str)
        shares.append(float(np.linalg.norm(needle.tip - tip)) / (20.0 * np.radians(3.0)))
    assert shares[0] > 0.9
    assert shares == sorted(shares, reverse=True)
    assert shares[2] < 0.3


def test_what_the_tip_meets_as_it_moves_aside_is_told() -> None:
    """Oracle: a vein beside the tip, painted there: aimed across it and back, it is entered and left both times."""
    man = body(painted(block(Tissue.FAT, 60.0, 0.5), Tissue.EPIDURAL_VEIN, lambda x, y, z: (x > 2) & (x < 3) & (y > -60)))
    needle = inserted(STRAIGHT.model_copy(update={"length_mm": 90.0}), man, 20.0)
    found = tilt(needle, leaned(12.0), man)
    assert not isinstance(found, str)
    assert [(c.before, c.after) for c in found] == [(Tissue.FAT, Tissue.EPIDURAL_VEIN), (Tissue.EPIDURAL_VEIN, Tissue.FAT)]
    assert [c.place[0] for c in found] == pytest.approx([2.0, 3.0], abs=0.06)
    back = tilt(needle, FORWARD, man)
    assert not isinstance(back, str)
    assert [c.after for c in back] == [Tissue.EPIDURAL_VEIN, Tissue.FAT]


def test_no_needle_is_aimed_through_bone() -> None:
    """Oracle: a post of bone beside the needle: it leans to the other side, and not across the post to the free place behind it."""
    man = body(painted(block(Tissue.FAT, 30.0, 0.5), Tissue.CORTICAL, lambda x, y, z: (x > 3) & (x < 5) & (y > -24) & (y < -16)))
    needle = Needle(STRAIGHT)
    needle.place(np.array([0.0, -30.0, 0.0]), FORWARD, man)
    needle.advance(14.0, man)
    tip = needle.tip
    assert man.at(np.array([0.0, -30.0, 0.0]) + 14.0 * leaned(34.0)) == Tissue.FAT
    assert tilt(needle, leaned(34.0), man) == "bone"
    np.testing.assert_array_equal(needle.tip, tip)
    assert tilt(needle, leaned(-34.0), man) == []
