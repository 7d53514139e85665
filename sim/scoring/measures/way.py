"""The way there: passes, contacts, resistance, steps taken blind."""

from __future__ import annotations

from dataclasses import replace
from math import inf, sqrt

from scenarios.words.said import Clause
from sim.scoring.measures.story import EPIDURAL, Story, Value, count, measure, share
from sim.session.events import Event
from sim.session.session import STEP_S

DRAWN_BACK_MM = 0.5
"""So far back it is no longer the way on (guess)."""
PROBED_MM = 15.0


@measure
def passes(story: Story) -> Value | None:
    found = story.all("pass_begun")
    return replace(count(found), step=found[-1].step if found else None)


@measure
def bone_contacts(story: Story) -> Value | None:
    return count(story.all("bone_contact"))


@measure
def bone_pressed(story: Story) -> Value | None:
    """Of the push by which it became too much."""
    grew = tuple((event.step, event.step, float(event.data["mm"])) for event in story.all("bone_pressed"))
    return Value(round(sum(mm for _, _, mm in grew), 2), grew[-1][0], grew=grew) if grew else Value(0.0)


@measure
def dural_punctures(story: Story) -> Value | None:
    """With how many, if more than one: each is a hole of its own."""
    found = count(story.all("dural_puncture"))
    return replace(found, what=f", {found.value:g} times" if found.value > 1 else "")


@measure
def dura_tented(story: Story) -> Value | None:
    return count(story.all("dura_tented"))


@measure
def vessel_entries(story: Story) -> Value | None:
    return count(story.all("vessel_entered"))


@measure
def root_contacts(story: Story) -> Value | None:
    """With whether the needle went into one: more than a touch."""
    met = story.all("root_contact")
    return replace(count(met), what=", and the needle went into it" if any(event.data.get("entered") for event in met) else "")


@measure
def disc_entries(story: Story) -> Value | None:
    return count(story.all("disc_entered"))


@measure
def duration(story: Story) -> Value | None:
    begun, ended = story.all("pass_begun"), story.all("injection_ended") or story.all("finished")
    return Value((ended[-1].step - begun[0].step) * STEP_S, ended[-1].step) if begun and ended else None


@measure
def loss_of_resistance(story: Story) -> Value | None:
    """Where none was, with whether one was felt elsewhere, and if not, whether the plunger was tried."""
    losses = story.all("loss_of_resistance")
    felt = [event for event in losses if event.data["tissue"] in EPIDURAL]
    if felt:
        return Value(1.0, felt[-1].step)
    if losses:
        return Value(0.0, losses[-1].step, Clause("loss", "elsewhere"))
    if not story.needled:
        return None
    until = story.steps if story.first_drug is None else story.first_drug.step
    # saline or air that was pressed in gave way as well, wherever it went
    pressed = [(a, b) for fluid in ("saline", "air") for a, b in story.injections(fluid) if a.step <= until]
    beside = [a.step for a, b in pressed if 2 * float(b.data["into"].get("epidural", 0.0)) < float(b.data["ml"])]
    if beside:
        return Value(0.0, min(beside), Clause("loss", "elsewhere"))
    return Value(0.0, until, Clause("loss", "tried" if story.all("plunger_tried") else "none"))


@measure
def past_loss(story: Story) -> Value | None:
    """Before the needle was drawn back, or another syringe came on to prove the place; with whether the dura was met on it."""
    felt = [event for event in story.all("loss_of_resistance") if event.data["tissue"] in EPIDURAL]
    if not felt:
        return None
    worst, at, gave, tented = 0.0, felt[0].step, None, False
    for event in story.all("loss_of_resistance", "tip_at", "syringe_attached", "pass_begun", "dura_tented"):
        if event.kind == "loss_of_resistance":
            gave = float(event.data["depth_mm"]) if gave is None and event.data["tissue"] in EPIDURAL else gave
        elif event.kind == "dura_tented":
            tented = tented or gave is not None
        elif event.kind != "tip_at" or gave is None or float(event.data["depth_mm"]) < gave - DRAWN_BACK_MM:
            gave = None
        elif float(event.data["depth_mm"]) - gave > worst:
            worst, at = float(event.data["depth_mm"]) - gave, event.step
    return Value(round(worst, 3), at, ", which pushed the dura ahead" if tented else "")


