"""What decides a case is known by its page or its question, not by a share of what was opened."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.chart import PAGES
from scenarios.schema import Scenario
from sim.scoring.grounds import grounds_of, unknown_grounds
from sim.session.care_commands import TOPICS
from tests.sim.scoring.test_measures_harm import decided, found

ALL = {"pages": list(PAGES), "asked": [topic for topic in TOPICS if topic != "now"]}


def case(name: str) -> Scenario:
    return files.find_scenario(name)


@pytest.mark.parametrize(
    ("name", "decision", "topic"),
    [
        ("anticoagulated", "defer", "blood thinners"),
        ("pregnant", "defer", "pregnancy"),
    ],
)
def test_all_but_the_question_that_decides_is_nothing_and_it_alone_is_enough(name: str, decision: str, topic: str) -> None:
    all_but = {**ALL, "asked": [one for one in ALL["asked"] if one != topic]}
    without = found("deciding_grounds", decided(decision=decision, **all_but), case=case(name))
    alone = found("deciding_grounds", decided(decision=decision, asked=[topic]), case=case(name))
    assert without is not None
    assert alone is not None
    assert (without.value, alone.value) == (0.0, 100.0)
    assert without.what == f"the question about {topic}"


def test_a_page_that_tells_it_is_as_good_as_the_question() -> None:
    (ground,) = grounds_of(case("axial_facet"))
    assert ground.known(["history"], [])
    assert ground.known([], ["pain"])
    (sugar,) = grounds_of(case("sugar"))
    assert sugar.words == "the page 'laboratory'"


def test_a_fresh_fracture_is_known_by_its_slice_and_a_disc_that_may_be_worn_is_not() -> None:
    """Fault: who had seen the bright body, and referred for it, was told to have guessed since the fall had not been asked for."""
    (fracture,) = grounds_of(case("fracture"))
    assert (fracture.known(["imaging"], []), fracture.known([], ["injury"])) == (True, True)
    assert fracture.words == "the page 'imaging' or the question about injury"
    (discitis,) = grounds_of(case("discitis"))
    assert not discitis.known(["imaging"], [])


def test_an_injection_rests_on_pain_place_thinners_and_allergies() -> None:
    some = found("deciding_grounds", decided(pages=["history", "imaging"], asked=["allergies"]), case=case("l4_l5_disc"))
    assert some is not None
    assert (some.value, some.what) == (75.0, "the page 'medication' or the question about blood thinners")
    woman = found("deciding_grounds", decided(pages=list(PAGES)), case=case("wet_tap"))
    assert woman is not None
    assert woman.what == "the question about pregnancy"


def test_every_decision_that_a_case_asks_for_has_its_grounds_and_a_chart_that_tells_them() -> None:
    for path in files.library().values():
        one = files.scenario(path)
        if "choice" in one.exercise:
            assert grounds_of(one)
            assert all(ground.known(ALL["pages"], ALL["asked"]) for ground in grounds_of(one)), one.name


def test_no_chart_and_no_decision_give_nothing_to_judge() -> None:
    assert grounds_of(case("caudal")) == ()
    assert found("deciding_grounds", case=case("l4_l5_disc")) is None


def test_who_has_read_the_report_need_not_read_the_history_for_what_it_says_too() -> None:
    """The space that is gone at L4-L5 stood on both pages: who had read of it in the report was told to have guessed."""
    narrow = case("central_stenosis")
    assert unknown_grounds(narrow, ["imaging", "medication", "allergies"], ["pain"]) == []
    assert unknown_grounds(narrow, ["medication", "allergies"], ["pain"]) != []
