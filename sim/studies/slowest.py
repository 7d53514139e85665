"""The command that one waits for longest: in a process of its own, where the first of each kind brings in what is compiled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence

from scenarios import files
from sim.operators.reference import reference_hands
from sim.session.commands import Command
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

PROGRAM = "import json\nfrom sim.studies.slowest import slowest_command\nprint(json.dumps(slowest_command()))"


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


def slowest_command() -> tuple[float, str]:
    """Seconds of the slowest command of the reference interlaminar attempt, and its kind."""
    case = files.find_scenario("interlaminar_l4_l5")
    session = TimedSession(World.of(case), 1)
    perform(reference_hands(case), session)
    return max(session.took)


def in_new_process(compiled: str | None = None) -> tuple[float, str]:
    """The same in a process that knows nothing yet; what is compiled is kept in that folder, or where it always is."""
    environment = os.environ | ({} if compiled is None else {"NUMBA_CACHE_DIR": compiled})
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment)
    seconds, kind = json.loads(done.stdout.splitlines()[-1])
    return seconds, kind


def usual(kinds: Sequence[str]) -> str:
    """What more than half of the runs found; else all that was found."""
    kind, times = Counter(kinds).most_common(1)[0]
    return kind if 2 * times > len(kinds) else " or ".join(sorted(set(kinds)))
