"""The operator's hands at needle and syringe. Oracles: geometry, and the surfaces of back and cloth as they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import KDTree

from meshes.anatomy import Anatomy
from sim.qt.theatre import drape, instruments
from sim.qt.theatre.contact_shadow import light_left
from sim.qt.theatre.eye import Eye, met
from sim.qt.theatre.flesh import Flesh
from sim.qt.theatre.hand import GRIPS, HANDS, LOW, Hand, arm_at, balls_of, hand, holding_at, holds_hub, pressed, pressing_at
from sim.qt.theatre.instruments import SYRINGE_MM, Grasp, Joined
from sim.qt.theatre.stage import Scenery, stage_of
from tests.qt.test_stage import NEEDLE, SYRINGE, placed

Surface = Callable[[NDArray[np.float64]], NDArray[np.float64]]
WAYS = tuple(
    product(((0.0, -90.0), (-55.0, 30.0), (50.0, 60.0), (15.0, 120.0)), ((0.0, 0.0), (20.0, -15.0), (-18.0, 22.0)), (4.0, 45.0, 84.0))
)
"""Entry across and along, leaning to the right and to the head, and depth"""


@pytest.fixture(scope="module")
def scenery(reference: Anatomy) -> Scenery:
    return stage_of(reference, inside=False)


@pytest.fixture(scope="module")
def hands() -> dict[tuple[str, int], Hand]:
    return {(name, side): hand(name, side) for name in GRIPS for side in (1, -1)}


@pytest.fixture(scope="module")
def surface(scenery: Scenery) -> Surface:
    """y of the drawn skin in the window, of the drawn cloth beside it as far as the table goes; far below where nothing is."""
    back, cloth = scenery.back.vertices[np.unique(scenery.back.faces)], scenery.still["sheet"].vertices
    cloth = cloth[np.abs(cloth[:, 0]) <= drape.TABLE_HALF_MM + 1e-6]
    skin, sheet = (LinearNDInterpolator(v[:, [0, 2]], v[:, 1], fill_value=1e6) for v in (back, cloth))

    def at(places: NDArray[np.float64]) -> NDArray[np.float64]:
        flat = places[:, [0, 2]]
        return np.where(drape.in_window(places[:, 0], places[:, 2]), skin(flat), sheet(flat))

    return at


def grasp(scenery: Scenery, entry: tuple[float, float], leans: tuple[float, float], depth: float) -> Grasp:
    x, z = entry
    y = float(scenery.relief.y_at([x], [z])[0])
    held = Grasp.of(replace(NEEDLE, entry_mm=(x, y, z), lateral_deg=leans[0], cephalad_deg=leans[1], depth_mm=depth))
    assert held is not None
    return held


def lies(one: Hand, held: Grasp, joined: Joined, scenery: Scenery) -> NDArray[np.float64]:
    """All corners of a hand and its arm, (n, 3) mm in the patient's frame."""
    at = pressing_at(one, joined) if one.name == "pressing" else holding_at(one, held, scenery.relief)
    glove = pressed(one, joined)[0] if one.name == "pressing" else one.glove
    return np.concatenate([placed(glove.vertices, at), placed(one.arm, arm_at(one, at, scenery.relief))])


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("name", GRIPS)
def test_nothing_of_hand_and_sleeve_is_in_the_patient(
    scenery: Scenery, surface: Surface, hands: dict[tuple[str, int], Hand], name: str, side: int
) -> None:
    """Fault: wrist and heel sank into the skin."""
    deepest = {}
    for way in WAYS:
        held = grasp(scenery, *way)
        if name == LOW and holds_hub(holding_at(hands["holding", side], held, scenery.relief), held):
            continue
        corners = lies(hands[name, side], held, Joined.of(held, SYRINGE, side), scenery)
        deepest[way] = float((corners[:, 1] - surface(corners)).max())
    assert {way: deep for way, deep in deepest.items() if deep > 1.0} == {}


@pytest.mark.parametrize("side", [1, -1])
def test_the_hand_at_the_hub_rests_on_the_patient(
    scenery: Scenery, surface: Surface, hands: dict[tuple[str, int], Hand], side: int
) -> None:
    """Whatever is out of the needle: heel, cuff or sleeve touch, within a glove's thickness or two."""
    for depth in (4.0, 30.0, 60.0, 84.0):
        held = grasp(scenery, (5.0, 20.0), (0.0, 8.0), depth)
        corners = lies(hands["holding", side], held, Joined.of(held, SYRINGE, side), scenery)
        assert -8.0 < float((corners[:, 1] - surface(corners)).max()) <= 1.0, depth


