"""Conditions in scripts, and the vein that a case opens. Oracle: the case's own truth, seen in its events."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.files import InputError
from scenarios.script import Script
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands
from sim.records.recording import Recording
from sim.scoring.limits import LIMITS
from sim.scoring.verdicts import Verdicts
from sim.session.session import Session
from sim.session.world import World
from sim.studies.checking import script_in_world
from sim.studies.rehearsal import perform
from tests.sim.played import Played


def named(recording: Recording) -> list[tuple[str, str, float]]:
    judged = Verdicts(files.find_scenario(recording.header.scenario), LIMITS).all(recording.events)
    return [(e.data["view"], e.data["pattern"], e.data["grade"]) for e in judged if e.kind == "pattern_named"]


def in_the_own_body(name: str) -> Recording:
    """What competent hands do in the body that a case brings, which has the lesion that its report tells."""
    case = files.find_scenario(name)
    return perform(ScriptHands(competent_script(case), case.target), Session(World.of(case), 1))


def into(recording: Recording) -> set[str]:
    return {place for e in recording.events if e.kind == "injection_ended" for place in e.data["into"]}


def test_hands_that_see_contrast_go_name_the_vein_and_move(played: Played) -> None:
    recording = played["vascular_s1_competent"]
    assert named(recording) == [("AP", "venous", 1.0), ("AP", "neurogram", 1.0), ("lateral", "neurogram", 1.0)]
    given = [e.data["into"] for e in recording.events if e.kind == "injection_ended" and e.data["fluid"] == "drug"]
    assert given == [{"epidural": 2.0}]


@pytest.mark.parametrize("name", ["l5_s1_disc", "narrow_hiatus"])
def test_hands_that_see_blood_move_before_anything_goes_in(name: str) -> None:
    recording = in_the_own_body(name)
    assert [e.data["result"] for e in recording.events if e.kind == "aspirated"][:2] == ["blood", "nothing"]
    assert into(recording) == {"epidural"}


def test_hands_draw_back_from_a_root_that_answers_before_anything_goes_in() -> None:
    """The needle meets the root on its last push; what then goes in goes in from farther back, and into the space."""
    recording = in_the_own_body("scoliosis")
    met = next(e for e in recording.events if e.kind == "root_contact")
    first = next(e for e in recording.events if e.kind == "injection_started")
    tip = [e for e in recording.events if e.kind == "tip_at" and e.step <= first.step][-1]
    assert met.step < first.step
    assert float(tip.data["depth_mm"]) < float(met.data["depth_mm"]) - 1.0
    assert into(recording) == {"epidural"}


def test_where_it_stays_they_go_on(reference: Anatomy) -> None:
    script, world = script_in_world(files.scripts()["vascular_s1_competent"], reference)
    session = Session(world, 2)  # whose needle opens no vein
    session.truth().flow._opens_vein = False
    recording = perform(ScriptHands(script, world.scenario.target), session)
    assert named(recording) == [("AP", "neurogram", 1.0), ("lateral", "neurogram", 1.0)]


def test_hands_on_bone_do_what_the_script_says_of_bone(interlaminar: World) -> None:
    """Straight down on the lamina, where bone must be met; and short of it, where none is."""
    look = [
        {"do": "expose"},
        {"do": "take", "needle": "18G Tuohy"},
        {"do": "place", "over": "{interspace}/lower_lamina_edge", "up_mm": -8.0},
    ]
    back = {"do": "if", "seen": "bone", "steps": [{"do": "withdraw", "mm": 7.0}]}
    drawn = {}
    for mm in (80.0, 10.0):
        steps = [*look, {"do": "advance", "mm": mm}, back]
        script = Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": steps})
        recording = perform(ScriptHands(script, interlaminar.scenario.target), Session(interlaminar, 1))
        drawn[mm] = [command.mm for _, command in recording.commands if command.do == "advance_needle" and command.mm < 0]
        assert ("bone_contact" in [event.kind for event in recording.events]) == (mm == 80.0)
    assert drawn == {80.0: [-7.0], 10.0: []}


def test_a_pool_in_fat_is_told_from_contrast_in_the_space(interlaminar: World) -> None:
    """The needle in the fat under the skin; a script that finds the space sees no pool (the vein's, above)."""
    steps = [
        {"do": "expose"},
        {"do": "take", "needle": "18G Tuohy"},
        {"do": "place", "over": "{interspace}/window_{side}", "aside_mm": 25.0},
        {"do": "advance", "mm": 8.0},
        {"do": "attach", "agent": "iohexol 240"},
        {"do": "inject", "ml": 1.0, "live": True},
        {"do": "if", "seen": "contrast pooled", "steps": [{"do": "name", "view": "AP", "pattern": "soft tissue"}]},
    ]
    script = Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": steps})
    assert named(perform(ScriptHands(script, interlaminar.scenario.target), Session(interlaminar, 1))) == [("AP", "soft tissue", 1.0)]


@pytest.mark.parametrize(("off_mm", "seen"), [(4.0, False), (40.0, True)])
def test_a_pool_farther_inwards_than_its_place_is_none(interlaminar: World, off_mm: float, seen: bool) -> None:
    """The fat under the skin again, across the midline, 22 mm inwards of the target's window: what looks round along its way runs there."""
    steps = [
        {"do": "expose"},
        {"do": "take", "needle": "18G Tuohy"},
        {"do": "place", "over": "{interspace}/window_{side}", "aside_mm": -22.0},
        {"do": "advance", "mm": 8.0},
        {"do": "attach", "agent": "iohexol 240"},
        {"do": "inject", "ml": 1.0, "live": True},
        {"do": "if", "seen": "contrast pooled", "near": "{interspace}/window_{side}", "off_mm": off_mm,
         "steps": [{"do": "name", "view": "AP", "pattern": "soft tissue"}]},
    ]  # fmt: skip
    script = Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": steps})
    assert bool(named(perform(ScriptHands(script, interlaminar.scenario.target), Session(interlaminar, 1)))) == seen


SCRIPT = """
format = 1
scenario = "interlaminar_l4_l5"
title = "x"
expect = "fail"
steps = [{ do = "if", seen = "blood", steps = [{ do = "show", view = "AP", centre = "moon" }] }, { do = "routine", name = "NAME" }]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "script.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_stands_in_a_condition_is_checked_too(tmp_path: Path, reference: Anatomy) -> None:
    with pytest.raises(InputError, match=r"steps\.1\.steps\.1\.centre: 'moon' is not a landmark"):
        script_in_world(written(tmp_path, SCRIPT.replace("NAME", "flush")), reference)


def test_contrast_elsewhere_needs_the_place_where_it_should_be(tmp_path: Path) -> None:
    for given, wanted in (('seen = "contrast elsewhere"', ""), ('seen = "contrast aside"', ""), ('seen = "bone"', ', near = "moon"')):
        text = SCRIPT.replace('seen = "blood"', given + wanted).replace("NAME", "flush")
        with pytest.raises(InputError, match=r"steps\.1.*near belongs to contrast elsewhere or aside"):
            files.script(written(tmp_path, text))


def test_an_unknown_routine_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"steps\.2\.name: 'dance' is not a routine; known are after, before"):
        files.script(written(tmp_path, SCRIPT.replace("NAME", "dance")))


def test_a_routine_that_leads_to_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "round.toml").write_text('format = 1\ntitle = "x"\nsteps = [{ do = "routine", name = "round" }]\n', encoding="utf-8")
    monkeypatch.setattr(files, "ROUTINES", tmp_path)
    with pytest.raises(InputError, match="the routine 'round' leads to itself"):
        files.script(written(tmp_path, SCRIPT.replace("NAME", "round")))


@pytest.mark.parametrize("path", sorted(files.ROUTINES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_routine_is_valid_and_used(path: Path) -> None:
    text = [p.read_text(encoding="utf-8") for p in (*files.scripts().values(), *files.ROUTINES.glob("*.toml"))]
    assert any(f'name = "{path.stem}"' in one for one in text)
