"""Where the C-arm stands, in words. Oracle: the geometry that makes the picture: on which side of the patient the detector is."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from meshes.space import RIGHT, SUPERIOR
from scenarios import words
from sim.fluoroscopy.carm import Pose, View
from sim.qt.panels import picture_letters
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.fields import MINUS, Number
from sim.qt.pose_words import orbit_words, pose_words, tilt_words
from sim.qt.words import catalogue, speak
from tests.qt.conftest import User


@pytest.mark.parametrize("orbit", [-90.0, -45.0, -0.6, 0.6, 25.0, 100.0])
def test_left_and_right_are_the_patient_s_whose_side_the_detector_is_on(orbit: float) -> None:
    view = View(Pose(orbit, 0.0, (0.0, 0.0, 0.0)))
    side = "right" if float(np.dot(view.detector, RIGHT)) > 0 else "left"
    assert orbit_words(orbit) == f"{side} {round(abs(orbit))}°"


@pytest.mark.parametrize("tilt", [-40.0, -1.0, 1.0, 17.0])
def test_cranial_is_towards_the_head(tilt: float) -> None:
    view = View(Pose(0.0, tilt, (0.0, 0.0, 0.0)))
    end = "cranial" if float(np.dot(view.detector, SUPERIOR)) > 0 else "caudal"
    assert tilt_words(tilt) == f"{end} {round(abs(tilt))}°"


def test_upright_is_no_side() -> None:
    """Nor is what rounds to it."""
    assert pose_words(Pose(-0.3, 0.2)) == "orbit 0°  tilt 0°"


def test_a_minus_is_as_wide_as_a_plus_and_either_can_be_typed(qtbot: QtBot) -> None:
    field = Number("Orbit")
    qtbot.addWidget(field)
    field.setRange(-100.0, 100.0)
    field.setDecimals(0)
    field.setSuffix("°")
    field.setValue(-45.0)
    assert field.text() == f"{MINUS}45°"
    for typed in (f"{MINUS}30°", "-30°"):
        field.setValue(0.0)
        field.lineEdit().setText(typed)
        field.interpretText()
        assert field.value() == -30.0


@pytest.mark.usefixtures("one_body")
def test_a_picture_says_whose_it_is_and_how_it_was_taken_small_ones_too(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: the kept one had no angles, and no picture a name."""
    user.begin()
    user.room.carm.show_view("clo")
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    user.expose()
    user.room.act("keep")
    user.wait(lambda: user.room.reference.shown is not None)
    written: list[str] = []

    def keep(painter: QPainter, area: object, where: object, text: str) -> None:
        written.append(text)

    monkeypatch.setattr(picture_letters, "write", keep)
    stands = pose_words(user.seen.carm.view.pose)
    assert stands.startswith("left ")
    for monitor, name in ((user.room.live, "Mr Hollis, 40"), (user.room.reference, None)):
        written.clear()
        monitor.grab()
        assert any(stands in text for text in written)
        assert any(name in text for text in written) if name else monitor.small
        assert "R" in written


@pytest.mark.usefixtures("one_body")
def test_a_view_keeps_its_name_while_it_is_dragged_along_and_gets_it_back_with_its_angles(user: User) -> None:
    """Fault: after a drag and its undo the C-arm stood in AP by its angles, and nothing called it so."""
    user.begin()
    carm = user.room.carm
    carm.show_view("AP")
    user.wait(lambda: user.seen.carm.title == "AP")
    height = user.seen.carm.view.pose.centre[2]
    carm.shift(0.0, 10.0)
    user.wait(lambda: user.seen.carm.view.pose.centre[2] != height)
    assert user.seen.carm.title == "AP"
    carm.back()
    user.wait(lambda: user.seen.carm.view.pose.centre[2] == height)
    assert carm.views["AP"].property("lit")
    carm.orbit.setValue(30.0)
    carm.orbit.meant.emit()
    user.wait(lambda: user.seen.carm.title.startswith("orbit +30"))
    carm.back()
    user.wait(lambda: user.seen.carm.title == "AP")


def test_angles_are_said_in_german(silent: None) -> None:
    """Fault: a picture, its notice and the debriefing said "orbit +0, tilt +18" there. Oracle: the fields' own names."""
    german = catalogue("de")["carm_card"]
    words.speak("de")
    try:
        assert words.told("orbit +0, tilt -18") == f"{german['orbit']} +0, {german['tilt']} -18"
        assert words.told("orbit") == "orbit"
    finally:
        words.speak()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("deg", [-42.0, 0.0, 18.0])
def test_the_fields_say_the_angles_as_picture_and_drawing_do(qtbot: QtBot, language: str, deg: float, silent: None) -> None:
    """Fault: the field said a negative number where the picture said left. What is typed may have a sign all the same."""
    speak(catalogue(language), catalogue("en"))
    carm = CArmCard()
    qtbot.addWidget(carm)
    for field, said in ((carm.orbit, orbit_words), (carm.tilt, tilt_words)):
        field.setValue(deg)
        assert field.text() == said(deg)
        assert field.valueFromText("-7") == -7.0
        assert field.valueFromText(said(-7.0)) == -7.0
