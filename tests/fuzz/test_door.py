"""Random commands at the door raise nothing. 60,000 by ``make fuzz``."""

from __future__ import annotations

from sim.session.world import World
from tests.fuzz.door import knocked


def test_no_command_raises_at_the_door(worlds: dict[str, World]) -> None:
    assert knocked(worlds["interlaminar_l4_l5"], 150, 1) > 100
