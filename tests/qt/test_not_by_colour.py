"""What a colour says is said by a shape or a word too.

Oracle: the same things painted in one colour alone can still be told apart.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from sim.qt.palette import tint
from sim.qt.panels import curve_view, event_marks
from sim.qt.panels.curve_view import CurveView, Series
from sim.qt.panels.event_marks import ROLES, draw_mark
from sim.qt.panels.lane_strokes import ALARM_ROLES
from sim.qt.panels.limit_line import draw_across
from sim.qt.panels.patient_card import vital_words
from sim.qt.studio import histogram
from sim.qt.studio.histogram import Histogram
from tests.qt.conftest import User

ALIKE = {frozenset({"fluid_drips", "blood_drips"})}
"""Of one shape and one colour: what drips is said by the words of the mark."""


def drawn(kind: str) -> bytes:
    image = QImage(24, 24, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setBrush(QColor("white"))
    painter.setPen(Qt.PenStyle.NoPen)
    draw_mark(painter, QPointF(12, 12), kind)
    painter.end()
    return bytes(image.constBits())


def test_marks_on_the_line_of_time_have_shapes_of_their_own(qapp: QApplication) -> None:
    assert set(event_marks.CORNERS) == set(ROLES)
    for one, other in combinations(("anything else", *ROLES), 2):
        assert (drawn(one) == drawn(other)) == (frozenset({one, other}) in ALIKE), (one, other)


def grey(widget: CurveView | Histogram, qapp: QApplication) -> bytes:
    widget.resize(300, 160)
    return bytes(widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8).constBits())


@pytest.mark.display
def test_curves_have_dashes_of_their_own(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curve_view, "SERIES", ("accent",))
    values: tuple[float | None, ...] = (1.0, 2.0, 3.0, 2.0)
    seen = set()
    for number in range(len(curve_view.DASHES)):
        view = CurveView("points")
        empty = Series("same", (None,) * 4)
        view.show_curves("points", [*[empty] * number, Series("same", values), *[empty] * (3 - number)])
        seen.add(grey(view, qapp))
    assert len(seen) == len(curve_view.DASHES)


@pytest.mark.display
@pytest.mark.parametrize("past", [False, True])
def test_a_limit_looks_like_no_curve(past: bool, qapp: QApplication) -> None:
    """Fault: the alarm limit of each learner was dashed as the second one's curve, past ones dotted as the third's."""
    image = QImage(120, 40, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    draw_across(painter, QPointF(10, 20), QPointF(110, 20), QColor("white"), past)
    painter.end()
    along = [image.pixelColor(x, 20).lightness() > 100 for x in range(12, 108)]
    assert all(along), "no dash, whatever the curve beside it has"
    posts = [x for x in range(120) if image.pixelColor(x, 17).lightness() > 60 and image.pixelColor(x, 22).lightness() > 60]
    assert posts
    assert all(min(abs(x - 10), abs(x - 110)) <= 2 for x in posts) == past, "between two stops, or a fence"


@pytest.mark.display
def test_bars_have_patterns_of_their_own(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histogram, "ROLES", {})
    monkeypatch.setattr(histogram, "TITLES", dict.fromkeys(histogram.PATTERNS, "same"))
    seen = set()
    for operator in histogram.PATTERNS:
        bars = Histogram()
        bars.show_totals(operator, [50.0, 52.0], 70.0)
        seen.add(grey(bars, qapp))
    assert len(seen) == 3


@pytest.mark.display
@pytest.mark.usefixtures("one_body")
def test_a_vital_sign_that_is_too_low_is_marked(user: User) -> None:
    user.begin("l4_l5_disc")
    care = user.seen.care
    vitals = care.vitals
    assert "\u25bc" not in vital_words(replace(care, monitored=True), " ")[0]
    low = replace(vitals, heart_rate=42)
    words, style = vital_words(replace(care, monitored=True, vitals=low), " ")
    assert words.startswith("\u25bc HR 42")
    assert style == "alarm"


@pytest.mark.display
def test_a_loss_of_resistance_has_one_colour_and_no_alarm_has_it(user: User) -> None:
    """Fault: it was told in amber over its own depth in green; amber stood for X-rays, warnings and curves as well. Oracle: pixels."""
    user.begin()
    column = user.room.column
    for kind, role in (("loss_of_resistance", "good"), ("fluid_drips", "signal")):
        column.say("Something was noticed", kind)
        shown = column.message.grab().toImage()
        assert shown.pixelColor(shown.width() // 2, 3) == tint(role), kind
    assert ROLES["loss_of_resistance"] == "good"
    assert "beam" not in {*curve_view.SERIES, *histogram.ROLES.values(), *ALARM_ROLES.values()}
    assert {ROLES[kind] for kind in ROLES if kind != "exposure_ended"}.isdisjoint({"beam"})
