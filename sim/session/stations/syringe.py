"""The syringe: what is in it, what the plunger feels, where the fluid goes."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from meshes.tissues import EPIDURAL, Tissue
from scenarios.equipment import agent as agent_named
from scenarios.words.said import Said
from sim.physics.flow import CONTRAST, DRUG, PLAIN, TABLE_MPAS, Deposit
from sim.physics.resistance import FIRM_MMHG, needle_drop_mmhg
from sim.physics.tissue import tissue_table
from sim.physics.uptake import aspiration_shows
from sim.session.commands import Aspirate, AttachSyringe, DetachSyringe, PressPlunger, ReleasePlunger, SyringeCommand, TryPlunger
from sim.session.observation import SyringeSeen
from sim.session.state import State, SyringeState
from sim.session.stations import carm, hub, leaking, probing
from sim.session.stations.log import log, refuse, rounded, say
from sim.session.stations.whereabouts import where_contrast_is, where_drug_is
from sim.session.tubing_commands import SetTubing
from sim.session.world import World

BLOCKED_MMHG = 700.0
"""No thumb presses harder (guess); the tissue's share, not the needle's."""
PRESSURE_HURTS_MMHG = 180.0
"""Injection pressure at which the patient speaks up (guess)."""
SWELLS_ML = 5.0
"""So much in one push is felt as a swelling where nothing holds it (guess: a wheal of the skin takes one or two)."""
FLUID = {"contrast": CONTRAST, "drug": DRUG, "anaesthetic": PLAIN, "saline": PLAIN}
"""What each kind of agent is to the flow; air is none."""


def begin(state: State, world: World) -> None:
    """What a plunger will feel is this patient's own."""
    probing.begin(state, world)


def do(state: State, world: World, command: SyringeCommand) -> None:
    """Put it on, press it, draw it back."""
    syringe = state.syringe
    match command:
        case AttachSyringe():
            _attach(state, world, command.agent)
        case SetTubing():
            hub.set_tubing(state, command.on)
        case DetachSyringe():
            release(state, world)
            if syringe.agent is not None:
                state.syringe = SyringeState(thumb=syringe.thumb)
                hub.joined(state, world, on=False)
                _look_at_hub(state, world)
        case TryPlunger():
            if command.pressing and syringe.agent is None:
                refuse(state, "no_syringe")
            elif command.pressing != syringe.trying:
                syringe.trying = command.pressing
                if command.pressing:
                    needle = state.needle
                    depth = needle.depth_mm if needle is not None and needle.placed else 0.0
                    log(state, "plunger_tried", depth_mm=rounded(depth, 2))
        case PressPlunger():
            _press(state, world, command.rate_ml_s)
        case ReleasePlunger():
            release(state, world)
        case Aspirate():
            _aspirate(state, world)
        case _:
            assert_never(command)


def _attach(state: State, world: World, name: str) -> None:
    needle = state.needle
    if name not in state.fluids:
        refuse(state, "fluid_not_on_tray", name=name, there=list(state.fluids))
    elif needle is None or not needle.placed:
        refuse(state, "syringe_needs_needle")
    elif state.syringe.agent is not None:
        refuse(state, "syringe_in_use")
    else:
        needle.stylet = needle.drop = False
        state.syringe = SyringeState(agent=agent_named(name), thumb=state.syringe.thumb)
        log(state, "syringe_attached", agent=name)
        hub.joined(state, world, on=True)


def _look_at_hub(state: State, world: World) -> None:
    """An open hub may show what the bevel lies in."""
    if state.needle is None or not state.needle.placed or state.needle.stylet:
        return
    match _returns(state, world):
        case "clear fluid":
            log(state, "fluid_drips")
        case "blood":
            log(state, "blood_drips")


def _returns(state: State, world: World) -> str:
    """What comes back through the needle: not always what it lies in."""
    assert state.needle is not None
    tip = state.needle.mouth
    compartment = state.flow.compartment_at(tip, state.needle.lies_in)
    if compartment is None or compartment.returns is None or not aspiration_shows(compartment.name, tip, state.flow.seed):
        return "nothing"
    return compartment.returns


def _press(state: State, world: World, rate: float) -> None:
    syringe = state.syringe
    if syringe.agent is None:
        refuse(state, "no_syringe")
    elif state.fluids[syringe.agent.name] <= 0:
        refuse(state, "syringe_empty", agent=syringe.agent.name)
    elif syringe.rate_ml_s > 0:
        syringe.rate_ml_s = rate
    else:
        assert state.needle is not None
        syringe.rate_ml_s, syringe.given_ml, syringe.live_ml, syringe.into = rate, 0.0, 0.0, {}
        syringe.blocked = syringe.complained = False
        log(
            state,
            "injection_started",
            agent=syringe.agent.name,
            fluid=syringe.agent.kind,
            tissue=Tissue(state.needle.lies_in).name,
            place=[rounded(x, 3) for x in state.needle.mouth],
            **where_contrast_is(state, world),
        )


