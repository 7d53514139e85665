"""Beside the table: the chart, the talk, the decision, the preparation, and the time after the needle."""

from __future__ import annotations

from typing import assert_never

from meshes.tissues import NERVE
from scenarios.equipment import agent, agents, mixture
from scenarios.words.said import Said
from sim.physics.flow import CONTRAST
from sim.physics.pattern import patterns
from sim.procedure.answers import answer, feels, is_felt
from sim.procedure.care import CareSeen
from sim.procedure.examination import finding
from sim.procedure.further import further, is_further
from sim.session.care_commands import (
    Ask,
    CareCommand,
    Consent,
    CountPulse,
    Decide,
    Discharge,
    Discuss,
    DrawUp,
    Examine,
    LetDry,
    NamePattern,
    NumbSkin,
    ObserveAfter,
    OpenChart,
    PositionPatient,
    Premedicate,
    Prepare,
    Sedate,
    Stand,
    TimeOut,
    Treat,
)
from sim.session.state import State
from sim.session.stations import patient, poisons
from sim.session.stations.laying import may_be_laid
from sim.session.stations.log import log, refuse, rounded, say
from sim.session.world import World

CALMED = 0.3
"""What adrenaline into the muscle leaves of an allergic reaction (guess)."""
FAINT_HELPED_S = 12.0
"""A faint that is treated lasts no longer (guess)."""


def begin(state: State, world: World) -> None:
    """The patient comes, as far prepared as the exercise leaves it to somebody else."""
    patient.begin(state, world)


def do(state: State, world: World, command: CareCommand) -> None:
    """Read, ask, decide, prepare, name, look after."""
    case, care = world.scenario, state.care
    match command:
        case OpenChart():
            if case.chart is None:
                refuse(state, "no_chart")
            else:
                care.pages.add(command.page)
                log(state, "chart_opened", page=command.page)
                _touched(state, "page_turned")
        case Ask():
            _ask(state, world, command)
        case CountPulse():
            log(state, "pulse_counted", per_min=patient.seen(state, world).vitals.heart_rate)
        case Decide():
            care.decision = command
            said = command.model_dump(mode="json", exclude={"do"} if command.rationales else {"do", "rationales"}, exclude_none=True)
            log(state, "decided", **said, pages=sorted(care.pages), asked=sorted(care.asked))
        case Premedicate():
            care.premedicated = command.regimen
            log(state, "premedicated", regimen=command.regimen)
        case Discuss():
            care.discussed = command.worth
            log(state, "discussed", worth=command.worth)
        case Consent():
            care.risks |= set(command.risks)
            log(state, "consent", risks=sorted(care.risks))
            say(state, Said("agrees" if len(care.risks) > 2 else "asks_for_risks"))
        case PositionPatient() | Prepare() | Sedate() | LetDry() | Stand() | TimeOut() | NumbSkin():
            _make_ready(state, command)
        case DrawUp():
            _draw_up(state, command)
        case Treat():
            _treat(state, command)
        case ObserveAfter() | Examine() | Discharge():
            _after(state, world, command)
        case NamePattern():
            _name(state, command)
        case _:
            assert_never(command)


def _make_ready(state: State, command: PositionPatient | Prepare | Sedate | LetDry | Stand | TimeOut | NumbSkin) -> None:
    """What is done to patient, room and hands before the needle."""
    care = state.care
    match command:
        case PositionPatient() if not may_be_laid(state):
            refuse(state, "needle_was_in")
        case PositionPatient():
            _touched(state, "patient_moved")
            care.posture, care.pillow = command.posture, command.pillow
            log(state, "positioned", posture=command.posture, pillow=command.pillow)
        case Prepare():
            _prepare(state, command)
        case Sedate():
            care.sedation, care.sedation_said = command.level, True
            log(state, "sedated", level=command.level)
        case LetDry():
            care.dried_min += command.minutes
            log(state, "let_dry", minutes=command.minutes)
        case Stand():
            care.stands_m = command.m
            log(state, "stands", m=command.m)
        case TimeOut():
            care.timed_out = True
            log(state, "time_out", level=command.level, side=command.side, checked=sorted(command.checked))
        case NumbSkin():
            care.numb_ml += command.ml
            log(state, "numbed", ml=command.ml)
        case _:
            assert_never(command)


