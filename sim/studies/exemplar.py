"""An attempt by competent hands in this very body and at this very target, and the way of its needle: to be laid beside one's own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios import words
from scenarios.care_script import Lay
from scenarios.files import InputError
from scenarios.script import Script
from sim.operators.hands import Stuck
from sim.operators.reference import competent_script, reference_hands
from sim.operators.script import ScriptHands
from sim.records.recording import Recording
from sim.records.reel import reel_of
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform


def exemplar(world: World, seed: int) -> Recording:
    """The case's own competent script, played in this body with this seed.

    Raises InputError in one sentence where competent hands do not get through.
    """
    return _played(reference_hands(world.scenario), world, seed)


def _played(hands: ScriptHands, world: World, seed: int) -> Recording:
    try:
        return perform(hands, Session(world, seed))
    except Stuck:
        raise InputError(words.film("best_stuck")) from None


def exemplar_way(world: World, seed: int) -> NDArray[np.float64]:
    """(n, 3) mm from the hub to the tip, as the needle lay when the drug was given; at its deepest, if none was. The patient
    lies as in this world.

    Raises InputError in one sentence where competent hands do not get so far, or set no needle.
    """
    hands = reference_hands(world.scenario)
    if world.lies == "flat":
        hands = ScriptHands(_without_pillow(competent_script(world.scenario)), world.scenario.target)
    way = way_in(_played(hands, world, seed), world)
    if way is None:
        raise InputError(words.film("best_none"))
    return way


def _without_pillow(script: Script) -> Script:
    steps = tuple(step.model_copy(update={"pillow": "none"}) if isinstance(step, Lay) else step for step in script.steps)
    return script.model_copy(update={"steps": steps})


def way_in(recording: Recording, world: World) -> NDArray[np.float64] | None:
    """The same of any attempt; None if no needle was set."""
    tips, drug = reel_of(recording, world).tips, recording.drug_step
    tip = (
        tips.at(drug)
        if drug is not None
        else max((one for one in tips.values if one is not None), key=lambda one: one.depth_mm, default=None)
    )
    return None if tip is None else tip.shaft
