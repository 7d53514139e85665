"""The table of safety: sound rows, every technique guarded, and no case laxer by its author's wish."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.errors import known_errors
from scenarios.rubric import Criterion, CriticalError, measures
from scenarios.safety import SITES, laxer, rows, safety_of
from scenarios.schema import Scenario
from sim.scoring.guard import errors

CASES = sorted(files.library())


def case(name: str) -> Scenario:
    return files.scenario(files.library()[name])


def site(one: Scenario) -> str:
    return files.technique(one.technique).aim


def test_every_row_grades_a_known_measure_in_its_unit() -> None:
    for row in rows():
        assert row.judged.unit == measures()[row.measure].unit
        assert "{" not in row.remark.replace("{value}", "").replace("{what}", ""), row.remark


def test_every_place_has_its_volume_its_speed_and_its_contrast() -> None:
    for at in SITES:
        graded = {row.measure for row in rows() if row.is_at(at) and row.points}
        assert {"drug_given", "drug_volume", "injection_rate", "contrast_given", "contrast_rate", "steroid_load", "passes"} <= graded
        fatal = {row.error for row in rows() if row.is_at(at) and row.error}
        assert {"flooded", "forced_injection", "intrathecal_drug", "intravascular_drug", "dural_puncture", "many_passes"} <= fatal


def test_far_beyond_lies_beyond_what_costs_points() -> None:
    """For each measure that both costs points and fails: some points are lost before it fails."""
    for at in SITES:
        table = [row.judged for row in rows() if row.is_at(at)]
        for error in (rule for rule in table if isinstance(rule, CriticalError) and rule.above):
            for rule in (r for r in table if isinstance(r, Criterion) and r.measure == error.measure and r.at_most is not None):
                assert error.above is not None
                assert rule.at_most is not None
                assert error.above > rule.at_most


@pytest.mark.parametrize("name", CASES)
def test_every_error_of_a_case_has_its_place_in_the_order_of_harm(name: str) -> None:
    one = case(name)
    rubric = files.rubric_of(one)
    found = [*rubric.critical, *errors(safety_of(one, site(one), True), rubric.critical)]
    assert {error.name for error in found} <= set(known_errors())


def test_what_an_error_hides_is_an_error_or_a_measure() -> None:
    for row in known_errors().values():
        assert {row.name, *row.hides.split()} <= {*measures(), *known_errors()}
        assert set(row.unjudged.split()) <= set(measures())


def test_only_a_fact_in_the_chart_frees_from_contrast() -> None:
    """Oracle: of the shipped cases one has an allergy to contrast, and its plan gives none."""
    free = [name for name in CASES if not any(row.needs == "contrast" for row in safety_of(case(name), site(case(name)), True))]
    assert free == ["contrast_allergy"]


def test_what_is_not_part_of_the_exercise_is_not_judged() -> None:
    first_day = safety_of(case("interlaminar_l4_l5"), "interspace", True)
    assert not {"time_out_done", "sterility_breaks", "grounds"} & {row.measure for row in first_day}
    assert {row.needs for row in safety_of(case("l4_l5_disc"), "interspace", False)} == {"always", "decision", "beam", "lead"}


RUBRIC = {
    "pass_mark": 70.0,
    "criteria": [{"measure": "drug_given", "unit": "ml", "weight": 5.0, "at_most": 18.0, "fade": 5.0, "remark": "too much"}],
}


@pytest.mark.parametrize(("most", "lax"), [(18.0, True), (10.0, False), (6.0, False)])
def test_a_case_may_be_stricter_and_not_laxer(most: float, lax: bool) -> None:
    one = case("interlaminar_l4_l5")
    rubric = files.Rubric.model_validate({**RUBRIC, "criteria": [{**RUBRIC["criteria"][0], "at_most": most}]})  # type: ignore[dict-item]
    said = list(laxer(one.model_copy(update={"rubric": rubric}), "interspace"))
    assert said == (["rubric: allows drug_given more than the table of safety (at most 10 ml), which counts"] if lax else [])


def test_nothing_of_the_table_is_left_out_by_wish() -> None:
    rubric = files.Rubric.model_validate({**RUBRIC, "criteria": [{**RUBRIC["criteria"][0], "at_most": 6.0}], "without": ["aspirated"]})  # type: ignore[dict-item]
    (said,) = laxer(case("interlaminar_l4_l5").model_copy(update={"rubric": rubric}), "interspace")
    assert said == "rubric.without: leaves out aspirated, which the table of safety judges in every case"
