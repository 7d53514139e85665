"""The needle's way: straight, steered, drawn back, stopped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from meshes.tissues import Tissue
from scenarios.equipment import NeedleKind, needles
from sim.physics.body import Body
from sim.physics.needle import CLEAR_MM, NODE_MM, Needle
from tests.sim.physics.made import block, body, layered

FORWARD = np.array([0.0, 1.0, 0.0])
HEAD = np.array([0.0, 0.0, 1.0])
QUINCKE, TUOHY = needles()["22G Quincke"], needles()["18G Tuohy"]
STRAIGHT = TUOHY.model_copy(update={"curve_radius_mm": 1e12, "length_mm": 150.0})
START = np.array([0.3, -50.0, -0.2])


@pytest.fixture(scope="module")
def muscle() -> Body:
    return body(block(Tissue.MUSCLE, 60.0, 1.0))


def inserted(kind: NeedleKind, man: Body, mm: float, direction: NDArray = FORWARD, turn: float = 0.0, step: float = 2.0) -> Needle:
    needle = Needle(kind)
    needle.place(START, direction, man)
    needle.rotate(turn)
    while needle.depth_mm < mm - 1e-9:
        needle.advance(min(step, mm - needle.depth_mm), man)
    return needle


def arc(radius: float, mm: float, direction: NDArray, side: NDArray) -> tuple[NDArray, NDArray]:
    """Place and direction at the end of an arc: closed form."""
    angle = mm / radius
    place = START + radius * np.sin(angle) * direction + radius * (1 - np.cos(angle)) * side
    return place, np.cos(angle) * direction + np.sin(angle) * side


# --- straight --------------------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.tuples(*[st.floats(-0.8, 0.8)] * 2), st.floats(0.1, 60), st.floats(0.05, 10))
def test_without_bevel_a_needle_goes_straight(lean: tuple[float, float], mm: float, step: float) -> None:
    """Oracle: entry + depth x direction, whatever the lengths of the pushes; 1e-6 mm for a thousand steps' rounding."""
    man = body(block(Tissue.MUSCLE, 90.0, 2.0))
    direction = np.array([lean[0], 1.0, lean[1]]) / np.sqrt(1 + lean[0] ** 2 + lean[1] ** 2)
    needle = inserted(STRAIGHT, man, mm, direction, step=step)
    np.testing.assert_allclose(needle.tip, START + mm * direction, atol=1e-6)
    np.testing.assert_allclose(needle.direction, direction, atol=1e-9)
    assert needle.depth_mm == pytest.approx(mm, abs=1e-9)


# --- steered ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, kind in needles().items() if kind.front_mm == 0])
def test_a_bevel_steers_along_an_arc(name: str, muscle: Body) -> None:
    """Oracle: closed form: after L mm on radius R the tip is R sin(L/R) on and R (1 - cos(L/R)) aside.

    To the side the opening faces for a Tuohy, away from it for a Quincke [@iso_9626; @rand_2016]. 1e-6 mm: the arc is walked exactly.
    """
    kind = needles()[name]
    needle = inserted(kind, muscle, 60.0)
    side = HEAD if kind.style == "Tuohy" else -HEAD
    place, direction = arc(kind.curve_radius_mm, 60.0, FORWARD, side)
    np.testing.assert_allclose(needle.tip, place, atol=1e-6)
    np.testing.assert_allclose(needle.direction, direction, atol=1e-9)


@pytest.mark.parametrize(
    ("style", "mean_mm", "sd_mm"), [("Quincke", 8.89, 0.17), ("Chiba", 7.71, 1.2), ("Tuohy", 7.64, 0.16), ("Whitacre", 0.73, 0.34)]
)
def test_a_needle_bends_as_much_as_measured_in_gel(style: str, mean_mm: float, sd_mm: float, muscle: Body) -> None:
    """Oracle: [@rand_2016]: 22G needles pushed 80 mm into gel (Rand 2016): within the series' own standard deviation.

    The Whitacre on the tray is a 25G, which bends 1.3 to 1.6 times as much as a 22G would ([@steering_known]).
    """
    thin = {"Whitacre": 1.43}.get(style, 1.0)
    kind = next(kind for kind in needles().values() if kind.style == style and kind.gauge == (25 if thin > 1 else 22))
    aside = abs(inserted(kind, muscle, 80.0).tip[2] - START[2])
    assert aside / thin == pytest.approx(mean_mm, abs=sd_mm)


