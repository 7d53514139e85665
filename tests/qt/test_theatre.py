"""The room in three dimensions, drawn and in the window. Oracles: the pose's own rays; what an exam may show; what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QShowEvent
from scipy.spatial import cKDTree
from vtkmodules.util.numpy_support import vtk_to_numpy

from meshes.anatomy import Anatomy
from meshes.space import unit
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.collimator import OPEN
from sim.physics.needle_angles import direction_of
from sim.qt.theatre import gantry
from sim.qt.theatre.acting import AT_NEEDLE, AT_SYRINGE, LETS_GO_S, Acting
from sim.qt.theatre.cast import Cast, cast_of
from sim.qt.theatre.cloud import _body as cloud_of
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.furniture import films
from sim.qt.theatre.instruments import Grasp, Joined
from sim.qt.theatre.polydata import colours_of
from sim.qt.theatre.theatre_scene import HEAD, TheatreScene
from sim.session.commands import AdvanceNeedle, AimNeedle, Command, PlaceNeedle, PlaceOnBeam, TakeNeedle
from sim.session.iodine import GlassContrast
from sim.session.session import STEP_S
from sim.session.stations.fingers import HELD_S
from tests.qt.conftest import User
from tests.qt.test_stage import NEEDLE, POSES, SYRINGE

pytestmark = pytest.mark.display
MOST_TRIANGLES = 60_000


@pytest.fixture(scope="module")
def cast(reference: Anatomy) -> Cast:
    return cast_of(reference, inside=True, side=1)


@pytest.fixture
def scene(cast: Cast) -> Iterator[TheatreScene]:
    made = TheatreScene(cast, 1)
    yield made
    made.close()


def drawn(scene: TheatreScene, name: str) -> NDArray[np.float64]:
    """Where a part's corners are drawn, (n, 3) mm."""
    actor = scene.parts[name]
    points = vtk_to_numpy(actor.GetMapper().GetInput().GetPoints().GetData()).astype(float)
    matrix = np.array([[actor.GetMatrix().GetElement(i, j) for j in range(4)] for i in range(4)])
    return np.asarray(points @ matrix[:3, :3].T + matrix[:3, 3])


@pytest.mark.parametrize("pose", POSES, ids=str)
def test_from_the_drawn_focus_to_the_drawn_detector_runs_the_beam(scene: TheatreScene, pose: Pose) -> None:
    view = View(pose)
    scene.stand(view)
    focus, panel = drawn(scene, "focus_mark").mean(0), drawn(scene, "panel")
    assert np.allclose(focus, view.source, atol=0.01)
    assert np.allclose(panel.mean(0), view.detector, atol=0.01)
    # and the panel is turned as the picture is
    u, v = (panel - view.detector) @ view.across, (panel - view.detector) @ view.up
    assert (u.min(), u.max(), v.min(), v.max()) == pytest.approx((-150, 150, -150, 150), abs=0.01)


def test_glass_shows_the_inside_and_skin_hides_it(scene: TheatreScene) -> None:
    inside = ("bone", "sacrum", "hip_right", "hip_left", "sac", "nerves", "discs", "arteries", "veins", "muscle")
    shown = {}
    for glass in (0.0, 0.5):
        scene.see_through(glass)
        shown[glass] = {name for name, part in scene.parts.items() if part.GetVisibility()}
    assert not shown[0.0] & set(inside)
    assert {"back", "sheet"} <= shown[0.0]
    assert set(inside) <= shown[0.5]
    assert "sheet" not in shown[0.5]


def test_there_is_nothing_inside_where_it_may_not_be_shown(reference: Anatomy) -> None:
    made = cast_of(reference, inside=False, side=1)
    assert not {"skin", "bone", "sacrum", "hip_right", "hip_left", "sac", "nerves", "discs", "arteries", "veins", "muscle"} & set(
        made.steady
    )
    assert made.moving == {}


