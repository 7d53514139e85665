"""Steps a second of the environments for agents, in a process of their own: the extra that they need may not be installed."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = "import json\nfrom sim.exchange.agents.pace import steps_a_second\nprint(json.dumps(steps_a_second()))"


def agents_at_work() -> dict[str, list[float]] | str:
    """Figures by name; where they did not run, the last line of why."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"they ended with {done.returncode} and said nothing"]
        return f"the agents did not run: {said[-1]}"
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found
