"""A whole attempt by mouse and keyboard, then the same from its recording without a window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from scenarios import files
from sim.fluoroscopy.picture import opened
from sim.physics.needle_angles import lean_of
from sim.qt.panels.console import HASTY_MS
from sim.qt.panels.monitor import Monitor
from sim.records.recording import read
from sim.records.replay import first_difference, replay
from sim.scoring.rubric import judge
from sim.session.session import Session
from sim.session.world import World
from tests.qt.conftest import User

pytestmark = pytest.mark.display
WORST_NOTCHES = 400
"""More notches of the wheel than any needle is long."""


def greys(monitor: Monitor) -> np.ndarray:
    assert monitor.shown is not None
    image: QImage = monitor.shown.image
    return np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine())


def end(user: User) -> None:
    """By its key, and once more, as it asks."""
    user.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    user.bot.wait(HASTY_MS + 50)
    user.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def place_beside_the_spinous_process(user: User) -> None:
    """Through a click in the AP image: right of the lower lamina's edge, a little below."""
    live = user.room.live
    assert live.shown is not None
    u, v = live.shown.picture.sights["L4-L5/lower_lamina_edge"]
    scale = live.shown.picture.view.magnification
    user.key(Qt.Key.Key_P)
    assert live.placing
    user.click(live, live.to_widget(u + 11 * scale, v - 10 * scale))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    assert not live.placing


def lean_towards_the_window(user: User) -> None:
    """By the numbers on the card, as somebody would who read them off a plan."""
    needle = user.seen.needle
    assert needle is not None
    assert needle.entry_mm is not None
    target = user.room.controller.session.world.target  # the test knows the anatomy, as a plan would
    lateral, cephalad = lean_of(target - np.array(needle.entry_mm))
    card = user.room.needle
    card.lateral.setValue(lateral)
    card.cephalad.setValue(cephalad)
    card.lateral.editingFinished.emit()
    user.wait(lambda: user.seen.needle and abs(user.seen.needle.lateral_deg - round(lateral)) < 0.5)


def feel_for_the_loss(user: User) -> None:
    """The thumb on the plunger, quarter millimetres by the wheel, until the words say it."""
    user.down(Qt.Key.Key_T)
    for _ in range(WORST_NOTCHES):
        if "loss_felt" in user.room.guide.done:
            break
        before = user.seen.step
        user.wheel(user.room.live, 1, Qt.KeyboardModifier.ShiftModifier)
        user.wait(lambda before=before: user.seen.step > before + 2)
    user.up(Qt.Key.Key_T)
    assert "loss_felt" in user.room.guide.done
    assert user.room.needle.gave.text().startswith("Loss at ")


def syringe(user: User, agent: str) -> None:
    card = user.room.syringe
    if user.seen.syringe.agent:
        user.click(card.attach)
        user.wait(lambda: not user.seen.syringe.agent)
    card.choice.setCurrentIndex(card.choice.findData(agent))
    user.click(card.attach)
    user.wait(lambda: user.seen.syringe.agent == agent)


