"""At twice the size of text, on a small screen, in each language: a learner's curve and a class, whole and within the window.

Oracle: geometry, as of the other pages.
"""

from __future__ import annotations

import pytest

from tests.qt.conftest import User
from tests.qt.test_large_room import SCREEN, cut, large_user, scrolls
from tests.qt.test_layout import resize
from tests.qt.test_record_pages import curve, some_attempts

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home")]
__all__ = ["large_user"]


def test_a_curve_has_a_line_for_each_chart_and_a_tab_for_its_lists(large_user: User) -> None:
    """Fault: it was twice as wide as the window: half of the charts, the filters and the lists lay beyond its edge."""
    some_attempts()
    user = large_user
    resize(user, SCREEN)
    page = curve(user)
    user.bot.wait(100)
    assert scrolls(user) == (0, 0)
    assert cut(page.case, page.measure, page.acceptable, page.unacceptable, page.pin, page.papers, page.one, page.key, page.points) == []
    assert page.charts.widget().width() <= page.charts.viewport().width()
    assert len({view.x() for view in (page.points, page.sums, page.measured, page.doses)}) == 1
    page.tabs.setCurrentWidget(page.side)
    user.bot.wait(30)
    assert cut(page.themes, page.attempts.list, page.attempts.see) == []
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert page.tabs.isHidden()
    assert cut(page.points, page.sums, page.measured, page.doses, page.themes, page.attempts.list) == []
    assert page.points.y() == page.sums.y()
