"""What the tip goes through, against the labels along its way."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.tissues import BONE, DISC, INTRATHECAL, NERVE, VESSEL, Tissue
from scenarios.equipment import needles
from sim.physics.body import Body
from sim.physics.needle import Crossing, Needle
from sim.physics.tissue import tissue_table
from tests.sim.physics.made import body, layered

FORWARD = np.array([0.0, 1.0, 0.0])
STRAIGHT = needles()["18G Tuohy"].model_copy(update={"curve_radius_mm": 1e12, "length_mm": 200.0})
SMALL_VESSEL = VESSEL - {Tissue.AORTA, Tissue.CAVA}
LOOK_MM = 0.01
"""Labels are looked up this densely by the tests themselves."""
WALL = ((Tissue.SKIN, 2.0), (Tissue.FAT, 8.0), (Tissue.MUSCLE, 12.0), (Tissue.FLAVUM, 3.5), (Tissue.DORSAL_FAT, 4.0), (Tissue.CSF, 6.0))


@pytest.fixture(scope="module")
def man(reference: Anatomy) -> Body:
    return Body.of(reference)


def way_through(anatomy: Anatomy, wanted: frozenset[Tissue]) -> np.ndarray:
    """Where on the back to enter for a straight way forward that meets one of these tissues before any bone: found in the labels."""
    labels, grid = anatomy.fine.values, anatomy.fine.grid
    hit, bone = np.isin(labels, list(wanted)), np.isin(labels, list(BONE))
    depth = labels.shape[1]
    first_hit = np.where(hit.any(1), hit.argmax(1), depth)
    first_bone = np.where(bone.any(1), bone.argmax(1), depth)
    i, k = np.argwhere(first_hit + 3 < first_bone)[0]
    skin = (labels[i, :, k] > 0).argmax()
    # a little off the voxels' middle, so that no step falls on a border
    return grid.centre([i, skin, k]) + [0.07, -0.13, 0.11]


def pushed(start: np.ndarray, man: Body, mm: float, step: float) -> tuple[Needle, list[Crossing]]:
    needle = Needle(STRAIGHT)
    needle.place(start, FORWARD, man)
    crossings: list[Crossing] = []
    while needle.depth_mm < mm - 1e-9 and not needle.on_bone:
        crossings += needle.advance(min(step, mm - needle.depth_mm), man)
    return needle, crossings


@pytest.mark.parametrize("wanted", [INTRATHECAL, SMALL_VESSEL, NERVE, DISC], ids=["sac", "vessel", "nerve", "disc"])
@pytest.mark.parametrize("step", [0.5, 4.0])
def test_every_border_is_crossed_once_and_in_order(reference: Anatomy, man: Body, wanted: frozenset[Tissue], step: float) -> None:
    """Oracle: the anatomy's labels looked up every 0.01 mm along a straight way that was found in the labels.

    The list of changes must be the list of crossings, each at its depth within a step, up to the bone that ends it.
    """
    start = way_through(reference, wanted)
    needle, crossings = pushed(start, man, 120.0, step)
    depths = LOOK_MM * np.arange(round(120.0 / LOOK_MM) + 1)
    labels = reference.tissue_at(start + depths[:, None] * FORWARD)
    bone = np.flatnonzero(np.isin(labels, list(BONE)))
    labels = labels[: bone[0] + 1] if len(bone) else labels
    changes = [(int(a), int(b), d) for a, b, d in zip(labels[:-1], labels[1:], depths[1:], strict=False) if a != b]
    assert [(c.before, c.after) for c in crossings] == [(a, b) for a, b, _ in changes]
    np.testing.assert_allclose([c.depth_mm for c in crossings], [d for _, _, d in changes], atol=LOOK_MM + 1e-9)
    entered = [c for c in crossings if c.after in wanted and c.before not in wanted]
    assert len(entered) >= 1
    for crossing in crossings:
        assert man.at(np.array(crossing.place)) == (crossing.before if crossing.after in BONE else crossing.after)
    assert needle.on_bone == bool(len(bone))


def test_layers_are_met_at_their_depths() -> None:
    """Oracle: the layers as they were laid down; within a step."""
    man = body(layered(*WALL))
    _, crossings = pushed(np.array([0.1, 0.01, 0.1]), man, 34.0, 3.0)
    assert [Tissue(c.after) for c in crossings] == [t for t, _ in WALL[1:]]
    borders = np.cumsum([mm for _, mm in WALL])[:-1]
    np.testing.assert_allclose([c.depth_mm + 0.01 for c in crossings], borders, atol=LOOK_MM + 1e-9)


@pytest.mark.parametrize("step", [0.05, 0.37, 2.0, 10.0])
def test_how_it_is_pushed_does_not_change_what_is_crossed(step: float) -> None:
    """Oracle: the same way in pushes of a millimetre."""
    man = body(layered(*WALL))
    start = np.array([0.1, 0.01, 0.1])
    _, plain = pushed(start, man, 34.0, 1.0)
    _, crossings = pushed(start, man, 34.0, step)
    assert [(c.before, c.after) for c in crossings] == [(c.before, c.after) for c in plain]
    np.testing.assert_allclose([c.depth_mm for c in crossings], [c.depth_mm for c in plain], atol=LOOK_MM + 1e-9)


def test_going_back_and_in_again_enters_again() -> None:
    """Oracle: drawn back into the fat and pushed on once more, the sac is entered a second time, and no more often."""
    man = body(layered(*WALL))
    needle, crossings = pushed(np.array([0.1, 0.01, 0.1]), man, 31.0, 1.0)
    assert [c.after for c in crossings].count(Tissue.CSF) == 1
    needle.withdraw(3.0)
    assert man.at(needle.tip) == Tissue.DORSAL_FAT
    again = needle.advance(3.0, man)
    assert [(c.before, c.after) for c in again] == [(Tissue.DORSAL_FAT, Tissue.CSF)]


def test_the_tip_lies_in_the_label_at_the_tip(reference: Anatomy, man: Body) -> None:
    """Oracle: the anatomy's look-up after each push; and what was last entered is where the tip is."""
    needle = Needle(STRAIGHT)
    needle.place(way_through(reference, INTRATHECAL), FORWARD, man)
    entered = man.at(needle.tip)
    for _ in range(400):
        for crossing in needle.advance(0.3, man):
            entered = crossing.after
        if needle.on_bone:
            break
        assert man.at(needle.tip) == reference.tissue_at(needle.tip)[0] == entered
    assert needle.depth_mm > 30


