"""Drills that begin with a needle: how near it came to the beam, to the far side of the flavum, and how near an answer to the truth."""

from __future__ import annotations

from itertools import pairwise
from math import acos, degrees

import numpy as np

from meshes.space import dot, unit
from scenarios.drill import Drill
from sim.fluoroscopy.carm import Pose, View
from sim.scoring.measures.story import CANAL, Story, Value, measure, yes
from sim.session.commands import AdvanceNeedle, AimNeedle, PressPedal, RotateNeedle
from sim.session.session import STEP_S

BETWEEN = (AdvanceNeedle, RotateNeedle, PressPedal)
"""What makes of the next leaning another one."""
REST_S = 0.5
"""A hand that rests so long begins another push (guess)."""


def _asks(story: Story, asks: str) -> Drill | None:
    drill = story.case.drill
    return drill if drill is not None and drill.asks == asks else None


@measure
def off_beam(story: Story) -> Value | None:
    """Between the line from hub to tip, as it was left, and the ray of the given view that meets the tip."""
    begun, held = story.last("drill_set"), story.last("needle_held")
    if begun is None or held is None:
        return None
    x, y, z = (float(c) for c in begun.data["centre"])
    view = View(Pose(float(begun.data["orbit_deg"]), float(begun.data["tilt_deg"]), (x, y, z)))
    hub, tip = (np.array(held.data[name], float) for name in ("hub", "place"))
    along = abs(float(dot(unit(tip - hub), unit(tip - view.source))))
    return Value(round(degrees(acos(min(along, 1.0))), 2), held.step)


@measure
def depth_off(story: Story) -> Value | None:
    """Too deep or not deep enough."""
    drill, held = _asks(story, "beam"), story.last("needle_held")
    if drill is None or drill.depth_mm is None or held is None:
        return None
    return Value(round(abs(float(held.data["depth_mm"]) - drill.depth_mm), 2), held.step)


@measure
def corrections(story: Story) -> Value | None:
    """Leaned in several small moves with nothing else between, that is one."""
    if _asks(story, "beam") is None or not story.all("needle_held"):
        return None
    found, aiming = [], False
    for step, command in story.commands:
        if isinstance(command, AimNeedle) and not aiming:
            found.append(step)
        aiming = isinstance(command, AimNeedle) or (aiming and not isinstance(command, BETWEEN))
    return Value(float(len(found)), found[-1] if found else None)


@measure
def drill_time(story: Story) -> Value | None:
    """Of a drill that was begun with a needle on the patient."""
    return Value(round(story.steps * STEP_S, 3)) if story.all("drill_set") else None


@measure
def past_flavum(story: Story) -> Value | None:
    """None where it never came through."""
    through = _through(story)
    if through is None:
        return None
    front_mm, step = through
    deepest = max((tip for tip in story.all("tip_at") if tip.step >= step), key=lambda tip: float(tip.data["depth_mm"]))
    return Value(round(max(float(deepest.data["depth_mm"]) - front_mm, 0.0), 2), deepest.step)


@measure
def flavum_passed(story: Story) -> Value | None:
    if _asks(story, "loss") is None:
        return None
    through = _through(story)
    return yes(through is not None, through[1] if through else None)


def _through(story: Story) -> tuple[float, int] | None:
    """At which depth (mm) and step the tip first came out of the flavum into the canal."""
    if _asks(story, "loss") is None:
        return None
    for event in story.all("tissue_entered"):
        if event.data["left"] == "FLAVUM" and event.data["tissue"] in CANAL:
            return float(event.data["depth_mm"]), event.step
    return None


@measure
def dura_met(story: Story) -> Value | None:
    """Pushed ahead or pierced."""
    if _asks(story, "loss") is None or not story.all("tip_at"):
        return None
    met = story.all("dura_tented", "dural_puncture")
    return Value(float(len(met)), met[0].step if met else None)


@measure
def pushes(story: Story) -> Value | None:
    """Small moves without a rest between are one."""
    if _asks(story, "loss") is None:
        return None
    steps = [step for step, command in story.commands if isinstance(command, AdvanceNeedle) and command.mm > 0]
    if not steps:
        return None
    return Value(1.0 + sum((b - a) * STEP_S >= REST_S for a, b in pairwise(steps)), steps[-1])


@measure
def depth_misread(story: Story) -> Value | None:
    said = story.last("depth_said")
    if said is None:
        return None
    mm, truth = float(said.data["said_mm"]), float(said.data["lies_mm"])
    return Value(round(abs(mm - truth), 2), said.step, f"{mm:+.0f} mm for {truth:+.0f}")


@measure
def level_counted(story: Story) -> Value | None:
    said = story.last("level_said")
    if said is None:
        return None
    right = said.data["level"] == said.data["lies"]
    return Value(float(right), said.step, "" if right else f"{said.data['level']} for {said.data['lies']}")