@pytest.mark.parametrize("glass", [0.0, 0.8])
def test_no_more_is_drawn_while_it_moves_than_software_can_draw(scene: TheatreScene, glass: float) -> None:
    scene.stand(View(Pose(25.0, 10.0)))
    scene.show_beam(View(Pose(25.0, 10.0)), OPEN, on=True)
    scene.show_laser((0.0, -110.0, 40.0), View(Pose()))
    held = Grasp.of(NEEDLE)
    assert held is not None
    scene.show_needle(held, Joined.of(held, replace(SYRINGE, tubing=True), 1))
    scene.see_through(glass)
    places = np.random.default_rng(2).normal((0.0, 0.0, 40.0), (9.0, 4.0, 25.0), (4_000, 3)).astype(np.float32)
    scene.show_contrast(cloud_of(GlassContrast(places, 1.2), lambda what, share: None))
    scene.look(Eye.standing(1))
    scene.picture(200, 200, moving=True)
    assert 5_000 < scene.triangles() <= MOST_TRIANGLES
    assert scene.window.GetMultiSamples() == 0


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("tilt", [0.0, 10.0])
def test_from_one_s_place_the_monitors_are_seen_under_a_detector_in_ap(cast: Cast, side: int, tilt: float) -> None:
    """Fault: it hid nearly all of both. Oracle: the eye's own lines past the detector's box, and the edges of a square picture."""
    eye, view = Eye.standing(side), View(Pose(0.0, tilt, (0.0, -50.0, 30.0)))
    seen = []
    for corners in films(cast.stage.table[0], side).values():
        for across, up in np.ndindex(5, 5):
            a, b = across / 4, up / 4
            place = corners[0] + a * (corners[1] - corners[0]) + b * (corners[3] - corners[0])
            x, y = eye.pixel(place, 800, 800)
            seen.append(0 <= x < 800 and 0 <= y < 800 and not gantry.hides(view, eye.place, place))
    assert np.mean(seen) > 0.9


def test_the_sterile_cover_is_round_the_detector_and_goes_with_it(scene: TheatreScene) -> None:
    scene.stand(View(Pose()))
    bag, inner = drawn(scene, "bag"), drawn(scene, "detector")
    skirt = inner[inner[:, 1] > bag[:, 1].min() + 60]
    for axis in (0, 2):
        assert bag[:, axis].min() < skirt[:, axis].min()
        assert bag[:, axis].max() > skirt[:, axis].max()
    assert {"bag", "bag_band"} <= set(HEAD)
    dense = colours_of(scene.parts["bag"].GetMapper().GetInput())[:, 3]
    assert np.median(dense) < 0.3 * 255, "clear"
    assert np.percentile(dense, 95) > 0.4 * 255, "seen by its folds: it was a haze that nobody took for a cover"
    band = drawn(scene, "bag_band")
    assert np.ptp(band[:, 1]) < 12.0
    assert bag[:, 1].min() < band[:, 1].mean() < bag[:, 1].max()


def test_under_glass_a_ring_says_where_the_needle_goes_in(scene: TheatreScene) -> None:
    """Fault: at the skin the needle hung in the air."""
    skin = scene.cast.stage.skin.vertices
    entry = skin[np.argmin(np.linalg.norm(skin - (12.0, -200.0, 40.0), axis=1))]
    held = Grasp.of(replace(NEEDLE, entry_mm=tuple(entry.tolist()), depth_mm=0.0))
    scene.see_through(0.8)
    scene.show_needle(held, None)
    assert shown(scene, "entry") == [True]
    assert np.linalg.norm(drawn(scene, "entry").mean(0) - entry) < 4.0
    scene.see_through(0.0)
    scene.show_needle(held, None)
    assert shown(scene, "entry") == [False]


def test_what_the_fingers_feel_draws_nothing_anew() -> None:
    """Fault: the force changed at each step, and the fine picture never came."""
    one, other = Grasp.of(NEEDLE), Grasp.of(replace(NEEDLE, force_n=5.5, on_bone=True))
    deeper = Grasp.of(replace(NEEDLE, depth_mm=31.0))
    assert one is not None
    assert other is not None
    assert deeper is not None
    assert one.stands == other.stands != deeper.stands


