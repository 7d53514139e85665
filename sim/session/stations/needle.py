"""The needle: taken, set on the skin, aimed, pushed; what its tip meets becomes events."""

from __future__ import annotations

from math import exp, radians
from typing import assert_never

import numpy as np

from meshes.space import POSTERIOR, Vector, length
from meshes.tissues import INTRATHECAL, VESSEL
from scenarios.equipment import needles
from sim.physics.needle import Needle
from sim.physics.needle_angles import direction_of, lean_of
from sim.physics.tilting import tilt
from sim.session.commands import (
    AdvanceNeedle,
    AimNeedle,
    HangDrop,
    NeedleCommand,
    PlaceNeedle,
    PlaceOnBeam,
    RemoveNeedle,
    RotateNeedle,
    SetStylet,
    TakeNeedle,
)
from sim.session.observation import NeedleSeen
from sim.session.state import State, SyringeState
from sim.session.stations import fingers, syringe
from sim.session.stations.carm import view_of
from sim.session.stations.contact import gives, left_behind, met, trace
from sim.session.stations.log import log, refuse, rounded
from sim.session.stations.probing import hang_drop, watch_drop
from sim.session.world import World

NEW_PASS_MM = 10.0
"""Drawn back by so much and sent in again, the needle makes a new pass ([@metrics_chosen] counts passes; length by guess)."""
REDIRECTED_MM = 2.0
"""Aimed anew so that its tip stands so far off, it makes a new pass as well (guess)."""
REARM_MM = 2.0
"""The tip must leave bone by so much before another contact counts."""
MARK_MM = 1.0
"""Depth is read off the shaft's marks to this."""
HAND_S = 0.25
"""The needle's speed is what was pushed over about this time."""


def begin(state: State, world: World) -> None:
    """It lies on the tray."""


def do(state: State, world: World, command: NeedleCommand) -> None:
    """Take it, set it, aim it, push it."""
    match command:
        case TakeNeedle():
            _take(state, world, command.needle)
        case PlaceNeedle():
            above = np.array([command.right_mm, world.back_y, command.superior_mm])
            skin = world.body.skin_along(above, -POSTERIOR, 400.0)
            _place(state, world, skin, direction_of(command.lateral_deg, command.cephalad_deg))
        case PlaceOnBeam():
            view = view_of(state)
            along = -view.towards(command.u_mm, command.v_mm)
            skin = world.body.skin_along(view.source - 1000.0 * along, along, 1000.0)
            _place(state, world, skin, along)
        case AimNeedle():
            _aim(state, world, command)
        case AdvanceNeedle():
            _advance(state, world, command.mm, radians(command.spin_deg_mm))
        case RotateNeedle():
            if needle := _at_hand(state):
                needle.rotate(radians(command.deg))
        case SetStylet():
            _stylet(state, world, command.inside)
        case HangDrop():
            if needle := _at_hand(state):
                hang_drop(state, needle)
        case RemoveNeedle():
            if state.needle is not None and state.needle.placed:
                # the syringe comes away with the hub, and no longer presses
                syringe.release(state, world)
                state.syringe, state.tubing = SyringeState(thumb=state.syringe.thumb), False
                state.needle.lift()
                log(state, "needle_removed")
        case _:
            assert_never(command)
    fingers.took_hold(state)


def _take(state: State, world: World, name: str) -> None:
    if name not in world.scenario.tray.needles:
        refuse(state, "needle_not_on_tray", name=name, there=list(world.scenario.tray.needles))
    elif state.needle is not None and state.needle.placed:
        refuse(state, "needle_in_use")
    else:
        state.needle = Needle(needles()[name])
        log(state, "needle_taken", needle=name)


def _at_hand(state: State) -> Needle | None:
    """The needle on the patient; its want is told."""
    if state.needle is None:
        refuse(state, "no_needle")
    elif not state.needle.placed:
        refuse(state, "needle_not_placed")
    else:
        return state.needle
    return None


def _place(state: State, world: World, skin: Vector | None, direction: Vector) -> None:
    needle = state.needle
    if needle is None:
        refuse(state, "no_needle")
    elif needle.placed and needle.depth_mm > 0:
        refuse(state, "needle_in_patient")
    elif skin is None:
        refuse(state, "no_skin")
    elif direction[1] <= 0.05:
        refuse(state, "points_away")
    else:
        needle.place(skin, direction, world.body)
        state.drawn_back = True
        log(state, "needle_placed", **{"pass": state.passes + 1}, entry=[rounded(x, 2) for x in skin])


