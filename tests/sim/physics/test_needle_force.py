"""What it takes to push on."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.tissues import Tissue
from scenarios.equipment import needles
from sim.physics.body import Body
from sim.physics.needle import Needle
from sim.physics.tissue import tissue_table
from tests.sim.physics.made import block, body, layered
from tests.sim.ways import clear_way

FORWARD = np.array([0.0, 1.0, 0.0])
TUOHY = needles()["18G Tuohy"].model_copy(update={"curve_radius_mm": 1e12})
WALL = (
    (Tissue.SKIN, 2.0), (Tissue.FAT, 6.0), (Tissue.SUPRASPINOUS, 3.0), (Tissue.INTERSPINOUS, 10.0), (Tissue.FLAVUM, 4.0),
    (Tissue.DORSAL_FAT, 4.0), (Tissue.DURA, 1.0), (Tissue.CSF, 5.0),
)  # fmt: skip


@pytest.fixture(scope="module")
def wall() -> Body:
    return body(layered(*WALL))


def forces(man: Body, mm: float, step: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """(depth, force) along a straight way into the layers."""
    needle = Needle(TUOHY)
    needle.place(np.array([0.1, 0.01, 0.1]), FORWARD, man)
    found = [(0.0, needle.force_n())]
    while needle.depth_mm < mm:
        needle.advance(step, man)
        found.append((needle.depth_mm, needle.force_n()))
    depth, force = np.array(found).T
    return depth, force


def rubbing(depth: float) -> float:
    """Friction of the layers above a depth: the table's N/mm times mm."""
    total, start = 0.0, 0.0
    for tissue, mm in WALL:
        total += tissue_table().friction_n_mm[tissue] * float(np.clip(depth - start, 0.0, mm))
        start += mm
    return total


SHEET_N = {Tissue.SKIN: 6.0, Tissue.SUPRASPINOUS: 4.3, Tissue.INTERSPINOUS: 7.5, Tissue.FLAVUM: 12.1}
"""[@davidor_nisky]: peaks at the hub of a Tuohy in the midline (Holton & Hiemenz set through Davidor/Nisky)."""


@pytest.mark.parametrize("below_mm", [-1.0, -0.5, 0.0])
def test_at_l3_l4_in_the_midline_the_hub_feels_the_sheet_s_peaks(sound: Anatomy, below_mm: float) -> None:
    """Oracle: [@davidor_nisky]: peaks of skin, supraspinous, interspinous ligament and flavum of a Tuohy's way in; 20 %, friction and all.

    In the epidural space that set has none; there is what rubs along the shaft, 0.02 to 0.10 N/mm, and less than in fat under the skin.
    """
    man = Body.of(sound)
    right, up = clear_way(sound, "L3-L4", -1.0)
    skin = man.skin_along(np.array([right, -200.0, up - below_mm]), FORWARD, 300.0)
    assert skin is not None
    needle = Needle(TUOHY)
    needle.place(skin, FORWARD, man)
    peaks: dict[int, float] = {}
    while needle.lies_in != Tissue.DORSAL_FAT:
        assert not needle.on_bone
        tissue, force = needle.lies_in, _pushed(needle, man, 0.05)
        if needle.lies_in == tissue:
            peaks[tissue] = max(peaks.get(tissue, 0.0), force)
    for layer, peak in SHEET_N.items():
        assert peaks[layer] == pytest.approx(peak, rel=0.2), layer.name
    after = [_pushed(needle, man, 0.05) for _ in range(24)]
    assert after[-1] < 0.3 * peaks[Tissue.FLAVUM]
    assert 0.02 * needle.depth_mm < after[-1] < 0.10 * needle.depth_mm


def _pushed(needle: Needle, man: Body, mm: float) -> float:
    """The force after pushing on."""
    needle.advance(mm, man)
    return needle.force_n()


def test_a_boundary_stiffens_before_it_gives(wall: Body) -> None:
    """Oracle: [@okamura_2004]: quadratic up to the pop (Okamura 2004): in the flavum the force rises ever faster for 1.8 mm; no jumps.

    The largest step is 40 N/mm, the drop into the space; 10 N over the stated 0.3 mm are 33.
    """
    depth, force = forces(wall, 33.0)
    start = 21.0 - 0.01
    rise = force[(depth > start + 0.1) & (depth < start + 1.75)]
    assert (np.diff(rise) > 0).all()
    assert (np.diff(rise, 2) > -1e-9).all()
    assert np.abs(np.diff(force) / np.diff(depth)).max() < 40.0


