"""Skin anaesthesia and the reading of contrast: what is said of it, and what it is."""

from __future__ import annotations

from scenarios.pattern import Pattern, Reading
from scenarios.views import VIEWS
from sim.physics.flow import CONTRAST
from sim.physics.pattern import patterns
from sim.session.care_commands import NamePattern, NumbSkin
from sim.session.state import State
from sim.session.stations.log import log, refuse
from sim.session.world import World

LEAST_ML, LEAST_SHARE = 0.1, 0.1
"""Less contrast is not to be named, nor what is less than so much of all that was given (guesses; a study's reader sees 0.1 ml too)."""
EPIDURAL_PATTERNS: tuple[Pattern, ...] = ("dorsal epidural", "ventral epidural", "neurogram")


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
    if float(state.flow.given[CONTRAST]) <= 0:
        refuse(state, "no_contrast")
        return
    truth: tuple[Reading, ...] = patterns_of(state) or ("none seen",)
    state.care.patterns[command.view] = command.pattern
    right = command.pattern in truth
    near = not right and command.pattern in EPIDURAL_PATTERNS and bool(set(truth) & set(EPIDURAL_PATTERNS))
    log(
        state,
        "pattern_named",
        view=command.view,
        pattern=command.pattern,
        truth=list(truth),
        grade=1.0 if right else 0.5 if near else 0.0,
        looked=VIEWS[command.view].title in state.care.views,
    )


def patterns_of(state: State) -> tuple[Pattern, ...]:
    """What contrast lies as now, the largest share first; small shares are not named. Empty if there is next to none."""
    given = float(state.flow.given[CONTRAST])
    if given < LEAST_ML:
        return ()
    ranked = sorted(patterns(state.flow).items(), key=lambda row: (-row[1], row[0]))
    return tuple(pattern for pattern, ml in ranked if ml >= max(LEAST_ML, LEAST_SHARE * given))
