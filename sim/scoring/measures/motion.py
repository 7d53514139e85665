"""How the hand moved: Perk Tutor's measures, from where the tip was at each movement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.scoring.measures.story import CANAL, Story, Value, apart, measure
from sim.session.session import STEP_S

SAMPLES_S = 0.25
LEAST_S = 2.0
"""Shorter movements have no smoothness to speak of."""


@measure
def path_length(story: Story) -> Value | None:
    if not story.all("tip_at"):
        return None
    return Value(round(sum(apart(a.data["place"], b.data["place"]) for a, b in story.ways()), 2))


@measure
def path_inefficiency(story: Story) -> Value | None:
    """The way there over the straight line from the last entry to where the tip was judged; how it came out again is no part of it."""
    tip = story.judged_at
    entry = story.last("pass_begun", tip.step if tip else None)
    if tip is None or entry is None:
        return None
    way = sum(apart(a.data["place"], b.data["place"]) for a, b in story.ways() if b.step <= tip.step)
    straight = apart(entry.data["entry"], tip.data["place"])
    return Value(round(max(way / straight, 1.0), 3), tip.step) if straight > 5.0 else None


@measure
def time_in_patient(story: Story) -> Value | None:
    return story.seconds_at(lambda tip: True) if story.all("tip_at") else None


@measure
def needle_time(story: Story) -> Value | None:
    """From the skin until contrast or anything else but saline goes in; waiting for what a drug does is no time of the needle's."""
    given = [start.step for fluid in ("contrast", "anaesthetic", "drug") for start, _ in story.injections(fluid)]
    since = [step for step in given if story.skin is not None and step >= story.skin]
    return Value((min(since) - story.skin) * STEP_S, min(since)) if since and story.skin is not None else None


@measure
def time_in_canal(story: Story) -> Value | None:
    return story.seconds_at(lambda tip: tip.data["tissue"] in CANAL) if story.all("tip_at") else None


@measure
def path_in_muscle(story: Story) -> Value | None:
    ways = [apart(a.data["place"], b.data["place"]) for a, b in story.ways() if b.data["tissue"] == "MUSCLE"]
    return Value(round(sum(ways), 2)) if story.all("tip_at") else None


@measure
def swept_area(story: Story) -> Value | None:
    """Triangles between the shaft before and after each movement; a shaft that follows its own line sweeps nothing."""
    total, worst, at = 0.0, 0.0, None
    for a, b in story.ways():
        entry = story.last("pass_begun", b.step)
        if entry is None:
            continue
        p = np.array(entry.data["entry"], float)
        u, v = np.array(a.data["place"], float) - p, np.array(b.data["place"], float) - p
        area = 0.5 * float(np.sqrt((np.cross(u, v) ** 2).sum()))
        total += area
        if area > worst:
            worst, at = area, b.step
    return Value(round(total, 1), at) if story.all("tip_at") else None


@measure
def reversals(story: Story) -> Value | None:
    """Changes between going in and drawing back."""
    if not story.all("tip_at"):
        return None
    turns, before, at = 0, 0, None
    for a, b in story.ways():
        change = float(b.data["depth_mm"]) - float(a.data["depth_mm"])
        sign = int(change > 0) - int(change < 0)
        if sign and before and sign != before:
            turns, at = turns + 1, b.step if at is None else at
        before = sign or before
    return Value(float(turns), at)


@measure
def smoothness(story: Story) -> Value | None:
    """Minus the logarithm of the dimensionless squared jerk of depth over the time in which the needle moved; more is smoother."""
    depth = _moving(story)
    if len(depth) * SAMPLES_S < LEAST_S:
        return None
    jerk = np.diff(depth, 3) / SAMPLES_S**3
    seconds, way = len(depth) * SAMPLES_S, float(np.ptp(depth))
    if way < 1.0:
        return None
    dimensionless = float((jerk * jerk).sum()) * SAMPLES_S * seconds**5 / way**2
    return Value(round(-float(np.log10(dimensionless)), 3) if dimensionless > 0 else 0.0)


def _moving(story: Story) -> NDArray[np.float64]:
    """(n,) mm: depth each SAMPLES_S, the pauses longer than that left out."""
    depths: list[float] = []
    for a, b in story.ways():
        seconds = (b.step - a.step) * STEP_S
        number = max(round(min(seconds, 1.0) / SAMPLES_S), 1)
        start, end = float(a.data["depth_mm"]), float(b.data["depth_mm"])
        depths += [start + (end - start) * (k + 1) / number for k in range(number)]
    return np.array(depths, float)
