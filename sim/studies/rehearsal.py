"""Letting hands work at a session, without a window: once, or many times over processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.schema import Scenario
from sim.operators.fumbling import fumbling_hands, learning_hands, steady_hands
from sim.operators.hands import Hands, Stuck
from sim.operators.reference import reference_hands
from sim.records.recording import Recorder, Recording
from sim.scoring.rubric import Score, judge
from sim.session.observation import Observation
from sim.session.patients import patient_from
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.workers import spread

LONGEST_S = 3600.0
"""No attempt takes longer; hands that do not come to an end are stopped."""

Watch = Callable[[Observation], None]


def perform(hands: Hands, session: Session, path: Path | None = None, watch: Watch | None = None, started: str = "") -> Recording:
    """Run hands to their end; the attempt is recorded, in ``path`` too if given, and with the day on which it started.

    Whoever ``watch``-es sees every step; else time passes unseen from one thing that the hands do or perceive to the next.
    Raises Stuck if the hands cannot go on; what was done is kept on disk.
    """
    recorder = Recorder(session, hands.name, path, started=started)
    try:
        seen = session.look()
        work = hands.work(seen, session.world.screen)
        orders = next(work, None)
        most = round(LONGEST_S / STEP_S)
        while orders is not None and not seen.finished and session.step_number < most:
            if isinstance(orders, int) and not watch:
                seen = session.wait(min(orders, most - session.step_number))
            else:
                for command in [] if isinstance(orders, int) else orders:
                    recorder.do(command)
                seen = session.step()
            recorder.after_step()
            if watch:
                watch(seen)
            try:
                orders = work.send(seen)
            except StopIteration:
                orders = None
    finally:
        recording = recorder.close()
    return recording


Operator = Literal["reference", "intermediate", "fumbling"]
OPERATORS: tuple[Operator, ...] = ("reference", "intermediate", "fumbling")


@dataclass(frozen=True)
class Outcome:
    """What came of one rehearsal."""

    seed: int
    score: Score | None
    stuck: str | None
    """Why the hands could not go on."""

    def as_json(self) -> dict[str, Any]:
        return {"seed": self.seed, "stuck": self.stuck, **(self.score.as_json() if self.score else {"total": 0.0, "passed": False})}


def rehearse_once(case: Scenario, world: World, operator: Operator, seed: int, varied: bool = False) -> Outcome:
    """One attempt by named hands with one seed. Competent ones do the same with each, to the last digit, if they are not ``varied``."""
    made = {"intermediate": learning_hands, "fumbling": fumbling_hands} | ({"reference": steady_hands} if varied else {})
    hands = made[operator](case, seed) if operator in made else reference_hands(case)
    session = Session(world, seed)
    try:
        recording = perform(hands, session)
    except Stuck as stuck:
        return Outcome(seed, None, str(stuck))
    return Outcome(seed, judge(recording, files.rubric_of(case), case), None)


def rehearse(
    case: Scenario,
    operator: Operator,
    seeds: list[int],
    workers: int = 1,
    patient: Path | None = None,
    anatomy: Anatomy | None = None,
    varied: bool = False,
) -> Iterator[Outcome]:
    """Attempts with each seed, in their order, competent hands as they vary if asked; workers change nothing but the time."""
    if workers <= 1:
        world = World.of(case, anatomy or (patient_from(patient) if patient else None))
        for seed in seeds:
            yield rehearse_once(case, world, operator, seed, varied)
        return
    come: dict[int, Outcome] = {}
    following = 0
    for number, outcome in spread(_one, [(operator, seed, varied) for seed in seeds], workers, (_begin, (case.model_dump_json(), patient))):
        come[number] = outcome
        while following in come:
            yield come.pop(following)
            following += 1


_asked: list[tuple[str, Path | None]] = []


def _begin(case: str, patient: Path | None) -> None:
    """In a worker: what it is to work on. It is read with the first attempt, so that its faults are told as any attempt's are."""
    _asked.append((case, patient))


@cache
def _world() -> World:
    case, patient = _asked[-1]
    return World.of(Scenario.model_validate_json(case, strict=False), patient_from(patient) if patient else None)


def _one(operator: Operator, seed: int, varied: bool) -> Outcome:
    return rehearse_once(_world().scenario, _world(), operator, seed, varied)
