"""What the patient answers: what of the chart, and of what no page of it says."""

from __future__ import annotations

from scenarios.chart import Chart
from scenarios.medicines import medicine
from scenarios.words.said import Answer
from sim.session.care_commands import Topic

CONDITIONS: dict[Topic, tuple[str, ...]] = {
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
    "now": (),
}
"""Which conditions come up at which question."""


def answer(chart: Chart | None, about: Topic, male: bool, pain: float) -> tuple[Answer, ...]:
    """What is answered, part by part; the patient's own words stand in the chart."""
    if about == "now":
        return (Answer("well") if pain < 1 else Answer("hurts", number=round(pain)),)
    if chart is None:
        return (Answer("in_notes"),)
    said = [Answer("condition", c.name) for c in chart.conditions if c.name in CONDITIONS[about]]
    if about == "blood thinners":
        said += [_taken(m.name, m.last_taken_days) for m in chart.medication if (known := medicine(m.name)) is None or known.thins]
    elif about == "allergies":
        said += [Answer("allergy", a.to) for a in chart.allergies]
    elif about == "steroids":
        said += [Answer("shot", number=i) for i, one in enumerate(chart.earlier) if one.steroid]
    elif about == "diabetes" and chart.diabetic and not said:
        said.append(Answer("diabetes"))
    elif about == "pain" and not said:
        said.append(Answer("history", number=chart.pain_now))
    elif about == "pregnancy" and male:
        return (Answer("man"),)
    return tuple(said) or (Answer(f"no_{about.replace(' ', '_')}"),)


def _taken(name: str, days: float) -> Answer:
    return Answer("taken_today", name) if days < 1 else Answer("taken", name, days)