@pytest.mark.parametrize("side", [1, -1])
def test_thumb_and_index_hold_the_hub_from_the_side_of_the_feet(scenery: Scenery, hands: dict[tuple[str, int], Hand], side: int) -> None:
    one, held = hands["holding", side], grasp(scenery, (12.0, 40.0), (-8.0, 15.0), 30.0)
    glove = placed(one.glove.vertices, holding_at(one, held, scenery.relief))
    assert np.linalg.norm(glove - held.grip, axis=1).min() < 12.0
    assert np.linalg.norm(glove - held.entry, axis=1).min() > 20.0, "the entry is free to the eye"
    assert glove[:, 2].mean() < held.grip[2]
    tips = glove[np.argsort(np.linalg.norm(glove - held.grip, axis=1))[:60]]
    assert tips[:, 0].max() > held.grip[0] > tips[:, 0].min(), "between two fingers"


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("left_ml", [0.0, 4.0, 10.0])
@pytest.mark.parametrize("tubing", [False, True])
def test_the_other_hand_s_thumb_is_on_the_plunger_and_two_fingers_are_under_the_flange(
    scenery: Scenery, hands: dict[tuple[str, int], Hand], side: int, left_ml: float, tubing: bool
) -> None:
    """Fault: nothing held the plunger."""
    held = grasp(scenery, (12.0, 40.0), (-8.0, 15.0), 30.0)
    joined, one = Joined.of(held, replace(SYRINGE, left_ml=left_ml, tubing=tubing), side), hands["pressing", side]
    glove = placed(pressed(one, joined)[0].vertices, pressing_at(one, joined)) - joined.start
    along = glove @ joined.along
    off = glove - along[:, None] * joined.along
    over = along[(np.linalg.norm(off, axis=1) < 8.0) & (one.thumb > 0.7)]
    assert abs(over.min() - joined.top_mm) < 3.5, "the pad lies on the top, neither over nor in it"
    under = (along > SYRINGE_MM - 14.0) & (along < SYRINGE_MM + 1.0) & (np.linalg.norm(off, axis=1) < 14.0)
    across = np.cross(joined.along, off[under].mean(0) - off.mean(0))
    beside = off[under] @ (across / np.linalg.norm(across))
    assert beside.max() > 7.0, "one finger on this side of the barrel"
    assert beside.min() < -7.0, "and one on that"


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("left_ml", [0.0, 4.0, 10.0])
def test_the_thumb_comes_down_on_the_plunger_and_two_fingertips_hook_round_the_flange(
    scenery: Scenery, hands: dict[tuple[str, int], Hand], side: int, left_ml: float
) -> None:
    """Fault: a straight thumb lay across the plunger like a finger stretched into the air, and nothing seemed to grip the barrel."""
    joined = Joined.of(grasp(scenery, (12.0, 40.0), (-8.0, 15.0), 30.0), replace(SYRINGE, left_ml=left_ml), side)
    one = hands["pressing", side]
    x, y, z = pressed(one, joined)[0].vertices.T
    beside, thumb = np.hypot(x, y), one.thumb > 0.9
    tip, knuckle = thumb & (beside < 9.0), thumb & (beside > 20.0) & (beside < 34.0)
    assert np.median(z[knuckle]) > np.median(z[tip]) + 6.0
    over = (one.thumb < 0.2) & (x < -6.0) & (beside < 32.0) & (z > 5.0)
    assert (y[over] > 3.0).any(), "the one fingertip is up past the flange"
    assert (y[over] < -3.0).any(), "and the other"


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("leans", [(-8.0, 8.0), (12.0, -10.0)])
def test_two_hands_at_a_syringe_never_meet_and_one_has_the_hub(
    scenery: Scenery, hands: dict[tuple[str, int], Hand], side: int, leans: tuple[float, float]
) -> None:
    """Fault: at a needle that is nearly all in the one held the barrel, a centimetre inside the other. Oracle: the gloves' corners."""
    for depth in (10.0, 40.0, 55.0, 60.0, 70.0, 80.0, 86.0):
        held = grasp(scenery, (3.0, 15.0), leans, depth)
        joined = Joined.of(held, SYRINGE, side)
        one, other = hands["holding", side], hands["pressing", side]
        at = holding_at(one, held, scenery.relief)
        if not holds_hub(at, held):
            one = hands[LOW, side]
            at = holding_at(one, held, scenery.relief)
        glove = placed(one.glove.vertices, at)
        there = placed(pressed(other, joined)[0].vertices, pressing_at(other, joined))
        apart, nearest = KDTree(glove).query(there)
        outwards = ((there - glove[nearest]) * (one.normals @ at[:3, :3].T)[nearest]).sum(1)
        assert apart.min() > 2.0, depth
        assert outwards[apart < 20.0].min(initial=99.0) > 0.0, depth
        assert np.linalg.norm(glove - held.grip, axis=1).min() < 12.0, depth


