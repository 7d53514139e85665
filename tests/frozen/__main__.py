"""``make frozen``: every shipped script on three seeds, held against what became of it before. Prints each difference."""

from __future__ import annotations

import sys
from functools import cache

from scenarios import files
from sim.session.world import World
from tests.frozen.compared import differences, frozen, moved, played


def main() -> int:
    rows, parted = moved(), 0
    world_of = cache(lambda case: World.of(files.find_scenario(case)))  # in the body that the case names
    for key, was in sorted(frozen().items()):
        name, seed = key.split("/")
        lines = differences(key, was, played(world_of(files.script(files.scripts()[name]).scenario), name, int(seed)), rows)
        parted += bool(lines)
        print("\n".join(lines) if lines else f"{key}: as it was", flush=True)
    print(f"{len(frozen())} attempts, {parted} of them not as they were")
    return 1 if parted else 0


if __name__ == "__main__":
    sys.exit(main())
