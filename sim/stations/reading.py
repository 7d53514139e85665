"""Skin anaesthesia and the reading of contrast: what is said of it, and what it is."""

from __future__ import annotations

import numpy as np

from meshes.tissues import Tissue
from scenarios.schema import Pattern
from sim.care_commands import NamePattern, NumbSkin
from sim.fluoroscopy.views import TITLES
from sim.physics.flow import CONTRAST
from sim.state import State
from sim.stations.log import log, refuse
from sim.world import World

LEAST_ML = 0.1
"""Less contrast is not to be named."""
EPIDURAL_PATTERNS: tuple[Pattern, ...] = ("dorsal epidural", "ventral epidural", "neurogram")
BY_DEPOSIT: dict[str, Pattern] = {
    "venous": "venous",
    "arterial": "arterial",
    "intrathecal": "intrathecal",
    "subdural": "subdural",
    "disc": "intradiscal",
    "facet": "facet joint",
    "soft tissue": "soft tissue",
}
BY_FAT: dict[Tissue, Pattern] = {
    Tissue.DORSAL_FAT: "dorsal epidural",
    Tissue.LATERAL_FAT: "dorsal epidural",
    Tissue.SACRAL_FAT: "dorsal epidural",
    Tissue.VENTRAL_FAT: "ventral epidural",
    Tissue.FORAMINAL_FAT: "neurogram",
}


def do(state: State, world: World, command: object) -> bool:
    """Do a command of this station; False if it is none."""
    match command:
        case NamePattern():
            _name(state, world, command)
        case NumbSkin():
            state.care.numb_ml += command.ml
            log(state, "numbed", ml=command.ml)
        case _:
            return False
    return True


def _name(state: State, world: World, command: NamePattern) -> None:
    patterns = patterns_of(state, world)
    if not patterns:
        refuse(state, "there is no contrast to name yet")
        return
    state.care.patterns[command.view] = command.pattern
    right = command.pattern in patterns
    near = not right and command.pattern in EPIDURAL_PATTERNS and bool(set(patterns) & set(EPIDURAL_PATTERNS))
    log(
        state,
        "pattern_named",
        view=command.view,
        pattern=command.pattern,
        truth=list(patterns),
        grade=1.0 if right else 0.5 if near else 0.0,
        looked=TITLES[command.view] in state.care.views,
    )


def patterns_of(state: State, world: World) -> tuple[Pattern, ...]:
    """What contrast lies as now, the largest share first; shares under a fifth are not named. Empty if there is next to none."""
    flow = state.flow
    given = float(flow.given[CONTRAST])
    if given < LEAST_ML:
        return ()
    shares: dict[Pattern, float] = {}
    for name, amounts in flow.into.items():
        if name in BY_DEPOSIT:
            pattern = BY_DEPOSIT[name]
            shares[pattern] = shares.get(pattern, 0.0) + float(amounts[CONTRAST])
    epidural = flow.deposits.get("epidural")
    if epidural is not None:
        amount = epidural.amount[CONTRAST]
        some = np.flatnonzero(amount > 1e-6)
        labels = world.anatomy.tissue_at(epidural.space.places[some])
        for tissue, pattern in BY_FAT.items():
            shares[pattern] = shares.get(pattern, 0.0) + float(amount[some][labels == tissue].sum())
    ranked = sorted(shares.items(), key=lambda row: (-row[1], row[0]))
    return tuple(pattern for pattern, ml in ranked if ml >= 0.2 * given)
