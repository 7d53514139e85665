"""Who lies how: with a pillow under the belly, as sessions begin, or flat."""

from __future__ import annotations

from collections.abc import Sequence

from meshes.morphometry import Lying
from sim.session.events import Event


def lying_of(posture: str, pillow: str) -> Lying | None:
    """Which body that is; None for a posture in which there is none of its own, and nothing changes."""
    if posture != "prone":
        return None
    return "pillow" if pillow == "abdomen" else "flat"


def lain_at_end(events: Sequence[Event]) -> Lying:
    """How somebody lay in the end, as far as it was asked for."""
    asked = (lying_of(str(event.data["posture"]), str(event.data["pillow"])) for event in events if event.kind == "positioned")
    return ([lying for lying in asked if lying is not None] or ["pillow"])[-1]
