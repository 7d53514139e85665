"""A gamepad that SDL itself believes in: one of its virtual ones, which goes the same way through SDL as one on a cable does.

Oracle: SDL's numbers (32767 is a stick's end) and the rates of ``sim.qt.devices.motions``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.qt.devices.attendant import EVERY_MS
from sim.qt.devices.controls import Lost, Moved, PluggedIn, Told
from sim.qt.devices.pads import AXES, BUTTONS, FULL_AXIS, Pads
from tests.qt.conftest import User
from tests.qt.test_large_room import place_needle

pygame = pytest.importorskip("pygame")
pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home", "one_body")]
GAME_CONTROLLER = 1
"""SDL_JOYSTICK_TYPE_GAMECONTROLLER"""


class Gamepad:
    """On the cable of SDL that pygame has loaded. Its controls are set as SDL numbers them."""

    def __init__(self, sdl: ctypes.CDLL) -> None:
        self._sdl = sdl
        self.index = sdl.SDL_JoystickAttachVirtual(GAME_CONTROLLER, len(AXES), len(BUTTONS), 0)
        assert self.index >= 0, "SDL has no virtual gamepads here"
        self._held = ctypes.c_void_p(sdl.SDL_JoystickOpen(self.index))

    def move(self, axis: str, level: float) -> None:
        self._sdl.SDL_JoystickSetVirtualAxis(self._held, AXES.index(axis), ctypes.c_int16(round(level * FULL_AXIS)))

    def press(self, button: str, down: bool = True) -> None:
        self._sdl.SDL_JoystickSetVirtualButton(self._held, BUTTONS.index(button), ctypes.c_uint8(down))

    def pull_out(self) -> None:
        if self.index >= 0:
            self._sdl.SDL_JoystickDetachVirtual(self.index)
            self.index = -1


@pytest.fixture
def sdl() -> ctypes.CDLL:
    """The library that pygame's wheel brought, which is loaded already; elsewhere it hides in another place."""
    wheels = Path(pygame.__path__[0]).parent / "pygame_ce.libs"
    found = sorted(wheels.glob("libSDL2-2*"))
    if not found:
        pytest.skip("SDL's library is not where the wheels for Linux have it")
    sdl = ctypes.CDLL(str(found[0]))
    sdl.SDL_JoystickOpen.restype = ctypes.c_void_p
    return sdl


@pytest.fixture
def pads(sdl: ctypes.CDLL) -> Iterator[Pads]:
    pads = Pads()
    yield pads
    pads.close()


def test_sdl_tells_of_it_from_the_plug_to_the_plug(pads: Pads, sdl: ctypes.CDLL) -> None:
    gamepad = Gamepad(sdl)
    (plugged,) = pads.told()
    assert isinstance(plugged, PluggedIn)
    assert set(plugged.levels) == {*AXES, *BUTTONS}
    assert set(plugged.levels.values()) == {0.0}
    gamepad.move("right_x", 1.0)
    gamepad.move("left_y", 0.5)
    gamepad.press("a")
    told: list[Told] = pads.told()
    name = plugged.device
    assert Moved(name, "right_x", 1.0) in told
    assert Moved(name, "left_y", pytest.approx(-0.5, abs=0.001)) in told, "SDL counts a stick downwards"
    assert Moved(name, "a", 1.0) in told
    gamepad.pull_out()
    assert pads.told()[-1] == Lost(name)


@pytest.fixture
def at_table(user: User, sdl: ctypes.CDLL) -> Iterator[Gamepad]:
    """At the window's own devices, and a room that is in front of its user."""
    user.begin()
    assert not user.window.inputs.devices.why_none
    gamepad = Gamepad(sdl)
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.bot.wait(3 * EVERY_MS)
    yield gamepad
    gamepad.pull_out()


def test_it_turns_the_carm_and_works_the_pedal(user: User, at_table: Gamepad) -> None:
    orbit = user.seen.carm.view.pose.orbit_deg
    at_table.press("a")
    at_table.move("right_x", 1.0)
    user.wait(lambda: user.seen.carm.beam_on and user.seen.carm.view.pose.orbit_deg >= orbit + 5)
    at_table.press("a", False)
    at_table.move("right_x", 0.0)
    user.wait(lambda: not user.seen.carm.beam_on)


def depth_of(user: User) -> float:
    assert user.seen.needle is not None
    return user.seen.needle.depth_mm


def test_its_trigger_pushes_the_needle_until_it_is_let_go(user: User, at_table: Gamepad) -> None:
    place_needle(user)
    placed = depth_of(user)
    at_table.move("trigger_left", 1.0)
    user.wait(lambda: depth_of(user) >= placed + 3)
    at_table.move("trigger_left", 0.0)
    user.bot.wait(3 * EVERY_MS)
    pushed = depth_of(user)
    user.bot.wait(10 * EVERY_MS)
    assert depth_of(user) == pushed


def test_the_pedal_is_up_and_the_carm_stands_when_its_cable_is_pulled(user: User, at_table: Gamepad) -> None:
    at_table.press("a")
    at_table.move("right_x", 1.0)
    user.wait(lambda: user.seen.carm.beam_on)
    at_table.pull_out()
    user.wait(lambda: not user.seen.carm.beam_on)
    orbit = user.seen.carm.view.pose.orbit_deg
    user.bot.wait(10 * EVERY_MS)
    assert user.seen.carm.view.pose.orbit_deg == orbit
