"""The needle: taken, set on the skin, aimed, pushed; what its tip meets becomes events."""

from __future__ import annotations

from math import radians

import numpy as np

from meshes.space import POSTERIOR, Vector, length, side_of, side_sign
from meshes.tissues import CANAL_FAT, DISC, INTRATHECAL, NERVE, VESSEL, Tissue, title
from scenarios.equipment import needles
from sim.commands import AdvanceNeedle, AimNeedle, PlaceNeedle, PlaceOnBeam, RemoveNeedle, RotateNeedle, SetStylet, TakeNeedle
from sim.lean import direction_of, lean_of
from sim.observation import NeedleSeen
from sim.physics.body import DURAL, NEURAL, VASCULAR
from sim.physics.needle import TURNABLE_MM, Crossing, Needle
from sim.physics.tissue import tissue_table
from sim.state import State, SyringeState
from sim.stations import syringe
from sim.stations.carm import view_of
from sim.stations.log import log, refuse, rounded
from sim.stations.words import pain_of_root
from sim.world import World

NEW_PASS_MM = 10.0
"""Drawn back by so much and sent in again, the needle makes a new pass (fact sheet 8 counts passes; length by guess)."""
REARM_MM = 2.0
"""The tip must leave bone by so much before another contact counts."""
MARK_MM = 1.0
"""Depth is read off the shaft's marks to this."""
GIVE_N = 1.4
"""A drop of force by this much within a command is felt as a give (guess)."""
IN_CANAL = CANAL_FAT | INTRATHECAL | NERVE | {Tissue.DURA, Tissue.EPIDURAL_VEIN}


def do(state: State, world: World, command: object) -> bool:
    """Do a command of this station; False if it is none."""
    match command:
        case TakeNeedle():
            _take(state, world, command.needle)
        case PlaceNeedle():
            above = np.array([command.right_mm, world.back_y, command.superior_mm])
            skin = world.body.skin_along(above, -POSTERIOR, 400.0)
            _place(state, skin, direction_of(command.lateral_deg, command.cephalad_deg))
        case PlaceOnBeam():
            view = view_of(state)
            along = -view.towards(command.u_mm, command.v_mm)
            skin = world.body.skin_along(view.source - 1000.0 * along, along, 1000.0)
            _place(state, skin, along)
        case AimNeedle():
            _aim(state, world, command)
        case AdvanceNeedle():
            _advance(state, world, command.mm)
        case RotateNeedle():
            if _at_hand(state):
                state.needle.rotate(radians(command.deg))  # type: ignore[union-attr]
        case SetStylet():
            _stylet(state, world, command.inside)
        case RemoveNeedle():
            if state.needle is not None and state.needle.placed:
                # the syringe comes away with the hub, and no longer presses
                syringe.release(state, world)
                state.syringe = SyringeState(thumb=state.syringe.thumb)
                state.needle.lift()
                log(state, "needle_removed")
        case _:
            return False
    return True


def _take(state: State, world: World, name: str) -> None:
    if name not in world.scenario.tray.needles:
        refuse(state, f"{name!r} is not on the tray; there are {', '.join(world.scenario.tray.needles)}")
    elif state.needle is not None and state.needle.placed:
        refuse(state, "take the needle out before you take another")
    else:
        state.needle = Needle(needles()[name])
        log(state, "needle_taken", needle=name)


def _at_hand(state: State) -> bool:
    if state.needle is None:
        refuse(state, "there is no needle in your hand: take one from the tray")
    elif not state.needle.placed:
        refuse(state, "the needle is not on the patient: set it on the skin")
    else:
        return True
    return False


def _place(state: State, skin: Vector | None, direction: Vector) -> None:
    needle = state.needle
    if needle is None:
        refuse(state, "there is no needle in your hand: take one from the tray")
    elif needle.placed and needle.depth_mm > 0:
        refuse(state, "the needle is in the patient: draw it out to set it elsewhere")
    elif skin is None:
        refuse(state, "there is no skin under that place")
    elif direction[1] <= 0.05:
        refuse(state, "the needle would not point into the back: turn the C-arm nearer to AP")
    else:
        needle.place(skin, direction)
        state.drawn_back = True
        log(state, "needle_placed", **{"pass": state.passes + 1}, entry=[rounded(x, 2) for x in skin])


def _aim(state: State, world: World, command: AimNeedle) -> None:
    if not _at_hand(state):
        return
    assert state.needle is not None
    state.syringe.deposit = None
    needle = state.needle
    if not needle.aim(direction_of(command.lateral_deg, command.cephalad_deg), world.body):
        if needle.depth_mm > TURNABLE_MM:
            refuse(state, f"the needle is {needle.depth_mm:.0f} mm in and holds its line: draw back to {TURNABLE_MM:.0f} mm to aim anew")
        else:
            refuse(state, "bone is in the way: draw back to aim past it")
    elif needle.depth_mm > 0:
        _trace(state, world)


