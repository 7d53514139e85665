"""What comes afterwards: relief and trouble, as they follow from what was done. The same recording and seed have the same course.

Every complication has its own chance, drawn whether its cause was there or not, so that a mistake changes what follows from it and
nothing else. Rates and advice stand in ``tables`` beside this file; for teaching, verify locally.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from meshes.morphometry import LUMBAR
from meshes.table import Row, read
from scenarios import files
from scenarios.chart import Diagnosis
from scenarios.equipment import agent, needles
from scenarios.medicines import bleeding_risk
from scenarios.rules import thins_still
from scenarios.schema import Scenario
from sim.physics.compartments import compartments, zones
from sim.procedure.allergens import reacts
from sim.session.events import Event

TABLES = Path(__file__).parent / "tables"
STREAM = 7700
"""The course's own place in the seed's generator."""
ROOT_ML, CANAL_ML, JOINT_ML = 0.1, 5.0, 0.3
"""So much round the root, in the canal for a caudal, or in the facet joint is all that it takes (guesses)."""
EMBOLUS_ML = 0.05
"""Of particles that reach an artery of the cord (guess)."""
ALLERGIC_FROM = 2.0
"""The level of a sign from which a reaction is grave (``symptoms.csv``)."""
TIMES_H = (0.0, 0.5, 2.0, 8.0, 24.0, 72.0, 168.0, 336.0, 720.0, 1440.0, 2160.0)


@dataclass(frozen=True)
class Trouble:
    """One thing that happened, what the patient says of it, and what is to be done."""

    name: str
    after_h: float
    lasts_h: float
    says: str
    do: str
    call: str
    source: str


@dataclass(frozen=True)
class Course:
    """Pain over the weeks, and what went with it."""

    pain: tuple[tuple[float, float], ...]
    """(hours after, 0 to 10)"""
    diagnostic: bool | None
    """Whether the anaesthetic took the pain away; None if none reached anything."""
    treated: bool
    """Whether any steroid was given."""
    responds: bool
    relief_weeks: float
    troubles: tuple[Trouble, ...]
    arrived: bool
    """Whether enough of a steroid lay where it can help"""

    def as_json(self) -> dict[str, object]:
        return {
            "pain": [list(row) for row in self.pain],
            "diagnostic": self.diagnostic,
            "treated": self.treated,
            "responds": self.responds,
            "relief_weeks": self.relief_weeks,
            "troubles": [trouble.__dict__ for trouble in self.troubles],
            "arrived": self.arrived,
        }


class Relief(Row):
    """How many a diagnosis lets feel better, and how long."""

    diagnosis: str
    share: float
    weeks: float


class Complication(Row):
    """What can follow of a cause."""

    name: str
    cause: str
    rate: float
    onset_h: float
    lasts_h: float
    says: str
    do: str
    call: str
    source: str


@cache
def _relief() -> dict[str, Relief]:
    return {row.diagnosis: row for row in read(TABLES / "relief.csv", Relief)}


@cache
def _complications() -> tuple[Complication, ...]:
    return read(TABLES / "complications.csv", Complication)


def course(events: Sequence[Event], case: Scenario, seed: int) -> Course:
    """The course of an attempt with these events."""
    dice = np.random.Generator(np.random.Philox(key=[seed, STREAM]))
    diagnosis: Diagnosis = case.chart.diagnosis if case.chart else "disc herniation"
    before = float(case.chart.pain_now if case.chart else 6)
    row = _relief()[diagnosis]
    answers, days, weeks, lucky = dice.random(), 2.0 + 5.0 * dice.random(), row.weeks * (0.6 + 0.8 * dice.random()), dice.random()
    strength = _steroid_at_target(events, case)
    arrived = strength > 0.5
    responds = bool(answers < row.share) and arrived
    size = (0.55 + 0.4 * lucky) if responds else 0.1 * lucky * strength
    numb = _anaesthetic_at_target(events, case)
    troubles = _troubles(events, case, dice)
    pain = []
    for hours in TIMES_H:
        relief = size * _course_of_steroid(hours, days * 24.0, weeks * 168.0)
        if 0 < hours <= numb:
            relief = max(relief, 0.85)
        worse = 2.0 if any(t.name == "more pain" and t.after_h <= hours <= t.after_h + t.lasts_h for t in troubles) else 0.0
        pain.append((hours, round(min(max(before * (1 - relief) + worse, 0.0), 10.0), 1)))
    diagnostic = None if not _given(events, "anaesthetic") else numb > 0
    treated = any(e.kind == "steroid_given" for e in events)
    return Course(tuple(pain), diagnostic, treated, responds, round(weeks if responds else 0.0, 1), troubles, arrived)


def _course_of_steroid(hours: float, onset_h: float, length_h: float) -> float:
    """0 to 1: it comes over two to seven days [@pharmacology_known], stays, and fades over as long again as it stayed."""
    if hours <= length_h:
        return min(hours / onset_h, 1.0)
    return max(1.0 - (hours - length_h) / length_h, 0.0)


def _reached(events: Sequence[Event], case: Scenario) -> float:
    """0 to 1: how much of what it takes bathes the target's root; for a caudal, stays in the epidural space; for a joint, lies in it."""
    if files.technique(case.technique).aim == "joint":
        joints = [name for name, space in compartments().items() if space.joint]
        given = _given(events, "drug") + _given(events, "anaesthetic")
        ml = sum(float(e.data["into"].get(name, 0.0)) for e in given for name in joints)
        return min(ml / JOINT_ML, 1.0)
    ends = [e.data for e in events if e.kind in ("injection_ended", "finished") and "drug_at_root_ml" in e.data]
    at_root = max((float(data["drug_at_root_ml"]) for data in ends), default=0.0)
    if case.target.level not in LUMBAR:
        epidural = {zone.zone for zone in zones()}
        lies = max((sum(ml for zone, ml in data["drug_lies"].items() if zone in epidural) for data in ends), default=0.0)
        return min(max(at_root / ROOT_ML, lies / CANAL_ML), 1.0)
    return min(at_root / ROOT_ML, 1.0)


