"""Attempts in which nobody looks where nothing is new, beside the plain way: every step observed, all fluid carried on at each."""

from __future__ import annotations

import json

from scenarios.files import rubric_of
from sim.operators.apprentice import intermediate_hands, novice_hands
from sim.operators.hands import Stuck
from sim.operators.reference import reference_hands
from sim.records.recording import Recording
from sim.scoring.rubric import judge
from sim.session.observation import Observation
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import Operator, perform

HANDS = {
    "reference": lambda case, seed: reference_hands(case),
    "intermediate": intermediate_hands,
    "novice": novice_hands,
}


def parted(world: World, operator: Operator, seed: int) -> str:
    """Where the two ways part in what is written down or scored; empty if nowhere."""
    ways = []
    for plain in (False, True):
        session = Session(world, seed)
        recording = _played(session, operator, plain)
        score = judge(recording, rubric_of(world.scenario), world.scenario).as_json() if recording else None
        lines = [json.dumps(event.line()) for event in session.events]
        ways.append([f"{session.step_number} steps", *lines, *map(str, recording.commands if recording else ()), json.dumps(score)])
    return next(
        (f"{a} | plainly {b}" for a, b in zip(*ways, strict=False) if a != b), "" if len(ways[0]) == len(ways[1]) else "their length"
    )


def _played(session: Session, operator: Operator, plain: bool) -> Recording | None:
    """None if the hands could not go on."""

    def carry_on(seen: Observation) -> None:
        for deposit in session.truth().flow.deposits.values():
            deposit.amount.sum()

    hands = HANDS[operator](session.world.scenario, session.seed)
    try:
        return perform(hands, session, watch=carry_on if plain else None)
    except Stuck:
        return None
