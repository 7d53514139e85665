"""Parts of the room in windows of their own, or put away: keys work there, what is held ends when one goes, and all is remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from sim.qt.panels import own_window
from sim.qt.panels.own_window import OwnWindow
from sim.qt.room_layout import FILE, kept
from sim.qt.windows import help_menu
from sim.qt.windows.arrangement import Arrangement
from sim.session.home import home
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def apart(user: User) -> OwnWindow:
    """A guided attempt whose monitors stand in their own window."""
    user.begin()
    user.window.view_menu.acts["monitors"].trigger()
    user.bot.waitExposed(user.room.lightbox.parts.window("monitors"))
    return user.room.lightbox.parts.window("monitors")


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
    assert kept("monitors").stand == "room"


def test_where_they_stood_is_remembered_by_the_next_room(user: User) -> None:
    beside = apart(user)
    beside.resize(700, 400)
    user.window.back_to_cases()
    assert kept("monitors").stand == "window"
    user.begin()
    user.wait(lambda: user.room.lightbox.away)
    again = user.room.lightbox.parts.window("monitors")
    assert again is not beside
    assert (again.width(), again.height()) == (700, 400)


def test_on_a_second_screen_they_fill_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one screen of the test stands for the second one."""
    monkeypatch.setattr(own_window, "_free_beside", lambda screen: screen)
    assert apart(user).isFullScreen()


