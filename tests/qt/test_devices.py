"""Gamepads and pedals: how far a control goes is how fast something moves, and none of it can harm.

Oracles: rates by hand; what a device would say, made up. The library itself is asked where it is installed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from sim.qt.devices.attendant import EVERY_MS, Attendant
from sim.qt.devices.bound import USUAL, bindings, keep_bindings
from sim.qt.devices.controls import BUTTONS, SUSTAIN, Lost, Moved, PluggedIn, Told, deflection, title_of
from sim.qt.devices.helm import Helm
from sim.qt.devices.motions import MOTIONS
from sim.qt.devices.pads import midi_moved
from sim.qt.windows.acts import EVERY
from sim.qt.windows.keys_dialog import KeysDialog
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home", "one_body")]
PAD = "gamepad-0"
WAYS = [("left_x", "lean_across", 12.0), ("right_y", "tilt", 15.0), ("trigger_left", "push", 6.0)]


class Table:
    """A helm, and what came of it."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, bool]] = []
        self.moves: dict[str, float] = {}
        self.helm = Helm(lambda name, down: self.acts.append((name, down)), self._move)
        self.helm.bind(USUAL)

    def _move(self, name: str, by: float) -> None:
        self.moves[name] = by if name == "flow" else self.moves.get(name, 0.0) + by

    def hear(self, *told: Told) -> None:
        self.helm.hear(told, EVERY)

    def stick(self, control: str, level: float) -> None:
        self.hear(Moved(PAD, control, level))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 32)):
            self.helm.pass_time(1 / 32, EVERY)


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.mark.parametrize(
    ("control", "motion", "per_s"), [("left_x", "lean_across", 12.0), ("right_y", "tilt", 15.0), ("trigger_left", "push", 6.0)]
)
def test_a_stick_moves_as_fast_as_it_is_moved_far(table: Table, control: str, motion: str, per_s: float) -> None:
    """Oracle: rate times time at the end of its way, a quarter of it at half of what lies beyond the dead zone."""
    table.stick(control, 1.0)
    table.wait(2.0)
    assert table.moves[motion] == pytest.approx(2 * per_s, abs=1.0)
    rest = 0.25 if control != "trigger_left" else 0.12
    table.moves.clear()
    table.stick(control, rest + (1 - rest) / 2)
    table.wait(4.0)
    assert table.moves[motion] == pytest.approx(per_s, abs=1.0)


def test_a_stick_near_its_middle_moves_nothing_and_the_other_way_moves_back(table: Table) -> None:
    table.stick("left_x", 0.24)
    table.wait(10.0)
    assert table.moves == {}
    table.stick("left_x", -1.0)
    table.wait(1.0)
    assert table.moves == {"lean_across": pytest.approx(-12.0, abs=0.5)}


def test_a_trigger_gives_at_a_rate_that_follows_it_and_lets_go(table: Table) -> None:
    said = []
    for level in (0.1, 0.2, 0.7, 1.0, 0.0):
        table.stick("trigger_right", level)
        table.wait(1 / 32)
        said.append(table.moves.get("flow", 0.0))
    assert said[0] == 0.0
    assert said[1] == pytest.approx(0.1)  # the least there is
    assert said[2] == pytest.approx(2.0 * deflection("trigger_right", 0.7), abs=0.05)
    assert said[3:] == [pytest.approx(2.0), 0.0]


def test_a_press_is_one_act_however_it_trembles(table: Table) -> None:
    for level in (0.0, 0.6, 0.5, 0.55, 0.6, 1.0, 0.3, 0.0):
        table.hear(Moved("midi-0", SUSTAIN, level))
    assert table.acts == [("pedal", True), ("pedal", False)]


def test_hands_off_ends_what_is_held_and_waits_for_rest(table: Table) -> None:
    table.stick("a", 1.0)
    table.stick("left_x", 1.0)
    table.stick("trigger_right", 1.0)
    table.wait(1.0)
    table.helm.let_go()
    assert table.acts == [("pedal", True), ("pedal", False)]
    assert table.moves.pop("flow") == 0.0
    table.moves.clear()
    for control in ("left_x", "trigger_right", "a"):
        table.stick(control, 0.9)
    table.wait(2.0)
    assert table.moves == {}
    assert len(table.acts) == 2
    for control in ("left_x", "a"):
        table.stick(control, 0.0)
        table.stick(control, 1.0)
    table.wait(1.0)
    assert table.moves == {"lean_across": pytest.approx(12.0, abs=0.5)}
    assert table.acts[2:] == [("pedal", True)]