@pytest.mark.parametrize("side", [1, -1])
def test_both_arms_come_from_the_operator_and_do_not_cross(scenery: Scenery, hands: dict[tuple[str, int], Hand], side: int) -> None:
    held = grasp(scenery, (5.0, 20.0), (-8.0, 8.0), 47.0)
    joined, shoulders = Joined.of(held, SYRINGE, side), {}
    for name in HANDS:
        one = hands[name, side]
        at = holding_at(one, held, scenery.relief) if name == "holding" else pressing_at(one, joined)
        sleeve = placed(one.sleeve.vertices, arm_at(one, at, scenery.relief))
        shoulders[name] = sleeve[-24:].mean(0)
        assert (shoulders[name][0] - sleeve[:24, 0].mean()) * side > 250.0, name
    assert shoulders["pressing"][2] > shoulders["holding"][2] + 100.0


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("left_ml", [0.0, 4.0, 10.0])
def test_who_stands_there_sees_the_entry_and_the_barrel_s_marks(
    scenery: Scenery, hands: dict[tuple[str, int], Hand], side: int, left_ml: float
) -> None:
    """Fault: two hands knotted round a barrel that was nearly hidden."""
    held, eye = grasp(scenery, (10.0 * side, 20.0), (-10.0 * side, 7.0), 47.0), Eye.standing(side).place
    joined = Joined.of(held, replace(SYRINGE, left_ml=left_ml), side)
    corners, faces = [], []
    for name in HANDS:
        one = hands[name, side]
        at = holding_at(one, held, scenery.relief) if name == "holding" else pressing_at(one, joined)
        glove = one.glove if name == "holding" else pressed(one, joined)[0]
        faces.append(glove.faces + sum(len(c) for c in corners))
        corners.append(placed(glove.vertices, at))

    def is_free(place: NDArray[np.float64]) -> bool:
        hit = met(eye, place - eye, np.concatenate(corners), np.concatenate(faces))
        return hit is None or float(np.linalg.norm(hit - eye)) > float(np.linalg.norm(place - eye))

    assert is_free(held.entry)
    free = [mm for mm in range(9, int(SYRINGE_MM)) if is_free(joined.start + mm * joined.along)]
    assert len(free) >= 40, "mm of the barrel"
    made = instruments.scale(joined, side)
    marks = made.vertices[np.unique(made.faces)] - joined.start
    along = marks @ joined.along
    assert ((marks - along[:, None] * joined.along)[:, 0] * side > 0).all(), "on the side of who stands there"
    assert len(np.unique(along.round(2))) == 18, "both edges of nine"


@pytest.mark.parametrize("name", GRIPS)
def test_fingers_are_no_thicker_than_a_hand_s(hands: dict[tuple[str, int], Hand], name: str) -> None:
    """Fault: a thumb like a wrist. Oracle: an adult's fingers, 14 to 19 mm thick in a glove, a thumb up to 24."""
    one = hands[name, 1]
    for part in ("thumb", "index", "middle"):
        joints = np.array(one.grip.parts[part][0])[:, :3] * (1, one.flipped, 1)
        start, end = (joints[1], joints[2]) if part != "thumb" else (joints[2], joints[3])
        along = (end - start) / np.linalg.norm(end - start)
        off = one.glove.vertices - (start + end) / 2
        beside = np.linalg.norm(off - (off @ along)[:, None] * along, axis=1)
        thick = 2 * np.median(beside[(np.abs(off @ along) < 6.0) & (beside < 22.0)])
        assert 13.0 < thick < (24.0 if part == "thumb" else 19.0), (part, thick)


def test_a_glove_has_folds_at_its_knuckles_and_stays_where_it_is(hands: dict[tuple[str, int], Hand]) -> None:
    one = hands["pressing", 1]
    flesh = Flesh(one.grip.parts)
    turned = np.degrees(np.arccos((flesh.outward(one.glove.vertices) * one.normals).sum(1).clip(-1, 1)))
    knuckle = np.linalg.norm(one.glove.vertices - np.array(one.grip.parts["index"][0][1][:3]), axis=1) < 11.0
    assert turned[knuckle].max() > 5.0
    assert np.median(turned) < 5.0
    assert np.abs(flesh.off(one.glove.vertices)).max() < 1.5


def test_skin_is_darker_where_a_needle_enters() -> None:
    held = Grasp.of(NEEDLE)
    assert held is not None
    beside = held.entry + np.array([(0.0, 0.0, 0.0), (6.0, 0.0, 0.0), (-40.0, 0.0, 0.0)])
    left = light_left(beside, instruments.balls_of(held, None), 1)
    assert left[0] < 0.75
    assert left[0] < left[1] < left[2]


def test_a_shadow_is_dark_where_something_lies_and_faint_under_what_is_high() -> None:
    places = np.array([(0.0, 0.0, 0.0), (200.0, 0.0, 0.0)])
    touching, far = light_left(places, np.array([(0.0, -10.0, 0.0, 10.0)]), 1), light_left(places, np.array([(0.0, -80.0, 0.0, 10.0)]), 1)
    assert touching[0] < 0.75 < far[0] <= 1.0
    assert touching[1] == far[1] == 1.0


def test_what_throws_a_shadow_is_where_the_hand_is(scenery: Scenery, hands: dict[tuple[str, int], Hand]) -> None:
    one, held = hands["holding", 1], grasp(scenery, (5.0, 20.0), (0.0, 8.0), 47.0)
    at = holding_at(one, held, scenery.relief)
    balls, glove = balls_of(one, at, arm_at(one, at, scenery.relief)), placed(one.glove.vertices, at)
    gaps = np.linalg.norm(balls[:, None, :3] - glove[None], axis=2).min(1) - balls[:, 3]
    assert np.abs(gaps[:20]).max() < 12.0
