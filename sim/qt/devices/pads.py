"""Gamepads by SDL and MIDI pedals by PortMidi, both out of the package pygame-ce, which is an extra: without it there is no device.

SDL is asked from the window's thread and opens no window of its own. A gamepad may come and go; MIDI pedals are looked for once, and
what PortMidi does not tell nobody knows: that one was pulled out.
"""

from __future__ import annotations

import os
from typing import Any

from sim.qt.devices.controls import BUTTONS, STICKS, TRIGGERS, Lost, Moved, PluggedIn, Told

AXES = (*STICKS, *TRIGGERS)
"""In the order of SDL's numbers; its buttons have the names' order too, as far as up"""
FULL_AXIS, FULL_MIDI = 32767.0, 127.0
NOTE_ON = 0x90
"""The upper half of a MIDI message's first byte; the lower one is its channel"""
AT_ONCE = 64
"""MIDI messages that are read at a time"""
QUIET = {"SDL_VIDEODRIVER": "dummy", "SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS": "1", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
"""No window of SDL's, so none of its windows has the focus; and no greeting on the terminal"""


class Pads:
    """What is plugged in. Raises ImportError where the extra is not installed."""

    def __init__(self) -> None:
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)
        import pygame
        import pygame.midi
        from pygame._sdl2 import controller

        self._sdl, self._controller, self._midi = pygame, controller, pygame.midi
        self._gamepads: dict[int, Any] = {}
        self._pedals: dict[int, Any] = {}
        pygame.display.init()
        controller.init()
        pygame.midi.init()
        for number in range(pygame.midi.get_count()):
            if pygame.midi.get_device_info(number)[2]:  # it can be listened to
                self._pedals[number] = pygame.midi.Input(number)

    def told(self) -> list[Told]:
        """What has happened since this was asked last."""
        sdl, found = self._sdl, list[Told]()
        for event in sdl.event.get():
            if event.type == sdl.CONTROLLERDEVICEADDED:
                found.append(self._plug_in(event.device_index))
            elif event.type == sdl.CONTROLLERDEVICEREMOVED:
                self._gamepads.pop(event.instance_id, None)
                found.append(Lost(_gamepad(event.instance_id)))
            elif event.type == sdl.CONTROLLERAXISMOTION and event.axis < len(AXES):
                name = AXES[event.axis]
                found.append(Moved(_gamepad(event.instance_id), name, _upright(name, event.value / FULL_AXIS)))
            elif event.type in (sdl.CONTROLLERBUTTONDOWN, sdl.CONTROLLERBUTTONUP) and event.button < len(BUTTONS):
                pressed = float(event.type == sdl.CONTROLLERBUTTONDOWN)
                found.append(Moved(_gamepad(event.instance_id), BUTTONS[event.button], pressed))
        for number, pedal in self._pedals.items():
            while pedal.poll():
                found += [one for message, _ in pedal.read(AT_ONCE) if (one := midi_moved(f"midi-{number}", message)) is not None]
        return found

    def _plug_in(self, index: int) -> PluggedIn:
        gamepad = self._controller.Controller(index)
        number = gamepad.as_joystick().get_instance_id()
        self._gamepads[number] = gamepad  # one that nobody holds is shut
        levels = {name: _upright(name, gamepad.get_axis(i) / FULL_AXIS) for i, name in enumerate(AXES)}
        return PluggedIn(_gamepad(number), levels | {name: float(gamepad.get_button(i)) for i, name in enumerate(BUTTONS)})

    def close(self) -> None:
        """Let go of all of them."""
        for pedal in self._pedals.values():
            pedal.close()
        self._midi.quit()
        self._controller.quit()
        self._sdl.display.quit()


def midi_moved(device: str, message: list[int]) -> Moved | None:
    """Of a message's bytes; None for what no pedal sends."""
    kind, number, value = message[0] & 0xF0, message[1], message[2]
    match kind:
        case 0x90 | 0x80:  # a note that begins with no force ends
            return Moved(device, f"note-{number}", float(kind == NOTE_ON and value > 0))
        case 0xB0:
            return Moved(device, f"controller-{number}", value / FULL_MIDI)
    return None


def _gamepad(number: int) -> str:
    return f"gamepad-{number}"


def _upright(name: str, level: float) -> float:
    """SDL's sticks count downwards."""
    return -level if name.endswith("_y") else level