def test_what_is_drawn_changes_with_what_happens(scene: TheatreScene) -> None:
    view = View(Pose())
    scene.stand(view)
    scene.look(Eye.standing(1))

    def picture() -> NDArray[np.uint8]:
        return scene.picture(300, 240, moving=False).astype(int).copy()

    plain = picture()
    assert plain.shape == (240, 300, 3)
    assert plain.std() > 20, "something is there"
    scene.show_beam(view, OPEN, on=True)
    assert np.abs(picture() - plain).max() > 10
    scene.show_beam(view, OPEN, on=False)
    assert np.array_equal(picture(), plain)
    scene.show_laser((0.0, -90.0, 40.0), view)
    red = picture() - plain
    assert (red[..., 0] - red[..., 1]).max() > 80
    scene.show_laser(None, view)
    scene.stand(View(Pose(-40.0, 0.0)))
    assert np.abs(picture() - plain).max() > 50


def shown(scene: TheatreScene, *names: str) -> list[bool]:
    return [bool(scene.parts[name].GetVisibility()) for name in names]


def test_hands_are_at_hub_and_plunger_and_never_before_what_glass_shows(scene: TheatreScene) -> None:
    held = Grasp.of(NEEDLE)
    assert held is not None
    joined = Joined.of(held, SYRINGE, 1)
    assert shown(scene, "holding", "holding_arm", "pressing", "pressing_arm") == [False] * 4
    scene.show_needle(held, None)
    assert shown(scene, "holding", "holding_arm", "pressing", "pressing_arm") == [True, True, False, False]
    assert np.linalg.norm(drawn(scene, "holding") - held.grip, axis=1).min() < 12.0
    scene.show_needle(held, joined)
    both = ("holding", "pressing")
    assert shown(scene, *both) == [True, True]
    top = joined.start + joined.top_mm * joined.along
    assert np.linalg.norm(drawn(scene, "pressing") - top, axis=1).min() < 4.0
    scene.see_through(0.5)
    assert shown(scene, *both) == [False, False]
    scene.see_through(0.0)
    scene.look(replace(Eye.standing(1), away_mm=2000.0))
    assert shown(scene, *both) == [False, False], "arms that end at the shoulder"
    scene.look(Eye.standing(1))
    assert shown(scene, *both) == [True, True]
    scene.show_needle(None, None)
    assert shown(scene, *both) == [False, False]


@pytest.mark.parametrize("tubing", [False, True])
def test_who_lets_the_beam_run_has_the_hands_out_of_it(scene: TheatreScene, tubing: bool) -> None:
    """Fault: both hands were drawn in the beam, and nothing was counted. Oracle: the drawn corners, thrown on the detector's open field."""
    held, view = Grasp.of(NEEDLE), View(Pose(0.0, 0.0, (12.0, -60.0, 40.0)))
    assert held is not None
    joined = Joined.of(held, replace(SYRINGE, tubing=tubing), 1)
    blades = replace(OPEN, width=0.35) if tubing else OPEN
    names = ("holding", "holding_arm", "pressing", "pressing_arm")

    def caught(name: str) -> bool:
        u, v = np.abs(view.project(drawn(scene, name)).T) / (view.field_mm / 2)
        return bool(((u < blades.width) & (v < blades.height) & (np.hypot(u, v) < blades.iris)).any())

    scene.look(Eye.standing(1))
    scene.show_needle(held, joined)
    assert shown(scene, *names) == [True] * 4
    assert caught("holding")
    scene.show_beam(view, blades, on=True)
    seen = [name for name in names if shown(scene, name) == [True]]
    assert not any(map(caught, seen))
    assert ("pressing" in seen) == (tubing and not caught("pressing")), "who injects through a line stands beside the beam"
    assert not scene.hands.in_beam
    scene.act(AT_SYRINGE)
    assert shown(scene, "pressing") == [True], "no plunger goes down by itself"
    assert scene.hands.in_beam == caught("pressing")
    scene.act(AT_NEEDLE)
    assert shown(scene, *names) == [True] * 4, "that is counted"
    assert scene.hands.in_beam
    scene.act(frozenset())
    scene.show_beam(view, blades, on=False)
    assert shown(scene, *names) == [True] * 4


