"""What was given into a wrong place takes effect: on brain, roots and heart, and in who is allergic to it."""

from __future__ import annotations

from math import exp

import numpy as np

from scenarios.equipment import agent, anaesthetics_in
from scenarios.words.said import Said
from sim.physics.compartments import compartments
from sim.procedure.allergens import reacts
from sim.procedure.care import Care
from sim.procedure.symptoms import SIGN_OF, symptoms
from sim.session.events import Event
from sim.session.state import State
from sim.session.stations.log import log, say
from sim.session.world import World

TOXIC_COMES_S, SPINAL_COMES_S = 12.0, 60.0
"""Time constants until it is felt: a vein within a minute ([@test_dose_known]), the sac within three, fully at five ([@pratt_2013])."""
ADRENALINE_COMES_S, ADRENALINE_FADES_S = 15.0, 60.0
"""So that the pulse is up within the minute in which it is counted ([@test_dose_adrenaline]; the constants are guesses)."""
ADRENALINE_UG = 15.0
"""In a vein: the unit of what is at work."""
ALLERGY_COMES_S = 60.0
"""Most grave reactions begin within minutes [known]; the constant is a guess."""
ITCH, GRAVE = 1.4, 3.0
"""How it ends in who is allergic."""
GRAVE_CHANCE, GRAVE_AFTER_MILD = 0.3, 0.05
"""How often it is grave: most do not react as they did, and after a mild one mostly mildly again ([@complications_known]; guesses)."""
HALF_MIN = {"toxic": 15.0, "spinal": 45.0, "allergy": 30.0}
"""Half of it has passed after so many minutes (guesses; a spinal block by lidocaine lasts one to two hours [known])."""
COMES_S = {"toxic": TOXIC_COMES_S, "spinal": SPINAL_COMES_S, "adrenaline": ADRENALINE_COMES_S, "allergy": ALLERGY_COMES_S}
STREAM = 2000
"""Allergy's own place in the seed's generator."""


def given(state: State, world: World, event: Event) -> None:
    """An injection has ended: what of it poisons is on its way."""
    care, name, into = state.care, str(event.data["agent"]), event.data["into"]
    for space in compartments().values():
        ml = float(into.get(space.name, 0.0))
        for drug, mg_ml in anaesthetics_in(name):
            if drug.toxic_mg is not None:
                care.toxic_coming += mg_ml * ml * space.toxic / drug.toxic_mg
            if drug.spinal_mg is not None:
                care.spinal_coming += mg_ml * ml * space.spinal / drug.spinal_mg
        care.adrenaline_coming += agent(name).adrenaline_ug_ml * ml * space.toxic / ADRENALINE_UG
    chart = world.scenario.chart
    worst = max(chart.allergies, key=lambda a: reacts(event, a, care.premedicated), default=None) if chart is not None else None
    if worst is None or not care.allergy == care.allergy_coming == 0:
        return
    graver, comes = np.random.Generator(np.random.Philox(key=[state.flow.seed, STREAM])).random(2)
    if comes < reacts(event, worst, care.premedicated):
        care.allergy_coming = GRAVE if graver < (GRAVE_AFTER_MILD if worst.grade == "mild" else GRAVE_CHANCE) else ITCH


def wear_off(care: Care, minutes: float) -> None:
    """What has passed after so long under observation."""
    for name, half_min in HALF_MIN.items():
        setattr(care, name, getattr(care, name) * 0.5 ** (minutes / half_min))


def take_effect(state: State, dt_s: float) -> None:
    """Let so much time pass; what is noticed by itself is said."""
    care = state.care
    care.adrenaline *= exp(-dt_s / ADRENALINE_FADES_S)
    # written out, since it is asked at every step: nothing is on its way
    if care.toxic_coming <= 0 and care.spinal_coming <= 0 and care.adrenaline_coming <= 0 and care.allergy_coming <= 0:
        return
    for name, constant in COMES_S.items():
        coming = getattr(care, f"{name}_coming")
        part = coming * (1.0 - exp(-dt_s / constant))
        setattr(care, name, getattr(care, name) + part)
        setattr(care, f"{name}_coming", coming - part if coming > 1e-6 else 0.0)
    levels = care.levels
    for row in symptoms():
        if row.unasked and levels[row.of] >= row.least and row.code not in care.told:
            care.told.add(row.code)
            log(state, "sign", of=SIGN_OF[row.of], level=row.least)
            say(state, Said(row.code))
