"""Drills: pictures named, and how near the last picture came to the view that was asked for."""

from __future__ import annotations

from dataclasses import replace
from math import asin, degrees

import numpy as np

from meshes.space import Vector, dot, unit
from scenarios.drill import Drill
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.views import named_pose
from sim.scoring.measures.story import Story, Value, measure, share
from sim.session.events import Event
from sim.session.session import STEP_S


def _round(story: Story) -> Drill | None:
    """The drill, if pictures are to be named in it."""
    drill = story.case.drill
    return drill if drill is not None and drill.asks == "pattern" else None


@measure
def pictures_named(story: Story) -> Value | None:
    """What was left out is told among what was not right."""
    drill, named = _round(story), story.all("picture_named")
    if drill is None:
        return None
    return replace(share(len(named), drill.pictures, named[-1].step if named else None), told_by=("pictures_right",))


@measure
def pictures_right(story: Story) -> Value | None:
    """What was not named is wrong."""
    drill, named = _round(story), story.all("picture_named")
    if drill is None:
        return None
    wrong = [event for event in named if float(event.data["grade"]) < 1.0]
    what = "".join(f"; {event.data['number']}: {event.data['pattern']} for {' with '.join(event.data['truth'])}" for event in wrong)
    right = share(sum(float(event.data["grade"]) for event in named), drill.pictures)
    what += f"; left out: {drill.pictures - len(named)}" if len(named) < drill.pictures else ""
    return Value(right.value, wrong[0].step if wrong else None, what)


@measure
def naming_time(story: Story) -> Value | None:
    """Mean over the pictures that were named."""
    if _round(story) is None or not story.all("picture_named"):
        return None
    shown = {event.data["number"]: event.step for event in story.all("picture_set")}
    took = [(event.step - shown[event.data["number"]]) * STEP_S for event in story.all("picture_named")]
    return Value(round(sum(took) / len(took), 3))


def _last_view(story: Story) -> Event | None:
    """From where the last picture of a drill of views was taken."""
    drill = story.case.drill
    return story.last("view_pictured") if drill is not None and drill.asks != "pattern" and story.site is not None else None


def _bone(story: Story) -> str:
    level = story.technique.squared_level(story.case.target.level)
    return "sacrum" if level == "S1" else level


@measure
def end_plate_off(story: Story) -> Value | None:
    """Between the end-plate's plane and the ray that meets its middle."""
    last, site = _last_view(story), story.site
    if last is None or site is None:
        return None
    bone = _bone(story)
    x, y, z = (float(c) for c in last.data["centre"])
    view = View(Pose(float(last.data["orbit_deg"]), float(last.data["tilt_deg"]), (x, y, z)))
    ray: Vector = unit(site.landmark(f"{bone}/superior_endplate") - view.source)
    off = degrees(asin(float(np.clip(abs(dot(ray, unit(site.landmark(f"{bone}/up")))), 0.0, 1.0))))
    return Value(round(off, 2), last.step)


@measure
def turned_off(story: Story) -> Value | None:
    """Of the orbit, from the one at which this patient's bones show what was asked for."""
    last, site, drill = _last_view(story), story.site, story.case.drill
    if last is None or site is None or drill is None:
        return None
    level = story.technique.squared_level(story.case.target.level)
    wanted = named_pose(site, "oblique" if drill.asks == "oblique" else "AP", level, story.case.target.side)
    return Value(round(abs(float(last.data["orbit_deg"]) - wanted.orbit_deg), 2), last.step)