def test_a_resident_gives_an_epidural_in_the_window(user: User, own_home: Path) -> None:
    user.begin()
    user.expose()
    picture = greys(user.room.live)
    assert picture.std() > 10, "an X-ray has contrast"
    user.key(Qt.Key.Key_K)
    user.wait(lambda: user.room.reference.shown is not None)

    user.room.needle.choice.setCurrentText("18G Tuohy")
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    place_beside_the_spinous_process(user)
    lean_towards_the_window(user)
    for _ in range(38):
        user.wheel(user.room.live, 1)
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm > 35)

    user.key(Qt.Key.Key_4)
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    user.expose()
    assert user.room.live.shown is not None
    assert opened(user.room.live.shown.picture).needle is not None

    syringe(user, "saline")
    feel_for_the_loss(user)
    syringe(user, "iohexol 240")
    user.down(Qt.Key.Key_Space)
    user.down(Qt.Key.Key_I)
    user.wait(lambda: user.seen.fluids["iohexol 240"] < 3.5 or user.seen.syringe.left_ml < 3.5)
    user.up(Qt.Key.Key_I)
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: not user.seen.carm.beam_on)
    assert opened(user.room.live.shown.picture).contrast is not None

    syringe(user, "methylprednisolone 80 mg")
    user.down(Qt.Key.Key_I)
    user.wait(lambda: user.seen.syringe.left_ml < 1.0)
    user.up(Qt.Key.Key_I)
    end(user)
    user.wait(lambda: user.window.debriefing is not None)
    debriefing = user.window.debriefing
    assert debriefing is not None
    user.wait(lambda: debriefing.film.monitor.shown is not None)
    assert debriefing.score.critical == ()
    assert debriefing.score.passed
    assert "epidural" in debriefing.caption.text()

    # the other door to the same attempt: its file, without a window
    (kept,) = (own_home / "attempts").glob("*.jsonl")
    recording = read(kept)
    assert recording.finished
    case = files.find_scenario("interlaminar_l4_l5")
    session = Session(World.of(case), recording.header.seed)
    replay(recording, session)
    assert first_difference(recording.events, session.events) is None
    assert judge(recording, files.rubric_of(case), case) == debriefing.score


def test_a_remark_is_a_click_away_from_its_moment(user: User, tmp_path: Path) -> None:
    user.begin("caudal")
    user.expose()
    end(user)
    user.wait(lambda: user.window.debriefing is not None)
    debriefing = user.window.debriefing
    assert debriefing is not None
    assert not debriefing.score.passed
    assert debriefing.remarks.count() > 0
    user.wait(lambda: debriefing.film.monitor.shown is not None)
    mark = debriefing.film.timeline.events[0]
    debriefing.film.timeline.picked.emit(mark.step)
    user.wait(lambda: debriefing.caption.text().startswith(f"0:{mark.step // 32:02d} "))


def test_the_same_seed_once_more_is_marked_as_met_before(user: User, own_home: Path) -> None:
    """On the page and in the file's first line."""
    for before, said in enumerate(("Seed 1.", "Seed 1, played once before")):
        user.begin("caudal")
        end(user)
        user.wait(lambda: user.window.debriefing is not None)
        assert user.window.debriefing is not None
        notes = [label.text() for label in user.window.debriefing.findChildren(QLabel)]
        assert any(said in note for note in notes)
        newest = max((own_home / "attempts").glob("*.jsonl"))
        assert read(newest).header.earlier == before


def test_a_held_pedal_is_let_go_when_the_attempt_is_left(user: User) -> None:
    user.begin()
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: user.seen.carm.beam_on)
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: not user.seen.carm.beam_on)
    assert user.seen.carm.dose.seconds > 0


def test_the_hub_leans_and_the_bevel_turns_by_keys(user: User) -> None:
    user.begin()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.expose()
    live = user.room.live
    user.key(Qt.Key.Key_P)
    user.click(live, QPointF(live.width() / 2, live.height() / 2))
    user.wait(lambda: user.seen.needle and user.seen.needle.placed)
    before = user.seen.needle
    assert before is not None
    user.key(Qt.Key.Key_D)
    user.wait(lambda: user.seen.needle and abs(user.seen.needle.lateral_deg - before.lateral_deg - 2) < 1e-6)
    user.key(Qt.Key.Key_Right)
    user.wait(lambda: user.seen.needle and abs((user.seen.needle.clock - before.clock) % 12 - 1) < 0.2)
    user.key(Qt.Key.Key_Down)
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm > before.depth_mm)
    user.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm <= before.depth_mm + 1e-6)


def test_the_c_arm_turns_and_comes_back(user: User) -> None:
    user.begin()
    start = user.seen.carm.view.pose
    user.key(Qt.Key.Key_4)
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    user.key(Qt.Key.Key_Backspace)
    user.wait(lambda: user.seen.carm.view.pose == start)
