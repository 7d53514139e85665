"""The patient: what is done is felt, said, and shown by the monitors."""

from __future__ import annotations

from math import exp
from types import MappingProxyType

import numpy as np

from scenarios.equipment import agent, steroids_in
from scenarios.words.said import Said
from sim.procedure.body_signs import PAIN_FADES_S, sensations, vitals
from sim.procedure.care import HEARD, CareSeen
from sim.procedure.sedation import depths
from sim.session.care_commands import ITEMS
from sim.session.events import Event
from sim.session.state import State
from sim.session.stations import poisons
from sim.session.stations.log import log, rounded, say
from sim.session.world import World

NUMB_ML = 1.0
"""Skin with this much local anaesthetic is numb ([@technique_known]: 1-5 ml of lidocaine 1 %)."""
FAINT_FROM = 5.0
"""Pain from which somebody may faint, and how long an untreated faint lasts (guesses)."""
FAINT_S = 90.0
PREPARED = ("mask", "antiseptic", "gloves", "drape")


def begin(state: State, world: World) -> None:
    """What is not part of the exercise was done by somebody else."""
    care, asked = state.care, world.scenario.exercise
    if "preparation" not in asked:
        care.posture, care.pillow, care.numb_ml, care.timed_out = "prone", "abdomen", 3.0, True
        care.prepared, care.sedation_said = list(ITEMS), True


def attend(state: State, world: World, dt_s: float) -> None:
    """React to what happened since the last call, and let dt_s pass."""
    care = state.care
    while care.read_to < len(state.events):
        event = state.events[care.read_to]
        care.read_to += 1
        _react(state, world, event)
    if dt_s > 0:
        care.pain = 0.0 if care.pain < 0.05 else care.pain * exp(-dt_s / PAIN_FADES_S)
        care.faint_s = max(care.faint_s - dt_s, 0.0)
        care.quiet_s += dt_s
        poisons.take_effect(state, dt_s)


def _react(state: State, world: World, event: Event) -> None:
    care = state.care
    match event.kind:
        case "skin_entered":
            _hurt(state, world, "skin numb" if care.numb_ml >= NUMB_ML else "skin")
        case "numbed":
            _hurt(state, world, "numbing")
        case "bone_contact" | "root_contact":
            _hurt(state, world, event.kind)
        case "tissue_entered":
            _hurt(state, world, str(event.data["tissue"]))
        case "needle_placed":
            missing = [item for item in PREPARED if item not in care.prepared]
            if missing:
                log(state, "sterility_broken", by="needle_unprepared", missing=missing)
            elif not care.sterile:
                log(state, "sterility_broken", by="needle_in_soiled_gloves")
        case "patient_says":
            _spoken(state, world, Said.of(event.data))
        case "injection_ended":
            _given(state, world, event)


def _spoken(state: State, world: World, said: Said) -> None:
    care = state.care
    care.said.append(said)
    care.quiet_s = 0.0
    if said.cause == "root":
        care.shot = said
    elif said.cause in ("pressure", "swelling"):
        _hurt(state, world, said.cause)


def _hurt(state: State, world: World, cause: str) -> None:
    """Pain of this cause, if it hurts at all; it may be too much."""
    felt, care = sensations().get(cause), state.care
    if felt is None or felt.pain <= care.pain:
        return
    care.pain = felt.pain
    log(state, "pain", level=rounded(felt.pain, 1), cause=cause)
    if felt.told:
        say(state, Said(cause))
    if felt.pain >= FAINT_FROM and care.faint_s == 0:
        care.chances += 1
        chance = np.random.Generator(np.random.Philox(key=[state.flow.seed, 1000 + care.chances])).random()
        if chance < world.scenario.faints:
            care.faint_s = FAINT_S
            log(state, "fainted")
            say(state, Said("faint"))


def _given(state: State, world: World, event: Event) -> None:
    """How much steroid that was; and what went where it should not."""
    name, ml = str(event.data["agent"]), float(event.data["ml"])
    steroid = steroid_in(name, ml, world)
    if steroid > 0:
        log(state, "steroid_given", mg=rounded(steroid, 2), particulate=agent(name).particulate, into=event.data["into"])
    poisons.given(state, world, event)


def steroid_in(name: str, ml: float, world: World) -> float:
    """mg of steroid in so much of a syringe: the tray's syringe holds what its name says in the volume that stands there."""
    there = {fluid.agent: fluid.ml for fluid in world.scenario.tray.fluids}
    return sum(steroids_in(name, ml, there).values())


def seen(state: State, world: World) -> CareSeen:
    care = state.care
    return CareSeen(
        pages=frozenset(care.pages),
        asked=frozenset(care.asked),
        decision=care.decision and care.decision.model_copy(),
        discussed=care.discussed,
        premedicated=care.premedicated,
        risks=frozenset(care.risks),
        posture=care.posture,
        pillow=care.pillow,
        lies=world.lies,
        prepared=tuple(care.prepared),
        timed_out=care.timed_out,
        sedation=care.sedation if care.sedation_said else None,
        dried_min=care.dried_min,
        stands_m=care.stands_m,
        numb_ml=care.numb_ml,
        sterile=care.sterile,
        patterns=MappingProxyType(dict(care.patterns)),
        observed_min=care.observed_min,
        discharged=care.discharged,
        monitored="monitors" in care.prepared,
        vitals=vitals(
            world.scenario.patient.age,
            care.pain,
            care.faint_s > 0,
            care.toxic,
            care.spinal,
            care.adrenaline,
            care.allergy,
            depths()[care.sedation].spo2,
        ),
        said=tuple(care.said[-HEARD:]),
        quiet_s=care.quiet_s,
    )
