"""What of a syringe somebody may be allergic to."""

from __future__ import annotations

from scenarios.chart import Allergy
from scenarios.equipment import agent
from sim.session.events import Event

FLUID_OF: dict[Allergy, str] = {"contrast": "contrast", "steroid": "drug", "local anaesthetic": "anaesthetic"}


def holds_allergen(injection: Event, to: Allergy) -> bool:
    """Whether some of it was given; of contrast it is the iodinated that an allergy to contrast means."""
    if FLUID_OF.get(to) != injection.data["fluid"] or float(injection.data["ml"]) <= 0:
        return False
    return to != "contrast" or agent(str(injection.data["agent"])).iodine_mg_ml > 0
