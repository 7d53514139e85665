"""Looking: dose, collimation, depth views, pictures that told nothing new, and the beam by phase."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from scenarios.counting import counted_to
from sim.scoring.measures.story import Story, Value, count, measure
from sim.session import commands as c
from sim.session.events import Event

CHANGED = (c.MoveCArm, c.ShowView, c.MoveTable, c.SetField, c.SetCollimator, c.SetBeam, c.SetReceptor, c.HoldBreath)
"""What makes the next picture another one."""
MUCH = 1 / 3
"""Of the beam's time, in one piece, or of its pictures (guess)."""
SHOT_S = 0.6
"""No longer than this is a single shot: who is told to take those takes them (guess)."""


def _total(story: Story, key: str) -> Value | None:
    """Who took no picture has spared the patient nothing."""
    grew = tuple((start.step, end.step, float(end.data[key])) for start, end in runs(story))
    return Value(round(sum(more for _, _, more in grew), 6), grew[-1][1], grew=grew) if grew else None


@measure
def fluoroscopy_time(story: Story) -> Value | None:
    """One long look that makes much of it is told as that, and so are needless pictures, and looks that are many and short."""
    total, longest = _total(story, "seconds"), story.value("longest_exposure")
    if total is None:
        return None
    needless = sum(float(end.data["seconds"]) for _, end in _needless(story))
    if longest is not None and total.value > 0 and longest.value >= MUCH * total.value:
        return replace(total, told_by=("longest_exposure",))
    if total.value > 0 and needless >= MUCH * total.value:
        return replace(total, told_by=("unneeded_exposures",))
    short = sum(seconds for _, _, seconds in total.grew if seconds <= SHOT_S)
    return replace(total, told_by=("exposures",)) if short > total.value / 2 else total


@measure
def air_kerma(story: Story) -> Value | None:
    return _total(story, "kerma_mgy")


@measure
def dose_area(story: Story) -> Value | None:
    return _total(story, "dap_gycm2")


@measure
def collimated(story: Story) -> Value | None:
    beams = runs(story)
    total = sum(float(end.data["seconds"]) for _, end in beams)
    if total <= 0:
        return None
    shut = sum(float(end.data["seconds"]) for _, end in beams if end.data["collimated"])
    wide = [start for start, end in beams if not end.data["collimated"]]
    return Value(round(100 * shut / total, 3), wide[0].step if wide else None)


@measure
def depth_view_used(story: Story) -> Value | None:
    """Who turned to such a view with the needle in and never came near is told that alone; so is who never did, or took no picture."""
    if not story.needled:
        return None
    looks, until = _from_the_side(story)
    near = next((event for event in looks if float(event.data["target_mm"]) <= story.limits.depth_judged_mm), None)
    tells = "tip_to_target" if looks or _later(story) else "depth_looked" if story.all("exposure_ended") else "collimated"
    return Value(0.0, until, told_by=(tells,)) if near is None else Value(1.0, near.step)


@measure
def depth_looked(story: Story) -> Value | None:
    """Who took no picture is told that."""
    looks, until = _from_the_side(story)
    if looks:
        return Value(1.0, looks[0].step)
    return Value(0.0, until, told_by=("tip_to_target",) if _later(story) else () if story.all("exposure_ended") else ("collimated",))


def _from_the_side(story: Story) -> tuple[list[Event], int]:
    """Looks at the needle under a view that tells depth, and until when they count: the drug, or the end."""
    until = story.steps if story.first_drug is None else story.first_drug.step
    return [event for event in story.all("tip_pictured") if event.step <= until and event.data["depth_view"]], until


def _later(story: Story) -> bool:
    """Whether there was such a look at all: where none counted, it was of another drug, at another place."""
    return any(event.data["depth_view"] for event in story.all("tip_pictured"))


@measure
def counted_from_above(story: Story) -> Value | None:
    """Every vertebra from the last ribs to the target's stood in some picture before the needle."""
    runs = [run for run in story.all("exposure_started") if story.skin is None or run.step <= story.skin]
    seen = {level for run in runs for level in run.data.get("levels", ())}
    return Value(float(seen >= set(counted_to(story.case.target.level))), runs[-1].step if runs else story.skin)


@measure
def exposures(story: Story) -> Value | None:
    """Needless ones that are much of them are told as that."""
    pressed = count([start for start, _ in runs(story)])
    much = pressed.value > 0 and len(_needless(story)) >= MUCH * pressed.value
    return replace(pressed, told_by=("unneeded_exposures",) if much else ())


@measure
def unneeded_exposures(story: Story) -> Value | None:
    """Nothing had moved or been set otherwise since the picture before, and nothing flowed."""
    return count([start for start, _ in _needless(story)])


def _needless(story: Story) -> list[tuple[Event, Event]]:
    """(start, end) of each run that showed nothing new. After one in which something flowed the next shows whether it stays."""
    changes = [e.step for e in story.all("tip_at", "needle_placed", "needle_taken", "needle_removed")]
    changes += [step for step, command in story.commands if isinstance(command, CHANGED)]
    flowed = [e.step for e in story.all("injection_ended")]
    found = []
    for (begun, before), (start, end) in pairwise(runs(story)):
        changed = any(before.step <= step <= end.step for step in changes) or any(begun.step <= step <= end.step for step in flowed)
        if not changed and not _flows(story, start.step, end.step):
            found.append((start, end))
    return found


def runs(story: Story) -> list[tuple[Event, Event]]:
    """(start, end) of each time that the pedal was down; of one whose start nobody wrote down its end alone."""
    found, start = [], None
    for event in story.all("exposure_started", "exposure_ended"):
        if event.kind == "exposure_started":
            start = event
        else:
            found.append((start or event, event))
            start = None
    return found


def _flows(story: Story, a: int, b: int) -> bool:
    pairs = [pair for fluid in ("contrast", "drug", "anaesthetic", "saline") for pair in story.pushes(fluid)]
    return any(start.step <= b and end.step >= a for start, end in pairs)


@measure
def longest_exposure(story: Story) -> Value | None:
    """While nothing was injected."""
    idle = [(start, end) for start, end in runs(story) if not _flows(story, start.step, end.step)]
    if not idle:
        return None
    start, worst = max(idle, key=lambda run: float(run[1].data["seconds"]))
    seconds = float(worst.data["seconds"])
    return Value(seconds, worst.step, grew=((start.step, worst.step, seconds),))


def _beam(story: Story, since: int | None, until: int | None) -> Value | None:
    """Seconds of beam from one step to before another; 0 if the phase was not reached, None where no picture was taken at all."""
    if not story.all("exposure_ended"):
        return None
    if since is None:
        return Value(0.0)
    ends = [e for e in story.all("exposure_ended") if since <= e.step and (until is None or e.step < until)]
    return Value(round(sum(float(e.data["seconds"]) for e in ends), 3), ends[0].step if ends else None)


def _step(event: Event | None) -> int | None:
    return event.step if event else None


@measure
def beam_plan(story: Story) -> Value | None:
    return _beam(story, 0, story.skin)


@measure
def beam_approach(story: Story) -> Value | None:
    contrast = story.pushes("contrast")
    return _beam(story, story.skin, contrast[0][0].step if contrast else _step(story.first_drug))


@measure
def beam_contrast(story: Story) -> Value | None:
    contrast = story.pushes("contrast")
    return _beam(story, contrast[0][0].step if contrast else None, _step(story.first_drug))


@measure
def beam_after(story: Story) -> Value | None:
    return _beam(story, _step(story.first_drug), None)
