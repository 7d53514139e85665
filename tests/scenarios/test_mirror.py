"""A case on its other side asks the same of the other side, and competent hands get as many points for it."""

from __future__ import annotations

import json

import pytest

from scenarios import files
from scenarios.mirror import mirrored, mirrored_script
from sim.command_line.entry import run
from sim.operators.reference import competent_script
from sim.session.world import World
from sim.studies.acts.playing import played


@pytest.mark.parametrize("name", sorted(files.library()))
def test_what_is_turned_twice_is_the_same(name: str) -> None:
    case, script = files.find_scenario(name), competent_script(files.find_scenario(name))
    assert mirrored(mirrored(case)) == case
    assert mirrored_script(mirrored_script(script)) == script
    assert mirrored(case).target.side != case.target.side
    assert mirrored(case).target.level == case.target.level


def test_every_side_that_is_asked_is_turned() -> None:
    """Oracle: the case's file, by hand: the right big toe, a scoliosis to the left, a slice through the right foramen."""
    case = mirrored(files.find_scenario("scoliosis"))
    assert case.plan is not None
    assert case.chart is not None
    assert case.patient.body is not None
    assert (case.plan.sides, case.patient.body.variants[0].side) == (("left",), "right")
    assert {finding.side for finding in case.chart.examination} == {"left"}
    assert [one.at for one in case.chart.slices] == ["L4/foramen_left", "L4/foramen_left"]
    script = mirrored_script(competent_script(files.find_scenario("scoliosis")))
    assert [one.side for one in script.steps if one.do == "decide"] == ["left"]


@pytest.mark.parametrize("name", ["l4_l5_disc", "transforaminal_l5"])
def test_competent_hands_pass_on_the_other_side_too(name: str, worlds: dict[str, World]) -> None:
    """In the shipped body, whose sides differ as people's do."""
    case = mirrored(worlds[name].scenario)
    script = mirrored_script(competent_script(worlds[name].scenario))
    score = played(World.of(case, worlds[name].anatomy), script, case.target)
    assert score.passed
    assert score.total >= 95.0


def test_a_check_of_the_other_side_is_commanded(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--mirror", str(files.library()["caudal"]), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["good"]
    assert found["why"].startswith("on the other side competent hands pass with")
    assert run(["check", "--mirror", str(files.scripts()["caudal_competent"])]) == 2
    assert "turns cases" in capsys.readouterr().err
