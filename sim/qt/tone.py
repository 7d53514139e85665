"""The sound of resistance: a voice that rises with the pressure under the thumb, or hums with the force at the hub; and the room.

A give is heard as a drop, bone as a knock. Without a sound device, or without the library for one, there is silence and a reason.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from sim.qt.beeps import RATE_HZ, Beeps
from sim.qt.words import phrase
from sim.session.feel import Feel

LOW_HZ, OCTAVE_MMHG = 160.0, 220.0
"""Pitch at no pressure; it doubles with each of these: flavum two octaves above the space."""
HUM_HZ, OCTAVE_N = 70.0, 10.0
LOUD, HUM_LOUD, KNOCK_LOUD = 0.25, 0.10, 0.5
GLIDE_S, KNOCK_S = 0.03, 0.05
"""Pitch and loudness follow this fast, so that nothing clicks; a knock dies away."""
FELT_N, RESTS_AFTER = 0.5, 8
"""A change of force by so much is heard, for so many moments."""


class Voice:
    """Samples without a break from pitches that change."""

    def __init__(self) -> None:
        self.goal_hz, self.goal_loud = LOW_HZ, 0.0
        self._hz, self._loud, self._phase, self._knock = LOW_HZ, 0.0, 0.0, 0.0

    def sound(self, hz: float, loud: float) -> None:
        self.goal_hz, self.goal_loud = hz, loud

    def knock(self) -> None:
        self._knock = KNOCK_LOUD

    def samples(self, count: int) -> NDArray[np.int16]:
        """(count,) the next samples."""
        left = np.exp(-np.arange(1, count + 1) / (GLIDE_S * RATE_HZ))
        hz = self.goal_hz + (self._hz - self.goal_hz) * left
        loud = self.goal_loud + (self._loud - self.goal_loud) * left
        phase = self._phase + np.cumsum(hz) / RATE_HZ
        dying = self._knock * np.exp(-np.arange(count) / (KNOCK_S * RATE_HZ))
        wave = loud * np.sin(2 * np.pi * phase) + dying * np.sin(2 * np.pi * 1700.0 * np.arange(count) / RATE_HZ)
        if count:
            self._hz, self._loud, self._phase, self._knock = float(hz[-1]), float(loud[-1]), float(phase[-1] % 1.0), float(dying[-1])
        return np.clip(32767 * wave, -32767, 32767).astype(np.int16)


class Tone:
    """Lets an ear feel; silent until it is switched on."""

    def __init__(self) -> None:
        self.voice, self.room = Voice(), Beeps()
        self._resists = self._room_heard = False
        self.silent = "off"
        """Why nothing is heard; empty if something is."""
        self._device = None
        self._force_n = 0.0
        self._still = RESTS_AFTER

    def feel(self, feel: Feel) -> None:
        if feel.struck:
            self.voice.knock()
        if feel.pressing:
            self.voice.sound(LOW_HZ * 2 ** (feel.plunger_mmhg / OCTAVE_MMHG), LOUD)
            return
        # the hub hums only while its force changes: a needle at rest is quiet
        self._still = 0 if abs(feel.needle_n - self._force_n) > FELT_N or feel.gave else self._still + 1
        if self._still == 0:
            self._force_n = feel.needle_n
        self.voice.sound(HUM_HZ * 2 ** (min(feel.needle_n, 30.0) / OCTAVE_N), HUM_LOUD if self._still < RESTS_AFTER else 0.0)

    def switch(self, on: bool) -> None:
        """Hear the resistance, or not."""
        self._resists = on
        self._open()

    def hear_room(self, on: bool) -> None:
        """Hear monitor and pedal, or not."""
        self._room_heard = on
        self._open()

    def _open(self) -> None:
        """Open the sound device if anything is to be heard, or let it go."""
        self.close()
        if not (self._resists or self._room_heard):
            return
        try:
            import miniaudio
        except ImportError:
            self.silent = phrase("tone.no_library")
            return
        try:
            device = miniaudio.PlaybackDevice(miniaudio.SampleFormat.SIGNED16, 1, RATE_HZ, buffersize_msec=40)
        except miniaudio.MiniaudioError as error:
            self.silent = phrase("tone.no_device", why=error)
            return
        stream = self._stream()
        next(stream)
        device.start(stream)
        self._device, self.silent = device, ""

    def close(self) -> None:
        if self._device is not None:
            self._device.close()
        self._device, self.silent = None, "off"

    def _stream(self) -> Generator[bytes, int, None]:
        """What the device asks for, from its own thread."""
        count = yield b""
        while True:
            heard = self.voice.samples(count).astype(int) * self._resists + self.room.samples(count).astype(int) * self._room_heard
            count = yield np.clip(heard, -32767, 32767).astype(np.int16).tobytes()
