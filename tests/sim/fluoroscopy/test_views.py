"""The named views, in the shipped patient."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.space import Side
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.views import TITLES, VIEWS, named_pose

LUMBAR = ("L1", "L2", "L3", "L4", "L5")


def rim(anatomy: Anatomy, bone: str, radius: float = 17.0) -> np.ndarray:
    """(n, 3): a circle in the plane of a bone's upper end-plate, of about its own half depth (fact sheet 1.1: 33-36 mm across)."""
    normal, middle = anatomy.landmark(f"{bone}/up"), anatomy.landmark(f"{bone}/superior_endplate")
    across = np.array([1.0, 0.0, 0.0]) - normal[0] * normal
    across /= np.linalg.norm(across)
    angle = np.linspace(0, 2 * np.pi, 36, endpoint=False)[:, None]
    return middle + radius * (np.cos(angle) * across + np.sin(angle) * np.cross(normal, across))


@pytest.mark.parametrize("level", [*LUMBAR, "S1"])
def test_ap_squares_the_end_plate(reference: Anatomy, level: str) -> None:
    """Oracle: a circle whose plane holds the beam is seen as a line.

    Its height may be what a cone of rays leaves: the source stands d mm off the plane, and the rim is 2r deep, so (2r / 640) d, times
    magnification; under 1 mm of 53. Ten degrees away it opens to 2 r sin 10 x 1.56 = 9 mm.
    """
    bone = "sacrum" if level == "S1" else level
    pose = named_pose(reference, "AP", level)
    view = View(pose)
    circle = rim(reference, bone)
    off_plane = abs(float((view.source - circle[0]) @ reference.landmark(f"{bone}/up")))
    u, v = view.project(circle).T
    assert np.ptp(u) > 50
    assert np.ptp(v) < min(1.0, 34 / 640 * off_plane * 1.5625 * 1.1 + 0.01)
    opened = View(type(pose)(pose.orbit_deg, pose.tilt_deg - 10, pose.centre)).project(circle)[:, 1]
    assert np.ptp(opened) > 8


@pytest.mark.parametrize("level", LUMBAR)
def test_ap_of_the_bone_itself_has_one_end_plate_line(reference: Anatomy, level: str) -> None:
    """Oracle: front and back of the end-plate, found on the bone, fall on one height: 0.6 mm at the detector, against 53 mm of depth."""
    front, back = (reference.landmark(f"{level}/superior_{end}") for end in ("front", "back"))
    (_, v_front), (_, v_back) = View(named_pose(reference, "AP", level)).project([front, back])
    assert v_front == pytest.approx(v_back, abs=0.6)


@pytest.mark.parametrize("level", LUMBAR)
def test_lateral_lays_the_pedicles_over_each_other(reference: Anatomy, level: str) -> None:
    """Oracle: seen from the side both fall on one place but for magnification.

    The far pedicle is 2x nearer to the tube: of its distance r from the axis, 2x / 640 r lies between the two shadows.
    """
    left, right = (reference.landmark(f"{level}/pedicle_{side}") for side in ("left", "right"))
    view = View(named_pose(reference, "lateral", level))
    assert view.pose.orbit_deg == 90.0
    shadows = view.project([left, right])
    apart = float(np.linalg.norm(shadows[0] - shadows[1]))
    spread = (right[0] - left[0]) / 640 * float(np.linalg.norm(shadows, axis=1).max())
    assert apart == pytest.approx(spread, abs=0.1 + 0.1 * spread)
    assert apart < 1.5


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("level", LUMBAR)
def test_each_pedicle_is_on_its_side_of_an_ap_view(reference: Anatomy, level: str, side: Side) -> None:
    """Oracle: the patient's right is on the picture's right."""
    view = View(named_pose(reference, "AP", level))
    u, _ = view.project(reference.landmark(f"{level}/pedicle_{side}"))
    assert np.sign(u) == (1 if side == "right" else -1)


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_ipsilateral_oblique_turns_the_detector_to_the_needle_s_side(reference: Anatomy, side: Side) -> None:
    """Oracle: fact sheet 3.2: 20-30 degrees to the same side."""
    view = View(named_pose(reference, "oblique", "L5", side))
    assert 20 <= abs(view.pose.orbit_deg) <= 30
    assert np.sign(view.detector[0] - view.source[0]) == (1 if side == "right" else -1)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_contralateral_oblique_turns_the_detector_away(reference: Anatomy, side: Side) -> None:
    """Oracle: fact sheet 3.2: 40-50 degrees to the other side, where the lamina on the needle's side is cut across.

    So its ventral face, which slopes forward from the spinous process, lies along the beam: within 20 degrees of it, whereas the other
    lamina is seen from its broad side.
    """
    view = View(named_pose(reference, "clo", "L5", side))
    assert 40 <= abs(view.pose.orbit_deg) <= 50
    assert np.sign(view.detector[0] - view.source[0]) == (-1 if side == "right" else 1)
    middle = reference.landmark("L4-L5/spinolaminar_line_above")
    slopes = []
    for s in (side, "left" if side == "right" else "right"):
        way = (reference.landmark(f"L4-L5/interlaminar_line_above_{s}") - middle)[:2]
        slopes.append(np.degrees(np.arccos(abs(way @ view.beam[:2]) / np.linalg.norm(way) / np.linalg.norm(view.beam[:2]))))
    own, other = slopes
    assert own < 20
    assert other > 60


@pytest.mark.parametrize("side", ["left", "right"])
def test_both_sides_are_mirror_images(reference: Anatomy, side: Side) -> None:
    """Oracle: symmetry: the obliques of one side are the other side's with the orbit turned round."""
    other: Side = "left" if side == "right" else "right"
    for view in ("oblique", "clo"):
        here, there = named_pose(reference, view, "L4", side), named_pose(reference, view, "L4", other)
        assert (here.orbit_deg, here.tilt_deg, here.centre) == (-there.orbit_deg, there.tilt_deg, there.centre)


def test_a_view_can_be_centred_on_a_landmark(reference: Anatomy) -> None:
    """Oracle: what lies at the isocentre falls on the middle of the picture."""
    for view in VIEWS:
        pose = named_pose(reference, view, "L5", "left", "L5/foramen_left")
        np.testing.assert_allclose(View(pose).project(reference.landmark("L5/foramen_left")), [0, 0], atol=1e-9)


def test_every_view_has_a_title() -> None:
    """Oracle: the two lists name the same views."""
    assert set(TITLES) == set(VIEWS)


def test_unknown_views_and_levels_are_named(reference: Anatomy) -> None:
    """Oracle: the message says what would be right."""
    with pytest.raises(ValueError, match="view is 'swimmer', should be one of AP, lateral"):
        named_pose(reference, "swimmer")
    with pytest.raises(ValueError, match="level is 'L9', should be one of L1"):
        named_pose(reference, "AP", "L9")
