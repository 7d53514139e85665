"""What the two angles of a needle mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.physics.needle_angles import direction_of, lean_of

lean = st.floats(-85, 85)


@pytest.mark.parametrize(
    ("lateral", "cephalad", "way"),
    [(0, 0, (0, 1, 0)), (45, 0, (1, 1, 0)), (-45, 0, (-1, 1, 0)), (0, 45, (0, 1, 1)), (0, -45, (0, 1, -1)), (45, 45, (1, 1, 1))],
)
def test_angles_point_where_they_say(lateral: float, cephalad: float, way: tuple[float, float, float]) -> None:
    """Oracle: hand trigonometry: lateral to the patient's right (+x), cephalad to the head (+z), both from straight forward (+y)."""
    np.testing.assert_allclose(direction_of(lateral, cephalad), np.array(way) / np.linalg.norm(way), atol=1e-12)


@settings(derandomize=True, deadline=None)
@given(lean, lean)
def test_each_angle_is_seen_in_its_own_plane(lateral: float, cephalad: float) -> None:
    """Oracle: seen from above a needle leans by the one angle, seen from the side by the other: tan = sideways over forward."""
    x, y, z = direction_of(lateral, cephalad)
    assert np.degrees(np.arctan2(x, y)) == pytest.approx(lateral, abs=1e-9)
    assert np.degrees(np.arctan2(z, y)) == pytest.approx(cephalad, abs=1e-9)
    assert x * x + y * y + z * z == pytest.approx(1.0, abs=1e-12)


@settings(derandomize=True, deadline=None)
@given(lean, lean)
def test_a_direction_tells_its_angles(lateral: float, cephalad: float) -> None:
    """Oracle: there and back; 1e-5 degrees where a needle lies nearly flat both ways."""
    assert lean_of(direction_of(lateral, cephalad)) == pytest.approx((lateral, cephalad), abs=1e-5)


def test_a_needle_that_points_out_of_the_back_leans_flat() -> None:
    """Oracle: no division by nothing: just under 90 degrees, with the right sign."""
    lateral, cephalad = lean_of(np.array([0.6, -0.8, -0.1]))
    assert lateral == pytest.approx(90.0, abs=0.01)
    assert cephalad == pytest.approx(-90.0, abs=0.01)