def release(state: State, world: World) -> None:
    """Stop pressing."""
    syringe = state.syringe
    if syringe.rate_ml_s > 0 and syringe.agent is not None and state.needle is not None:
        log(
            state,
            "injection_ended",
            agent=syringe.agent.name,
            fluid=syringe.agent.kind,
            ml=rounded(syringe.given_ml, 4),
            live_ml=rounded(syringe.live_ml, 4),
            into={k: rounded(v, 4) for k, v in sorted(syringe.into.items())},
            **where_contrast_is(state, world),
            **where_drug_is(state, world),
        )
    syringe.rate_ml_s, syringe.flowing_ml_s = 0.0, 0.0


def _aspirate(state: State, world: World) -> None:
    if state.syringe.agent is None or state.needle is None:
        refuse(state, "no_syringe")
        return
    log(state, "aspirated", result=_returns(state, world))


def step(state: State, world: World, dt_s: float) -> None:
    """Let a time step pass: fluid flows, the thumb feels, what lies in the patient drifts."""
    syringe, needle = state.syringe, state.needle
    syringe.flowing_ml_s = 0.0
    busy: tuple[Deposit, ...] = ()
    if syringe.agent is not None and needle is not None and needle.placed and syringe.rate_ml_s > 0:
        busy = _flow(state, world, dt_s)
    elif syringe.agent is not None and needle is not None and needle.placed and syringe.trying:
        probing.feel(state, world, needle, syringe.agent, dt_s)
        syringe.pressure_mmhg = syringe.thumb.pressure_mmhg
    else:
        syringe.thumb.release(dt_s)
        syringe.pressure_mmhg = syringe.thumb.pressure_mmhg
    state.flow.rest(dt_s, *busy)


def _flow(state: State, world: World, dt_s: float) -> tuple[Deposit, ...]:
    """One step of injection; the deposits that took it."""
    syringe, needle = state.syringe, state.needle
    assert syringe.agent is not None and needle is not None
    agent = syringe.agent
    here = needle.lies_in
    holds = float(tissue_table().resistance_mmhg[here])
    if syringe.deposit is None:
        syringe.deposit = state.flow.deposit_for(needle.mouth, here)
    deposit = syringe.deposit
    back = deposit.resistance * agent.viscosity_mpas / TABLE_MPAS if deposit is not None else np.inf
    holds += deposit.elastic_mmhg if deposit is not None else 0.0
    # a thumb can only press so hard: the flow falls until the tissue's pressure is what it can make
    rate = syringe.rate_ml_s if back <= 0 else min(syringe.rate_ml_s, max(BLOCKED_MMHG - holds, 0.0) / back)
    if deposit is None or rate < 0.01:
        syringe.pressure_mmhg = BLOCKED_MMHG
        if not syringe.blocked:
            syringe.blocked = True
            log(state, "plunger_blocked", tissue=Tissue(here).name)
        return ()
    ml = min(rate * dt_s, state.fluids[agent.name])
    syringe.flowing_ml_s = ml / dt_s
    tissue_mmhg = holds + back * syringe.flowing_ml_s
    syringe.pressure_mmhg = tissue_mmhg + needle_drop_mmhg(
        syringe.flowing_ml_s, agent.viscosity_mpas, needle.kind.inner_mm, needle.kind.length_mm
    )
    _complain(state, deposit, tissue_mmhg if here in EPIDURAL else 0.0)
    busy = _poured(state, deposit, ml, dt_s)
    state.fluids[agent.name] = max(state.fluids[agent.name] - ml, 0.0)
    syringe.given_ml += ml
    syringe.live_ml += ml if carm.is_on(state) else 0.0
    if state.fluids[agent.name] <= 0:
        release(state, world)
    elif syringe.pressure_mmhg > FIRM_MMHG:
        syringe.thumb.firm_at_s = -1e9  # pressing hard is no test of resistance
    return busy


def _complain(state: State, deposit: Deposit, epidural_mmhg: float) -> None:
    """Once a push: of the pressure in the space, or of what swells up where nothing holds it."""
    syringe = state.syringe
    hurts = epidural_mmhg > PRESSURE_HURTS_MMHG and syringe.given_ml > 0.2
    swells = deposit.compartment.swells and syringe.given_ml > SWELLS_ML
    if (hurts or swells) and not syringe.complained:
        syringe.complained = True
        say(state, Said("pressure" if hurts else "swelling"))


def _poured(state: State, deposit: Deposit, ml: float, dt_s: float) -> tuple[Deposit, ...]:
    """Where it went; air leaves no deposit that would have to be kept."""
    syringe, agent = state.syringe, state.syringe.agent
    assert agent is not None and state.needle is not None
    taken = leaking.shares(state, state.needle, deposit)
    for each, share in taken:
        syringe.into[each.name] = syringe.into.get(each.name, 0.0) + ml * share
        if agent.kind in FLUID:
            state.flow.inject(each, FLUID[agent.kind], ml * share, dt_s, agent.iodine_mg_ml)
    return tuple(each for each, _ in taken) if agent.kind in FLUID else ()


def seen(state: State, world: World) -> SyringeSeen:
    syringe = state.syringe
    name = syringe.agent.name if syringe.agent else ""
    return SyringeSeen(name, state.fluids.get(name, 0.0), syringe.pressure_mmhg, syringe.trying, syringe.flowing_ml_s, state.tubing)
