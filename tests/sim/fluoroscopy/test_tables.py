"""The tables of attenuation and spectra, held against published numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.fluoroscopy import attenuation
from sim.fluoroscopy.attenuation import coefficients
from sim.fluoroscopy.tube import energies, kerma_per_mas, mass_attenuation, spectrum
from tests.sim.fluoroscopy.tables import columns, kerma_weights, mass, materials

SHEET_6_3 = {
    "water": (0.2683, 0.2269, 0.2059, 0.1929, 0.1837),
    "muscle": (0.2685, 0.2263, 0.2048, 0.1916, 0.1823),
    "adipose": (0.2396, 0.2123, 0.1974, 0.1875, 0.1800),
    "cortical_bone": (0.6655, 0.4242, 0.3148, 0.2570, 0.2229),
    "iodine": (22.10, 12.32, 7.577, 5.016, 3.510),
    "steel_304": (3.567, 1.926, 1.186, 0.804, 0.587),
}
"""cm2/g at 40, 50, 60, 70 and 80 keV: [@elam_2002], checked there against NIST."""
SHEET_6_2 = {
    (60, 0.0): (2.31, 36.8, 0.0025), (60, 0.1): (3.45, 40.5, 0.0042),
    (70, 0.0): (2.66, 40.3, 0.0036), (70, 0.1): (4.01, 44.5, 0.0059),
    (80, 0.0): (3.03, 43.8, 0.0049), (80, 0.1): (4.58, 48.4, 0.0076),
    (90, 0.0): (3.42, 47.1, 0.0063), (90, 0.1): (5.14, 51.9, 0.0093),
    (100, 0.0): (3.82, 50.1, 0.0076), (100, 0.1): (5.67, 55.0, 0.0109),
    (110, 0.0): (4.22, 52.9, 0.0089), (110, 0.1): (6.17, 57.8, 0.0123),
}  # fmt: skip
"""kVp and mm of copper beside 3.0 Al: first half-value layer (mm Al), mean energy (keV), transmission of 20 cm of water (kerma):
[@spekpy_spectra]."""


@pytest.mark.parametrize("material", SHEET_6_3)
def test_attenuation_is_the_published_one(material: str) -> None:
    """Oracle: [@elam_2002], to 0.2 %: its last digit and the table's."""
    at = [list(energies()).index(kev) for kev in (40, 50, 60, 70, 80)]
    np.testing.assert_allclose(mass_attenuation(material)[at], SHEET_6_3[material], rtol=0.002)
    np.testing.assert_allclose(mass_attenuation(material), mass(material), rtol=1e-12)


def test_mixtures_are_whole() -> None:
    """Oracle: shares by mass sum to one (ICRU report 44 prints three digits)."""
    for name, parts in materials().items():
        assert sum(share for element, share in parts.items() if element != "density") == pytest.approx(1.0, abs=0.0015), name


def test_units_per_mm_are_right() -> None:
    """Oracle: linear attenuation at 60 keV, [@elam_2002]: muscle 0.215, cortical bone 0.605, steel 9.49 per cm; iodine 7.577 cm2/g."""
    soft, bone, iodine, steel = coefficients()[:, list(energies()).index(60)]
    np.testing.assert_allclose([soft * 10, bone * 10, steel * 10], [0.215, 0.605, 9.49], rtol=0.003)
    assert iodine * 1000 == pytest.approx(7.577, rel=0.001)


def test_fat_weighs_as_its_share_of_muscle() -> None:
    """Oracle: the table at 60 keV with ICRU 44 densities 0.95 and 1.05 ([@icru_44]); 1 % for its three digits."""
    i = list(energies()).index(60)
    assert pytest.approx(mass("adipose")[i] * 0.95 / (mass("muscle")[i] * 1.05), rel=0.01) == attenuation.FAT_SHARE


def test_iodine_jumps_at_its_k_edge_and_nothing_else_does() -> None:
    """Oracle: NIST: iodine takes 6.55 cm2/g just below 33.17 keV and 35.8 just above, 5.47 times more.

    Between the whole energies on both sides the natural fall takes a little of that away.
    """
    table = columns("attenuation")
    below, above = list(table["kev"]).index(33), list(table["kev"]).index(34)
    assert 4.9 < table["I"][above] / table["I"][below] < 5.47
    for material in ("water", "muscle", "adipose", "cortical_bone", "steel_304", "aluminium", "copper"):
        assert (np.diff(mass(material)) < 0).all()
    falls = np.diff(table["I"]) < 0
    assert np.flatnonzero(~falls).tolist() == [below]


