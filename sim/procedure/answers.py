"""What the patient answers: the chart in a layman's words, with what no page of it says."""

from __future__ import annotations

from scenarios.chart import Chart
from scenarios.rules import stop_days
from sim.session.care_commands import Topic

CONDITIONS: dict[Topic, tuple[str, ...]] = {
    "pregnancy": ("pregnancy",),
    "infection": ("local infection", "systemic infection", "immunosuppression"),
    "diabetes": ("uncontrolled diabetes",),
    "pain": ("axial pain", "cauda equina", "progressive deficit", "refusal"),
    "blood thinners": ("bleeding disorder",),
    "allergies": ("contrast allergy", "steroid allergy", "local anaesthetic allergy"),
    "now": (),
}
"""Which conditions come up at which question."""
NOTHING: dict[Topic, str] = {
    "pregnancy": "No, I am not pregnant.",
    "infection": "No fever, and nothing on my skin.",
    "diabetes": "No, no diabetes.",
    "blood thinners": "No, nothing that thins my blood.",
    "allergies": "None that I know of.",
    "pain": "It is as I told the other doctor.",
    "now": "I am all right.",
}


def answer(chart: Chart, about: Topic, male: bool, pain: float) -> str:
    """One or two sentences."""
    if about == "now":
        return NOTHING["now"] if pain < 1 else f"It hurts, about {round(pain)} of ten."
    said = [c.note for c in chart.conditions if c.name in CONDITIONS[about]]
    if about == "blood thinners":
        said += [_taken(m.name, m.last_taken_days) for m in chart.medication if m.name.lower() in stop_days()]
    elif about == "allergies":
        said += [f"{a.to.capitalize()}: {a.reaction}." for a in chart.allergies]
    elif about == "diabetes" and chart.diabetic and not said:
        said.append("Yes, I have diabetes, and I measure at home.")
    elif about == "pain" and not said:
        said.append(chart.history.strip().split(". ")[0].rstrip(".") + f". Now it is {chart.pain_now} of ten.")
    elif about == "pregnancy" and male:
        return "I am a man, doctor."
    return " ".join(said) if said else NOTHING[about]


def _taken(name: str, days: float) -> str:
    if days < 1:
        return f"I take {name}; the last one was today."
    return f"I take {name}; the last one was {days:g} days ago."