def _given(events: Sequence[Event], kind: str) -> list[Event]:
    return [e for e in events if e.kind == "injection_ended" and e.data["fluid"] == kind and float(e.data["ml"]) > 0]


def _steroid_at_target(events: Sequence[Event], case: Scenario) -> float:
    """0 to 1: how much of a working dose reached the target."""
    ml = sum(float(e.data["ml"]) for e in _given(events, "drug"))
    if ml <= 0:
        return 0.0
    mg = sum(float(e.data["mg"]) for e in events if e.kind == "steroid_given")
    enough = [dose for e in _given(events, "drug") if (dose := agent(str(e.data["agent"])).steroid_enough_mg) > 0]
    return min(mg / min(enough), 1.0) * _reached(events, case) if enough else 0.0


def _anaesthetic_at_target(events: Sequence[Event], case: Scenario) -> float:
    """Hours of relief by the anaesthetic; 0 if it did not reach the target."""
    held = [e for e in events if e.kind == "injection_ended" and agent(str(e.data["agent"])).anaesthetic_mg_ml > 0]
    if not held or _reached(events, case) < 0.5:
        return 0.0
    return max(agent(str(e.data["agent"])).relieves_h for e in held)


def causes(events: Sequence[Event], case: Scenario) -> set[str]:
    """What was done that something can follow from."""
    kinds = {e.kind for e in events}
    if "skin_entered" not in kinds:
        return set()
    found = {"always", "unsterile" if "sterility_broken" in kinds else "sterile"}
    if "steroid_given" in kinds:
        found.add("steroid")
        if case.chart is not None and case.chart.diabetic:
            found.add("diabetic")
    if "root_contact" in kinds:
        found.add("root")
    risk = bleeding_risk(case.technique)
    if case.chart is not None and any(thins_still(case.chart, drug, risk) for drug in case.chart.medication):
        found.add("thinned")
    found |= _allergy(events, case)
    gauge = 18
    for event in events:
        if event.kind == "needle_taken":
            gauge = needles()[str(event.data["needle"])].gauge
        elif event.kind == "tissue_entered" and event.data["tissue"] in ORGANS:
            found.add(ORGANS[str(event.data["tissue"])])
        elif event.kind == "dural_puncture":
            found.add("hole 18G" if gauge <= 20 else "hole 22G" if gauge <= 23 else "hole 25G")
        elif event.kind == "steroid_given" and event.data["particulate"] and _to_cord(event) > EMBOLUS_ML:
            found.add("arterial particulate")
        elif event.kind == "sign" and event.data["of"] in GRAVE and float(event.data["level"]) > ALLERGIC_FROM:
            found.add(GRAVE[str(event.data["of"])])
    return found


ORGANS = {"KIDNEY": "kidney", "BOWEL": "bowel", "GAS": "bowel", "VISCERA": "bowel"}
"""What lies in front of the spine, by its tissue (the gas is that of the colon), and the cause that a needle in it is."""
GRAVE = {"toxicity": "toxic", "spinal_block": "spinal"}
"""Causes by their signs."""


def _to_cord(event: Event) -> float:
    """ml of it that went where an artery of the cord takes it up."""
    return sum(float(event.data["into"].get(name, 0.0)) for name, space in compartments().items() if space.feeds_cord)


def _allergy(events: Sequence[Event], case: Scenario) -> set[str]:
    """As it showed at the table; what had not shown yet may come."""
    shown = [float(e.data["level"]) for e in events if e.kind == "sign" and e.data["of"] == "allergy"]
    if shown:
        return {"anaphylaxis" if max(shown) >= ALLERGIC_FROM else "itch"}
    allergies = case.chart.allergies if case.chart is not None else ()
    before = next((str(e.data["regimen"]) for e in reversed(events) if e.kind == "premedicated"), "")
    sure = any(reacts(e, a, before) == 1.0 for e in events if e.kind == "injection_ended" for a in allergies)
    return {"allergen"} if sure else set()


def _troubles(events: Sequence[Event], case: Scenario, dice: np.random.Generator) -> tuple[Trouble, ...]:
    """Each complication whose cause is there, if its chance falls."""
    there = causes(events, case)
    found: list[Trouble] = []
    for row in _complications():
        chance, later = dice.random(), 0.7 + 0.6 * dice.random()
        if row.cause in there and chance < row.rate and row.name not in [t.name for t in found]:
            found.append(Trouble(row.name, round(row.onset_h * later, 2), row.lasts_h, row.says, row.do, row.call, row.source))
    return tuple(sorted(found, key=lambda t: t.after_h))
