"""The detector chain, each stage alone."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.fluoroscopy.detector import ALL_STAGES, LAG, NO_STAGES, Shot, Stages, developed, exposed, lagged
from sim.fluoroscopy.display import displayed
from sim.fluoroscopy.receptor import FLAT_PANEL, INTENSIFIER, Receptor

FIELD_MM, SIZE, TRUNK_MM = 150.0, 512, 200.0
SHOT = Shot(1, FIELD_MM, TRUNK_MM)


def only(**stages: bool) -> Stages:
    return replace(NO_STAGES, **stages)


def speckled(low: float = 0.7, high: float = 1.5) -> NDArray[np.float32]:
    """Random, about a middle of 1."""
    rng = np.random.Generator(np.random.PCG64(11))
    image = rng.uniform(low, high, (SIZE, SIZE)).astype(np.float32)
    image[SIZE * 3 // 8 : SIZE * 5 // 8, SIZE * 3 // 8 : SIZE * 5 // 8] = 1.0
    return image


def point(size: int) -> NDArray[np.float32]:
    image = np.full((size, size), 1.0, np.float32)
    image[size // 4, size // 4] = 1.5
    return image


def second_moment_mm(spread: NDArray[np.float64], field_mm: float) -> float:
    """Standard deviation in x of what was added to a flat field."""
    size = spread.shape[0]
    near = round(3 * size / field_mm) + 2
    spread = spread[size // 4 - near : size // 4 + near + 1, size // 4 - near : size // 4 + near + 1]
    x = np.arange(-near, near + 1) * field_mm / size
    return float(np.sqrt((spread.sum(0) * x * x).sum() / spread.sum()))


def test_with_every_stage_off_the_chain_is_a_logarithm() -> None:
    """Oracle: numpy's logarithm; 2e-5 is what the polynomial leaves. A gain of any size changes nothing."""
    image = speckled(1e-3, 30.0)
    for gain in (1.0, 2.0**-9):
        log = developed(exposed(image * np.float32(gain), SHOT, NO_STAGES), SHOT, NO_STAGES)
        np.testing.assert_allclose(log, np.log(image.astype(float)), atol=2e-5)


@pytest.mark.parametrize("stage", [f.name for f in fields(Stages)])
def test_every_stage_can_be_switched(stage: str) -> None:
    """Oracle: with it alone the picture is another than without; lag needs a pulse before, vignetting an intensifier."""
    image, shot = speckled(), replace(SHOT, receptor=INTENSIFIER, focal_mm=0.6)

    def picture(stages: Stages) -> NDArray[np.uint8]:
        if stage == "lag":
            pulses = [exposed(i, shot, stages) for i in (image, image[::-1].copy())]
            return np.asarray(lagged(pulses if stages.lag else pulses[:1]))
        return displayed(image, shot, stages)

    assert (picture(only(**{stage: True})) != picture(NO_STAGES)).mean() > 0.02


# --- blur ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("receptor", [FLAT_PANEL, INTENSIFIER], ids=lambda r: r.name)
@pytest.mark.parametrize(("field", "size"), [(300.0, 256), (300.0, 512), (300.0, 1024), (220.0, 1024), (150.0, 1024), (150.0, 512)])
def test_a_point_is_spread_as_far_as_said_at_every_size(field: float, size: int, receptor: Receptor) -> None:
    """Oracle: the second moment of a point's picture is the stated width, 2 % for a Gaussian cut off at three deviations."""
    shot = Shot(1, field, TRUNK_MM, receptor=receptor)
    spread = np.exp(developed(point(size), shot, only(blur=True)).astype(float)) - 1
    assert second_moment_mm(spread, field) == pytest.approx(receptor.blur_mm, rel=0.02)
    assert (spread - spread[0, 0]).sum() == pytest.approx(0.5, rel=0.002)


@pytest.mark.parametrize("pairs", [0.5, 1.0, 2.0])
def test_modulation_is_a_gaussian_s(pairs: float) -> None:
    """Oracle: exp(-2 pi2 sigma2 f2) of a sine of f line pairs a mm is left; 60 % at 1 and 13 % at 2, as the receptor is described."""
    x = (np.arange(1024) + 0.5) * 100.0 / 1024
    image = np.broadcast_to(1 + 0.2 * np.sin(2 * np.pi * pairs * x), (1024, 1024)).astype(np.float32)
    blurred = np.exp(developed(image, Shot(1, 100.0, TRUNK_MM), only(blur=True)).astype(float))[500, 100:-100]
    left = np.sqrt(2) * blurred.std() / 0.2
    assert left == pytest.approx(np.exp(-2 * (np.pi * 0.16 * pairs) ** 2), rel=0.03, abs=0.005)


