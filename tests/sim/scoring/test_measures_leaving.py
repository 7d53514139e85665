"""After the needle, by hand. Oracle: the table of advice and the definitions of the catalogue."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.chart import Medication
from scenarios.parting import parting_words
from sim.scoring.advice import advice_needed
from sim.session.care_commands import ADVICE
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, Row, injection, measured, value

HOLE: Row = (50, "dural_puncture", {"depth_mm": 55.0, "place": [0.0, 0.0, 0.0]})
OUT: Row = (600, "needle_removed", {})
ALL = ("headache when upright", "blood patch", "follow-up")


def home(*advice: str, step: int = 900) -> Row:
    return step, "discharged", {"driver": True, "advice": list(advice)}


def found(step: int, of: str, finding: str) -> Row:
    return step, "examined", {"of": of, "finding": finding}


@pytest.mark.parametrize(
    ("rows", "pushes"),
    [
        ([HOLE, *injection(100, "drug", {"epidural": 2.0}, at=(0.0, 0.0, 20.0))], 1.0),
        ([HOLE, *injection(100, "drug", {"epidural": 2.0}, at=(0.0, 0.0, 21.0))], 0.0),
        ([HOLE, *injection(100, "anaesthetic", {"epidural": 2.0})], 1.0),
        ([HOLE, *injection(100, "drug", {"soft tissue": 2.0})], 0.0),
        ([HOLE, *injection(100, "contrast", {"epidural": 2.0})], 0.0),
        ([HOLE, *injection(100, "saline", {"epidural": 2.0})], 0.0),
        ([*injection(10, "drug", {"epidural": 2.0}), HOLE], 0.0),
        (injection(100, "drug", {"epidural": 2.0}), None),
    ],
)
def test_nothing_is_given_where_the_dura_has_a_hole(rows: list[Row], pushes: float | None) -> None:
    """Another level, 20 mm off, may be."""
    assert value("given_at_hole", *rows) == pushes


DECIDED: Row = (300, "decided", {"decision": "defer", "reason": "no_space", "contrast_ml": 0.0, "pages": [], "asked": []})


@pytest.mark.parametrize(
    ("rows", "share", "missing"),
    [
        ([HOLE, OUT, home(*ALL)], 100.0, ""),
        ([HOLE, DECIDED, home(*ALL)], 100.0, ""),
        ([HOLE, OUT, home("follow-up")], 50.0, ""),
        ([HOLE, *injection(100, "drug", {"epidural": 2.0}), OUT, home(*ALL)], 75.0, "stop or decide on another level"),
    ],
)
def test_a_hole_in_the_dura_is_told_of_and_acted_on(rows: list[Row], share: float, missing: str) -> None:
    result = measured(made(*rows), CASE)["puncture_handled"]
    assert result is not None
    assert (result.value, result.what) == (share, missing)
    assert value("puncture_handled", OUT, home(*ALL)) is None


def test_the_blood_patch_is_told_to_whom_it_concerns() -> None:
    assert "blood patch" not in advice_needed(CASE)
    assert "blood patch" in advice_needed(CASE, punctured=True)
    said = list(advice_needed(CASE))
    assert value("advice", home(*said)) == 100.0
    assert value("advice", HOLE, home(*said)) == pytest.approx(100 * len(said) / (len(said) + 1), abs=1e-3)
    assert "sugar" in advice_needed(files.find_scenario("scar_caudal"))


def test_what_can_be_said_has_its_plain_words() -> None:
    assert set(parting_words()) == set(ADVICE)
    assert all(len(word.say.split()) >= 8 for word in parting_words().values())


def test_legs_sensation_and_bladder_are_looked_at_between_the_needle_and_the_way_home() -> None:
    legs, touch, water = found(700, "legs", "strong"), found(710, "sensation", "normal"), found(720, "bladder", "emptied")
    assert value("examined", OUT, legs, touch, water, home()) == 100.0
    assert value("examined", OUT, legs, legs, home()) == pytest.approx(33.333)
    assert value("examined", found(500, "legs", "strong"), OUT, found(950, "bladder", "emptied"), home()) == 0.0


@pytest.mark.parametrize(
    ("rows", "unfit"),
    [
        ([found(700, "legs", "weak"), home()], 1.0),
        ([found(700, "legs", "weak"), found(800, "legs", "strong"), home()], 0.0),
        ([found(700, "bladder", "not_emptied"), found(710, "sensation", "dull"), home()], 2.0),
        ([found(700, "legs", "weak")], None),
    ],
)
def test_who_is_not_sound_does_not_go_home(rows: list[Row], unfit: float | None) -> None:
    assert value("sent_home_unfit", *rows) == unfit


STOPPED = (Medication(name="apixaban", last_taken_days=3.5),)
SKIN: Row = (10, "pass_begun", {"number": 1, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]})
BLOOD: dict[str, Row] = {
    "it dripped": (40, "blood_drips", {}),
    "it was drawn back": (40, "aspirated", {"result": "blood"}),
    "contrast ran off": injection(40, "contrast", {"venous": 0.5})[-1],
}


@pytest.mark.parametrize(
    ("blood", "hours", "right", "what"),
    [
        (None, 24.0, 1.0, ""),
        (None, 48.0, 1.0, ""),
        (None, 12.0, 0.0, "12 hours were written down, 24 are right"),
        (None, 72.0, 0.0, "72 hours were written down, 24 are right"),
        (None, None, 0.0, "no hour was written down"),
        *[(how, 48.0, 1.0, "") for how in BLOOD],
        *[(how, 24.0, 0.0, "24 hours were written down, 48 are right after a needle that bled") for how in BLOOD],
    ],
)
def test_a_blood_thinner_is_taken_again_later_after_a_needle_that_bled(
    blood: str | None, hours: float | None, right: float, what: str
) -> None:
    """Oracle: 24 hours [@asra_2018], 48 by apixaban's label after a traumatic puncture [@traumatic_tap]; a day later at the most."""
    case = files.find_scenario("vascular_s1")
    assert case.chart is not None
    case = case.model_copy(update={"chart": case.chart.model_copy(update={"medication": STOPPED})})
    left = {"driver": True, "advice": list(ADVICE), **({} if hours is None else {"restart_h": hours})}
    bled = [BLOOD[blood]] if blood is not None else []
    result = measured(made(SKIN, *bled, OUT, (900, "discharged", left)), case)["restart_right"]
    assert result is not None
    assert (result.value, result.what) == (right, what)


