"""Facts worth remembering: what happened at which step. A recording keeps them, scoring reads nothing else.

Some an operator perceives (SEEN), and of those not every field; the rest is the truth behind, for the debriefing.
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
        """What is perceived of this fact, one of SEEN: nothing of it can be written, and nothing is shared with this one."""
        fields = SEEN[self.kind]
        return Event(self.step, self.kind, _sealed({name: value for name, value in self.data.items() if fields is None or name in fields}))


def _sealed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _sealed(inner) for key, inner in value.items()})
    return tuple(_sealed(inner) for inner in value) if isinstance(value, list | tuple) else value


SEEN: dict[str, tuple[str, ...] | None] = {
    "needle_taken": ("needle",), "needle_placed": ("pass",), "skin_entered": (), "bone_contact": (), "bone_grazed": (), "give_felt": (),
    "loss_of_resistance": (), "drop_hung": (), "drop_drawn_in": (), "fluid_drips": (), "blood_drips": (), "aspirated": ("result",),
    "injection_started": ("agent",), "injection_ended": ("agent", "ml"), "plunger_blocked": (), "patient_says": None,
    "exposure_ended": ("view", "seconds"), "image_kept": (), "image_stored": ("number", "view", "pictures"), "mask_taken": (),
    "mask_dropped": (), "breath_held": (), "breathing_again": (), "refused": None, "chart_opened": ("page",), "asked": ("about",),
    "pulse_counted": ("per_min",), "decided": ("decision",),
    "consent": ("risks",), "positioned": ("posture", "pillow"), "lies_alike": (), "prepared": ("item",),
    "time_out": ("level", "side", "checked"), "sedated": ("level",), "let_dry": ("minutes",), "stands": ("m",), "numbed": ("ml",),
    "sterility_broken": ("by", "missing", "item"), "pattern_named": ("view", "pattern"),
    "drawn_up": ("agent",), "fainted": (), "treated": ("by",), "observed_after": ("minutes",),
    "examined": ("of", "finding"), "discharged": ("driver", "advice", "restart_h"), "needle_removed": (),
    "hand_in_beam": ("seconds",), "syringe_attached": ("agent",),
    "tubing_put_on": (), "tubing_taken_off": (), "discussed": ("worth",), "premedicated": ("regimen",),
    "subtraction_set": None, "picture_set": ("number",), "picture_named": ("number", "pattern"), "picture_told": None,
    "depth_said": None, "level_said": None,
    "time_short": ("left_s",), "time_up": (), "finished": (),
}  # fmt: skip
"""What an operator feels, sees or hears, and which of its fields: the others are the truth behind. None: all of them."""