def test_a_hand_is_seen_in_the_beam_as_long_as_it_is_counted(user: User) -> None:
    assert LETS_GO_S == HELD_S
    user.begin()
    user.room.send(TakeNeedle(needle="18G Tuohy"))
    user.room.send(PlaceNeedle(right_mm=0.0, superior_mm=0.0))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    acting, seen = Acting(), user.seen
    needle = seen.needle
    assert needle is not None
    under = replace(seen, carm=replace(seen.carm, beam_on=True))
    acting.follow(seen)
    acting.follow(replace(seen, step=seen.step + 1, needle=replace(needle, depth_mm=4.0)))
    assert not acting.hands, "without the beam nothing is counted"
    acting.follow(replace(under, step=seen.step + 2, needle=replace(needle, depth_mm=4.0)))
    assert not acting.hands
    acting.follow(replace(under, step=seen.step + 3, needle=replace(needle, depth_mm=5.0)))
    assert acting.hands == AT_NEEDLE
    acting.follow(replace(under, step=seen.step + 3 + round(HELD_S / STEP_S), needle=replace(needle, depth_mm=5.0)))
    assert not acting.hands
    pressed = replace(under, step=seen.step + 60, needle=replace(needle, depth_mm=5.0), syringe=replace(seen.syringe, rate_ml_s=0.4))
    acting.follow(pressed)
    assert acting.hands == AT_NEEDLE, "Fault: nothing steadied the hub"
    acting.follow(replace(pressed, step=pressed.step + 1, syringe=replace(pressed.syringe, tubing=True)))
    assert acting.hands == AT_SYRINGE, "behind a line the other hand need not be there"


def test_the_shadow_of_a_hand_lies_on_the_back_while_the_hand_is_there(scene: TheatreScene) -> None:
    """Oracle: the colours of the back's corners under it, and far from it."""

    def lightness() -> NDArray[np.float64]:
        return np.asarray(colours_of(scene.parts["back"].GetMapper().GetInput()), float).sum(1)

    bare, held = lightness(), Grasp.of(NEEDLE)
    assert held is not None
    scene.show_needle(held, None)
    places, glove, now = drawn(scene, "back"), drawn(scene, "holding"), lightness()
    seen = bare > 60
    under = cKDTree(glove).query(places)[0] < 12.0
    assert (seen & under).sum() > 5
    assert now[seen & under].mean() < 0.85 * bare[seen & under].mean()
    away = (places[:, 2] > 120.0) & seen
    assert np.allclose(now[away], bare[away], atol=12.0)
    scene.look(replace(Eye.standing(1), away_mm=2000.0))
    assert np.array_equal(lightness(), bare), "no shadow of a hand that is not drawn"


def test_a_picture_stands_upright_on_the_screen_over_there(scene: TheatreScene) -> None:
    """Oracle: pixels: where its white corner is, the picture of the room is lighter than before; lower right stays dark."""
    films_of = films(scene.cast.stage.table[0], 1)
    corners = films_of["live"]
    middle = corners.mean(0)
    eye = Eye(1, -25.0, 30.0, 420.0, tuple(float(c) for c in middle))
    scene.see_through(0.0)
    scene.look(eye)
    greys = np.zeros((64, 64), np.uint8)
    greys[:32, :32] = 255
    scene.show_film("live", greys)
    drawn_now = scene.picture(400, 400, moving=False).astype(int)

    def at(place: NDArray[np.float64]) -> int:
        x, y = eye.pixel(place, 400, 400)
        return int(drawn_now[round(y), round(x)].sum())

    assert at((3 * corners[3] + corners[1]) / 4) > 600, "upper left"
    assert at((3 * corners[1] + corners[3]) / 4) < 60, "lower right"


# --- in the window --------------------------------------------------------------------------------------------------------


def open_theatre(user: User) -> None:
    user.key(Qt.Key.Key_V)
    user.wait(lambda: user.room.theatre.scene is not None)
    user.wait(lambda: user.room.theatre._image is not None)


def test_the_room_is_made_once_though_it_is_shown_again_while_it_is_made(user: User) -> None:
    """Fault of the view before it: two scenes stood one above the other."""
    user.begin()
    theatre = user.room.theatre
    assert theatre.scene is None
    user.key(Qt.Key.Key_V)
    job = theatre._job
    theatre.showEvent(QShowEvent())
    user.key(Qt.Key.Key_V)
    user.key(Qt.Key.Key_V)
    assert theatre._job is job
    user.wait(lambda: theatre.scene is not None)
    made = theatre.scene
    theatre.showEvent(QShowEvent())
    user.wait(lambda: theatre._image is not None)
    assert theatre.scene is made


