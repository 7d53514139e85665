"""The one door: everything that anybody does to a patient goes through ``do``, everything perceived comes out of ``step``.

    session = Session(world, seed)
    session.do(AdvanceNeedle(mm=2.0))
    observation = session.step()

Time runs in fixed steps of STEP_S; nothing here knows the wall clock. Same world, seed and commands by step: same events and observations.
"""

from __future__ import annotations

from concurrent.futures import Future
from types import MappingProxyType
from typing import Never

import numpy as np

from meshes.anatomy import Anatomy
from meshes.telling import Progress
from scenarios.schema import Scenario
from sim.physics.flow import Deposit, Flow
from sim.session.attempt_commands import AttemptCommand
from sim.session.body_maker import flat_made_beside
from sim.session.care_commands import CareCommand, PositionPatient
from sim.session.commands import (
    BreathCommand,
    CArmCommand,
    Command,
    Finish,
    ImagesCommand,
    NeedleCommand,
    SyringeCommand,
)
from sim.session.drill_commands import DrillCommand
from sim.session.events import SEEN, Event
from sim.session.iodine import GlassContrast, copied_for_glass
from sim.session.lying import lying_of
from sim.session.observation import Observation
from sim.session.state import State
from sim.session.stations import attempt, breath, carm, drilling, images, laying, needle, patient, syringe, ward
from sim.session.stations.log import log
from sim.session.stations.station import Station
from sim.session.stations.whereabouts import where_contrast_is, where_drug_is
from sim.session.world import World

STATIONS: tuple[Station[Never, object], ...] = (breath, carm, images, needle, syringe, ward, drilling, attempt)
"""In the order in which time passes at them."""
STEP_S = 1.0 / 32.0
"""A fraction that binary numbers hold exactly."""
LAST_STEP = round(3600.0 / STEP_S)
"""No attempt takes longer than an hour: it ends by itself then ..."""
SHORT_S = 300.0
"""... and says so as long before."""


class Session:
    """One attempt at one case."""

    def __init__(self, world: World, seed: int = 0) -> None:
        self.world = world = world.lain("pillow")
        self.seed = seed
        chance = np.random.Generator(np.random.Philox(seed))
        self._state = State(
            Flow(world.anatomy, seed, world.scenario.opens_vein), {fluid.agent: fluid.ml for fluid in world.scenario.tray.fluids}, chance
        )
        self._told = 0
        log(self._state, "body_described", **world.description)
        for station in STATIONS:
            station.begin(self._state, world)

    @staticmethod
    def of(scenario: Scenario, seed: int = 0, anatomy: Anatomy | None = None) -> Session:
        """A session on the scenario's own patient, or on another one."""
        return Session(World.of(scenario, anatomy), seed)

    def make_ready(self) -> Future[Deposit]:
        """Have done beside everything else what the first press of the plunger would wait for; it changes nothing but that time."""
        return self._state.flow.make_ready()

    def make_lying_ready(self, command: PositionPatient, progress: Progress) -> None:
        """Have the body that this command asks for made by a process of its own, where none was; what ``progress`` raises ends it."""
        asked = lying_of(command.posture, command.pillow)
        if asked == "flat" and self.world.lies != asked and laying.may_be_laid(self._state):
            flat_made_beside(self.world.anatomy, self.world.person, progress)

    @property
    def step_number(self) -> int:
        return self._state.step

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened: for recordings and scoring, not for operators."""
        return tuple(self._state.events)

    def events_from(self, number: int) -> list[Event]:
        """Those after so many."""
        return self._state.events[number:]

    def do(self, command: Command) -> None:
        """Let a command take effect now. After the end nothing does."""
        state = self._state
        if state.finished:
            return
        if isinstance(command, Finish):
            self._finish()
            return
        self._hand_over(command)
        patient.attend(state, self.world, 0.0)

    def _hand_over(
        self,
        command: CArmCommand | ImagesCommand | BreathCommand | NeedleCommand | SyringeCommand | CareCommand | DrillCommand | AttemptCommand,
    ) -> None:
        """To the one station whose command it is; the type checker holds that each has one."""
        state, world = self._state, self.world
        if drilling.leaves_out(state, world.scenario.drill, command):
            return
        if isinstance(command, CArmCommand):
            carm.do(state, world, command)
        elif isinstance(command, ImagesCommand):
            images.do(state, world, command)
        elif isinstance(command, BreathCommand):
            breath.do(state, world, command)
        elif isinstance(command, NeedleCommand):
            needle.do(state, world, command)
            drilling.moved(state, world)
        elif isinstance(command, SyringeCommand):
            syringe.do(state, world, command)
        elif isinstance(command, CareCommand):
            ward.do(state, world, command)
            if isinstance(command, PositionPatient):
                self.world = laying.lain(state, world)
        elif isinstance(command, DrillCommand):
            drilling.do(state, world, command)
        elif isinstance(command, AttemptCommand):
            attempt.do(state, world, command)
        else:
            nobodys: Never = command  # or the type checker says whose it is
            raise TypeError(f"no station does {type(nobodys).__name__}")

    def _finish(self) -> None:
        state = self._state
        syringe.release(state, self.world)
        carm.release(state)
        log(state, "finished", **where_contrast_is(state, self.world), **where_drug_is(state, self.world))
        state.finished = True

    def step(self) -> Observation:
        """Let STEP_S pass and look."""
        self.tick()
        return self.look()

    def tick(self) -> None:
        """Let STEP_S pass; nobody looks."""
        state = self._state
        if not state.finished:
            for station in STATIONS:
                station.step(state, self.world, STEP_S)
            state.step += 1
            if state.step == LAST_STEP - round(SHORT_S / STEP_S):
                log(state, "time_short", left_s=SHORT_S)
            elif state.step == LAST_STEP:
                log(state, "time_up")
                self._finish()

    def wait(self, steps: int) -> Observation:
        """Let so many steps pass, fewer if there is something new to perceive, a notice or a picture, or an end; and look."""
        state, picture = self._state, self._state.carm.live
        for _ in range(steps):
            self.tick()
            if state.carm.live is not picture or state.finished or any(event.kind in SEEN for event in state.events[self._told :]):
                break
        return self.look()

    def look(self) -> Observation:
        """What can be perceived now; notices are given once."""
        state = self._state
        fresh = state.events[self._told :]
        self._told = len(state.events)
        return Observation(
            step=state.step,
            time_s=state.step * STEP_S,
            carm=carm.seen(state, self.world),
            images=images.seen(state, self.world),
            live=state.carm.live,
            reference=state.carm.reference,
            needle=needle.seen(state, self.world),
            syringe=syringe.seen(state, self.world),
            care=ward.seen(state, self.world),
            drill=drilling.seen(state, self.world),
            fluids=MappingProxyType(dict(state.fluids)),
            palpable=MappingProxyType(dict(self.world.palpable)),
            notices=tuple(event.sealed() for event in fresh if event.kind in SEEN),
            finished=state.finished,
        )

    def contrast_for_glass(self) -> GlassContrast | None:
        """A copy for the patient as glass, who is a learner's aid and no operator's sight: only while it stands in the recording that the
        inside of the body is shown, which no exam does; never in a drill, whose question it would answer. No Observation carries it."""
        if "body" not in self._state.attempt.aids or self.world.scenario.drill is not None:
            return None
        return copied_for_glass(self._state.flow)

    def truth(self) -> State:
        """The state itself: for the debriefing after the end, and for tests. Panels and hands have no business here."""
        return self._state
