"""What the patient answers: what of the chart, of what no page of it says, and of what is felt now."""

from __future__ import annotations

from typing import get_args

from scenarios.chart import Chart
from scenarios.medicines import medicine
from scenarios.words.said import Answer
from sim.procedure.care import Care
from sim.procedure.symptoms import felt
from sim.session.care_commands import Feeling

CONDITIONS: dict[str, tuple[str, ...]] = {
    "pregnancy": ("pregnancy",),
    "cancer": ("cancer",),
    "injury": ("fracture",),
    "infection": ("local infection", "systemic infection", "discitis", "immunosuppression"),
    "bladder and bowel": ("cauda equina",),
    "weakness": ("progressive deficit",),
    "diabetes": ("uncontrolled diabetes",),
    "steroids": ("adrenal suppression", "recent vaccine"),
    "pain": ("axial pain", "refusal"),
    "blood thinners": ("bleeding disorder",),
    "allergies": ("contrast allergy", "steroid allergy", "local anaesthetic allergy"),
}
"""Which conditions come up at which question."""
CORTISONES = ("prednisone", "prednisolone")
"""Medicines of the table that are one: who takes it says so when asked for cortisone tablets."""
HURTS = 1.0
"""A pain from which on it is told."""


def answer(chart: Chart | None, about: str, male: bool) -> tuple[Answer, ...]:
    """What is answered of the chart, part by part; the patient's own words stand there."""
    if chart is None:
        return (Answer("in_notes"),)
    said = [Answer("condition", c.name) for c in chart.conditions if c.name in CONDITIONS.get(about, ())]
    if about == "blood thinners":
        said += [_taken(m.name, m.last_taken_days) for m in chart.medication if (known := medicine(m.name)) is None or known.thins]
    elif about == "allergies":
        said += [Answer("allergy", a.to) for a in chart.allergies]
    elif about == "steroids":
        said += [Answer("shot", number=i) for i, one in enumerate(chart.earlier) if one.steroid]
        said += [_taken(m.name, m.last_taken_days) for m in chart.medication if (known := medicine(m.name)) and known.name in CORTISONES]
    elif about == "diabetes" and chart.diabetic and not said:
        said.append(Answer("diabetes"))
    elif about == "pain" and not said:
        said.append(Answer("history", number=chart.pain_now))
    elif about == "pregnancy" and male:
        return (Answer("man"),)
    return tuple(said) or (Answer(f"no_{about.replace(' ', '_')}"),)


def is_felt(about: str) -> bool:
    """Whether a question is of what goes on now, not of the chart."""
    return about == "now" or about in get_args(Feeling)


def feels(care: Care, about: str, in_nerve: bool) -> tuple[Answer, ...]:
    """What is answered of the moment; ``in_nerve``: the tip lies in a root."""
    if about == "shooting":
        return (_shooting(care, in_nerve),)
    said = [Answer(code) for code in felt(care.levels, about)]
    if care.faint_s > 0 and about in ("now", "head"):
        said.append(Answer("faint"))
    if about == "now" and care.pain >= HURTS:
        shot = _shooting(care, in_nerve)
        said.append(shot if shot.code == "shoots" else Answer("hurts", number=round(care.pain)))
    return tuple(said) or (Answer({"now": "well", "legs": "legs_well", "head": "head_well"}[about]),)


def _shooting(care: Care, in_nerve: bool) -> Answer:
    """By root and side, as long as it hurts or the tip lies in it; afterwards that it has gone."""
    shot = care.shot
    if shot is None:
        return Answer("no_shooting")
    return Answer("shoots" if in_nerve or care.pain >= HURTS else "shot_gone", f"{shot.root} {shot.side}")


def _taken(name: str, days: float) -> Answer:
    return Answer("taken_today", name) if days < 1 else Answer("taken", name, days)
