"""How often each case was finished and what its best total was, as judged then: for the chooser, kept beside the attempts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from meshes.writing import write_whole
from scenarios.files import InputError
from sim.session.home import home

FILE = "tally.json"
MOST_TRIES = 1_000_000


@dataclass(frozen=True)
class Tries:
    """Of one case."""

    count: int
    best: float
    """0 to 100"""

    @property
    def words(self) -> str:
        return f"Best {round(self.best)} of 100, {self.count} {'attempt' if self.count == 1 else 'attempts'}"


def tally() -> dict[str, Tries]:
    """By case; empty where there is none, or none that can be read: nothing hangs on it."""
    try:
        stored = json.loads((home() / FILE).read_text(encoding="utf-8-sig"))
    except (InputError, OSError, ValueError, RecursionError):
        return {}
    rows = stored.items() if isinstance(stored, dict) else ()
    return {name: Tries(row["count"], float(row["best"])) for name, row in rows if _sound(row)}


def _sound(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    count, best = row.get("count"), row.get("best")
    whole = isinstance(count, int) and not isinstance(count, bool) and 0 < count <= MOST_TRIES
    return whole and isinstance(best, int | float) and not isinstance(best, bool) and 0 <= best <= 100


def add(case: str, total: float) -> None:
    """One more finished attempt. Raises OSError if it cannot be kept."""
    found = tally()
    before = found.get(case)
    found[case] = Tries(1, total) if before is None else Tries(min(before.count + 1, MOST_TRIES), max(before.best, total))
    write_whole(home() / FILE, json.dumps({name: asdict(tries) for name, tries in found.items()}, indent=1))
