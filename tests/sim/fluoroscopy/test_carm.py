"""The C-arm's geometry, against trigonometry done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.fluoroscopy.carm import FIELDS_MM, ORBIT_DEG, TILT_DEG, Pose, View
from tests.sim.fluoroscopy.plain import CENTRE, POSES, frame

MIDDLE = np.array([4.0, -12.0, 40.0])
"""An isocentre away from everything."""
offset_mm = st.floats(-90, 90)
orbit_deg, tilt_deg = st.floats(*ORBIT_DEG), st.floats(*TILT_DEG)


def standing(orbit: float = 0.0, tilt: float = 0.0, field_mm: float = 300.0) -> View:
    return View(Pose(orbit, tilt, tuple(MIDDLE)), field_mm)


@settings(derandomize=True, deadline=None)
@given(offset_mm, offset_mm, offset_mm)
def test_from_the_front_a_point_falls_by_similar_triangles(right: float, forward: float, up: float) -> None:
    """Oracle: hand trigonometry. The tube is 640 mm in front of the centre: a point ``forward`` mm nearer is 640 - forward from it."""
    u, v = standing().project(MIDDLE + [right, forward, up])
    assert u == pytest.approx(right * 1000 / (640 - forward), abs=1e-9)
    assert v == pytest.approx(up * 1000 / (640 - forward), abs=1e-9)


@settings(derandomize=True, deadline=None)
@given(offset_mm, offset_mm, offset_mm)
def test_from_the_side_a_point_falls_by_similar_triangles(right: float, forward: float, up: float) -> None:
    """Oracle: hand trigonometry. At orbit 90 the tube is on the patient's left, and the front on the picture's right."""
    u, v = standing(90.0).project(MIDDLE + [right, forward, up])
    assert u == pytest.approx(forward * 1000 / (640 + right), abs=1e-9)
    assert v == pytest.approx(up * 1000 / (640 + right), abs=1e-9)


def test_an_oblique_view_turns_the_patient_about_the_long_axis() -> None:
    """Oracle: hand trigonometry for orbit 30: a point 10 mm behind the centre is 5 mm to the left and 8.66 mm farther from the tube."""
    u, v = standing(30.0).project(MIDDLE + [0.0, -10.0, 0.0])
    assert u == pytest.approx(-5.0 * 1000 / (640 + 10 * np.cos(np.pi / 6)), abs=1e-9)
    assert v == pytest.approx(0.0, abs=1e-9)


def test_a_tilt_turns_the_patient_about_the_picture_s_horizontal() -> None:
    """Oracle: hand trigonometry for tilt 30: what lies 10 mm behind falls 5 mm lower, for it is looked at from the head."""
    u, v = standing(0.0, 30.0).project(MIDDLE + [0.0, -10.0, 0.0])
    assert u == pytest.approx(0.0, abs=1e-9)
    assert v == pytest.approx(-5.0 * 1000 / (640 + 10 * np.cos(np.pi / 6)), abs=1e-9)


@settings(derandomize=True, deadline=None)
@given(orbit_deg, tilt_deg, offset_mm, offset_mm, offset_mm)
def test_any_pose_is_two_turns(orbit: float, tilt: float, x: float, y: float, z: float) -> None:
    """Oracle: the frame turned by hand, first about the long axis, then about the picture's horizontal; then similar triangles."""
    beam, across, up = frame(orbit, tilt)
    point = np.array([x, y, z])
    scale = 1000 / (640 + point @ beam)
    np.testing.assert_allclose(
        standing(orbit, tilt).project(MIDDLE + point), [point @ across * scale, point @ up * scale], rtol=1e-9, atol=1e-9
    )


@settings(derandomize=True, deadline=None)
@given(orbit_deg, tilt_deg)
def test_the_frame_is_square(orbit: float, tilt: float) -> None:
    """Oracle: three unit vectors at right angles; right x up points at who looks, and pictures are looked at from the detector."""
    view = standing(orbit, tilt)
    axes = np.array([view.across, view.up, view.beam])
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.cross(view.across, view.up), view.beam, atol=1e-12)


