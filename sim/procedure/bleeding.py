"""Whether the needle bled, and when what thins the blood may be taken again after that."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.medicines import Medicine, bleeding_risk
from scenarios.rules import restarted
from scenarios.schema import Scenario
from sim.physics.compartments import compartments
from sim.session.events import Event

IN_VESSEL_ML = 0.1
"""What ran into a vessel through the needle shows that it stood open, though no blood came back (guess)."""


def bled(events: Sequence[Event]) -> bool:
    """Blood came back through the needle, or something given through it ran into a vessel."""
    return any(_shows_blood(event) for event in events)


def restart_hours(case: Scenario, events: Sequence[Event]) -> dict[Medicine, float]:
    """Hours after the injection, at the earliest, of each that was stopped for it."""
    if case.chart is None:
        return {}
    bloody = bled(events)
    stopped = restarted(case.chart, bleeding_risk(case.technique))
    return {drug: float((drug.restart_bloody_h if bloody else drug.restart_h) or 0.0) for drug in stopped}


def _shows_blood(event: Event) -> bool:
    match event.kind:
        case "blood_drips":
            return True
        case "aspirated":
            return bool(event.data["result"] == "blood")
        case "injection_ended":
            into = event.data["into"]
            return sum(float(into.get(name, 0.0)) for name, space in compartments().items() if space.returns == "blood") > IN_VESSEL_ML
    return False
