"""A program: how long the slowest command of an attempt takes, and which it is."""

from __future__ import annotations

import json
import time

from scenarios import files
from sim.operators.reference import reference_hands
from sim.session.commands import Command
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform


class TimedSession(Session):
    """Notes how long each command takes: itself and the step after it, in which the plunger's pressure field is solved."""

    def __init__(self, world: World, seed: int) -> None:
        super().__init__(world, seed)
        self.took: list[tuple[float, str]] = []
        """Seconds and kind of each command, in their order."""
        self._stepped = True

    def do(self, command: Command) -> None:
        start = time.perf_counter()
        super().do(command)
        self.took.append((time.perf_counter() - start, command.do))
        self._stepped = False

    def tick(self) -> None:
        start = time.perf_counter()
        super().tick()
        if not self._stepped:  # of several commands in one step the last has it
            seconds, kind = self.took[-1]
            self.took[-1] = seconds + time.perf_counter() - start, kind
            self._stepped = True


def main() -> None:
    """Of the reference interlaminar attempt."""
    case = files.find_scenario("interlaminar_l4_l5")
    session = TimedSession(World.of(case), 1)
    perform(reference_hands(case), session)
    print(json.dumps(max(session.took)))


if __name__ == "__main__":
    main()
