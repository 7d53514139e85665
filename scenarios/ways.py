"""A case by another of the ways that its plan allows: a plan is judged as a whole, the way with its level, needle, drug and volume."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from meshes.morphometry import LUMBAR, interspace
from scenarios import files
from scenarios.chart import Plan, Range
from scenarios.equipment import agents, bare_name, needles, steroids_in
from scenarios.rubric import Criterion
from scenarios.safety import rows
from scenarios.schema import Scenario, Technique

LEAST_CONTRAST_ML = 0.3
"""Less shows nothing (guess; as before a drug)."""
COLUMN = (*LUMBAR, "S1")
NONE_READY: Mapping[str, float] = MappingProxyType({})


def by_way(case: Scenario, approach: str | None) -> Scenario:
    """The case as its plan means it by this way; the case itself where the plan does not allow it, or it is the case's own.

    A disc between two vertebrae presses on the root that leaves below the lower one: it is reached between their laminae, or under the
    pedicle of the lower one [@roots_known].
    """
    plan = case.plan
    if plan is None or approach is None or approach == case.technique or approach not in plan.approaches:
        return case
    own, way = files.technique(case.technique), files.technique(approach)
    levels = tuple(level for level in (_level(level, own, way) for level in plan.levels) if level in way.levels)
    if not levels:
        return case
    target = case.target.model_copy(update={"level": levels[0]})
    changes: dict[str, object] = {"technique": approach, "target": target, "plan": plan.model_copy(update={"levels": levels})}
    if own.aim != way.aim:
        changes["plan"] = _plan(plan, levels, way)
    return case.model_copy(update=changes)


@cache
def place_of(approach: str | None, level: str | None) -> str:
    """A level as it is told by this way: between two vertebrae it has the names of both; by a way that nobody knows it stands as it is."""
    way = files.technique(approach) if approach in files.techniques() else None
    between = way is not None and way.aim in ("interspace", "joint", "canal") and level in LUMBAR
    return interspace(level) if between and level is not None else level or ""


def told_so(kind: str, data: Mapping[str, Any], approach: str | None, ready: Mapping[str, float] = NONE_READY) -> Mapping[str, Any]:
    """What an event says, its level as this way tells it: a time-out names the place that the consent form has. With ``ready``, the ml by
    name that stood ready, what was given of a steroid is told in mg too, of those in its whole syringe: its name has only these.
    """
    if kind == "time_out":
        return {**data, "level": place_of(approach, str(data["level"]))}
    if kind == "injection_ended" and (mg := steroids_in(name := str(data["agent"]), float(data["ml"]), ready)):
        told = bare_name(name) if name in mg else name
        return {**data, "agent": told, "steroid_mg": sum(mg.values()), "whole_mg": sum(agents()[one].steroid_mg for one in mg)}
    return data


def drug_ml(way: Technique) -> tuple[float, float]:
    """From how much drug to how much loses nothing by this way, ml."""
    return _limit(way.aim, "drug_volume"), _limit(way.aim, "drug_given")


def _level(level: str, own: Technique, way: Technique) -> str | None:
    """The level that the way names, for the same root."""
    if way.aim == "canal":
        return "S1"
    below = {"interspace": 0, "joint": 0, "foramen": 1, "canal": 1}
    at = COLUMN.index(level) + below[way.aim] - below[own.aim] if level in COLUMN else -1
    return COLUMN[at] if 0 <= at < len(COLUMN) else None


def _plan(plan: Plan, levels: tuple[str, ...], way: Technique) -> Plan:
    """Needle, steroid and volumes as they belong to that way; the volumes by the table of safety."""
    foraminal = way.aim == "foramen"
    thin = tuple(name for name, kind in needles().items() if kind.style != "Tuohy")
    return plan.model_copy(
        update={
            "levels": levels,
            "needles": thin if foraminal else plan.needles,
            "steroids": tuple(name for name in plan.steroids if not (foraminal and agents()[name].particulate)),
            "contrast_ml": plan.contrast_ml and Range(least=LEAST_CONTRAST_ML, most=_limit(way.aim, "contrast_given")),
            "drug_ml": Range(least=_limit(way.aim, "drug_volume"), most=_limit(way.aim, "drug_given")),
        }
    )


def _limit(site: str, measure: str) -> float:
    """ml up to which, or from which on, nothing is lost there."""
    rules = (row.judged for row in rows() if row.is_at(site) and row.measure == measure)
    rule = next(rule for rule in rules if isinstance(rule, Criterion))
    found = rule.at_most if rule.at_most is not None else rule.at_least
    assert found is not None
    return found
