"""What a needle's step costs, a pressure field, and contrast that runs in."""

from __future__ import annotations

from functools import partial

import numpy as np

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.equipment import agents, needles
from sim.operators.reference import reference_hands
from sim.physics.flow import CONTRAST, Deposit, Flow
from sim.physics.needle import Needle
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.bench.figures import Figures, spread, times
from sim.studies.rehearsal import perform

IODINE_MG_ML = agents()["iohexol 240"].iodine_mg_ml
RATE_ML_S = 0.5
STEPS_A_PICTURE = 4
"""At eight pictures a second."""
AT_ML = (1, 3, 5, 10)
SOLVES = 12


def needle_step(anatomy: Anatomy) -> Figures:
    """Half a millimetre on, from skin to bone and against it, along the reference hands' own way."""
    world = World.of(files.find_scenario("interlaminar_l4_l5"), anatomy)
    session = Session(world, 1)
    perform(reference_hands(world.scenario), session)
    entry = next(e for e in session.truth().events if e.kind == "pass_begun").data
    needle = Needle(needles()["18G Tuohy"])
    needle.place(np.array(entry["entry"]), np.array(entry["direction"]), world.body)
    return {"needle_step_us": spread([1e6 * s for s in times(lambda: needle.advance(0.5, world.body), 100)])}


def contrast(anatomy: Anatomy) -> Figures:
    """Pressure fields for other places of the bevel in one space, then steps with so many ml in it."""
    flow = Flow(anatomy, 1)
    target = anatomy.landmark("L4-L5/window")
    deposit = flow.deposit_for(target, int(anatomy.tissue_at(target)[0]))
    assert deposit is not None
    figures: Figures = {"contrast_solve_ms": spread([1e3 * s for s in _solves(deposit)])}
    deposit.aim(target)
    given_ml = 0.0

    def between_pictures() -> None:
        nonlocal given_ml
        for _ in range(STEPS_A_PICTURE):
            flow.inject(deposit, CONTRAST, RATE_ML_S * STEP_S, STEP_S, IODINE_MG_ML)
            given_ml += RATE_ML_S * STEP_S
        assert deposit.iodine_mg.any()

    for ml in AT_ML:
        while given_ml < ml - 0.25:
            between_pictures()
        figures[f"contrast_step_at_{ml}_ml_ms"] = spread([1e3 * s / STEPS_A_PICTURE for s in times(between_pictures, 8)])
    return figures


def _solves(deposit: Deposit) -> list[float]:
    """Seconds of each solve, at places spread evenly over the cells; where nothing had to be solved none counts."""
    places, seconds = iter(deposit.space.places[:: len(deposit.space.places) // (3 * SOLVES)]), list[float]()
    while len(seconds) < SOLVES:
        before, place = deposit.source, next(places)
        took = times(partial(deposit.aim, place), 1)
        if deposit.source != before:
            seconds += took
    return seconds
