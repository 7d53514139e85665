"""The command that one waits for longest: in a process of its own, where the first of each kind brings in what is compiled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from sim.studies.bench.figures import Figures, spread, told_by


def slowest_command() -> Figures:
    """With what is compiled on disk, as on every day but the first; and with none of it. A new process each time."""
    warm = [in_new_process() for _ in range(4)][1:]
    cold = []
    for _ in range(3):
        with TemporaryDirectory() as empty:
            cold.append(in_new_process(NUMBA_CACHE_DIR=empty))
    return {
        "slowest_command_ms": spread([1e3 * seconds for seconds, _ in warm]),
        "slowest_command": usual([kind for _, kind in warm]),
        "slowest_command_cold_s": spread([seconds for seconds, _ in cold]),
        "slowest_command_cold": usual([kind for _, kind in cold]),
    }


def in_new_process(**environment: str) -> tuple[float, str]:
    """Seconds and kind of it in a process that knows nothing yet."""
    seconds, kind = told_by("sim.studies.bench.timed_commands", **environment)
    return seconds, kind


def usual(kinds: Sequence[str]) -> str:
    """What more than half of the runs found; else all that was found."""
    kind, times = Counter(kinds).most_common(1)[0]
    return kind if 2 * times > len(kinds) else " or ".join(sorted(set(kinds)))
