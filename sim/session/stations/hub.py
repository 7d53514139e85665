"""The hub: what is put on it or taken off moves a thin needle, unless an extension tubing stays on it ([@rathmell_2015])."""

from __future__ import annotations

import numpy as np

from sim.session.state import State
from sim.session.stations.contact import met, trace
from sim.session.stations.log import log, refuse, rounded
from sim.session.world import World

THIN_GAUGE = 22
"""From this on a needle gives way to a hand at its hub; thicker ones stand (guess)."""
STREAM = 3000
"""The hub's own place in the seed's generator."""


def set_tubing(state: State, on: bool) -> None:
    """Put it on or take it off; no syringe may be in the way."""
    needle = state.needle
    if needle is None or not needle.placed:
        refuse(state, "tubing_needs_needle")
    elif state.syringe.agent is not None:
        refuse(state, "syringe_before_tubing")
    elif on != state.tubing:
        state.tubing = on
        if on:
            needle.stylet = needle.drop = False
        log(state, "tubing_put_on" if on else "tubing_taken_off")


def joined(state: State, world: World, on: bool) -> None:
    """A syringe went on (which pushes) or came off (which pulls, and farther)."""
    needle = state.needle
    if needle is None or state.tubing or needle.kind.gauge < THIN_GAUGE or needle.depth_mm <= 0:
        return
    state.joined += 1
    chance = np.random.Generator(np.random.Philox(key=[state.flow.seed, STREAM + state.joined])).random()
    mm = world.scenario.hub_moves_mm * (0.5 * chance if on else -0.5 - 0.5 * chance)
    if mm >= 0:
        for crossing in needle.advance(mm, world.body, 0.0, state.chance, state.speed_mm_s):
            met(state, world, crossing)
    else:
        needle.withdraw(min(-mm, needle.depth_mm))
    log(state, "needle_nudged", mm=rounded(mm, 3))
    state.syringe.deposit = None
    trace(state, world)