def test_in_beef_a_quincke_leaves_its_line_by_a_tenth(muscle: Body) -> None:
    """Oracle: [@drummond_1980]: 22 and 25G Quincke in beef, about 1 mm for each cm, away from the bevel (Drummond 1980); 25 %."""
    for name, mm in (("22G Quincke", 80.0), ("25G Quincke", 55.0)):
        aside = START[2] - inserted(needles()[name], muscle, mm).tip[2]
        assert aside == pytest.approx(mm / 10, rel=0.25)


def test_stiffer_needles_bend_less(muscle: Body) -> None:
    """Oracle: [@steering_known]: 18G Tuohy 1200, 20G Tuohy 700, 22G Quincke 360 mm, 25G 250."""
    aside = [abs(inserted(needles()[n], muscle, 60.0).tip[2] - START[2]) for n in ("18G Tuohy", "20G Tuohy", "22G Quincke", "25G Quincke")]
    assert aside == sorted(aside)


@pytest.mark.parametrize(("tissue", "factor"), [(Tissue.FAT, 0.7), (Tissue.MUSCLE, 1.0), (Tissue.INTERSPINOUS, 1.2)])
def test_tissue_changes_the_curvature(tissue: Tissue, factor: float) -> None:
    """Oracle: [@steering_known]: an arc of radius R over the tissue's factor."""
    needle = inserted(QUINCKE, body(block(tissue, 60.0, 1.0)), 70.0)
    place, _ = arc(QUINCKE.curve_radius_mm / factor, 70.0, FORWARD, -HEAD)
    np.testing.assert_allclose(needle.tip, place, atol=1e-6)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.floats(-np.pi, np.pi), st.floats(5, 80))
def test_turned_half_round_the_arc_is_mirrored(turn: float, mm: float) -> None:
    """Oracle: symmetry about the line of entry: the two tips' mean lies on it, and one is the other with its deflection turned round."""
    man = body(block(Tissue.MUSCLE, 60.0, 1.0))
    one, other = (inserted(QUINCKE, man, mm, turn=t) for t in (turn, turn + np.pi))
    on = QUINCKE.curve_radius_mm * np.sin(mm / QUINCKE.curve_radius_mm)
    np.testing.assert_allclose((one.tip + other.tip) / 2, START + on * FORWARD, atol=1e-6)
    assert np.linalg.norm(one.tip - other.tip) == pytest.approx(
        4 * QUINCKE.curve_radius_mm * np.sin(mm / QUINCKE.curve_radius_mm / 2) ** 2, abs=1e-6
    )


def test_turning_round_on_the_way_brings_it_back(muscle: Body) -> None:
    """Oracle: closed form: arcs of 20, 40 and 20 mm with half a turn between: an S that ends on the line of entry and points along it."""
    needle = inserted(QUINCKE, muscle, 20.0)
    needle.rotate(np.pi)
    for _ in range(20):
        needle.advance(2.0, muscle)
    needle.rotate(np.pi)
    for _ in range(10):
        needle.advance(2.0, muscle)
    np.testing.assert_allclose(needle.direction, FORWARD, atol=1e-9)
    np.testing.assert_allclose(needle.tip[[0, 2]], START[[0, 2]], atol=1e-6)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.floats(-3.0, 3.0), st.floats(1, 80), st.floats(0.1, 10))
