"""Economy: points that a faultless attempt can still win, by curves on which less is always better."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scenarios import files
from scenarios.economy import EconomyRow, economy, economy_of
from scenarios.safety import SITES
from sim.scoring.headroom import spent
from sim.scoring.measures import Value
from sim.scoring.rubric import judge
from sim.session.world import World
from tests.sim.played import Played

ROWS = economy()
MOST = 10.0
"""So few points as a safety row takes alone are all that economy may take together."""


def ids(row: EconomyRow) -> str:
    return f"{row.measure} {row.site}"


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_better_is_always_a_little_better(row: EconomyRow) -> None:
    """From the best to thrice what a trainee takes no two values are worth the same, to the digits of a score, and no step is a cliff."""
    values = [row.best + (3 * row.trainee - row.best) * k / 300 for k in range(301)]
    taken = [round(row.points * row.taken(value), 6) for value in values]
    assert taken[0] == 0.0
    assert all(more > less for less, more in pairwise(taken))
    assert max(more - less for less, more in pairwise(taken)) < 0.1 * row.points or row.measure == "passes"
    assert taken[-1] < row.points


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_the_curve_runs_from_the_experts_to_the_trainees(row: EconomyRow) -> None:
    """Oracle: as the table says: a tenth gone at the one, a tenth left at the other; and half way by ratio it is half."""
    assert row.taken(row.expert) == pytest.approx(0.1)
    assert row.taken(row.trainee) == pytest.approx(0.9)
    assert row.taken(row.best + ((row.expert - row.best) * (row.trainee - row.best)) ** 0.5) == pytest.approx(0.5)
    assert row.taken(row.best) == row.taken(row.best - 1.0) == 0.0


@pytest.mark.parametrize("site", SITES)
def test_each_way_has_each_measure_once_and_all_take_little(site: str) -> None:
    names = [row.measure for row in economy_of(site)]
    assert sorted(names) == sorted({row.measure for row in ROWS})
    assert sum(row.points for row in economy_of(site)) <= MOST


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"expert": 50.0}, "best, expert and trainee do not rise"),
        ({"best": 5.0}, "best, expert and trainee do not rise"),
        ({"points": 0.0}, "takes no points"),
        ({"unit": "min"}, "fluoroscopy_time in min is no measure of the catalogue"),
        ({"measure": "beam"}, "beam in s is no measure of the catalogue"),
        ({"site": "hip"}, "site is any, or some of interspace, foramen, canal, joint"),
    ],
)
def test_a_slip_in_the_table_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        EconomyRow.model_validate({**ROWS[0].model_dump(), **change})


def values(beam: float, needle: float | None) -> dict[str, Value | None]:
    found: dict[str, Value | None] = {row.measure: Value(row.best) for row in ROWS}
    return found | {"fluoroscopy_time": Value(beam), "needle_time": None if needle is None else Value(needle)}


def test_what_is_not_measured_takes_nothing() -> None:
    case = files.find_scenario("transforaminal_l5")
    with_it, without = (spent(case, values(11.0, needle)) for needle in (24.0, None))
    assert {one.measure: one.points for one in with_it if one.points} == {"fluoroscopy_time": 0.25, "needle_time": 0.075}
    assert {one.measure: one.points for one in without if one.points} == {"fluoroscopy_time": 0.25}


@pytest.mark.parametrize("name", ["l4_l5_disc", "transforaminal_l5", "caudal"])
def test_competent_hands_lose_a_little_and_pass(name: str, played: Played, worlds: dict[str, World]) -> None:
    """And the points add up: what the rubric gave, less harm, less economy."""
    case = worlds[name].scenario
    score = judge(played[f"{name}_competent"], files.rubric_of(case), case)
    took = sum(one.points for one in score.economy)
    assert score.passed
    assert 92.0 <= score.total < 100.0
    whole = sum(mark.weight for mark in score.marks)
    earned = 100.0 * sum(mark.weight * mark.grade for mark in score.marks) / whole
    assert score.total == pytest.approx(earned - sum(loss.points for loss in score.losses) - took, abs=1e-5)
    assert score.themes["economy"] == pytest.approx(1 - took / sum(one.of for one in score.economy), abs=1e-5)
    # no fault is found in it: whoever is told of one has made one
    assert not {remark.measure for remark in score.remarks} & {one.measure for one in score.economy}


def test_an_instructors_own_rubric_is_not_added_to(played: Played, worlds: dict[str, World]) -> None:
    case = worlds["caudal"].scenario
    rubric = files.rubric_of(case).model_copy(update={"pass_mark": 60.0})
    assert judge(played["caudal_competent"], rubric, case).economy == ()


def test_where_no_needle_is_right_there_is_nothing_to_spare(played: Played, worlds: dict[str, World]) -> None:
    case = worlds["anticoagulated"].scenario
    for script in ("anticoagulated_competent", "anticoagulated_careless"):
        assert judge(played[script], files.rubric_of(case), case).economy == ()
