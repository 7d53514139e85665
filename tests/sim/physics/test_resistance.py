"""The plunger: what the thumb feels, and what the needle's own bore costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshes.tissues import Tissue
from scenarios.equipment import needles
from sim.physics.resistance import AIR_SOFTNESS, FIRM_MMHG, LAG_S, MEMORY_S, SOFT_MMHG, Thumb, needle_drop_mmhg
from sim.physics.tissue import tissue_table

STEP_S = 1 / 32
"""The session's own step."""


def pressed(thumb: Thumb, tissue: Tissue, steps: int, start_s: float = 0.0, air: bool = False, noise: float = 0.0) -> list[bool]:
    return [thumb.feel(tissue, air, noise, start_s + i * STEP_S, STEP_S) for i in range(steps)]


# --- the bore --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner_mm", "viscosity", "mmhg"),
    [(0.26, 1.0, 3010), (0.41, 1.0, 490), (0.41, 3.4, 1650), (0.60, 3.4, 360), (0.84, 3.4, 94)],
    ids=["25G saline", "22G saline", "22G iohexol 240", "20G iohexol 240", "18G iohexol 240"],
)
def test_the_needle_s_own_resistance_is_the_sheet_s(inner_mm: float, viscosity: float, mmhg: float) -> None:
    """Oracle: fact sheet 5.2, 0.5 ml/s through 90 mm, worked out there by Poiseuille; 1 % for its digits."""
    assert needle_drop_mmhg(0.5, viscosity, inner_mm, 90.0) == pytest.approx(mmhg, rel=0.01)


@settings(derandomize=True, deadline=None)
@given(st.floats(0.01, 5), st.floats(0.02, 10), st.floats(0.2, 1.2), st.floats(30, 200))
def test_the_bore_follows_hagen_and_poiseuille(rate: float, viscosity: float, inner: float, length: float) -> None:
    """Oracle: closed form in SI: 128 mu L Q / (pi d4); 133.322 Pa to a mmHg."""
    pascal = 128 * viscosity * 1e-3 * length * 1e-3 * rate * 1e-6 / (np.pi * (inner * 1e-3) ** 4)
    assert needle_drop_mmhg(rate, viscosity, inner, length) == pytest.approx(pascal / 133.322, rel=1e-6)


def test_a_thinner_needle_is_harder_to_push_through() -> None:
    """Oracle: the fourth power of the bore: 18G, 20G and 22G on the tray in this order."""
    drops = [needle_drop_mmhg(0.5, 1.0, needles()[name].inner_mm, 90.0) for name in ("18G Tuohy", "20G Tuohy", "22G Quincke")]
    assert drops == sorted(drops)
    assert drops[2] / drops[0] == pytest.approx((0.84 / 0.41) ** 4, rel=1e-9)


# --- the thumb -------------------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None)
@given(st.sampled_from([Tissue.FAT, Tissue.MUSCLE, Tissue.INTERSPINOUS, Tissue.FLAVUM, Tissue.DORSAL_FAT]), st.integers(1, 60))
def test_the_gauge_lags_like_a_first_order_system(tissue: Tissue, steps: int) -> None:
    """Oracle: closed form: the rest left after n steps is (lag / (lag + dt))^n."""
    thumb = Thumb()
    pressed(thumb, tissue, steps)
    final = tissue_table().resistance_mmhg[tissue]
    assert thumb.pressure_mmhg == pytest.approx(final * (1 - (LAG_S / (LAG_S + STEP_S)) ** steps), rel=1e-9)


def test_pressing_long_enough_reads_the_tissue() -> None:
    """Oracle: fact sheet 5.2's order of tissues, as the gauge shows it after a second."""
    readings = []
    for tissue in (Tissue.DORSAL_FAT, Tissue.FAT, Tissue.MUSCLE, Tissue.INTERSPINOUS, Tissue.FLAVUM):
        thumb = Thumb()
        pressed(thumb, tissue, 32)
        readings.append(thumb.pressure_mmhg)
        assert thumb.pressure_mmhg == pytest.approx(tissue_table().resistance_mmhg[tissue], rel=1e-3)
    assert readings == sorted(readings)


