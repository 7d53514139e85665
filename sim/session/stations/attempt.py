"""What is done to the attempt itself is written down, each change once; nothing hangs on it here."""

from __future__ import annotations

from sim.session.attempt_commands import Pause, SetMode, ShowAid
from sim.session.state import State
from sim.session.stations.log import log
from sim.session.world import World


def do(state: State, world: World, command: object) -> bool:
    """Do a command of this station; False if it is none."""
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
            return False
    return True
