"""The plunger: what the thumb feels, and what the needle's own bore costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshes.tissues import Tissue
from scenarios.equipment import agent, needles
from sim.physics.resistance import (
    AIR_MMHG,
    BOUNCE_ML,
    CREEP_ML_S,
    FIRM_MMHG,
    LAG_S,
    MEMORY_S,
    SOFT_MMHG,
    THUMB_MMHG,
    Barrel,
    Thumb,
    needle_drop_mmhg,
)
from sim.physics.tissue import tissue_table

STEP_S = 1 / 32
"""The session's own step."""


def barrel(name: str = "18G Tuohy", fluid: str = "saline") -> Barrel:
    kind, given = needles()[name], agent(fluid)
    return Barrel(given.bubble_ml, needle_drop_mmhg(1.0, given.viscosity_mpas, kind.inner_mm, kind.length_mm))


PLAIN = barrel()


def pressed(thumb: Thumb, tissue: Tissue, steps: int, start_s: float = 0.0, between: Barrel = PLAIN, noise: float = 0.0) -> list[bool]:
    holds = float(tissue_table().resistance_mmhg[tissue]) * (1 + noise)
    return [thumb.feel(between, holds, start_s + i * STEP_S, STEP_S) for i in range(steps)]


# --- the bore --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner_mm", "viscosity", "mmhg"),
    [(0.26, 1.0, 3010), (0.41, 1.0, 490), (0.41, 3.4, 1650), (0.60, 3.4, 360), (0.84, 3.4, 94)],
    ids=["25G saline", "22G saline", "22G iohexol 240", "20G iohexol 240", "18G iohexol 240"],
)
def test_the_needle_s_own_resistance_is_the_sheet_s(inner_mm: float, viscosity: float, mmhg: float) -> None:
    """Oracle: [@bore_pressure], 0.5 ml/s through 90 mm, worked out there by Poiseuille; 1 % for its digits."""
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


# --- the barrel --------------------------------------------------------------------------------------------------------------


def test_air_is_a_spring() -> None:
    """Oracle: Boyle: 3 ml dipped by half a millilitre: 760 (3 / 2.5 - 1) = 152 mmHg; and its compliance at rest 3 ml / 760 mmHg.

    [@gas_law] has 0.15 ml for 10 kPa at the pressures of a flavum: 10 %.
    """
    air = barrel(fluid="air")
    assert air.spring_mmhg() == pytest.approx(152.0)
    assert air.gives_ml_mmhg(0.0) == pytest.approx(3.0 / 760.0, rel=0.01)
    assert air.gives_ml_mmhg(300.0) * 75.0 == pytest.approx(0.15, rel=0.1)
    assert pytest.approx(152.0) == AIR_MMHG * (3.0 / (3.0 - BOUNCE_ML) - 1)


def test_a_bubble_over_saline_is_a_stiffer_spring() -> None:
    """Oracle: Boyle: 1 ml dipped by half: one atmosphere more, above what a thumb tries; the bore carries saline."""
    both = barrel(fluid="4 ml saline + 1 ml air")
    assert both.spring_mmhg() == pytest.approx(760.0)
    assert both.needle == pytest.approx(PLAIN.needle)
    assert PLAIN.gives_ml_mmhg(0.0) < both.gives_ml_mmhg(0.0) < barrel(fluid="air").gives_ml_mmhg(0.0)
    assert PLAIN.spring_mmhg() == np.inf


@settings(derandomize=True, deadline=None)
@given(st.floats(0, 500), st.sampled_from(["17G Tuohy", "18G Tuohy", "20G Tuohy", "22G Tuohy", "25G Quincke"]))
def test_a_try_meets_tissue_and_bore(hold: float, name: str) -> None:
    """Oracle: closed form: p = hold + R q and q = creep (1 - p / thumb), solved for both: Ohm's law of two."""
    tube = barrel(name)
    p = tube.meets_mmhg(hold)
    q = CREEP_ML_S * (1 - p / THUMB_MMHG)
    assert p == pytest.approx(hold + tube.needle * q, rel=1e-9)
    assert hold <= p <= THUMB_MMHG


def test_through_a_fine_needle_no_loss_is_felt() -> None:
    """Oracle: the bore's fourth power: through 17 to 22G the space is soft and the flavum firm; through 25G even the space is not soft."""
    for name in ("17G Tuohy", "18G Tuohy", "20G Tuohy", "22G Tuohy"):
        tube = barrel(name)
        assert tube.meets_mmhg(8.0) < SOFT_MMHG < FIRM_MMHG < tube.meets_mmhg(440.0)
    thin = barrel("25G Quincke")
    assert thin.meets_mmhg(8.0) > 2 * SOFT_MMHG
    thumb = Thumb()
    pressed(thumb, Tissue.FLAVUM, 64, between=thin)
    assert not any(pressed(thumb, Tissue.DORSAL_FAT, 64, 2.0, between=thin))


# --- the thumb -------------------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None)
@given(st.sampled_from([Tissue.FAT, Tissue.MUSCLE, Tissue.INTERSPINOUS, Tissue.FLAVUM, Tissue.DORSAL_FAT]), st.integers(1, 60))
def test_the_gauge_lags_like_a_first_order_system(tissue: Tissue, steps: int) -> None:
    """Oracle: closed form: the rest left after t is exp(-t / T), T the hand's lag and the bore's R C (here 0.2 ms)."""
    thumb = Thumb()
    pressed(thumb, tissue, steps)
    final = PLAIN.meets_mmhg(tissue_table().resistance_mmhg[tissue])
    lag = LAG_S + PLAIN.needle * PLAIN.gives_ml_mmhg(0.0)
    assert thumb.pressure_mmhg == pytest.approx(final * (1 - np.exp(-steps * STEP_S / lag)), rel=1e-9)


