"""Random commands at the door raise nothing. 60,000 by ``make fuzz``."""

from __future__ import annotations

import random

from sim.session.commands import from_json
from sim.session.world import World
from tests.fuzz.door import knocked
from tests.fuzz.drawn import TYPES, Drawer
from tests.sim.played import Played


def test_no_command_raises_at_the_door(worlds: dict[str, World], played: Played) -> None:
    done = [command for _, command in played["interlaminar_l4_l5_competent"].commands]
    assert knocked(worlds["interlaminar_l4_l5"], done, 400, 1, each=200) == []


def test_every_type_of_command_is_drawn_and_let_in() -> None:
    """What is drawn comes through JSON, as from a script or a recording, as it was."""
    drawer = Drawer(random.Random(1))
    for kind in TYPES:
        for _ in range(50):
            command = drawer.command((kind,))
            assert from_json(command.model_dump_json()) == command
