"""Which control does which act or motion; the user's changes are kept as JSON beside the attempts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from meshes.writing import write_whole
from sim.qt.actions import ACTIONS
from sim.qt.devices.controls import KINDS, SUSTAIN, Kind
from sim.qt.devices.motions import MOTIONS
from sim.session.home import home

NAMES = (*(motion.name for motion in MOTIONS), *(action.name for action in ACTIONS))
"""All that a control can be bound to"""
USUAL: dict[Kind, dict[str, str]] = {
    "gamepad": {
        "lean_across": "left_x", "lean_along": "left_y", "orbit": "right_x", "tilt": "right_y",
        "push": "trigger_left", "flow": "trigger_right",
        "pedal": "a", "keep": "x", "aspirate": "b", "stylet": "y", "try": "shoulder_right", "withdraw": "shoulder_left",
        "bevel_left": "left", "bevel_right": "right", "withdraw_far": "up", "advance_fine": "down",
        "view_back": "back", "pause": "start",
    },
    "midi": {"pedal": SUSTAIN},
}  # fmt: skip


def bindings() -> dict[Kind, dict[str, str]]:
    """For each kind of device: act or motion -> control, with the user's changes; an empty control is none."""
    found = {kind: dict(USUAL[kind]) for kind in KINDS}
    try:
        stored = json.loads((home() / "devices.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return found  # as with keys: no reason not to start
    for kind in KINDS:
        changed = stored.get(kind) if isinstance(stored, dict) else None
        if isinstance(changed, dict):
            found[kind] |= {name: control for name, control in changed.items() if name in NAMES and isinstance(control, str)}
    return found


def keep_bindings(chosen: Mapping[Kind, Mapping[str, str]]) -> None:
    """Remember what differs from the usual. Raises OSError."""
    changed = {kind: {n: c for n, c in chosen[kind].items() if USUAL[kind].get(n, "") != c} for kind in KINDS}
    write_whole(home() / "devices.json", json.dumps(changed, indent=1))
