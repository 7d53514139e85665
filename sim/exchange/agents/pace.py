"""How many steps a second of one core's time an environment takes: with an agent that does anything, and with one that has a plan."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import gymnasium

from sim.exchange.agents.players import anything, play, play_planned

ATTEMPTS = 8
MEASURED = "Tuohy/Interlaminar-v0"


def steps_a_second() -> dict[str, list[float]]:
    """Of each agent, one figure for each attempt but the first, which warms up; an agent that does anything plays five for one."""
    environment = gymnasium.make(MEASURED)

    def at_random(seed: int) -> int:
        return sum(play(environment, anything(environment, 5 * seed + n), 5 * seed + n)[1] for n in range(5))

    return {
        "agent_steps_random_per_core_s": _rates(at_random),
        "agent_steps_planned_per_core_s": _rates(lambda seed: play_planned(environment, seed)[1]),
    }


def _rates(attempt: Callable[[int], int]) -> list[float]:
    rates = []
    for seed in range(ATTEMPTS + 1):
        start = time.process_time()
        steps = attempt(seed)
        rates.append(steps / (time.process_time() - start))
    return rates[1:]


def main() -> None:
    print(json.dumps(steps_a_second()))


if __name__ == "__main__":
    main()