def test_a_device_that_goes_takes_what_it_held_along(table: Table) -> None:
    table.hear(Moved("midi-0", SUSTAIN, 1.0))
    for control in ("a", "left_x", "trigger_right"):
        table.stick(control, 1.0)
    table.wait(0.5)
    table.hear(Lost(PAD))
    table.moves.pop("lean_across")
    table.wait(1.0)
    assert table.moves == {"flow": 0.0}
    assert table.acts == [("pedal", True)]  # the other foot stands on the other pedal still
    table.hear(Lost("midi-0"))
    assert table.acts == [("pedal", True), ("pedal", False)]


def test_a_device_that_comes_pressed_does_nothing_until_it_was_at_rest(table: Table) -> None:
    table.hear(PluggedIn(PAD, {"a": 1.0, "left_y": 0.8, "b": 0.0}))
    table.wait(1.0)
    assert table.acts == []
    assert table.moves == {}
    for level in (0.0, 1.0):
        table.stick("a", level)
    table.stick("b", 1.0)
    assert table.acts == [("pedal", True), ("aspirate", True)]


def test_what_is_out_of_reach_does_not_begin(table: Table) -> None:
    """On a form nobody stands at the table: neither then nor when the page is turned back."""
    table.helm.hear([Moved(PAD, "a", 1.0), Moved(PAD, "left_x", 1.0)], frozenset(("pause",)))
    table.helm.pass_time(1.0, frozenset(("pause",)))
    assert table.acts == []
    assert table.moves == {}


def test_bindings_are_kept_and_a_damaged_file_is_no_reason_not_to_start(own_home: Path) -> None:
    chosen = bindings()
    chosen["midi"]["inject"] = "note-36"
    chosen["gamepad"]["pedal"] = ""
    keep_bindings(chosen)
    assert json.loads((own_home / "devices.json").read_text(encoding="utf-8")) == {"gamepad": {"pedal": ""}, "midi": {"inject": "note-36"}}
    assert bindings() == chosen
    for damage in ("{", "[1]", '{"gamepad": 3, "midi": {"inject": 5, "no such act": "a"}}'):
        (own_home / "devices.json").write_text(damage, encoding="utf-8")
        assert bindings() == USUAL


def test_no_control_does_two_things_and_each_does_something(user: User) -> None:
    for kind, of_kind in USUAL.items():
        assert len(set(of_kind.values())) == len(of_kind), kind
        assert set(of_kind) <= EVERY
        assert all(title_of(control) for control in of_kind.values())
    user.begin(mode="exam")
    for motion in MOTIONS:
        user.window._move(motion.name, motion.step)
    with pytest.raises(KeyError):
        user.window._move("no such motion", 1.0)


@pytest.mark.parametrize(
    ("message", "moved"),
    [
        ([0x90, 36, 100, 0], Moved("m", "note-36", 1.0)),
        ([0x93, 36, 0, 0], Moved("m", "note-36", 0.0)),
        ([0x80, 36, 64, 0], Moved("m", "note-36", 0.0)),
        ([0xB0, 64, 127, 0], Moved("m", "controller-64", 1.0)),
        ([0xE0, 0, 64, 0], None),
    ],
)
def test_a_midi_message_is_a_note_or_a_controller(message: list[int], moved: Moved | None) -> None:
    """Oracle: the MIDI standard's first bytes: 8n a note ends, 9n it begins, Bn a controller, En a wheel."""
    assert midi_moved("m", message) == moved


# --- at the window ---------------------------------------------------------------------------------------------------------------


class Plugged:
    """A device that says what a test tells it to."""

    def __init__(self) -> None:
        self.says: list[Told] = []
        self.closed = False

    def told(self) -> list[Told]:
        told, self.says = self.says, []
        return told

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def plugged(user: User) -> Plugged:
    """A device at the window's own attendant."""
    device, devices = Plugged(), user.window.inputs.devices
    devices.end()
    devices.why_none, devices._plug_in = "", lambda: device
    user.begin()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.bot.wait(3 * EVERY_MS)
    return device


def test_a_gamepad_works_at_the_table(user: User, plugged: Plugged) -> None:
    orbit = user.seen.carm.view.pose.orbit_deg
    plugged.says = [Moved(PAD, "a", 1.0), Moved(PAD, "right_x", 1.0)]
    user.wait(lambda: user.seen.carm.beam_on and user.seen.carm.view.pose.orbit_deg >= orbit + 5)
    plugged.says = [Moved(PAD, "a", 0.0), Moved(PAD, "right_x", 0.0)]
    user.wait(lambda: not user.seen.carm.beam_on)


