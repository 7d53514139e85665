"""What the tip meets becomes events: for the hand, the patient, the score and the debriefing."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import numpy as np

from meshes.space import Vector
from meshes.tissues import DISC, INTRATHECAL, NERVE, VESSEL, Tissue, title
from sim.physics.body import DURAL, NEURAL, VASCULAR
from sim.physics.hole import Hole
from sim.physics.needle import Crossing, Needle
from sim.physics.tissue import tissue_table
from sim.session.state import State
from sim.session.stations.log import log, rounded, say
from sim.session.stations.roots import root_touched
from sim.session.world import World

LEFT_MM = 1.0
"""So far from every root, every vessel, or the dura, the tip has left what it touched; nearer, what is met again is the same (guess)."""
EDGE_MM = 0.6
"""So near each other a wall is crossed once: no more than a cell of the labels."""
GIVE_N = 1.4
"""A drop of force by this much is felt as a give (guess)."""


def met(state: State, world: World, crossing: Crossing) -> None:
    """Something on the tip's way."""
    before, after = crossing.before, crossing.after
    data = {"depth_mm": rounded(crossing.depth_mm, 2), "place": [rounded(x, 2) for x in crossing.place]}
    if not crossing.entered:
        _pushed(state, world, crossing, data)
        return
    log(state, "tissue_entered", tissue=Tissue(after).name, left=Tissue(before).name, **data)
    if before == Tissue.SKIN and after not in (Tissue.SKIN, Tissue.AIR):
        _pierced(state)
    if (after in INTRATHECAL) is not (before in INTRATHECAL):
        _crossed_dura(state, crossing, data)
    if (after in VESSEL) is not (before in VESSEL):
        _crossed_wall(state, crossing, data)
    if after in NERVE and before not in NERVE:
        _touched_root(state, world, crossing, entered=True)
    elif before in NERVE and after not in NERVE and state.needle is not None:
        state.needle.on_nerve = np.array(crossing.place)
    if after in DISC and before not in DISC and not _told_here(state, "disc_entered", data):
        log(state, "disc_entered", **data)


def _told_here(state: State, kind: str, data: dict[str, Any]) -> bool:
    """Within this step, of this place: a ragged edge may be crossed out and in again by a tip that hardly moves."""
    now = takewhile(lambda event: event.step == state.step, reversed(state.events))
    return any(event.kind == kind and event.data["place"] == data["place"] for event in now)


def _crossed_dura(state: State, crossing: Crossing, data: dict[str, Any]) -> None:
    """Into the sac, or out of it. A ragged edge is gone through once."""
    needle, here = state.needle, np.array(crossing.place)
    assert needle is not None
    same, needle.on_dura = _same_edge(needle.on_dura, here), here
    if crossing.after in INTRATHECAL and not same:
        log(state, "dural_puncture", **data)
        state.holes.append(Hole(here, needle.kind.outer_mm))
        if not plugged(state):
            log(state, "fluid_drips")


def _same_edge(before: Vector | None, here: Vector) -> bool:
    return before is not None and float(np.linalg.norm(here - before)) <= EDGE_MM


def _crossed_wall(state: State, crossing: Crossing, data: dict[str, Any]) -> None:
    """In or out of a vessel. A wall that is ragged is crossed out and in again by one entry."""
    needle, here = state.needle, np.array(crossing.place)
    assert needle is not None
    same, needle.on_vessel = _same_edge(needle.on_vessel, here), here
    if crossing.after in VESSEL and not same:
        log(state, "vessel_entered", vessel=title(crossing.after), **data)
        if not plugged(state):
            log(state, "blood_drips")


def _pierced(state: State) -> None:
    """The skin once for each way in, however uneven its inner side is under a slanting needle."""
    assert state.needle is not None
    if not state.needle.through_skin:
        log(state, "skin_entered")
    state.needle.through_skin = True


def _pushed(state: State, world: World, crossing: Crossing, data: dict[str, Any]) -> None:
    """Something that does not let the tip in at once."""
    if crossing.after in NERVE:
        _touched_root(state, world, crossing, entered=False)
    elif crossing.after in VESSEL:
        log(state, "vessel_rolled_aside", vessel=title(crossing.after), **data)
    elif not _told_here(state, "dura_tented", data):
        log(state, "dura_tented", **data)


def _touched_root(state: State, world: World, crossing: Crossing, entered: bool) -> None:
    """A contact is told once, until the tip has left the nerve: its edge may come and go under a tip that runs along it."""
    needle, here = state.needle, np.array(crossing.place)
    assert needle is not None
    between = None if needle.on_nerve is None else (needle.on_nerve + here) / 2
    needle.on_nerve = here
    if between is not None and not _clear_of_nerves(world, between):
        return
    place = [rounded(x, 2) for x in crossing.place]
    log(state, "root_contact", nerve=title(crossing.after), depth_mm=rounded(crossing.depth_mm, 2), place=place, entered=entered)
    say(state, root_touched(world, here))


def left_behind(needle: Needle, world: World) -> None:
    """Far enough from every root, every vessel, or the dura, the next contact counts."""
    if needle.on_nerve is None and needle.on_vessel is None and needle.on_dura is None:
        return
    clear = world.body.clearances(needle.tip) >= LEFT_MM
    needle.on_nerve = None if clear[NEURAL] else needle.on_nerve
    needle.on_vessel = None if clear[VASCULAR] else needle.on_vessel
    needle.on_dura = None if clear[DURAL] else needle.on_dura


def _clear_of_nerves(world: World, place: Vector) -> bool:
    return float(world.body.clearances(place)[NEURAL]) >= LEFT_MM


def gives(needle: Needle, found: list[Crossing]) -> bool:
    """Whether the hand feels that something gave way: the force at the tip falls by enough as a border is passed."""
    borders = {round(crossing.depth_mm, 9): crossing.after for crossing in found if crossing.entered}
    table = tissue_table()
    for stretch in needle.stretches:
        if round(stretch.start_mm, 9) in borders:
            ahead = table.cutting_n[stretch.tissue] + table.pop_n[stretch.tissue]
            if (stretch.tip_n - ahead) * needle.kind.cutting > GIVE_N:
                return True
    return False


def plugged(state: State) -> bool:
    """Whether the stylet or a syringe closes the hub."""
    return bool(state.needle and state.needle.stylet) or state.syringe.agent is not None


def trace(state: State, world: World) -> None:
    """Where the tip is now, for scoring and debriefing."""
    needle = state.needle
    assert needle is not None
    clear = world.body.clearances(needle.tip)
    log(
        state,
        "tip_at",
        depth_mm=rounded(needle.depth_mm, 3),
        place=[rounded(x, 6) for x in needle.tip],
        tissue=Tissue(needle.lies_in).name,
        at_tip=Tissue(world.body.at(needle.tip)).name,
        dura_mm=rounded(clear[DURAL], 3),
        vessel_mm=rounded(clear[VASCULAR], 3),
        root_mm=rounded(clear[NEURAL], 3),
    )
