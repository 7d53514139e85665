"""Scatter and glare."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from sim.fluoroscopy.collimator import OPEN, Collimator
from sim.fluoroscopy.receptor import FLAT_PANEL, INTENSIFIER
from sim.fluoroscopy.scatter import CELLS, coarse, glare, scatter, scatter_share

FIELD_MM = 300.0
MIDDLE = CELLS // 2
FLAT = np.full((CELLS, CELLS), 0.01, np.float32)


@pytest.mark.parametrize(("thickness", "share"), [(200.0, 0.40), (300.0, 0.55)], ids=["AP", "lateral"])
def test_scatter_is_the_share_of_the_sheet(thickness: float, share: float) -> None:
    """Oracle: [@scatter_build]: with a grid 40 % of the signal is scatter in AP, 55 % in a lateral; in the middle of a wide flat field."""
    assert scatter_share(thickness) == pytest.approx(share)
    fog = scatter(FLAT, FIELD_MM, thickness, OPEN)[MIDDLE, MIDDLE]
    assert fog / (fog + 0.01) == pytest.approx(share, rel=0.002)


@pytest.mark.parametrize("half", [0.25, 0.5, 0.75])
def test_a_narrow_beam_scatters_less(half: float) -> None:
    """Oracle: a square of 2a in the middle of a Gaussian of 40 mm holds erf(a / (40 sqrt 2))2 of it; 2 % for the cells."""
    whole, part = (
        scatter(FLAT, FIELD_MM, 200.0, c)[MIDDLE - 1 : MIDDLE + 1, MIDDLE - 1 : MIDDLE + 1].mean() for c in (OPEN, Collimator(half, half))
    )
    assert part / whole == pytest.approx(special.erf(half * 150 / (40 * np.sqrt(2))) ** 2, abs=0.02)


def test_scatter_is_smooth() -> None:
    """Oracle: 40 mm of spread ([@scatter_build]): a line a centimetre wide is lost in the fog, all but 10 / (40 sqrt(2 pi)) = 10 %."""
    image = FLAT.copy()
    image[:, MIDDLE] *= 0.2
    fog = scatter(image, FIELD_MM, 200.0, OPEN)[MIDDLE, 8:-8]
    assert np.ptp(fog) / fog.mean() < 0.8 * 0.12


def test_the_open_beam_does_not_scatter() -> None:
    """Oracle: air a hundred times brighter than the body counts no more than 2.5 times the body."""
    image = FLAT.copy()
    image[:, :4] = 1.0
    capped = FLAT.copy()
    capped[:, :4] = 0.025
    np.testing.assert_allclose(scatter(image, FIELD_MM, 200.0, OPEN), scatter(capped, FIELD_MM, 200.0, OPEN), rtol=1e-5)


def test_thicker_patients_scatter_more() -> None:
    """Oracle: [@scatter_build]: more in a lateral than in AP; and never all of the signal."""
    shares = [scatter_share(mm) for mm in (0, 100, 150, 180, 250, 300, 400, 600)]
    assert shares == sorted(shares)
    assert shares[-1] < 0.8


@pytest.mark.parametrize("receptor", [FLAT_PANEL, INTENSIFIER])
def test_glare_is_a_share_of_the_light(receptor) -> None:  # type: ignore[no-untyped-def]
    """Oracle: [@scatter_build]: 5-10 %; behind a lead disc of 40 mm only glare is left, and less than that share."""
    assert 0.05 <= receptor.glare <= 0.10
    everywhere = glare(FLAT, FIELD_MM, OPEN, receptor)[MIDDLE, MIDDLE]
    assert everywhere / 0.01 == pytest.approx(receptor.glare, rel=0.01)
    disc, at = FLAT.copy(), (np.arange(CELLS) + 0.5) * FIELD_MM / CELLS - FIELD_MM / 2
    disc[np.hypot(at[:, None], at[None, :]) < 20] = 0
    behind = glare(disc, FIELD_MM, OPEN, receptor)[MIDDLE, MIDDLE]
    # of a Gaussian, exp(-r2 / 2 s2) lies beyond r
    assert behind / everywhere == pytest.approx(np.exp(-0.5 * (20 / receptor.glare_mm) ** 2), abs=0.05)


def test_coarse_is_the_mean() -> None:
    """Oracle: numpy, block by block; what does not fill a cell is left out."""
    image = np.random.Generator(np.random.PCG64(2)).uniform(0, 1, (333, 333)).astype(np.float32)
    small = coarse(image)
    assert small[3, 5] == pytest.approx(image[30:40, 50:60].mean(), rel=1e-5)
