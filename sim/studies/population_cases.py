"""What competent hands do in each series: the shipped scripts, giving so much contrast and no drug; and hands that only feel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.needle_script import Advance, Aim, Place, Take
from scenarios.schema import Prepared, Scenario
from scenarios.script import Attach, Detach, Inject, Script, Step
from sim.operators.hands import Stuck
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands
from sim.session.session import Session
from sim.session.state import State
from sim.session.world import World
from sim.studies.rehearsal import perform

CONTRAST = "iohexol 240"
FEEL_MM, LEAN_DEG = 5.0, 6.0
"""How far off a thumb finds a landmark under skin and fat, and how far off an angle is by eye (guesses)."""
CORNUA_MM = ((0.55, 2.5), (0.79, 5.0), (1.0, 8.0))
"""Share of people up to here, and how far off the hiatus is found: both cornua are felt in 55 %, neither in 21 % (Aggarwal
2009); the mm are guesses: between two that are felt, a fifth of the 12 mm from one to the other."""


@dataclass(frozen=True, eq=False)
class Done:
    """A session after its hands: its truth, its world, and the pressures that were read on the way."""

    state: State
    world: World
    pressures: tuple[float, ...]
    stuck: str = ""


def guided(case: str, anatomy: Anatomy, seed: int, ml: float, rate_ml_s: float) -> Done:
    """The competent script of a shipped case up to its contrast, of which so much is given."""
    return _done(*_up_to_contrast(case, (ml,), rate_ml_s), anatomy, seed)


def guided_twice(case: str, anatomy: Anatomy, seed: int, ml: float, rate_ml_s: float, between: Callable[[Done], None]) -> Done:
    """The same, and then as much again by the same hands; ``between`` looks when the first has been given."""
    return _done(*_up_to_contrast(case, (ml, ml), rate_ml_s), anatomy, seed, between=between)


@cache
def _up_to_contrast(case: str, portions_ml: tuple[float, ...], rate_ml_s: float) -> tuple[Scenario, Script]:
    """Case and script, read once for all patients."""
    scenario = _with_contrast(files.find_scenario(case), sum(portions_ml))
    script = competent_script(scenario)
    steps: list[Step] = []
    for step in script.steps:
        if isinstance(step, Inject):
            steps += (step.model_copy(update={"ml": ml, "rate_ml_s": rate_ml_s}) for ml in portions_ml)
            break
        steps.append(step)
    return scenario, script.model_copy(update={"steps": tuple(steps)})


def felt_caudal(anatomy: Anatomy, seed: int) -> Done:
    """By the cornua under the finger: steep until the membrane gives, flat, and 15 mm on."""
    chance = np.random.Generator(np.random.Philox(key=[seed, 11]))
    off, felt = chance.standard_normal(3), chance.random()
    feel_mm = next(mm for share, mm in CORNUA_MM if felt < share)
    scenario = files.find_scenario("caudal")
    steps = (
        Take(do="take", needle="22G Quincke"),
        Place(
            do="place", at="hiatus/apex", right_mm=feel_mm * float(off[0]), up_mm=-14.0 + feel_mm * float(off[1]),
            cephalad_deg=45.0 + LEAN_DEG * float(off[2]),
        ),
        Advance(do="advance", until="give", most_mm=30.0, step_mm=0.5),
        Aim(do="aim", lateral_deg=0.0, cephalad_deg=65.0),
        Advance(do="advance", mm=15.0, step_mm=0.5),
    )  # fmt: skip
    script = Script(format=1, scenario="caudal", title="By feel", expect="pass", steps=steps)
    return _done(scenario, script, anatomy, seed, presses_on=True)


def felt_lumbar(anatomy: Anatomy, seed: int) -> Done:
    """Midline below the felt spinous process, loss of resistance to air, no picture."""
    off = np.random.Generator(np.random.Philox(key=[seed, 12])).standard_normal(3)
    scenario = files.find_scenario("interlaminar_l4_l5")
    steps = (
        Take(do="take", needle="20G Tuohy"),
        Place(
            do="place", at="{level}/spinous_tip", right_mm=FEEL_MM * float(off[0]), up_mm=-16.0 + FEEL_MM * float(off[1]),
            cephalad_deg=10.0 + LEAN_DEG * float(off[2]),
        ),
        Advance(do="advance", mm=20.0),
        Attach(do="attach", agent="air"),
        Advance(do="advance", until="loss of resistance", most_mm=60.0, step_mm=0.5),
        Detach(do="detach"),
    )  # fmt: skip
    script = Script(format=1, scenario=scenario.name, title="By feel", expect="pass", steps=steps)
    return _done(scenario, script, anatomy, seed, presses_on=True)


def _with_contrast(case: Scenario, ml: float) -> Scenario:
    fluids = tuple(f for f in case.tray.fluids if f.agent != CONTRAST) + (Prepared(agent=CONTRAST, ml=ml + 1.0),)
    return case.model_copy(update={"tray": case.tray.model_copy(update={"fluids": fluids})})


def _done(
    case: Scenario,
    script: Script,
    anatomy: Anatomy,
    seed: int,
    presses_on: bool = False,
    between: Callable[[Done], None] | None = None,
) -> Done:
    session = _Read(World.of(case, anatomy), seed, between)
    try:
        perform(ScriptHands(script, case.target, presses_on), session)
    except Stuck as stuck:
        return session.done(str(stuck))
    return session.done()


class _Read(Session):
    """Notes each pressure while the plunger is tried, and calls ``between`` once the first injection has ended."""

    def __init__(self, world: World, seed: int, between: Callable[[Done], None] | None) -> None:
        super().__init__(world, seed)
        self._pressures: list[float] = []
        self._between, self._events_read = between, 0

    def tick(self) -> None:
        super().tick()
        fresh, self._events_read = self.truth().events[self._events_read :], len(self.truth().events)
        if self._between is not None and any(event.kind == "injection_ended" for event in fresh):
            between, self._between = self._between, None
            between(self.done())
        if self.truth().syringe.trying:
            self._pressures.append(self.truth().syringe.pressure_mmhg)

    def done(self, stuck: str = "") -> Done:
        """As it stands now."""
        return Done(self.truth(), self.world, tuple(self._pressures), stuck)
