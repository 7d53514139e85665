"""A case on its other side: what is asked, and the body's own variants, from left to right and from right to left."""

from __future__ import annotations

import json
import re
from typing import Any

from scenarios.schema import Scenario
from scenarios.script import Script

SIDES = {"left": "right", "right": "left"}
ASKED = ("side", "sides", "lumbar_ribs")
PLACE = re.compile(r"(?<=_)(left|right)\b")
"""A side in a landmark's name."""


def mirrored(case: Scenario) -> Scenario:
    """Target, plan, examination, pictures and variants on the other side. Sentences stay as they are: only hands play it, and read none."""
    return Scenario.model_validate_json(_turned_text(case.model_dump_json(exclude_unset=True)), strict=False)


def mirrored_script(script: Script) -> Script:
    """What a script decides, says or looks at on one side, on the other."""
    return Script.model_validate_json(_turned_text(script.model_dump_json(exclude_unset=True)), strict=False)


def _turned_text(text: str) -> str:
    return json.dumps(_turned(json.loads(text)))


def _turned(value: Any, name: str = "") -> Any:
    """The same with every side turned."""
    if isinstance(value, dict):
        return {key: _turned(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_turned(inner, name) for inner in value]
    if not isinstance(value, str):
        return value
    if name in ASKED:
        return SIDES.get(value, value)
    return PLACE.sub(lambda found: SIDES[found[0]], value) if "/" in value and " " not in value else value
