"""On a large screen the column of instruments has no holes, and its drawings grow with the text. Oracle: geometry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sim.qt.appearance import Appearance, put_on
from sim.qt.felt_way import SPAN_MM
from sim.qt.palette import px
from sim.qt.panels.card import FACE, Clock
from sim.qt.panels.drawn_carm import WIDE
from sim.qt.panels.force_trace import ForceTrace
from sim.qt.panels.readout import Readout
from sim.qt.panels.syringe_card import APART, SyringeCard
from sim.qt.windows.column import WIDTH
from sim.qt.words import WHOLE, catalogue, languages, phrase, speak
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


@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_what_is_named_cuts_nothing_of_what_is_drawn_up_below_it(
    user: User, one_body: None, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: the line that tells it came, and half of the second drug lay outside."""
    user.begin(mode="guided")
    user.window.resize(*size)
    room = user.room
    room.ward.go_to("table")
    room.column.open("contrast")
    user.wait(lambda: room.draw_up.isVisible() and px(100) > 100)
    user.bot.wait(100)
    named = replace(user.seen.care, patterns={"clo": "dorsal epidural", "AP": "dorsal epidural"})
    room.reading.observe(replace(user.seen, care=named))
    monkeypatch.setattr(room.reading, "observe", lambda _: None)  # nobody in this patient has given contrast
    user.wait(lambda: room.reading.said.isVisible() and room.reading.said.visibleRegion().boundingRect() == room.reading.said.rect())
    last = room.draw_up.second
    user.wait(lambda: last.visibleRegion().boundingRect() == last.rect())


def test_a_line_more_in_an_open_card_cuts_no_page_in_a_tab(large: User) -> None:
    """Fault: in German what was given of the plan takes a line of its own, and half of the second drug lay outside. Oracle: geometry."""
    room, last = large.room, large.room.draw_up.second
    large.wait(lambda: last.visibleRegion().boundingRect() == last.rect())
    before, high = room.needle.force.height(), room.syringe.height()
    room.syringe.inside.setText("one line\nand another")
    room.syringe.inside.setFixedHeight(2 * room.syringe.inside.height())
    large.wait(lambda: room.syringe.height() > high)
    large.wait(lambda: room.needle.force.height() < before)
    large.wait(lambda: last.visibleRegion().boundingRect() == last.rect())


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
    large.wait(trace._is_tall)  # the column shares out its room a moment later
    shown, low = trace.grab().toImage(), trace._area()
    middle = round(low.left() + 10 / SPAN_MM * low.width())
    column = {shown.pixel(middle + dx, round(low.center().y())) for dx in (-4, -3, -1, 0, 1, 3, 4)}
    assert len(column) > 1, "a line of the grid stands at 10 mm"


def test_at_the_usual_size_they_are_as_they_were(user: User, one_body: None) -> None:
    user.begin(mode="guided")
    user.window.resize(1280, 720)
    assert Clock().sizeHint().width() == FACE
    assert user.room.carm.drawing.sizeHint().width() == WIDE


def test_under_a_page_in_its_tab_there_is_no_hole_on_a_small_screen_either(user: User, one_body: None) -> None:
    """Fault: a hundred pixels of nothing under the needle's page, over a message without a frame."""
    user.begin(mode="guided")
    user.window.resize(1280, 720)
    room, column = user.room, user.room.column
    for code, card in (("carm", room.carm), ("needle", room.needle), ("beam", room.carm.settings), ("contrast", room.draw_up)):
        column.open(code)
        user.wait(lambda card=card: card.isVisible() and 0 <= top(room.message, column) - top(card, column) - card.height() < HOLE / 2)


@pytest.mark.parametrize("language", languages())
def test_what_is_decided_and_how_deep_it_is_move_nothing(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: the needle's panel jumped by a line when a syringe came on. Oracle: heights."""
    put_on(qapp, Appearance())
    speak(catalogue(language), catalogue(WHOLE))
    syringe, readout = SyringeCard({}), Readout(lambda hours: None)
    for card in (syringe, readout):
        qtbot.addWidget(card)
        card.setFixedWidth(WIDTH)
    high = readout.sizeHint().height()
    for deep, gave in (("6 mm", ""), ("47 mm", phrase("needle_card.loss", mm=47.0))):
        readout.deep.setText(deep)
        readout.gave.setText(gave)
        assert readout.sizeHint().height() == high
    planned = {"contrast_ml": 2.0, "drug_ml": 4.0}
    syringe.plan.setText(f"\u26a0 {phrase('syringe_card.given', given=2.4, drug_given=4.4, **planned)}")
    lines = set()
    for said in (
        phrase("syringe_card.none"),
        phrase("syringe_card.left", left_ml=4.0, flow=""),
        phrase("syringe_card.left", left_ml=10.0, flow="; 0.40 ml/s"),
    ):
        syringe.inside.setText(said)
        syringe._tell()
        lines.add(syringe.sizeHint().height())
        if syringe._told.direction() == QBoxLayout.Direction.LeftToRight:
            assert syringe.inside.sizeHint().width() + APART + syringe.plan.sizeHint().width() <= WIDTH - 20
    assert len(lines) == 1
