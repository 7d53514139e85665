"""Contrast under the room's glass, bone that clears before the tip, hands that hide nothing. Oracles: what is drawn; geometry; the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sim.qt.appearance import Appearance, put_on
from sim.qt.controller import GLASS_EVERY_STEPS
from sim.qt.glass.keyhole import LEFT, WIDE_MM, density
from sim.qt.hands_seen import kept_hands
from sim.qt.panels.body_marks import grown_on
from sim.qt.theatre.both_hands import CLEAR_HAND
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.theatre_scene import CLOUD, TheatreScene
from sim.session.attempt_commands import ShowAid
from sim.session.iodine import GlassContrast
from tests.qt.conftest import User
from tests.qt.test_stage import NEEDLE
from tests.qt.test_theatre import cast, scene
from tests.sim.session.test_glass_contrast import push_in

pytestmark = pytest.mark.display
__all__ = ["cast", "scene"]


def there(scene: TheatreScene | None) -> set[str]:
    assert scene is not None
    return {name for name, part in scene.parts.items() if part.GetVisibility()}


def test_contrast_is_seen_under_glass_in_a_pause_too_and_goes_with_it(user: User, one_body: None) -> None:
    """Fault: glass showed sac, roots and vessels, and not where the contrast was that had just been given."""
    user.begin(mode="practice")
    user.room.act("theatre")
    theatre = user.room.theatre
    user.wait(lambda: theatre.is_drawn)
    user.room.act("pause")
    user.wait(lambda: user.room.controller.session.truth().attempt.paused)
    push_in(user.room.controller.session)
    assert not theatre.has_contrast
    user.room.act("skin")
    user.wait(lambda: there(theatre.scene) >= CLOUD)
    user.room.act("skin")
    user.wait(lambda: not theatre.has_contrast and not there(theatre.scene) & CLOUD)


@pytest.mark.parametrize("refuses", ["mode", "controller"])
def test_an_exam_gets_none_of_it(user: User, one_body: None, refuses: str) -> None:
    """Neither where the mode has no glass, nor in an exam, whoever asks for the aid."""
    user.begin(mode="exam" if refuses == "mode" else "practice")
    room = user.room
    if refuses == "controller":
        room.controller.exam = "viva"
        room.controller.send(ShowAid(aid="body", shown=True))
    room.act("skin")
    step = user.seen.step
    push_in(room.controller.session)
    user.wait(lambda: user.seen.step > step + 2 * GLASS_EVERY_STEPS)
    assert not room.theatre.has_contrast
    assert room.theatre._cloud._newest is None
    assert (room.controller.session.contrast_for_glass() is None) == (refuses == "mode")
    if refuses == "mode":
        room.theatre.show_contrast(GlassContrast(np.zeros((9, 3), np.float32), 1.0))
        assert room.theatre._cloud._newest is None


def test_bone_clears_before_the_tip_and_nowhere_else() -> None:
    eye, tip = np.array([0.0, 400.0, 0.0]), np.array([0.0, 0.0, 0.0])
    before, behind, beside, far = (np.array([p]) for p in ((0.0, 20.0, 0.0), (0.0, -20.0, 0.0), (WIDE_MM + 2, 5.0, 0.0), (0.0, 20.0, 60.0)))
    assert density(before, eye, tip, 1.0) == pytest.approx(LEFT)
    assert density(before, eye, tip, 0.0) == 1.0
    assert LEFT < density(before, eye, tip, 0.5)[0] < 1.0
    for place in (behind, beside, far):
        assert density(place, eye, tip, 1.0) == 1.0


def test_hands_are_seen_as_chosen_and_so_the_next_time(user: User, one_body: None, own_home: Path) -> None:
    """Fault: hands hid the field, and nothing but walking away took them out of it."""
    user.begin(mode="practice")
    user.room.act("theatre")
    theatre = user.room.theatre
    user.wait(lambda: theatre.is_drawn)
    assert (theatre.hands, theatre.bar.hands.currentData()) == ("shown", "shown")
    user.key(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert theatre.hands == kept_hands() == theatre.bar.hands.currentData() == "clear"
    assert theatre.bar.hands.currentText() in user.room.message.text()
    user.focus(theatre.bar.hands)
    user.bot.keyClick(theatre.bar.hands, Qt.Key.Key_Down)
    assert theatre.hands == kept_hands() == "none"
    user.window.back_to_cases()
    user.begin(mode="exam")
    assert user.room.theatre.hands == user.room.theatre.bar.hands.currentData() == "none"


def test_a_clear_hand_throws_no_shadow(scene: TheatreScene) -> None:
    scene.show_needle(Grasp.of(NEEDLE), None)
    scene.look(Eye.standing(1))
    assert "holding" in there(scene)
    assert scene.hands.shaded
    scene.show_hands("clear")
    assert "holding" in there(scene)
    assert scene.parts["holding"].GetProperty().GetOpacity() == CLEAR_HAND
    assert not scene.hands.shaded
    scene.show_hands("none")
    assert not there(scene) & {"holding", "holding_arm"}
    scene.show_hands("shown")
    assert scene.parts["holding_arm"].GetProperty().GetOpacity() == 1.0
    assert scene.hands.shaded


@pytest.mark.parametrize(("pct", "side", "least"), [(100, 540, 1.0), (200, 540, 1.7), (140, 1180, 1.6), (100, 1180, 1.6)])
def test_what_glass_names_is_as_large_as_the_text_and_the_picture_ask_for(qapp: QApplication, pct: int, side: int, least: float) -> None:
    """Fault: at 200 % and on a large screen the key and the levels stayed small."""
    put_on(qapp, Appearance(text_pct=pct))
    assert least <= grown_on(side + 300, side) <= least * 1.1
