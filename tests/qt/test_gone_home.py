"""Nothing is done to a patient who has gone home, and the window says so; a page on which all is done has its tick."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sim.qt.windows.ward import TICK
from sim.qt.words import phrase
from sim.session import care_commands as care
from sim.session import commands as c
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def ticked(user: User) -> list[str]:
    ward = user.room.ward
    return [code for at, code in enumerate(ward.codes) if TICK in ward.bar.tabText(at)]


def test_whoever_is_discharged_is_out_of_reach_and_pictures_are_still_looked_at(user: User) -> None:
    """Fault: pedal, plunger, needle and drugs stayed alive at the table after the discharge.

    Oracle: the events of the session, and what is grey.
    """
    user.begin("l4_l5_disc")
    room, strip = user.room, user.window.strip
    room.send(c.ShowView(view="AP"))
    room.send(care.Decide(decision="defer", reason="infection"))
    room.send(care.Discharge(driver=True, advice=()))
    user.wait(lambda: user.seen.care.discharged)
    room.ward.go_to("table")
    user.wait(lambda: not room.carm.pedal.isEnabled())
    for widget in (room.needle.take, room.syringe.choice, room.draw_up, room.case, room.carm.laser):
        assert not widget.isEnabled(), widget
    assert {room.carm.pedal.toolTip(), room.needle.toolTip(), room.column.message.text()} == {phrase("room.gone_home")}
    user.wait(lambda: all(strip.buttons[name].isEnabled() for name in ("swap", "theatre", "pause")))
    assert not strip.buttons["place"].isEnabled()
    assert room.images.isEnabled()
    assert room.console.finish.objectName() == "main"
    before = len(room.controller.session.events)
    user.key(Qt.Key.Key_Space)
    assert room.column.message.text() == phrase("room.gone_home")
    after = user.page("afterwards")
    assert not after.discharge.isEnabled()
    assert after.discharge.toolTip() == phrase("room.gone_home")
    room.send(care.Ask(about="now"))
    room.send(care.OpenChart(page="history"))
    user.wait(lambda: len(room.controller.session.events) > before)
    assert [event.kind for event in room.controller.session.events[before:]] == ["chart_opened"], "what is read asks for nobody"
    user.key(Qt.Key.Key_Pause)
    user.key(Qt.Key.Key_Pause)
    assert not room.carm.pedal.isEnabled(), "a pause that is over wakes nothing"


def test_the_table_and_the_time_after_have_their_ticks_too(user: User) -> None:
    """Fault: three of five tabs were ticked when all was done."""
    user.begin("l4_l5_disc", "exam")
    room = user.room
    room._treated = True
    room.send(care.ObserveAfter(minutes=30))
    user.wait(lambda: ticked(user) == ["table"])
    room.send(care.Discharge(driver=True, advice=()))
    user.wait(lambda: ticked(user) == ["table", "afterwards"])


def test_the_table_has_no_tick_while_the_guide_still_asks_for_the_drug(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room._treated = True
    user.room.send(care.ObserveAfter(minutes=30))
    user.wait(lambda: user.seen.care.observed_min == 30)
    assert ticked(user) == []