def _advance(state: State, world: World, mm: float) -> None:
    if not _at_hand(state):
        return
    needle = state.needle
    assert needle is not None
    if mm < 0:
        before = needle.depth_mm
        needle.withdraw(-mm)
        _left_bone(needle)
        if before - needle.depth_mm >= NEW_PASS_MM or needle.depth_mm == 0:
            state.drawn_back = True
        state.syringe.deposit = None
        _trace(state, world)
        return
    was_on_bone, force_before = needle.on_bone, needle.force_n(world.body)
    crossings = needle.advance(mm, world.body)
    if state.drawn_back and needle.depth_mm > 0:
        state.passes += 1
        state.drawn_back = False
        log(
            state,
            "pass_begun",
            number=state.passes,
            entry=[rounded(x, 2) for x in needle.path[0]],
            direction=[rounded(x, 5) for x in needle.directions[0]],
        )
    felt = False
    for crossing in crossings:
        _crossed(state, world, crossing)
        table = tissue_table()
        felt = felt or table.cutting_n[crossing.before] - table.cutting_n[crossing.after] > 3.0
    _left_bone(needle)
    if needle.on_bone and not was_on_bone and needle.touched is None:
        needle.touched = needle.tip
        log(state, "bone_contact", depth_mm=rounded(needle.depth_mm, 2), place=[rounded(x, 2) for x in needle.tip])
    if felt and not needle.on_bone and force_before - needle.force_n(world.body) > GIVE_N:
        log(state, "give_felt", depth_mm=rounded(needle.depth_mm, 1))
    state.syringe.deposit = None
    _trace(state, world)


def _left_bone(needle: Needle) -> None:
    """Far enough from the last contact, the next one counts."""
    if needle.touched is not None and float(length(needle.tip - needle.touched)) >= REARM_MM:
        needle.touched = None


def _crossed(state: State, world: World, crossing: Crossing) -> None:
    """A boundary on the tip's way."""
    before, after = crossing.before, crossing.after
    data = {"depth_mm": rounded(crossing.depth_mm, 2), "place": [rounded(x, 2) for x in crossing.place]}
    log(state, "tissue_entered", tissue=Tissue(after).name, left=Tissue(before).name, **data)
    if before == Tissue.SKIN and after not in (Tissue.SKIN, Tissue.AIR):
        log(state, "skin_entered")
    if after in INTRATHECAL and before not in INTRATHECAL:
        log(state, "dural_puncture", **data)
        if not _plugged(state):
            log(state, "fluid_drips")
    if after in VESSEL and before not in VESSEL:
        log(state, "vessel_entered", vessel=title(after), **data)
        if not _plugged(state):
            log(state, "blood_drips")
    if after in NERVE and before not in NERVE:
        log(state, "root_contact", nerve=title(after), **data)
        log(state, "patient_says", words=pain_of_root(world, np.array(crossing.place)))
    if after in DISC and before not in DISC:
        log(state, "disc_entered", **data)


def _plugged(state: State) -> bool:
    """Whether the stylet or a syringe closes the hub."""
    return bool(state.needle and state.needle.stylet) or state.syringe.agent is not None


def _stylet(state: State, world: World, inside: bool) -> None:
    if not _at_hand(state):
        return
    needle = state.needle
    assert needle is not None
    if inside and state.syringe.agent is not None:
        refuse(state, "take the syringe off before the stylet goes in")
        return
    needle.stylet = inside
    if not inside:
        here = world.body.at(needle.tip)
        if here in INTRATHECAL:
            log(state, "fluid_drips")
        elif here in VESSEL:
            log(state, "blood_drips")


def _trace(state: State, world: World) -> None:
    """Where the tip is now, for scoring and debriefing."""
    needle = state.needle
    assert needle is not None
    clear = world.body.clearances(needle.tip)
    limit = past_limit(world, needle.tip)
    off = abs(world.station(needle.tip) - world.target_station)
    canal_x = float(world.anatomy.canal[int(world.station(needle.tip)), 0])
    beyond = (canal_x - float(needle.tip[0])) * side_sign(world.scenario.target.side)
    log(
        state,
        "tip_at",
        depth_mm=rounded(needle.depth_mm, 3),
        place=[rounded(x, 3) for x in needle.tip],
        tissue=Tissue(world.body.at(needle.tip)).name,
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


def seen(state: State, world: World) -> NeedleSeen | None:
    needle = state.needle
    if needle is None:
        return None
    lateral, cephalad = lean_of(needle.directions[0] if needle.placed else needle.direction)
    return NeedleSeen(
        name=needle.kind.name,
        length_mm=needle.kind.length_mm,
        placed=needle.placed,
        entry_mm=_triple(needle.path[0]) if needle.placed else None,
        depth_mm=round(needle.depth_mm / MARK_MM) * MARK_MM,
        lateral_deg=lateral,
        cephalad_deg=cephalad,
        clock=needle.clock() if needle.placed else 12.0,
        stylet=needle.stylet,
        force_n=needle.force_n(world.body) if needle.placed else 0.0,
        on_bone=needle.on_bone,
    )


def _triple(point: Vector) -> tuple[float, float, float]:
    return float(point[0]), float(point[1]), float(point[2])
