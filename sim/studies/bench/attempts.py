"""Scripted attempts a second of one core's time."""

from __future__ import annotations

import time

from meshes.anatomy import Anatomy
from scenarios import files
from sim.operators.reference import reference_hands
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

RUNS = 9
"""The first warms up."""


def attempt_rates(anatomy: Anatomy) -> list[float]:
    """Of each run, in a session of its own seed."""
    case, rates = files.find_scenario("interlaminar_l4_l5"), []
    world = World.of(case, anatomy)
    for seed in range(RUNS):
        start = time.process_time()
        perform(reference_hands(case), Session(world, seed))
        rates.append(1.0 / (time.process_time() - start))
    return rates[1:]
