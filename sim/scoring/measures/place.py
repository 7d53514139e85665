"""Where the tip came to lie, and how near it came to what it must not touch."""

from __future__ import annotations

from meshes.tissues import INTRATHECAL
from scenarios.words.said import Clause
from sim.procedure.course import ORGANS
from sim.scoring.measures.story import EPIDURAL, Story, Value, measure, yes
from sim.session.events import Event

SAC = frozenset(tissue.name for tissue in INTRATHECAL)
MOST = 0.5
"""So much of the distance to the target lies beyond the limit, where the limit tells it all (guess)."""
ALONG = 0.7
"""So much of it lies along the spine, where that is told with it (guess): the way aside is no longer than the way along."""
JOINT_HALF_MM = 12.0
"""The next joint's own half is farther along the canal (guess: segments are 30 mm and more)."""


def _least(story: Story, key: str) -> Value | None:
    tips = story.all("tip_at")
    if not tips:
        return None
    nearest = min(tips, key=lambda tip: tip.data[key])
    return Value(float(nearest.data[key]), nearest.step)


@measure
def tip_in_space(story: Story) -> Value | None:
    """Far from the target it is told how far. Who is in the sac is told that the dura was gone through."""
    tip = story.judged_at
    if tip is None:
        return None
    far = float(tip.data["target_mm"]) > story.limits.depth_judged_mm
    tells = ("dural_punctures",) if tip.data["tissue"] in SAC else ("tip_to_target",) if far else ()
    return Value(float(tip.data["tissue"] in EPIDURAL), tip.step, told_by=tells)


@measure
def tip_to_target(story: Story) -> Value | None:
    """A joint is a slit of many millimetres: who is in the one that is meant is at the target, and who is not in it is told that. Who is in
    an organ is told that; so is who is in the sac, and who is beyond the limit by most of the way. Where most of it lies along the spine,
    that is told with it: neither aim nor depth was what was wrong.
    """
    tip = story.judged_at
    if tip is None:
        return None
    there = story.technique.aim == "joint" and tip.data["tissue"] == "FACET_JOINT" and float(tip.data["off_level_mm"]) < JOINT_HALF_MM
    beside = ("tip_in_joint",) if story.technique.aim == "joint" else ()
    target, along = float(tip.data["target_mm"]), float(tip.data["off_level_mm"])
    what = Clause("off_target", "along", mm=along) if along > ALONG * target else ""
    return Value(0.0 if there else target, tip.step, what, told_by=_overshot(story, tip) or beside)


def _overshot(story: Story, tip: Event) -> tuple[str, ...]:
    """What tells it all of a tip that went too deep: most of the way is beyond the limit, or it had been there on this pass and went on."""
    if tip.data["tissue"] in ORGANS:
        return ("organ_entered",)
    if tip.data["tissue"] in SAC:
        return ("dural_punctures",)
    past, target = float(tip.data["past_mm"]), float(tip.data["target_mm"])
    begun = max((event.step for event in story.all("pass_begun") if event.step <= tip.step), default=0)
    nearest = min(float(event.data["target_mm"]) for event in [tip, *story.all("tip_at")] if begun <= event.step <= tip.step)
    return ("past_limit",) if past > MOST * target or (past > 0 and nearest <= story.limits.same_place_mm) else ()


@measure
def off_level(story: Story) -> Value | None:
    """A needle that leans comes to its level only with depth: far from the target it is told how far, and how much of it that is."""
    tip = story.judged_at
    if tip is None:
        return None
    far = float(tip.data["target_mm"]) > story.limits.depth_judged_mm
    return Value(float(tip.data["off_level_mm"]), tip.step, told_by=("tip_to_target",) if far else ())


@measure
def wrong_side(story: Story) -> Value | None:
    tip = story.judged_at
    return Value(float(tip.data["wrong_side_mm"]), tip.step) if tip else None


@measure
def clearance_dura(story: Story) -> Value | None:
    return _least(story, "dura_mm")


@measure
def clearance_vessel(story: Story) -> Value | None:
    return _least(story, "vessel_mm")


@measure
def clearance_root(story: Story) -> Value | None:
    return _least(story, "root_mm")


@measure
def past_limit(story: Story) -> Value | None:
    tips = story.all("tip_at")
    if not tips:
        return None
    worst = max(tips, key=lambda tip: tip.data["past_mm"])
    return Value(float(worst.data["past_mm"]), worst.step, Clause("limits", names=(story.technique.limit,)))


def _near(story: Story, key: str) -> Value | None:
    return story.seconds_at(lambda tip: float(tip.data[key]) <= story.limits.near_miss_mm) if story.all("tip_at") else None


@measure
def near_dura(story: Story) -> Value | None:
    return _near(story, "dura_mm")


@measure
def near_vessel(story: Story) -> Value | None:
    return _near(story, "vessel_mm")


@measure
def near_root(story: Story) -> Value | None:
    return _near(story, "root_mm")


@measure
def tip_in_joint(story: Story) -> Value | None:
    tip = story.judged_at
    return yes(tip.data["tissue"] == "FACET_JOINT", tip.step) if tip else None