@pytest.mark.parametrize("focal", [0.3, 0.6])
def test_the_focal_spot_blurs_by_magnification(focal: float) -> None:
    """Oracle: a spot of f is seen f (M - 1) wide through a point at the isocentre, M = 1000 / 640; a band deviates by width / sqrt 12."""
    spread = exposed(point(1024), Shot(1, 150.0, TRUNK_MM, focal_mm=focal), only(focal_spot=True)).astype(float) - 1
    assert second_moment_mm(spread, 150.0) == pytest.approx(focal * (1000 / 640 - 1) / np.sqrt(12), rel=0.02)


def test_the_receptor_blurs_the_noise_and_the_focal_spot_does_not() -> None:
    """Oracle: photons are counted behind the spot and before the receptor's light spreads."""
    flat = np.ones((SIZE, SIZE), np.float32)
    raw, spot = (exposed(flat, replace(SHOT, focal_mm=0.6), only(noise=True, focal_spot=f)) for f in (False, True))
    np.testing.assert_allclose(raw, spot, atol=1e-6)
    assert developed(raw, SHOT, only(blur=True)).std() < 0.6 * developed(raw, SHOT, NO_STAGES).std()


# --- the rest --------------------------------------------------------------------------------------------------------------


def test_scatter_and_glare_take_contrast_away() -> None:
    """Oracle: fog f everywhere turns a step of 1 : 0.8 into (1 + f) : (0.8 + f); f is 0.4 / 0.6 at 200 mm, and 5 % glare on top."""
    image = np.ones((SIZE, SIZE), np.float32)
    image[240:250, 240:250] = 0.8
    shot = Shot(1, 300.0, TRUNK_MM)
    fog = 0.4 / 0.6
    seen = exposed(image, shot, only(scatter=True))
    assert seen[245, 245] / seen[245, 260] == pytest.approx((0.8 + fog) / (1 + fog), rel=0.003)
    glaring = fog * 0.95 + 0.05 * (1 + fog)
    seen = exposed(image, shot, only(scatter=True, glare=True))
    assert seen[245, 245] / seen[245, 260] == pytest.approx((0.8 * 0.95 + glaring) / (0.95 + glaring), rel=0.003)


def test_an_intensifier_is_darker_at_the_rim() -> None:
    """Oracle: 1 - 0.2 r2, r in half fields; a panel is even."""
    flat = np.ones((SIZE, SIZE), np.float32)
    for receptor, loss in ((INTENSIFIER, 0.2), (FLAT_PANEL, 0.0)):
        seen = np.exp(developed(flat, replace(SHOT, receptor=receptor), only(vignetting=True)))
        assert seen[SIZE // 2, SIZE // 2] == pytest.approx(1.0, abs=1e-4)
        assert seen[SIZE // 2, 0] == pytest.approx(1 - loss, abs=0.002)


def test_lag_is_a_weighted_mean() -> None:
    """Oracle: 1 : 0.4 : 0.16 of this pulse and the two before (recursion with k = 0.4, [@detector_known]: 0.3-0.5), made to sum to one."""
    pulses = [np.full((8, 8), level, np.float32) for level in (1.0, 0.5, 0.25)]
    assert LAG == (1.0, 0.4, 0.16)
    for count in (1, 2, 3):
        weights = np.array(LAG[:count]) / sum(LAG[:count])
        np.testing.assert_allclose(lagged(pulses[:count]), (weights * [1.0, 0.5, 0.25][:count]).sum(), rtol=1e-6)


def test_lag_steadies_the_noise() -> None:
    """Oracle: independent pulses: the variance falls to the sum of the squared weights, 0.49."""
    flat = np.ones((SIZE, SIZE), np.float32)
    pulses = [exposed(flat, replace(SHOT, frame=n), only(noise=True)) for n in (3, 2, 1)]
    weights = np.array(LAG) / sum(LAG)
    assert lagged(pulses).var() / pulses[0].var() == pytest.approx((weights**2).sum(), rel=0.02)


def test_the_number_of_threads_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the same picture with the rows worked out in one piece, bit by bit."""
    image = speckled()
    monkeypatch.setenv("TUOHY_THREADS", "3")
    shared = displayed(image, SHOT)
    monkeypatch.setenv("TUOHY_THREADS", "1")
    np.testing.assert_array_equal(shared, displayed(image, SHOT))


@pytest.mark.parametrize("size", [64, 333, 1100])
def test_pictures_of_any_size_come_out(size: int) -> None:
    """Oracle: shape, and both ends of the scale in use at every size that a window may ask for."""
    rng = np.random.Generator(np.random.PCG64(size))
    greys = displayed(rng.uniform(0.3, 3, (size, size)).astype(np.float32), SHOT, ALL_STAGES)
    assert greys.shape == (size, size)
    assert greys.dtype == np.uint8
    assert np.ptp(greys) > 100