def test_a_room_that_is_left_while_it_is_made_hears_nothing_of_it(user: User) -> None:
    user.begin()
    theatre = user.room.theatre
    user.key(Qt.Key.Key_V)
    job = theatre._job
    assert job is not None
    user.window.back_to_cases()
    user.wait(lambda: not job.under_way)
    assert theatre.scene is None


def test_the_drawn_c_arm_stands_where_the_session_s_does(user: User) -> None:
    user.begin()
    open_theatre(user)
    scene = user.room.theatre.scene
    assert scene is not None
    for key, title in ((Qt.Key.Key_4, "contralateral oblique"), (Qt.Key.Key_1, "AP")):
        user.key(key)
        user.wait(lambda title=title: user.seen.carm.title == title)
        view = user.seen.carm.view
        user.wait(lambda view=view: np.allclose(drawn(scene, "panel").mean(0), view.detector, atol=0.01))
        assert np.allclose(drawn(scene, "focus_mark").mean(0), view.source, atol=0.01)


def test_beam_and_laser_are_seen_while_they_are_on(user: User) -> None:
    user.begin()
    open_theatre(user)
    scene = user.room.theatre.scene
    assert scene is not None

    def there(name: str) -> bool:
        return name in scene.parts and bool(scene.parts[name].GetVisibility())

    assert not there("cone")
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: there("cone"))
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: not there("cone"))
    user.key(Qt.Key.Key_J)
    user.wait(lambda: there("laser"))
    user.key(Qt.Key.Key_J)
    user.wait(lambda: not there("laser"))


def test_an_exam_shows_the_room_and_nothing_through_the_skin(user: User) -> None:
    user.begin(mode="exam")
    open_theatre(user)
    theatre = user.room.theatre
    assert theatre.scene is not None
    assert "bone" not in theatre.scene.parts
    assert not theatre.bar.glass.isVisible()
    user.key(Qt.Key.Key_X)
    assert theatre.glass == 0
    assert "sheet" in theatre.scene.parts
    assert theatre.scene.parts["sheet"].GetVisibility()


def test_the_slider_turns_skin_to_glass_and_x_does(user: User) -> None:
    user.begin()
    open_theatre(user)
    theatre = user.room.theatre
    assert theatre.scene is not None
    said: list[bool] = []
    theatre.cleared.connect(said.append)
    theatre.bar.glass.setValue(40)
    assert theatre.glass == pytest.approx(0.4)
    user.wait(lambda: theatre.scene is not None and theatre.scene.glass == pytest.approx(0.4))
    user.key(Qt.Key.Key_X)
    assert theatre.bar.glass.value() == 0
    assert said == [True, False]


def test_the_wheel_and_a_drag_move_the_eye_and_no_needle(user: User) -> None:
    user.begin()
    open_theatre(user)
    theatre, sent = user.room.theatre, list[Command]()
    user.room.needle.ordered.connect(sent.append)
    eye = theatre.eye
    user.wheel(theatre, -3)
    assert theatre.eye.away_mm < eye.away_mm
    user.bot.mousePress(theatre, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    user.bot.mouseMove(theatre, QPoint(260, 220))
    user.bot.mouseRelease(theatre, Qt.MouseButton.LeftButton, pos=QPoint(260, 220))
    assert theatre.eye.to_feet_deg != eye.to_feet_deg
    assert not any(isinstance(command, AdvanceNeedle) for command in sent)
    user.key(Qt.Key.Key_Home)
    assert theatre.eye == eye
    user.key(Qt.Key.Key_End)
    assert theatre.eye.place[0] * eye.place[0] < 0
    user.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert theatre.eye.up_deg > eye.up_deg
    assert user.seen.needle is None


@pytest.mark.usefixtures("one_body")
def test_the_eye_stands_at_the_target_s_side_unless_that_is_to_be_decided(user: User) -> None:
    user.begin("interlaminar_l4_l5")
    assert user.room.controller.session.world.scenario.target.side == "right"
    assert user.room.theatre.eye.side == 1
    user.begin("l4_l5_disc")
    assert user.room.theatre.eye.side == -1


def taken(user: User) -> None:
    """A needle in the hand, the C-arm in AP, the room large."""
    user.begin()
    open_theatre(user)
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)


