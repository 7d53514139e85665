"""What the tip meets becomes events: for the hand, the patient, the score and the debriefing."""

from __future__ import annotations

from typing import Any

import numpy as np

from meshes.space import Vector, side_of, side_sign
from meshes.tissues import CANAL_FAT, DISC, INTRATHECAL, NERVE, VESSEL, Tissue, title
from sim.physics.body import DURAL, NEURAL, VASCULAR
from sim.physics.needle import Crossing, Needle
from sim.physics.tissue import tissue_table
from sim.session.state import State
from sim.session.stations.log import log, rounded, say
from sim.session.stations.roots import root_touched
from sim.session.world import World

GIVE_N = 1.4
"""A drop of force by this much is felt as a give (guess)."""
IN_CANAL = CANAL_FAT | INTRATHECAL | NERVE | {Tissue.DURA, Tissue.EPIDURAL_VEIN}


def met(state: State, world: World, crossing: Crossing) -> None:
    """Something on the tip's way."""
    before, after = crossing.before, crossing.after
    data = {"depth_mm": rounded(crossing.depth_mm, 2), "place": [rounded(x, 2) for x in crossing.place]}
    if not crossing.entered:
        _pushed(state, world, crossing, data)
        return
    log(state, "tissue_entered", tissue=Tissue(after).name, left=Tissue(before).name, **data)
    if before == Tissue.SKIN and after not in (Tissue.SKIN, Tissue.AIR):
        log(state, "skin_entered")
    if after in INTRATHECAL and before not in INTRATHECAL:
        log(state, "dural_puncture", **data)
        if not plugged(state):
            log(state, "fluid_drips")
    if after in VESSEL and before not in VESSEL:
        log(state, "vessel_entered", vessel=title(after), **data)
        if not plugged(state):
            log(state, "blood_drips")
    if after in NERVE and before not in NERVE:
        _touched_root(state, world, crossing, entered=True)
    if after in DISC and before not in DISC:
        log(state, "disc_entered", **data)


def _pushed(state: State, world: World, crossing: Crossing, data: dict[str, Any]) -> None:
    """Something that does not let the tip in at once."""
    if crossing.after in NERVE:
        _touched_root(state, world, crossing, entered=False)
    elif crossing.after in VESSEL:
        log(state, "vessel_rolled_aside", vessel=title(crossing.after), **data)
    else:
        log(state, "dura_tented", **data)


def _touched_root(state: State, world: World, crossing: Crossing, entered: bool) -> None:
    place = [rounded(x, 2) for x in crossing.place]
    log(state, "root_contact", nerve=title(crossing.after), depth_mm=rounded(crossing.depth_mm, 2), place=place, entered=entered)
    say(state, root_touched(world, np.array(crossing.place)))


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
    limit = past_limit(world, needle.tip)
    off = abs(world.station(needle.tip) - world.target_station)
    canal_x = float(world.canal.at(world.station(needle.tip))[0])
    beyond = (canal_x - float(needle.tip[0])) * side_sign(world.scenario.target.side)
    log(
        state,
        "tip_at",
        depth_mm=rounded(needle.depth_mm, 3),
        place=[rounded(x, 3) for x in needle.tip],
        tissue=Tissue(needle.lies_in).name,
        target_mm=rounded(float(np.sqrt(((needle.tip - world.target) ** 2).sum())), 3),
        dura_mm=rounded(clear[DURAL], 3),
        vessel_mm=rounded(clear[VASCULAR], 3),
        root_mm=rounded(clear[NEURAL], 3),
        past_mm=rounded(limit, 3),
        off_level_mm=rounded(off, 1),
        wrong_side_mm=rounded(max(beyond, 0.0), 2),
    )


def past_limit(world: World, tip: Vector) -> float:
    """How far the tip is beyond what the technique allows; 0 if it is not, or if there is no limit."""
    if world.technique.limit == "pedicle":
        level, side = world.scenario.target.level, world.scenario.target.side
        middle = world.anatomy.landmark(f"{level}/pedicle_{side}")[0]
        canal_side = middle - tip[0] if side_of(float(middle)) == "right" else tip[0] - middle
        # only within the foramen: over the lamina the needle may be anywhere
        deep = tip[1] > world.anatomy.landmark(f"{level}/canal_back")[1]
        return max(float(canal_side), 0.0) if deep else 0.0
    if world.technique.limit == "sacrum":
        front = world.anatomy.landmark(f"sacrum/foramen_S1_ventral_{world.scenario.target.side}")
        return max(float(tip[1] - front[1]), 0.0)
    if world.technique.limit == "sac":
        s3 = world.anatomy.landmark("sacral_canal/s3")
        in_canal = world.body.at(tip) in IN_CANAL
        return max(world.station(s3) - world.station(tip), 0.0) if in_canal else 0.0
    return 0.0
