"""What hands read of contrast: from greys where there is a picture, from line integrals of iodine in a sketch; never from its places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from scenarios.schema import Target
from scenarios.script import Expose, If, Script
from sim.fluoroscopy import parallel
from sim.fluoroscopy.exposure import Iodine
from sim.fluoroscopy.picture import Picture, opened, processed
from sim.fluoroscopy.screen import Screen
from sim.operators.contrast_seen import beside, gone, pooled, shadow, spread
from sim.operators.script import ScriptHands
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform
from tests.alike.compared import pair, sketch

HERE, THERE = (-15.0, 0.0, 0.0), (15.0, 0.0, 10.0)
Cube = tuple[tuple[float, float, float], float]
"""Where its middle is from the middle of the view, and mg."""


@pytest.fixture(scope="module", params=["greys", "lines"])
def screen(request: pytest.FixtureRequest, reference: Anatomy) -> Screen:
    """Of the shipped patient, and of the same without bone density."""
    return Screen(reference if request.param == "greys" else sketch(reference))


@pytest.fixture(scope="module")
def empty(interlaminar: World) -> Picture:
    """A picture without needle and contrast."""
    made = ScriptHands(
        Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": [{"do": "expose"}]}),
        interlaminar.scenario.target,
    )
    perform(made, Session(interlaminar, 1))
    return made.pictures[-1]


def with_contrast(picture: Picture, cubes: Sequence[Cube], size_mm: Sequence[float] = (4.0, 4.0, 4.0)) -> Picture:
    """The picture with so much contrast in boxes."""
    axes = [np.arange(-mm / 2 + 0.25, mm / 2, 0.5) for mm in size_mm]
    box = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    places = [box + np.array(middle) + np.array(picture.view.pose.centre) for middle, _ in cubes]
    mg = [np.full(len(box), mg / len(box)) for _, mg in cubes]
    cloud = Iodine(np.concatenate(places).astype(np.float32), np.concatenate(mg).astype(np.float32), 0.5)
    return processed(picture, replace(opened(picture), contrast=cloud))


def test_what_stood_there_before_does_not_hide_what_is_carried_away(screen: Screen, empty: Picture) -> None:
    """Oracle: by hand: beside what an earlier syringe left, of eight milligrams that came half a milligram is left, or six."""
    stood, came = with_contrast(empty, [(HERE, 8.0)]), with_contrast(empty, [(HERE, 8.0), (THERE, 8.0)])
    for left, expected in ((0.5, True), (6.0, False)):
        now = with_contrast(empty, [(HERE, 8.0), (THERE, left)])
        assert gone(screen, [empty, stood, came, now], 2) is expected
    assert not gone(screen, [empty, stood, stood, stood], 2)
    assert not gone(screen, [empty, stood], 2)


def test_a_pool_is_round_and_small(screen: Screen, empty: Picture) -> None:
    """What is as wide as long but fills a canal is no pool: contrast that has gone round the sac; nor is what is long.
    A small one may be less round."""
    cases = (
        ((12.0, 12.0, 12.0), 100.0, True),
        ((28.0, 28.0, 28.0), 400.0, False),
        ((6.0, 6.0, 24.0), 80.0, False),
        ((8.0, 8.0, 13.0), 80.0, True),
    )
    for size_mm, mg, expected in cases:
        assert pooled(screen, [empty, with_contrast(empty, [(HERE, mg)], size_mm)], 1) is expected
    assert not pooled(screen, [empty, empty], 1)
    assert not pooled(screen, [], 0)


def test_how_far_contrast_lies_beside_a_place(screen: Screen, empty: Picture) -> None:
    """Oracle: the C-arm's own projection of the box's middle, and of places beside it; to half a millimetre."""
    now, view = with_contrast(empty, [(HERE, 40.0)], (6.0, 6.0, 6.0)), empty.view
    u, v = view.project(np.array(HERE) + np.array(view.pose.centre))
    for right, up in ((0.0, 0.0), (4.0, 0.0), (-8.0, 3.0)):
        place = (float(u) - right * view.magnification, float(v) - up * view.magnification)
        assert beside(screen, [empty, now], 1, place) == pytest.approx((right, up), abs=0.5)
    assert beside(screen, [empty, empty], 1, (0.0, 0.0)) is None


def test_aside_is_outwards_on_the_targets_side_alone(screen: Screen, empty: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight millimetres to the right of a landmark is aside on the right and not on the left; elsewhere on both, and upwards too."""
    now, view = with_contrast(empty, [(HERE, 40.0)], (6.0, 6.0, 6.0)), empty.view
    u, v = view.project(np.array(HERE) + np.array(view.pose.centre))
    script = Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": [{"do": "expose"}]})
    told = {}
    for side in ("right", "left"):
        hands = ScriptHands(script, Target.model_validate({"level": "L4", "side": side}))
        hands.screen, hands.pictures, hands.pictures_before = screen, [empty, now], 1
        for right, up in ((8.0, 0.0), (-8.0, 0.0), (0.0, 8.0)):
            place = (float(u) - right * view.magnification, float(v) - up * view.magnification)
            monkeypatch.setattr(hands, "_sight", lambda _, place=place: (now, place))
            asked = [If(do="if", seen=seen, near="x", steps=(Expose(do="expose"),)) for seen in ("contrast aside", "contrast elsewhere")]
            told[side, right, up] = tuple(hands._saw(step) for step in asked)
    assert told == {
        ("right", 8.0, 0.0): (True, True), ("right", -8.0, 0.0): (False, True), ("right", 0.0, 8.0): (False, True),
        ("left", 8.0, 0.0): (False, True), ("left", -8.0, 0.0): (True, True), ("left", 0.0, 8.0): (False, True),
    }  # fmt: skip