def test_pressing_long_enough_reads_the_tissue() -> None:
    """Oracle: [@pressure_build]'s order of tissues and, but for the bore's 3 mmHg, its numbers, as the gauge shows them after a second."""
    readings = []
    for tissue in (Tissue.DORSAL_FAT, Tissue.FAT, Tissue.MUSCLE, Tissue.INTERSPINOUS, Tissue.FLAVUM):
        thumb = Thumb()
        pressed(thumb, tissue, 32)
        readings.append(thumb.pressure_mmhg)
        assert thumb.pressure_mmhg == pytest.approx(tissue_table().resistance_mmhg[tissue], abs=4.0)
    assert readings == sorted(readings)
    assert 370 <= readings[-1] <= 500


@pytest.mark.parametrize("name", ["17G Tuohy", "18G Tuohy", "20G Tuohy", "22G Tuohy"])
@pytest.mark.parametrize("noise", [-0.14, 0.0, 0.14])
def test_resistance_is_lost_within_a_tenth_of_a_second(noise: float, name: str) -> None:
    """Oracle: [@pressure_build]: a sudden drop, under 100 ms, on leaving the flavum; once, at places of any noise.

    The finest needle's space is hardly soft (58 mmHg): its bore lets the last of it go in 200 ms.
    """
    thumb, tube = Thumb(), barrel(name)
    assert not any(pressed(thumb, Tissue.FLAVUM, 32, between=tube, noise=noise))
    lost = pressed(thumb, Tissue.DORSAL_FAT, 32, 1.0, between=tube)
    assert lost.count(True) == 1
    assert (lost.index(True) + 1) * STEP_S < (0.2 if name == "22G Tuohy" else 0.1)


def test_air_is_softer_and_still_gives_way() -> None:
    """Oracle: [@lra_2010]: less thrust with air: all that is firm feels as the spring, 152 mmHg; loss felt all the same.

    Through a fine needle air is the better: its viscosity is a 37th of saline's, and even a 25G tells.
    """
    for name in ("18G Tuohy", "25G Quincke"):
        tube, thumb = barrel(name, "air"), Thumb()
        pressed(thumb, Tissue.FLAVUM, 64, between=tube)
        assert thumb.pressure_mmhg == pytest.approx(152.0, rel=0.01)
        assert any(pressed(thumb, Tissue.DORSAL_FAT, 32, 2.0, between=tube))


def test_a_bubble_makes_the_drop_slower() -> None:
    """Oracle: closed form: the time constant is lag + R C: 22G with a bubble of 1 ml takes 0.2 s and more, without it 30 ms."""
    plain, both = barrel("22G Tuohy"), barrel("22G Tuohy", "4 ml saline + 1 ml air")
    assert plain.settles_s(440.0) < 0.03
    assert both.settles_s(440.0) == pytest.approx(LAG_S + both.needle * 760.0 / 1200.0**2, rel=0.01)
    assert both.settles_s(440.0) > 0.2


@pytest.mark.parametrize("tissue", [Tissue.VENTRAL_FAT, Tissue.LATERAL_FAT, Tissue.SACRAL_FAT, Tissue.CSF, Tissue.EPIDURAL_VEIN])
def test_other_loose_places_feel_the_same(tissue: Tissue) -> None:
    """Oracle: the thumb knows pressures and not places: CSF and veins at 7-18 mmHg ([@pressure_build]) give way too."""
    thumb = Thumb()
    pressed(thumb, Tissue.FLAVUM, 32)
    assert any(pressed(thumb, tissue, 8, 1.0))


@pytest.mark.parametrize("way", [(Tissue.SKIN, Tissue.FAT), (Tissue.FLAVUM, Tissue.MUSCLE), (Tissue.FAT, Tissue.DORSAL_FAT)])
def test_no_loss_where_nothing_firm_gives_way_to_something_soft(way: tuple[Tissue, Tissue]) -> None:
    """Oracle: fat (75 mmHg) is not soft, and leaving it is no loss, for it was not firm."""
    thumb = Thumb()
    pressed(thumb, way[0], 64)
    assert not any(pressed(thumb, way[1], 64, 2.0))


def test_a_try_that_meets_nothing_after_firm_ones_is_a_loss() -> None:
    """Oracle: the intermittent technique: tries in flavum with the thumb off between, the next in the space: told within 200 ms, once."""
    thumb = Thumb()
    for start in (0.0, 1.0):
        assert not any(pressed(thumb, Tissue.FLAVUM, 8, start))
        for _ in range(8):
            thumb.release(STEP_S)
    lost = pressed(thumb, Tissue.DORSAL_FAT, 16, 2.0)
    assert lost.count(True) == 1
    assert (lost.index(True) + 1) * STEP_S <= 0.2


def test_letting_go_is_no_loss() -> None:
    """Oracle: the gauge falls with the same lag, and no event comes of it, nor of pressing on in a loose place long after."""
    thumb = Thumb()
    pressed(thumb, Tissue.FLAVUM, 32)
    full = thumb.pressure_mmhg
    for _ in range(5):
        thumb.release(STEP_S)
    assert thumb.pressure_mmhg == pytest.approx(full * np.exp(-5 * STEP_S / LAG_S), rel=1e-9)
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


def test_firm_and_soft_part_the_tissues() -> None:
    """Oracle: [@pressure_build]: ligaments are firm, which a needle meets before the space; fat is not yet soft."""
    table = tissue_table().resistance_mmhg
    assert min(table[t] for t in (Tissue.INTERSPINOUS, Tissue.FLAVUM)) > FIRM_MMHG
    assert table[Tissue.FAT] > SOFT_MMHG > table[Tissue.FORAMINAL_FAT]
