"""Every act that a key can do, in one table; the user's changes are kept as JSON beside the attempts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from meshes.writing import write_whole
from scenarios.views import VIEWS
from sim.qt.words import phrase
from sim.session.home import home


@dataclass(frozen=True)
class Action:
    """One act. Held ones last while the key is down."""

    name: str
    key: str
    held: bool = False

    @property
    def title(self) -> str:
        view = VIEWS.get(self.name.removeprefix("view_"))
        return phrase(f"act.{self.name}") if view is None else phrase("act.view", view=phrase(f"view.{view.name}_listed"))


GROUPED: dict[str, tuple[Action, ...]] = {
    "beam": (
        Action("pedal", "Space", held=True),
        Action("keep", "K"),
        Action("boost", "F"),
    ),
    "views": tuple(Action(f"view_{view.name}", view.key) for view in VIEWS.values()),
    "carm": (
        Action("view_back", "Backspace"),
        Action("orbit_less", "Q"),
        Action("orbit_more", "E"),
        Action("tilt_less", "Z"),
        Action("tilt_more", "C"),
        Action("shift_left", "Ctrl+Left"),
        Action("shift_right", "Ctrl+Right"),
        Action("shift_up", "Ctrl+Up"),
        Action("shift_down", "Ctrl+Down"),
        Action("table_up", "PgUp"),
        Action("table_down", "PgDown"),
        Action("laser", "J"),
    ),
    "pictures": (
        Action("swap", "B"),
        Action("enlarge", ","),
        Action("store", "Ctrl+K"),
        Action("loop", "R"),
        Action("subtract", "O"),
        Action("mask", "M"),
        Action("breath", "H"),
        Action("turn_left", "["),
        Action("turn_right", "]"),
        Action("mirror", "\\"),
        Action("sights", "L"),
        Action("invert", "N"),
    ),
    "needle": (
        Action("place", "P"),
        Action("advance", "Down"),
        Action("advance_fine", "Shift+Down"),
        Action("withdraw", "Up"),
        Action("withdraw_fine", "Ctrl+Shift+Up"),
        Action("withdraw_far", "Shift+Up"),
        Action("bevel_left", "Left"),
        Action("bevel_right", "Right"),
        Action("lean_left", "A"),
        Action("lean_right", "D"),
        Action("lean_up", "W"),
        Action("lean_down", "S"),
        Action("spin", ".", held=True),
        Action("stylet", "Y"),
        Action("drop", "Ctrl+Y"),
    ),
    "syringe": (
        Action("try", "T", held=True),
        Action("inject", "I", held=True),
        Action("aspirate", "U"),
        Action("sound", "Ctrl+T"),
    ),
    "theatre": (
        Action("theatre", "V"),
        Action("monitors", "Shift+F11"),
        Action("theatre_apart", "Shift+V"),
        Action("skin", "X"),
        Action("hands", "Shift+X"),
        Action("stand", "Home"),
        Action("to_tip", "Shift+Home"),
        Action("round", "End"),
        Action("look_left", "Alt+Left"),
        Action("look_right", "Alt+Right"),
        Action("look_up", "Alt+Up"),
        Action("look_down", "Alt+Down"),
    ),
    "program": (
        Action("pause", "Pause"),
        Action("room_sounds", "Ctrl+M"),
        Action("keys", "Shift+F1"),
        Action("fullscreen", "F11"),
        Action("finish", "Ctrl+Return"),
    ),
}
"""By what they are of, as the table of keys shows them"""
ACTIONS = tuple(action for group in GROUPED.values() for action in group)


def keys() -> dict[str, str]:
    """Action name -> key, with the user's changes."""
    chosen = {action.name: action.key for action in ACTIONS}
    try:
        stored = json.loads((home() / "keys.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return chosen  # a file of habits that is not there, shut or damaged is no reason not to start
    if isinstance(stored, dict):
        chosen |= {name: key for name, key in stored.items() if name in chosen and isinstance(key, str)}
    return chosen


def keep_keys(changed: dict[str, str]) -> None:
    """Remember the keys that differ from the table. Raises OSError."""
    defaults = {action.name: action.key for action in ACTIONS}
    write_whole(home() / "keys.json", json.dumps({n: k for n, k in changed.items() if defaults.get(n) != k}, indent=1))


def clashes(chosen: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of actions that share a key."""
    seen: dict[str, str] = {}
    found = []
    for name, key in chosen.items():
        if key and key in seen:
            found.append((seen[key], name))
        seen.setdefault(key, name)
    return found