def test_a_curved_way_is_read_off_the_labels_too(reference: Anatomy, man: Body) -> None:
    """Oracle: labels every 0.01 mm along the closed arc in one tissue's curvature at a time.

    Walked here again plainly: a unicycle that turns at 1 / R times the tissue's factor.
    """
    kind = needles()["22G Quincke"]
    start = way_through(reference, INTRATHECAL)
    needle = Needle(kind)
    needle.place(start, FORWARD, man)
    crossings: list[Crossing] = []
    for _ in range(30):
        crossings += needle.advance(2.0, man)
    place, direction, side = start.copy(), FORWARD.copy(), np.array([0.0, 0.0, -1.0])
    before, changes = int(reference.tissue_at(place)[0]), []
    for _ in range(round(needle.depth_mm / LOOK_MM)):
        turn = LOOK_MM / kind.curve_radius_mm * tissue_table().curve[before]
        place = place + LOOK_MM * (np.cos(turn / 2) * direction + np.sin(turn / 2) * side)
        direction, side = np.cos(turn) * direction + np.sin(turn) * side, np.cos(turn) * side - np.sin(turn) * direction
        after = int(reference.tissue_at(place)[0])
        if after != before:
            changes.append((before, after))
        before = after
    passed = [(c.before, c.after) for c in crossings if c.after not in BONE]
    assert len(passed) > 4
    assert passed == changes
    # the plain walk sees a border up to 0.01 mm late, and steers by the old tissue so long
    np.testing.assert_allclose(needle.tip, place, atol=5e-3)


STEPS_MM = (0.05, 0.13, 0.5, 1.7, 5.0)


