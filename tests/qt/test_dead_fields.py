"""What can be chosen only after something else looks so. Oracle: the ground on which a field's words stand."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from sim.qt.appearance import Appearance, put_on
from sim.qt.palette import THEMES
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def ground(field: QWidget) -> QColor:
    """Beside its words, at its right, clear of any sign there."""
    return field.grab().toImage().pixelColor(int(0.8 * field.width()), field.height() // 2)


@pytest.mark.parametrize("theme", THEMES)
def test_fields_that_wait_for_the_decision_look_shut(theme: str, user: User, qapp: QApplication) -> None:
    """Fault: level, side, approach, needle and steroid looked as the decision did, and did not open."""
    put_on(qapp, Appearance(theme))
    try:
        user.begin("l4_l5_disc")
        page = user.page("decision")
        user.bot.wait(50)
        fields = [page.level, page.side, page.approach, page.needle, page.steroid, *page.why.values()]
        alive = ground(page.decision)
        assert [field.accessibleName() for field in fields if ground(field) == alive] == []
        page.decision.setCurrentIndex(page.decision.findData("inject"))
        user.bot.wait(50)
        assert [field.accessibleName() for field in fields if ground(field) != ground(page.reason)] == []
    finally:
        put_on(qapp, Appearance())
