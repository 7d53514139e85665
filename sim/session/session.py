"""The one door: everything that anybody does to a patient goes through ``do``, everything perceived comes out of ``step``.

    session = Session(world, seed)
    session.do(AdvanceNeedle(mm=2.0))
    observation = session.step()

Time runs in fixed steps of STEP_S; nothing here knows the wall clock. Same world, seed and commands by step: same events and observations.
"""

from __future__ import annotations

import numpy as np

from meshes.anatomy import Anatomy
from scenarios.schema import Scenario
from sim.physics.flow import Flow
from sim.session.commands import Command, Finish, ShowView
from sim.session.events import SEEN, Event
from sim.session.observation import Observation
from sim.session.state import State
from sim.session.stations import breath, carm, images, needle, patient, probing, reading, syringe, ward
from sim.session.stations.log import log
from sim.session.stations.whereabouts import where_contrast_is, where_drug_is
from sim.session.world import World

STATIONS = (carm, images, breath, needle, syringe, ward, reading)
STEP_S = 1.0 / 32.0
"""A fraction that binary numbers hold exactly."""


class Session:
    """One attempt at one case."""

    def __init__(self, world: World, seed: int = 0) -> None:
        self.world = world
        self.seed = seed
        chance = np.random.Generator(np.random.Philox(seed))
        self._state = State(
            Flow(world.anatomy, seed, world.scenario.opens_vein), {fluid.agent: fluid.ml for fluid in world.scenario.tray.fluids}, chance
        )
        self._told = 0
        probing.begin(self._state, world)
        patient.begin(self._state, world)
        carm.do(self._state, world, ShowView(view="AP"))

    @staticmethod
    def of(scenario: Scenario, seed: int = 0, anatomy: Anatomy | None = None) -> Session:
        """A session on the scenario's own patient, or on another one."""
        return Session(World.of(scenario, anatomy), seed)

    @property
    def step_number(self) -> int:
        return self._state.step

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened: for recordings and scoring, not for operators."""
        return tuple(self._state.events)

    def do(self, command: Command) -> None:
        """Let a command take effect now. After the end nothing does."""
        state = self._state
        if state.finished:
            return
        if isinstance(command, Finish):
            syringe.release(state, self.world)
            carm.release(state)
            log(state, "finished", **where_contrast_is(state, self.world), **where_drug_is(state, self.world))
            state.finished = True
            return
        # every command belongs to exactly one station
        if not any(station.do(state, self.world, command) for station in STATIONS):
            raise TypeError(f"no station does {type(command).__name__}")
        patient.attend(state, self.world, 0.0)

    def step(self) -> Observation:
        """Let STEP_S pass and look."""
        state = self._state
        if not state.finished:
            breath.step(state, STEP_S)
            carm.step(state, self.world, STEP_S)
            images.step(state, STEP_S)
            needle.step(state, STEP_S)
            syringe.step(state, self.world, STEP_S)
            patient.attend(state, self.world, STEP_S)
            state.step += 1
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
            images=images.seen(state),
            live=state.carm.live,
            reference=state.carm.reference,
            needle=needle.seen(state, self.world),
            syringe=syringe.seen(state),
            care=patient.seen(state, self.world),
            fluids=dict(state.fluids),
            palpable=self.world.palpable,
            notices=tuple(event for event in fresh if event.kind in SEEN),
            finished=state.finished,
        )

    def truth(self) -> State:
        """The state itself: for the debriefing after the end, and for tests. Panels and hands have no business here."""
        return self._state
