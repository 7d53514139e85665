"""A radiograph of a man is not its own mirror image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import Anatomy
from sim.fluoroscopy.carm import FIELDS_MM, SOURCE_TO_CENTRE_MM, SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.detector import ALL_STAGES
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose

SIZE = 512
COARSE_MM, HALF_WIDE_MM, HALF_TALL_MM, ASIDE_MM = 3.0, 45.0, 22.0, 6.0
"""Fine detail is what a Gaussian of this width leaves; the window round a level's posterior wall, and how far beside its middle the mirror
may stand; all in the patient."""


def alike(picture: NDArray[np.float64]) -> float:
    """The fine detail's correlation with its mirror image, about the upright line that makes it greatest."""
    mm = FIELDS_MM[0] / SIZE * SOURCE_TO_CENTRE_MM / SOURCE_TO_DETECTOR_MM
    fine = picture - ndimage.gaussian_filter(picture, COARSE_MM / mm)
    tall, wide, aside = (round(value / mm) for value in (HALF_TALL_MM, HALF_WIDE_MM, ASIDE_MM))
    band = fine[SIZE // 2 - tall : SIZE // 2 + tall]
    found = []
    for middle in range(SIZE // 2 - aside, SIZE // 2 + aside + 1):
        part = band[:, middle - wide : middle + wide + 1]
        found.append(float(np.corrcoef(part.ravel(), part[:, ::-1].ravel())[0, 1]))
    return max(found)


@pytest.mark.parametrize("level", ["L2", "L4"])
def test_the_reference_man_s_fine_detail_is_not_its_mirror_image(level: str, reference: Anatomy) -> None:
    """Oracle: below 0.8, as was asked for; a man without sides reached 0.97 and more by this measure. Without quantum noise, which
    would lower it for nothing."""
    view = View(named_pose(reference, "AP", level, "right", f"{level}/posterior_wall"))
    exposure = Exposure(1, 0, view, automatic(thickness(reference, view)), Collimator(), None, None)
    assert alike(np.asarray(Imager(reference).greys(exposure, SIZE, replace(ALL_STAGES, noise=False)), float)) < 0.8


def test_a_mirror_image_is_found_wherever_the_mirror_stands() -> None:
    """Oracle: noise laid on its own mirror image about a line 5 mm beside the middle."""
    noise = np.random.default_rng(1).normal(size=(SIZE, SIZE))
    about = np.roll(noise[:, ::-1], 27, axis=1)
    assert alike(noise + about) > 0.99
    assert abs(alike(noise)) < 0.3
