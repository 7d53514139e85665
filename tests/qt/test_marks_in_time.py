"""Signs on lines of time: what matters is not hidden by what matters less, and no line runs through words.

Oracle: the pixels that are drawn, and the places of marks against each other.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from sim.qt.palette import tint
from sim.qt.panels.event_marks import LANES, placed, reach
from sim.qt.panels.mark_key import MarkKey
from sim.qt.panels.timeline import Timeline
from sim.qt.windows.film import Film
from sim.session.events import Event
from tests.qt.test_film import film

pytestmark = pytest.mark.display
__all__ = ["film"]


def timeline(qtbot: QtBot, *kinds: str) -> Timeline:
    """With an event of each kind a tenth of a second after the other."""
    made = Timeline(None)
    qtbot.addWidget(made)
    made.resize(800, made.height())
    made.show_events([Event(1000 + 2 * number, kind, {}) for number, kind in enumerate(kinds)], 149.0)
    return made


def worn(made: Timeline, place: QPointF, role: str) -> int:
    """How many pixels round there have the colour."""
    image, wanted = made.grab().toImage(), QColor(tint(role))
    at = QRect(round(place.x()) - 7, round(place.y()) - 7, 15, 15)
    pixels = [image.pixelColor(QPoint(x, y)) for x in range(at.left(), at.right()) for y in range(at.top(), at.bottom()) if y >= 0]
    return sum(one == wanted for one in pixels)


@pytest.mark.parametrize("kinds", [("loss_of_resistance", "patient_says"), ("patient_says", "loss_of_resistance")])
def test_a_loss_of_resistance_is_not_hidden_by_what_the_patient_says(qtbot: QtBot, kinds: tuple[str, str]) -> None:
    """Fault: its triangle lay under a diamond that came a moment later."""
    made = timeline(qtbot, *kinds)
    places = dict(zip(kinds, made._places(), strict=True))
    assert places["loss_of_resistance"].y() == LANES[0]
    assert places["patient_says"].y() == LANES[1]
    assert worn(made, places["loss_of_resistance"], "good") > 15
    assert worn(made, places["patient_says"], "orange") > 15
    for kind, place in places.items():
        under = made.event_at(place)
        assert under is not None
        assert under.kind == kind, "the pointer is told of the mark in its lane"


def test_marks_cover_no_others_while_two_lanes_have_room(qtbot: QtBot) -> None:
    kinds = ("exposure_ended", "loss_of_resistance", "bone_contact", "injection_started")
    made = timeline(qtbot, *kinds)
    made.events = [Event(1000 + 60 * number, event.kind, {}) for number, event in enumerate(made.events)]
    for (one, at), (other, there) in combinations(zip(kinds, made._places(), strict=True), 2):
        assert at.y() != there.y() or abs(at.x() - there.x()) >= reach(one) + reach(other), (one, other)


def test_what_is_like_nothing_else_is_a_small_dot() -> None:
    assert reach("asked") < reach("patient_says") / 2


def test_the_key_stands_at_the_line_of_events_and_nothing_between_that_and_the_lanes(film: Film) -> None:
    """Fault: it stood between the line of events and the marks of the remarks; then 200 pixels below the line, under the curves."""
    assert 0 < film.timeline.geometry().top() - film.key.geometry().bottom() < 8
    assert 0 < film.bands.geometry().top() - film.timeline.geometry().bottom() < 8


@pytest.mark.parametrize("low", [False, True])
def test_the_line_of_events_shows_the_moment_and_is_dragged_with_or_without_curves(film: Film, qtbot: QtBot, low: bool) -> None:
    """Fault: where curves had no room and were off, nothing on the page showed which moment stood there."""
    film.fold(low)
    line = film.timeline
    assert (line.axis.gutter < 20) == low, "without lanes below it, it has all of the width"
    assert (line.axis.right < 20) == low
    for step in (0, film.reel.last // 2 if film.reel is not None else 0):
        film.scrub(step)
        x, image = round(line.axis.x(step)), line.grab().toImage()
        inked = [image.pixelColor(x + across, 1) == tint("ink") for across in (-3, 0, 3)]
        assert all(inked), "the handle"
        assert image.pixelColor(x, line.height() - 1).lightness() != tint("page").lightness(), "the line, down to the lanes"
    middle, wanted = line.height() // 2, film.step // 3
    line.events, kept = [], line.events  # between marks
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(round(line.axis.x(wanted)), middle))
    line.events = kept
    assert abs(film.step - wanted) <= line.axis.step(line.axis.gutter + 1)


def test_a_dot_never_rises_into_the_lane_of_what_matters() -> None:
    """Fault: dots with stems drowned what the patient said and the beam."""
    assert placed([(100.0, "exposure_ended"), (101.0, "asked"), (101.0, "patient_says")], 800) == [0, 0, 1]


def test_the_line_of_the_moment_runs_through_no_sentence(film: Film) -> None:
    assert film.bands.near is not None
    film.bands.grab()
    (sentence, *_) = film.bands.near.written
    step = film.bands.axis.step(sentence.center().x())
    film.bands.stand_at(step)
    x, image = round(film.bands.axis.x(step)), film.bands.grab().toImage()

    def lined(place: QRectF) -> bool:
        rows = range(round(place.top()) + 1, round(place.bottom()) - 1)
        return all(image.pixelColor(x, y).lightness() == tint("ink").lightness() for y in rows)

    assert not lined(sentence)
    assert lined(QRectF(x, sentence.bottom() + film.bands.height() / 4, 1, 8))


def test_a_key_names_what_there_is_alone(qtbot: QtBot) -> None:
    key = MarkKey()
    qtbot.addWidget(key)
    key.show_marks(["asked", "loss_of_resistance"])
    assert key.codes == ("loss_of_resistance", "other")
