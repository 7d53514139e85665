"""Facts worth remembering: what happened at which step. A recording keeps them, scoring reads nothing else.

``seen`` events an operator perceives; the others are the truth behind, for the debriefing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Event:
    """One fact. ``data`` holds plain JSON values."""

    step: int
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> dict[str, Any]:
        return {"step": self.step, "event": self.kind, **({"data": self.data} if self.data else {})}

    def sealed(self) -> Event:
        """The same fact for those who perceive it: nothing of it can be written, and nothing is shared with this one."""
        return Event(self.step, self.kind, _sealed(self.data))


def _sealed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _sealed(inner) for key, inner in value.items()})
    return tuple(_sealed(inner) for inner in value) if isinstance(value, list | tuple) else value


SEEN = frozenset({
    "needle_taken", "needle_placed", "skin_entered", "bone_contact", "bone_grazed", "give_felt", "loss_of_resistance", "drop_hung",
    "drop_drawn_in", "fluid_drips", "blood_drips", "aspirated", "injection_started", "injection_ended", "plunger_blocked", "patient_says",
    "exposure_ended", "image_kept", "image_stored", "mask_taken", "mask_dropped", "breath_held", "breathing_again", "refused",
    "chart_opened", "asked", "decided", "consent", "positioned", "prepared", "time_out", "numbed", "sterility_broken", "pattern_named",
    "drawn_up", "fainted", "treated", "observed_after", "discharged", "needle_removed", "finished",
})  # fmt: skip
"""What an operator feels, sees or hears."""
