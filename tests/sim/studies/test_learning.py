"""The curve of somebody who gets better, and how far apart hands are set. Oracle: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshes.workers import ALONE
from scenarios import files
from sim.scoring.measures import Value
from sim.scoring.rubric import Score
from sim.studies import learning, validity
from sim.studies.rehearsal import OPERATORS, Outcome
from sim.studies.run import Record


def record(case: str, attempt: int, total: float, passed: bool = True) -> Record:
    return {"case": case, "attempt": attempt, "total": total, "passed": passed} | dict.fromkeys(learning.MEANS[1:], 2.0 * attempt)


def test_a_point_of_the_curve_is_the_mean_of_eight_attempts_at_each_case() -> None:
    records = [record(case, attempt, 50.0 + attempt, attempt >= 8) for case in ("a", "b") for attempt in range(10)]
    first, then = learning.curve(records)
    assert (first.first, first.last, first.attempts, first.passed) == (0, 7, 16, 0)
    assert (then.first, then.last, then.attempts, then.passed) == (8, 9, 4, 4)
    assert first.means == {"total": 53.5, "fluoroscopy_time": 7.0, "exposures": 7.0, "duration": 7.0, "passes": 7.0}
    assert then.means["total"] == 58.5


def test_what_is_kept_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def once(name: str, attempt: int) -> Record:
        done.append(attempt)
        return record(name, attempt, 60.0)

    monkeypatch.setattr(learning, "tried", once)
    kept = tmp_path / "l.jsonl"
    first = list(learning.attempts(["sugar"], [0, 1], ALONE, kept))
    again = list(learning.attempts(["sugar"], [0, 1, 2], ALONE, kept))
    assert done == [0, 1, 2]
    assert again[:2] == first


def test_an_attempt_of_the_curve_is_the_learners_of_that_number() -> None:
    """The case that needs no needle: decided with what is read and asked, of which practice forgets less."""
    found = [learning.tried("anticoagulated", attempt) for attempt in (0, 60)]
    assert [one["attempt"] for one in found] == [0, 60]
    assert found[1]["total"] >= found[0]["total"]


def outcome(total: float, beam: float) -> Outcome:
    values: dict[str, Value | None] = dict.fromkeys(validity.measures()) | {"fluoroscopy_time": Value(beam, None)}
    return Outcome(1, Score(total, total > 70, True, (), (), (), (), values, {}), None)


def test_effects_stand_for_intermediates_and_for_novices() -> None:
    """Means 10, 14 and 20 s; variances 2, 2 and 8: pooled 2 and 5."""
    case = next(iter(files.library()))
    beams = {"reference": (9.0, 11.0), "intermediate": (13.0, 15.0), "novice": (18.0, 22.0)}
    totals = {"reference": (98.0, 96.0), "intermediate": (90.0, 86.0), "novice": (60.0, 50.0)}
    found = [
        validity.Attempt(case, operator, outcome(total, beam))
        for operator in OPERATORS
        for total, beam in zip(totals[operator], beams[operator], strict=True)
    ]
    row = validity.apart(found, "fluoroscopy_time")
    assert row == validity.Apart("fluoroscopy_time", 10.0, 14.0, 20.0, round(4 / 2**0.5, 3), round(10 / 5**0.5, 3), 2)
    judged = validity.judged(found)
    assert judged["mean_total"] == {"reference": 97.0, "intermediate": 88.0, "novice": 55.0}
    assert judged["passed"] == {"reference": 2, "intermediate": 2, "novice": 0}
    assert judged["intermediate_between"]
