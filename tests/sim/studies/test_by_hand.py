"""An attempt by hand becomes a script that does the same again, to the last digit of its score; what did not pass becomes none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenarios import files
from scenarios.files import InputError
from scenarios.script import Script
from sim.operators.script import ScriptHands
from sim.scoring.rubric import judge
from sim.session.commands import AttachSyringe
from sim.session.session import Session
from sim.session.world import World
from sim.studies.by_hand import SCRIPTS, keep_as_script, own_scripts, script_of, toml_of
from sim.studies.checking import check
from sim.studies.rehearsal import perform
from tests.sim.played import Played


@pytest.mark.parametrize("name", ["anticoagulated_competent", "l4_l5_disc_competent"])
def test_the_script_gives_the_same_events_at_the_same_moments(name: str, played: Played, worlds: dict[str, World], tmp_path: Path) -> None:
    recording = played[name]
    path = tmp_path / "by_hand.toml"
    path.write_text(toml_of(script_of(recording, "By hand")), encoding="utf-8")
    script = files.script(path)
    world = worlds[recording.header.scenario]
    again = perform(ScriptHands(script, world.scenario.target), Session(world, recording.header.seed))
    assert again.events == recording.events
    assert again.commands == recording.commands
    assert (script.seed, script.expect) == (recording.header.seed, "pass")


def test_what_was_refused_by_hand_ends_nothing(played: Played, worlds: dict[str, World]) -> None:
    """A person tries again; a script that was written ends there."""
    recording = played["anticoagulated_competent"]
    world = worlds["anticoagulated"]
    tried = ((0, AttachSyringe(agent="saline")), *recording.commands)
    script = script_of(replace(recording, commands=tried), "By hand")
    again = perform(ScriptHands(script, world.scenario.target), Session(world, 1))
    assert "refused" in {event.kind for event in again.events if event.step <= 1}
    assert again.finished


def own_case(folder: Path) -> Path:
    """A case of one's own, with a name of its own."""
    path = folder / "mine.toml"
    text = files.library()["anticoagulated"].read_text(encoding="utf-8").replace('name = "anticoagulated"', 'name = "mine"')
    path.write_text(text, encoding="utf-8")
    return path


def test_it_is_kept_beside_the_case_and_the_case_is_checked_by_it(tmp_path: Path, worlds: dict[str, World], played: Played) -> None:
    path = own_case(tmp_path)
    case = files.scenario(path)
    script = files.script(files.scripts()["anticoagulated_competent"])
    by_hand = perform(ScriptHands(script, case.target), Session(World.of(case), 7))
    kept, score = keep_as_script(by_hand, case, tmp_path / SCRIPTS)
    assert kept == tmp_path / SCRIPTS / "mine_competent.toml"
    assert score.total == judge(by_hand, files.rubric_of(case), case).total
    assert [one.seed for one in own_scripts(tmp_path, "mine")] == [7]
    found = check(path)
    assert found.good
    assert found.why == f"its own script 'Competent: an attempt by hand' passes as it says, {score.total:.1f}"
    assert [one.name for one in (tmp_path / SCRIPTS).iterdir()] == ["mine_competent.toml"]


def test_what_did_not_pass_or_was_done_elsewhere_is_not_kept(tmp_path: Path, played: Played) -> None:
    case = files.scenario(own_case(tmp_path))
    careless = files.script(files.scripts()["anticoagulated_careless"])
    by_hand = perform(ScriptHands(careless, case.target), Session(World.of(case), 1))
    with pytest.raises(InputError, match="and does not"):
        keep_as_script(by_hand, case, tmp_path / SCRIPTS)
    with pytest.raises(InputError, match="The case has changed since this attempt"):
        keep_as_script(played["l4_l5_disc_competent"], case, tmp_path / SCRIPTS)
    assert not (tmp_path / SCRIPTS).exists()


def test_an_order_that_is_none_is_said_with_its_step(worlds: dict[str, World]) -> None:
    steps = [{"do": "give", "orders": [{"do": "fly"}]}]
    script = Script.model_validate(
        {"format": 1, "scenario": "anticoagulated", "title": "No command", "expect": "pass", "steps": steps}, strict=False
    )
    world = worlds["anticoagulated"]
    with pytest.raises(RuntimeError, match=r"steps\.1 \(give\)"):
        perform(ScriptHands(script, world.scenario.target), Session(world, 1))
