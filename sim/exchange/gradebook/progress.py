"""How far a learner is in a curriculum, and what to do next: what is not mastered yet, then what was long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from scenarios.curriculum import Curriculum, Milestone
from sim.records.header import MODES

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.rows import Filing

Why = Literal["new", "not passed yet", "again on another seed", "long ago", "all mastered"]
DAYS = (1, 3, 7, 21, 60)
"""So long after its last pass a mastered case comes back, by how often it was passed since it was mastered (guess: intervals that grow
about threefold, as Leitner's box does)."""


@dataclass(frozen=True)
class Mastery:
    """A learner in one case of one stage."""

    case: str
    stage: int
    """Counted from 0"""
    tries: int
    run: int
    """Passes in a row that count, up to now"""
    mastered: bool
    """Once that is reached it stays"""
    best: float | None
    last: date | None
    """Day of the last pass that counts, if it is known"""
    since: int
    """Passes since it was mastered"""
    by: tuple[str, ...]
    """Fingerprints of the passes in a row that showed it to be mastered; none while it is not"""


@dataclass(frozen=True)
class Next:
    """What to do next; no case where all is mastered and nothing is due."""

    case: str | None
    mode: str
    why: Why


def masteries(curriculum: Curriculum, entries: Sequence[Filing]) -> list[Mastery]:
    """Of one learner's attempts, in the order in which they were made."""
    return [_mastery(case, number, stage, entries) for number, stage in enumerate(curriculum.stages) for case in stage.cases]


def _mastery(case: str, number: int, stage: Milestone, entries: Sequence[Filing]) -> Mastery:
    own = [entry for entry in entries if entry.scenario == case]
    run, most, since, last, met = 0, 0, 0, None, set[int]()
    row: list[str] = []
    for entry in own:
        # help: MODES begins with most of it; a script's and an unknown one's count for nothing
        helped = entry.mode not in MODES[:3] or MODES.index(entry.mode) < MODES.index(stage.mode)
        fresh = entry.seed not in met
        met.add(entry.seed)
        if helped or not fresh or entry.copied:
            continue
        if not (entry.passed and entry.total >= stage.least_total):
            run = 0
            row = row if most >= stage.in_a_row else []
            continue
        since += most >= stage.in_a_row
        row += [entry.fingerprint] if most < stage.in_a_row else []
        run, last = run + 1, entry.started or last
        most = max(most, run)
    by = tuple(row) if most >= stage.in_a_row else ()
    best = max((entry.total for entry in own), default=None)
    return Mastery(case, number, len(own), run, most >= stage.in_a_row, best, last, since, by)


def next_of(curriculum: Curriculum, entries: Sequence[Filing], today: date) -> Next:
    """The first case that is not mastered, in the order of the stages; else the mastered one that has been due for longest."""
    found = masteries(curriculum, entries)
    for standing in found:
        if not standing.mastered:
            why: Why = "new" if not standing.tries else "again on another seed" if standing.run else "not passed yet"
            return Next(standing.case, curriculum.stages[standing.stage].mode, why)
    waits = [(days_over(standing, today), standing) for standing in found if standing.last is not None]
    over, longest = max(waits, key=lambda wait: wait[0], default=(-1, found[0]))
    if over < 0:
        return Next(None, "", "all mastered")
    return Next(longest.case, curriculum.stages[longest.stage].mode, "long ago")


def days_over(standing: Mastery, today: date) -> int:
    """By how many days a mastered case is due; negative while it is not."""
    assert standing.last is not None
    return (today - standing.last).days - DAYS[min(standing.since, len(DAYS) - 1)]
