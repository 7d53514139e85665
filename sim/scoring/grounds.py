"""What decides a case, and where it is to be found: on which page of the chart, or by which question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scenarios.chart import Chart, Condition
from scenarios.medicines import bleeding_risk, medicine
from scenarios.rules import Concern, concerns, limit
from scenarios.schema import Patient, Scenario
from sim.procedure.answers import CONDITIONS
from sim.session.care_commands import TOPICS, Topic


@dataclass(frozen=True)
class Grounds:
    """One thing that whoever decides must know; any of these pages or questions tells it."""

    pages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    def known(self, pages: Collection[str], asked: Collection[str]) -> bool:
        return bool(self.pages & set(pages) or self.topics & set(asked))

    @property
    def words(self) -> str:
        """Where it was to be found."""
        places = [f"the page {page!r}" for page in sorted(self.pages)] + [f"the question about {topic}" for topic in sorted(self.topics)]
        return " or ".join(places)


PAIN = Grounds(frozenset({"history"}), frozenset({"pain"}))
PLACE = Grounds(frozenset({"examination", "imaging"}))
THINNERS = Grounds(frozenset({"medication"}), frozenset({"blood thinners"}))
ALLERGIES = Grounds(frozenset({"allergies"}), frozenset({"allergies"}))
PREGNANCY = Grounds(topics=frozenset({"pregnancy"}))
FRACTURE = "fracture"
"""The condition that a slice shows by itself."""
REPORTED = frozenset({"no epidural space", "laminectomy"})
"""Conditions that whoever reports the slices sees."""


def grounds_of(case: Scenario) -> tuple[Grounds, ...]:
    """Where no needle is right, what speaks against it; else what every needle rests on, and what the chart has to heed."""
    chart, plan = case.chart, case.plan
    if chart is None or plan is None:
        return ()
    found = [(concern, _told(chart, concern)) for concern in concerns(chart, bleeding_risk(case.technique))]
    if plan.decision != "inject":
        against = [ground for concern, ground in found if concern.stops and concern.reason in plan.reasons]
        return (_any_of(against),)
    asked = (PAIN, PLACE, THINNERS, ALLERGIES, *([PREGNANCY] if may_be_pregnant(case.patient) else []))
    return tuple(dict.fromkeys((*asked, *(ground for _, ground in found))))


def unknown_grounds(case: Scenario, pages: Collection[str], asked: Collection[str]) -> list[Grounds]:
    """Those of which neither a page that was opened nor a question that was put has told."""
    return [ground for ground in grounds_of(case) if not ground.known(pages, asked)]


def may_be_pregnant(patient: Patient) -> bool:
    """Who is asked about it."""
    return patient.sex == "female" and patient.age <= limit("pregnancy_until")


def topics_of(patient: Patient) -> tuple[Topic, ...]:
    """What this patient is asked before anything is decided. Whoever asks a man about a pregnancy is answered, but nobody misses it."""
    return tuple(topic for topic in TOPICS if topic != "now" and (topic != "pregnancy" or may_be_pregnant(patient)))


def _any_of(grounds: Collection[Grounds]) -> Grounds:
    """Each of them is enough."""
    return Grounds(frozenset().union(*(g.pages for g in grounds)), frozenset().union(*(g.topics for g in grounds)))


def _pictured(chart: Chart, condition: Condition) -> bool:
    """A fresh fracture is bright marrow; what is bright on both sides of a disc is read as wear too, and tells nobody by itself."""
    if condition.name in REPORTED:
        return bool(chart.imaging)
    return condition.name == FRACTURE and any("-" not in bone for one in chart.slices for bone in one.oedema)


def _told(chart: Chart, concern: Concern) -> Grounds:
    """Where the trainee learns of it. What is hidden stands on no page."""
    part, number = (*concern.field.removeprefix("chart.").split("."), "")[:2]
    at = int(number) - 1 if number.isdigit() else None
    match part:
        case "conditions" if at is not None:
            condition = chart.conditions[at]
            topics = frozenset(topic for topic, names in CONDITIONS.items() if condition.name in names)
            told = frozenset[str]() if condition.hidden else frozenset({"history"})
            return Grounds(told | {"imaging"} if _pictured(chart, condition) else told, topics)
        case "allergies" if at is not None:
            return Grounds(frozenset() if chart.allergies[at].hidden else ALLERGIES.pages, ALLERGIES.topics)
        case "medication":
            drugs = chart.medication if at is None else chart.medication[at : at + 1]
            pages = THINNERS.pages if any(not drug.hidden for drug in drugs) else frozenset[str]()
            thins = any((known := medicine(drug.name)) is None or known.thins for drug in drugs)
            return Grounds(pages, THINNERS.topics if thins else frozenset())
        case "earlier":
            pages = frozenset({"earlier injections"}) if any(not one.hidden for one in chart.earlier) else frozenset[str]()
            return Grounds(pages, frozenset({"steroids"}) if any(one.steroid for one in chart.earlier) else frozenset())
        case "laboratory":
            return Grounds(frozenset({"laboratory"}))
    return Grounds(frozenset({"history"}))
