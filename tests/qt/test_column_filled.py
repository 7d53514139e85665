"""On a large screen the column of instruments has no holes, and its drawings grow with the text. Oracle: geometry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from sim.qt.felt_way import SPAN_MM
from sim.qt.panels.card import FACE, Clock
from sim.qt.panels.drawn_carm import WIDE
from sim.qt.panels.force_trace import ForceTrace
from tests.qt.conftest import User

pytestmark = pytest.mark.display
HOLE = 40
"""Pixels: less than a line of text with its room, at the size that it has there"""


def top(widget: QWidget, within: QWidget) -> int:
    return widget.mapTo(within, QPoint()).y()


@pytest.fixture
def large(user: User, one_body: None) -> User:
    user.begin(mode="guided")
    user.window.resize(2560, 1440)
    user.room.ward.go_to("table")
    user.room.column.open("contrast")
    user.wait(lambda: user.room.reading.isVisible() and user.room.carm.drawing.width() > WIDE * 1.3)
    return user


def test_between_the_syringes_that_are_drawn_up_and_the_message_there_is_no_hole(large: User) -> None:
    """Fault: some hundred pixels of nothing."""
    room = large.room
    large.wait(lambda: 0 <= top(room.message, room.column) - top(room.draw_up, room.column) - room.draw_up.height() < HOLE)


def test_c_arm_and_bevel_are_as_large_as_the_text(large: User) -> None:
    """Fault: both kept their pixels, and were toys beside letters half as large again."""
    room = large.room
    large.wait(lambda: room.carm.drawing.grown > 1.3)
    assert room.needle.clock.width() == pytest.approx(1.4 * FACE, abs=1)


def test_the_force_has_its_grid_before_there_is_a_line(large: User) -> None:
    """Fault: a hole in the needle's panel until somebody pushed."""
    trace = large.room.needle.force
    assert isinstance(trace, ForceTrace)
    assert trace.way == ()
    assert trace._is_tall()
    shown, low = trace.grab().toImage(), trace._area()
    middle = round(low.left() + 10 / SPAN_MM * low.width())
    column = {shown.pixel(middle + dx, round(low.center().y())) for dx in (-4, -3, -1, 0, 1, 3, 4)}
    assert len(column) > 1, "a line of the grid stands at 10 mm"


def test_at_the_usual_size_they_are_as_they_were(user: User, one_body: None) -> None:
    user.begin(mode="guided")
    user.window.resize(1280, 720)
    assert Clock().sizeHint().width() == FACE
    assert user.room.carm.drawing.sizeHint().width() == WIDE
