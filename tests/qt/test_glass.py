"""The patient as glass: drawn beside the window, the newest picture of each view, contrast by the time at which it came."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from meshes.space import POSTERIOR, RIGHT, SUPERIOR, Vector
from meshes.tissues import VESSEL, Tissue
from scenarios import files
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.shadows import Iodine
from sim.qt.glass import glassroom
from sim.qt.glass.glass_looks import SIGNS
from sim.qt.glass.glass_scene import GlassScene, insides
from sim.qt.glass.glassroom import Glassroom
from sim.qt.glass.shot import GlassPrint, Shot
from sim.qt.glass.standpoint import BEHIND, CLOSE, Standpoint
from sim.qt.panels import body_view
from sim.qt.panels.body_view import BodyView
from sim.qt.theatre.polydata import places_of
from sim.qt.theatre.solids import Solid, box
from sim.qt.windows import film as film_page
from sim.qt.windows.film import Film
from sim.records.contrast_layers import ENDS_S, Layer, Layers
from sim.records.reel import Track
from sim.scoring.rubric import judge
from sim.session.session import STEP_S
from sim.session.world import World
from tests.sim.played import Played

STAND = Standpoint.of(np.zeros(3), BEHIND)
PATIENCE_MS = 60_000


def cube() -> Mapping[str, Solid]:
    return {"L4": box((40.0, 40.0, 40.0), (0.0, 0.0, 0.0))}


def cells(*places: float, mg: float = 1.0) -> Iodine:
    """Along x, mm."""
    at = np.array([[x, 0.0, 0.0] for x in places], np.float32).reshape(-1, 3)
    return Iodine(at, np.full(len(at), mg, np.float32), 1.2)


def step(seconds: float) -> int:
    return round(seconds / STEP_S)


# --- contrast by time -----------------------------------------------------------------------------------------------------


def layered(*moments: tuple[float, Iodine | None]) -> Layers:
    track: Track[Iodine | None] = Track(None)
    for seconds, iodine in moments:
        track.put(step(seconds), iodine)
    return Layers(track)


def numbers(layers: tuple[Layer, ...]) -> dict[int, list[float]]:
    return {layer.number: sorted(float(x) for x in layer.places[:, 0]) for layer in layers}


@pytest.mark.parametrize(
    ("off", "direction", "seen"),
    [
        ((0.0, -1.0, 0.0), RIGHT, (1.0, 0.0)),
        ((0.0, -1.0, 0.0), SUPERIOR, (0.0, 1.0)),
        ((0.0, -1.0, 0.0), POSTERIOR, (0.0, 0.0)),
        ((1.0, 0.0, 0.0), POSTERIOR, (-1.0, 0.0)),
        ((1.0, 0.0, 0.0), RIGHT, (0.0, 0.0)),
    ],
)
def test_letters_stand_where_the_patient_is(off: tuple[float, ...], direction: Vector, seen: tuple[float, float]) -> None:
    """Oracle: who stands behind somebody has his right on the right; who stands at his right has his back on the left."""
    stand = Standpoint.of(np.array([10.0, 20.0, 30.0]), 200.0 * np.array(off))
    assert stand.seen(direction) == pytest.approx(seen, abs=1e-9)


def test_a_cell_belongs_to_the_layer_in_which_contrast_first_came_to_it() -> None:
    """Oracle: by hand. The first contrast came at 10 s: the ends are counted from there."""
    found = layered((10.0, cells(0.0)), (13.0, cells(0.0, 1.2)), (16.0, cells(0.0, 1.2, 2.4)), (40.0, cells(1.2, 3.6)))
    assert numbers(found.at(0)) == {}
    assert numbers(found.at(step(10.5))) == {0: [0.0]}
    assert numbers(found.at(step(14.0))) == {0: [0.0], 1: [pytest.approx(1.2)]}
    assert set(numbers(found.at(step(20.0)))) == {0, 1, 2}
    last = numbers(found.at(step(50.0)))
    assert last == {1: [pytest.approx(1.2)], 3: [pytest.approx(3.6)]}, "what has gone is not shown; what stays keeps its time"
    assert found.at(step(50.0)) is found.at(step(60.0))
    assert len(SIGNS) == len(ENDS_S) + 1


def test_a_trace_of_contrast_is_no_part_of_a_layer() -> None:
    both = Iodine(np.array([[0, 0, 0], [1.2, 0, 0]], np.float32), np.array([1.0, 0.01], np.float32), 1.2)
    assert numbers(layered((1.0, both)).at(step(2.0))) == {0: [0.0]}


def test_layers_are_told_by_shape_as_well_as_by_colour() -> None:
    """And from light to dark, for an eye that has no colours."""
    assert len({sign.text for sign in SIGNS}) == len(SIGNS)
    light = [float(np.dot(sign.colour, (0.2126, 0.7152, 0.0722))) for sign in SIGNS]
    assert light == sorted(light, reverse=True)
    assert min(a - b for a, b in pairwise(light)) > 10


# --- drawn ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def scene() -> Iterator[GlassScene]:
    made = GlassScene()
    made.show_body(cube())
    yield made
    made.close()


def drawn(scene: GlassScene, moving: bool = False, **things: object) -> NDArray[np.int64]:
    shot = Shot(STAND, 200, 160, **things)  # type: ignore[arg-type]
    return scene.picture(shot, moving).astype(np.int64)


@pytest.mark.display
def test_what_a_shot_shows_is_seen_and_goes_again(scene: GlassScene) -> None:
    plain = drawn(scene)
    assert plain.shape == (160, 200, 3)
    assert plain.std() > 5, "something is there"
    needle = np.array([[0.0, -120.0, 60.0], [0.0, -20.0, 20.0]])
    layer = Layer(2, np.array([[0.0, -30.0, 0.0]], np.float32), 5.0)
    for things in ({"needle": needle}, {"way": needle}, {"layers": (layer,)}, {"through": True}):
        assert np.abs(drawn(scene, **things) - plain).max() > 40, things
        assert np.array_equal(drawn(scene), plain), things


@pytest.mark.display
def test_a_needle_has_its_hub_and_a_mark_each_centimetre(scene: GlassScene) -> None:
    """Fault: it was a bare rod, on which nobody reads how deep it is. Oracle: geometry; a needle that is bent."""
    needle = np.array([[0.0, -120.0, 60.0], [0.0, -80.0, 60.0], [0.0, -50.0, 40.0]])
    drawn(scene, needle=needle)

    def corners(name: str) -> NDArray[np.float64]:
        return places_of(scene.parts[name].GetMapper().GetInput())

    bend = float(np.linalg.norm(needle[2] - needle[1]))
    marks, along = corners("bands"), (needle[1] - needle[2]) / bend
    for at in range(10, 76, 10):
        place = needle[2] + at * along if at < bend else needle[1] + (at - bend) * np.array([0.0, -1.0, 0.0])
        off = np.linalg.norm(marks - place, axis=1)
        assert off.min() < 1.7, at
        assert not (np.linalg.norm(marks - (place + 5.0 * along), axis=1) < 1.5).any() or at > bend - 10, at
    hub = corners("hub")
    assert hub[:, 1].max() < -119.0, "behind the shaft"
    assert np.linalg.norm(hub - needle[0], axis=1).max() < 30.0
    drawn(scene)
    assert not any(scene.parts[name].GetVisibility() for name in ("needle", "bands", "hub"))


@pytest.mark.display
def test_another_body_takes_the_place_of_the_one_before(scene: GlassScene) -> None:
    scene.show_body({"L5": box((10.0, 10.0, 10.0), (0.0, 0.0, 0.0))})
    assert "L4" not in scene.parts
    assert "L5" in scene.parts


@pytest.mark.display
def test_vessels_and_muscle_are_in_the_glass_patient(reference: Anatomy) -> None:
    """Oracle: the labels. Every voxel of a vessel lies within the box of what is drawn; the canal lies within the muscle's."""
    parts = insides(reference)
    assert {"arteries", "veins", "muscle", "sac", "nerves", "discs", "skin", "L4"} <= parts.keys()
    fine = reference.fine
    small = [int(t) for t in VESSEL - {Tissue.AORTA, Tissue.CAVA}]
    at = np.argwhere(np.isin(fine.values, small))[::50] * fine.grid.spacing + np.asarray(fine.grid.origin)
    corners = np.concatenate([parts["arteries"].vertices, parts["veins"].vertices])
    off = np.array([np.linalg.norm(corners - place, axis=1).min() for place in at])
    assert np.percentile(off, 95) < 2.5, "mm from a voxel of a vessel to the surface drawn round it"
    muscle = parts["muscle"].vertices
    assert np.all(muscle.min(0) < reference.canal.min(0) + 30.0)
    assert np.all(muscle.max(0) > reference.canal.max(0) - 30.0)


