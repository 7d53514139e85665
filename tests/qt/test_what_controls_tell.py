"""A control shows what it does now, whoever does it, and whether it can do anything; what cannot be taken back is asked for twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sim.fluoroscopy.collimator import CLEAR
from sim.qt.keyboard import taken_by_control
from sim.qt.panels.console import HASTY_MS
from sim.qt.panels.fields import MINUS
from sim.qt.panels.lamp_strip import WIDTHS
from sim.qt.windows.mode import MODES
from sim.qt.windows.way_on import held_back, left_of
from sim.session import commands as c
from sim.session.care_commands import Decide
from tests.qt.conftest import User


def lit(button: object) -> bool:
    return bool(button.property("lit"))  # type: ignore[attr-defined]


def placed(user: User) -> None:
    """A needle on the skin of the back."""
    room = user.room
    user.click(room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    room.send(c.PlaceNeedle(right_mm=10.0, superior_mm=0.0, lateral_deg=0.0, cephalad_deg=0.0))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)


def test_pedal_plunger_and_views_light_up_while_keys_hold_them(user: User) -> None:
    """Fault: only the mouse lit them: held by key the largest control of the room looked idle."""
    user.begin()
    room = user.room
    assert not lit(room.carm.pedal)
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: lit(room.carm.pedal))
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: not lit(room.carm.pedal))
    user.key(Qt.Key.Key_2)
    user.wait(lambda: [name for name, button in room.carm.views.items() if lit(button)] == ["lateral"])
    room.carm.turn(5.0, 0.0)
    user.wait(lambda: not any(map(lit, room.carm.views.values())))
    placed(user)
    room.send(c.AttachSyringe(agent="saline"))
    user.wait(lambda: user.seen.syringe.agent == "saline")
    for act, button in (("try", room.syringe.trying), ("inject", room.syringe.injecting)):
        room.act(act, True)
        user.wait(lambda button=button: lit(button))
        room.act(act, False)
        user.wait(lambda button=button: not lit(button))


def test_what_cannot_be_done_is_grey_and_its_key_still_says_why(user: User) -> None:
    """Fault: they could be pressed, and each press was counted as an error."""
    user.begin()
    room = user.room
    needle, syringe = room.needle, room.syringe
    user.wait(lambda: not needle.on.isEnabled())
    for widget in (needle.out, needle.stylet, needle.drop, needle.spin, needle.place, syringe.attach, syringe.tubing, syringe.injecting):
        assert not widget.isEnabled(), widget.text()
    room.act("aspirate")
    user.wait(lambda: "syringe" in room.column.message.text())
    placed(user)
    user.wait(lambda: needle.on.isEnabled() and syringe.attach.isEnabled() and not needle.take.isEnabled())
    assert not syringe.aspirate.isEnabled()
    room.send(c.AttachSyringe(agent="saline"))
    user.wait(syringe.aspirate.isEnabled)


def test_an_attempt_that_is_not_over_ends_at_the_second_press(user: User) -> None:
    """Fault: one click beside Next ended it, and wrote it into the gradebook."""
    user.begin()
    finish = user.room.console.finish
    before = finish.text()
    user.click(finish)
    assert finish.text() != before
    user.bot.wait(300)
    assert not user.seen.finished
    user.room.console._asks_again(False)  # nobody pressed again in time
    assert finish.text() == before
    user.click(finish)
    user.bot.wait(HASTY_MS + 50)
    user.click(finish)
    user.wait(lambda: user.window.debriefing is not None)


def test_nobody_goes_home_before_anything_was_done_or_with_the_needle_in(user: User) -> None:
    """Faults: the button was grey and did not say why; and a patient whom nobody had touched could be watched and examined."""
    user.begin("l4_l5_disc")
    page = user.page("afterwards")
    large = page.dial.height()
    user.bot.wait(200)
    page.minutes.setValue(30.0)
    assert not any(button.isEnabled() for button in (page.discharge, page.observe_button, *page.looks.values()))
    assert page.home_said.text() == page.discharge.toolTip() == "First decide, or set a needle."
    user.room.send(Decide(decision="refer", reason="axial_pain"))
    user.wait(page.discharge.isEnabled)
    assert page.home_said.isHidden()
    assert page.discharge.objectName() == "main"
    user.click(page.observe_button)
    user.wait(page.watched.text)
    assert page.dial.height() == pytest.approx(large, abs=2)
    placed(user)
    user.wait(lambda: not page.discharge.isEnabled())
    assert page.home_said.text() == "First withdraw the needle."


@pytest.mark.parametrize("mode", ["guided", "exam"])
def test_the_way_on_waits_for_what_comes_first_and_says_so(mode: str, user: User) -> None:
    """Faults: beside a guide that asked for the chart a button led from the decision to the preparation; and one to the aftercare stood
    open while the needle was in. The tabs turn all the same."""
    user.begin("l4_l5_disc", mode)
    room, way = user.room, user.room.console.next
    room.ward.go_to("chart")
    assert way.isEnabled()
    room.ward.go_to("preparation")
    assert way.isEnabled() == (mode == "exam")
    assert way.toolTip().startswith("First: Chart") == (mode == "guided")
    room.ward.go_to("table")
    placed(user)
    user.wait(lambda: not way.isEnabled())
    assert way.toolTip() == "First withdraw the needle."
    room.ward.go_to("afterwards")
    assert room.ward.code == "afterwards"


def test_nobody_is_led_from_the_table_while_the_guide_asks_for_something_there(user: User) -> None:
    """Fault: at step 5 of 14, before any needle was set, the one button that led on led to the aftercare."""
    user.begin("l4_l5_disc", "guided")
    room = user.room
    room.ward.go_to("table")
    for present, held in (("needle_set", True), ("discharged", False), ("finish", False)):
        room.guide.present = present
        room.guide.step.setText("6/14  Set the needle")
        assert held_back(room) == ("First: 6/14  Set the needle" if held else "")
    room.guide.present = "needle_set"
    room.mode = next(mode for mode in MODES if not mode.hints)
    assert held_back(room) == "", "without hints nobody is held"


def test_an_attempt_is_over_when_the_needle_is_out_again(user: User) -> None:
    """Fault: a needle that had been drawn out was still in the hand, and nothing ever said Finish."""
    user.begin()
    placed(user)
    seen = user.seen
    assert seen.needle is not None
    assert left_of(seen, (), treated=True) == "needle"
    assert left_of(replace(seen, needle=replace(seen.needle, placed=False)), (), treated=True) == ""


@pytest.mark.parametrize("mode", ["guided", "exam"])
def test_the_end_asks_by_key_too_and_says_what_is_left(mode: str, user: User) -> None:
    """Fault: its key ended an attempt at once, with the needle in; and it stood as strong beside Next as what goes on."""
    user.begin("l4_l5_disc", mode)
    room, console = user.room, user.room.console
    room.ward.go_to("chart")
    assert console.next.isVisible()
    assert console.finish.objectName() == "faint", "it stands back while there is a way on"
    assert console.finish.x() - console.next.geometry().right() > 20
    room.act("finish")
    assert "No drug has been given" in room.column.message.text()
    console._asks_again(False)
    room.ward.go_to("table")
    placed(user)
    user.wait(lambda: console._left == "needle")
    room.act("finish")
    assert "The needle is still in the patient" in room.column.message.text()
    room.act("finish")  # a double click
    user.bot.wait(HASTY_MS + 100)
    assert user.window.debriefing is None
    assert not user.seen.finished
    room.act("finish")
    user.wait(lambda: user.window.room is not room)


@pytest.mark.usefixtures("one_body")
def test_figures_of_the_console_stay_where_they_are(user: User) -> None:
    """Fault: voltage and current pushed all that stands behind them when the first picture came."""
    user.begin()
    console = user.room.console
    places = {code: figure.x() for code, figure in console.figures.items()}
    assert list(places) == list(WIDTHS)
    user.expose()
    user.wait(lambda: console.figures["kvp"].value.text().isdecimal())
    assert {code: figure.x() for code, figure in console.figures.items()} == places


@pytest.mark.usefixtures("one_body")
def test_names_of_figures_stand_apart(user: User) -> None:
    """Fault: "Kerma/min" and "C-arm" were 6 pixels apart, and read as one. Oracle: letters."""
    user.begin()
    user.window.resize(1920, 1000)
    user.bot.wait(50)
    shown = [figure for figure in user.room.console.figures.values() if figure.isVisible()]
    assert len(shown) == len(WIDTHS)
    for one, other in pairwise(shown):
        label = one.findChildren(QLabel)[0]
        assert label.fontMetrics().horizontalAdvance(one.name) + 16 <= other.x() - one.x()


def test_the_end_of_an_attempt_is_no_stop_on_the_way_to_its_controls(user: User) -> None:
    """Fault: it was the first that Tab came to."""
    user.begin()
    user.room.setFocus()
    first = user.room.nextInFocusChain()
    seen = []
    while first is not user.room and len(seen) < 1000:
        seen.append(first)
        first = first.nextInFocusChain()
    assert seen.index(user.room.console.finish) > seen.index(user.room.carm.pedal)


def test_the_focus_goes_on_from_what_turns_grey_and_into_no_field(user: User) -> None:
    """Fault: it went on into the field behind, which takes the keys that move the needle."""
    user.begin()
    room = user.room
    placed(user)
    user.focus(room.needle.place)
    room.act("advance")
    user.wait(lambda: not room.needle.place.isEnabled())
    assert not taken_by_control(QApplication.focusWidget())
    depth = user.seen.needle.depth_mm if user.seen.needle is not None else 0.0
    user.key(Qt.Key.Key_Down)
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.depth_mm > depth)


def test_in_a_pause_what_does_nothing_is_grey_and_its_key_still_says_why(user: User) -> None:
    """Fault: while time stood still everything in the column looked alive."""
    user.begin()
    room = user.room
    shut = (room.carm.pedal, room.carm.views["AP"], room.carm.laser, room.needle.take, room.images.breath, room.console.finish)
    user.wait(lambda: all(widget.isEnabled() for widget in shut))
    user.focus(room.carm.views["AP"])
    user.key(Qt.Key.Key_Pause)
    assert room.paused
    assert not any(widget.isEnabled() for widget in shut)
    assert room.column.tabs.isEnabled()
    assert not taken_by_control(QApplication.focusWidget())
    user.key(Qt.Key.Key_K)
    assert room.column.message.text().startswith("Paused: nothing was done")
    user.key(Qt.Key.Key_Pause)
    assert all(widget.isEnabled() for widget in shut)
    assert not room.needle.on.isEnabled(), "there is no needle yet"


def test_a_pedal_that_is_pressed_when_time_stands_still_is_let_go(user: User) -> None:
    user.begin()
    pedal = user.room.carm.pedal
    user.bot.mousePress(pedal, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.seen.carm.beam_on)
    user.key(Qt.Key.Key_Pause)
    user.bot.mouseRelease(pedal, Qt.MouseButton.LeftButton)
    user.key(Qt.Key.Key_Pause)
    user.wait(lambda: not user.seen.carm.beam_on)
    user.bot.wait(200)
    assert not user.seen.carm.beam_on


def test_the_needle_goes_back_as_finely_as_on(user: User) -> None:
    user.begin()
    placed(user)
    room, sent = user.room, list[object]()
    room.needle.ordered.connect(sent.append)
    room.act("withdraw_fine")
    fine = next(button for button in room.needle.findChildren(QPushButton) if button.text() == f"{MINUS}0.25")
    user.click(fine)
    assert sent == [c.AdvanceNeedle(mm=-0.25)] * 2


def test_a_shutter_tells_how_far_it_is_open_whoever_moves_it(user: User) -> None:
    """Fault: a command moved the slider, and the words beside it went on saying 100 %."""
    user.begin()
    carm = user.room.carm
    user.room.send(c.SetCollimator(width=0.5, height=0.8, iris=CLEAR / 2))
    user.wait(lambda: (carm.wide.value(), carm.high.value()) == (50, 80))
    for shutter, share in ((carm.wide, 50), (carm.high, 80), (carm.iris, 50)):
        assert f"{share} %" in shutter.label.text()
    room_for_all = carm.wide.label.sizeHint().width(), carm.wide.label.minimumWidth()
    user.room.live.bladed.emit("wide", 0.3)
    user.wait(lambda: user.seen.carm.collimator.width == 0.3)
    user.bot.wait(200)
    assert "30 %" in carm.wide.label.text()
    carm.wide.setValue(carm.wide.maximum())
    assert carm.wide.label.sizeHint().width() <= room_for_all[1], "wide open takes no more room than half open"
