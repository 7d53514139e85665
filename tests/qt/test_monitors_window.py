"""The monitors in a window of their own: keys work there, what is held ends when it goes, and where it stood is remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sim.qt.panels import monitors_window
from sim.qt.panels.monitors_window import FILE, MonitorsWindow, was_open
from sim.session.home import home
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def apart(user: User) -> MonitorsWindow:
    """A guided attempt whose monitors stand in their own window."""
    user.begin()
    user.window.view_menu.acts["monitors"].trigger()
    user.bot.waitExposed(user.room.lightbox.beside)
    return user.room.lightbox.beside


def parents(user: User) -> list[QWidget | None]:
    return [monitor.parentWidget() for monitor in (user.room.live, user.room.reference)]


def test_the_monitors_go_into_their_window_and_the_room_fills_the_place(user: User) -> None:
    beside = apart(user)
    lightbox = user.room.lightbox
    assert parents(user) == [beside, beside]
    assert beside.isWindow()
    assert not user.room.live.small
    assert not user.room.reference.small
    user.wait(lambda: lightbox.theatre.geometry() == lightbox.rect())
    user.key(Qt.Key.Key_V)
    assert lightbox.large == "theatre"  # there is nothing else to be large
    beside.close()
    assert parents(user) == [lightbox, lightbox]
    assert lightbox.large == "live"
    assert user.room.live.isVisible()
    assert user.room.live.geometry() == lightbox.places()[0]


def test_the_pedal_works_there_and_is_let_go_when_the_window_goes(user: User) -> None:
    beside = apart(user)
    user.bot.keyPress(beside, Qt.Key.Key_Space)
    user.wait(lambda: user.seen.carm.beam_on and user.room.live.shown is not None)
    beside.close()
    user.wait(lambda: not user.seen.carm.beam_on)


def test_the_same_key_brings_them_back(user: User) -> None:
    beside = apart(user)
    user.bot.keyClick(beside, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert not user.room.lightbox.away
    assert not beside.isVisible()
    assert not was_open()


def test_where_they_stood_is_remembered_by_the_next_room(user: User) -> None:
    beside = apart(user)
    beside.resize(700, 400)
    user.window.back_to_cases()
    assert was_open()
    user.begin()
    user.wait(lambda: user.room.lightbox.away)
    again = user.room.lightbox.beside
    assert again is not beside
    assert (again.width(), again.height()) == (700, 400)


def test_on_a_second_screen_they_fill_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one screen of the test stands for the second one."""
    monkeypatch.setattr(monitors_window, "_other_than", lambda screen: screen)
    assert apart(user).isFullScreen()


@pytest.mark.parametrize("text", ["", "[]", '{"open": 1, "place": 3}', '{"open": true, "place": "!"}'])
def test_a_damaged_file_of_places_is_no_reason_not_to_open(user: User, text: str) -> None:
    home().mkdir(parents=True, exist_ok=True)
    (home() / FILE).write_text(text)
    assert was_open() == ("true" in text)
    user.begin()
    if not was_open():
        user.room.lightbox.part()
    user.wait(lambda: user.room.lightbox.away)
    assert user.room.lightbox.beside.isVisible()