def _after(state: State, world: World, command: ObserveAfter | Examine | Discharge) -> None:
    care = state.care
    if state.needle is not None and state.needle.placed:
        refuse(state, "needle_still_in")
        return
    match command:
        case ObserveAfter():
            care.observed_min += command.minutes
            log(state, "observed_after", minutes=command.minutes)
            patient.attend(state, world, 60.0 * command.minutes)
            poisons.wear_off(care, command.minutes)
        case Examine():
            log(state, "examined", of=command.of, finding=finding(care, command.of))
        case Discharge():
            care.discharged = True
            written = {} if command.restart_h is None else {"restart_h": command.restart_h}
            log(state, "discharged", driver=command.driver, advice=sorted(command.advice), **written)


def _touched(state: State, by: str, **data: str) -> None:
    """Something that is not sterile was handled: with gloves on, they are sterile no more."""
    care = state.care
    if "gloves" in care.prepared and care.sterile:
        care.sterile = False
        log(state, "sterility_broken", by=by, **data)


def _ask(state: State, world: World, command: Ask) -> None:
    chart, male = world.scenario.chart, world.scenario.patient.sex == "male"
    if is_further(command.about):  # what was asked and counts is the topic before it
        say(state, Said("answer", about=command.about, answers=further(chart, command.about, male, state.care.asked)))
        return
    state.care.asked.add(command.about)
    log(state, "asked", about=command.about)
    if is_felt(command.about):
        needle = state.needle
        found = feels(state.care, command.about, needle is not None and needle.placed and needle.lies_in in NERVE)
    else:
        found = answer(chart, command.about, male)
    say(state, Said("answer", about=command.about, answers=found))


def _prepare(state: State, command: Prepare) -> None:
    care, item = state.care, command.item
    if item not in ("antiseptic", "gloves", "drape"):
        _touched(state, "handled", item=item)
    if item == "gloves":
        care.sterile = True  # a new pair
    if item not in care.prepared:
        care.prepared.append(item)
    log(state, "prepared", item=item)


def _draw_up(state: State, command: DrawUp) -> None:
    names = [part.agent for part in command.parts]
    for part in command.parts:
        if part.agent not in state.fluids or part.agent not in agents():
            refuse(state, "fluid_not_on_tray", name=part.agent, there=[n for n in state.fluids if n in agents()])
            return
        kinds = {agents()[other].kind for other in names if other in agents()}
        if agents()[part.agent].kind == "contrast" or ("air" in kinds and kinds != {"air", "saline"}):
            refuse(state, "not_mixed", agent=part.agent)
            return
        if state.fluids[part.agent] < part.ml - 1e-9:
            refuse(state, "too_little", ml=rounded(state.fluids[part.agent], 6), agent=part.agent)
            return
    if len(set(names)) < len(names):
        refuse(state, "drawn_twice")
        return
    if state.syringe.agent is not None:
        refuse(state, "syringe_before_drawing")
        return
    name = mixture([(part.agent, part.ml) for part in command.parts])
    for part in command.parts:
        state.fluids[part.agent] = rounded(max(state.fluids[part.agent] - part.ml, 0.0), 6)
    state.fluids[name] = rounded(state.fluids.get(name, 0.0) + sum(part.ml for part in command.parts), 6)
    log(state, "drawn_up", agent=name, fluid=agent(name).kind)


def _treat(state: State, command: Treat) -> None:
    care, by = state.care, command.by
    log(
        state,
        "ailing",
        faint_s=rounded(care.faint_s),
        toxic=rounded(care.toxic, 6),
        spinal=rounded(care.spinal, 6),
        allergy=rounded(care.allergy, 6),
    )
    if by in ("legs up", "atropine", "fluids", "stop and wait"):
        care.faint_s = min(care.faint_s, FAINT_HELPED_S)
    if care.toxic > 1.0 and by == "lipid emulsion":
        care.toxic, care.toxic_coming = 0.5 * care.toxic, 0.0
    if by == "adrenaline into the muscle":
        care.allergy, care.allergy_coming = CALMED * care.allergy, 0.0
    log(state, "treated", by=by)


def _name(state: State, command: NamePattern) -> None:
    given = float(state.flow.given[CONTRAST])
    if given <= 0:
        refuse(state, "no_contrast")
        return
    state.care.patterns[command.view] = command.pattern
    log(
        state,
        "contrast_lay",
        contrast_ml=rounded(given, 6),
        patterns={name: rounded(ml, 6) for name, ml in sorted(patterns(state.flow).items())},
    )
    log(state, "pattern_named", view=command.view, pattern=command.pattern)


def step(state: State, world: World, dt_s: float) -> None:
    """Let a time step pass: the patient reacts and recovers."""
    patient.attend(state, world, dt_s)


def seen(state: State, world: World) -> CareSeen:
    return patient.seen(state, world)