DAMAGED = [
    *("", "[]", '{"monitors": 3}', '{"monitors": {"stand": "roof"}}', '{"needle": {"stand": []}}'),
    '{"monitors": {"stand": "window", "place": "!"}}',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_of_places_is_no_reason_not_to_open(user: User, text: str) -> None:
    home().mkdir(parents=True, exist_ok=True)
    (home() / FILE).write_text(text)
    assert (kept("monitors").stand == "window") == ("window" in text)
    user.begin()
    if kept("monitors").stand == "room":
        user.room.lightbox.part()
    user.wait(lambda: user.room.lightbox.away)
    assert user.room.lightbox.parts.window("monitors").isVisible()


def put(user: User, part: str, stand: str) -> None:
    """By the menu, as a user does."""
    menu = user.window.view_menu.layout_menu
    menu.fill()
    next(action for where, action in menu.places[part].items() if where == stand).trigger()


def window_of(user: User, part: str) -> OwnWindow:
    window = user.room.column.parts.window(part)
    user.bot.waitExposed(window)
    return window


def arranged(user: User) -> dict[str, str]:
    found: Arrangement = user.room.arrangement
    return {part: found.stand_of(part) for part in found.parts if found.stand_of(part) != "room"}


def test_a_card_is_put_into_a_window_of_its_own_and_back(user: User) -> None:
    user.begin()
    put(user, "syringe", "window")
    window = window_of(user, "syringe")
    assert user.room.syringe.window() is window
    assert user.room.syringe.isVisible()
    user.bot.keyPress(window, Qt.Key.Key_Space)
    user.wait(lambda: user.seen.carm.beam_on)
    window.close()
    user.wait(lambda: not user.seen.carm.beam_on)
    assert user.room.syringe.window() is user.window
    assert user.room.syringe.isVisible()
    assert arranged(user) == {}


def test_what_is_put_away_leaves_its_place_and_no_tab(user: User) -> None:
    user.begin()
    column = user.room.column
    tab = list(column.stands).index("beam")
    put(user, "beam", "away")
    assert not column.tabs.is_offered(tab)
    assert not user.room.carm.settings.isVisible()
    column.open("beam")
    assert not user.room.carm.settings.isVisible()
    put(user, "beam", "room")
    assert column.tabs.is_offered(tab) or user.room.carm.settings.isVisible()


def test_the_guide_brings_back_what_its_step_is_done_with(user: User) -> None:
    """Else the ring that says where to look would go round nothing."""
    user.begin()
    user.expose()
    user.wait(lambda: user.room.guide.present == "needle_taken")
    put(user, "needle", "away")
    user.room.column.bring(user.room.needle.take)
    assert arranged(user) == {}
    assert user.room.needle.take.isVisible()


def test_the_layout_is_there_the_next_time_until_the_standard_one_is_asked_for(user: User) -> None:
    user.begin()
    for part, stand in (("patient", "window"), ("pictures", "away"), ("theatre", "window"), ("monitors", "window")):
        put(user, part, stand)
    window_of(user, "patient").resize(520, 333)
    user.window.back_to_cases()
    user.begin()
    user.wait(lambda: len(arranged(user)) == 4)
    assert arranged(user) == {"monitors": "window", "theatre": "window", "pictures": "away", "patient": "window"}
    assert window_of(user, "patient").size().toTuple() == (520, 333)
    menu = user.window.view_menu.layout_menu
    menu.fill()
    menu.actions()[-1].trigger()
    assert arranged(user) == {}
    assert user.room.lightbox.live.window() is user.window
    user.window.back_to_cases()
    user.begin()
    user.bot.wait(50)
    assert arranged(user) == {}


def test_with_the_room_in_3d_elsewhere_the_monitors_are_equal_squares_as_large_as_can_be(user: User) -> None:
    """Oracle: geometry."""
    user.begin()
    box, room = user.room.lightbox, user.room
    user.key(Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    user.bot.waitExposed(box.parts.window("theatre"))
    assert room.theatre.window() is box.parts.window("theatre")
    assert room.theatre.bar.isVisible()
    live, reference = room.live.geometry(), room.reference.geometry()
    assert live.size() == reference.size()
    assert live.width() == live.height() == min(box.height(), (box.width() - 6) // 2)
    assert not live.intersects(reference)
    assert not room.live.small
    box.parts.window("theatre").close()
    assert room.theatre.parentWidget() is box
    assert room.live.geometry() == box.places()[0]
    put(user, "theatre", "away")
    assert not room.theatre.isVisible()
    assert not box.tile.isVisible()
    assert room.live.geometry().size() == room.reference.geometry().size()
    user.key(Qt.Key.Key_V)
    assert (box.large, box.stands["theatre"]) == ("theatre", "room")


def test_where_nothing_is_left_a_click_brings_the_monitors_back(user: User) -> None:
    beside = apart(user)
    put(user, "theatre", "away")
    box = user.room.lightbox
    assert box.empty.isVisible()
    user.click(box.empty)
    assert not beside.isVisible()
    assert not box.empty.isVisible()
    assert user.room.live.isVisible()


def test_monitors_cannot_be_put_away_and_a_drill_keeps_its_cards(user: User) -> None:
    user.begin()
    put(user, "needle", "away")
    menu = user.window.view_menu.layout_menu
    assert set(menu.places["monitors"]) == {"room", "window"}
    user.window.back_to_cases()
    user.begin("down_the_beam_l4")
    user.bot.wait(50)
    assert arranged(user) == {}
    menu.fill()
    assert set(menu.places) == {"monitors", "theatre"}


def test_help_is_there_in_a_window_of_its_own(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """F1 there says what the monitor under the pointer is for; before, it was heard in the main window alone."""
    beside, told = apart(user), list[str]()
    beside.activateWindow()
    user.wait(beside.isActiveWindow)
    monkeypatch.setattr(help_menu.QWhatsThis, "showText", lambda at, words, control: told.append(words))
    monkeypatch.setattr(help_menu.QApplication, "widgetAt", lambda at: user.room.reference)
    user.bot.keyClick(beside, Qt.Key.Key_F1)
    user.wait(lambda: told)
    assert "down advances the needle" in told[0]


def test_a_ring_goes_round_nothing_in_another_window(user: User) -> None:
    user.begin()
    put(user, "needle", "window")
    window_of(user, "needle")
    user.room.pointer.go_round(user.room.needle.take)
    assert user.room.pointer.round is None
    assert not user.room.pointer.isVisible()


def test_the_instruments_go_to_the_left_hand_and_stay_there(user: User) -> None:
    user.begin()
    room, menu = user.room, user.window.view_menu.layout_menu

    def on_the_left() -> bool:
        return user.room.column.x() < user.room.lightbox.x()

    assert not on_the_left()
    menu.fill()
    menu.left.trigger()
    user.wait(on_the_left)
    put(user, "beam", "away")
    put(user, "beam", "room")
    user.window.back_to_cases()
    user.begin()
    user.wait(on_the_left)
    menu.fill()
    assert menu.left.isChecked()
    menu.actions()[-1].trigger()
    user.wait(lambda: not on_the_left())
    user.window.back_to_cases()
    user.begin()
    user.bot.wait(50)
    assert not on_the_left()
    assert user.room is not room


def test_a_button_over_the_monitors_brings_them_back(user: User) -> None:
    """Fault: nothing in their window said how."""
    beside = apart(user)
    user.click(next(button for button in user.room.wall.findChildren(QPushButton) if button.isVisible()))
    assert not beside.isVisible()
    assert not user.room.lightbox.away
