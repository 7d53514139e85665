"""Mastery: passes in a row on seeds that were not met, with no more help than the stage allows; then what was long ago comes back."""

from __future__ import annotations

from datetime import date

import pytest

from scenarios.curriculum import Curriculum
from sim.exchange.gradebook.progress import Next, masteries, next_of
from sim.exchange.gradebook.rows import Filing

WAY = Curriculum.model_validate(
    {
        "format": 1,
        "name": "way",
        "title": "Way",
        "about": "A way.",
        "stages": [
            {"title": "First", "cases": ["caudal", "sugar"], "mode": "practice", "in_a_row": 2},
            {"title": "Then", "cases": ["caudal"], "mode": "exam", "in_a_row": 1, "least_total": 80.0},
        ],
    }
)
TODAY = date(2026, 11, 28)


def tried(
    case: str,
    seed: int,
    total: float = 90.0,
    passed: bool = True,
    mode: str = "practice",
    day: date | None = date(2026, 11, 20),
    copied: bool = False,
) -> Filing:
    return Filing(seed, "Ada", case, seed, mode, day, total, passed, 4, 60.0, "0.1.0", "replayed", str(seed), copied, "0.1.0")


def run(*entries: Filing) -> tuple[int, bool]:
    """Of the first stage's caudal."""
    standing = masteries(WAY, entries)[0]
    return standing.run, standing.mastered


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ((), (0, False)),
        ((tried("caudal", 1),), (1, False)),
        ((tried("caudal", 1), tried("caudal", 2)), (2, True)),
        ((tried("caudal", 1), tried("caudal", 1)), (1, False)),  # the same seed again is no other patient
        ((tried("caudal", 1), tried("caudal", 2, copied=True)), (1, False)),  # nor is one that was done before, by whoever
        ((tried("caudal", 1, passed=False), tried("caudal", 1)), (0, False)),  # nor is one that was seen and failed
        ((tried("caudal", 1), tried("caudal", 2, passed=False), tried("caudal", 3)), (1, False)),
        ((tried("caudal", 1), tried("caudal", 2), tried("caudal", 3, passed=False)), (0, True)),  # once mastered it stays
        ((tried("caudal", 1, mode="guided"), tried("caudal", 2)), (1, False)),  # with more help than the stage allows
        ((tried("caudal", 1, mode="exam"), tried("caudal", 2)), (2, True)),  # with less
        ((tried("caudal", 1, mode="script"), tried("caudal", 2)), (1, False)),  # a script learns nothing
        ((tried("caudal", 1), tried("sugar", 5, passed=False), tried("caudal", 2)), (2, True)),  # each case has its own row
    ],
)
def test_what_counts_in_a_row(entries: tuple[Filing, ...], found: tuple[int, bool]) -> None:
    assert run(*entries) == found


def test_a_pass_with_too_few_points_counts_for_nothing() -> None:
    last = masteries(WAY, [tried("caudal", 1, 79.9, mode="exam")])[2]
    assert (last.mastered, last.best) == (False, 79.9)
    assert masteries(WAY, [tried("caudal", 1, 80.0, mode="exam")])[2].mastered


def test_next_goes_from_stage_to_stage_and_says_why() -> None:
    done: list[Filing] = []
    seen = []
    for seed in range(1, 9):
        found = next_of(WAY, done, TODAY)
        seen.append((found.case, found.mode, found.why))
        if found.case is None:
            break
        done.append(tried(found.case, seed, mode=found.mode, day=TODAY))
    assert seen == [
        ("caudal", "practice", "new"),
        ("caudal", "practice", "again on another seed"),
        ("sugar", "practice", "new"),
        ("sugar", "practice", "again on another seed"),
        ("caudal", "exam", "not passed yet"),
        (None, "", "all mastered"),
    ]


def test_what_is_mastered_comes_back_later_each_time() -> None:
    """A day after it was mastered, three after the next pass."""
    day = date(2026, 11, 1)
    done = [tried("caudal", 1, day=day), tried("caudal", 2, day=day), tried("sugar", 3, day=day), tried("sugar", 4, day=day)]
    done.append(tried("caudal", 5, mode="exam", day=day))
    assert next_of(WAY, done, day).case is None
    found = next_of(WAY, done, date(2026, 11, 2))
    assert found == Next("sugar", "practice", "long ago")
    done.append(tried("sugar", 6, day=date(2026, 11, 2)))
    assert next_of(WAY, done, date(2026, 11, 2)).case == "caudal"
    done.append(tried("caudal", 7, mode="exam", day=date(2026, 11, 2)))
    assert next_of(WAY, done, date(2026, 11, 4)).why == "all mastered"
    assert next_of(WAY, done, date(2026, 11, 5)).why == "long ago"
