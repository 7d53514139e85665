"""Rules against an injection. Oracle: [@asra_2018] (stop times), [@contraindications_known] and [@cms_lcd] (limits of repetition)."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from scenarios import files
from scenarios.chart import Chart, Reason, Root, known_conditions, root_areas
from scenarios.files import InputError
from scenarios.rules import concerns, limit, stop_days


def chart(**fields: Any) -> Chart:
    return Chart(**{"history": "Pain.", "conservative_weeks": 8.0, "imaging": "MRI.", "diagnosis": "disc herniation", **fields})


def stopping(**fields: Any) -> list[tuple[Reason, str]]:
    return [(c.reason, c.must) for c in concerns(chart(**fields)) if c.stops]


def test_an_ordinary_patient_has_nothing_against_it() -> None:
    assert concerns(chart()) == ()


@pytest.mark.parametrize(
    ("name", "days"),
    [("clopidogrel", 7), ("prasugrel", 10), ("ticagrelor", 5), ("warfarin", 5), ("apixaban", 3), ("rivaroxaban", 3), ("dabigatran", 4)],
)
def test_a_blood_thinner_defers_until_its_stop_time(name: str, days: int) -> None:
    assert stopping(medication=[{"name": name, "last_taken_days": days - 0.5}]) == [("anticoagulant", "defer")]
    assert stopping(medication=[{"name": name.capitalize(), "last_taken_days": float(days)}]) == []


@pytest.mark.parametrize("name", ["aspirin", "ibuprofen", "paracetamol"])
def test_what_need_not_be_stopped_stops_nothing(name: str) -> None:
    assert stopping(medication=[{"name": name, "last_taken_days": 0.0}]) == []


@pytest.mark.parametrize(
    ("condition", "reason", "must"),
    [
        ("pregnancy", "pregnancy", "defer"),
        ("systemic infection", "infection", "defer"),
        ("cauda equina", "emergency", "refer"),
        ("axial pain", "axial_pain", "refer"),
        ("uncontrolled diabetes", "diabetes", "defer"),
        ("refusal", "refusal", "defer"),
    ],
)
def test_a_condition_asks_for_its_way(condition: str, reason: str, must: str) -> None:
    assert stopping(conditions=[{"name": condition, "note": "So it is."}]) == [(reason, must)]


def test_contrast_allergy_changes_the_way_and_does_not_forbid_it() -> None:
    """[@rathmell_2015]."""
    (found,) = concerns(chart(allergies=[{"to": "contrast", "reaction": "swelling"}]))
    assert (found.must, found.stops) == ("avoid", False)
    assert stopping(allergies=[{"to": "steroid", "reaction": "shock"}]) == [("allergy", "defer")]


@pytest.mark.parametrize(
    ("laboratory", "reason"),
    [
        ({"inr": 1.5}, "anticoagulant"),
        ({"platelets": 80.0}, "anticoagulant"),
        ({"hba1c": 9.5}, "diabetes"),
        ({"glucose": 15.0}, "diabetes"),
    ],
)
def test_laboratory_values_beyond_their_limits(laboratory: dict[str, float], reason: str) -> None:
    assert stopping(laboratory=laboratory) == [(reason, "defer")]


def test_laboratory_values_within_their_limits() -> None:
    assert stopping(laboratory={"inr": 1.4, "platelets": 100.0, "hba1c": 9.0, "glucose": 14.0}) == []


def earlier(*weeks: float, relief: float = 80.0, again: bool = True) -> list[dict[str, Any]]:
    return [{"weeks_ago": w, "what": "epidural", "relief_pct": relief, "relief_weeks": 6.0, "same_again": again} for w in weeks]


def test_no_more_than_three_in_half_a_year_and_four_in_a_year() -> None:
    assert stopping(earlier=earlier(10.0, 20.0)) == []
    assert stopping(earlier=earlier(5.0, 15.0, 25.0)) == [("too_soon", "defer")]
    assert stopping(earlier=earlier(10.0, 30.0, 40.0, 50.0)) == [("too_soon", "defer")]
    assert stopping(earlier=earlier(10.0, 30.0, 40.0, 60.0)) == []


def test_two_weeks_between_and_a_repeat_only_of_what_helped() -> None:
    assert stopping(earlier=earlier(1.5)) == [("too_soon", "defer")]
    assert stopping(earlier=earlier(8.0, relief=30.0)) == [("no_benefit", "defer")]
    assert stopping(earlier=earlier(8.0, relief=0.0, again=False)) == []


def test_conservative_care_comes_first() -> None:
    assert stopping(conservative_weeks=2.0) == [("conservative_care", "defer")]


@pytest.mark.parametrize("name", ["anticoagulants", "conditions", "limits", "roots"])
def test_tables_of_rules_name_their_source(name: str) -> None:
    head = (files.HERE / f"{name}.csv").read_text(encoding="utf-8").splitlines()[:4]
    assert any("[@" in line or "[known" in line for line in head)


def test_tables_of_rules_have_rows() -> None:
    assert known_conditions()
    assert stop_days()
    assert set(root_areas()) == set(get_args(Root))


def test_the_rules_that_are_taught_ask_to_be_verified() -> None:
    for name in ("anticoagulants", "conditions", "limits"):
        assert "For teaching; verify locally." in (files.HERE / f"{name}.csv").read_text(encoding="utf-8")
    assert limit("inr") == 1.4
    assert min(stop_days().values()) >= 0


# --- cases that contradict themselves -----------------------------------------------------------------------------------------

CASE = files.library()["l4_l5_disc"].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "ibuprofen"', 'name = "clopidogrel"', "plan.decision: is 'inject', but chart.medication.1 forbids it"),
        ("conservative_weeks = 8.0", "conservative_weeks = 1.0", "plan.decision: is 'inject', but chart.conservative_weeks forbids it"),
        ('levels = ["L4"]', 'levels = ["L3"]', "plan.levels: lacks 'L4'"),
        ('sides = ["right"]', 'sides = ["left"]', "plan.sides: lacks 'right'"),
        ('"lumbar_interlaminar", "lumbar_transforaminal"]', '"caudal"]', "plan.approaches: lacks 'lumbar_interlaminar'"),
        ('steroids = ["methylprednisolone 80 mg", "dexamethasone 10 mg"]', 'steroids = ["triamcinolone 40 mg"]', "plan.steroids: none of"),
        ('decision = "inject"', 'decision = "defer"', "plan.reasons: nothing in the chart asks to defer"),
        ("drug_ml = { least = 3.0, most = 8.0 }", "", "plan.drug_ml: missing"),
    ],
)
def test_a_case_that_contradicts_itself_is_refused_by_field(before: str, after: str, said: str, tmp_path: Any) -> None:
    assert before in CASE
    path = tmp_path / "l4_l5_disc.toml"
    path.write_text(CASE.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        files.scenario(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_an_exercise_of_choosing_needs_a_chart_and_a_plan(tmp_path: Any) -> None:
    text = CASE[: CASE.index("[plan]")]
    path = tmp_path / "l4_l5_disc.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="exercise: asks for a choice, and plan is missing"):
        files.scenario(path)


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(ValidationError, match="is not a condition; known are pregnancy"):
        chart(conditions=[{"name": "hiccups", "note": "Hic."}])


def test_no_sentence_of_a_table_is_cut_off() -> None:
    """What is said of a deficit that grows has a comma, which once ended it."""
    assert all(row.say.endswith(".") for row in known_conditions().values())
