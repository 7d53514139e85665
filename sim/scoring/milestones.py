"""How far an attempt has come: a step is done when what it is for is reached, by the measures of the score, and undone when it is lost.

Codes only; ``scenarios/words`` has the sentences. For whoever guides a learner; a mark is given by the rubric alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from meshes.tissues import INTRATHECAL, VESSEL, Tissue
from scenarios import files
from scenarios.chart import PAGES
from scenarios.equipment import agent, agents, parts_of
from scenarios.schema import Scenario
from scenarios.ways import by_way, drug_ml
from sim.fluoroscopy.picture import Picture
from sim.scoring.distances import looks_along, orbits_of
from sim.scoring.grading import grade
from sim.scoring.grounds import topics_of
from sim.scoring.harm_done import NOT_WATCHED, HarmDone
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.measures.care import CHECKLIST, STEP_OF
from sim.scoring.measures.contrast import LIVE_SHARE
from sim.scoring.measures.story import EPIDURAL, apart
from sim.scoring.proof import LEAST_CONTRAST_ML
from sim.scoring.verdicts import Verdicts
from sim.session.events import Event

LEAST_DRUG_ML = 0.5
"""Less is no treatment: the rubrics' error ``no_drug``."""
PLANNED_SHARE = 0.9
"""The drug is given when so much of what was decided, planned or usual went in (guess: a dead space keeps some back)."""
SAC = frozenset(tissue.name for tissue in INTRATHECAL | {Tissue.DURA})
VESSELS = frozenset(tissue.name for tissue in VESSEL)
ON_THE_WAY_MM = 9.5
"""A centimetre as the shaft's marks tell it, which are read to the millimetre"""
DEEP = EPIDURAL | SAC | {"FLAVUM"}
"""Above it a needle on its way may well be at another level: it is still coming."""


@dataclass(frozen=True)
class Standing:
    """Where an attempt stands."""

    steps: tuple[str, ...]
    """Codes of all steps of this case, in the usual order."""
    done: frozenset[str]
    present: str
    """The step to do next; ``finish`` when there is none left, but ``see_to_patient`` while harm that was done is not answered."""
    trouble: str = ""
    """What is wrong now, as a code; empty if nothing is."""


def steps_of(case: Scenario) -> tuple[str, ...]:
    """The steps that this case asks for."""
    technique = files.technique(case.technique)
    measured = {row.measure for row in files.rubric_of(case).criteria}
    contrast = case.plan is None or case.plan.contrast_ml is not None
    return (
        *(("chart_read", "decided") if "choice" in case.exercise else ()),
        *(("prepared",) if "preparation" in case.exercise else ()),
        "target_seen",
        "needle_taken",
        "needle_set",
        "on_the_way",
        "depth_judged",
        *(("loss_felt",) if technique.aim == "interspace" else ()),
        *(("contrast_proves",) if contrast else ()),
        *(("contrast_named",) if contrast and "pattern_named" in measured else ()),
        "drug_given",
        "needle_out",
        *(("discharged",) if "after" in case.exercise else ()),
    )


