"""The lanes under a film: one figure over time each, as a height, with what is dangerous of it hatched and not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from scenarios import words
from sim.qt.panels.figure import NOTHING

FAR_MM = 10.0
"""Distances are known so far."""
FIRM_MMHG, HARD_N = 100.0, 15.0
"""At least so much fits under a lane's top; of a push no more than this is drawn: bone stops it."""
SLOW, FAST = 50.0, 120.0
"""A pulse between these is nobody's alarm (guess)."""
SLOWEST, FASTEST = 40.0, 140.0
"""From and to which a pulse is drawn"""
LEAST_SYSTOLIC, LEAST_SPO2 = 90.0, 90.0
"""Below one of these somebody is called (guess)."""


class Alarm(IntEnum):
    """How much a stretch of a lane matters, each with a pattern of its own."""

    NONE, NEAR, INSIDE = range(3)


@dataclass(frozen=True)
class Lane:
    """A figure of a reel and how it is drawn: ``heights`` are 0 to 1 by step, 0 where there is nothing to tell."""

    title: str
    heights: NDArray[np.float64]
    alarms: NDArray[np.int8]
    full: str
    """What its height goes from and to"""
    limits: tuple[float, ...] = ()
    """Heights at which it begins to matter"""
    filled: bool = True
    """Down to the ground; else it is a line, and no more than its alarms are filled"""


def lanes_of(figures: dict[str, NDArray[np.float32]]) -> list[Lane]:
    """From above: what the hands felt, how the patient was. What must not be met has a lane of its own kind above them."""
    return [_plunger(figures["plunger_mmhg"]), _push(figures["force_n"]), _signs(figures)]


def _plunger(mmhg: NDArray[np.float32]) -> Lane:
    known = np.nan_to_num(mmhg.astype(float))
    top = max(float(known.max()), FIRM_MMHG)
    return Lane(words.film("plunger"), known / top, _quiet(known), words.film("scale_mmhg", mmhg=top))


def _push(newton: NDArray[np.float32]) -> Lane:
    known = np.minimum(np.nan_to_num(newton.astype(float)), HARD_N)
    return Lane(words.film("force"), known / HARD_N, _quiet(known), words.film("scale_n", n=HARD_N))


def _signs(figures: dict[str, NDArray[np.float32]]) -> Lane:
    """The pulse as height; what calls for help in any sign as alarm."""
    pulse = np.nan_to_num(figures["heart_rate"].astype(float))
    called = (pulse < SLOW) | (figures["systolic"] < LEAST_SYSTOLIC) | (figures["spo2"] < LEAST_SPO2)
    alarms = np.where(called, Alarm.INSIDE, np.where(pulse > FAST, Alarm.NEAR, Alarm.NONE)).astype(np.int8)
    scale = words.film("scale_pulse", least=SLOWEST, most=FASTEST)
    return Lane(words.film("pulse"), _of_pulse(pulse), alarms, scale, (float(_of_pulse(SLOW)), float(_of_pulse(FAST))), filled=False)


def _of_pulse(per_min: NDArray[np.float64] | float) -> NDArray[np.float64]:
    height: NDArray[np.float64] = np.clip((np.asarray(per_min) - SLOWEST) / (FASTEST - SLOWEST), 0.0, 1.0)
    return height


def _quiet(values: NDArray[np.floating]) -> NDArray[np.int8]:
    return np.zeros(len(values), np.int8)


def values(figures: dict[str, float], near: Sequence[str]) -> list[str]:
    """One moment's figure of each of these structures and then of each lane, from above; a dash where there is nothing to tell."""
    found = []
    for name in near:
        mm = figures[f"{name}_mm"]
        found.append((mm, "value_in" if mm <= 0 else "value_mm" if mm < FAR_MM else "value_far"))
    found.append((figures["plunger_mmhg"], "value_mmhg"))
    found.append((figures["force_n"], "value_bone" if figures["force_n"] > HARD_N else "value_n"))
    found.append((figures["heart_rate"], "value_pulse"))
    return [NOTHING if np.isnan(value) else words.film(code, value=value) for value, code in found]


def told(figures: dict[str, float]) -> str:
    """One moment's figures in words."""
    said = [_near_told(words.film(what).lower(), figures[f"{what}_mm"]) for what in ("dura", "root", "vessel")]
    said.append(words.film("plunger_at", mmhg=figures["plunger_mmhg"]))
    if not np.isnan(figures["force_n"]):
        said.append(words.film("force_bone") if figures["force_n"] > HARD_N else words.film("force_at", n=figures["force_n"]))
    signs = {"pulse": figures["heart_rate"], **{name: figures[name] for name in ("systolic", "diastolic", "spo2")}}
    return "; ".join([one for one in said if one] + [words.film("signs", **signs)])


def _near_told(what: str, mm: float) -> str:
    if np.isnan(mm):
        return ""
    code = "inside" if mm <= 0 else "near" if mm < FAR_MM else "near_not"
    return words.film(code, what=what, mm=mm)


def highest(values: NDArray[np.generic], starts: NDArray[np.intp]) -> NDArray[np.generic]:
    """Of each stretch that begins at one of ``starts`` the greatest: a graze of one step is seen at any width."""
    found: NDArray[np.generic] = np.maximum.reduceat(values, starts)
    return found