@pytest.mark.parametrize("away", [-150.0, 0.0, 60.0, 220.0])
def test_magnification_is_distance_over_distance(away: float) -> None:
    """Oracle: SID / SOD; 1000 / 640 at the isocentre, which [@carm_known] bounds by 980-1050 and 550-700."""
    view = standing(25.0, 10.0)
    middle = MIDDLE + away * view.beam
    ends = view.project([middle - 5 * view.across, middle + 5 * view.across])
    assert (ends[1] - ends[0])[0] / 10 == pytest.approx(1000 / (640 + away), rel=1e-12)
    assert view.magnification == pytest.approx(1.5625)
    source, detector = view.source, view.detector
    assert 980 <= np.linalg.norm(detector - source) <= 1050
    assert 550 <= np.linalg.norm(MIDDLE - source) <= 700


def test_the_tube_is_under_the_table_and_the_detector_over_the_back() -> None:
    """Oracle: a prone patient: the beam of an AP view runs from the belly (+y) to the back (-y)."""
    view = standing()
    assert view.source[1] > MIDDLE[1] > view.detector[1]


@pytest.mark.parametrize(("orbit", "side"), [(25.0, 1), (-25.0, -1), (90.0, 1)])
def test_positive_orbit_carries_the_detector_to_the_right(orbit: float, side: int) -> None:
    """Oracle: the patient's right is +x."""
    assert np.sign(standing(orbit).detector[0] - MIDDLE[0]) == side


@pytest.mark.parametrize("tilt", [12.0, -12.0])
def test_positive_tilt_carries_the_detector_to_the_head(tilt: float) -> None:
    """Oracle: the head is at +z."""
    assert np.sign(standing(0.0, tilt).detector[2] - MIDDLE[2]) == np.sign(tilt)


def test_right_is_right_and_the_head_is_up() -> None:
    """Oracle: seen from behind, a prone patient's right hand is on the viewer's right; row 0 is the top of the picture."""
    view = standing()
    (right_u, _), (_, head_v) = view.project([MIDDLE + [20, 0, 0], MIDDLE + [0, 0, 20]])
    assert right_u > 0
    assert head_v > 0
    (column, _), (_, row) = view.pixel([[10.0, 0.0], [0.0, 10.0]], 200)
    assert column > 99.5
    assert row < 99.5


@pytest.mark.parametrize(("orbit", "tilt"), POSES)
def test_rays_and_projection_are_one(orbit: float, tilt: float) -> None:
    """Oracle: the ray to where a point falls goes through the point."""
    view = View(Pose(orbit, tilt, CENTRE), 220.0)
    point = np.array(CENTRE) + [31.0, -22.0, 17.0]
    u, v = view.project(point)
    way = point - view.source
    np.testing.assert_allclose(view.towards(u, v), way / np.linalg.norm(way), atol=1e-12)


@pytest.mark.parametrize("field", FIELDS_MM)
def test_pixels_share_out_the_field(field: float) -> None:
    """Oracle: size pixels of field / size mm; the first one's centre lies half a pixel inside the field's left upper corner."""
    view, size = standing(field_mm=field), 512
    pitch = field / size
    np.testing.assert_allclose(view.pixel([-field / 2 + pitch / 2, field / 2 - pitch / 2], size), [0, 0], atol=1e-9)
    np.testing.assert_allclose(view.pixel([0.0, 0.0], size), [size / 2 - 0.5] * 2)
    np.testing.assert_allclose(view.pixel([field / 2 - pitch / 2, -field / 2 + pitch / 2], size), [size - 1] * 2, atol=1e-9)


def test_a_machine_has_limits() -> None:
    """Oracle: the limits that the module states, themselves within [@carm_known]'s usable tilt of 45 degrees."""
    assert Pose(170.0, -80.0, CENTRE).limited() == Pose(ORBIT_DEG[1], TILT_DEG[0], CENTRE)
    assert Pose(12.0, -3.0, CENTRE).limited() == Pose(12.0, -3.0, CENTRE)
    assert TILT_DEG == (-45.0, 45.0)