def sent_by(user: User, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    sent, send = list[Command](), user.room.controller.send

    def keep(command: Command) -> None:
        sent.append(command)
        send(command)

    monkeypatch.setattr(user.room.controller, "send", keep)
    return sent


def pixel(user: User, place: tuple[float, float, float]) -> QPointF:
    theatre = user.room.theatre
    return QPointF(*theatre.eye.pixel(place, theatre.width(), theatre.height()))


def test_a_click_on_the_skin_sets_the_needle_there_along_the_beam(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(user)
    sent = sent_by(user, monkeypatch)
    theatre = user.room.theatre
    assert theatre.scene is not None
    place = theatre.scene.cast.stage.relief.y_at([35.0], [60.0])
    at = pixel(user, (35.0, float(place[0]), 60.0))
    user.click(theatre, at)
    assert not sent, "only when the needle is to be set"
    user.key(Qt.Key.Key_P)
    assert theatre.placing
    user.click(theatre, at)
    assert [type(command) for command in sent] == [PlaceOnBeam]
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    assert not theatre.placing
    needle = user.seen.needle
    assert needle is not None
    assert needle.entry_mm is not None
    assert (pixel(user, needle.entry_mm) - at).manhattanLength() < 12
    away = unit(np.array(needle.entry_mm) - user.seen.carm.view.source)
    assert direction_of(needle.lateral_deg, needle.cephalad_deg) @ away == pytest.approx(-1.0, abs=1e-6)
    user.wait(lambda: theatre.scene is not None and "hub" in theatre.scene.parts)


def test_a_click_beside_the_skin_or_across_the_beam_says_why_nothing_is_set(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(user)
    user.key(Qt.Key.Key_P)
    sent, theatre = sent_by(user, monkeypatch), user.room.theatre
    user.click(theatre, QPointF(30, theatre.height() - 90))
    assert "not skin" in user.room.message.text()
    user.key(Qt.Key.Key_2)
    user.wait(lambda: user.seen.carm.title == "lateral")
    assert theatre.scene is not None
    sent.clear()
    user.click(theatre, pixel(user, (-60.0, float(theatre.scene.cast.stage.relief.y_at([-60.0], [60.0])[0]), 60.0)))
    assert "does not leave the skin there" in user.room.message.text()
    assert sent == []
    assert theatre.placing


def test_the_hub_is_dragged_and_the_needle_leans(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(user)
    theatre = user.room.theatre
    user.key(Qt.Key.Key_P)
    assert theatre.scene is not None
    user.click(theatre, pixel(user, (35.0, float(theatre.scene.cast.stage.relief.y_at([35.0], [60.0])[0]), 60.0)))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    before, eye, sent = user.seen.needle, theatre.eye, sent_by(user, monkeypatch)
    grasp = Grasp.of(before)
    assert before is not None
    assert grasp is not None
    hub = pixel(user, tuple(grasp.grip)).toPoint()
    user.bot.mousePress(theatre, Qt.MouseButton.LeftButton, pos=hub)
    user.bot.mouseMove(theatre, hub + QPoint(-20, 4))
    user.bot.mouseMove(theatre, hub + QPoint(-40, 6))
    user.bot.mouseRelease(theatre, Qt.MouseButton.LeftButton, pos=hub + QPoint(-40, 6))
    assert sent
    assert all(isinstance(command, AimNeedle) for command in sent)
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.cephalad_deg > before.cephalad_deg + 3)
    assert theatre.eye == eye, "the hand was at the hub, not at the room"
    after = Grasp.of(user.seen.needle)
    assert after is not None
    last = sent[-1]
    assert isinstance(last, AimNeedle)
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.cephalad_deg == pytest.approx(last.cephalad_deg, abs=0.1))
    assert np.allclose(after.entry, grasp.entry)


def test_the_screens_of_the_cart_show_what_the_monitors_do(user: User) -> None:
    user.begin()
    open_theatre(user)
    scene = user.room.theatre.scene
    assert scene is not None
    assert "live" not in scene.parts
    user.expose()
    user.wait(lambda: "live" in scene.parts)
    user.room.act("keep")
    user.wait(lambda: "reference" in scene.parts)
