"""Random commands at the door: each is done or refused, none raises, and what is written down of them can be read and judged."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

from scenarios.files import rubric_of
from scenarios.words import notice
from sim.procedure.course import course
from sim.records.recording import Recorder, Recording
from sim.scoring.rubric import judge
from sim.session.commands import Command, Finish, RemoveNeedle, from_json
from sim.session.event_fields import fault_of
from sim.session.session import Session
from sim.session.world import World
from tests.fuzz.drawn import TYPES, Drawer

BESIDE = tuple(kind for kind in TYPES if kind not in (Finish, RemoveNeedle))
"""What leaves the attempt and the needle where they are: else neither gets far."""
LONG_STEPS = 40
LONGEST_LINE = 2000
"""Characters of what is told an operator or a learner."""


class Attempt:
    """One session at which anything is done: first what a good hand does, then more and more beside it, then the end."""

    def __init__(self, world: World, done: Sequence[Command], seed: int) -> None:
        self.world, self.done, self.at = world, done, 0
        self.session, self.chance = Session(world, seed), random.Random(seed)
        self.recorder = Recorder(self.session, "fuzz")
        tray = world.scenario.tray
        self.drawer = Drawer(self.chance, (*tray.needles, *(fluid.agent for fluid in tray.fluids)))
        self.own = self.chance.uniform(0.1, 0.6)
        """The share of what the good hand does next."""
        self.last: Command | None = None

    def give(self, command: Command) -> None:
        self.last = command
        self.recorder.do(command)

    def next(self) -> Command:
        """Of the good hand's, or that with another number, or any; taking the needle out is the rarest."""
        if self.chance.random() < self.own:
            command = self.done[self.at % len(self.done)]
            self.at += 1
            return self.changed(command) if self.chance.random() < 0.2 else command
        return self.drawer.command(BESIDE if self.chance.random() < 0.98 else (RemoveNeedle,))

    def changed(self, command: Command) -> Command:
        """The command with one of its numbers another; as it is where it has none."""
        other, own = self.drawer.command((type(command),)).model_dump(), command.model_dump()
        numbers = [name for name, value in own.items() if isinstance(value, float)]
        if not numbers:
            return command
        name = self.chance.choice(numbers)
        return from_json(own | {name: other[name]})

    def rest(self) -> None:
        """Time passes now and then, seldom for long: most of the hours would go into pictures and flow."""
        luck = self.chance.random()
        for _ in range(LONG_STEPS if luck < 0.01 else 1 if luck < 0.5 else 0):
            self.session.step()

    def run(self, count: int) -> Recording:
        """So many commands, the end and what comes after it among them."""
        lead = self.chance.randrange(min(len(self.done), max(count - 2, 1)))
        for command in self.done[:lead]:
            self.give(command)
            self.session.step()
        self.at = lead
        for _ in range(count - lead - 2):
            self.give(self.next())
            self.rest()
        self.give(Finish())
        self.give(self.drawer.command())
        self.session.step()
        return self.recorder.close()

    def faults(self, recording: Recording) -> list[str]:
        """Events that no reader would take for one, and lines too long to be read. Raises what judging such an attempt raises."""
        case = self.world.scenario
        events = recording.events
        found = [f"{event.kind}: {fault}" for event in events if (fault := fault_of(event.kind, json.loads(json.dumps(event.data))))]
        score = judge(recording, rubric_of(case), case)
        json.dumps([score.as_json(), course(events, case, self.session.seed).as_json()])
        said = [(event.kind, notice(event.kind, event.data, case.chart) or "") for event in events]
        said += [("remark", remark.text) for remark in score.remarks]
        return found + [f"{kind}: its line has {len(line)} characters" for kind, line in said if len(line) > LONGEST_LINE]


def knocked(world: World, done: Sequence[Command], count: int, seed: int, each: int = 500) -> list[str]:
    """Gives so many commands, ``each`` in one attempt; ``done`` is what a good hand did there.

    Returns what was written down wrongly. A command that raises is told with its attempt, and raises.
    """
    found: list[str] = []
    for number in range(0, count, each):
        attempt = Attempt(world, done, seed + number)
        try:
            recording = attempt.run(min(each, count - number))
            found += [f"attempt {seed + number}: {fault}" for fault in attempt.faults(recording)]
        except Exception as error:
            error.add_note(f"attempt {seed + number} of {world.scenario.name}, at or after {str(attempt.last)[:500]}")
            raise
    return found
