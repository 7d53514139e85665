"""Landmarks are called in the window's language what they are called at the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from scenarios import files
from sim.qt.landmark_words import landmark_words, short_words
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.picture_letters import MARKED
from sim.qt.words import WHOLE, catalogue, languages, speak
from tests.qt.test_console import framed

PLACES = {"level": "L4", "interspace": "L4-L5", "side": "right", "other": "left"}
OUTLINED = (
    "L4-L5/interlaminar_window",
    *(f"L4-L5/{line}" for line in ("ventral_interlaminar_line_right", "spinolaminar_line")),
    *(f"L5/{part}_left" for part in ("pedicle", "foramen", "safe_triangle", "kambin_triangle", "dorsal_foramen", "ventral_foramen")),
)


@pytest.fixture(params=languages())
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(catalogue(request.param), catalogue(WHOLE))
    yield str(request.param)
    speak()


def test_every_landmark_of_every_technique_has_a_name(spoken: str) -> None:
    """Fault: in the German window they were their English codes."""
    told = 0
    for technique in map(files.technique, files.techniques()):
        for template in (*technique.sights, *technique.palpable):
            name = template.format(**PLACES)
            said = landmark_words(name)
            assert said != name.replace("_", " ").replace("/", ": "), name
            assert "_" not in said
            told += 1
    assert told > 40


def test_level_and_side_are_said(spoken: str) -> None:
    assert landmark_words("L4/pedicle_right") == {"en": "L4 pedicle right", "de": "L4 Pedikel rechts"}[spoken]
    assert landmark_words("L4-L5/window") == {"en": "L4-L5 interlaminar window", "de": "L4-L5 interlaminäres Fenster"}[spoken]
    assert landmark_words("sacrum/cornu_left") == {"en": "sacral cornu left", "de": "Cornu sacrale links"}[spoken]
    assert landmark_words("L4/my_own_left") == "L4: my own left"
    assert (
        landmark_words("L4/pedicle_medial_right")
        == {"en": "L4 pedicle, medial edge, right", "de": "L4 Pedikel, medialer Rand, rechts"}[spoken]
    )


def test_each_outline_that_is_named_in_a_picture_has_a_brief_name(spoken: str) -> None:
    """Fault: where text was large a name took five lines."""
    assert short_words("L4/pedicle_left") == {"en": "L4 ped. left", "de": "L4 Ped. links"}[spoken]
    for name in OUTLINED:
        assert short_words(name) != landmark_words(name)
        assert len(short_words(name)) <= 24
        assert not set(":,") & set(landmark_words(name) + short_words(name))
    assert short_words("L4/my_own_left") == "L4: my own left"


@pytest.mark.display
def test_the_letter_of_the_side_is_as_bright_in_a_pause(qtbot: QtBot) -> None:
    """Fault: the veil of the pause lay over it, as over a control that can do nothing."""
    monitor = Monitor("live")
    qtbot.addWidget(monitor)
    monitor.resize(400, 400)
    monitor.show_print(framed())
    brightest = []
    for monitor.paused in (False, True):
        image = monitor.grab().toImage()
        right = QPointF(390.0, 400.0 * MARKED / 2)
        near = [image.pixelColor(round(right.x()) - i, round(right.y()) + j).lightness() for i in range(20) for j in range(-10, 11)]
        brightest.append(max(near))
    assert brightest[0] == brightest[1] > 180
