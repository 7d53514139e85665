"""How the patient lies: with a pillow under the belly or flat, the spine is another, and so is all that follows of it."""

from __future__ import annotations

from sim.session.lying import lying_of
from sim.session.state import State
from sim.session.stations import carm
from sim.session.stations.log import log
from sim.session.world import World


def may_be_laid(state: State) -> bool:
    """Nobody is laid anew round a needle, nor once one has been in: what was met and seen would hold no longer."""
    return state.passes == 0 and (state.needle is None or not state.needle.placed)


def lain(state: State, world: World) -> World:
    """The case in the body as its patient lies now. Nothing has been put into it yet; the C-arm stands where it stood."""
    lying = lying_of(state.care.posture, state.care.pillow)
    if lying is None or lying == world.lies:
        return world
    found = world.lain(lying)
    if found is world:
        log(state, "lies_alike")
        return world
    state.flow = state.flow.laid_out_in(found.anatomy)
    carm.changed(state)
    log(state, "body_described", **found.description)
    return found
