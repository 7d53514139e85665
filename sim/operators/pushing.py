"""How scripted hands push: in small steps at a hand's speed, until enough is seen or felt; with the thumb on the plunger or between."""

from __future__ import annotations

from collections.abc import Callable, Generator

from scenarios.needle_script import Advance
from sim.operators.hands import Orders, Work
from sim.session import commands as c
from sim.session.observation import Observation
from sim.session.session import STEP_S

SPEED_MM_S = 4.0
"""How fast the needle is pushed."""
TRY_S = 0.25
"""How long a thumb tries between two pushes."""
FELT = {"loss of resistance": "loss_of_resistance", "bone": "bone_contact", "give": "give_felt"}


def pushed(step: Advance, mm: float, give: Callable[[Orders], Work], look: Callable[[], Observation]) -> Work:
    """Push on by so much, or until what the step waits for."""
    trying = step.until == "loss of resistance"
    if trying and step.tries == "held":
        yield from give([c.TryPlunger(pressing=True)])
    done = 0.0
    while done < mm - 1e-9:
        part = min(step.step_mm, mm - done)
        yield from give([c.AdvanceNeedle(mm=part, spin_deg_mm=step.spin_deg_mm)])
        done += part
        if _enough(step, look()):
            break
        if (yield from _pass(step, round(part / SPEED_MM_S / STEP_S) - 1, give, look)):
            break
        if trying and step.tries == "between":
            yield from give([c.TryPlunger(pressing=True)])
            felt = _enough(step, look()) or (yield from _pass(step, round(TRY_S / STEP_S), give, look))
            yield from give([c.TryPlunger(pressing=False)])
            if felt:
                break
    if trying and step.tries == "held":
        yield from give([c.TryPlunger(pressing=False)])


def _pass(
    step: Advance, count: int, give: Callable[[Orders], Work], look: Callable[[], Observation]
) -> Generator[Orders, Observation, bool]:
    """Let so many steps of time go by; True if enough is seen meanwhile."""
    end = look().step + count
    while look().step < end:
        yield from give(end - look().step)
        if _enough(step, look()):
            return True
    return False


def _enough(step: Advance, seen: Observation) -> bool:
    """Whether what the step waits for is felt; or, whatever it waits for, bone is in the way."""
    if step.until is not None and any(event.kind == FELT[step.until] for event in seen.notices):
        return True
    return step.until != "bone" and bool(seen.needle and seen.needle.on_bone)
