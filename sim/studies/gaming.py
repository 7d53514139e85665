"""Does anybody pass without the skill? Hands of luck, force, ticked boxes and copied commands at every case, by how often they pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from meshes.workers import Crew
from scenarios import files
from sim.session.world import World
from sim.studies.people import of_case
from sim.studies.rehearsal import GAMERS, Operator, rehearse_once
from sim.studies.run import Record, read_kept, worked

MOST = 5.0
"""Per cent of attempts that may pass by any of these hands."""
SHAPE: dict[str, type] = {"case": str, "operator": str, "seed": int, "total": float, "passed": bool, "why": str}


@lru_cache(1)
def _world(name: str) -> World:
    """A case in its body, made as a sketch; where no needle is right, none is made."""
    case = files.find_scenario(name)
    if not case.wants_injection:
        case = case.model_copy(update={"patient": case.patient.model_copy(update={"body": None})})
    return World.of(case, of_case(case))


def tried(name: str, operator: Operator, seed: int) -> Record:
    """What came of one attempt."""
    world = _world(name)
    outcome = rehearse_once(world.scenario, world, operator, seed)
    score = outcome.score
    found: Record = {"case": name, "operator": operator, "seed": seed}
    if score is None:
        return {**found, "total": 0.0, "passed": False, "why": f"could not go on at {outcome.stuck}"}
    why = ", ".join(score.critical) or "; ".join(score.goals_missed) or ("" if score.passed else "too few points")
    return {**found, "total": score.total, "passed": score.passed, "why": why}


def asked_of(operator: Operator) -> list[str]:
    """The cases that these hands can try: where no needle is right there is nothing to push, and a right answer that is copied is right."""
    anywhere = operator in ("gambler", "box-ticker")
    return [name for name in files.library() if anywhere or files.find_scenario(name).wants_injection]


def gaming(seeds: Sequence[int], crew: Crew, kept: Path | None) -> Iterator[Record]:
    """All hands at every case with each seed; what ``kept`` has is not done again."""
    wanted = [(name, operator, seed) for name in files.library() for operator in GAMERS if name in asked_of(operator) for seed in seeds]
    done = {(record["case"], record["operator"], record["seed"]): record for record in read_kept(kept, SHAPE)}
    yield from (done[job] for job in wanted if job in done)
    yield from worked(tried, [job for job in wanted if job not in done], crew, kept)


def by_hands(records: Sequence[Record]) -> dict[str, dict[str, Any]]:
    """Of each pair of hands: how many attempts, how many passed, the mean total, and in which cases with which seeds they passed."""
    found: dict[str, dict[str, Any]] = {}
    for operator in GAMERS:
        own = [record for record in records if record["operator"] == operator]
        if own:
            passed = sorted((record["case"], record["seed"]) for record in own if record["passed"])
            share = 100.0 * len(passed) / len(own)
            found[operator] = {
                "attempts": len(own),
                "passed": len(passed),
                "percent": round(share, 2),
                "holds": share <= MOST,
                "mean_total": round(sum(record["total"] for record in own) / len(own), 2),
                "where": {name: [seed for case, seed in passed if case == name] for name in dict.fromkeys(case for case, _ in passed)},
            }
    return found
