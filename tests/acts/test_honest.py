"""To stop for a reason that is true and was said is no failure, and stands far above the harm."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.script import Inject, Step
from sim.scoring.rubric import Score
from sim.session.world import World
from sim.studies.acts.edits import step
from sim.studies.acts.other_ways import VEIN
from sim.studies.acts.playing import ACTS, done, played

STOP = (step("detach"), step("remove"), step("observe", minutes=30.0), step("discharge", driver=True))


def stopped(worlds: dict[str, World], *said: Step) -> Score:
    """The case with the vein, up to the first look at its contrast, what is said then, and the needle out."""
    script = files.script(files.scripts()[VEIN])
    world = worlds[script.scenario]
    steps = list(script.steps)
    at = next(i for i, one in enumerate(steps) if isinstance(one, Inject))
    changed = script.model_copy(update={"steps": (*steps[: at + 3], *said, *STOP)})
    return played(world, changed, world.scenario.target)


@pytest.fixture(scope="module")
def honest(worlds: dict[str, World]) -> Score:
    return stopped(worlds, step("name", view="AP", pattern="venous"))


def test_who_recognises_a_vein_and_stops_passes(honest: Score) -> None:
    assert honest.critical == ()
    assert honest.goals_missed == ()
    assert honest.passed
    assert honest.total >= 70.0


def test_and_stands_above_who_injects_it(honest: Score, worlds: dict[str, World]) -> None:
    harm = done(ACTS["the drug into the vein that contrast had shown"], worlds.__getitem__, honest).score
    assert not harm.passed
    assert honest.passed


@pytest.mark.parametrize("said", [(), (step("name", view="AP", pattern="neurogram"),)], ids=["nothing", "something untrue"])
def test_who_stops_without_a_true_reason_has_treated_nobody(said: tuple[Step, ...], worlds: dict[str, World]) -> None:
    score = stopped(worlds, *said)
    assert "no_drug" in score.critical
    assert not score.passed
