"""Letting hands work at a session, without a window: once, or many times over processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from meshes.anatomy import Anatomy
from meshes.workers import ALONE, Crew, in_order, spread
from scenarios import files
from scenarios.schema import Scenario
from sim.operators.apprentice import intermediate_hands, learning_hands, novice_hands
from sim.operators.copying import Copier
from sim.operators.gamers import BlindPusher, Gambler, ticking_hands
from sim.operators.hands import Hands, Stuck
from sim.operators.reference import reference_hands
from sim.operators.varying import steady_hands
from sim.records.recording import Recorder, Recording
from sim.scoring.rubric import Score, judge
from sim.session.commands import Command
from sim.session.observation import Observation
from sim.session.patients import patient_from
from sim.session.session import Session
from sim.session.world import World
from sim.studies.people import of_case, patient

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
        while orders is not None and not seen.finished:
            if isinstance(orders, int) and not watch:
                seen = session.wait(orders)
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


Operator = Literal["reference", "intermediate", "novice", "learner", "gambler", "blind-pusher", "box-ticker", "copier"]
OPERATORS: tuple[Operator, ...] = ("reference", "intermediate", "novice")
"""By how much they can."""
LEARNER: Operator = "learner"
"""Who gets better: the seed is the number of attempts before."""
GAMERS: tuple[Operator, ...] = ("gambler", "blind-pusher", "box-ticker", "copier")
"""Those that want the points without the skill."""
COPIED_SEED, COPIED_BODIES = 900, 2
"""What copiers copy: competent attempts in so many other bodies, drawn with these seeds."""


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
    hands = _hands(case, operator, seed, varied)
    session = Session(world, seed)
    try:
        recording = perform(hands, session)
    except Stuck as stuck:
        return Outcome(seed, None, str(stuck))
    return Outcome(seed, judge(recording, files.rubric_of(case), case), None)


def _hands(case: Scenario, operator: Operator, seed: int, varied: bool) -> Hands:
    match operator:
        case "reference":
            return steady_hands(case, seed) if varied else reference_hands(case)
        case "intermediate":
            return intermediate_hands(case, seed)
        case "novice":
            return novice_hands(case, seed)
        case "learner":
            return learning_hands(case, seed)
        case "gambler":
            return Gambler(case, seed)
        case "blind-pusher":
            return BlindPusher(case, seed)
        case "box-ticker":
            return ticking_hands(case, seed)
        case "copier":
            return Copier(_elsewhere(_written(case), COPIED_SEED + seed % COPIED_BODIES), seed)


def _written(case: Scenario) -> str:
    """A case as its file says it: what is not said there would be taken for a second body."""
    return case.model_dump_json(exclude_unset=True)


@lru_cache(COPIED_BODIES)
def _elsewhere(case: str, seed: int) -> tuple[tuple[int, Command], ...]:
    """A competent attempt at a case in another body than its own: drawn with this seed, or anybody's where it names nobody."""
    asked = Scenario.model_validate_json(case, strict=False)
    body = patient(seed) if asked.patient.person is None else of_case(asked, seed)
    return perform(reference_hands(asked), Session(World.of(asked, body), seed)).commands


def rehearse(
    case: Scenario,
    operator: Operator,
    seeds: list[int],
    crew: Crew = ALONE,
    patient: Path | None = None,
    anatomy: Anatomy | None = None,
    varied: bool = False,
) -> Iterator[Outcome]:
    """Attempts with each seed, in their order, competent hands as they vary if asked; who works changes nothing but the time."""
    if crew.alone:
        world = World.of(case, anatomy or (patient_from(patient) if patient else None))
        for seed in seeds:
            yield rehearse_once(case, world, operator, seed, varied)
        return
    asked = _written(case), patient and patient.absolute()
    yield from in_order(spread(_one, [(*asked, operator, seed, varied) for seed in seeds], crew))


@lru_cache(1)
def _world(case: str, patient: Path | None) -> World:
    """In a worker: what it is at. Read with the first attempt, so that its faults are told as any attempt's are."""
    return World.of(Scenario.model_validate_json(case, strict=False), patient_from(patient) if patient else None)


def _one(case: str, patient: Path | None, operator: Operator, seed: int, varied: bool) -> Outcome:
    world = _world(case, patient)
    return rehearse_once(world.scenario, world, operator, seed, varied)
