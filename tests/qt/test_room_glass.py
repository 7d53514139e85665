"""What stands between the eye and the field, and what glass shows. Oracles: which parts are drawn; the eye's own geometry; pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from vtkmodules.util.numpy_support import vtk_to_numpy

from meshes.anatomy import Anatomy
from meshes.space import Vector
from scenarios import words
from sim.fluoroscopy.carm import Pose, View
from sim.qt.panels import theatre_view
from sim.qt.panels.body_marks import (
    AXES,
    DIRECTIONS,
    LETTER,
    along,
    before_the_eye,
    beside,
    letters_at,
    levels_of,
    nearest_levels,
    on_bone,
    paint_axes,
    paint_levels,
)
from sim.qt.panels.part_key import KEY, LEFT, SIGN, paint_key
from sim.qt.panels.theatre_view import RING_PX, TheatreView
from sim.qt.theatre.cast import Cast, cast_of
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.flank import cut_mm
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.looks import LOOKS
from sim.qt.theatre.polydata import colours_of, normals_of, places_of
from sim.qt.theatre.theatre_scene import HEAD, TheatreScene
from sim.qt.theatre.veils import rimmed
from sim.session.observation import NeedleSeen
from tests.qt.conftest import User
from tests.qt.test_cutaway import marrow

pytestmark = pytest.mark.display


@pytest.fixture(scope="module")
def cast(reference: Anatomy) -> Cast:
    return cast_of(reference, inside=True, side=-1)


@pytest.fixture
def scene(cast: Cast) -> Iterator[TheatreScene]:
    made = TheatreScene(cast, -1)
    yield made
    made.close()


def there(scene: TheatreScene, name: str) -> bool:
    return bool(scene.parts[name].GetVisibility())


def test_a_detector_before_the_field_is_left_away(scene: TheatreScene) -> None:
    """Faults: clear as it was, it was a veil over all that is worked on; as lines, it looked like an error of drawing."""
    scene.stand(View(Pose(-42.0, 0.0)))
    scene.look(Eye.standing(-1))
    before = {name for name in scene.parts if there(scene, name)}
    assert not before & set(HEAD)
    scene.look(Eye.standing(-1).from_other_side())
    assert {name for name in scene.parts if there(scene, name)} == before | set(HEAD)


def test_the_hips_are_parted_by_a_clean_cut_with_a_lid_on_it(cast: Cast) -> None:
    """Fault: where they meet they ended in teeth. Oracle: each edge of a closed surface has a face on either side."""
    for name, sign in (("hip_right", 1.0), ("hip_left", -1.0)):
        solid = cast.stage.inside[name]
        ways = np.concatenate([solid.faces[:, [0, 1]], solid.faces[:, [1, 2]], solid.faces[:, [2, 0]]])
        assert sorted(map(tuple, ways.tolist())) == sorted(map(tuple, ways[:, ::-1].tolist())), name
        assert (sign * solid.vertices[solid.faces.ravel(), 0]).min() == 0.0, name


def test_muscle_is_a_veil_without_facets(cast: Cast) -> None:
    """Fault: shards of glass hung about the spine. Oracle: the angle between faces that share an edge."""
    data = cast.steady["muscle"]
    places, faces = places_of(data), vtk_to_numpy(data.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    a, b, c = (places[faces[:, i]] for i in range(3))
    normals = np.cross(b - a, c - a)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    ways = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    order = np.lexsort(ways.T)
    of = np.tile(np.arange(len(faces)), 3)[order]
    same = np.flatnonzero((ways[order][1:] == ways[order][:-1]).all(1))
    turn = np.degrees(np.arccos(np.clip((normals[of[same]] * normals[of[same + 1]]).sum(1), -1, 1)))
    assert np.percentile(turn, 98) < 40.0
    assert len(faces) < 25_000


@pytest.mark.parametrize("name", ["skin", "muscle"])
def test_what_only_ends_where_the_body_in_memory_does_fades_out_there(cast: Cast, name: str) -> None:
    """Fault: both ended as if cut with a knife, and each cut was a pane of glass."""
    for parts in (cast.steady, cast.moving):
        if name in parts:
            dense, z = colours_of(parts[name])[:, 3].astype(int), places_of(parts[name])[:, 2]
            assert dense[(z < z.min() + 5) | (z > z.max() - 5)].max() == 0
            assert dense[(z > z.min() + 80) & (z < z.max() - 80)].min() == 255


@pytest.mark.parametrize("side", [-1, 1])
def test_the_hip_on_the_eye_s_side_is_almost_clear(scene: TheatreScene, side: int) -> None:
    """Fault: wing and thigh stood before the spine. From straight above neither does."""
    near, far = ("hip_right", "hip_left")[::side]
    scene.see_through(0.85)

    def opacity(name: str) -> float:
        return float(scene.parts[name].GetProperty().GetOpacity())

    scene.look(Eye(side, 14.0, 28.0, 820.0))
    assert opacity(near) < 0.1
    assert opacity(far) == 1.0
    scene.look(Eye(side, 14.0, 86.0, 820.0))
    assert opacity(near) == opacity(far) == 1.0


@pytest.mark.parametrize("side", [-1, 1])
def test_the_near_wing_of_the_sacrum_is_cut_away_from_two_thirds_of_the_slider_on(
    reference: Anatomy, scene: TheatreScene, side: int
) -> None:
    """Fault: it covered a third of the picture, and L5-S1. Oracle: the colours of what lies there as the eye sees it."""
    scene.stand(View(Pose(0.0, 0.0, (0.0, 0.0, 400.0))))
    scene.look(Eye.bent_over(side, reference.landmark("L5-S1/window")))
    planes, lids = [], []
    for glass in (0.3, 0.75):
        scene.see_through(glass)
        for veil in ("skin", "muscle"):
            scene.parts[veil].GetProperty().SetOpacity(0.0)
        for moving in (True, False):
            picture = scene.picture(400, 320, moving)
            planes.append(scene.parts["sacrum"].GetMapper().GetNumberOfClippingPlanes())
            lids.append(int(marrow(picture).sum()))
    assert planes == [0, 0, 1, 1]
    assert max(lids[:2]) < 60
    assert min(lids[2:]) > 300
    scene.look(Eye(side, 14.0, 86.0, 820.0))
    scene.picture(40, 40, moving=True)
    assert scene.parts["sacrum"].GetMapper().GetNumberOfClippingPlanes() == 0, "from behind nothing stands before the spine"
    assert cut_mm(0.6) < cut_mm(0.5) < cut_mm(0.4)


def test_glass_has_a_contour_of_skin_and_a_darker_room(cast: Cast, scene: TheatreScene) -> None:
    """Fault: a needle went into nothing, before a trolley. Oracle: density by the angle to the eye; the room's pixels."""
    eye = Eye.bent_over(-1, np.array([0.0, -20.0, 40.0]))
    seen, skin = rimmed(cast.steady["skin"], eye.place), cast.steady["skin"]
    off = places_of(skin) - eye.place
    turned = np.abs((normals_of(skin) * off).sum(1)) / np.linalg.norm(off, axis=1)
    dense, whole = colours_of(seen)[:, 3].astype(float), colours_of(skin)[:, 3] == 255
    assert dense[whole & (turned < 0.1)].min() > 2 * dense[whole & (turned > 0.95)].max()
    scene.stand(View(Pose(0.0, 0.0, (0.0, 0.0, 400.0))))
    scene.look(Eye.standing(-1))
    bright = []
    for glass in (0.0, 0.75, 0.0):
        scene.see_through(glass)
        bright.append(scene.picture(200, 160, moving=True)[:40].mean())
    assert bright[1] < 0.6 * bright[0]
    assert bright[2] == bright[0]


