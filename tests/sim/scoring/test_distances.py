"""How far off its level a needle lies is what a view square to the canal shows. Oracle: a circle's own geometry."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.canal_line import CanalLine
from scenarios import files
from scenarios.schema import Target
from sim.scoring.distances import off_level
from sim.scoring.site import Site

RADIUS = 100.0
"""mm, of a lordosis: its centre lies so far behind the canal"""
TARGET, TECHNIQUE = Target(level="L4", side="right"), files.technique("lumbar_interlaminar")


def site() -> Site:
    """A canal on a quarter of a circle, the target at its foremost point, where it runs straight down."""
    angles = np.linspace(-0.8, 0.8, 161)
    points = np.stack([np.zeros_like(angles), RADIUS * np.cos(angles) - RADIUS, -RADIUS * np.sin(angles)], -1)
    return Site({TARGET.landmark(TECHNIQUE.target): np.zeros(3)}, CanalLine(points))


@pytest.mark.parametrize("depth", [0.0, 40.0, 80.0])
def test_depth_is_no_level(depth: float) -> None:
    """Left in the muscle 20 mm low, a needle was told to lie 27 mm off: along the curve itself 80 mm behind it are 78 mm."""
    here = site()
    low = np.array([0.0, -depth, -20.0])
    assert off_level(here, TECHNIQUE, TARGET, low) == pytest.approx(20.0, abs=1e-6)
    along = abs(here.station(low) - here.station(np.zeros(3)))
    assert along == pytest.approx(RADIUS * np.arctan2(20.0, RADIUS - depth), abs=1.0)  # the circle's arc


@pytest.mark.parametrize("depth", [0.0, 40.0])
def test_straight_behind_the_target_is_its_level(depth: float) -> None:
    assert off_level(site(), TECHNIQUE, TARGET, np.array([15.0, -depth, 0.0])) == pytest.approx(0.0, abs=1e-9)