@pytest.mark.parametrize("away", ["page", "dialog", "window"])
def test_nothing_moves_once_the_hands_are_off(user: User, plugged: Plugged, away: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plugged.says = [Moved(PAD, "a", 1.0), Moved(PAD, "right_x", 1.0)]
    user.wait(lambda: user.seen.carm.beam_on)
    back: Callable[[], object]
    if away == "page":
        user.room.hands_off.emit()
        back = list
    elif away == "dialog":
        user.window.inputs.let_go()
        back = list
    else:
        monkeypatch.setattr("sim.qt.devices.attendant.QApplication.activeWindow", lambda: None)
        back = monkeypatch.undo
    user.wait(lambda: not user.seen.carm.beam_on)
    orbit = user.seen.carm.view.pose.orbit_deg
    back()
    plugged.says = [Moved(PAD, "right_x", 0.9)]
    user.bot.wait(10 * EVERY_MS)
    assert user.seen.carm.view.pose.orbit_deg == orbit
    assert not user.seen.carm.beam_on


def test_the_page_binds_what_is_pressed_and_finds_by_any_word(user: User, plugged: Plugged) -> None:
    page = KeysDialog(user.window, user.window.inputs.devices)
    user.bot.addWidget(page)
    page.show()
    button = page.controls["gamepad"]["keep"]
    user.click(button)
    plugged.says = [Moved("midi-0", "note-40", 1.0), Moved(PAD, "guide", 1.0)]
    user.wait(lambda: not button.isChecked())
    assert button.control == "guide"
    assert button.text() == title_of("guide")
    user.bot.keyClick(page.controls["gamepad"]["stylet"], Qt.Key.Key_Delete)
    page.controls["gamepad"]["try"].set("guide")
    page._save()
    assert page.isVisible()
    assert "share a button" in page.fault.text()
    page.controls["gamepad"]["try"].set("y")
    page.search.setText("guide keep")
    shown = [item.text(0) for _, rows in page._groups for item, _, _ in rows if not item.isHidden()]
    assert shown == ["Keep the image on the reference monitor"]
    page._save()
    assert bindings()["gamepad"]["keep"] == "guide"
    assert bindings()["gamepad"]["stylet"] == ""


def test_without_the_library_the_page_says_so_and_all_else_works(user: User) -> None:
    def absent() -> Plugged:
        raise ImportError("pygame")

    devices = Attendant(user.window, lambda name, down: None, lambda name, by: None, frozenset, absent)
    devices.begin()
    page = KeysDialog(user.window, devices)
    user.bot.addWidget(page)
    assert 'pip install "tuohy[gamepad]"' in page.devices.text()
    assert not any(button.isEnabled() for buttons in page.controls.values() for button in buttons.values())
    assert all(edit.isEnabled() for edit in page.edits.values())


def test_the_library_tells_of_a_gamepad_as_the_helm_wants_it() -> None:
    """Oracle: SDL's own numbers of axes and buttons; down is positive with it."""
    pygame = pytest.importorskip("pygame")
    from sim.qt.devices.pads import Pads

    pads = Pads()
    pads.told()
    for kind, fields in (
        (pygame.CONTROLLERAXISMOTION, {"axis": pygame.CONTROLLER_AXIS_RIGHTY, "value": 32767}),
        (pygame.CONTROLLERAXISMOTION, {"axis": pygame.CONTROLLER_AXIS_TRIGGERLEFT, "value": 16384}),
        (pygame.CONTROLLERBUTTONDOWN, {"button": pygame.CONTROLLER_BUTTON_RIGHTSHOULDER}),
        (pygame.CONTROLLERBUTTONUP, {"button": pygame.CONTROLLER_BUTTON_DPAD_RIGHT}),
        (pygame.CONTROLLERDEVICEREMOVED, {}),
    ):
        pygame.event.post(pygame.event.Event(kind, instance_id=0, **fields))
    assert pads.told() == [
        Moved(PAD, "right_y", -1.0),
        Moved(PAD, "trigger_left", pytest.approx(0.5, abs=0.01)),
        Moved(PAD, "shoulder_right", 1.0),
        Moved(PAD, BUTTONS[-1], 0.0),
        Lost(PAD),
    ]
    pads.close()
