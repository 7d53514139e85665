"""The patient's breathing, as far as the pictures show it."""

from __future__ import annotations

from typing import assert_never

from sim.fluoroscopy.breathing import LONGEST_HOLD_S, displaced
from sim.fluoroscopy.carm import View
from sim.session.commands import BreathCommand, HoldBreath
from sim.session.state import State
from sim.session.stations.log import log, rounded
from sim.session.world import World


def begin(state: State, world: World) -> None:
    """The patient breathes from the first step on."""


def do(state: State, world: World, command: BreathCommand) -> None:
    """Hold the breath, or breathe again."""
    match command:
        case HoldBreath():
            if command.holding:
                _hold(state)
            else:
                _go_on(state)
        case _:
            assert_never(command)


def _hold(state: State) -> None:
    if state.breath.held_s is None:
        state.breath.held_s = 0.0
        log(state, "breath_held")


def _go_on(state: State) -> None:
    if state.breath.held_s is not None:
        state.breath.held_s = None
        log(state, "breathing_again")


def step(state: State, world: World, dt_s: float) -> None:
    breath = state.breath
    if breath.held_s is None:
        breath.breath_s += dt_s
    else:
        breath.held_s += dt_s
        if breath.held_s >= LONGEST_HOLD_S:
            _go_on(state)


def seen(state: State, world: World) -> bool:
    """Whether the breath is held."""
    return state.breath.held_s is not None


def moved_mm(state: State, view: View) -> tuple[float, float]:
    """How far to the right and up on the detector breathing has carried the shadow of what lies at the isocentre."""
    u, v = view.project(view.pose.centre + displaced(state.breath.breath_s))
    return rounded(u, 2), rounded(v, 2)