def test_turned_while_pushed_it_winds_a_helix(spin: float, mm: float, step: float) -> None:
    """Oracle: closed form: curvature k and spin t make a helix of radius k / (k2 + t2) about an axis, rising t / (k2 + t2) a radian.

    Its points in the axes of the start: (along, to the side, across), whatever the lengths of the pushes.
    """
    man = body(block(Tissue.MUSCLE, 90.0, 2.0))
    needle = Needle(QUINCKE.model_copy(update={"length_mm": 100.0}))
    needle.place(START, FORWARD, man)
    while needle.depth_mm < mm - 1e-9:
        needle.advance(min(step, mm - needle.depth_mm), man, spin)
    k, t = 1 / QUINCKE.curve_radius_mm, spin
    w = np.sqrt(k * k + t * t)
    along = (t * t * mm + k * k * np.sin(w * mm) / w) / w**2
    aside = k * (1 - np.cos(w * mm)) / w**2
    across = k * t * (mm - np.sin(w * mm) / w) / w**2
    place = START + along * FORWARD + aside * -HEAD + across * np.cross(FORWARD, -HEAD)
    np.testing.assert_allclose(needle.tip, place, atol=1e-6)


@pytest.mark.parametrize("duty", [0.0, 0.25, 0.5, 0.8, 1.0])
def test_spinning_part_of_the_way_takes_that_part_off_the_curvature(duty: float, muscle: Body) -> None:
    """Oracle: [@steering_known]: duty cycle: curvature x (1 - share of the way spun), in stretches of 2 mm with whole turns; 2 %."""
    needle = Needle(QUINCKE)
    needle.place(START, FORWARD, muscle)
    for _ in range(40):
        needle.advance(2.0 * duty, muscle, spin=2 * np.pi / (2.0 * duty) * 3 if duty else 0.0)
        needle.advance(2.0 * (1 - duty), muscle)
    expected = QUINCKE.curve_radius_mm / max(1 - duty, 1e-9)
    aside = expected * (1 - np.cos(80.0 / expected)) if duty < 1 else 0.0
    assert START[2] - needle.tip[2] == pytest.approx(aside, rel=0.02, abs=0.05)


def test_a_bent_tip_runs_on_a_circle_about_the_same_middle(muscle: Body) -> None:
    """Oracle: the bicycle in closed form (Webster 2006): the frame on R, the tip that leads it by l on a circle of sqrt(R2 + l2).

    Turned half round, its way has a corner of twice atan(l / R), that of a plain bevel none.
    """
    kind = needles()["22G bent tip"]
    needle = inserted(kind, muscle, 1.0)
    middle = needle.frame[0] + kind.curve_radius_mm * needle.frame[2]
    for _ in range(30):
        needle.advance(2.0, muscle)
        assert np.linalg.norm(needle.tip - middle) == pytest.approx(np.hypot(kind.curve_radius_mm, kind.front_mm), rel=1e-6)
    ways = []
    for turn in (0.0, np.pi):
        needle.rotate(turn)
        tip = needle.tip
        needle.advance(0.01, muscle)
        ways.append((needle.tip - tip) / np.linalg.norm(needle.tip - tip))
    corner = np.arccos(np.clip(ways[0] @ ways[1], -1, 1))
    assert corner == pytest.approx(2 * np.arctan(kind.front_mm / kind.curve_radius_mm), rel=0.01)


def test_the_hub_turns_clockwise(muscle: Body) -> None:
    """Oracle: the hours of a clock seen from the hub: 12 to the head, a quarter turn later 3, to the patient's right; then 6 and 9."""
    needle = Needle(TUOHY)
    needle.place(START, FORWARD, muscle)
    hours = []
    for _ in range(4):
        hours.append(needle.clock() % 12)
        needle.rotate(np.pi / 2)
    np.testing.assert_allclose([(h + 0.5) % 12 - 0.5 for h in hours], [0, 3, 6, 9], atol=1e-9)
    needle.rotate(np.pi / 2)
    assert needle.bevel[0] == pytest.approx(1.0)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.floats(-6, 6), st.floats(0, 60), st.floats(0, 60))