def test_contrast_that_runs_along_something_is_longer_than_a_pool(screen: Screen, empty: Picture) -> None:
    """Oracle: the standard deviation of a row of cells is its length over the square root of 12; in mm where the C-arm's centre is,
    to a pixel and a half.
    """
    length, width = spread(screen, with_contrast(empty, [((0.0, 0.0, 0.0), 200.0)], (8.0, 8.0, 40.0)), empty)
    assert length == pytest.approx(40.0 / sqrt(12.0), abs=1.0)
    assert width == pytest.approx(8.0 / sqrt(12.0), abs=1.0)
    assert spread(screen, empty, empty) == (0.0, 0.0)


def test_too_little_to_be_seen_is_not_seen(screen: Screen, empty: Picture) -> None:
    """Oracle: Poisson: a milligram on a cm2 takes 0.6 of 255 greys, what noise alone does everywhere."""
    assert not shadow(screen, with_contrast(empty, [(HERE, 0.2)]), empty).any()
    assert shadow(screen, with_contrast(empty, [(HERE, 8.0)]), empty).any()


def test_a_later_pulse_of_the_same_is_no_contrast(screen: Screen, interlaminar: World) -> None:
    """Noise differs from pulse to pulse, breathing slides the picture, and the needle comes: none of it is contrast."""
    steps: list[dict[str, Any]] = [
        {"do": "expose"},
        {"do": "take", "needle": "18G Tuohy"},
        {"do": "place", "over": "{interspace}/window_{side}"},
        {"do": "advance", "mm": 10.0},
        {"do": "expose", "seconds": 2.0},
    ]
    hands = ScriptHands(
        Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": steps}), interlaminar.scenario.target
    )
    perform(hands, Session(interlaminar, 1))
    assert len({picture.moved_mm for picture in hands.pictures}) > 1
    for now in hands.pictures[1::4]:
        assert not shadow(screen, now, hands.pictures[0]).any()


def test_greys_do_not_depend_on_the_number_of_threads(reference: Anatomy, empty: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = with_contrast(empty, [(HERE, 8.0)])
    found = []
    for count in (1, 3):
        monkeypatch.setattr(parallel, "threads", lambda n=count: n)
        found.append(Screen(reference).greys(seen))
    np.testing.assert_array_equal(*found)


def test_nobody_writes_on_the_screen(screen: Screen, empty: Picture) -> None:
    with pytest.raises(ValueError, match="read-only"):
        screen.greys(empty)[0, 0] = 1


@pytest.mark.parametrize(("case", "back_mm"), [("vascular_s1", 0.0), ("transforaminal_l5", 14.0)])
def test_greys_and_lines_are_read_alike(case: str, back_mm: float, reference: Anatomy) -> None:
    """A few of the hundred of ``python -m tests.alike``: a vein, and muscle."""
    found = pair(case, reference, 1, back_mm)
    assert found.greys == found.lines


def test_a_script_that_asks_nothing_of_contrast_makes_no_picture(interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a picture was made")

    monkeypatch.setattr(Screen, "greys", refuse)
    steps: Callable[..., Any] = Script.model_validate
    script = steps({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": [{"do": "expose"}]})
    assert perform(ScriptHands(script, interlaminar.scenario.target), Session(interlaminar, 1)).steps > 0
