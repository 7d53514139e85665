"""Whether contrast had proved the place of the drug, and why not: none, too little, not pictured, moved since, another place shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.equipment import agent
from scenarios.pattern import Pattern
from scenarios.words.said import Clause
from sim.scoring.measures.story import Story, apart
from sim.scoring.reading import EPIDURAL_PATTERNS, patterns_named
from sim.session.events import Event

LEAST_CONTRAST_ML = 0.3
Pushes = Sequence[tuple[Event, Event]]
Cause = Literal["not given", "no iodine", "too little", "too little here", "moved", "not pictured", "gone on", "elsewhere"]


@dataclass(frozen=True)
class Lack:
    """What the proof of a drug's place lacked."""

    cause: Cause
    ml: float = 0.0
    """Of contrast that had gone in"""
    mm: float = 0.0
    """From the nearest place that contrast went in at, or at which a picture showed it"""
    shown: tuple[str, ...] = ()
    """Patterns that contrast had shown instead"""

    @property
    def clause(self) -> Clause:
        return Clause("unproved", self.cause, self.shown, self.ml, self.mm)


def contrast_before(story: Story, drug: Event | None = None) -> Pushes:
    """Before this push of a drug, or before the first. What the beam can show: without iodine nothing is proved."""
    return [(a, b) for a, b in _before(story, drug) if holds_iodine(b)]


def holds_iodine(push: Event) -> bool:
    return agent(str(push.data["agent"])).iodine_mg_ml > 0


def _before(story: Story, drug: Event | None) -> Pushes:
    drug, given = drug or story.first_drug, story.injections("contrast")
    return [(a, b) for a, b in given if drug is None or b.step <= drug.step]


def from_here(story: Story, pushes: Pushes, there: Event) -> Pushes:
    """Those from the place of another push."""
    return [(a, b) for a, b in pushes if apart(a.data["place"], there.data["place"]) <= story.limits.same_place_mm]


def unproved(story: Story, drug: Event) -> Lack | None:
    """Why nothing had proved where this drug went; None if contrast had."""
    given = contrast_before(story, drug)
    if not given:
        return Lack("no iodine" if _before(story, drug) else "not given")
    here = from_here(story, given, drug)
    ml = _ml(here)
    if _ml(given) < LEAST_CONTRAST_ML:
        return Lack("too little", ml=_ml(given))
    if here and ml < LEAST_CONTRAST_ML:
        return Lack("too little here", ml=ml)
    if not here:
        moved = min(apart(a.data["place"], drug.data["place"]) for a, _ in given)
        return Lack("moved", mm=moved)
    gone = min((mm for shown, mm in _pictured(story, drug, here) if shown > story.limits.looked_ml), default=None)
    if gone is None:
        return Lack("not pictured", ml=ml)
    if gone > story.limits.same_place_mm:
        return Lack("gone on", ml=ml, mm=gone)
    other = _another_place(story, drug, here)
    return Lack("elsewhere", shown=other) if other else None


def _ml(pushes: Pushes) -> float:
    return sum(float(end.data["ml"]) for _, end in pushes)


def _pictured(story: Story, drug: Event, pushes: Pushes) -> list[tuple[float, float]]:
    """Of each picture before the drug: ml of contrast from here that it showed, and mm that the tip has moved since."""
    tip = story.last("tip_at", drug.step)
    found = []
    for picture in story.all("tip_pictured"):
        stood = story.last("tip_at", picture.step)
        moved = 0.0 if tip is None or stood is None else apart(stood.data["place"], tip.data["place"])
        if picture.step <= drug.step:
            found.append((sum(gone_in(start, end, picture.step) for start, end in pushes), moved))
    return found


def gone_in(start: Event, end: Event, step: int) -> float:
    """ml of a push until then."""
    whole = end.step - start.step
    return float(end.data["ml"]) * min(max(step - start.step, 0) / whole, 1.0) if whole > 0 else float(end.data["ml"]) * (step >= end.step)


def _another_place(story: Story, drug: Event, here: Pushes) -> tuple[str, ...]:
    """Where contrast from here lay, if none of it was the place that this technique aims at.

    What lay as the drug began, without what had before the first push from here and what a pass that was left has put elsewhere since.
    """
    if drug.data.get("patterns") is None:
        return ()
    first = here[0][0]
    left = [push for push in contrast_before(story, drug) if push[0].step > first.step and push not in here]
    own, ml = _gained(first, drug)
    for begun, ended in left:
        theirs, more = _gained(begun, ended)
        own, ml = {name: lay - theirs.get(name, 0.0) for name, lay in own.items()}, ml - more
    shown = patterns_named(ml, own, story.limits)
    wanted: tuple[Pattern, ...] = ("facet joint",) if story.technique.aim == "joint" else EPIDURAL_PATTERNS
    return () if set(shown) & set(wanted) else tuple(shown)


def _gained(begun: Event, ended: Event) -> tuple[dict[str, float], float]:
    """Contrast that came from one fact to another: ml by pattern, and of all."""
    before, after = begun.data.get("patterns", {}), ended.data.get("patterns", {})
    more = {name: float(ml) - float(before.get(name, 0.0)) for name, ml in after.items()}
    return more, float(ended.data["contrast_ml"]) - float(begun.data["contrast_ml"])
