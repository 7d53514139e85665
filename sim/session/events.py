"""Facts worth remembering: what happened at which step. A recording keeps them, scoring reads nothing else.

``seen`` events an operator perceives; the others are the truth behind, for the debriefing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """One fact. ``data`` holds plain JSON values."""

    step: int
    kind: str
    data: dict[str, Any] = field(default_factory=dict)

    def line(self) -> dict[str, Any]:
        return {"step": self.step, "event": self.kind, **({"data": self.data} if self.data else {})}


# What an operator feels, sees or hears; and the words for it.
SEEN: dict[str, str] = {
    "needle_taken": "{needle} taken",
    "needle_placed": "needle on the skin, pass {pass}",
    "skin_entered": "through the skin",
    "bone_contact": "bone under the tip",
    "bone_grazed": "the tip slides along bone",
    "give_felt": "something gave way",
    "loss_of_resistance": "loss of resistance",
    "drop_hung": "a drop of saline hangs in the hub",
    "drop_drawn_in": "the drop is drawn in",
    "fluid_drips": "clear fluid drips from the hub",
    "blood_drips": "blood wells up in the hub",
    "aspirated": "aspiration: {result}",
    "injection_started": "{agent}: plunger pressed",
    "injection_ended": "{agent}: {ml} ml given",
    "plunger_blocked": "the plunger will not move",
    "patient_says": "\u201c{words}\u201d",
    "exposure_ended": "{seconds} s of fluoroscopy, {view}",
    "image_kept": "image kept",
    "image_stored": "stored as number {number}: {title}",
    "mask_taken": "mask taken",
    "mask_dropped": "the C-arm stands elsewhere: no mask",
    "breath_held": "the patient holds the breath",
    "breathing_again": "the patient breathes",
    "refused": "{why}",
    "chart_opened": "chart: {page}",
    "asked": "asked about {about}",
    "decided": "decision: {decision}",
    "consent": "risks named: {risks}",
    "positioned": "{posture}, pillow: {pillow}",
    "prepared": "{item} ready",
    "time_out": "time-out: {level} {side}",
    "numbed": "{ml} ml of local anaesthetic into the skin",
    "sterility_broken": "sterility broken: {by}",
    "pattern_named": "{view}: {pattern}",
    "drawn_up": "drawn up: {agent}",
    "fainted": "the patient turns pale",
    "treated": "{by}",
    "observed_after": "observed for {minutes} minutes",
    "discharged": "discharged",
    "needle_removed": "needle out",
    "finished": "finished",
}


def words(event: Event) -> str | None:
    """What an operator notices of an event, or None."""
    template = SEEN.get(event.kind)
    return template.format(**event.data) if template else None
