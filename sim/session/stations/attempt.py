"""What is done to the attempt itself is written down, each change once; nothing hangs on it here."""

from __future__ import annotations

from typing import assert_never

from sim.session.attempt_commands import AttemptCommand, Pause, SetMode, ShowAid
from sim.session.state import AttemptState, State
from sim.session.stations.log import log
from sim.session.world import World


def begin(state: State, world: World) -> None:
    """Nothing is shown, and time runs."""


def do(state: State, world: World, command: AttemptCommand) -> None:
    """Write it down, if it changes anything."""
    attempt = state.attempt
    match command:
        case SetMode():
            log(state, "mode_set", mode=command.mode)
        case ShowAid():
            if command.shown != (command.aid in attempt.aids):
                (attempt.aids.add if command.shown else attempt.aids.discard)(command.aid)
                log(state, "aid_shown" if command.shown else "aid_hidden", aid=command.aid)
        case Pause():
            if command.paused != attempt.paused:
                attempt.paused = command.paused
                log(state, "paused" if command.paused else "resumed")
        case _:
            assert_never(command)


def step(state: State, world: World, dt_s: float) -> None:
    """Time leaves it as it is."""


def seen(state: State, world: World) -> AttemptState:
    """Who did it knows it."""
    return state.attempt
