"""What the events of an attempt mean for a case: each fact with its verdict beside it, by the plan, target, technique and limits given.

A session writes down what happened, and no more. A recording made before it did so lacks the facts for some verdicts and holds those of
its own day in their place: these are left as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from scenarios import files
from scenarios.schema import Scenario
from sim.scoring.advice import advice_needed, advice_untrue
from sim.scoring.choice import assessed
from sim.scoring.distances import looks_along, off_level, orbits_of, past_limit, target_distance, wrong_side
from sim.scoring.limits import Limits
from sim.scoring.reading import ContrastRead, graded, patterns_named
from sim.scoring.site import Site
from sim.session.events import Event

WAY_DIGITS = 3
"""A way is measured from places to the micrometre."""
TREATED_FROM = 1.0
"""Anaesthetic at work from which somebody is ill of it: the first signs are its unit."""


class Verdicts:
    """The events of one attempt, gone through in their order; later ones may hang on earlier ones."""

    def __init__(self, case: Scenario, limits: Limits) -> None:
        self.case, self.limits = case, limits
        self.technique = files.technique(case.technique)
        self.site: Site | None = None
        self._lay: Mapping[str, Any] | None = None
        self._ailing: Mapping[str, Any] | None = None
        self._punctured = False
        self._reading = ContrastRead(limits)

    def all(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Each with its verdict, if it needs one."""
        found = []
        for event in events:
            self._keep(event)
            verdict = self._verdict(event)
            found.append(replace(event, data={**event.data, **verdict}) if verdict else event)
        return tuple(found)

    def _keep(self, event: Event) -> None:
        """What later events are judged by."""
        match event.kind:
            case "body_described":
                self.site = Site.of(event.data)
            case "contrast_lay":
                self._lay = event.data
            case "dural_puncture":
                self._punctured = True
            case "ailing":
                self._ailing = event.data
            case "exposure_started" | "exposure_ended":
                self._reading.pictured(str(event.data["view"]), float(event.data.get("contrast_ml", 0.0)))
            case "injection_started" if event.data["fluid"] == "contrast":
                self._reading.begun(event.data)
            case "injection_ended" if event.data["fluid"] == "contrast":
                self._reading.ended(float(event.data["ml"]))

    def _verdict(self, event: Event) -> dict[str, Any]:
        data = event.data
        match event.kind:
            case "needle_placed" if self.site is not None:
                skin = np.array(data["entry"], float)
                return {"target_mm": _rounded(target_distance(self.site, self.technique, self.case.target, skin), 3)}
            case "drill_set" if self.site is not None:
                tip = np.array(data["place"], float)
                return {"target_mm": _rounded(target_distance(self.site, self.technique, self.case.target, tip), 3)}
            case "tip_at":
                return self._tip(data)
            case "tip_pictured":
                return self._pictured(data)
            case "exposure_ended" if "open_share" in data:
                return {"collimated": float(data["open_share"]) <= self.limits.collimated_share}
            case "injection_started" | "injection_ended" | "finished" if "contrast_near_ml" in data:
                wanted = self.case.target.landmark(self.technique.reach)
                return {"contrast_there_ml": float(data["contrast_near_ml"].get(wanted, 0.0))}
            case "pattern_named":
                return self._named(data)
            case "picture_named":
                truth = patterns_named(float(data["contrast_ml"]), data["patterns"], self.limits)
                return {"truth": truth, "grade": graded(str(data["pattern"]), truth)}
            case "treated" if self._ailing is not None:
                return {"against": _against(self._ailing)}
            case "decided":
                return {"right": assessed(self.case, data)}
            case "time_out":
                return {"right": data["level"] == self.case.target.level and data["side"] == self.case.target.side}
            case "discharged":
                needed = advice_needed(self.case, self._punctured)
                untrue = advice_untrue(self.case, data["advice"], self._punctured)
                return {"needed": len(needed), "missing": [one for one in needed if one not in data["advice"]], "untrue": untrue}
        return {}

    def _tip(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if self.site is None:
            return {}
        tip, target = np.array(data["place"], float), self.case.target
        return {
            "place": [_rounded(x, WAY_DIGITS) for x in tip],
            "target_mm": _rounded(target_distance(self.site, self.technique, target, tip), 3),
            "past_mm": _rounded(past_limit(self.site, self.technique, target, tip, str(data["at_tip"])), 3),
            "off_level_mm": _rounded(off_level(self.site, self.technique, target, tip), 1),
            "wrong_side_mm": _rounded(wrong_side(self.site, target, tip), 2),
        }

    @cached_property
    def _depth_orbits(self) -> tuple[float, ...]:
        assert self.site is not None
        return orbits_of(self.technique.depth_views, self.site, self.technique, self.case.target)

    def _pictured(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if self.site is None:
            return {}
        distance = target_distance(self.site, self.technique, self.case.target, np.array(data["place"], float))
        depth_view = looks_along(float(data["orbit_deg"]), self._depth_orbits, self.limits.depth_view_deg)
        return {"target_mm": _rounded(distance, 2), "depth_view": depth_view}

    def _named(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if self._lay is None:
            return {}
        return self._reading.verdict(self._lay, str(data["view"]), str(data["pattern"]))


def _against(ailing: Mapping[str, Any]) -> list[str]:
    """What a treatment was given against."""
    found = ["faint"] if float(ailing["faint_s"]) > 0 else []
    found += ["toxicity"] if float(ailing["toxic"]) > TREATED_FROM else []
    found += ["allergy"] if float(ailing.get("allergy", 0.0)) > TREATED_FROM else []
    return found + (["high_spinal"] if float(ailing["spinal"]) > TREATED_FROM else [])


def _rounded(value: float, digits: int) -> float:
    return round(float(value), digits) + 0.0
