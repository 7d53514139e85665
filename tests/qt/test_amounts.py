"""Amounts of a form: their unit is read before anything is typed, and what is out of range is no answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from scenarios import words
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
