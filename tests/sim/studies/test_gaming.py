"""Hands without the skill do not pass: a sample of each here, all of them in ``study gaming``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios import files
from scenarios.script import Attach, Expose, Inject
from sim.command_line.entry import run
from sim.operators.copying import Copier
from sim.operators.gamers import taken_apart
from sim.operators.reference import competent_script
from sim.records.recording import Recorder
from sim.scoring.rubric import Score, judge
from sim.session.commands import Finish
from sim.session.session import Session
from sim.session.world import World
from sim.studies import gaming
from sim.studies.rehearsal import GAMERS, Operator, perform, rehearse
from sim.studies.run import Record
from tests.sim.played import Played

SAMPLE: list[tuple[str, Operator]] = [
    ("l4_l5_disc", "gambler"),
    ("l4_l5_disc", "blind-pusher"),
    ("l4_l5_disc", "box-ticker"),
    ("transforaminal_l5", "gambler"),
    ("transforaminal_l5", "blind-pusher"),
    ("anticoagulated", "box-ticker"),
]


@pytest.mark.parametrize(("name", "operator"), SAMPLE)
def test_without_the_skill_nobody_passes(name: str, operator: Operator, worlds: dict[str, World]) -> None:
    world = worlds[name]
    outcomes = list(rehearse(world.scenario, operator, [1, 2], anatomy=world.anatomy))
    assert all(outcome.score is not None and outcome.score.finished and not outcome.score.passed for outcome in outcomes)


def test_a_decision_by_luck_is_right_as_seldom_as_there_are_answers(worlds: dict[str, World]) -> None:
    """Oracle: three decisions with seventeen reasons, of which a case takes one or two for right: of sixty guesses four were so."""
    world = worlds["anticoagulated"]
    outcomes = list(rehearse(world.scenario, "gambler", list(range(1, 61)), anatomy=world.anatomy))
    assert sum(outcome.score is not None and outcome.score.passed for outcome in outcomes) <= 6


@pytest.mark.parametrize("name", sorted(files.library()))
def test_who_does_nothing_earns_nothing(name: str, worlds: dict[str, World]) -> None:
    """Fault: begun and finished at once gave up to 17 points, for the passes, bones and pictures that there were not."""
    recorder = Recorder(Session(worlds[name], 1), "nobody")
    recorder.do(Finish())
    recorder.session.step()
    recorder.after_step()
    score = judge(recorder.close(), files.rubric_of(worlds[name].scenario), worlds[name].scenario)
    assert (score.finished, score.total, score.passed) == (True, 0.0, False)


def copied(played: Played, script: str, world: World, seed: int) -> Score:
    copier = Copier(played[script].commands, seed)
    return judge(perform(copier, Session(world, seed)), files.rubric_of(world.scenario), world.scenario)


def test_a_copy_in_the_same_attempt_is_the_same_and_at_another_target_no_use(played: Played, worlds: dict[str, World]) -> None:
    """Oracle: a recording played again (``tests/sim/records``) gives the same events."""
    world = worlds["l4_l5_disc"]
    again = perform(Copier(played["l4_l5_disc_competent"].commands, 1), Session(world, 1))
    assert again.events == played["l4_l5_disc_competent"].events
    assert not copied(played, "l4_l5_disc_competent", worlds["midline_l3"], 2).passed


@pytest.mark.parametrize("name", ["l4_l5_disc", "caudal", "contrast_allergy", "pregnant"])
def test_a_competent_script_is_taken_apart_round_the_needle(name: str) -> None:
    script = competent_script(files.find_scenario(name))
    parts = taken_apart(script)
    assert (*parts.before, *parts.way, *parts.proof, *parts.after) == script.steps
    assert bool(parts.after) == files.find_scenario(name).wants_injection
    assert all(one.do not in ("inject", "advance") for one in parts.before)
    assert [type(one) for one in parts.proof[:1]] == ([Attach] if name in ("l4_l5_disc", "caudal") else [])


def test_a_blind_pusher_takes_no_picture_and_watches_nothing(interlaminar: World) -> None:
    (outcome,) = rehearse(interlaminar.scenario, "blind-pusher", [1], anatomy=interlaminar.anatomy)
    assert outcome.score is not None
    assert outcome.score.measures["fluoroscopy_time"] is None
    assert any(isinstance(one, Expose) for one in competent_script(interlaminar.scenario).steps)
    assert any(isinstance(one, Inject) and one.live for one in competent_script(interlaminar.scenario).steps)


def test_gamers_are_commanded_like_other_hands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rehearse", "pregnant", "--operator", "box-ticker", "--count", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["operator"], found["passed"]) == ("box-ticker", 0)


def test_how_often_each_passes_is_counted_and_too_often_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Oracle: by hand: one gambler of all passes, which is too many if two cases are all."""
    library = files.library()
    monkeypatch.setattr(gaming.files, "library", lambda: {name: library[name] for name in ("caudal", "pregnant")})

    def tried(name: str, operator: Operator, seed: int) -> Record:
        passed = (name, operator, seed) == ("caudal", "gambler", 2)
        found: Record = {"case": name, "operator": operator, "seed": seed}
        return {**found, "total": 80.0 if passed else 20.0, "passed": passed, "why": "" if passed else "no_drug"}

    monkeypatch.setattr(gaming, "tried", tried)
    monkeypatch.setattr(
        gaming.files, "find_scenario", lambda name: files.scenario(Path(files.__file__).parent / "library" / f"{name}.toml")
    )
    kept = tmp_path / "kept.jsonl"
    assert run(["study", "gaming", "--seed", "1", "--count", "2", "--kept", str(kept), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["gambler"] == {
        "attempts": 4,
        "passed": 1,
        "percent": 25.0,
        "holds": False,
        "mean_total": 35.0,
        "where": {"caudal": [2]},
    }
    assert {name: row["attempts"] for name, row in found.items()} == {"gambler": 4, "blind-pusher": 2, "box-ticker": 4, "copier": 2}
    assert set(found) == set(GAMERS)
    assert run(["study", "gaming", "--seed", "1", "--count", "1", "--kept", str(kept), "--json"]) == 0