@pytest.mark.parametrize("seed", range(40))
def test_how_it_is_pushed_changes_nothing_in_the_patient(reference: Anatomy, man: Body, seed: int) -> None:
    """Oracle: itself: a random way through the patient in pushes of 0.05 to 5 mm: the same things met in the same order, within 0.1 mm.

    Any needle, entry and direction; the bevel turned twice and the needle drawn back on the way; and the same chances at the same speed.
    """
    draw = np.random.Generator(np.random.Philox(1000 + seed))
    kind = list(needles().values())[int(draw.integers(len(needles())))]
    aimed = reference.landmark("L4-L5/window") + draw.uniform([-45, 0, -60], [45, 20, 60])
    direction = np.array([draw.uniform(-0.5, 0.5), 1.0, draw.uniform(-0.5, 0.5)])
    direction /= np.linalg.norm(direction)
    skin = man.skin_along(aimed - 250.0 * direction, direction, 400.0)
    assert skin is not None
    turns = draw.uniform(-3, 3, 3)
    spin = float(draw.choice([0.0, 0.4]))
    stories = []
    for step in STEPS_MM:
        needle = Needle(kind)
        needle.place(skin, direction, man)
        chance = np.random.Generator(np.random.Philox(seed))
        story: list[Crossing] = []
        for turn, mm in zip(turns, (25.0, 20.0, 45.0), strict=True):
            needle.rotate(float(turn))
            goal = min(needle.depth_mm + mm, kind.length_mm)
            while needle.depth_mm < goal - 1e-9 and not needle.on_bone:
                story += needle.advance(min(step, goal - needle.depth_mm), man, spin, chance)
            needle.withdraw(5.0)
        stories.append((story, needle.tip, needle.depth_mm, needle.force_n()))
    first, tip, depth, force = stories[0]
    assert len(first) >= 2
    for story, *end in stories[1:]:
        assert [(c.before, c.after, c.entered) for c in story] == [(c.before, c.after, c.entered) for c in first]
        np.testing.assert_allclose([c.depth_mm for c in story], [c.depth_mm for c in first], atol=0.1)
        np.testing.assert_allclose(end[0], tip, atol=0.1)
        assert end[1:] == pytest.approx([depth, force], abs=0.1)


def runs(starts: list[float], tissues: list[int], end: float) -> list[tuple[int, float]]:
    """(tissue, where it begins) of all runs of 0.02 mm or more, neighbours of one tissue joined."""
    found: list[tuple[int, float]] = []
    for tissue, start, stop in zip(tissues, starts, [*starts[1:], end], strict=True):
        if stop - start >= 0.02 and (not found or found[-1][0] != tissue):
            found.append((tissue, start))
    return found


@pytest.mark.parametrize("number", range(6))
def test_no_voxel_is_stepped_over(reference: Anatomy, man: Body, number: int) -> None:
    """Oracle: the labels looked up every 0.002 mm along straight ways that lean: every corner of a voxel of 0.02 mm or more is met."""
    direction = np.array([0.31, 0.9, -0.23]) / np.linalg.norm([0.31, 0.9, -0.23])
    aimed = reference.landmark("L4-L5/window") + [0.3 + 2 * number, 0, 3.1 * number]
    start = man.skin_along(aimed - 250.0 * direction, direction, 400.0)
    assert start is not None
    needle = Needle(STRAIGHT)
    needle.place(start, direction, man)
    needle.advance(10.0, man)
    needle.advance(34.0, man)
    depths = np.arange(0.0, needle.depth_mm, 0.002)
    labels = reference.tissue_at(start + depths[:, None] * direction)
    bone = np.flatnonzero(np.isin(labels, list(BONE)))
    end = float(depths[bone[0]]) if len(bone) else needle.depth_mm  # from there it may have slid
    at = [i for i in (0, *(np.flatnonzero(np.diff(labels.astype(int))) + 1)) if depths[i] < end]
    expected = runs([float(depths[i]) for i in at], [int(labels[i]) for i in at], end)
    before = [s for s in needle.stretches if s.start_mm < end - 1e-6]
    met = runs([s.start_mm for s in before], [s.tissue for s in before], end)
    assert [tissue for tissue, _ in met] == [tissue for tissue, _ in expected]
    np.testing.assert_allclose([d for _, d in met], [d for _, d in expected], atol=0.005)
    assert len(met) >= 2