@pytest.mark.parametrize(("kvp", "copper"), SHEET_6_2)
def test_half_value_layer_is_the_published_one(kvp: int, copper: float) -> None:
    """Oracle: [@spekpy_spectra], worked out here from spectrum, aluminium and air, to 2 % (the air table's interpolation costs 1 %)."""
    weights, aluminium = kerma_weights(kvp, copper), mass("aluminium") * 2.699 / 10
    half = brentq(lambda mm: (weights * np.exp(-aluminium * mm)).sum() / weights.sum() - 0.5, 0.5, 20)
    assert half == pytest.approx(SHEET_6_2[kvp, copper][0], rel=0.02)
    table = columns("kerma")
    row = np.flatnonzero((table["kvp"] == kvp) & (table["copper_mm"] == copper))[0]
    assert table["hvl_mm_al"][row] == pytest.approx(SHEET_6_2[kvp, copper][0], abs=0.006)


@pytest.mark.parametrize(("kvp", "copper"), SHEET_6_2)
def test_beam_quality_is_the_published_one(kvp: int, copper: float) -> None:
    """Oracle: [@spekpy_spectra]: mean energy to its digit; transmission of 20 cm of water to 2 % and its own rounding."""
    _, mean, through = SHEET_6_2[kvp, copper]
    photons, weights = spectrum(kvp, copper), kerma_weights(kvp, copper)
    assert (photons * energies()).sum() / photons.sum() == pytest.approx(mean, abs=0.06)
    water = np.exp(-mass("water") * 20)
    assert (weights * water).sum() / weights.sum() == pytest.approx(through, rel=0.02, abs=0.00005)


@pytest.mark.parametrize("copper", [0.0, 0.1, 0.2, 0.3])
@pytest.mark.parametrize("kvp", range(50, 125, 5))
def test_kerma_belongs_to_the_spectrum(kvp: int, copper: float) -> None:
    """Oracle: photons x energy x absorption in air (NIST), summed; 2 %, of which the air table's interpolation takes 1."""
    assert kerma_per_mas(kvp, copper) * 1000 == pytest.approx(kerma_weights(kvp, copper).sum(), rel=0.02)


def test_kerma_is_the_published_one() -> None:
    """Oracle: [@spekpy_spectra]: 55, 70, 87, 105 uGy a mAs at 100 cm and 70, 80, 90, 100 kVp behind 3 mm of aluminium; its digits."""
    for kvp, kerma in ((70, 55), (80, 70), (90, 87), (100, 105)):
        assert kerma_per_mas(kvp, 0.0) * 1000 == pytest.approx(kerma, abs=0.6)


def test_between_the_tabulated_filters_kerma_is_between() -> None:
    """Oracle: the sum at 0.05 and 0.25 mm of copper; 6 %: it falls faster than an exponential at first."""
    for copper in (0.05, 0.25):
        assert kerma_per_mas(80, copper) * 1000 == pytest.approx(kerma_weights(80, copper).sum(), rel=0.06)
    with pytest.raises(ValueError, match=r"copper is 0.4 mm, the tables reach from 0 to 0.3"):
        kerma_per_mas(80, 0.4)


def test_between_tabulated_voltages_the_spectrum_is_between() -> None:
    """Oracle: the straight line between two columns; at the ends the columns themselves."""
    table = columns("spectra")
    np.testing.assert_allclose(spectrum(83.0, 0.0), 0.4 * table["80"] + 0.6 * table["85"])
    np.testing.assert_array_equal(spectrum(50.0, 0.0), table["50"])
    np.testing.assert_array_equal(spectrum(120.0, 0.0), table["120"])


@pytest.mark.parametrize("kvp", [49.9, 120.1, -80.0, float("nan")])
def test_no_voltage_beyond_the_tables(kvp: float) -> None:
    """Oracle: the tables end at 50 and 120 kVp, and outside a table nothing is extrapolated."""
    with pytest.raises(ValueError, match="tables reach from 50 to 120"):
        spectrum(kvp)


def test_no_photon_has_more_energy_than_the_voltage() -> None:
    """Oracle: Duane and Hunt's law."""
    table = columns("spectra")
    for kvp in range(50, 125, 5):
        assert not table[str(kvp)][energies() > kvp].any()
        assert table[str(kvp)][energies() == kvp - 5].all()
