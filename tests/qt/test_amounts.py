"""Amounts of a form: their unit is read before anything is typed, and what is out of range is no answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from scenarios import words
from sim.qt.appearance import Appearance, put_on
from sim.qt.palette import DARK, LIGHT, Theme
from sim.qt.panels.asked_first import amount_asked
from sim.qt.words import catalogue, phrase

pytestmark = pytest.mark.display
UNITS = {
    "en": {"ask_dry": "minutes", "ask_distance": "metres", "ask_anaesthetic": "ml"},
    "de": {"ask_dry": "Minuten", "ask_distance": "Meter", "ask_anaesthetic": "ml"},
}


@pytest.mark.parametrize("language", UNITS)
def test_what_asks_for_an_amount_names_its_unit(language: str) -> None:
    """Fault: "for how long?" was answered with 180, meant as seconds."""
    for code, unit in UNITS[language].items():
        assert unit in catalogue(language)["checklist_page"][code]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_what_is_out_of_range_is_refused_and_the_range_is_said(key: Qt.Key, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: 180 minutes became 18 without a word."""
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda at, text, *_: said.append(text))
    field = amount_asked("dry", 0.5, 30.0)
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    qtbot.keyClicks(field, "180")
    qtbot.keyClick(field, key)
    if key == Qt.Key.Key_Tab:
        field.clearFocus()
    assert field.is_open
    assert field.text() == phrase("checklist_page.ask_dry")
    assert said == ["From 0.5 to 30.0 min to dry"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 3.0
    assert len(said) == 1


def test_the_help_of_the_room_says_one_thing_of_the_wheel() -> None:
    """Fault: on one page "wheel to come nearer", then "turn the wheel to push it"; nowhere which way is in."""
    for language, near, down in (("en", "wheel to come nearer", "down"), ("de", "Rad, um näher", "unten")):
        assert near in words.catalogue(language)["help"]["TheatreView"]
        assert down in words.catalogue(language)["help"]["Monitor"]
        assert down in catalogue(language)["monitor"]["empty_live"]
        assert down in catalogue(language)["monitor"]["about"]


def test_what_goes_on_and_off_are_the_sounds_not_the_pedal() -> None:
    """Fault: in German it read as if the pedal were switched off."""
    assert catalogue("de")["act"]["room_sounds"].startswith("Signaltöne von Monitor und Pedal")


@pytest.mark.parametrize("worn", [DARK, LIGHT])
def test_what_asks_for_an_amount_looks_unlike_one_that_was_given(worn: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    """Fault: beside choices whose question is faint "how many metres?" stood as dark as an answer. Oracle: colours of pixels."""
    put_on(qapp, Appearance(theme=worn.name))
    field = amount_asked("distance", 0.5, 5.0)
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.clearFocus()

    def inks() -> set[str]:
        shot = field.grab().toImage()
        return {shot.pixelColor(x, y).name() for x in range(shot.width() // 2) for y in range(shot.height())}

    assert worn.hint in inks()
    assert worn.ink not in inks()
    field.setValue(1.5)
    assert worn.ink in inks()
    field.setValue(field.minimum())
    assert worn.ink not in inks()
    put_on(qapp, Appearance())
