"""What a curve shows beside its line: where it would be judged, and who passed.

Oracle: geometry, and the limits of CUSUM.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.qt.palette import px
from sim.qt.panels import curve_view
from sim.qt.panels.curve_view import draw_outcome
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
    assert [limit.name for limit in now] == ["below: competent", "above: alarm"]
    assert [limit.name for limit in past] == ["alarm"] * len(past)
    assert past
    for limit in past:
        assert limit.over is not None
        reached = sums[limit.over[1] - 1]
        assert reached is not None
        assert reached >= limit.value, "where the line ends the curve has come to it"
    ends = [limit.over[1] for limit in past if limit.over is not None]
    assert {limit.over for limit in now} == {(min(ends[-1], len(sums) - 1), len(sums))}
    low, high = page.sums.span
    assert all(low <= limit.value <= high for limit in page.sums.limits)
    assert all(page.sums.name_place(limit).top() >= px(curve_view.NAMES) for limit in now)
    assert page.points.span == (0.0, 100.0)
    assert [(limit.value, limit.name) for limit in page.points.limits] == [(70.0, "pass: 70")]
    foot = page.points.height() - px(curve_view.BOTTOM)
    assert page.points._place(1, 0.0).y() + px(curve_view.MARK) / 2 <= foot
    assert page.key.isVisible()


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
