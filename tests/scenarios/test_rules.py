"""Rules against an injection. Oracle: [@asra_2018] (stop times), [@contraindications_known] and [@cms_lcd] (limits of repetition)."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from scenarios import files
from scenarios.chart import Chart, Reason, Root, known_conditions, root_areas
from scenarios.files import InputError
from scenarios.medicines import medicine, medicines
from scenarios.rules import concerns, limit, restarted


def chart(**fields: Any) -> Chart:
    return Chart(**{"history": "Pain.", "conservative_weeks": 8.0, "imaging": "MRI.", "diagnosis": "disc herniation", **fields})


def stopping(**fields: Any) -> list[tuple[Reason, str]]:
    return [(c.reason, c.must) for c in concerns(chart(**fields)) if c.stops]


def test_an_ordinary_patient_has_nothing_against_it() -> None:
    assert concerns(chart()) == ()


@pytest.mark.parametrize(
    ("name", "days"),
    [("clopidogrel", 7), ("prasugrel", 10), ("ticagrelor", 5), ("warfarin", 5), ("apixaban", 3), ("rivaroxaban", 3), ("dabigatran", 4),
     ("edoxaban", 3), ("Eliquis", 3), ("Lixiana 60 mg", 3), ("fondaparinux", 4), ("cilostazol", 2), ("phenprocoumon", 10), ("Orgaran", 4)],
)  # fmt: skip
def test_a_blood_thinner_defers_until_its_stop_time(name: str, days: int) -> None:
    """Stopped in time, with good kidneys and the INR back to normal."""
    well = {"inr": 1.0, "egfr": 80.0}
    assert stopping(medication=[{"name": name, "last_taken_days": days - 0.5}], laboratory=well) == [("anticoagulant", "defer")]
    assert stopping(medication=[{"name": name.capitalize(), "last_taken_days": float(days)}], laboratory=well) == []


@pytest.mark.parametrize("name", ["enoxaparin", "dalteparin", "tinzaparin", "Clexane 80 mg", "Fragmin"])
def test_a_low_molecular_heparin_defers_for_a_day(name: str) -> None:
    """[@asra_2018]: 24 hours after a therapeutic dose, and that it was a small one somebody must have said."""
    assert stopping(medication=[{"name": name, "last_taken_days": 0.6}]) == [("anticoagulant", "defer")]
    assert stopping(medication=[{"name": "enoxaparin prophylactic", "last_taken_days": 0.6}]) == []
    assert stopping(medication=[{"name": name, "last_taken_days": 1.0}]) == []


@pytest.mark.parametrize(("egfr", "days"), [(80.0, 4.0), (30.0, 6.0), (None, 6.0)])
def test_dabigatran_goes_by_the_kidneys_and_unknown_ones_count_as_weak(egfr: float | None, days: float) -> None:
    """[@asra_2018]: four days, five to six where the kidneys are weak."""
    for taken, found in ((days - 0.1, [("anticoagulant", "defer")]), (days, [])):
        assert stopping(medication=[{"name": "Pradaxa", "last_taken_days": taken}], laboratory={"egfr": egfr}) == found


def test_what_acts_on_vitamin_k_is_gone_when_an_inr_says_so() -> None:
    warfarin = [{"name": "warfarin", "last_taken_days": 6.0}]
    assert stopping(medication=warfarin) == [("anticoagulant", "defer")]
    assert stopping(medication=warfarin, laboratory={"inr": 1.1}) == []
    assert stopping(medication=warfarin, laboratory={"inr": 1.3}) == [("anticoagulant", "defer")]
    assert stopping(medication=warfarin, laboratory={"inr": 1.3}, follows="ESRA 2022") == []


@pytest.mark.parametrize(("inr", "found"), [(2.5, []), (3.2, ["defer"])])
def test_beside_the_spine_warfarin_may_go_on_up_to_an_inr_of_three(inr: float, found: list[str]) -> None:
    taken = chart(medication=[{"name": "warfarin", "last_taken_days": 0.5}], laboratory={"inr": inr})
    assert [concern.must for concern in concerns(taken, "low")] == found
    assert "defer" in [concern.must for concern in concerns(taken)]


def test_a_facet_joint_is_of_low_risk() -> None:
    """[@asra_2018]: thoracolumbar facets."""
    taken = chart(medication=[{"name": "apixaban", "last_taken_days": 0.0}])
    assert [c.stops for c in concerns(taken)] == [True]
    assert concerns(taken, "low") == ()


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("enoxaparin", 1.0),
        ("Fragmin", 1.0),
        ("enoxaparin prophylactic", 0.5),
        ("heparin intravenous", 0.25),
        ("heparin subcutaneous", 0.25),
    ],
)
def test_a_heparin_at_its_peak_waits_for_a_facet_joint_too(name: str, days: float) -> None:
    """Oracle: 24, 12 and 6 hours, the same for every risk [known-lo], with kidneys that are known to be good."""
    for taken, waits in ((days - 0.1, True), (days, False)):
        given = chart(medication=[{"name": name, "last_taken_days": taken}], laboratory={"egfr": 80.0})
        assert [c.must for c in concerns(given, "low")] == (["defer"] if waits else [])


def test_an_unknown_medicine_is_said_to_be_unknown_and_two_for_platelets_to_mean_a_stent() -> None:
    (found,) = concerns(chart(medication=[{"name": "Bluttropfen", "last_taken_days": 0.0}]))
    assert (found.must, found.stops) == ("heed", False)
    assert "not in the list" in found.say
    two = [{"name": "aspirin", "last_taken_days": 0.0}, {"name": "Plavix", "last_taken_days": 8.0}]
    (both,) = concerns(chart(medication=two))
    assert (both.must, both.field) == ("heed", "chart.medication")


def test_only_what_was_stopped_for_the_needle_is_restarted() -> None:
    taken = [("diclofenac", 2.0), ("apixaban", 3.0), ("rivaroxaban", 1.0), ("warfarin", 400.0)]
    found = restarted(chart(medication=[{"name": name, "last_taken_days": days} for name, days in taken]), "intermediate")
    assert [(drug.name, drug.restart_h) for drug in found] == [("apixaban", 24.0)]


def test_no_name_stands_for_two_medicines() -> None:
    names = [name.lower() for row in medicines() for name in (row.name, *row.brands)]
    assert len(set(names)) == len(names)
    assert all(row.restart_h is not None for row in medicines() if row.stop_days > 0)


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


@pytest.mark.parametrize(("condition", "reason"), [("heart failure", "heart_failure"), ("glaucoma", "glaucoma")])
def test_what_a_steroid_may_harm_is_called_by_its_own_name(condition: str, reason: str) -> None:
    """Neither is a sugar out of control; both are heeded and forbid nothing."""
    (found,) = concerns(chart(conditions=[{"name": condition, "note": "So it is."}]))
    assert (found.reason, found.must) == (reason, "heed")


def test_contrast_allergy_changes_the_way_and_does_not_forbid_it() -> None:
    """[@rathmell_2015]."""
    (found,) = concerns(chart(allergies=[{"to": "contrast", "reaction": "swelling"}]))
    assert (found.must, found.stops) == ("avoid", False)
    assert stopping(allergies=[{"to": "steroid", "reaction": "shock"}]) == [("allergy", "defer")]


@pytest.mark.parametrize(
    ("laboratory", "reason"),
    [
        ({"inr": 1.3}, "anticoagulant"),
        ({"platelets": 80.0}, "anticoagulant"),
        ({"hba1c": 9.5}, "diabetes"),
        ({"glucose": 15.0}, "diabetes"),
    ],
)
def test_laboratory_values_beyond_their_limits(laboratory: dict[str, float], reason: str) -> None:
    assert stopping(laboratory=laboratory) == [(reason, "defer")]


def test_laboratory_values_within_their_limits() -> None:
    assert stopping(laboratory={"inr": 1.2, "platelets": 100.0, "hba1c": 9.0, "glucose": 14.0}) == []


def earlier(*weeks: float, relief: float = 80.0, again: bool = True) -> list[dict[str, Any]]:
    return [{"weeks_ago": w, "what": "epidural", "relief_pct": relief, "relief_weeks": min(w, 12.0), "same_again": again} for w in weeks]


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


@pytest.mark.parametrize("name", ["medicines", "bleeding_risks", "conditions", "limits", "roots"])
def test_tables_of_rules_name_their_source(name: str) -> None:
    head = (files.HERE / f"{name}.csv").read_text(encoding="utf-8").splitlines()[:4]
    assert any("[@" in line or "[known" in line for line in head)


def test_tables_of_rules_have_rows() -> None:
    assert known_conditions()
    assert medicines()
    assert set(root_areas()) == set(get_args(Root))


def test_the_rules_that_are_taught_ask_to_be_verified() -> None:
    for name in ("medicines", "bleeding_risks", "conditions", "limits"):
        assert "For teaching; verify locally." in (files.HERE / f"{name}.csv").read_text(encoding="utf-8")
    assert (limit("inr_asra"), limit("inr_esra")) == (1.2, 1.4)
    assert min(row.stop_days for row in medicines()) >= 0


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


@pytest.mark.parametrize(
    ("grade", "asks"), [("mild", "a different iodinated agent"), ("severe", "premedication does not protect"), (None, "")]
)
def test_an_old_reaction_to_contrast_asks_for_what_its_grade_does(grade: str | None, asks: str) -> None:
    """Oracle: the manual on contrast media; never gadolinium."""
    chart = files.find_scenario("contrast_allergy").chart
    assert chart is not None
    allergic = chart.allergies[0].model_copy(update={"grade": grade})
    (said,) = [one.say for one in concerns(chart.model_copy(update={"allergies": (allergic,)})) if one.reason == "allergy"]
    assert asks in said
    assert "gadolinium" not in said


# --- what was missing: short ones in a vein, packets of two, weak kidneys -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "days"),
    [("cangrelor", 0.125), ("Kengrexal", 0.125), ("ReoPro", 5.0), ("Integrilin", 1.0), ("Aggrastat", 1.0), ("Zontivity", 28.0),
     ("Actilyse", 2.0), ("tenecteplase", 2.0), ("argatroban", 0.5), ("Angiox", 0.5), ("DuoPlavin", 7.0)],
)  # fmt: skip
def test_what_runs_in_a_vein_or_comes_in_a_packet_of_two_defers_too(name: str, days: float) -> None:
    """Oracle: [@asra_2018] as far as it is known, the longer end of a range; a facet joint waits as long for what runs in a vein."""
    well = {"egfr": 80.0}
    assert stopping(medication=[{"name": name, "last_taken_days": 0.9 * days}], laboratory=well) == [("anticoagulant", "defer")]
    assert stopping(medication=[{"name": name, "last_taken_days": days}], laboratory=well) == []


def test_aggrenox_is_aspirin_too_and_two_at_once() -> None:
    (found,) = concerns(chart(medication=[{"name": "Aggrenox", "last_taken_days": 3.0}]))
    assert (found.must, found.field) == ("heed", "chart.medication")
    assert found.say.startswith("Aspirin and dipyridamole: ")
    assert concerns(chart(medication=[{"name": "Persantine", "last_taken_days": 3.0}])) == ()
    longago = [{"name": "aspirin"}, {"name": "Plavix", "last_taken_days": 700.0}]
    assert concerns(chart(medication=longago)) == ()


@pytest.mark.parametrize("name", ["naproxen", "indometacin", "Feldene", "Mobic", "nabumetone", "etodolac", "Daypro"])
def test_an_nsaid_is_not_stopped_here_and_five_half_lives_where_much_would_bleed(name: str) -> None:
    """[@asra_2018_table]: no at low and intermediate risk; at high risk one day (ibuprofen) to ten (piroxicam)."""
    assert concerns(chart(medication=[{"name": name}])) == ()
    found = medicine(name)
    assert found is not None
    assert 1 <= (found.stop_high_days or 0.0) <= 10


@pytest.mark.parametrize(
    ("name", "usual", "weak"),
    [("rivaroxaban", 3.0, 4.0), ("apixaban", 3.0, 5.0), ("edoxaban", 3.0, 4.0), ("fondaparinux", 4.0, 6.0), ("Clexane", 1.0, 2.0),
     ("enoxaparin prophylactic", 0.5, 1.0), ("Fragmin", 1.0, 2.0)],
)  # fmt: skip
def test_a_kidney_below_thirty_keeps_these_longer(name: str, usual: float, weak: float) -> None:
    """Oracle: the sources that ``medicines.csv`` names for it; nothing known of the kidneys is said, not taken for the worst."""
    taken = [{"name": name, "last_taken_days": usual}]
    assert stopping(medication=taken, laboratory={"egfr": 30.0}) == []
    (late,) = concerns(chart(medication=taken, laboratory={"egfr": 29.0}))
    assert late.must == "defer"
    assert "with such kidneys" in late.say
    assert stopping(medication=[{"name": name, "last_taken_days": weak}], laboratory={"egfr": 29.0}) == []
    (unknown,) = concerns(chart(medication=taken))
    assert (unknown.must, "Nothing is known" in unknown.say) == ("heed", True)


def test_a_facet_joint_waits_for_a_heparin_that_weak_kidneys_keep() -> None:
    for egfr, musts in ((80.0, []), (20.0, ["defer"])):
        given = chart(medication=[{"name": "Clexane", "last_taken_days": 1.5}], laboratory={"egfr": egfr})
        assert [c.must for c in concerns(given, "low")] == musts
    assert concerns(chart(medication=[{"name": "Eliquis"}], laboratory={"egfr": 20.0}), "low") == ()
