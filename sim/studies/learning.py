"""The curve of somebody who gets better: attempt after attempt at the same cases, each with what is left of the novice's slips by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import fmean

from meshes.workers import Crew
from scenarios import files
from sim.session.world import World
from sim.studies.people import of_case
from sim.studies.rehearsal import LEARNER, rehearse_once
from sim.studies.run import Record, read_kept, worked

MEANS = ("total", "fluoroscopy_time", "exposures", "duration", "passes")
SHAPE: dict[str, type] = {"case": str, "attempt": int, "passed": bool} | dict.fromkeys(MEANS, float)
TOGETHER = 8
"""So many attempts at each case make a point of the curve."""


@dataclass(frozen=True)
class CurvePoint:
    """What came of some attempts one after another, over all cases."""

    first: int
    """Procedures done before the first of them ..."""
    last: int
    """... and before the last."""
    attempts: int
    passed: int
    means: dict[str, float]


@lru_cache(1)
def _world(name: str) -> World:
    """A case in its body, made as a sketch."""
    case = files.find_scenario(name)
    return World.of(case, of_case(case))


def tried(name: str, attempt: int) -> Record:
    """One attempt, so many procedures after the first; what it gave nothing to measure by is 0."""
    world = _world(name)
    score = rehearse_once(world.scenario, world, LEARNER, attempt).score
    found: Record = {"case": name, "attempt": attempt, "passed": bool(score and score.passed)}
    for measure in MEANS[1:]:
        value = score.measures[measure] if score else None
        found[measure] = value.value if value else 0.0
    return found | {"total": score.total if score else 0.0}


def attempts(cases: Sequence[str], numbers: Sequence[int], crew: Crew, kept: Path | None) -> Iterator[Record]:
    """Each of them at each case; what ``kept`` has is not done again."""
    wanted = [(name, number) for name in cases for number in numbers]
    done = {(record["case"], record["attempt"]): record for record in read_kept(kept, SHAPE)}
    yield from (done[job] for job in wanted if job in done)
    yield from worked(tried, [job for job in wanted if job not in done], crew, kept)


def curve(records: Sequence[Record]) -> list[CurvePoint]:
    """Points of ``TOGETHER`` attempts at each case."""
    found = []
    for first in range(0, max(record["attempt"] for record in records) + 1, TOGETHER):
        own = sorted((r for r in records if first <= r["attempt"] < first + TOGETHER), key=lambda r: (r["case"], r["attempt"]))
        means = {name: round(fmean(record[name] for record in own), 3) for name in MEANS}
        last = max(record["attempt"] for record in own)
        found.append(CurvePoint(first, last, len(own), sum(record["passed"] for record in own), means))
    return found
