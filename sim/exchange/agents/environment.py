"""An injection as an environment: a move, a little time, what is perceived, and what the rubric gives for it."""

from __future__ import annotations

from functools import cache
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from scenarios import files
from scenarios.schema import Scenario
from sim.exchange.agents.moves import Move, moves
from sim.exchange.agents.perception import Perception
from sim.records.recording import Recorder
from sim.scoring.rubric import Score, judge
from sim.session.observation import Observation
from sim.session.patients import patient_named
from sim.session.session import STEP_S, Session
from sim.session.world import World

MOVE_S = 0.25
"""How long a move takes that says nothing of time; less if something new is perceived before."""
CRITICAL = 100.0
"""Points that a critical error takes: all that there are."""
SEEDS = 2**31
Sensed = dict[str, Any]
Asked = dict[str, Any]


_held = cache(patient_named)


@cache
def _world(case: str) -> World:
    """The needle's part of a case: what else it asks for was done by somebody else. Shared: sessions do not change it."""
    found = files.find_scenario(case).model_copy(update={"exercise": ()})
    return World.of(found, None if found.patient.person else _held(found.patient.anatomy))


class InjectionEnv(gymnasium.Env[Sensed, Asked]):
    """One attempt at the case of this name after another, each with its own chance.

    An action is ``command``, the number of one of ``moves``, and ``numbers`` from -1 to 1, of which the move takes the first as its ranges
    say. The reward is what the rubric's total gained in points; a critical error takes 100. Raises InputError for a case that is not there.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": round(1 / MOVE_S)}  # noqa: RUF012 (as gymnasium has it)

    def __init__(self, case: str, render_mode: str | None = None) -> None:
        self.render_mode = render_mode
        self._world = _world(case)
        self.perception = Perception(self._world)
        self.moves: tuple[Move, ...] = moves(self.case)
        self.observation_space = self.perception.space
        most = max(len(move.ranges) for move in self.moves)
        self.action_space = spaces.Dict(
            {"command": spaces.Discrete(len(self.moves)), "numbers": spaces.Box(-1.0, 1.0, (most,), np.float32)}
        )
        self._rubric = files.rubric_of(self.case)
        self._recorder: Recorder | None = None
        self._perceived: Sensed = {}
        self._judged, self._worth = 0, 0.0

    @property
    def case(self) -> Scenario:
        return self._world.scenario

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Sensed, dict[str, Any]]:
        """A fresh attempt, with this seed or the next of the generator's; there are no options."""
        super().reset(seed=seed)
        session = Session(self._world, int(self.np_random.integers(SEEDS)))
        self._recorder = Recorder(session, "agent")
        self._judged, self._worth = 0, 0.0
        self._gain(self._recorder)
        return self._look(session.look()), self._info(self._recorder)

    def step(self, action: Asked) -> tuple[Sensed, float, bool, bool, dict[str, Any]]:
        """Make a move and let its time pass; the attempt is over when it is finished."""
        if self._recorder is None:
            raise gymnasium.error.ResetNeeded("reset the environment before its first step")
        recorder, move = self._recorder, self.moves[int(action["command"])]
        command = move.command(action["numbers"])
        if command is not None:
            recorder.do(command)
        seconds = MOVE_S if command is not None else move.values(action["numbers"])[0]
        seen = recorder.session.wait(max(round(seconds / STEP_S), 1))
        recorder.after_step()
        return self._look(seen), self._gain(recorder), seen.finished, False, self._info(recorder)

    def score(self) -> Score:
        """What the attempt is worth by the rubric as it stands. Nothing for an agent to look at: it knows the truth."""
        if self._recorder is None:
            raise gymnasium.error.ResetNeeded("reset the environment before its attempt is judged")
        return judge(self._recorder.recording(), self._rubric, self.case)

    def render(self) -> NDArray[np.uint8] | None:
        """(n, n, 3): the live monitor."""
        if self.render_mode is None or not self._perceived:
            return None
        return np.repeat(self._perceived["live"], 3, axis=2)

    def _look(self, seen: Observation) -> Sensed:
        self._perceived = self.perception.of(seen)
        return self._perceived

    def _gain(self, recorder: Recorder) -> float:
        """Points since it was asked last; nothing is judged anew while nothing happens but refusals."""
        fresh = recorder.session.events_from(self._judged)
        self._judged += len(fresh)
        if all(event.kind == "refused" for event in fresh):
            return 0.0
        score, before = self.score(), self._worth
        self._worth = score.total - (CRITICAL if score.critical else 0.0)
        return self._worth - before

    def _info(self, recorder: Recorder) -> dict[str, Any]:
        return {"time_s": recorder.session.step_number * STEP_S}
