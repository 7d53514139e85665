"""What the room sounds like: the monitor's beep at each beat, its pitch the saturation, and the click of the pedal.

Samples follow one another without a break; beats are counted in samples, so that they keep their time whatever the window does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.session.observation import Observation

RATE_HZ = 44100

FULL_HZ, OCTAVE_PERCENT = 880.0, 24.0
"""Pitch at 100 % and how much lower saturation halves it: a semitone for each two percent (guess; makers differ)."""
BEEP_S, EDGE_S, BEEP_LOUD = 0.09, 0.006, 0.10
CLICK_S, CLICK_HZ, CLICK_LOUD = 0.012, 1250.0, 0.22
CLICK_LASTS_S = 0.08


class Beeps:
    """Silent while nobody wears a monitor."""

    def __init__(self) -> None:
        self.per_min: int | None = None
        self.hz = FULL_HZ
        self._since_beat = 0
        self._since_click: int | None = None
        self._pressed = False

    def observe(self, seen: Observation) -> None:
        vitals = seen.care.vitals
        self.per_min = vitals.heart_rate if seen.care.monitored and vitals.heart_rate > 0 else None
        self.hz = pitch_of(vitals.spo2)
        if seen.carm.beam_on != self._pressed:
            self._pressed, self._since_click = seen.carm.beam_on, 0

    def samples(self, count: int) -> NDArray[np.int16]:
        """(count,) the next samples."""
        wave = self._beats(count) + self._clicks(count)
        return np.asarray(np.clip(32767 * wave, -32767, 32767), np.int16)

    def _beats(self, count: int) -> NDArray[np.float64]:
        if self.per_min is None:
            self._since_beat = 0
            return np.zeros(count)
        every = round(60.0 * RATE_HZ / self.per_min)
        at = (self._since_beat + np.arange(count)) % every
        self._since_beat = int((self._since_beat + count) % every)
        s = at / RATE_HZ
        edge = np.clip(np.minimum(s, BEEP_S - s) / EDGE_S, 0.0, 1.0)
        return np.asarray(BEEP_LOUD * edge * np.sin(2 * np.pi * self.hz * s))

    def _clicks(self, count: int) -> NDArray[np.float64]:
        if self._since_click is None:
            return np.zeros(count)
        s = (self._since_click + np.arange(count)) / RATE_HZ
        self._since_click = self._since_click + count if s[-1:].sum() < CLICK_LASTS_S else None
        return np.asarray(CLICK_LOUD * np.exp(-s / CLICK_S) * np.sin(2 * np.pi * CLICK_HZ * s))


def pitch_of(percent: float) -> float:
    """Hz at this saturation."""
    return float(FULL_HZ * 2 ** ((percent - 100.0) / OCTAVE_PERCENT))