def test_the_bevel_stays_across_the_needle(turn: float, mm: float, back: float) -> None:
    """Oracle: two unit vectors at right angles, whatever was done."""
    man = body(block(Tissue.MUSCLE, 60.0, 1.0))
    needle = inserted(QUINCKE, man, mm, np.array([0.3, 0.9, -0.2]) / np.linalg.norm([0.3, 0.9, -0.2]), turn)
    needle.withdraw(back)
    needle.rotate(1.0)
    assert np.linalg.norm(needle.bevel) == pytest.approx(1.0, abs=1e-9)
    assert np.linalg.norm(needle.direction) == pytest.approx(1.0, abs=1e-9)
    assert float(needle.bevel @ needle.direction) == pytest.approx(0.0, abs=1e-9)


# --- the shaft -------------------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.lists(st.floats(0.05, 10), min_size=1, max_size=12))
def test_depth_is_arc_length(pushes: list[float]) -> None:
    """Oracle: the pushes' sum, up to the needle's length; and the length of the shaft below the skin by its nodes.

    Chords of 2 mm on R = 358 are shorter than their arcs by 1 in a million.
    """
    man = body(block(Tissue.MUSCLE, 60.0, 1.0))
    needle = Needle(QUINCKE)
    needle.place(START, FORWARD, man)
    for push in pushes:
        needle.advance(push, man)
    assert needle.depth_mm == pytest.approx(min(sum(pushes), QUINCKE.length_mm), abs=1e-9)
    pieces = np.linalg.norm(np.diff(needle.shaft()[1:], axis=0), axis=1)
    assert pieces.sum() == pytest.approx(needle.depth_mm, rel=2e-6)
    assert pieces.max() <= NODE_MM + 1e-9


def test_the_shaft_is_as_long_as_the_needle(muscle: Body) -> None:
    """Oracle: from hub to tip, along the nodes; the hub lies out in the line of entry."""
    needle = inserted(QUINCKE, muscle, 47.0)
    shaft = needle.shaft()
    assert np.linalg.norm(np.diff(shaft, axis=0), axis=1).sum() == pytest.approx(QUINCKE.length_mm, rel=1e-6)
    np.testing.assert_allclose(shaft[0], START - (QUINCKE.length_mm - 47.0) * FORWARD, atol=1e-9)
    np.testing.assert_array_equal(shaft[-1], needle.tip)


@pytest.mark.parametrize("step", [0.25, 3.7, 10.0])
def test_a_command_s_length_does_not_show(step: float, muscle: Body) -> None:
    """Oracle: the same needle pushed millimetre by millimetre: same tip, same force, same way back."""
    whole, plain = inserted(QUINCKE, muscle, 60.0, step=step), inserted(QUINCKE, muscle, 60.0, step=1.0)
    np.testing.assert_allclose(whole.tip, plain.tip, atol=1e-6)
    assert whole.force_n() == pytest.approx(plain.force_n(), rel=1e-6)
    for needle in (whole, plain):
        needle.withdraw(33.0)
    np.testing.assert_allclose(whole.tip, plain.tip, atol=1e-6)


# --- back and forth --------------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.floats(1, 78), st.floats(0.1, 78))
def test_drawn_back_it_lies_where_it_came_by(deep: float, back: float) -> None:
    """Oracle: the closed arc at the smaller depth."""
    man = body(block(Tissue.MUSCLE, 60.0, 1.0))
    needle = inserted(QUINCKE, man, deep)
    needle.withdraw(back)
    left = max(deep - back, 0.0)
    place, direction = arc(QUINCKE.curve_radius_mm, left, FORWARD, -HEAD)
    assert needle.depth_mm == pytest.approx(left, abs=1e-9)
    np.testing.assert_allclose(needle.tip, place, atol=1e-6)
    np.testing.assert_allclose(needle.direction, direction, atol=1e-9)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.floats(10, 78), st.floats(0.1, 70))
