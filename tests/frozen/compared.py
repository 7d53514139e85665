"""What became of every shipped script when they were last frozen, and how an attempt of today differs from it.

``attempts.json.gz``: by "script/seed" the verdict, the points, each measure, and of each kind of event the steps at which it happened.
``moved.csv``: what has moved since and why; everything else stands. Whether an attempt passed never moves; an error that it is blamed for
moves by its own name alone.
"""

from __future__ import annotations

import csv
import gzip
import json
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from scenarios import files
from sim.operators.script import ScriptHands
from sim.scoring.rubric import judge
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

FOLDER = Path(__file__).parent
SEEDS = (1, 2, 3)
ALIKE = 1e-9
"""Numbers that differ by less are the same."""
Attempt = dict[str, Any]


@cache
def frozen() -> dict[str, Attempt]:
    """The attempts as they were."""
    found: dict[str, Attempt] = json.loads(gzip.decompress((FOLDER / "attempts.json.gz").read_bytes()))
    return found


def moved() -> list[dict[str, str]]:
    """Rows of (attempt, what, why); attempt and what may have * in them, but for what is critical."""
    with (FOLDER / "moved.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def played(world: World, name: str, seed: int) -> Attempt:
    """A shipped script in its case's world, summed up as the frozen ones are."""
    script = files.script(files.scripts()[name])
    recording = perform(ScriptHands(script, world.scenario.target), Session(world, seed))
    score = judge(recording, files.rubric_of(world.scenario), world.scenario).as_json()
    return summed_up(score, [(event.step, event.kind) for event in recording.events])


def summed_up(score: dict[str, Any], events: list[tuple[int, str]]) -> Attempt:
    steps: dict[str, list[int]] = {}
    for step, kind in events:
        steps.setdefault(kind, []).append(step)
    measures = {name: None if found is None else found["value"] for name, found in score["measures"].items()}
    return {
        "passed": score["passed"],
        "critical": sorted(score["critical"]),
        "total": score["total"],
        "measures": measures,
        "events": steps,
    }


def differences(name: str, was: Attempt, now: Attempt, rows: list[dict[str, str]]) -> list[str]:
    """Each thing that differs and is not among the rows of what has moved, as a line."""
    known = [row["what"] for row in rows if fnmatchcase(name, row["attempt"])]
    found = [f"passed: was {was['passed']}, is {now['passed']}"] if was["passed"] != now["passed"] else []
    # an error that an attempt is blamed for by now, or no longer, is excused by its own name alone
    a, b = ([error for error in one["critical"] if f"critical {error}" not in known] for one in (was, now))
    found += [f"critical: was {a}, is {b}"] if a != b else []
    values = [("total", was["total"], now["total"])]
    values += [
        (f"measure {key}", was["measures"].get(key), now["measures"].get(key)) for key in sorted({*was["measures"], *now["measures"]})
    ]
    events = [(f"event {key}", was["events"].get(key, []), now["events"].get(key, [])) for key in sorted({*was["events"], *now["events"]})]

    def stands(what: str) -> bool:
        return not any(fnmatchcase(what, pattern) for pattern in known)

    found += [f"{what}: was {a}, is {b}" for what, a, b in values if not _alike(a, b) and stands(what)]
    found += [_parted(what, a, b) for what, a, b in events if a != b and stands(what)]
    return [f"{name}: {line}" for line in found]


def _alike(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else abs(a - b) <= ALIKE


def _parted(what: str, was: list[int], now: list[int]) -> str:
    first = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    steps = [str(of[first]) if first < len(of) else "none" for of in (was, now)]
    return (
        f"{what}: was {len(was)} times, is {len(now)}; the first to differ is number {first + 1}: was at step {steps[0]}, is at {steps[1]}"
    )