@pytest.mark.parametrize("noise", [-0.14, 0.0, 0.14])
def test_resistance_is_lost_within_a_tenth_of_a_second(noise: float) -> None:
    """Oracle: fact sheet 5.2: a sudden drop, under 100 ms, on leaving the flavum; from firm to soft, once, at places of any noise."""
    thumb = Thumb()
    assert not any(pressed(thumb, Tissue.FLAVUM, 32, noise=noise))
    lost = pressed(thumb, Tissue.DORSAL_FAT, 32, 1.0, noise=noise)
    assert lost.count(True) == 1
    assert (lost.index(True) + 1) * STEP_S < 0.1


@pytest.mark.parametrize("tissue", [Tissue.VENTRAL_FAT, Tissue.LATERAL_FAT, Tissue.SACRAL_FAT, Tissue.CSF, Tissue.EPIDURAL_VEIN])
def test_other_loose_places_feel_the_same(tissue: Tissue) -> None:
    """Oracle: the thumb knows pressures and not places: CSF and veins at 7-18 mmHg (fact sheet 5.2) give way too."""
    thumb = Thumb()
    pressed(thumb, Tissue.FLAVUM, 32)
    assert any(pressed(thumb, tissue, 8, 1.0))


@pytest.mark.parametrize("way", [(Tissue.SKIN, Tissue.FAT), (Tissue.FLAVUM, Tissue.MUSCLE), (Tissue.FAT, Tissue.DORSAL_FAT)])
def test_no_loss_where_nothing_firm_gives_way_to_something_soft(way: tuple[Tissue, Tissue]) -> None:
    """Oracle: fat (75 mmHg) is not soft, and leaving it is no loss, for it was not firm."""
    thumb = Thumb()
    pressed(thumb, way[0], 64)
    assert not any(pressed(thumb, way[1], 64, 2.0))


def test_letting_go_is_no_loss() -> None:
    """Oracle: the gauge falls with the same lag, and no event comes of it, nor of pressing on in a loose place long after."""
    thumb = Thumb()
    pressed(thumb, Tissue.FLAVUM, 32)
    full = thumb.pressure_mmhg
    for _ in range(5):
        thumb.release(STEP_S)
    assert thumb.pressure_mmhg == pytest.approx(full * (LAG_S / (LAG_S + STEP_S)) ** 5, rel=1e-9)
    assert not any(pressed(thumb, Tissue.DORSAL_FAT, 32, 1.0 + MEMORY_S))


def test_resistance_is_lost_once() -> None:
    """Oracle: staying in the space, and going back and forth in it, tells nothing new."""
    thumb = Thumb()
    pressed(thumb, Tissue.FLAVUM, 32)
    assert sum(pressed(thumb, Tissue.DORSAL_FAT, 32, 1.0)) == 1
    assert not any(pressed(thumb, Tissue.LATERAL_FAT, 32, 2.0))
    # but after the flavum again it does
    pressed(thumb, Tissue.FLAVUM, 32, 3.0)
    assert sum(pressed(thumb, Tissue.DORSAL_FAT, 32, 4.0)) == 1


def test_air_feels_softer_and_still_gives_way() -> None:
    """Oracle: the bubble takes a stated share off the pressure; fact sheet 5.2: less thrust with air, loss felt all the same."""
    air, saline = Thumb(), Thumb()
    pressed(air, Tissue.FLAVUM, 64, air=True)
    pressed(saline, Tissue.FLAVUM, 64)
    assert air.pressure_mmhg == pytest.approx(AIR_SOFTNESS * saline.pressure_mmhg, rel=1e-6)
    assert any(pressed(air, Tissue.DORSAL_FAT, 8, 2.0, air=True))


def test_noise_is_a_share() -> None:
    """Oracle: a place 10 % above the mean reads 10 % more."""
    thumb = Thumb()
    pressed(thumb, Tissue.MUSCLE, 64, noise=0.1)
    assert thumb.pressure_mmhg == pytest.approx(1.1 * tissue_table().resistance_mmhg[Tissue.MUSCLE], rel=1e-6)


def test_firm_and_soft_part_the_tissues() -> None:
    """Oracle: fact sheet 5.2: ligaments are firm, which a needle meets before the space; fat is not yet soft."""
    table = tissue_table().resistance_mmhg
    assert min(table[t] for t in (Tissue.INTERSPINOUS, Tissue.FLAVUM)) > FIRM_MMHG
    assert table[Tissue.FAT] > SOFT_MMHG > table[Tissue.FORAMINAL_FAT]
