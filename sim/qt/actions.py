"""Every act that a key can do, in one table; the user's changes are kept as JSON beside the attempts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from meshes.writing import write_whole
from scenarios.views import VIEWS
from sim.session.home import home


@dataclass(frozen=True)
class Action:
    """One act. Held ones last while the key is down."""

    name: str
    title: str
    key: str
    held: bool = False


ACTIONS = (
    Action("pedal", "Fluoroscopy, while held", "Space", held=True),
    Action("keep", "Keep the image on the reference monitor", "K"),
    *(Action(f"view_{view.name}", f"View: {view.listed}", view.key) for view in VIEWS.values()),
    Action("view_back", "C-arm: back to the pose before", "Backspace"),
    Action("orbit_less", "C-arm: orbit 5 degrees to the left", "Q"),
    Action("orbit_more", "C-arm: orbit 5 degrees to the right", "E"),
    Action("tilt_less", "C-arm: tilt 5 degrees to the feet", "Z"),
    Action("tilt_more", "C-arm: tilt 5 degrees to the head", "C"),
    Action("shift_left", "C-arm: 10 mm to the left", "Ctrl+Left"),
    Action("shift_right", "C-arm: 10 mm to the right", "Ctrl+Right"),
    Action("shift_up", "C-arm: 10 mm to the head", "Ctrl+Up"),
    Action("shift_down", "C-arm: 10 mm to the feet", "Ctrl+Down"),
    Action("table_up", "Table: up by 20 mm", "PgUp"),
    Action("table_down", "Table: down by 20 mm", "PgDown"),
    Action("laser", "Laser cross on the skin", "J"),
    Action("boost", "Boost: more dose, less noise", "F"),
    Action("swap", "Swap the two monitors", "B"),
    Action("enlarge", "The other monitor in the large place", ","),
    Action("store", "Store the held image", "Ctrl+K"),
    Action("loop", "Play the last run, or stop", "R"),
    Action("subtract", "Subtraction on or off", "O"),
    Action("mask", "The held image is the mask", "M"),
    Action("breath", "Tell the patient to hold the breath, or to breathe", "H"),
    Action("turn_left", "Picture: turn to the left", "["),
    Action("turn_right", "Picture: turn to the right", "]"),
    Action("mirror", "Picture: mirror left to right", "\\"),
    Action("place", "Set the needle: click in the live image", "P"),
    Action("advance", "Needle: on by 1 mm (or the wheel)", "Down"),
    Action("advance_fine", "Needle: on by 0.25 mm (or Shift and the wheel)", "Shift+Down"),
    Action("withdraw", "Needle: back by 1 mm", "Up"),
    Action("withdraw_far", "Needle: back by 10 mm", "Shift+Up"),
    Action("bevel_left", "Needle: turn the bevel an hour back", "Left"),
    Action("bevel_right", "Needle: turn the bevel an hour on", "Right"),
    Action("lean_left", "Needle: hub leans so that the tip goes 2 degrees left", "A"),
    Action("lean_right", "Needle: tip 2 degrees to the right", "D"),
    Action("lean_up", "Needle: tip 2 degrees to the head", "W"),
    Action("lean_down", "Needle: tip 2 degrees to the feet", "S"),
    Action("spin", "Needle: turn it while it is pushed, while held", ".", held=True),
    Action("stylet", "Stylet in or out", "Y"),
    Action("drop", "Hang a drop in the open hub", "Ctrl+Y"),
    Action("try", "Plunger: try lightly, while held", "T", held=True),
    Action("inject", "Plunger: inject, while held", "I", held=True),
    Action("sound", "Hear the resistance, or not", "Ctrl+T"),
    Action("room_sounds", "Hear the monitor's beeps and the pedal, or not", "Ctrl+M"),
    Action("aspirate", "Aspirate", "U"),
    Action("sights", "Show or hide the landmarks", "L"),
    Action("invert", "Invert the pictures", "N"),
    Action("theatre", "The room in 3D in the large place, or not", "V"),
    Action("skin", "Room: skin to glass, or back", "X"),
    Action("stand", "Room: back to where the operator stands", "Home"),
    Action("round", "Room: to the other side of the table", "End"),
    Action("look_left", "Room: look from farther left", "Alt+Left"),
    Action("look_right", "Room: look from farther right", "Alt+Right"),
    Action("look_up", "Room: look from higher", "Alt+Up"),
    Action("look_down", "Room: look from lower", "Alt+Down"),
    Action("pause", "Pause", "Pause"),
    Action("keys", "This table", "Shift+F1"),
    Action("fullscreen", "Whole screen", "F11"),
    Action("finish", "Finish the attempt", "Ctrl+Return"),
)


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
