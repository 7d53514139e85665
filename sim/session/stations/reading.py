"""Skin anaesthesia and the reading of contrast: what is said of it, and how it lies."""

from __future__ import annotations

from sim.physics.flow import CONTRAST
from sim.physics.pattern import patterns
from sim.session.care_commands import NamePattern, NumbSkin
from sim.session.state import State
from sim.session.stations.log import log, refuse, rounded
from sim.session.world import World


def do(state: State, world: World, command: object) -> bool:
    """Do a command of this station; False if it is none."""
    match command:
        case NamePattern():
            _name(state, command)
        case NumbSkin():
            state.care.numb_ml += command.ml
            log(state, "numbed", ml=command.ml)
        case _:
            return False
    return True


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