def test_glass_brings_the_eye_to_the_canal_and_back_and_names_what_it_shows(user: User) -> None:
    user.begin()
    user.key(Qt.Key.Key_V)
    theatre = user.room.theatre
    user.wait(lambda: theatre.is_drawn)
    stood = theatre.eye
    user.key(Qt.Key.Key_X)
    assert theatre.eye.away_mm < stood.away_mm
    assert np.linalg.norm(theatre.anatomy.canal - theatre.eye.looks_at, axis=1).min() < 1.0
    assert abs(theatre.eye.looks_at[2] - user.seen.carm.view.pose.centre[2]) < 5.0
    picture = theatre.grab().toImage()
    high = theatre.fontMetrics().height() + 2
    for row, part in enumerate(KEY):
        assert picture.pixelColor(LEFT + SIGN // 2, round(LEFT + high * (row + 0.5))) == QColor(*LOOKS[part].colour)
    user.key(Qt.Key.Key_X)
    assert theatre.eye == stood
    theatre.look(stood.nearer(2))
    user.key(Qt.Key.Key_X)
    assert theatre.eye == stood.nearer(2), "who went his own way stays there"
    user.key(Qt.Key.Key_X)
    assert theatre.eye == stood.nearer(2)


def test_a_button_and_a_key_bring_the_eye_to_the_tip(user: User) -> None:
    """Fault: the tip was 5 pixels of the room, and only the wheel went nearer. Oracle: where the eye sees it."""
    user.begin()
    user.key(Qt.Key.Key_V)
    theatre, bar = user.room.theatre, user.room.theatre.bar
    user.wait(lambda: theatre.is_drawn)
    told: list[str] = []
    theatre.told.connect(told.append)
    stood = theatre.eye
    user.click(bar.to_tip)
    assert (theatre.eye, told) == (stood, ["No needle is in the patient yet."])
    seen = theatre.seen
    assert seen is not None
    theatre.seen = replace(seen, needle=NeedleSeen("18G Tuohy", 90.0, True, (0.0, -158.0, 10.0), 45.0, -8.0, 15.0, 3.0, False, 2.0, False))
    held = Grasp.of(theatre.seen.needle)
    assert held is not None
    bar.to_tip.click()
    assert theatre.eye.away_mm < Eye.bent_over(-1, held.tip).away_mm
    assert theatre.eye.pixel(held.tip, 400, 400) == pytest.approx((200.0, 200.0))
    theatre.look(stood)
    user.key(Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert theatre.eye.pixel(held.tip, 400, 400) == pytest.approx((200.0, 200.0))
    assert bar.to_tip.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_levels_at_the_tip_are_named_though_something_is_written_there(qapp: QApplication) -> None:
    """Fault: near the needle the names that one looks for gave way to the ring round its tip. Oracle: geometry."""
    levels = {name: np.array([0.0, 0.0, z]) for name, z in (("L3", 60.0), ("L4", 30.0), ("L5", 0.0), ("S1", -30.0), ("L1", 900.0))}
    kept = nearest_levels(levels, np.array([0.0, -10.0, 14.0]))
    assert kept == ("L5", "L4")
    assert nearest_levels(levels, None) == ()
    picture, image = QRectF(0, 0, 400, 400), QImage(400, 400, QImage.Format.Format_RGB32)
    ring = QRectF(180, 150, 40, 100)
    painter = QPainter(image)
    named = paint_levels(painter, levels, kept, picture, 1.0, lambda place: (200.0, 220.0 - 1.5 * place[2]), [ring])
    plain = paint_levels(painter, levels, (), picture, 1.0, lambda place: (200.0, 220.0 - 1.5 * place[2]), [ring])
    painter.end()
    assert set(plain) == {"L3", "S1"}
    assert set(named) == {"L3", "L4", "L5", "S1"}
    for one, other in combinations([*named.values(), ring], 2):
        assert not one.intersects(other)
    assert all(picture.contains(area) for area in named.values())
    assert abs(named["L5"].center().y() - 220.0) < 60.0, "beside its vertebra"
    assert abs(named["L4"].center().y() - 175.0) < 60.0
    assert named["L3"] == plain["L3"]


def marked(theatre: TheatreView, monkeypatch: pytest.MonkeyPatch) -> tuple[QImage, dict[str, QRectF], list[QRectF]]:
    """The picture as painted; where levels are named on it, and what was written there before them."""
    found: list[tuple[dict[str, QRectF], list[QRectF]]] = []

    def noted(*given: Any) -> dict[str, QRectF]:
        named = paint_levels(*given)
        found.append((named, given[-1]))
        return named

    with monkeypatch.context() as patch:
        patch.setattr(theatre_view, "paint_levels", noted)
        picture = theatre.grab().toImage()
    named, taken = found[-1] if found else ({}, [])
    return picture, named, taken


def test_a_vertebra_s_name_stands_on_the_side_that_is_seen(reference: Anatomy) -> None:
    """Fault: L4 and L5 stood beside roots, and S1 on a wing. Oracle: the body's own sides."""
    levels = levels_of(reference)
    for sign, side in ((1.0, "right"), (-1.0, "left")):
        seen = beside(levels, np.array([sign * 300.0, -250.0, 60.0]))
        for level in ("L3", "L4", "L5"):
            ends = [reference.landmark(f"{level}/{end}_side_{side}") for end in ("superior", "inferior")]
            assert abs(seen[level][0] - np.mean(ends, axis=0)[0]) < 6.0
        assert np.array_equal(seen["S1"], levels["S1"])
    straight = beside(levels, np.array([levels["L4"][0], -400.0, 50.0]))
    assert straight["L4"] == pytest.approx(levels["L4"])


@pytest.mark.parametrize("behind", [-250.0, 250.0])
def test_in_a_debriefing_names_stand_on_processes_for_an_eye_behind(behind: float, reference: Anatomy) -> None:
    """Fault: L4 and L5 stood on vessels and roots beside their bodies. Oracle: the tips of the spinous processes, and the bodies."""
    seen = before_the_eye(reference, np.array([300.0, behind, 60.0]))
    for level in ("L3", "L4", "L5"):
        off = np.linalg.norm(seen[level] - reference.landmark(f"{level}/spinous_tip"))
        assert (off < 10.0) == (behind < 0)
    assert np.array_equal(seen["S1"], levels_of(reference)["S1"])


def test_no_name_lies_on_a_needle(qapp: QApplication) -> None:
    """Fault: L5 stood on the shaft in a debriefing. Oracle: where the name is, against the line."""
    image, way = QImage(400, 300, QImage.Format.Format_RGB32), np.array([[0.0, 0.0, 20.0], [0.0, 0.0, 380.0]])

    def pixel(place: Vector) -> tuple[float, float]:
        return float(place[2]), 150.0 + float(place[0])

    for right in (0.0, 8.0, -8.0):
        painter = QPainter(image)
        covered = along(way, pixel, 6.0)
        named = paint_levels(painter, {"L5": np.array([right, 0.0, 200.0])}, ("L5",), QRectF(image.rect()), 1.0, pixel, covered)
        painter.end()
        assert abs(named["L5"].center().y() - 150.0) >= named["L5"].height() / 2
        assert abs(named["L5"].center().x() - 200.0) < 60.0, "beside its vertebra"
    assert len(along(way, pixel, 6.0)) > 360 / 12


@pytest.mark.parametrize("side", [-1, 1])
def test_in_the_room_names_stand_on_bone_and_not_on_the_vessels(reference: Anatomy, cast: Cast, side: int) -> None:
    """Faults: L1 to L5 stood beside the aorta, S1 on top of a crest. Oracle: where the surface is under a name."""
    eye = Eye.bent_over(side, reference.landmark("L4-L5/window"))
    vessels = places_of(cast.steady["arteries"])
    for level, place in on_bone(reference, eye.place).items():
        bone = places_of(cast.steady["sacrum" if level == "S1" else "bone"])
        assert np.linalg.norm(bone - place, axis=1).min() < 9.0, level
        assert np.linalg.norm(vessels - place, axis=1).min() > 15.0, level
        if level == "S1":
            continue  # the arteries before it lie behind it, as one looks
        seen = np.array(eye.pixel(place, 900, 900))
        aorta = np.array([eye.pixel(one, 900, 900) for one in vessels[vessels[:, 1] > 20][::10]])
        assert np.linalg.norm(aorta - seen, axis=1).min() > 40.0, level


def test_the_box_of_the_hands_is_grey_before_glass_and_says_why(user: User) -> None:
    """Fault: it said "Hands shown" where none are drawn."""
    user.begin()
    user.key(Qt.Key.Key_V)
    bar, theatre = user.room.theatre.bar, user.room.theatre
    user.wait(lambda: theatre.is_drawn)
    plain = bar.hands.toolTip()
    assert bar.hands.isEnabled()
    user.key(Qt.Key.Key_X)
    assert not bar.hands.isEnabled()
    assert "glass" in bar.hands.toolTip()
    user.key(Qt.Key.Key_X)
    assert bar.hands.isEnabled()
    assert bar.hands.toolTip() == plain


def test_the_key_names_the_entry_s_ring_where_a_needle_is(qapp: QApplication) -> None:
    image = QImage(500, 300, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    plain, named = (paint_key(painter, parts, 500, 1.0) for parts in (KEY, (*KEY, "entry")))
    painter.end()
    assert named.height() > plain.height()
    high = round(named.height() / (len(KEY) + 1))
    middle = QPointF(LEFT + SIGN / 2, LEFT + high * (len(KEY) + 0.5)).toPoint()
    assert image.pixelColor(middle) != QColor(*LOOKS["entry"].colour), "hollow"
    near = [image.pixelColor(middle.x() + x, middle.y() + y) for x in range(-6, 7) for y in range(-6, 7)]
    assert any(abs(c.red() - 255) < 30 and abs(c.green() - 178) < 40 for c in near)


def test_the_key_names_the_ring_round_the_tip(qapp: QApplication) -> None:
    """Fault: the white ring had no name. Oracle: its ink, in the key's last row."""
    image = QImage(500, 300, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    named = paint_key(painter, ("tip",), 500, 1.0)
    painter.end()
    inks = [image.pixelColor(x, y) for x in range(LEFT, LEFT + SIGN) for y in range(round(named.top()), round(named.bottom()))]
    assert any(ink.lightness() > 200 for ink in inks)
    assert words.film("key_tip") == "needle tip"


def test_what_is_written_over_the_room_lies_on_a_plate(qapp: QApplication) -> None:
    """Fault: light letters stood on monitors and machines. Oracle: what is left of a white ground between them."""
    image = QImage(500, 300, QImage.Format.Format_RGB888)
    image.fill(QColor("white"))
    painter = QPainter(image)
    key = paint_key(painter, KEY, 500, 1.0)
    axes = paint_axes(painter, 500, 1.0, Eye(1, 14.0, 40.0, 380.0).seen)
    painter.end()
    assert image.pixelColor(round(key.left()) - 3, round(key.top()) - 3).lightness() < 120
    assert image.pixelColor(round(key.right()) + 3, round(key.bottom()) + 3).lightness() < 120
    around = [image.pixelColor(x, y).lightness() for x in range(round(axes.left()), 500) for y in range(round(axes.bottom()))]
    assert np.mean(np.array(around) < 120) > 0.15
    assert image.pixelColor(250, 200).lightness() > 250, "and nowhere else"


def test_the_eye_sees_directions_as_it_sees_places() -> None:
    """Oracle: the pixel of a place in that direction from what is looked at."""
    eye = Eye(-1, 14.0, 40.0, 380.0)
    middle = np.asarray(eye.looks_at)
    for direction in DIRECTIONS.values():
        right, up = eye.seen(direction)
        x, y = eye.pixel(middle + 0.01 * direction, 400, 400)
        assert np.array([x - 200, 200 - y]) / (200 / np.tan(np.radians(22.0)) * 0.01 / 380) == pytest.approx((right, up), abs=1e-3)


def test_letters_of_two_directions_never_cover_each_other_nor_lie_on_a_line() -> None:
    """Faults: from where the operator stands P lay upon R; and P on the line that R ends."""
    for side, feet, up in product((-1, 1), range(-180, 180, 11), range(4, 87, 6)):
        eye = Eye(side, float(feet), float(up), 380.0)
        ends = {sign: np.array(eye.seen(direction)) for sign, direction in DIRECTIONS.items()}
        places = letters_at(ends, AXES, LETTER)
        assert set(places) == set(DIRECTIONS)
        for one, other in combinations(places.values(), 2):
            assert np.linalg.norm(one - other) > 1.4 * LETTER
        assert max(np.linalg.norm(place) for place in places.values()) < AXES + 2 * LETTER
        for place, end in product(places.values(), ends.values()):
            share = np.clip(place @ end / (AXES * end @ end), 0.0, 1.0)
            assert np.linalg.norm(place - share * AXES * end) > 0.8 * LETTER


def test_glass_names_levels_says_which_way_the_patient_lies_and_rings_the_tip(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults: the debriefing's body had names and axes, the one in the room none; laminae hid where the tip is."""
    user.begin()
    user.key(Qt.Key.Key_V)
    theatre = user.room.theatre
    user.wait(lambda: theatre.is_drawn)
    assert marked(theatre, monkeypatch)[1] == {}
    user.key(Qt.Key.Key_X)
    stood = theatre.eye
    for eye in (stood, stood.from_other_side(), stood.turned(0, 200), stood.nearer(-9)):
        theatre.look(eye)
        names_lie_where_they_should(theatre, *marked(theatre, monkeypatch)[1:])
    theatre.look(stood)
    the_tip_is_ringed(theatre, monkeypatch)


def names_lie_where_they_should(theatre: TheatreView, named: dict[str, QRectF], taken: list[QRectF]) -> None:
    """At the pixels of their vertebrae, and over nothing."""
    levels = on_bone(theatre.anatomy, theatre.eye.place)
    assert len(named) >= 2
    for level, area in named.items():
        x, y = theatre.eye.pixel(levels[level], theatre.width(), theatre.height())
        assert (area.center().x(), area.center().y()) == pytest.approx((x, y))
        assert theatre.rect().contains(area.toRect())
        others = [other for name, other in named.items() if name != level]
        assert not any(area.intersects(other) for other in [*taken, *others, QRectF(theatre.bar.geometry())])
    key, axes = taken[-2:]
    assert key.left() < theatre.width() / 2 < axes.left()
    assert axes.right() <= theatre.width()


def the_tip_is_ringed(theatre: TheatreView, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a needle that is in the patient, not of one on the skin, and under glass alone; the scene, which has bone before the tip, stays as
    it is meanwhile."""
    seen = theatre.seen
    assert seen is not None
    needle = NeedleSeen("18G Tuohy", 90.0, True, (0.0, -158.0, 10.0), 45.0, -8.0, 15.0, 3.0, False, 2.0, False)
    held = Grasp.of(needle)
    assert held is not None

    def picture(needle: NeedleSeen | None) -> QImage:
        theatre.seen = replace(seen, needle=needle)
        return marked(theatre, monkeypatch)[0]

    without, ringed = picture(replace(needle, depth_mm=0.0)), picture(needle)
    tip = QPointF(*theatre.eye.pixel(held.tip, theatre.width(), theatre.height()))

    def changed(px: float) -> int:
        """Of sixty pixels so far from the tip, those that the needle changes."""
        around = [(tip + px * QPointF(np.cos(turn), np.sin(turn))).toPoint() for turn in np.linspace(0, 2 * np.pi, 60)]
        return sum(without.pixel(at) != ringed.pixel(at) for at in around)

    assert changed(RING_PX) > 50
    assert changed(RING_PX / 2) < 20, "what lies at the tip is seen"
    theatre.glass = 0.0
    assert picture(needle) == picture(None)
