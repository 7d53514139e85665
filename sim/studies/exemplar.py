"""An attempt by competent hands in this very body and at this very target, and the way of its needle: to be laid beside one's own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios import words
from scenarios.files import InputError
from sim.operators.hands import Stuck
from sim.operators.reference import reference_hands
from sim.records.recording import Recording
from sim.records.reel import reel_of
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform


def exemplar(world: World, seed: int) -> Recording:
    """The case's own competent script, played in this body with this seed.

    Raises InputError in one sentence where competent hands do not get through.
    """
    try:
        return perform(reference_hands(world.scenario), Session(world, seed))
    except Stuck:
        raise InputError(words.film("best_stuck")) from None


def exemplar_way(world: World, seed: int) -> NDArray[np.float64]:
    """(n, 3) mm from the hub to the tip, as the needle lay when the drug was given; at its deepest, if none was.

    Raises InputError in one sentence where competent hands do not get so far, or set no needle.
    """
    way = way_in(exemplar(world, seed), world)
    if way is None:
        raise InputError(words.film("best_none"))
    return way


def way_in(recording: Recording, world: World) -> NDArray[np.float64] | None:
    """The same of any attempt; None if no needle was set."""
    tips, drug = reel_of(recording, world).tips, recording.drug_step
    tip = (
        tips.at(drug)
        if drug is not None
        else max((one for one in tips.values if one is not None), key=lambda one: one.depth_mm, default=None)
    )
    return None if tip is None else tip.shaft
