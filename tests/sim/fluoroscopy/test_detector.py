"""The detector chain, each stage alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from sim.fluoroscopy.detector import (
    ALL_STAGES,
    BLUR_MM,
    OPEN,
    SCATTER_SIZE,
    Collimator,
    Stages,
    displayed,
    haze,
    scatter_share,
)

PLAIN = Stages(scatter=False, noise=False, blur=False, equalise=False)
FIELD_MM, SIZE, TRUNK_MM = 150.0, 512, 200.0
WINDOW, MIDDLE = 1.55, 0.55
"""What the display is stated to do: -log signal over 1.55 from white to black, the field's middle at 0.55 of white."""


def flat(level: float = 1.0) -> NDArray[np.float32]:
    return np.full((SIZE, SIZE), level, np.float32)


def speckled(low: float = 0.7, high: float = 1.5) -> NDArray[np.float32]:
    """Random, within what the window shows without clipping, about a middle of 1."""
    rng = np.random.Generator(np.random.PCG64(11))
    image = rng.uniform(low, high, (SIZE, SIZE)).astype(np.float32)
    image[SIZE * 3 // 8 : SIZE * 5 // 8, SIZE * 3 // 8 : SIZE * 5 // 8] = 1.0
    return image


def read_back(greys: NDArray[np.uint8], middle: float = 1.0) -> NDArray[np.float64]:
    """The signal that the greys mean: the window undone."""
    return middle * np.exp((greys / 255.0 - MIDDLE) * WINDOW)


HALF_A_GREY = float(np.expm1(0.5 / 255 * WINDOW)) * 1.001
"""What rounding to 8 bits may do to a signal, relatively."""


def test_the_display_is_a_logarithm_in_a_window() -> None:
    """Oracle: the stated window undone gives back the signal, to half a grey (0.3 %)."""
    image = speckled()
    np.testing.assert_allclose(read_back(displayed(image, FIELD_MM, TRUNK_MM, 1, OPEN, PLAIN)), image, rtol=HALF_A_GREY)


def test_brightness_is_automatic() -> None:
    """Oracle: a picture and the same at a hundredth of the dose look the same: the display divides by its own middle."""
    image = speckled()
    np.testing.assert_array_equal(
        displayed(image, FIELD_MM, TRUNK_MM, 1, OPEN, PLAIN), displayed(image * np.float32(2.0**-7), FIELD_MM, TRUNK_MM, 1, OPEN, PLAIN)
    )


def test_bone_is_dark_unless_inverted() -> None:
    """Oracle: less signal is darker."""
    image = flat()
    image[10:20, 10:20] = 0.6
    greys = displayed(image, FIELD_MM, TRUNK_MM, 1, OPEN, PLAIN)
    assert greys[15, 15] < greys[100, 100]


@pytest.mark.parametrize("collimator", [OPEN, Collimator(0.5, 0.7)])
def test_an_inverted_picture_is_the_exact_complement(collimator: Collimator) -> None:
    """Oracle: 255 minus every grey, beside the blades too, with all other stages running."""
    image = speckled(0.2, 3.0)
    positive = displayed(image, FIELD_MM, TRUNK_MM, 5, collimator, Stages())
    negative = displayed(image, FIELD_MM, TRUNK_MM, 5, collimator, Stages(inverted=True))
    np.testing.assert_array_equal(negative, 255 - positive)


# --- noise -----------------------------------------------------------------------------------------------------------------

NOISY = Stages(scatter=False, noise=True, blur=False, equalise=False)


@pytest.mark.parametrize(("field", "size"), [(300.0, 1024), (150.0, 512)])
def test_noise_is_that_of_counted_photons(field: float, size: int) -> None:
    """Oracle: Poisson: the variance of a pixel's count is its mean, whatever the level.

    Counts from fact sheet 6.4: 30 nGy in the middle of its 20-40 a frame, 30,200 photons per mm2 and uGy. 2 % of the ratio: the grey
    steps add 0.02 counts2 to 60-100, and chance 0.5 % at 100,000 pixels and more.
    """
    image = np.ones((size, size), np.float32)
    image[:, : size // 4], image[:, size * 3 // 4 :] = 0.8, 1.3
    photons = 0.030 * 30_200 * (field / size) ** 2
    assert 24 * (field / size / 0.2) ** 2 <= photons / 0.75 <= 2 * 48 * (field / size / 0.2) ** 2  # fact sheet 6.4: 24-48 at 0.2 mm
    counts = photons * read_back(displayed(image, field, TRUNK_MM, 3, OPEN, NOISY))
    for part, level in ((slice(0, size // 4), 0.8), (slice(size // 4, size * 3 // 4), 1.0), (slice(size * 3 // 4, size), 1.3)):
        assert counts[:, part].mean() == pytest.approx(photons * level, rel=0.005)
        assert counts[:, part].var() / counts[:, part].mean() == pytest.approx(1.0, abs=0.02)


def test_noise_of_neighbouring_pixels_is_independent() -> None:
    """Oracle: correlation of independent numbers: 0 within 4 standard errors, 4 / sqrt(n)."""
    counts = read_back(displayed(flat(), FIELD_MM, TRUNK_MM, 3, OPEN, NOISY)) - 1
    for a, b in ((counts[1:], counts[:-1]), (counts[:, 1:], counts[:, :-1])):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / np.sqrt(a.size)


def test_the_same_frame_is_the_same_picture() -> None:
    """Oracle: a frame's number picks its noise, and nothing else does."""
    image = speckled()
    first = displayed(image, FIELD_MM, TRUNK_MM, 17)
    displayed(image, FIELD_MM, TRUNK_MM, 4)
    np.testing.assert_array_equal(first, displayed(image, FIELD_MM, TRUNK_MM, 17))


@settings(derandomize=True, deadline=None, max_examples=15)
@given(st.integers(1, 100_000), st.integers(1, 256))
def test_another_frame_has_other_noise(frame: int, later: int) -> None:
    """Oracle: two frames' noise is uncorrelated, within 5 standard errors (15 draws); 256 frames are 17 s of the fastest pulses."""
    one, two = (read_back(displayed(flat(), FIELD_MM, TRUNK_MM, f, OPEN, NOISY)).ravel() - 1 for f in (frame, frame + later))
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(one.size)


def test_without_noise_the_frame_does_not_matter() -> None:
    """Oracle: equality."""
    quiet = Stages(noise=False)
    image = speckled()
    np.testing.assert_array_equal(
        displayed(image, FIELD_MM, TRUNK_MM, 1, OPEN, quiet), displayed(image, FIELD_MM, TRUNK_MM, 2, OPEN, quiet)
    )


# --- blur ------------------------------------------------------------------------------------------------------------------

BLURRED = Stages(scatter=False, noise=False, blur=True, equalise=False)


@pytest.mark.parametrize("field", [300.0, 150.0])
def test_blur_is_three_taps_of_a_gaussian(field: float) -> None:
    """Oracle: plain convolution with exp(-x2 / 2 sigma2) at -1, 0 and 1 pixels, made to sum to one, each way; half a grey."""
    side = np.exp(-0.5 / (BLUR_MM / (field / SIZE)) ** 2)
    taps = np.array([side, 1, side]) / (1 + 2 * side)
    image = speckled()
    plain = ndimage.correlate1d(ndimage.correlate1d(image.astype(float), taps, 0, mode="nearest"), taps, 1, mode="nearest")
    np.testing.assert_allclose(read_back(displayed(image, field, TRUNK_MM, 1, OPEN, BLURRED)), plain, rtol=HALF_A_GREY)


def test_blur_keeps_the_mean() -> None:
    """Oracle: weights that sum to one move signal about and lose none; 0.02 % for the rounding of 200,000 greys."""
    image = speckled()
    blurred = read_back(displayed(image, FIELD_MM, TRUNK_MM, 1, OPEN, BLURRED))
    assert blurred.mean() == pytest.approx(float(image.mean(dtype=float)), rel=2e-4)
    assert blurred.std() < 0.7 * image.std()


# --- scatter ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("thickness", "share"), [(200.0, 0.40), (300.0, 0.55)], ids=["AP", "lateral"])
def test_scatter_is_the_share_of_the_sheet(thickness: float, share: float) -> None:
    """Oracle: fact sheet 6.4: with a grid 40 % of the signal is scatter in AP, 55 % in a lateral; of a flat field exactly so."""
    assert scatter_share(thickness) == pytest.approx(share)
    fog = haze(flat(0.01), FIELD_MM, thickness)
    assert fog.shape == (SCATTER_SIZE, SCATTER_SIZE)
    np.testing.assert_allclose(fog / (fog + 0.01), share, rtol=1e-5)


def test_scatter_adds_and_takes_contrast_away() -> None:
    """Oracle: fog f everywhere turns a step of 1 : 0.8 into (1 + f) : (0.8 + f), and f is 0.4 / 0.6 at 200 mm; half a grey each."""
    image = flat()
    image[200:210, 60:70] = 0.8
    greys = displayed(image, FIELD_MM, TRUNK_MM, 1, OPEN, Stages(scatter=True, noise=False, blur=False, equalise=False))
    seen = read_back(greys)
    fog = 0.4 / 0.6
    assert seen[205, 65] / seen[205, 100] == pytest.approx((0.8 + fog) / (1 + fog), rel=2 * HALF_A_GREY + 0.002)


def test_scatter_is_smooth() -> None:
    """Oracle: 40 mm of spread (fact sheet 6.4): a line a centimetre wide is lost in the fog, all but 10 / (40 sqrt(2 pi)) = 10 %."""
    image = flat()
    image[:, 240:274] = 0.2
    fog = haze(image, FIELD_MM, TRUNK_MM)
    assert np.ptp(fog) / fog.mean() < 0.8 * 0.12


def test_a_closed_collimator_scatters_less() -> None:
    """Oracle: in proportion to the open share, as stated."""
    image = speckled()
    np.testing.assert_allclose(haze(image, FIELD_MM, TRUNK_MM, 0.25), 0.25 * haze(image, FIELD_MM, TRUNK_MM), rtol=1e-6)


def test_thicker_patients_scatter_more() -> None:
    """Oracle: fact sheet 6.4: more in a lateral than in AP; and never all of the signal."""
    shares = [scatter_share(mm) for mm in (100, 150, 180, 250, 300, 400, 600)]
    assert shares == sorted(shares)
    assert shares[-1] < 0.8


# --- the display -----------------------------------------------------------------------------------------------------------


def test_equalising_takes_slow_shading_and_leaves_detail() -> None:
    """Oracle: of a ramp over the whole field 0.72 goes, so 0.28 stays, to 0.06 for the ramp's ends; of a grid of 4 mm all but 3 % stays."""
    across = np.linspace(-0.5, 0.5, SIZE)
    ramp = np.broadcast_to(np.exp(0.6 * across), (SIZE, SIZE)).astype(np.float32)
    even = Stages(scatter=False, noise=False, blur=False, equalise=True)
    inner = slice(SIZE // 4, SIZE * 3 // 4)
    before, after = (displayed(ramp, 300.0, TRUNK_MM, 1, OPEN, s)[SIZE // 2, inner].astype(float) for s in (PLAIN, even))
    assert np.ptp(after) / np.ptp(before) == pytest.approx(0.28, abs=0.06)
    stripes = np.broadcast_to(np.exp(0.3 * np.sign(np.sin(2 * np.pi * across * 75))), (SIZE, SIZE)).astype(np.float32)
    before, after = (displayed(stripes, 300.0, TRUNK_MM, 1, OPEN, s)[SIZE // 2, inner].astype(float) for s in (PLAIN, even))
    assert np.ptp(after) / np.ptp(before) == pytest.approx(1.0, abs=0.03)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.floats(0.06, 1.0), st.floats(0.06, 1.0))
def test_blades_open_the_middle(width: float, height: float) -> None:
    """Oracle: a share of the width and one of the height, about the middle, to a pixel; the share of the area is their product."""
    rows, columns = Collimator(width, height).pixels(SIZE)
    assert columns.stop - columns.start == pytest.approx(width * SIZE, abs=1.01)
    assert rows.stop - rows.start == pytest.approx(height * SIZE, abs=1.01)
    assert columns.start == SIZE - columns.stop
    assert rows.start == SIZE - rows.stop
    assert Collimator(width, height).open_share == pytest.approx(width * height)


def test_collimation_blanks_what_is_outside_and_nothing_else() -> None:
    """Oracle: without scatter, which a smaller field has less of, the open part is the open picture, bit by bit; the rest is black."""
    image, blades = speckled(), Collimator(0.5, 0.25)
    stages = Stages(scatter=False)
    rows, columns = blades.pixels(SIZE)
    shut = displayed(image, FIELD_MM, TRUNK_MM, 9, blades, stages)
    whole = displayed(image, FIELD_MM, TRUNK_MM, 9, OPEN, stages)
    np.testing.assert_array_equal(shut[rows, columns], whole[rows, columns])
    outside = np.ones(image.shape, bool)
    outside[rows, columns] = False
    assert outside.mean() == pytest.approx(1 - 0.125)
    assert not shut[outside].any()


def test_a_smaller_field_shows_more_contrast() -> None:
    """Oracle: less scatter, more contrast: the reason to collimate beside the dose."""
    image = flat()
    image[250:262, 250:262] = 0.7
    quiet = Stages(noise=False, equalise=False)
    wide, narrow = (displayed(image, FIELD_MM, TRUNK_MM, 1, c, quiet).astype(int) for c in (OPEN, Collimator(0.4, 0.4)))
    assert wide[230, 230] - wide[256, 256] < narrow[230, 230] - narrow[256, 256] - 5


def test_the_number_of_threads_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the same picture with the rows worked out in one piece, bit by bit."""
    image = speckled()
    monkeypatch.setenv("TUOHY_THREADS", "3")
    shared = displayed(image, FIELD_MM, TRUNK_MM, 8)
    monkeypatch.setenv("TUOHY_THREADS", "1")
    np.testing.assert_array_equal(shared, displayed(image, FIELD_MM, TRUNK_MM, 8))


def test_pictures_of_any_size_come_out() -> None:
    """Oracle: shape, and both ends of the scale in use at every size that a window may ask for."""
    for size in (64, 333, 1100):
        rng = np.random.Generator(np.random.PCG64(size))
        greys = displayed(rng.uniform(0.3, 3, (size, size)).astype(np.float32), FIELD_MM, TRUNK_MM, 1, OPEN, ALL_STAGES)
        assert greys.shape == (size, size)
        assert greys.dtype == np.uint8
        assert np.ptp(greys) > 100
