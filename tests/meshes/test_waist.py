"""What is drawn round a pedicle is its own ring. Oracles: published widths, and the body of its vertebra by the labels."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy, Outline
from meshes.morphometry import LUMBAR
from meshes.space import Side, side_sign
from meshes.waist import drawn_outline, waist
from tests.meshes.looking import frame, levelled

AXIS_DEG = {"L1": 11.0, "L2": 12.0, "L3": 14.0, "L4": 18.0, "L5": 24.0}
"""[@zindrick_1987], at L5 the least of the published ones: from behind a width across the axis is foreshortened by its cosine."""
WIDTH_MM = {"L1": (8.0, 1.7), "L2": (8.5, 1.7), "L3": (10.0, 1.7), "L4": (12.5, 1.7), "L5": (16.5, 2.3)}
"""[@lumbar_build], with its sd"""
SIDES: tuple[Side, Side] = ("left", "right")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("level", LUMBAR)
def test_a_pedicle_is_drawn_as_wide_as_it_is_and_not_beside_its_body(level: str, side: Side, reference: Anatomy) -> None:
    """Fault: at L5 19 mm, a third of them on the transverse process, lateral of the body, where no ring is in the picture."""
    axes, sign = frame(reference, level), side_sign(side)
    corners = (drawn_outline(reference, f"{level}/pedicle_{side}").points - reference.landmarks[f"{level}/posterior_wall"]) @ axes.T
    width, sd = WIDTH_MM[level]
    assert np.ptp(corners[:, 0]) == pytest.approx(width * np.cos(np.radians(AXIS_DEG[level])), abs=sd)
    bone, (x, y, z) = levelled(reference, level)
    beside = bone[:, (y > 12) & (y < 20)][:, :, np.abs(z - corners[:, 2].mean()) < 1].any(axis=(1, 2))
    assert (sign * corners[:, 0]).max() < (sign * x[beside]).max() + 1.0


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("level", LUMBAR)
def test_the_canal_s_side_of_a_pedicle_stays(level: str, side: Side, reference: Anatomy) -> None:
    """Oracle: the rim that was found in the bone.."""
    found, drawn = reference.outline(f"{level}/pedicle_{side}").points, drawn_outline(reference, f"{level}/pedicle_{side}").points
    sign, middle = side_sign(side), reference.landmark(f"{level}/pedicle_{side}")
    inner = sign * (found - middle)[:, 0] < -1.0
    assert inner.sum() > 8
    np.testing.assert_allclose(drawn[inner], found[inner])


def test_other_outlines_are_drawn_as_they_were_found(reference: Anatomy) -> None:
    for name in ("L4-L5/interlaminar_window", "L4/foramen_right", "sacral_canal/axis"):
        assert drawn_outline(reference, name) is reference.outline(name)


@pytest.mark.parametrize("what", ["a point", "beside it", "through a corner"])
def test_what_is_no_rim_round_its_pedicle_stays_as_it_is(what: str) -> None:
    """A folder of somebody's own may hold any points."""
    turns = np.linspace(0.0, 2 * np.pi, 16, endpoint=False)
    ring = np.stack([np.cos(turns), np.zeros(16), np.sin(turns)], axis=1)
    points, middle = {
        "a point": (np.zeros((3, 3)), np.zeros(3)),
        "beside it": (ring, np.array([50.0, 0.0, 0.0])),
        "through a corner": (ring, ring[0]),
    }[what]
    rim = Outline(points, closed=True)
    assert waist(rim, middle, "right") is rim
