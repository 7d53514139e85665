"""The pillow at the window: the body that comes of it is made beside it, and all that shows the patient shows him as he lies."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from meshes.person import Person
from meshes.telling import Progress
from sim.qt.panels.checklist_page import ChecklistPage
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.windows import laid_anew
from sim.qt.windows.debriefing import Debriefing
from sim.records.recording import Recorder
from sim.session import care_commands as c
from sim.session import session, world
from sim.session.session import Session
from sim.session.world import World
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
Maker = Callable[[Anatomy, Person | None, Progress], None]


class Slow:
    """Makes the flat body until it is told that it is made."""

    def __init__(self) -> None:
        self.made, self.left, self.asked = threading.Event(), threading.Event(), 0

    def __call__(self, anatomy: Anatomy, person: Person | None, progress: Progress) -> None:
        self.asked += 1
        try:
            while not self.made.wait(0.02):
                progress("bones", 0.4)
        except BaseException:
            self.left.set()
            raise


@pytest.fixture
def maker(flat: Anatomy, monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow()
    monkeypatch.setattr(world, "without_pillow", lambda *_: flat)
    monkeypatch.setattr(session, "flat_made_beside", slow)
    return slow


def laid(user: User, pillow: c.Pillow) -> ChecklistPage:
    page = user.page("preparation")
    assert isinstance(page, ChecklistPage)
    page.posture.setCurrentIndex(page.posture.findData("prone"))
    page.pillow.setCurrentIndex(page.pillow.findData(pillow))
    user.click(page.buttons["position"][0])
    return page


def kinds(user: User) -> list[str]:
    return [event.kind for event in user.room.controller.session.events]


def test_while_the_body_is_made_the_window_says_so_and_nothing_else_is_done(user: User, maker: Slow, flat: Anatomy) -> None:
    user.begin("l4_l5_disc")
    page = laid(user, "none")
    user.wait(lambda: user.room.laid_anew.words == "Repositioning the patient: 40 %")
    user.wait(lambda: user.room.busy.shown)
    user.click(page.buttons["mask"][0])
    user.bot.wait(200)
    maker.made.set()
    user.wait(lambda: user.seen.care.lies == "flat")
    user.wait(lambda: not user.room.laid_anew.words)
    assert "prepared" not in kinds(user)
    user.click(page.buttons["mask"][0])
    user.wait(lambda: "mask" in user.seen.care.prepared)
    assert user.room.theatre.anatomy is flat


def test_what_is_drawn_round_is_of_the_body_as_it_lay_for_each_picture(user: User, maker: Slow) -> None:
    maker.made.set()
    user.begin("l4_l5_disc", "practice")
    room = user.room
    room.ward.go_to("table")
    user.expose()
    room.act("keep")
    user.wait(lambda: room.reference.shown is not None)
    laid(user, "chest")
    user.wait(lambda: user.seen.care.lies == "flat")
    room.ward.go_to("table")
    user.expose()
    begun = room.controller.session.world.lain("pillow")
    user.wait(lambda: room.live.outlines == begun.lain("flat").outlines)
    assert room.reference.outlines == begun.outlines
    assert room.live.shown is not None
    assert room.live.shown.picture.lies == "flat"


def test_a_room_that_is_left_meanwhile_waits_for_no_body(user: User, maker: Slow) -> None:
    user.begin("l4_l5_disc")
    laid(user, "none")
    user.wait(lambda: user.room.laid_anew.words)
    was = user.room.controller.session
    user.window.back_to_cases()
    assert maker.left.wait(30)
    assert "positioned" not in [event.kind for event in was.events]


def test_a_pillow_elsewhere_than_under_the_belly_is_made_ready_once_when_it_is_looked_at(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Anatomy] = []
    monkeypatch.setattr(laid_anew, "flat_made_beside", lambda anatomy, person, tell: asked.append(anatomy))
    user.begin("l4_l5_disc")
    page = user.page("preparation")
    for pillow in ("abdomen", "none", "knees"):
        page.pillow.setCurrentIndex(page.pillow.findData(pillow))
        assert len(asked) <= 1
        if pillow == "abdomen":
            assert asked == []
    user.wait(lambda: len(asked) == 1)


def test_the_debriefing_shows_the_patient_as_he_lay_in_the_end(
    user: User, worlds: dict[str, World], flat: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "without_pillow", lambda *_: flat)
    case = worlds["l4_l5_disc"]
    begun = World(case.scenario, case.technique, case.anatomy, case.body)
    recorder = Recorder(Session(begun, 1), "user")
    recorder.do(c.PositionPatient(posture="prone", pillow="none"))
    recorder.session.tick()
    page = Debriefing(begun, recorder.close(), begun.imager())
    user.bot.addWidget(page)
    user.wait(lambda: page.film.reel is not None)
    assert page.film.world.anatomy is flat
    assert page.two_ways.world.anatomy is flat
    page.closing()


def test_the_room_in_three_dimensions_is_that_of_the_body_as_it_lies(qtbot: QtBot, reference: Anatomy, flat: Anatomy) -> None:
    view = TheatreView(reference, "left", True)
    qtbot.addWidget(view)
    view.lie(reference)  # nobody has looked at it yet: nothing is made
    assert view._job is None
    view.small = False
    view.show()
    qtbot.waitUntil(lambda: view.scene is not None, timeout=60_000)
    before = view.scene
    view.lie(flat)
    assert view.scene is before  # it stands there until the other comes
    qtbot.waitUntil(lambda: view.scene is not before, timeout=60_000)
    assert view.scene is not None
    backs = [float(body.surfaces["L1"].vertices[:, 1].min()) for body in (reference, flat)]
    drawn = view.scene.cast.stage.inside["bone"].vertices[:, 1]
    assert np.abs(drawn - backs[1]).min() < 1e-6 < abs(backs[0] - backs[1])
    assert np.abs(drawn - backs[0]).min() > 1e-6
    view.closing()
