"""Pain and vital signs, as plain functions of what goes on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from meshes.table import Row, read

TABLE = Path(__file__).parent / "tables" / "sensations.csv"
PAIN_FADES_S = 6.0
"""Time constant with which a pain that is not renewed fades (guess)."""


class Sensation(Row):
    """What touching or crossing something feels like."""

    cause: str
    """A tissue entered, or one of the events that hurt."""
    pain: float
    told: bool
    """Whether the patient speaks of it."""


@cache
def sensations() -> dict[str, Sensation]:
    """By cause."""
    return {row.cause: row for row in read(TABLE, Sensation)}


@dataclass(frozen=True)
class Vitals:
    """On the monitor."""

    heart_rate: int
    systolic: int
    diastolic: int
    spo2: int
    """per cent"""


def vitals(
    age: float,
    pain: float,
    fainting: bool,
    toxic: float,
    spinal: float,
    adrenaline: float = 0.0,
    allergy: float = 0.0,
    sedated: float = 0.0,
) -> Vitals:
    """Rest by age, raised by pain and adrenaline, lowered by a faint, a high spinal, poisoning or an allergic shock (sizes are guesses).

    sedated : per cent of oxygen that sedation costs
    """
    pulse, pressure, oxygen = 74.0, 112.0 + 0.35 * age, 97.0 - sedated
    pulse += 3.0 * pain
    pressure += 3.0 * pain
    pulse += 40.0 * adrenaline  # ten beats within the minute from 15 micrograms in a vein, and more in most ([@test_dose_adrenaline])
    pressure += 20.0 * adrenaline
    if fainting:  # vasovagal: slow and low
        pulse, pressure, oxygen = 42.0, 72.0, oxygen - 2.0
    if spinal > 1.0:  # the sympathetic outflow is lost with the block's height
        share = min((spinal - 1.0) / 4.0, 1.0)
        pulse -= 30.0 * share
        pressure -= 60.0 * share
        oxygen -= 17.0 * share
    if toxic > 1.0:  # first excited, then depressed
        share = min((toxic - 1.0) / 3.0, 1.0)
        pulse += 25.0 if share < 0.5 else -45.0 * share
        pressure += 15.0 if share < 0.5 else -50.0 * share
        oxygen -= 10.0 * share
    if allergy > 1.0:  # vessels open wide, and the heart runs after the pressure
        share = min((allergy - 1.0) / 2.0, 1.0)
        pulse += 35.0 * share
        pressure -= 50.0 * share
        oxygen -= 8.0 * share
    return Vitals(round(pulse), round(pressure), round(0.62 * pressure), round(max(oxygen, 60.0)))