def test_sent_in_again_it_takes_its_own_way(deep: float, back: float) -> None:
    """Oracle: where it was before."""
    man = body(block(Tissue.MUSCLE, 60.0, 1.0))
    needle = inserted(QUINCKE, man, deep, turn=0.7)
    tip = needle.tip.copy()
    needle.withdraw(min(back, deep))
    needle.advance(min(back, deep), man)
    np.testing.assert_allclose(needle.tip, tip, atol=1e-6)


def test_drawn_out_it_rests_on_the_skin(muscle: Body) -> None:
    """Oracle: no depth less than none, and the first direction again."""
    needle = inserted(QUINCKE, muscle, 30.0)
    needle.withdraw(100.0)
    assert needle.depth_mm == 0.0
    np.testing.assert_array_equal(needle.tip, START)
    np.testing.assert_allclose(needle.direction, FORWARD)
    assert needle.placed
    needle.lift()
    assert not needle.placed
    assert needle.depth_mm == 0.0
    with pytest.raises(ValueError, match="not on the patient"):
        _ = needle.tip


def test_the_hub_stops_at_the_skin(muscle: Body) -> None:
    """Oracle: no needle goes deeper than it is long."""
    needle = inserted(TUOHY, muscle, TUOHY.length_mm)
    assert needle.advance(5.0, muscle) == []
    assert needle.depth_mm == TUOHY.length_mm


@pytest.mark.parametrize("mm", [0.0, -3.0])
def test_pushing_by_nothing_does_nothing(mm: float, muscle: Body) -> None:
    """Oracle: nothing moves."""
    needle = inserted(QUINCKE, muscle, 10.0)
    tip = needle.tip.copy()
    assert needle.advance(mm, muscle) == []
    np.testing.assert_array_equal(needle.tip, tip)
    assert Needle(QUINCKE).advance(5.0, muscle) == []


# --- bone ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bone", [Tissue.CORTICAL, Tissue.CANCELLOUS])
def test_bone_stops_the_tip_in_front_of_it(bone: Tissue) -> None:
    """Oracle: a wall of bone at y = 20: the tip comes to rest 0.01 mm in front of it and never in it, however hard it is pushed."""
    man = body(layered((Tissue.MUSCLE, 20.0), (bone, 4.0), (Tissue.MUSCLE, 10.0)))
    needle = Needle(STRAIGHT)
    needle.place(np.array([0.1, 0.2, 0.1]), FORWARD, man)
    for push in (10.0, 7.3, 9.0, 10.0):
        needle.advance(push, man)
    assert needle.on_bone
    assert 20.0 - CLEAR_MM - 1e-9 <= needle.tip[1] <= 20.0
    assert man.at(needle.tip) == Tissue.MUSCLE
    assert needle.depth_mm == pytest.approx(needle.tip[1] - 0.2, abs=1e-9)


def test_bone_is_met_once_and_met_again_after_leaving_it() -> None:
    """Oracle: one crossing when the tip comes to stand on the wall, none for pushing on or turning there, one more after drawing back."""
    man = body(layered((Tissue.MUSCLE, 20.0), (Tissue.CORTICAL, 4.0)))
    needle = Needle(STRAIGHT)
    needle.place(np.array([0.1, 0.2, 0.1]), FORWARD, man)
    met = [len(needle.advance(mm, man)) for mm in (10.0, 10.0, 1.0, 1.0)]
    assert met == [0, 1, 0, 0]
    needle.rotate(1.0)
    assert needle.advance(1.0, man) == []
    needle.withdraw(3.0)
    assert not needle.on_bone
    assert len(needle.advance(4.0, man)) == 1
    assert needle.on_bone


def test_a_needle_slides_past_bone_it_does_not_meet() -> None:
    """Oracle: a wall beside the way stops nothing."""
    labels = block(Tissue.MUSCLE, 30.0, 1.0)
    labels.values[32:] = Tissue.CORTICAL
    needle = Needle(STRAIGHT)
    man = body(labels)
    needle.place(np.array([1.9, -25.0, 0.0]), FORWARD, man)
    needle.advance(40.0, man)
    assert needle.depth_mm == 40.0
    assert not needle.on_bone
