"""Two hands at work: what is held ends when it should, controls do not steal or leak keys, and nothing given on an old picture is done."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from sim.qt import controller
from sim.qt.keyboard import PLACES, RELEASED_MS, XKB_AHEAD, names_of, place_of
from sim.qt.panels.fields import Choice, Number, Slide
from sim.session.observation import Observation
from tests.qt.conftest import User

pytestmark = pytest.mark.display
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
SCAN = {letter: code + XKB_AHEAD for code, letter in PLACES.items()}


def key(
    user: User, kind: QEvent.Type, code: int, *, text: str = "", scan: int = 0, modifiers: Qt.KeyboardModifier = NONE, again: bool = False
) -> None:
    """A key as the system sends it, to whatever has the focus."""
    event = QKeyEvent(kind, code, modifiers, scan, 0, 0, text, again)
    QApplication.sendEvent(QApplication.focusWidget() or user.window, event)


def space(user: User, kind: QEvent.Type, **more: bool) -> None:
    key(user, kind, Qt.Key.Key_Space, text=" ", **more)  # type: ignore[arg-type]


def commands(own_home: Path) -> list[str]:
    """What the recording has been told so far."""
    (path,) = (own_home / "attempts").glob("*.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row["do"]["do"] for row in rows if "do" in row]


def needle_in(user: User, mm: float = 5.0) -> None:
    """A needle through the skin."""
    user.expose()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.key(Qt.Key.Key_P)
    live = user.room.live
    user.click(live, live.square().center())
    user.wait(lambda: user.seen.needle and user.seen.needle.placed)
    for _ in range(round(mm)):
        user.key(Qt.Key.Key_Down)
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm >= mm - 0.01)


def wheel(widget: QWidget, notches: int, phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase) -> None:
    middle = QPointF(widget.width() / 2, widget.height() / 2)
    far = QPointF(widget.mapToGlobal(middle.toPoint()))
    event = QWheelEvent(middle, far, QPoint(), QPoint(0, -120 * notches), Qt.MouseButton.NoButton, NONE, phase, False)
    QApplication.sendEvent(widget, event)


# --- paused is paused ----------------------------------------------------------------------------------------------------------


def test_pause_is_a_state_and_no_word_on_the_screen(user: User) -> None:
    user.begin()
    user.key(Qt.Key.Key_Pause)
    assert user.room.paused
    user.key(Qt.Key.Key_P)  # says something else in the same line
    user.key(Qt.Key.Key_Pause)
    assert not user.room.paused
    step = user.seen.step
    user.wait(lambda: user.seen.step > step)


def test_nothing_is_done_while_paused_and_nothing_afterwards_for_it(user: User, own_home: Path) -> None:
    user.begin()
    needle_in(user)
    user.wait(lambda: commands(own_home).count("advance_needle") == 5)
    before = user.seen.needle
    user.key(Qt.Key.Key_Pause)
    for _ in range(30):
        user.key(Qt.Key.Key_Down)
    space(user, PRESS)
    user.click(user.room.needle.take)
    assert "Paused" in user.room.message.text()
    space(user, RELEASE)
    user.key(Qt.Key.Key_Pause)
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 8)
    assert user.seen.needle == before
    user.window.back_to_cases()
    assert commands(own_home).count("advance_needle") == 5
    assert commands(own_home).count("press_pedal") == 1
    assert commands(own_home).count("take_needle") == 1


def test_what_is_held_ends_with_the_pause(user: User) -> None:
    user.begin()
    space(user, PRESS)
    user.wait(lambda: user.seen.carm.beam_on)
    user.key(Qt.Key.Key_Pause)
    user.key(Qt.Key.Key_Pause)
    user.wait(lambda: not user.seen.carm.beam_on)


# --- held keys -----------------------------------------------------------------------------------------------------------------


def test_a_release_that_a_press_follows_is_none(user: User, own_home: Path) -> None:
    """As remote desktops send a held key: one beam, one run."""
    user.begin()
    space(user, PRESS)
    user.wait(lambda: user.seen.carm.beam_on)
    for _ in range(20):
        space(user, RELEASE)
        space(user, PRESS)
        user.bot.wait(RELEASED_MS // 4)
    assert user.seen.carm.beam_on
    space(user, RELEASE)
    user.wait(lambda: not user.seen.carm.beam_on)
    user.window.back_to_cases()
    assert commands(own_home).count("press_pedal") == 1
    assert commands(own_home).count("release_pedal") == 1


def test_a_repeated_key_is_one_press(user: User) -> None:
    user.begin()
    space(user, PRESS)
    for _ in range(10):
        space(user, PRESS, again=True)
    user.wait(lambda: user.seen.carm.beam_on)
    space(user, RELEASE)
    user.wait(lambda: not user.seen.carm.beam_on)


@pytest.mark.parametrize("how", ["field", "keys", "window", "cases"])
def test_whatever_is_held_ends_when_the_focus_goes(how: str, user: User, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    user.begin()
    room = user.room
    heard: list[Observation] = []
    room.controller.observed.connect(heard.append)
    space(user, PRESS)
    user.wait(lambda: heard and heard[-1].carm.beam_on)
    if how == "field":
        user.focus(room.carm.orbit)
    elif how == "keys":
        monkeypatch.setattr("sim.qt.windows.inputs.KeysDialog.exec", lambda _: 0)
        user.key(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    elif how == "window":
        QApplication.sendEvent(user.window, QEvent(QEvent.Type.WindowDeactivate))
    else:
        user.window.back_to_cases()
        assert room.controller.session.look().carm.beam_on is False
        return
    user.wait(lambda: not heard[-1].carm.beam_on)


def test_what_is_held_goes_on_while_a_button_is_clicked(user: User) -> None:
    """Fault: a thumb on the plunger let go when a quarter of a millimetre was pressed, which the guide asks for."""
    user.begin()
    user.focus(user.room.live)
    space(user, PRESS)
    user.wait(lambda: user.seen.carm.beam_on)
    user.focus(user.room.carm.laser)
    user.bot.wait(200)
    assert user.seen.carm.beam_on
    space(user, RELEASE)
    user.wait(lambda: not user.seen.carm.beam_on)


def test_a_button_that_shuts_under_the_hand_gives_no_list_the_keys(user: User) -> None:
    """Fault: after "Name it" the focus was on the list of drugs, which opened on the key for X-rays."""
    user.begin()
    button = user.room.reading.name
    button.setEnabled(True)
    user.focus(button)
    button.setEnabled(False)
    user.bot.wait(50)
    focus = QApplication.focusWidget()
    assert focus is None or not isinstance(focus, QComboBox)
    space(user, PRESS)
    user.wait(lambda: user.seen.carm.beam_on)
    space(user, RELEASE)
    user.wait(lambda: not user.seen.carm.beam_on)


# --- controls and hands --------------------------------------------------------------------------------------------------------


def test_a_list_takes_its_keys_and_the_needle_none_of_them(user: User) -> None:
    user.begin()
    needle_in(user)
    user.wait(lambda: user.room.syringe.choice.count() > 1)
    before, choice = user.seen.needle, user.room.syringe.choice
    user.focus(choice)
    key(user, PRESS, Qt.Key.Key_Down)
    key(user, RELEASE, Qt.Key.Key_Down)
    assert choice.currentIndex() == 1
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert user.seen.needle == before
    choice.showPopup()
    choice.hidePopup()
    user.wait(lambda: not choice.hasFocus())
    key(user, PRESS, Qt.Key.Key_Down)
    key(user, RELEASE, Qt.Key.Key_Down)
    user.wait(lambda: user.seen.needle != before)


@pytest.mark.parametrize("name", ["beam", "dose", "rate", "orbit", "wide"])
def test_a_wheel_changes_a_control_only_when_that_has_the_focus(name: str, user: User) -> None:
    user.begin()
    control = getattr(user.room.carm, name)
    assert isinstance(control, Choice | Number | Slide)

    def value() -> float:
        return control.currentIndex() if isinstance(control, Choice) else control.value()

    before = value()
    for notches in (1, 1, -1, -1, -1):
        wheel(control, notches)
    assert value() == before
    user.focus(control)
    wheel(control, 1)
    wheel(control, 1 if value() == before else 0)
    wheel(control, -1 if value() == before else 0)
    assert value() != before


def test_the_syringes_list_is_not_changed_by_a_wheel_that_passes(user: User) -> None:
    user.begin()
    choice = user.room.syringe.choice
    user.wait(lambda: choice.count() > 1)
    wheel(choice, 1)
    assert choice.currentIndex() == 0


def test_momentum_pushes_no_needle(user: User) -> None:
    """A touchpad goes on sending after the fingers are off."""
    user.begin()
    needle_in(user)
    before = user.seen.needle
    for _ in range(8):
        wheel(user.room.live, 1, Qt.ScrollPhase.ScrollMomentum)
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert user.seen.needle == before


@pytest.mark.parametrize("way", ["return", "escape", "click"])
def test_a_field_gives_the_focus_back(way: str, user: User) -> None:
    user.begin()
    user.expose()
    orbit = user.room.carm.orbit
    user.focus(orbit)
    if way == "click":
        user.click(user.room.live, user.room.live.square().center())
    else:
        code = Qt.Key.Key_Return if way == "return" else Qt.Key.Key_Escape
        key(user, PRESS, code)
        key(user, RELEASE, code)
    user.wait(lambda: not orbit.hasFocus())
    space(user, PRESS)
    user.wait(lambda: user.seen.carm.beam_on)
    space(user, RELEASE)
    user.wait(lambda: not user.seen.carm.beam_on)


def test_a_field_that_was_only_visited_moves_nothing(user: User, own_home: Path) -> None:
    """It shows whole degrees: 17 of 17.04. Typed into once, it gives one command, and leaves the other angle alone."""
    user.begin()
    user.expose()
    card, pose = user.room.carm, user.seen.carm.view.pose
    assert pose.tilt_deg != round(pose.tilt_deg)
    user.focus(card.tilt)
    user.focus(card.orbit)
    card.orbit.selectAll()
    user.bot.keyClicks(card.orbit, "12")
    user.bot.keyClick(card.orbit, Qt.Key.Key_Return)
    user.wait(lambda: not card.orbit.hasFocus())
    user.wait(lambda: user.seen.carm.view.pose.orbit_deg == 12)
    assert user.seen.carm.view.pose.tilt_deg == pose.tilt_deg
    user.window.back_to_cases()
    assert commands(own_home).count("move_carm") == 1


# --- numbers and layouts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


def typed(qtbot: QtBot, text: str) -> float:
    box = Number()
    box.setRange(-60.0, 60.0)
    box.setDecimals(2)
    box.setSuffix(" ml")
    qtbot.addWidget(box)
    box.show()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    return box.value()


@pytest.mark.parametrize("text", ["2.5", "2,5"])
def test_point_and_comma_mean_the_same(text: str, qtbot: QtBot) -> None:
    assert typed(qtbot, text) == 2.5


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("text", ["2.5", "2,5"])
def test_in_a_german_locale_too(text: str, qtbot: QtBot) -> None:
    assert typed(qtbot, text) == 2.5


def event_of(code: int, letter: str = "", modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(PRESS, code, modifiers, SCAN.get(letter, 0), 0, 0, "")


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (event_of(0x041B, "K"), "K"),  # Russian: the letter el lies where K does
        (event_of(0x03BA, "K"), "K"),  # Greek: kappa
        (event_of(Qt.Key.Key_Ampersand, "1"), "1"),  # French: the row of digits without Shift
        (event_of(Qt.Key.Key_ParenLeft, "5"), "5"),
        (event_of(Qt.Key.Key_4, "", Qt.KeyboardModifier.KeypadModifier), "4"),
        (event_of(Qt.Key.Key_Space, "", SHIFT), "Space"),
        (event_of(Qt.Key.Key_K, "K"), "K"),
        (event_of(0x041A, "K", Qt.KeyboardModifier.ControlModifier), "Ctrl+K"),
    ],
)
def test_a_key_is_known_by_its_letter_else_by_its_place(event: QKeyEvent, name: str) -> None:
    assert name in names_of(event)


def test_a_letter_that_is_there_goes_before_a_place() -> None:
    """On a French keyboard A lies where Q does on an English one: who presses A means A."""
    assert names_of(event_of(Qt.Key.Key_A, "Q"))[0] == "A"


def test_places_on_other_systems() -> None:
    """Windows counts as the PC does; macOS has codes of its own (0 is A, 40 is K)."""
    assert place_of(QKeyEvent(PRESS, 0x041B, NONE, 37, 0, 0, ""), "win32") == "K"
    assert place_of(QKeyEvent(PRESS, 0x041B, NONE, 1, 40, 0, ""), "darwin") == "K"
    assert place_of(QKeyEvent(PRESS, 0x041B, NONE, 1, 0, 0, ""), "darwin") == "A"


def test_a_russian_keyboard_keeps_an_image(user: User, own_home: Path) -> None:
    user.begin()
    user.expose()
    key(user, PRESS, 0x041B, text="\u043b", scan=SCAN["K"])
    key(user, RELEASE, 0x041B, text="\u043b", scan=SCAN["K"])
    user.wait(lambda: user.seen.reference is not None)


# --- what comes too late -------------------------------------------------------------------------------------------------------


def test_what_waited_through_a_slow_step_is_dropped_and_said(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten notches given while the picture stood still: not one millimetre."""
    user.begin()
    needle_in(user)
    monkeypatch.setattr(controller, "LATE_S", 0.3)
    session, gate, stuck = user.room.controller.session, threading.Event(), threading.Event()
    before, real = user.seen.needle, session.step

    def slow() -> Observation:
        if not gate.is_set():
            stuck.set()
            assert gate.wait(60)
        return real()

    monkeypatch.setattr(session, "step", slow)
    user.wait(stuck.is_set)
    for _ in range(10):
        user.wheel(user.room.live, 1)
    user.wait(lambda: user.room.busy.shown)
    assert user.room.cursor().shape() == Qt.CursorShape.BusyCursor
    user.bot.wait(350)
    gate.set()
    user.wait(lambda: "Too late" in user.room.message.text())
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert user.seen.needle == before
    user.wait(lambda: not user.room.busy.shown)


def test_a_window_that_stood_still_takes_no_wheel(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.begin()
    needle_in(user)
    before = user.seen.needle
    monkeypatch.setattr(user.room.live._pulse, "stood_still", lambda: True)
    user.wheel(user.room.live, 10)
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert user.seen.needle == before


def test_a_click_on_an_old_picture_sets_no_needle(user: User) -> None:
    user.begin()
    user.expose()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.key(Qt.Key.Key_4)
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    user.key(Qt.Key.Key_P)
    user.click(user.room.live, user.room.live.square().center())
    assert "has moved since" in user.room.message.text()
    assert user.room.live.placing
