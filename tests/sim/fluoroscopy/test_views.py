"""The named views, in the shipped patient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from meshes.anatomy import Anatomy
from meshes.space import Side
from scenarios.views import VIEWS
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.views import ANGLES, named_pose, textbook_pose

LUMBAR = ("L1", "L2", "L3", "L4", "L5")


def rim(anatomy: Anatomy, bone: str, radius: float = 17.0) -> np.ndarray:
    """(n, 3): a circle in the plane of a bone's upper end-plate, of about its own half depth ([@panjabi_1992]: 33-36 mm across)."""
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
    # a vertebra that leans to a side shows a line that does
    v = v - np.polyval(np.polyfit(u, v, 1), u)
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
    assert view.pose.orbit_deg == pytest.approx(90.0, abs=6.0)
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
    """Oracle: [@technique_known]: 20-30 degrees to the same side."""
    view = View(named_pose(reference, "oblique", "L5", side))
    assert 20 <= abs(view.pose.orbit_deg) <= 30
    assert np.sign(view.detector[0] - view.source[0]) == (1 if side == "right" else -1)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_contralateral_oblique_turns_the_detector_away(reference: Anatomy, side: Side) -> None:
    """Oracle: [@technique_known]: 40-50 degrees to the other side, where the lamina on the needle's side is cut across.

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
def test_a_mirrored_patient_is_looked_at_from_the_other_side(reference: Anatomy, side: Side) -> None:
    """Oracle: symmetry: the obliques of one side are the other side's, in the patient's mirror image, with the orbit turned round."""
    other: Side = "left" if side == "right" else "right"

    def swapped(name: str) -> str:
        return name.replace("_left", "_was").replace("_right", "_left").replace("_was", "_right")

    mirrored = replace(reference, landmarks={swapped(name): place * [-1, 1, 1] for name, place in reference.landmarks.items()})
    for view in ("AP", "oblique", "clo"):
        here, there = named_pose(reference, view, "L4", side), named_pose(mirrored, view, "L4", other)
        assert (here.orbit_deg, here.tilt_deg) == pytest.approx((-there.orbit_deg, there.tilt_deg))
        assert here.centre == pytest.approx((-there.centre[0], *there.centre[1:]))


def test_a_view_can_be_centred_on_a_landmark(reference: Anatomy) -> None:
    """Oracle: what lies at the isocentre falls on the middle of the picture."""
    for view in VIEWS:
        pose = named_pose(reference, view, "L5", "left", "L5/foramen_left")
        np.testing.assert_allclose(View(pose).project(reference.landmark("L5/foramen_left")), [0, 0], atol=1e-9)


def test_every_view_has_a_title() -> None:
    """Oracle: the two lists name the same views."""
    assert set(ANGLES) == set(VIEWS)


def test_unknown_views_and_levels_are_named(reference: Anatomy) -> None:
    """Oracle: the message says what would be right."""
    with pytest.raises(ValueError, match="view is 'swimmer', should be one of AP, lateral"):
        named_pose(reference, "swimmer")
    with pytest.raises(ValueError, match="level is 'L9', should be one of L1"):
        named_pose(reference, "AP", "L9")


# --- views that follow the bones -------------------------------------------------------------------------------------------


def moved(anatomy: Anatomy, bones: tuple[str, ...], turn: np.ndarray) -> Anatomy:
    """The patient with the landmarks of some bones turned about the bone's own end-plate."""
    landmarks = dict(anatomy.landmarks)
    for bone in bones:
        middle = landmarks[f"{bone}/superior_endplate"]
        for name, place in anatomy.landmarks.items():
            if name.startswith(f"{bone}/"):
                landmarks[name] = turn @ place if name.endswith("/up") else middle + turn @ (place - middle)
    return replace(anatomy, landmarks=landmarks)


@pytest.mark.parametrize(("roll", "yaw"), [(0.0, 15.0), (8.0, 0.0), (6.0, -12.0)])
def test_views_follow_a_turned_vertebra(reference: Anatomy, roll: float, yaw: float) -> None:
    """Oracle: a scoliotic vertebra, turned about its axis by ``yaw`` and leaning to a side by ``roll``: AP still squares the end-plate and
    has the pedicles evenly at one height, lateral still lays them over each other."""
    turn = Rotation.from_euler("zy", [yaw, roll], degrees=True).as_matrix()
    twisted = moved(reference, ("L3",), turn)
    up = twisted.landmark("L3/up")
    left, right = (twisted.landmark(f"L3/pedicle_{side}") for side in ("left", "right"))
    front = View(named_pose(twisted, "AP", "L3"))
    assert abs(front.beam @ up) < 1e-9
    assert abs(front.beam @ (right - left)) < 1e-9
    assert np.hypot(front.pose.orbit_deg - yaw, 0) < 3.0
    side_on = View(named_pose(twisted, "lateral", "L3"))
    assert abs(side_on.beam @ (right - left)) == pytest.approx(np.linalg.norm(right - left))
    assert abs(side_on.pose.orbit_deg) <= 100


