"""Rehearsals: hands run to their end, many times over; neither workers nor the order of seeds change what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meshes.workers import Crew
from sim.fluoroscopy.screen import Screen
from sim.operators.hands import Stuck, Work
from sim.records.recording import read
from sim.session import session as sessions
from sim.session.commands import PressPedal
from sim.session.observation import Observation
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies import rehearsal
from sim.studies.rehearsal import OPERATORS, Outcome, perform, rehearse

CASES = ("interlaminar_l4_l5", "l5_s1_disc", "anticoagulated")
"""The needle alone, a whole procedure by another way, one to be deferred; all of them are in ``study construct-validity``."""
SEEDS = [1, 2]


class Idle:
    """Hands that never come to an end."""

    name = "idle"

    def work(self, seen: Observation, screen: Screen) -> Work:
        while True:
            yield []


class Stopped:
    """Hands that press the pedal and are stuck."""

    name = "stopped"

    def work(self, seen: Observation, screen: Screen) -> Work:
        yield [PressPedal()]
        raise Stuck("here")


def test_hands_that_never_end_are_stopped(interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the attempt itself, which says that its time is up."""
    monkeypatch.setattr(sessions, "LAST_STEP", round(2.0 / STEP_S))
    recording = perform(Idle(), Session(interlaminar, 1))
    assert recording.steps * STEP_S == 2.0
    assert [event.kind for event in recording.events][-2:] == ["time_up", "finished"]


def test_what_stuck_hands_did_is_kept(interlaminar: World, tmp_path: Path) -> None:
    with pytest.raises(Stuck, match="here"):
        perform(Stopped(), Session(interlaminar, 1), tmp_path / "stuck.jsonl")
    kept = read(tmp_path / "stuck.jsonl")
    assert [command.do for _, command in kept.commands] == ["press_pedal"]
    assert (kept.header.operator, kept.finished) == ("stopped", False)


def test_stuck_hands_are_an_outcome_and_no_error(interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "reference_hands", lambda case: Stopped())
    (outcome,) = rehearse(interlaminar.scenario, "reference", [5], anatomy=interlaminar.anatomy)
    assert outcome == Outcome(5, None, "here")
    assert outcome.as_json() == {"seed": 5, "stuck": "here", "total": 0.0, "passed": False}


def total(outcome: Outcome) -> float:
    return outcome.score.total if outcome.score else 0.0


@pytest.mark.parametrize("name", CASES)
def test_novices_never_beat_competent_ones_in_the_mean(name: str, worlds: dict[str, World]) -> None:
    world = worlds[name]
    by_hands = {hands: list(rehearse(world.scenario, hands, SEEDS, anatomy=world.anatomy)) for hands in OPERATORS}
    assert all(outcome.score is not None and outcome.score.passed for outcome in by_hands["reference"])
    means = {hands: sum(map(total, outcomes)) / len(SEEDS) for hands, outcomes in by_hands.items()}
    assert means["novice"] < means["reference"] - 5.0
    assert not all(outcome.score and outcome.score.passed for outcome in by_hands["novice"])


def test_competent_hands_do_not_play_the_same_attempt_twice(interlaminar: World) -> None:
    """And pass each time. Fault: every seed gave the same needle, and ``--count 2`` one attempt twice."""
    case = interlaminar.scenario
    outcomes = list(rehearse(case, "reference", SEEDS, anatomy=interlaminar.anatomy, varied=True))
    assert all(outcome.score is not None and outcome.score.passed for outcome in outcomes)
    ways = [outcome.score.measures["tip_to_target"].value for outcome in outcomes if outcome.score is not None]
    assert len(set(ways)) == len(SEEDS)


def test_seeds_do_not_touch_each_other(interlaminar: World) -> None:
    def rehearsed(seeds: list[int]) -> Iterator[Outcome]:
        return rehearse(interlaminar.scenario, "novice", seeds, anatomy=interlaminar.anatomy)

    forth, back = list(rehearsed([2, 4])), list(rehearsed([4, 2]))
    assert [outcome.seed for outcome in back] == [4, 2]
    assert forth == back[::-1]


def test_the_number_of_workers_changes_nothing(interlaminar: World) -> None:
    case, seeds = interlaminar.scenario, [2, 4, 5]
    alone = list(rehearse(case, "reference", seeds, anatomy=interlaminar.anatomy, varied=True))
    shared = list(rehearse(case, "reference", seeds, Crew(2), varied=True))
    assert [outcome.as_json() for outcome in shared] == [outcome.as_json() for outcome in alone]
    assert shared == alone
