"""What a curve shows beside its line: where it would be judged, and who passed.

Oracle: geometry, and the limits of CUSUM.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.qt.appearance import Appearance, put_on
from sim.qt.palette import px, tint
from sim.qt.panels import curve_view
from sim.qt.panels.curve_view import CurveView, Series, draw_outcome, ticks, with_room
from sim.qt.panels.cusum_limits import limits_beside, limits_of
from sim.scoring.cusum import cusum
from tests.qt.conftest import User
from tests.qt.test_record_pages import curve
from tests.sim.exchange.gradebook.test_class import put

pytestmark = pytest.mark.display


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


def test_a_curve_has_one_line_for_each_verdict_and_its_points_a_whole_axis(user: User) -> None:
    """Faults: five lines across, each named alarm; points began at the least of them, drawn over the number of its attempt; the verdict
    was alarm, and the only line called so was above the whole curve."""
    with Gradebook(database_url()) as book:
        for seed in range(1, 13):
            put(book, "Ada", "caudal", seed, 30.0 + seed, ["tip_to_target"])
    page = curve(user)
    now, past = ([limit for limit in page.sums.limits if limit.past is before] for before in (False, True))
    sums = page.sums.series[0].values
    assert [limit.name for limit in now] == ["below: competent", "alarm limit now"]
    assert [limit.name for limit in past] == ["past alarm limits"] * len(past)
    assert past
    for limit in past:
        assert limit.over is not None
        reached = sums[limit.over[1] - 1]
        assert reached is not None
        assert reached >= limit.value, "where the line ends the curve has come to it"
    ends = [limit.over[1] for limit in past if limit.over is not None]
    competent, alarm = now
    assert competent.value < alarm.value
    assert {limit.over for limit in now} == {(min(ends[-1], len(sums) - 1), len(sums))}
    low, high = page.sums.span
    assert all(low <= limit.value <= high for limit in page.sums.limits)
    assert [key.name for key in page.sums.legend()] == ["below: competent", "alarm limit now", "past alarm limits", "alarm raised"], (
        "each mark once, above the chart"
    )
    assert page.points.span == (0.0, 100.0)
    assert [(limit.value, limit.name) for limit in page.points.limits] == [(70.0, "pass: 70")]
    foot = page.points.height() - px(curve_view.BOTTOM)
    assert page.points._place(1, 0.0).y() + px(curve_view.MARK) / 2 <= foot
    assert page.key.isVisible()


def test_the_attempt_that_raised_an_alarm_is_said_and_marked(user: User) -> None:
    """Fault: "CUSUM: alarm" over a last point that lay below the limit. Oracle: the verdicts of CUSUM."""
    with Gradebook(database_url()) as book:
        for seed in range(1, 6):
            put(book, "Ada", "caudal", seed, 30.0, ["tip_to_target"])
    page = curve(user)
    found = cusum((False,) * 5)
    at = [one.at for one in found.reached]
    assert at
    assert at[-1] < 5, "the curve went on, below a limit counted anew"
    assert page.sums.series[0].alarms == tuple(at)
    assert f"CUSUM: alarm at attempt {at[-1]} (limits counted anew since then)." in page.said.text()
    page.sums.grab()
    for number in at:
        value = found.curve[number - 1]
        mark, sign = page.sums._place(number, value), page.sums.sign_place(page.sums._place(number, value))
        assert abs(sign.center().x() - mark.x()) < 1
        assert not sign.contains(mark)
        assert page.sums.rect().contains(sign.toRect())


def test_limits_of_several_curves_are_those_of_the_alarm_in_the_colour_of_each() -> None:
    """Fault: curves of a class in alarm had no limit to have come to. Oracle: what each has of its own."""
    found = [cusum((False,) * 4), cusum((True,) * 2)]
    beside = limits_beside(found)
    assert {limit.role for limit in beside} == set(curve_view.SERIES[:2])
    for number, one in enumerate(found):
        own = [limit.value for limit in beside if limit.role == curve_view.SERIES[number]]
        assert own == [one.alarm_at, *(was.level for was in one.reached)]
    assert limits_beside(found[:1]) == limits_of(found[0])


@pytest.mark.parametrize("text_pct", [100, 200])
def test_an_attempt_stands_at_one_place_across_in_every_chart(text_pct: int, user: User, qapp: QApplication) -> None:
    """Fault: the names of the limits took width from the upper charts alone: the fifth attempt stood 31 pixels beside itself."""
    with Gradebook(database_url()) as book:
        for seed in range(1, 13):
            put(book, "Ada", "caudal", seed, 30.0 + seed, ["tip_to_target"])
    put_on(qapp, Appearance(text_pct=text_pct))
    page = curve(user)
    user.bot.wait(50)
    for view in page.views:
        view.grab()
    assert [view.right for view in page.views] == pytest.approx([page.points.right] * 4, abs=1)
    assert [view._place(5, 0.0).x() for view in page.views] == pytest.approx([page.points._place(5, 0.0).x()] * 4, abs=1)
    put_on(qapp, Appearance())


@pytest.mark.parametrize("text_pct", [100, 200])
def test_a_chart_is_as_wide_as_its_room_and_its_limits_are_named_above_it(text_pct: int, user: User, qapp: QApplication) -> None:
    """Faults: names of the limits lay over the last attempts; then three of four charts left 250 pixels blank at the right for them."""
    with Gradebook(database_url()) as book:
        for seed in range(1, 25):
            put(book, "Ada", "caudal", seed, 90.0 if seed > 12 else 69.0, [])
    put_on(qapp, Appearance(text_pct=text_pct))
    page = curve(user)
    user.bot.wait(50)
    for view in page.views:
        view.grab()
        assert view.width() - view._place(24, 0.0).x() == pytest.approx(curve_view.RIGHT)
        assert view._place(1, view.span[1]).y() >= px(curve_view.TOP) + len(view.named()) * px(curve_view.NAMES)
        assert view._place(1, view.span[0]).y() - view._place(1, view.span[1]).y() >= 6 * px(curve_view.LINE)
    assert [key.name for key in page.points.legend()] == ["pass: 70"]
    assert [key.name for key in page.doses.legend()] == []
    put_on(qapp, Appearance())


@pytest.mark.parametrize("most", [9.9, 12.0, 106.0, 23.0, 5.3])
def test_an_axis_is_ticked_nearly_to_its_top(most: float) -> None:
    """Fault: 0 and 5 under a curve that rose to 9."""
    found = ticks(0.0, most)
    assert len(found) <= 6
    assert found[-1] >= 0.75 * most


def test_names_of_many_curves_stand_in_lines_over_the_chart(qtbot: QtBot) -> None:
    """Fault: the last of six ran over the edge."""
    view = CurveView("points")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_curves("points", [Series(f"Learner {number:03d}", (10.0, 40.0)) for number in range(6)])
    view.grab()
    rows = view.named()
    assert [number for row in rows for number in row] == list(range(6))
    assert len(rows) > 1
    metrics = QFontMetrics(view.lettered())
    for row in rows:
        needed = sum(curve_view.SAMPLE + metrics.horizontalAdvance(view.series[number].name) for number in row)
        assert needed < view.width() - px(curve_view.LEFT)
    assert view._place(1, view.span[1]).y() >= px(curve_view.TOP) + len(rows) * px(curve_view.NAMES)


def test_an_axis_begins_at_nothing_and_ends_above_the_most(qtbot: QtBot) -> None:
    """Fault: 4 s of X-ray stood on the ground and 22 s on the upper edge."""
    view = CurveView("time")
    qtbot.addWidget(view)
    view.show_curves("time", [Series("", (4.4, 21.7, None, 8.0))])
    assert view.span[0] == 0.0
    assert view.span[1] == pytest.approx(21.7 * 1.06)
    assert with_room(-2.0, 3.0) == pytest.approx((-2.3, 3.3))
    assert with_room(0.0, 0.0) == (0.0, 1.0)


def test_a_theme_is_told_by_its_attempts_and_drawn_as_a_share(user: User) -> None:
    """Fault: "83 % without loss" of somebody who had passed 2 of 12. Oracle: what was filed, and the pixels of the row's foot."""
    with Gradebook(database_url()) as book:
        for seed in range(1, 5):
            put(book, "Ada", "caudal", seed, 60.0, ["tip_to_target"] if seed > 1 else ())
    page = curve(user)
    assert ": 3 of 4 attempts" in page.themes.item(0).text()
    row = page.themes.visualItemRect(page.themes.item(0))
    shown = page.themes.viewport().grab().toImage()
    y = round(row.bottom() - 3)
    lit = [x for x in range(row.left(), row.right()) if shown.pixelColor(x, y) == tint("accent")]
    assert len(lit) == pytest.approx(0.75 * (row.width() - 16), abs=4)


def test_marks_of_passed_and_not_passed_are_equally_large(qapp: QApplication) -> None:
    """Fault: a disc of 5 pixels beside a square of 7."""
    sizes = []
    for passed in (True, False):
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        draw_outcome(painter, QPointF(12, 12), passed)
        painter.end()
        lit = [(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).lightness()]
        sizes.append((max(x for x, _ in lit) - min(x for x, _ in lit), max(y for _, y in lit) - min(y for _, y in lit)))
    assert sizes[0] == pytest.approx(sizes[1], abs=1)