def test_the_dura_stretches_before_it_gives(wall: Body) -> None:
    """Oracle: [@zarzur_1992]: pushed ahead 2-6 mm, up to a peak of 3 N, less what rubs; then less than 1 N."""
    needle = Needle(TUOHY)
    needle.place(np.array([0.1, 0.01, 0.1]), FORWARD, wall)
    chance = np.random.Generator(np.random.Philox(3))
    tented = gave = 0.0
    peak = 0.0
    while not gave:
        for crossing in needle.advance(0.05, wall, chance=chance):
            tented = tented or (0.0 if crossing.entered else crossing.depth_mm)
            gave = crossing.depth_mm if tented and crossing.entered else gave
        peak = max(peak, needle.force_n() - rubbing(needle.depth_mm)) if tented else 0.0
    assert 2.0 <= gave - tented <= 6.0
    assert tented == pytest.approx(29.0 - 0.01, abs=1e-6)
    assert peak == pytest.approx(3.0, rel=0.3)
    needle.advance(1.0, wall)
    assert needle.force_n() - rubbing(needle.depth_mm) < 1.0


def test_force_falls_away_in_the_epidural_space(wall: Body) -> None:
    """Oracle: [@davidor_nisky]: from 10-12 N in the flavum to nothing but the shaft's friction in the space, within a millimetre."""
    depth, force = forces(wall, 28.0)
    before = force[(depth > 22.5) & (depth < 24.9)]
    after = force[(depth > 26.0) & (depth < 28.5)]
    assert before.min() > 9.0
    assert after.max() < 0.25 * before.min()
    np.testing.assert_allclose(after, [rubbing(d) for d in depth[(depth > 26.0) & (depth < 28.5)]], atol=0.7)


def test_within_a_tissue_force_is_cutting_and_friction() -> None:
    """Oracle: closed form: cutting + N/mm x mm inserted, for the 18G Tuohy that the table means."""
    man = body(block(Tissue.MUSCLE, 40.0, 1.0))
    needle = Needle(TUOHY)
    needle.place(np.array([0.0, -35.0, 0.0]), FORWARD, man)
    for depth in (7.0, 24.0, 55.0):
        needle.advance(depth - needle.depth_mm, man)
        assert needle.force_n() == pytest.approx(2.0 + 0.05 * depth, rel=1e-6)


def test_a_fine_needle_needs_less() -> None:
    """Oracle: [@quincke_known]: 22G Quincke: 2-6 N to puncture the skin, 0.5-2 N to cruise in muscle or fat."""
    fine = needles()["22G Quincke"]
    needle = Needle(fine)
    skin = body(layered((Tissue.SKIN, 2.0), (Tissue.MUSCLE, 30.0)))
    needle.place(np.array([0.1, 0.01, 0.1]), FORWARD, skin)
    assert 2.0 <= max(_pushed(needle, skin, 0.1) for _ in range(19)) <= 6.0
    for depth in (5.0, 15.0, 25.0):
        needle.advance(depth - needle.depth_mm, skin)
        assert 0.5 <= needle.force_n() <= 2.0


def test_friction_grows_with_the_shaft_s_thickness() -> None:
    """Oracle: surface: as the outer diameter, 0.72 to 1.27 mm; the slope of force over depth in one tissue."""
    man = body(block(Tissue.MUSCLE, 40.0, 1.0))
    slopes = []
    for name in ("22G Quincke", "18G Tuohy"):
        needle = Needle(needles()[name])
        needle.place(np.array([0.0, -35.0, 0.0]), FORWARD, man)
        needle.advance(10.0, man)
        shallow = needle.force_n()
        needle.advance(40.0, man)
        slopes.append((needle.force_n() - shallow) / 40.0)
    assert slopes[0] / slopes[1] == pytest.approx(0.72 / 1.27, rel=0.01)
    assert slopes[1] == pytest.approx(0.05, rel=0.01)


def test_bone_is_a_wall() -> None:
    """Oracle: [@davidor_nisky] calls it one: more than anything soft takes, by far."""
    man = body(layered((Tissue.MUSCLE, 10.0), (Tissue.CORTICAL, 5.0)))
    needle = Needle(TUOHY)
    needle.place(np.array([0.1, 0.01, 0.1]), FORWARD, man)
    needle.advance(9.0, man)
    soft = needle.force_n()
    needle.advance(5.0, man)
    assert needle.on_bone
    assert needle.force_n() > 60 > 10 * soft


def test_no_needle_no_force() -> None:
    """Oracle: nothing touches nothing."""
    assert Needle(TUOHY).force_n() == 0.0
