"""Do competent hands pass every case in other bodies too? Who is treated differs from seed to seed, and so does what chance decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from meshes.workers import Crew
from scenarios import files
from sim.session.world import World
from sim.studies.people import of_case
from sim.studies.rehearsal import rehearse_once
from sim.studies.run import Record, read_kept, worked

SHAPE: dict[str, type] = {"case": str, "seed": int, "total": float, "passed": bool, "why": str}


def treated(name: str, seed: int, folder: Path | None) -> Record:
    """What came of one case in one body: the case's person drawn with this seed. Where no needle is right, no body is needed."""
    case = files.find_scenario(name)
    if not case.wants_injection:
        case = case.model_copy(update={"patient": case.patient.model_copy(update={"body": None})})
    outcome = rehearse_once(case, World.of(case, of_case(case, seed, folder)), "reference", seed)
    score = outcome.score
    if score is None:
        return {"case": name, "seed": seed, "total": 0.0, "passed": False, "why": f"could not go on at {outcome.stuck}"}
    why = "" if score.passed else ", ".join(score.critical) or score.remarks[0].text
    return {"case": name, "seed": seed, "total": score.total, "passed": score.passed, "why": why}


def competent(cases: Sequence[str], seeds: Sequence[int], crew: Crew, folder: Path | None, kept: Path | None) -> Iterator[Record]:
    """Every case with each seed, all cases of a seed before the next; what ``kept`` has is not done again."""
    wanted = [(name, seed) for seed in seeds for name in cases]
    done = {(record["case"], record["seed"]): record for record in read_kept(kept, SHAPE)}
    yield from (done[job] for job in wanted if job in done)
    yield from worked(treated, [(*job, folder and folder.absolute()) for job in wanted if job not in done], crew, kept)


def by_case(records: Sequence[Record]) -> dict[str, dict[str, Any]]:
    """Of each case: how many attempts, how many passed, the lowest total, and why the others did not."""
    found = {}
    for name in sorted({record["case"] for record in records}):
        own = sorted((r for r in records if r["case"] == name), key=lambda r: int(r["seed"]))
        found[name] = {
            "attempts": len(own),
            "passed": sum(r["passed"] for r in own),
            "lowest": min(r["total"] for r in own),
            "failed": {str(r["seed"]): r["why"] for r in own if not r["passed"]},
        }
    return found