# --- beside the window ----------------------------------------------------------------------------------------------------


@pytest.fixture
def room() -> Iterator[Glassroom]:
    made = Glassroom(cube)
    yield made
    made.close()


@pytest.mark.display
def test_it_is_drawn_coarsely_at_once_and_finely_at_rest(qtbot: QtBot, room: Glassroom) -> None:
    came: list[tuple[str, GlassPrint]] = []
    room.made.connect(lambda view, made: came.append((view, made)))
    for name in ("a", "b"):
        room.ask(name, Shot(STAND, 80, 60))
    qtbot.waitUntil(lambda: sum(made.fine for _, made in came) == 2, timeout=PATIENCE_MS)
    assert {(view, made.fine) for view, made in came} == {("a", False), ("a", True), ("b", False), ("b", True)}


@pytest.mark.display
def test_of_many_shots_of_a_view_the_last_is_drawn(qtbot: QtBot, room: Glassroom) -> None:
    came: list[GlassPrint] = []
    room.made.connect(lambda _, made: came.append(made))
    shots = [Shot(STAND.turned(5.0 * i, 0.0), 80, 60) for i in range(200)]
    for shot in shots:
        room.ask("a", shot)
    qtbot.waitUntil(lambda: bool(came) and came[-1].shot is shots[-1] and came[-1].fine, timeout=PATIENCE_MS)
    assert len(came) < 20