def test_an_oblique_puts_the_articular_process_under_the_pedicle(reference: Anatomy) -> None:
    """Oracle: the Scottie dog: in the picture the process's tip and the pedicle's middle have one horizontal place, but for the cone of
    rays; here the process is moved to where it takes 24 degrees. Beyond 20 to 30 ([@technique_known]) the usual 25 is taken."""
    pedicle = reference.landmark("L4/pedicle_right")
    away = 12.0 * np.array([np.sin(np.radians(24)), -np.cos(np.radians(24)), 0.0])
    landmarks = dict(reference.landmarks) | {"L5/superior_articular_tip_right": pedicle + away + [0.0, 0.0, -14.0]}
    view = View(named_pose(replace(reference, landmarks=landmarks), "oblique", "L4", "right", "L4/pedicle_right"))
    assert view.pose.orbit_deg == pytest.approx(24.0)
    (u, _), (w, _) = view.project([pedicle, landmarks["L5/superior_articular_tip_right"]])
    assert u == pytest.approx(w, abs=0.3)
    assert abs(view.beam @ reference.landmark("L4/up")) < 1e-9
    far = dict(reference.landmarks) | {"L5/superior_articular_tip_right": pedicle + [20.0, -12.0, -14.0]}
    assert named_pose(replace(reference, landmarks=far), "oblique", "L4", "right").orbit_deg == 25.0


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_s1_view_turns_to_the_foramen(reference: Anatomy, side: Side) -> None:
    """Oracle: [@technique_known]: 5-15 degrees to the head, 5-10 to the same side; along the foramen if that lies within."""
    pose = named_pose(reference, "s1", side=side)
    sign = 1 if side == "right" else -1
    assert 5 <= sign * pose.orbit_deg <= 10
    assert 5 <= pose.tilt_deg <= 15
    np.testing.assert_allclose(View(pose).project(reference.landmark(f"sacrum/foramen_S1_dorsal_{side}")), 0, atol=1e-9)
    way = View(Pose(sign * 8.0, 12.0)).beam
    ventral = reference.landmark(f"sacrum/foramen_S1_ventral_{side}")
    straight = replace(reference, landmarks=dict(reference.landmarks) | {f"sacrum/foramen_S1_dorsal_{side}": ventral + 25 * way})
    view = View(named_pose(straight, "s1", side=side))
    assert (view.pose.orbit_deg, view.pose.tilt_deg) == pytest.approx((sign * 8.0, 12.0))
    np.testing.assert_allclose(view.project(ventral), 0, atol=1e-6)  # the two rings over each other


def test_a_caudal_lateral_shows_the_canal_from_the_side(reference: Anatomy) -> None:
    """Oracle: the cornua fall over each other; the canal's axis lies in the picture's plane."""
    view = View(named_pose(reference, "caudal"))
    left, right = view.project([reference.landmark("sacrum/cornu_left"), reference.landmark("sacrum/cornu_right")])
    assert np.linalg.norm(left - right) < 3.5  # 23 mm apart along the beam, 80 mm off the middle: 80 x 23 / 640
    assert abs(view.beam @ reference.landmark("sacral_canal/direction")) < 0.05  # no sacrum is quite straight


def test_contralateral_obliques_run_along_the_laminae(reference: Anatomy) -> None:
    """Oracle: [@technique_known]: 40-50; at every interspace on both sides, the two as far apart as two laminae of one man."""
    for level in ("L2", "L3", "L4", "L5", "S1"):
        right, left = (named_pose(reference, "clo", level, side).orbit_deg for side in ("right", "left"))  # type: ignore[arg-type]
        assert 40 <= -right <= 50
        assert left == pytest.approx(-right, abs=8.0)


def test_textbook_views_know_no_patient() -> None:
    """Oracle: the angles of [@technique_known], over the place where the C-arm stands, obliques turned to or from the needle's side."""
    here = Pose(12.0, -7.0, (3.0, 4.0, 5.0))
    assert textbook_pose(here, "lateral", "left") == Pose(90.0, 0.0, here.centre)
    assert textbook_pose(here, "clo", "right").orbit_deg == -45.0
    assert textbook_pose(here, "oblique", "left").orbit_deg == -25.0
    assert {textbook_pose(here, view, "right").centre for view in VIEWS} == {here.centre}
