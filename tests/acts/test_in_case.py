"""What a case makes of each act: it loses, it fails, or it cannot be done there, and that is said."""

from __future__ import annotations

import pytest

from scenarios import files
from sim.operators.reference import competent_script
from sim.session.world import World
from sim.studies.acts.in_case import InCase, acts_in, asked_of, told
from sim.studies.acts.playing import ACTS, done_in, played
from sim.studies.checking import check

REFUSED = "anticoagulated"


@pytest.fixture(scope="module")
def refused(worlds: dict[str, World]) -> dict[str, InCase]:
    return {one.what: one for one in acts_in(worlds[REFUSED])}


def test_where_no_needle_is_right_a_needle_and_a_guess_fail(refused: dict[str, InCase]) -> None:
    assert refused["a needle where none is right"].errors[0] == "needled_contraindicated"
    assert refused["decided at once, by a guess"].errors[0] == "guessed_decision"
    assert refused["no question asked"].points > 0
    assert not any(one.rewarded for one in refused.values())


def test_what_leaves_nothing_to_change_cannot_be_done(worlds: dict[str, World]) -> None:
    world = worlds["interlaminar_l4_l5"]
    asked = [(act, there) for act, there in asked_of(world.scenario) if act.what in ("no thyroid shield", "no page read", "no time-out")]
    script = competent_script(world.scenario)
    beside = played(world, script, world.scenario.target)
    assert len(asked) == 3
    for act, there in asked:
        with pytest.raises(LookupError, match="competent hands do nothing else there"):
            done_in(act, world, script, there, beside)


def test_an_act_in_another_case_of_the_same_way_loses_there_too(worlds: dict[str, World]) -> None:
    """Made for L4-L5 with its chart, done in the first-day case: eighteen ml are too much there as well."""
    world = worlds["interlaminar_l4_l5"]
    script = competent_script(world.scenario)
    beside = played(world, script, world.scenario.target)
    found = InCase.of(done_in(ACTS["eighteen ml of drug between the laminae"], world, script, world.scenario.target, beside))
    assert found.errors == ("flooded",)
    assert "fails by flooded (Drug given): 18 ml of drug was forced" in found.sentence


def test_each_case_is_asked_about_the_acts_of_its_way_and_of_its_care() -> None:
    for path in files.library().values():
        case = files.scenario(path)
        names = [act.what for act, _ in asked_of(case)]
        assert len(names) == len(set(names))
        assert ("no time-out" in names) == case.wants_injection
        assert ("a needle where none is right" in names) != case.wants_injection


def test_what_cannot_be_done_for_one_reason_is_said_once() -> None:
    done = InCase("no time-out", "time_out_done", "", 15.0, said="There was none.")
    lost = [InCase(what, "time_out_done", "there is no step 'time-out'") for what in ("the wrong side", "the wrong level")]
    assert list(told([done, *lost])) == [
        "no time-out: loses 15.0 points (Time-out held): There was none.",
        "cannot be done there (there is no step 'time-out'): the wrong side; the wrong level",
    ]


def test_acts_are_asked_of_cases_alone() -> None:
    with pytest.raises(files.InputError, match="is a script, and --acts is for cases"):
        check(files.scripts()["caudal_careless"], acts=True)
