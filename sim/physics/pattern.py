"""What contrast truly shows: its pattern by name, told from where it lies, not from the picture. Names: ``scenarios.schema``."""

from __future__ import annotations

import numpy as np

from scenarios.pattern import Pattern
from sim.physics.compartments import compartments, zones
from sim.physics.flow import CONTRAST, Deposit, Flow


def patterns(flow: Flow) -> dict[Pattern, float]:
    """ml of contrast that made each pattern: what went into a vessel counts although it is gone."""
    found: dict[Pattern, float] = {}
    for name, given in flow.into.items():
        pattern = compartments()[name].shown_as
        if pattern is not None and given[CONTRAST] > 0:
            found[pattern] = found.get(pattern, 0.0) + float(given[CONTRAST])
    shown = {zone.zone: zone.shown_as for zone in zones()}
    for deposit in flow.zoned():
        for name, ml in by_zone(deposit, CONTRAST).items():
            if ml > 0:
                found[shown[name]] = found.get(shown[name], 0.0) + ml
    return found


def by_zone(deposit: Deposit, fluid: int) -> dict[str, float]:
    """ml of a fluid in each zone of the epidural space."""
    total = np.bincount(deposit.space.tissue, weights=deposit.amount[fluid], minlength=256)
    found = {zone.zone: 0.0 for zone in zones()}
    for zone in zones():  # two tissues may make one
        found[zone.zone] += float(total[zone.tissue])
    return found