def _aim(state: State, world: World, command: AimNeedle) -> None:
    needle = _at_hand(state)
    if needle is None:
        return
    found = tilt(needle, direction_of(command.lateral_deg, command.cephalad_deg), world.body)
    if isinstance(found, str):
        refuse(state, found, depth_mm=rounded(needle.depth_mm, 2))
    else:
        if needle.depth_mm > 0 and state.stood_at is not None and float(length(needle.tip - state.stood_at)) >= REDIRECTED_MM:
            state.drawn_back = True
        for crossing in found:
            met(state, world, crossing)
        _moved(state, world, needle)


def _advance(state: State, world: World, mm: float, spin: float) -> None:
    needle = _at_hand(state)
    if needle is None:
        return
    if mm < 0:
        before = needle.depth_mm
        needle.withdraw(-mm)
        if before - needle.depth_mm >= NEW_PASS_MM or needle.depth_mm == 0:
            state.drawn_back = True
    else:
        _push(state, world, needle, mm, spin)
    state.stood_at = needle.tip
    _moved(state, world, needle)


def _push(state: State, world: World, needle: Needle, mm: float, spin: float) -> None:
    """On, and what that brings."""
    state.speed_mm_s += mm / HAND_S
    was_on_bone, slid_mm, depth_mm = needle.on_bone, needle.slid_mm, needle.depth_mm
    found = needle.advance(mm, world.body, spin, state.chance, state.speed_mm_s)
    if state.drawn_back and needle.depth_mm > 0:
        state.passes += 1
        state.drawn_back = False
        log(
            state,
            "pass_begun",
            number=state.passes,
            entry=[rounded(x, 2) for x in needle.entry],
            direction=[rounded(x, 5) for x in needle.lean],
        )
    for crossing in found:
        met(state, world, crossing)
    if gives(needle, found) and not needle.on_bone:
        log(state, "give_felt", depth_mm=rounded(needle.depth_mm, 1))
    if needle.slid_mm > slid_mm + REARM_MM:
        log(state, "bone_grazed", depth_mm=rounded(needle.slid_mm, 2))
    _left_bone(needle)
    if needle.on_bone and was_on_bone and needle.depth_mm - depth_mm < mm:
        log(state, "bone_pressed", mm=rounded(mm - needle.depth_mm + depth_mm, 2), depth_mm=rounded(needle.depth_mm, 2))
    if needle.on_bone and not was_on_bone and needle.touched is None:
        needle.touched = needle.tip
        log(state, "bone_contact", depth_mm=rounded(needle.depth_mm, 2), place=[rounded(x, 2) for x in needle.tip])


def _moved(state: State, world: World, needle: Needle) -> None:
    """The tip is elsewhere: fluid goes elsewhere, and bone may be left."""
    _left_bone(needle)
    left_behind(needle, world)
    state.syringe.deposit = None
    watch_drop(state, needle)
    trace(state, world)


def _left_bone(needle: Needle) -> None:
    """Far enough from the last contact, the next one counts."""
    if needle.touched is not None and float(length(needle.tip - needle.touched)) >= REARM_MM:
        needle.touched = None


def _stylet(state: State, world: World, inside: bool) -> None:
    needle = _at_hand(state)
    if needle is None:
        return
    if inside and state.syringe.agent is not None:
        refuse(state, "syringe_before_stylet")
        return
    if inside and state.tubing:
        refuse(state, "tubing_before_stylet")
        return
    needle.stylet, needle.drop = inside, needle.drop and not inside
    if not inside:
        here = needle.lies_in
        if here in INTRATHECAL:
            log(state, "fluid_drips")
        elif here in VESSEL:
            log(state, "blood_drips")


def step(state: State, world: World, dt_s: float) -> None:
    """Let a time step pass: a hand that does not push comes to rest."""
    state.speed_mm_s *= exp(-dt_s / HAND_S)


def seen(state: State, world: World) -> NeedleSeen | None:
    needle = state.needle
    if needle is None:
        return None
    lateral, cephalad = lean_of(needle.lean) if needle.placed else (0.0, 0.0)
    return NeedleSeen(
        name=needle.kind.name,
        length_mm=needle.kind.length_mm,
        placed=needle.placed,
        entry_mm=_triple(needle.entry) if needle.placed else None,
        depth_mm=round(needle.depth_mm / MARK_MM) * MARK_MM,
        lateral_deg=lateral,
        cephalad_deg=cephalad,
        clock=needle.clock() if needle.placed else 12.0,
        stylet=needle.stylet,
        force_n=needle.force_n(),
        on_bone=needle.on_bone,
    )


def _triple(point: Vector) -> tuple[float, float, float]:
    return float(point[0]), float(point[1]), float(point[2])
