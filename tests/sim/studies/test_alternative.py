"""What if: one thing changed in an attempt that was made, played by the same engine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios import files
from scenarios.files import InputError
from sim.command_line.entry import run
from sim.records.recording import Recording
from sim.records.replay import played as played_again
from sim.scoring.rubric import judge
from sim.session import commands as c
from sim.session.session import Session
from sim.session.world import World
from sim.studies.alternative import CHANGES, CODES, LOOK_S, Code, NothingToChange, alternative, scene_at
from sim.studies.contrasted import Contrasted, as_rows, contrasted
from tests.sim.played import Played

CARELESS, COMPETENT = "interlaminar_l4_l5_careless", "interlaminar_l4_l5_competent"


@pytest.fixture
def world(worlds: dict[str, World]) -> World:
    return worlds["interlaminar_l4_l5"]


def step_of(recording: Recording, kind: str, **data: object) -> int:
    return next(e.step for e in recording.events if e.kind == kind and all(e.data[name] == value for name, value in data.items()))


def beside(world: World, a: Recording, b: Recording) -> Contrasted:
    case = world.scenario
    return contrasted(case, *((one, judge(one, files.rubric_of(case), case)) for one in (a, b)))


def given(recording: Recording, fluid: str) -> list[tuple[float, float]]:
    """(ml, ml/s) of each push"""
    found, start = [], 0
    for event in recording.events:
        if event.kind == "injection_started":
            start = event.step
        elif event.kind == "injection_ended" and event.data["fluid"] == fluid:
            found.append((float(event.data["ml"]), float(event.data["ml"]) / ((event.step - start) / 32)))
    return found


def test_two_millimetres_earlier_the_tip_stands_two_millimetres_back(world: World, played: Played) -> None:
    """Oracle: the depth, by the events of both."""
    was = played[CARELESS]
    at = step_of(was, "dural_puncture")
    would = alternative(was, world, at, "stop_short")
    deep_was, deep_would = (max(e.data["depth_mm"] for e in one.events if e.kind == "tip_at" and e.step <= at) for one in (was, would))
    assert deep_was - deep_would == pytest.approx(2.0, abs=1e-3)
    assert would.steps == was.steps


def test_another_view_first_is_one_more_look_from_there_and_back(world: World, played: Played) -> None:
    was = played[CARELESS]
    at = step_of(was, "dural_puncture")
    would = alternative(was, world, at, "oblique_first")
    looks_was, looks_would = ([e for e in one.events if e.kind == "exposure_ended"] for one in (was, would))
    assert len(looks_would) == len(looks_was) + 1
    (new,) = [e for e in looks_would if at <= e.step <= at + 40]
    assert new.data["view"] == "contralateral oblique"
    assert new.data["seconds"] == pytest.approx(LOOK_S, abs=0.1)
    assert would.steps == was.steps + round(LOOK_S * 32)
    assert scene_at(would, world, would.steps).pose.orbit_deg == scene_at(was, world, was.steps).pose.orbit_deg
    assert scene_at(would, world, at + 40).pose == scene_at(was, world, at + 8).pose


@pytest.mark.parametrize("late", [0, 20])
def test_at_half_the_speed_as_much_goes_in(world: World, played: Played, late: int) -> None:
    """From its start, and from its midst: there the first part goes as it went."""
    was = played[COMPETENT]
    at = step_of(was, "injection_started", fluid="drug") + late
    would = alternative(was, world, at, "half_speed")
    (ml, fast), (same, slow) = given(was, "drug")[0], given(would, "drug")[0]
    assert same == pytest.approx(ml, rel=0.02)
    took, takes = ml / fast, same / slow
    assert takes == pytest.approx(2 * took - late / 32, abs=0.1)
    assert given(would, "contrast") == given(was, "contrast")
    assert would.steps > was.steps


@pytest.mark.parametrize("late", [0, 20])
def test_without_the_drug_all_else_is_given(world: World, played: Played, late: int) -> None:
    was = played[COMPETENT]
    at = step_of(was, "injection_started", fluid="drug") + late
    would = alternative(was, world, at, "no_drug")
    assert sum(ml for ml, _ in given(would, "drug")) < 0.3 * sum(ml for ml, _ in given(was, "drug"))
    assert bool(given(would, "drug")) == (late > 0)
    assert given(would, "contrast") == given(was, "contrast")
    found = beside(world, was, would)
    assert found.a.passed
    assert not found.b.passed  # a tenth of a ml treats nobody
    assert any(remark.measure == "drug_given" for remark in found.new)


@pytest.mark.parametrize("code", CODES)
def test_up_to_the_moment_nothing_is_other_than_it_was_and_it_comes_out_the_same_twice(code: Code, world: World, played: Played) -> None:
    """What was pushed just before is left out where that is the change; for all others the events before are the same."""
    was = played[COMPETENT]
    at = step_of(was, "loss_of_resistance") + 8 if code == "stop_short" else step_of(was, "syringe_attached", agent="iohexol 240")
    would = alternative(was, world, at, code)
    assert would == alternative(was, world, at, code)
    assert would.events == played_again(would, Session(world, was.header.seed)).events
    if code != "stop_short":
        assert [e for e in would.events if e.step < at] == [e for e in was.events if e.step < at]
    assert was == played[COMPETENT]


@pytest.mark.parametrize(
    ("code", "where", "said"),
    [
        ("stop_short", "start", "two millimetres"),
        ("lateral_first", "start", "No needle"),
        ("oblique_first", "beam", "held"),
        ("half_speed", "end", "Nothing is injected"),
        ("no_drug", "end", "No drug"),
    ],
)
def test_where_there_is_nothing_to_change_it_is_said(code: Code, where: str, said: str, world: World, played: Played) -> None:
    was = played[COMPETENT]
    beam = [e.step for e in was.events if e.kind == "exposure_started"][-1] + 2
    at = {"start": 0, "beam": beam, "end": was.steps}[where]
    with pytest.raises(NothingToChange, match=said):
        alternative(was, world, at, code)


def test_beyond_the_end_there_is_no_moment(world: World, played: Played) -> None:
    with pytest.raises(InputError, match="from step 0 to step"):
        alternative(played[COMPETENT], world, played[COMPETENT].steps + 1, "no_drug")


def test_an_attempt_beside_itself_differs_in_nothing(world: World, played: Played) -> None:
    found = beside(world, played[CARELESS], played[CARELESS])
    assert found.a == found.b
    assert found.gone == found.new == ()
    assert all(a == b for _, a, b in as_rows(found))
    assert ("Nearest to the dura", "0 mm", "0 mm") in as_rows(found)


def test_a_push_that_a_plunger_never_took_is_none(world: World, played: Played) -> None:
    """A command that was refused made no event: nothing hangs on it."""
    was = played[CARELESS]
    extra = replace(was, commands=((0, c.PressPlunger(rate_ml_s=1.0)), *was.commands))
    rows, longer = CHANGES["half_speed"](extra, scene_at(extra, world, 0))
    assert longer == sum(e.step for e in was.events if e.kind == "injection_ended") - sum(
        e.step for e in was.events if e.kind == "injection_started"
    )
    assert len(rows) == len(extra.commands)


def test_it_is_asked_on_the_command_line(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    path: Path = played.path(CARELESS)
    at = str(step_of(played[CARELESS], "dural_puncture"))
    assert run(["what-if", str(path), "--at", at, "--change", "no_drug", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["change"] == "no_drug"
    assert told["what_if"]["drug_lies_ml"] == {}
    assert told["as_it_was"]["drug_lies_ml"] != {}
    assert any(one["critical"] for one in told["gone"])
    assert run(["what-if", str(path), "--at", at, "--change", "stop_short"]) == 0
    assert "Nearest to the dura" in capsys.readouterr().out
    assert run(["what-if", str(path), "--at", "0", "--change", "stop_short"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "two millimetres" in said
