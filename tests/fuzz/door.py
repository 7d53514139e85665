"""Random commands at the door: each is done or refused, none raises. A body is looked at, never harmed."""

from __future__ import annotations

import random

from scenarios import files
from sim.operators.script import ScriptHands
from sim.session.commands import Command, from_json
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

SCRIPTS = ("interlaminar_l4_l5_competent", "interlaminar_l4_l5_careless")
WILD = (0.0, -0.0, -1.0, 1e-9, 0.5, 3.0, 80.0, -85.0, 179.0, 999.0)


def known(world: World) -> list[Command]:
    """What hands really do there, to be done in any order and with other numbers."""
    found: dict[str, Command] = {}
    for name in SCRIPTS:
        recording = perform(ScriptHands(files.script(files.scripts()[name]), world.scenario.target), Session(world, 1))
        found |= {command.model_dump_json(): command for _, command in recording.commands}
    return [found[key] for key in sorted(found)]


def changed(command: Command, chance: random.Random) -> Command | None:
    """The command with one of its numbers another; None if that is none that the door lets in."""
    data = command.model_dump()
    numbers = [name for name, value in data.items() if isinstance(value, float)]
    if numbers and chance.random() < 0.5:
        data[chance.choice(numbers)] = chance.choice(WILD)
    try:
        return from_json(data)
    except ValueError:
        return None


def knocked(world: World, count: int, seed: int) -> int:
    """Gives so many commands, and lets time pass between them; returns how many the door took. Raises what the session raises."""
    chance, pool, taken = random.Random(seed), known(world), 0
    session = Session(world, seed)
    for number in range(count):
        command = changed(chance.choice(pool), chance)
        if command is not None and command.do != "finish":
            session.do(command)
            taken += 1
        if number % 4 == 0:
            session.step()
        if number % 2000 == 1999:
            session = Session(world, seed + number)
    return taken
