"""The canal: its curve, its coordinates and its walls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR, Dimensions
from meshes.shapes import Points
from meshes.skeleton import Skeleton
from meshes.spine.canal import DIRECTIONS, STEP_MM, Canal, directions, interlaminar_span, pseudo_angle
from meshes.tissues import BONE
from tests.meshes.looking import along, is_of
from tests.meshes.steady import numbers, steady


@steady
@given(numbers(0.0, 2 * np.pi), numbers(0.1, 30.0))
def test_the_pseudo_angle_grows_with_the_angle(angle: float, radius: float) -> None:
    """Oracle: both wind once from the right over dorsal, left and ventral; quarter turns agree."""
    turns = np.array([angle, angle + 0.01])
    found = pseudo_angle(radius * np.cos(turns), radius * np.sin(turns))
    assert 0.0 <= found[0] <= 4.0
    assert (found[1] - found[0]) % 4.0 > 0
    assert abs(found[0] - angle / (np.pi / 2)) < 0.2 or abs(found[0] - angle / (np.pi / 2)) > 3.8


def test_the_wall_s_directions_are_unit_vectors_at_their_own_pseudo_angles() -> None:
    u, v = directions()
    np.testing.assert_allclose(u * u + v * v, 1.0, atol=1e-12)
    np.testing.assert_allclose(pseudo_angle(u, v), np.arange(DIRECTIONS) * 4.0 / DIRECTIONS, atol=1e-8)


def test_the_curve_has_a_point_each_millimetre(canal: Canal) -> None:
    gaps = np.linalg.norm(np.diff(canal.centre, axis=0), axis=1)
    np.testing.assert_allclose(gaps, STEP_MM, atol=0.005)
    assert canal.length == (len(canal.centre) - 1) * STEP_MM


def test_along_the_curve_the_frame_is_square_and_right_handed(canal: Canal) -> None:
    """Right, dorsal and down the canal: right x dorsal points up where the patient stands."""
    for a in (canal.tangent, canal.right, canal.dorsal):
        np.testing.assert_allclose(np.linalg.norm(a, axis=1), 1.0, atol=1e-9)
    np.testing.assert_allclose((canal.right * canal.tangent).sum(1), 0.0, atol=1e-9)
    np.testing.assert_allclose(np.cross(canal.tangent, canal.right), canal.dorsal, atol=1e-9)
    assert (canal.dorsal[:, 1] < 0).all(), "dorsal is to the back"
    assert (canal.tangent[:, 2] < 0).all(), "the curve runs down"
    assert (canal.right[:, 0] > 0.98).all()


def test_the_curve_runs_through_the_middle_of_every_ring(canal: Canal, skeleton: Skeleton) -> None:
    """Oracle: the rings' own landmarks."""
    marks = [(skeleton[level].landmarks["canal_front"], skeleton[level].landmarks["canal_back"]) for level in LUMBAR]
    s = skeleton["sacrum"].landmarks
    marks += [(s[f"canal_s{i}_front"], s[f"canal_s{i}_back"]) for i in (1, 2, 3, 4)]
    for front, back in marks:
        middle = (front + back) / 2
        assert np.linalg.norm(canal.at(canal.station(middle)) - middle) < 0.3


@steady
@given(st.data())
def test_canal_coordinates_lead_to_a_point_and_back(canal: Canal, data: st.DataObject) -> None:
    s = data.draw(numbers(3.0, canal.length - 3.0))
    u, v = data.draw(numbers(-7.0, 7.0)), data.draw(numbers(-7.0, 7.0))
    point = canal.at(s, u, v)
    found = canal.locate(Points.of(point[None]))
    # beside a bent curve the nearest place is not quite the one it was told from: 7 mm x the bend per mm
    assert found.s[0] == pytest.approx(s, abs=0.25)
    assert found.u[0] == pytest.approx(u, abs=0.05)
    assert found.v[0] == pytest.approx(v, abs=0.25)
    assert found.r[0] == pytest.approx(np.hypot(u, v), abs=0.25)


@steady
@given(st.data())
def test_a_station_is_the_nearest_place_on_the_curve(canal: Canal, data: st.DataObject) -> None:
    """Oracle: brute force over the curve drawn a hundred times finer."""
    point = canal.at(data.draw(numbers(5.0, canal.length - 5.0)), data.draw(numbers(-8, 8)), data.draw(numbers(-8, 8)))
    fine = np.linspace(0, canal.length, 100 * len(canal.centre))
    curve = np.stack([np.interp(fine, np.arange(len(canal.centre)) * STEP_MM, canal.centre[:, i]) for i in range(3)], -1)
    nearest = fine[np.argmin(((curve - point) ** 2).sum(1))]
    assert canal.station(point) == pytest.approx(nearest, abs=0.15)


