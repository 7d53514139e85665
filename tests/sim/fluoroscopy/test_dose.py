"""Dose: what an exposure costs, in closed form and against the sheet's ranges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshes.anatomy import Anatomy, Labels
from meshes.space import Grid
from meshes.tissues import Tissue
from sim.fluoroscopy.attenuation import FAT_SHARE
from sim.fluoroscopy.carm import FIELDS_MM, Pose, View, named_pose
from sim.fluoroscopy.dose import MAS_RANGE, PULSE_RATES, REFERENCE_MM, Dose, Technique, automatic, of_pulse, thickness
from tests.sim.fluoroscopy.tables import kerma_weights

AP = View(Pose())
TECHNIQUE = Technique(80.0, 0.25, 200.0)


def test_kerma_falls_with_the_square_of_the_distance() -> None:
    """Oracle: kerma at 100 cm from photons, energy and air (NIST), times (100 / 60)2 and the mAs; 2 % for the air table."""
    expected = 0.25 * kerma_weights(80).sum() / 1000 * (100 / 60) ** 2
    assert of_pulse(TECHNIQUE, AP, 1.0).kerma_mgy == pytest.approx(expected, rel=0.02)


@settings(derandomize=True, deadline=None)
@given(st.floats(0.02, 0.8), st.floats(0.02, 0.8))
def test_kerma_is_proportional_to_charge(one: float, two: float) -> None:
    """Oracle: as many photons as electrons: kerma per mAs is one number."""
    kerma = [of_pulse(Technique(90.0, mas, 250.0), AP, 1.0).kerma_mgy for mas in (one, two)]
    assert kerma[0] / one == pytest.approx(kerma[1] / two, rel=1e-12)


@pytest.mark.parametrize("field", FIELDS_MM)
def test_dap_is_kerma_times_area(field: float) -> None:
    """Oracle: a field of f mm at 1000 mm is 0.6 f wide at 600 mm, where the kerma is told; mGy and mm to Gy cm2."""
    dose = of_pulse(TECHNIQUE, View(Pose(), field), 1.0)
    assert dose.dap_gycm2 == pytest.approx(dose.kerma_mgy / 1000 * (0.6 * field / 10) ** 2, rel=1e-12)


def test_dap_is_the_same_wherever_it_is_measured() -> None:
    """Oracle: kerma falls as the square of the distance and the area grows so: at the detector, 100 cm from the focus, it is the same."""
    dose = of_pulse(TECHNIQUE, AP, 1.0)
    at_detector = dose.kerma_mgy * (REFERENCE_MM / 1000) ** 2 / 1000 * (AP.field_mm / 10) ** 2
    assert dose.dap_gycm2 == pytest.approx(at_detector, rel=1e-12)


@settings(derandomize=True, deadline=None)
@given(st.floats(0.003, 1.0))
def test_collimation_spares_area_and_not_kerma(share: float) -> None:
    """Oracle: half the area is half the product; the rays that are left are as strong as before."""
    whole, part = of_pulse(TECHNIQUE, AP, 1.0), of_pulse(TECHNIQUE, AP, share)
    assert part.kerma_mgy == whole.kerma_mgy
    assert part.dap_gycm2 == pytest.approx(share * whole.dap_gycm2, rel=1e-12)


def test_doses_add_up() -> None:
    """Oracle: sums."""
    total = Dose(1.0, 8, 0.2, 0.03).plus(Dose(0.5, 4, 0.1, 0.01))
    assert (total.seconds, total.pulses) == (1.5, 12)
    assert total.kerma_mgy == pytest.approx(0.3)
    assert total.dap_gycm2 == pytest.approx(0.04)


# --- automatic brightness --------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None)
@given(st.floats(20, 500), st.floats(0, 80))
def test_more_patient_never_costs_less(mm: float, more: float) -> None:
    """Oracle: monotone in kVp and in kerma, within the tube's and the tables' limits."""
    thin, thick = automatic(mm), automatic(mm + more)
    assert thick.kvp >= thin.kvp
    assert of_pulse(thick, AP, 1.0).kerma_mgy >= of_pulse(thin, AP, 1.0).kerma_mgy * (1 - 1e-12)
    for technique in (thin, thick):
        assert 40 <= technique.kvp <= 120  # fact sheet 6.1
        assert MAS_RANGE[0] <= technique.mas <= MAS_RANGE[1]


def test_the_reference_man_gets_a_usual_dose_rate(reference: Anatomy) -> None:
    """Oracle: fact sheet 6.5: 10-25 mGy/min pulsed low (8 a second, AP); never above 61, the most of a typical C-arm, in any named view."""
    rates = {}
    for name in ("AP", "lateral", "oblique", "clo"):
        view = View(named_pose(reference, name, "L5"))
        rates[name] = of_pulse(automatic(thickness(reference, view)), view, 1.0).kerma_mgy * 8 * 60
    assert 10 <= rates["AP"] <= 25
    assert rates["AP"] < rates["oblique"] < rates["lateral"] < 61


def test_half_a_minute_of_a_usual_procedure_is_a_usual_dap(reference: Anatomy) -> None:
    """Oracle: fact sheet 6.5: transforaminal, 29 s and 0.68 Gy cm2 at the median, up to 10.5.

    The next smaller field, 8 pulses a second, AP, all open, comes within a factor of two of the median.
    """
    view = View(named_pose(reference, "AP", "L5"), FIELDS_MM[1])
    dap = of_pulse(automatic(thickness(reference, view)), view, 1.0).dap_gycm2 * 8 * 29
    assert 0.34 < dap < 1.36


def test_pulse_rates_are_a_machine_s() -> None:
    """Oracle: fact sheet 6.1: 15, 8, 4, 2, 1 a second."""
    assert PULSE_RATES == (1, 2, 4, 8, 15)


# --- thickness -------------------------------------------------------------------------------------------------------------


def layered(reference: Anatomy) -> Anatomy:
    """A slab of 100 mm of muscle with 40 mm of fat behind it and a layer of gas in it, wide enough for all rays."""
    values = np.zeros((120, 110, 120), np.uint8)
    values[:, 5:25] = Tissue.FAT
    values[:, 25:80] = Tissue.MUSCLE
    values[:, 40:45] = Tissue.GAS
    coarse = Labels(Grid((-119.0, -89.0, -79.0), 2.0, values.shape), values)
    nothing = Labels(Grid((0.0, 0.0, 0.0), 1.0, (1, 1, 1)), np.full((1, 1, 1), Tissue.MUSCLE, np.uint8))
    return Anatomy("layers", {}, nothing, coarse, (), {}, {}, reference.canal, (), "made for a test")


def test_thickness_counts_tissue_as_muscle(reference: Anatomy) -> None:
    """Oracle: 100 mm of muscle + 40 of fat at 0.874 = 135 mm; 2 mm for the march's steps and rays that lean by up to 2.9 degrees."""
    mean = thickness(layered(reference), View(Pose(0.0, 0.0, (0.0, 0.0, 40.0))))
    assert mean == pytest.approx(100 + 40 * FAT_SHARE, abs=2.0)
    assert pytest.approx(0.188 / 0.215) == FAT_SHARE  # fact sheet 6.3


def test_a_man_is_thicker_from_side_to_side(reference: Anatomy) -> None:
    """Oracle: anatomy: a trunk is wider than deep, and the oblique way lies between."""
    ap, oblique, lateral = (thickness(reference, View(named_pose(reference, v, "L4"))) for v in ("AP", "oblique", "lateral"))
    assert 150 < ap < oblique < lateral < 420
