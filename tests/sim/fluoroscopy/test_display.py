"""From logarithms to greys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.fluoroscopy.collimator import OPEN, Collimator
from sim.fluoroscopy.detector import ALL_STAGES, NO_STAGES, Shot
from sim.fluoroscopy.display import EDGES, displayed, shown
from sim.fluoroscopy.receptor import INTENSIFIER

SIZE = 512
SHOT = Shot(5, 150.0, 200.0)
WIDE = Shot(5, 300.0, 200.0)
WINDOW, MIDDLE = 1.55, 0.55
"""What the display is stated to do: -log signal over 1.55 from white to black, the field's middle at 0.55 of white."""


def random_log(seed: int = 3) -> NDArray[np.float32]:
    return np.random.Generator(np.random.PCG64(seed)).uniform(-0.8, 0.6, (SIZE, SIZE)).astype(np.float32)


def test_the_window_is_linear_in_the_logarithm() -> None:
    """Oracle: the stated window undone gives back the logarithm, to half a grey."""
    log = random_log()
    np.testing.assert_allclose((shown(log, SHOT, NO_STAGES) / 255.0 - MIDDLE) * WINDOW, log, atol=0.501 / 255 * WINDOW)


@pytest.mark.parametrize("collimator", [OPEN, Collimator(0.5, 0.7), Collimator(iris=0.6)])
def test_an_inverted_picture_is_the_exact_complement(collimator: Collimator) -> None:
    """Oracle: 255 minus every grey, beside the blades too, with all other stages running."""
    image = np.exp(random_log())
    shot = replace(SHOT, collimator=collimator)
    positive, negative = (displayed(image, shot, replace(ALL_STAGES, inverted=i)) for i in (False, True))
    np.testing.assert_array_equal(negative, 255 - positive)


@pytest.mark.parametrize("collimator", [Collimator(0.5, 0.25), Collimator(iris=0.5), Collimator(0.4, 1.0, 0.7)])
def test_collimation_blanks_what_is_outside_and_nothing_else(collimator: Collimator) -> None:
    """Oracle: without fog, which a smaller field has less of, the open part is the open picture, bit by bit; the rest is black."""
    image, stages = np.exp(random_log()), replace(ALL_STAGES, scatter=False, glare=False)
    shut, whole = (displayed(image, replace(SHOT, collimator=c), stages) for c in (collimator, OPEN))
    column, spans = np.arange(SIZE), collimator.spans(SIZE)
    inside = (column >= spans[:, :1]) & (column < spans[:, 1:])
    np.testing.assert_array_equal(shut[inside], whole[inside])
    assert not shut[~inside].any()


def test_an_intensifier_shows_a_circle() -> None:
    """Oracle: black beyond half a field from the middle, pi / 4 of the square within."""
    greys = shown(random_log(), replace(SHOT, receptor=INTENSIFIER), NO_STAGES)
    x = (np.arange(SIZE) + 0.5) * 2 / SIZE - 1
    far = np.hypot(x[:, None], x[None, :])
    assert not greys[far > 1.01].any()
    assert (greys[far < 0.99] > 0).mean() > 0.99


def test_a_smaller_field_shows_more_contrast() -> None:
    """Oracle: less scatter, more contrast: the reason to collimate beside the dose."""
    image = np.ones((SIZE, SIZE), np.float32)
    image[250:262, 250:262] = 0.7
    quiet = replace(ALL_STAGES, noise=False, equalise=False)
    wide, narrow = (displayed(image, replace(WIDE, collimator=c), quiet).astype(int) for c in (OPEN, Collimator(0.25, 0.25)))
    assert wide[230, 230] - wide[256, 256] < narrow[230, 230] - narrow[256, 256] - 5


def test_equalising_takes_slow_shading_and_leaves_detail() -> None:
    """Oracle: of a ramp over the whole field 0.72 goes, so 0.28 stays, to 0.06 for the ramp's ends; of a grid of 4 mm all but 3 % stays."""
    across = np.linspace(-0.5, 0.5, SIZE)
    even, inner = replace(NO_STAGES, equalise=True), slice(SIZE // 4, SIZE * 3 // 4)
    for log, left, slack in ((0.6 * across, 0.28, 0.06), (0.3 * np.sign(np.sin(2 * np.pi * across * 75)), 1.0, 0.03)):
        image = np.ascontiguousarray(np.broadcast_to(log, (SIZE, SIZE)).astype(np.float32))
        before, after = (shown(image, WIDE, s)[SIZE // 2, inner].astype(float) for s in (NO_STAGES, even))
        assert np.ptp(after) / np.ptp(before) == pytest.approx(left, abs=slack)


def test_edge_enhancement_lifts_detail_and_leaves_the_rest() -> None:
    """Oracle: a grid of 0.8 mm comes out 1 + 0.5 times as strong to 5 %, waves of 50 mm as they were to 2 %."""
    x = (np.arange(1024) + 0.5) * 150.0 / 1024
    edges = replace(NO_STAGES, edges=True)
    for period, gain, slack in ((0.8, 1 + EDGES, 0.05), (50.0, 1.0, 0.02)):
        image = np.ascontiguousarray(np.broadcast_to(0.2 * np.sin(2 * np.pi * x / period), (1024, 1024)).astype(np.float32))
        plain, sharp = (shown(image, SHOT, s)[512, 150:-150].astype(float).std() for s in (NO_STAGES, edges))
        assert sharp / plain == pytest.approx(gain, abs=slack)


def test_a_mask_takes_away_what_both_have() -> None:
    """Oracle: a picture less itself is mid-grey, whatever is in it; what is new stays, in a window of 0.7."""
    log = random_log()
    assert (shown(log, SHOT, ALL_STAGES, log) == 128).all()
    filled = log.copy()
    filled[200:260, 200:260] -= 0.14
    greys = shown(filled, SHOT, NO_STAGES, log)
    assert greys[230, 230] == pytest.approx(255 * (0.5 - 0.14 / 0.7), abs=1)
    assert (greys[:190] == 128).all()
