"""What of a syringe somebody may be allergic to."""

from __future__ import annotations

from scenarios.chart import Allergic, Allergy
from scenarios.equipment import agent
from scenarios.premedication import regimens
from sim.session.events import Event

ANOTHER_REACTS = 0.1
"""Share of those who reacted to one iodinated agent that react to another (a guess: less than after premedication alone)."""
FLUID_OF: dict[Allergy, str] = {"contrast": "contrast", "steroid": "drug", "local anaesthetic": "anaesthetic"}


def holds_allergen(injection: Event, to: Allergy) -> bool:
    """Whether some of it was given; of contrast it is the iodinated that an allergy to contrast means."""
    if FLUID_OF.get(to) != injection.data["fluid"] or float(injection.data["ml"]) <= 0:
        return False
    return to != "contrast" or agent(str(injection.data["agent"])).iodine_mg_ml > 0


def is_another(name: str, old: Allergic) -> bool:
    """Whether a contrast is another agent than the one that he reacted to; where nobody knows which that was, none is."""
    return bool(old.agent) and not name.startswith(old.agent)


def reacts(injection: Event, old: Allergic, premedicated: str) -> float:
    """0 to 1: the chance that this injection brings a reaction in somebody with this allergy, after that premedication (empty: none)."""
    if not holds_allergen(injection, old.to):
        return 0.0
    if old.to != "contrast":
        return 1.0
    another = ANOTHER_REACTS if is_another(str(injection.data["agent"]), old) else 1.0
    return another * (regimens()[premedicated].reacts if premedicated else 1.0)
