"""Writing events into the state."""

from __future__ import annotations

from typing import Any

from scenarios.words.said import Said
from sim.procedure.sedation import silenced
from sim.session.events import Event
from sim.session.state import State


def log(state: State, kind: str, **data: Any) -> None:
    """Something happened at this step."""
    state.events.append(Event(state.step, kind, data))


def refuse(state: State, code: str, **data: Any) -> None:
    """A command could not be done; the operator is told why."""
    log(state, "refused", code=code, **data)


def say(state: State, said: Said) -> None:
    """The patient speaks, if sedation lets him."""
    if not silenced(state.care.sedation, said.cause):
        log(state, "patient_says", **said.data())


def rounded(value: float, digits: int = 4) -> float:
    """A number as a recording keeps it: digits beyond the meaning of the quantity are not carried."""
    return round(float(value), digits) + 0.0