@measure
def probes_before_loss(story: Story) -> Value | None:
    felt = story.all("loss_of_resistance")
    if not felt:
        return None
    depth = float(felt[-1].data["depth_mm"])
    tries = [e for e in story.all("plunger_tried") if e.step <= felt[-1].step and 0 <= depth - float(e.data["depth_mm"]) <= PROBED_MM]
    return Value(float(len(tries)), felt[-1].step)


@measure
def blind_advance(story: Story) -> Value | None:
    """To where it came nearest the target since the picture before: what lies beyond is no way to it."""
    worst, at, since, nearest = 0.0, None, 0.0, inf
    before: Event | None = None
    for event in story.all("needle_placed", "tip_at", "tip_pictured"):
        depth = _depth(event)
        if event.kind == "tip_pictured" or depth < since:
            since, nearest = depth, inf
        elif event.kind == "tip_at":
            came, there = _passed(before, event)
            if came <= story.limits.near_target_mm and came < nearest and there - since > worst:
                worst, at = there - since, event.step
            nearest = min(nearest, came)
        before = event if event.kind != "tip_pictured" and "target_mm" in event.data else before
    return Value(round(worst, 3), at) if story.all("tip_at") else None


@measure
def deep_blind(story: Story) -> Value | None:
    """How far in front of the target, wherever it lies, a tip came without a picture on the way there."""
    if story.site is None or not story.all("tip_at"):
        return None
    front = float(story.site.landmark(story.case.target.landmark(story.technique.target))[1])
    worst, at, seen = 0.0, None, 0.0
    for event in story.all("needle_placed", "tip_at", "tip_pictured"):
        beyond = 0.0 if event.kind == "needle_placed" else max(float(event.data["place"][1]) - front, 0.0)
        if event.kind == "tip_pictured" or beyond < seen:
            seen = beyond
        elif beyond - seen > worst:
            worst, at = beyond - seen, event.step
    return Value(round(worst, 2), at)


def _depth(event: Event) -> float:
    return 0.0 if event.kind == "needle_placed" else float(event.data["depth_mm"])


def _passed(before: Event | None, after: Event) -> tuple[float, float]:
    """How near the target a tip came that went straight from one place to the next, and at what depth, mm: by their triangle."""
    depth, b = _depth(after), float(after.data["target_mm"])
    if before is None or (way := depth - _depth(before)) <= 0:
        return b, depth
    a, foot = float(before.data["target_mm"]), _foot(before, after, way)
    gone = min(max(foot, 0.0), way)
    return max(a**2 - 2 * gone * foot + gone**2, 0.0) ** 0.5, depth - way + gone


def _foot(before: Event, after: Event, way: float) -> float:
    """How far along a straight way the target is nearest, mm; before it or beyond it too."""
    a, b = float(before.data["target_mm"]), float(after.data["target_mm"])
    return (way**2 + a**2 - b**2) / (2 * way)


@measure
def punctures(story: Story) -> Value | None:
    return count(story.all("skin_entered"))


@measure
def depth_steps_guided(story: Story) -> Value | None:
    """A step that went deeper near the target, by the picture that came last before it."""
    guided, way, at, last = 0.0, 0.0, None, False
    depth: float | None = None
    for event in story.all("tip_at", "tip_pictured"):
        now = float(event.data["depth_mm"])
        if event.kind == "tip_pictured":
            last = bool(event.data["depth_view"])
        elif depth is not None and now > depth and float(event.data["target_mm"]) <= story.limits.near_target_mm:
            way += now - depth
            guided += now - depth if last else 0.0
            at = event.step if at is None and not last else at
        depth = now
    return share(guided, way, at) if way > 0 else None


@measure
def largest_push(story: Story) -> Value | None:
    """Of each push what lay so near: one that began farther off, or went by, is no longer there than its part within."""
    near = [(part, b) for a, b in story.ways() if (part := _within(a, b)) > 0]
    if not near:
        return None
    most, worst = max(near, key=lambda one: one[0])
    gave = past_loss(story)  # the push that went on through the loss is told there
    return Value(round(most, 3), worst.step, told_by=("past_loss",) if gave is not None and gave.step == worst.step else ())


def _within(before: Event, after: Event) -> float:
    """mm of a straight push that lay within ``PROBED_MM`` of the target: the chord of that sphere, by the same triangle."""
    if (way := _depth(after) - _depth(before)) <= 0:
        return 0.0
    foot = _foot(before, after, way)
    half = sqrt(max(PROBED_MM**2 - float(before.data["target_mm"]) ** 2 + foot**2, 0.0))
    return max(min(way, foot + half) - max(0.0, foot - half), 0.0)
