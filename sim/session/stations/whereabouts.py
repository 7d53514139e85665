"""Where contrast and drug have come to lie: the truth, for the record."""

from __future__ import annotations

from typing import Any

from sim.physics.compartments import compartments
from sim.physics.flow import CONTRAST, DRUG
from sim.physics.pattern import by_zone, patterns
from sim.session.state import State
from sim.session.stations.log import rounded
from sim.session.world import World


def where_contrast_is(state: State, world: World) -> dict[str, Any]:
    """ml of contrast: given, outside the epidural space, near each place where some technique wants it; and what it shows."""
    flow = state.flow
    given = float(flow.given[CONTRAST])
    inside = sum(float(ml[CONTRAST]) for name, ml in flow.into.items() if compartments()[name].zoned)
    near = dict.fromkeys(world.reaches, 0.0)
    for epidural in flow.zoned():
        lies = epidural.amount[CONTRAST].copy()  # laid cell by cell it would be gathered four times as far apart
        for name, cells in world.near(epidural.space.ground).items() if lies.any() else ():
            near[name] += float(lies[cells].sum())
    return {
        "contrast_ml": rounded(given),
        "contrast_outside_ml": rounded(given - inside),
        "contrast_near_ml": {name: rounded(ml) for name, ml in near.items() if ml > 0},
        "patterns": {name: rounded(ml, 3) for name, ml in sorted(patterns(flow).items())},
    }


def where_drug_is(state: State, world: World) -> dict[str, Any]:
    """ml of drug by the place where it lies now, what has left the lattice, and what bathes the target's root."""
    flow, lies, at_root = state.flow, dict[str, float](), 0.0
    for deposit in flow.deposits.values():
        here = by_zone(deposit, DRUG) if deposit.compartment.zoned else {deposit.name: float(deposit.amount[DRUG].sum())}
        for name, ml in here.items():
            if ml > 0:
                lies[name] = lies.get(name, 0.0) + ml
        if deposit.compartment.zoned and deposit.amount[DRUG].any():
            at_root += float(deposit.amount[DRUG][world.bathing(deposit.space.ground)].sum())
    gone = float(flow.left()[DRUG])
    return {
        "drug_lies": {name: rounded(ml, 3) for name, ml in sorted(lies.items())},
        "drug_gone_ml": rounded(gone, 3),
        "drug_at_root_ml": rounded(at_root, 3),
    }
