"""Does the score tell skill? Competent, intermediate and novice hands at the same cases, and how far apart each measure sets them.

Effect size: Cohen's d, the difference of two means over their pooled standard deviation; without any spread, as large as may be (CAPPED).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, variance
from typing import Any

from meshes.workers import ALONE, Crew, in_order, spread
from scenarios import files
from scenarios.rubric import measures
from sim.session.world import World
from sim.studies.people import of_case
from sim.studies.rehearsal import OPERATORS, Operator, Outcome, rehearse_once

CASES = ("l4_l5_disc", "scar_caudal", "wrong_root", "l5_s1_disc")
"""One of each way in."""
CAPPED = 99.0
LARGE_TOTAL, LARGE, ENOUGH = 2.0, 0.8, 25
"""What a valid score shows: on the total, and on so many single measures (0.8 is large [@cohen_1988])."""


@dataclass(frozen=True)
class Attempt:
    case: str
    operator: Operator
    outcome: Outcome


@dataclass(frozen=True)
class Apart:
    """One measure, by hands."""

    name: str
    competent: float
    intermediate: float
    novice: float
    halfway: float
    """Effect size of intermediate over competent hands."""
    effect: float
    """Of novices over competent hands; positive if they have more of it."""
    n: int
    """The smallest of the numbers of attempts that gave it."""


def attempts(cases: Sequence[str], seeds: Sequence[int], crew: Crew = ALONE) -> Iterator[Attempt]:
    """Every kind of hands at every case with every seed, in this order whoever works."""
    yield from in_order(spread(_attempt, [(name, operator, seed) for name in cases for operator in OPERATORS for seed in seeds], crew))


@lru_cache(1)
def _world(name: str) -> World:
    """A case in its body, made as a sketch, once for all attempts at it."""
    case = files.find_scenario(name)
    return World.of(case, of_case(case))


def _attempt(name: str, operator: Operator, seed: int) -> Attempt:
    world = _world(name)
    return Attempt(name, operator, rehearse_once(world.scenario, world, operator, seed))


def effect_size(a: Sequence[float], b: Sequence[float]) -> float:
    """Cohen's d of b over a; needs two values of each."""
    spread = ((len(a) - 1) * variance(a) + (len(b) - 1) * variance(b)) / (len(a) + len(b) - 2)
    difference = fmean(b) - fmean(a)
    if spread <= 1e-12:
        return 0.0 if abs(difference) < 1e-9 else CAPPED * (1 if difference > 0 else -1)
    return max(-CAPPED, min(CAPPED, difference / math.sqrt(spread)))


def values(found: Sequence[Attempt], operator: Operator, measure: str) -> list[float]:
    """A measure over the attempts of some hands; ``total`` is the score."""
    scores = [a.outcome.score for a in found if a.operator == operator]
    if measure == "total":
        return [score.total if score else 0.0 for score in scores]
    kept = [score.measures.get(measure) for score in scores if score]
    return [value.value for value in kept if value is not None]


def apart(found: Sequence[Attempt], measure: str) -> Apart | None:
    """How far a measure sets the hands apart; None if too few gave it."""
    a, b, c = (values(found, operator, measure) for operator in OPERATORS)
    least = min(map(len, (a, b, c)))
    if least < 2:
        return None
    competent, intermediate, novice = (round(fmean(some), 4) for some in (a, b, c))
    return Apart(measure, competent, intermediate, novice, round(effect_size(a, b), 3), round(effect_size(a, c), 3), least)


def judged(found: Sequence[Attempt]) -> dict[str, Any]:
    """What the study found, and whether the score is valid by its own marks."""
    rows = [row for name in measures() if (row := apart(found, name)) is not None]
    rows.sort(key=lambda row: -abs(row.effect))
    total = apart(found, "total")
    means = {operator: round(fmean(values(found, operator, "total")), 2) for operator in OPERATORS if values(found, operator, "total")}
    passed = {
        operator: sum(1 for a in found if a.operator == operator and a.outcome.score and a.outcome.score.passed) for operator in OPERATORS
    }
    large = [row.name for row in rows if abs(row.effect) > LARGE]
    effect = abs(total.effect) if total else 0.0
    between = means["novice"] < means["intermediate"] < means["reference"] if len(means) == len(OPERATORS) else False
    return {
        "attempts": len(found),
        "mean_total": means,
        "passed": passed,
        "effect_total": effect,
        "large_measures": len(large),
        "intermediate_between": between,
        "valid": effect > LARGE_TOTAL and len(large) >= ENOUGH and between,
        "measures": [row.__dict__ for row in rows],
    }