def test_who_stopped_nothing_is_asked_for_no_hour() -> None:
    assert value("restart_right", SKIN, OUT, home(*ADVICE)) is None


def test_an_hour_that_was_neither_written_nor_spoken_of_is_told_as_the_hour() -> None:
    """The heavier of the two, with why; what else was not said stays among the advice."""
    case = files.find_scenario("vascular_s1")
    assert case.chart is not None
    stopped = case.model_copy(update={"chart": case.chart.model_copy(update={"medication": STOPPED})})
    needed = advice_needed(stopped)

    def left_out(*names: str, hour: float | None = None) -> tuple[str, tuple[str, ...]]:
        data = {"driver": True, "advice": [name for name in needed if name not in names], "restart_h": hour}
        result = measured(made(SKIN, OUT, (900, "discharged", data)), stopped)["advice"]
        assert result is not None
        assert result.value == pytest.approx(100 * (1 - len(names) / len(needed)), abs=1e-3)
        return str(result.what), result.told_by

    assert left_out("restart blood thinner") == ("", ("restart_right",))
    assert left_out("restart blood thinner", "fever") == ("fever", ())
    assert left_out("restart blood thinner", hour=24.0) == ("restart blood thinner", ())


def test_who_pushed_on_at_a_hole_is_told_of_that_once() -> None:
    """What went in beside the hole tells that nobody stopped; what was not said afterwards is in the advice."""
    rows = (HOLE, *injection(100, "drug", {"epidural": 2.0}), OUT, home("fever"))
    result = measured(made(*rows), CASE)["puncture_handled"]
    assert result is not None
    assert (result.value, result.told_by) == (0.0, ("given_at_hole", "advice"))
    elsewhere = measured(made(HOLE, *injection(100, "drug", {"epidural": 2.0}, at=(0.0, 0.0, 90.0)), OUT), CASE)["puncture_handled"]
    assert elsewhere is not None
    assert elsewhere.told_by == ()


def test_nobody_is_blamed_for_words_that_his_case_has_no_page_for() -> None:
    """A case of the needle alone has no way home: its patient was "not told of" headache, patch and follow-up."""
    alone = CASE.model_copy(update={"exercise": ()})
    through = measured(made(HOLE, *injection(100, "drug", {"epidural": 2.0})), alone)["puncture_handled"]
    assert through is not None
    assert (through.value, through.what) == (0.0, "stop or decide on another level")
    stopped = measured(made(HOLE, OUT), alone)["puncture_handled"]
    assert stopped is not None
    assert stopped.value == 100.0


def test_who_is_told_of_what_was_not_done_is_told_an_untruth() -> None:
    """A hole that was not made, a thinner that was not stopped; of a sugar that will not rise it does no harm to hear."""
    assert value("advice_untrue", home(*ADVICE)) == 2.0
    assert value("advice_untrue", HOLE, home(*ADVICE)) == 1.0
    assert value("advice_untrue", home("sugar", "fever")) == 0.0
    assert value("advice_untrue", OUT) is None