@pytest.mark.display
def test_a_picture_that_comes_late_is_not_shown(qtbot: QtBot, room: Glassroom) -> None:
    view = BodyView(room, "body")
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view.shown is not None, timeout=PATIENCE_MS)
    early = view.shown
    view.look(STAND.nearer(3))
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.shot.stand == view.stand, timeout=PATIENCE_MS)
    assert early is not None
    room.made.emit("body", early)
    assert view.shown is not early
    room.made.emit("another", early)
    assert view.shown is not early


@pytest.mark.display
def test_a_picture_of_another_moment_says_that_it_is_one(qtbot: QtBot, room: Glassroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: the needle was in, the key named its entry, and what stood there was the patient without one."""
    monkeypatch.setattr(body_view, "LATE_MS", 30)
    view = BodyView(room, "body")
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.fine, timeout=PATIENCE_MS)
    assert not view.late
    with monkeypatch.context() as held:
        held.setattr(room, "ask", lambda *_: None)
        view.show_things(np.array([[0.0, -120.0, 60.0], [0.0, -20.0, 20.0]]), (Layer(0, np.zeros((1, 3), np.float32), 5.0),))
        assert not view.late, "in a moment it is there"
        assert view.legend() == [], "the key is of what is drawn"
        qtbot.waitUntil(lambda: view.late, timeout=PATIENCE_MS)
    view.redraw()
    qtbot.waitUntil(lambda: not view.late, timeout=PATIENCE_MS)
    assert [number for number, _ in view.legend()] == [0]


@pytest.mark.display
def test_a_body_that_cannot_be_made_is_said_where_it_would_be(qtbot: QtBot) -> None:
    def broken() -> Mapping[str, Solid]:
        raise OSError(5, "the disk is gone")

    room = Glassroom(broken)
    view = BodyView(room)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: "the disk is gone" in view.said, timeout=PATIENCE_MS)
    room.close()


@pytest.mark.display
def test_the_hand_and_the_keys_turn_it(qtbot: QtBot, room: Glassroom) -> None:
    view = BodyView(room)
    qtbot.addWidget(view)
    view.resize(200, 200)
    view.show()
    view.look_at(np.array([1.0, 2.0, 3.0]), None)
    assert view.stand == Standpoint.of(np.array([1.0, 2.0, 3.0]), CLOSE)
    before = view.stand
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    qtbot.mouseMove(view, QPoint(90, 60))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    assert view.stand.round_deg != before.round_deg
    turned = view.stand
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.stand.round_deg != turned.round_deg
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.stand.away_mm < turned.away_mm
    assert np.allclose(Standpoint.of(np.zeros(3), CLOSE).place, CLOSE)


@pytest.mark.parametrize("oblique_deg", range(-80, 81, 10))
@pytest.mark.parametrize("up_deg", [-25, 0, 25])
def test_no_needle_is_looked_along(oblique_deg: int, up_deg: int) -> None:
    """Oracle: the angle between needle and line of sight. A needle from the right by Kambin's way was a black stub, seen from its hub."""
    oblique, up = np.radians(oblique_deg), np.radians(up_deg)
    hub = 90.0 * np.array([np.sin(oblique) * np.cos(up), -np.cos(oblique) * np.cos(up), np.sin(up)])
    tip = np.array([20.0, -5.0, 40.0])
    stand = Standpoint.at_tip(np.array([tip + hub, tip]))
    assert stand.at == tuple(tip)
    sight = stand.place - tip
    assert np.degrees(np.arccos(sight @ hub / np.linalg.norm(sight) / np.linalg.norm(hub))) >= 30.0


def test_a_needle_seen_across_is_looked_at_from_behind_and_beside() -> None:
    assert Standpoint.at_tip(np.array([[-60.0, -70.0, 0.0], [0.0, 0.0, 0.0]])) == Standpoint.of(np.zeros(3), CLOSE)
    assert Standpoint.at_tip(np.zeros((2, 3))) == Standpoint.of(np.zeros(3), CLOSE)


@pytest.mark.parametrize("depth_mm", [0.0, 20.0, 45.0])
def test_a_film_frames_tip_target_and_the_levels_beside_it(depth_mm: float) -> None:
    """Fault: with a needle at the skin a third of the picture was empty, the target at its edge. Oracle: where the eye sees them."""
    target, along = np.array([0.0, -110.0, 40.0]), np.array([0.1, 0.97, 0.2])
    tip = target - (45.0 - depth_mm) * along / np.linalg.norm(along)
    stand = Standpoint.at_tip(np.array([tip - 90.0 * along, tip])).framing(target)
    for place in (target, tip, target + 36.0 * SUPERIOR, target - 36.0 * SUPERIOR):
        x, y = stand.pixel(place, 100, 100)
        assert 5 < x < 95
        assert 5 < y < 95
    assert 38 < stand.pixel(target, 100, 100)[1] < 52


@pytest.mark.display
def test_nothing_slow_is_done_in_the_window_s_thread(
    qtbot: QtBot, played: Played, worlds: dict[str, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: the patient was drawn there, 0.3 to 1.4 s at a time."""
    world, recording = worlds["l4_l5_disc"], played["l4_l5_disc_competent"]
    where: dict[str, set[str]] = {}

    def noted(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def call(*given: object, **named: object) -> object:
            where.setdefault(name, set()).add(threading.current_thread().name)
            return real(*given, **named)

        monkeypatch.setattr(owner, name, call)

    for name in ("__init__", "show_body", "picture", "close"):
        noted(GlassScene, name)
    noted(film_page, "reel_of")
    noted(film_page, "Layers")
    noted(Imager, "greys")
    film = Film(world, recording, Imager(world.anatomy), judge(recording, files.rubric_of(world.scenario), world.scenario))
    qtbot.addWidget(film)
    film.resize(840, 640)
    film.show()
    qtbot.waitUntil(lambda: film.reel is not None, timeout=PATIENCE_MS)
    film.go_to(recording.steps * 4 // 5)
    qtbot.waitUntil(lambda: film.body.shown is not None and film.body.shown.fine and bool(film.body.legend()), timeout=PATIENCE_MS)
    assert [number for number, _ in film.body.legend()] == [layer.number for layer in film.body.layers]
    qtbot.waitUntil(lambda: film.monitor.shown is not None, timeout=PATIENCE_MS)
    worker = film.glassroom._worker
    assert worker is not None
    film.closing()
    qtbot.waitUntil(lambda: not worker.under_way, timeout=PATIENCE_MS)
    assert where["picture"] == where["show_body"] == where["__init__"] == where["close"] == {"glass"}
    assert where["reel_of"] == where["Layers"] == {"film"}
    assert "MainThread" not in where["greys"]


@pytest.mark.display
def test_who_leaves_does_not_wait_for_a_picture(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: while a body is being made that never will be, the room is closed at once and its thread let go of."""
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Mapping[str, Solid]:
        begun.set()
        go_on.wait(60.0)
        return cube()

    room = Glassroom(slow)
    came: list[object] = []
    room.made.connect(lambda *made: came.append(made))
    room.ask("a", Shot(STAND, 40, 40))
    worker = room._worker
    assert worker is not None
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    room.close()
    assert worker.under_way
    go_on.set()
    glassroom._close_all()
    qtbot.waitUntil(lambda: not worker.under_way, timeout=PATIENCE_MS)