class Milestones:
    """Follows the events of one attempt."""

    def __init__(self, case: Scenario, limits: Limits = LIMITS) -> None:
        self._asked, self._limits = case, limits
        self._events: list[Event] = []
        self._begin(case)

    def _begin(self, case: Scenario) -> None:
        self._case = case
        self._verdicts = Verdicts(case, self._limits)
        self._rows = {row.measure: row for row in files.rubric_of(case).criteria}
        self._steps = steps_of(case)
        self._harm = HarmDone("after" in case.exercise)
        self._held: set[str] = set()
        """What stays done: a picture that was seen, a chart that was read."""
        self._checked: set[str] = set()
        self._pages: set[str] = set()
        self._topics: set[str] = set()
        self._asked_of = frozenset(topics_of(case.patient))
        self._declined = False
        self._in_hand = self._placed = False
        self._tip: Mapping[str, Any] | None = None
        self._pictured_mm = 0.0
        """How deep the tip stood in a picture of this pass"""
        self._depth_seen = False
        self._lost_at: Sequence[float] | None = None
        """Where the plunger gave way in this pass."""
        self._injecting: Mapping[str, Any] | None = None
        self._contrast: list[tuple[Sequence[float], float, float]] = []
        """Of each injection of contrast its place, ml, and ml under the beam."""
        self._lay: Mapping[str, Any] = {}
        """Where contrast lay last, before a drug moved it."""
        self._before_drug: set[str] = set()
        self._named: set[str] = set()
        self._attached_drug = False
        self._drug_ml, self._wanted_ml = 0.0, max(PLANNED_SHARE * drug_ml(files.technique(case.technique))[0], LEAST_DRUG_ML)
        if case.plan is not None and case.plan.drug_ml is not None:
            self._wanted_ml = max(PLANNED_SHARE * case.plan.drug_ml.least, LEAST_DRUG_ML)

    def add(self, events: Sequence[Event]) -> None:
        """What happened since."""
        for event in events:
            self._events.append(event)
            way = event.data.get("approach") if event.kind == "decided" else None
            went = by_way(self._asked, str(way)) if way else self._case
            if went.technique != self._case.technique:  # another way is judged by its own technique, from the start
                self._begin(went)
                self._follow(self._verdicts.all(self._events))
            else:
                self._follow(self._verdicts.all([event]))

    def saw(self, picture: Picture) -> None:
        """A picture was taken: the target is seen once its shadow lay in the field of a view in which the line is planned."""
        technique, site = self._verdicts.technique, self._verdicts.site
        if site is None or "target_seen" in self._held:
            return
        planned = orbits_of((technique.line_view,), site, technique, self._case.target)
        if not looks_along(picture.view.pose.orbit_deg, planned, self._limits.depth_view_deg):
            return
        at = picture.shadow_of(self._case.target.landmark(technique.target))
        if at is not None and hypot(*at) <= picture.view.field_mm / 2:
            self._held.add("target_seen")

    def _follow(self, events: Sequence[Event]) -> None:
        for event in events:
            self._ward(event.kind, event.data)
            self._needle(event.kind, event.data)
            self._fluids(event.kind, event.data)
            proved = "contrast_proves" in self._before_drug or "contrast_proves" not in self._steps
            self._harm.add(event.kind, event.data, proved)

    def _ward(self, kind: str, data: Mapping[str, Any]) -> None:
        match kind:
            case "chart_opened":
                self._pages.add(str(data["page"]))
            case "asked":
                self._topics.add(str(data["about"]))
            case "decided":
                self._held.add("decided")
                self._declined = data["decision"] != "inject"
                if data.get("drug_ml"):
                    self._wanted_ml = max(PLANNED_SHARE * float(data["drug_ml"]), LEAST_DRUG_ML)
            case "prepared":
                self._checked.add(str(data["item"]))
            case "discharged":
                self._held.add("discharged")
            case "pattern_named" if data.get("looked"):
                self._named.add("AP" if data["view"] == "AP" else "depth")
            case _ if kind in STEP_OF:
                self._checked.add(STEP_OF[kind])
        read, asked = len(self._pages) / len(PAGES), len(self._topics & self._asked_of) / len(self._asked_of)
        if self._suffices("chart_read", 100.0 * read) and self._suffices("patient_asked", 100.0 * asked):
            self._held.add("chart_read")
        if set(CHECKLIST) <= self._checked:
            self._held.add("prepared")

    def _needle(self, kind: str, data: Mapping[str, Any]) -> None:
        match kind:
            case "needle_taken":
                self._in_hand, self._placed = True, False
            case "needle_placed" | "pass_begun":
                self._placed = True
                self._tip, self._pictured_mm, self._depth_seen, self._lost_at = None, 0.0, False, None
            case "needle_removed":
                self._in_hand = self._placed = False
                self._tip, self._lost_at = None, None
                if "drug_given" in self._held:
                    self._held.add("needle_out")
            case "tip_at":
                self._tip = data
            case "tip_pictured":
                self._pictured_mm = float(data["depth_mm"])
                self._depth_seen |= bool(data.get("depth_view")) and float(data["target_mm"]) <= self._limits.depth_judged_mm
            case "loss_of_resistance" if self._tip is not None:
                self._lost_at = self._tip["place"]

    def _fluids(self, kind: str, data: Mapping[str, Any]) -> None:
        match kind:
            case "injection_started":
                self._injecting = self._lay = data
                if data["fluid"] == "drug":
                    self._before_drug = self._here()
            case "injection_ended" if self._injecting is not None:
                started, self._injecting = self._injecting, None
                if agent(str(data["agent"])).iodine_mg_ml > 0:  # what no X-ray shows proves nothing
                    self._contrast.append((started["place"], float(data["ml"]), float(data["live_ml"])))
                    self._named.clear()  # what has changed is looked at again
                if data["fluid"] != "drug":  # which carries contrast away with it
                    self._lay = data
                else:
                    self._drug_ml += float(data["ml"])
                    if self._drug_ml >= self._wanted_ml:
                        self._held |= {*self._before_drug, "drug_given"}
            case "syringe_attached":
                self._attached_drug = _is_drug(str(data["agent"]))

    # --- now --------------------------------------------------------------------------------------------------------------

    def now(self) -> Standing:
        """Where it stands."""
        done = (self._held | self._here()) & set(self._steps)
        if self._declined:
            return Standing(self._steps, frozenset(done), "finish")
        left = [step for step in self._steps if step not in done]
        if "drug_given" in done:  # what was left out before it is past
            left = [step for step in left if step in ("needle_out", "discharged")]
        trouble = self._harm.trouble or self._trouble(done)
        last = "see_to_patient" if self._harm.trouble not in ("", NOT_WATCHED) else "finish"
        return Standing(self._steps, frozenset(done), left[0] if left else last, trouble)

    def _here(self) -> set[str]:
        """What is so while the needle stands as it does."""
        found = {"needle_taken"} if self._in_hand else set()
        found |= {"needle_set"} if self._placed else set()
        tip = self._tip
        if tip is None or float(tip["depth_mm"]) <= 0 or "target_mm" not in tip:
            return found
        looked = min(float(tip["depth_mm"]), self._pictured_mm) >= ON_THE_WAY_MM
        if looked or (float(tip["target_mm"]) <= self._limits.near_target_mm and self._right_place(tip)):
            found.add("on_the_way")
        if self._depth_seen and float(tip["target_mm"]) <= self._limits.depth_judged_mm:
            found.add("depth_judged")
        if self._lost_at is not None and tip["tissue"] in EPIDURAL:
            found.add("loss_felt")
        if self._proves(tip):
            found.add("contrast_proves")
            found |= {"contrast_named"} if len(self._named) == 2 else set()
        return found

    def _right_place(self, tip: Mapping[str, Any]) -> bool:
        return self._earns("off_level", float(tip["off_level_mm"])) and float(tip["past_mm"]) <= 0

    def _earns(self, measure: str, value: float) -> bool:
        """Whether the rubric, if it asks for this, gives anything for it."""
        row = self._rows.get(measure)
        return row is None or grade(row, value) > 0

    def _suffices(self, measure: str, value: float) -> bool:
        """Whether the rubric, if it asks for this, takes nothing."""
        row = self._rows.get(measure)
        return row is None or grade(row, value) >= 1.0

    def _given_here(self, tip: Mapping[str, Any]) -> tuple[float, float]:
        """ml of contrast from where the bevel lies now, and of these ml under the beam."""
        here = [(ml, live) for place, ml, live in self._contrast if apart(list(place), list(tip["place"])) <= self._limits.same_place_mm]
        return sum(ml for ml, _ in here), sum(live for _, live in here)

    def _share_outside(self) -> float:
        given = float(self._lay.get("contrast_ml", 0.0))
        return 100.0 * float(self._lay["contrast_outside_ml"]) / given if given > 0 else 0.0

    def _arrived(self) -> bool:
        there = float(self._lay.get("contrast_there_ml", 0.0))
        return self._suffices("contrast_at_target", there) and self._earns("outside_space", self._share_outside())

    def _proves(self, tip: Mapping[str, Any]) -> bool:
        ml, live = self._given_here(tip)
        return ml >= LEAST_CONTRAST_ML and live >= LIVE_SHARE * ml and tip["tissue"] not in SAC | VESSELS and self._arrived()

    def _trouble(self, done: set[str]) -> str:
        """The worst of what is wrong now."""
        tip = self._tip
        if tip is None or float(tip["depth_mm"]) <= 0 or "target_mm" not in tip or "drug_given" in done:
            return ""
        ml, live = self._given_here(tip)
        proved = "contrast_proves" in done
        found = (
            ("in_sac", tip["tissue"] in SAC),
            ("in_vessel", tip["tissue"] in VESSELS),
            ("too_far", float(tip["past_mm"]) > 0),
            ("other_level", tip["tissue"] in DEEP and not self._earns("off_level", float(tip["off_level_mm"]))),
            ("contrast_in_the_dark", ml >= LEAST_CONTRAST_ML and live < LIVE_SHARE * ml),
            ("contrast_elsewhere", ml >= LEAST_CONTRAST_ML and not proved),
            ("drug_too_soon", self._attached_drug and not proved and "contrast_proves" in self._steps),
            ("gave_too_early", self._lost_at is not None and tip["tissue"] not in EPIDURAL and "loss_felt" in self._steps),
        )
        return next((code for code, so in found if so), "")


def _is_drug(name: str) -> bool:
    return any(agents()[part].kind == "drug" for part, _ in parts_of(name))