def test_at_every_ring_the_wall_is_where_bone_begins(canal: Canal, skeleton: Skeleton, reference: Anatomy) -> None:
    """Oracle: brute force in the shipped labels: along 64 rays the first voxel of bone (0.6 mm).

    The wall may stand before the bone, where it cuts across a foramen or a recess; behind it, it may not.
    """
    u, v = directions()
    for level in LUMBAR:
        m = skeleton[level].landmarks
        i = int(round(canal.station((m["canal_front"] + m["canal_back"]) / 2) / STEP_MM))
        behind = []
        for k in range(DIRECTIONS):
            bone = is_of(along(reference, canal.centre[i], u[k] * canal.right[i] + v[k] * canal.dorsal[i], 22.0, 0.1), BONE)
            if bone.any():
                behind.append(canal.outer[i, k] - 0.1 * int(np.argmax(bone)))
        assert len(behind) > 45
        assert np.max(behind) < 1.0, level
        assert abs(np.median(behind)) < 0.4, level


def test_the_wall_is_closed_everywhere(canal: Canal) -> None:
    """What one sees through foramina and windows does not count: no wall is farther than half the widest canal, 34.8 mm at L5."""
    assert np.isfinite(canal.outer).all()
    assert canal.outer.min() > 0.5
    # the recess of L5 is a little wider than half its canal, and a way there is oblique
    assert canal.outer.max() < 24.0


def test_room_is_what_the_wall_leaves(canal: Canal) -> None:
    """Oracle: the table of the wall, in its own directions."""
    u, v = directions()
    for k in (0, 9, 16, 32, 48, 60):
        assert canal.room(60.0, float(u[k]), float(v[k]), inner=False) == pytest.approx(float(canal.outer[60, k]), abs=1e-4)
        inner = canal.outer[60, k] - canal.flavum[60, k]
        assert canal.room(60.0, float(u[k]), float(v[k])) == pytest.approx(float(inner), abs=1e-4)


def test_the_flavum_lies_behind_and_never_in_front(canal: Canal) -> None:
    _, v = directions()
    assert (canal.flavum[:, v < 0.05] == 0).all()
    assert (canal.flavum >= 0).all()


def test_the_flavum_is_as_thick_as_the_person_s_in_every_window(canal: Canal, skeleton: Skeleton, person: Dimensions) -> None:
    """Oracle: the table, Khasawneh 2023, in the midline of the window."""
    for level in LUMBAR:
        top, bottom = interlaminar_span(canal, skeleton, level)
        assert top < bottom
        middle = int(round((top + 0.3 * (bottom - top)) / STEP_MM))
        assert canal.flavum[middle, DIRECTIONS // 4] == pytest.approx(person.levels[level].flavum, abs=0.01)


def test_the_flavum_begins_behind_the_lamina_above(canal: Canal, skeleton: Skeleton) -> None:
    """Oracle: it is attached 8.2 (L1), 11.1 (L4), 9.3 mm (L5) above the lamina's edge, J Orthop Sci 2016; between by line."""
    for level, published in zip(LUMBAR, (8.2, 9.2, 10.1, 11.1, 9.3), strict=True):
        top, _ = interlaminar_span(canal, skeleton, level)
        column = canal.flavum[:, DIRECTIONS // 4]
        at = int(top / STEP_MM)
        begins = at - next(k for k in range(30) if column[at - k] == 0)
        assert top - begins * STEP_MM == pytest.approx(published, abs=1.5 * STEP_MM)


def test_behind_a_place_the_wall_is_the_first_one_met_from_behind(canal: Canal) -> None:
    """Oracle: step by step, asking how much room there is that way."""
    for s in np.linspace(20.0, canal.length - 20.0, 9):
        for u in (-6.0, 0.0, 3.0):
            for inner in (True, False):
                reach = canal.room(s, 0.0, 1.0, inner)
                met = (v for v in np.arange(reach + 2.0, 0.0, -0.1) if np.hypot(u, v) <= canal.room(s, u, float(v), inner))
                assert canal.dorsal_wall(s, u, inner) == next(met, 0.0)
