"""``make fuzz``: 3,000 spoiled files, 60,000 commands. Prints what went wrong and how to make it again."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scenarios import files
from sim.session.world import World
from tests.fuzz.door import knocked
from tests.fuzz.spoiled import unreadable


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        faults = unreadable(600, 2, Path(folder))
    print("\n".join(faults) or "3000 spoiled files: each a value or a clear line", flush=True)
    taken = knocked(World.of(files.find_scenario("interlaminar_l4_l5")), 60_000, 2)
    print(f"60000 commands, {taken} of them let in: none raised")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
