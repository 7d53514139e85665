"""What contrast truly shows: its pattern by name, told from where it lies, not from the picture. Names: ``scenarios.schema``."""

from __future__ import annotations

import numpy as np

from meshes.tissues import Tissue
from scenarios.pattern import Pattern
from sim.physics.flow import CONTRAST, Deposit, Flow

BY_COMPARTMENT: dict[str, Pattern] = {
    "intrathecal": "intrathecal",
    "subdural": "subdural",
    "venous": "venous",
    "arterial": "arterial",
    "disc": "intradiscal",
    "facet": "facet joint",
    "retrodural": "retrodural",
    "interspinous": "soft tissue",
    "soft tissue": "soft tissue",
}
ZONES = {
    Tissue.DORSAL_FAT: "dorsal",
    Tissue.PLICA: "dorsal",
    Tissue.LATERAL_FAT: "lateral",
    Tissue.VENTRAL_FAT: "ventral",
    Tissue.FORAMINAL_FAT: "foraminal",
    Tissue.SACRAL_FAT: "sacral",
}
BY_ZONE: dict[str, Pattern] = {
    "dorsal": "dorsal epidural",
    "lateral": "dorsal epidural",
    "ventral": "ventral epidural",
    "foraminal": "neurogram",
    "sacral": "dorsal epidural",
}


def patterns(flow: Flow) -> dict[Pattern, float]:
    """ml of contrast that made each pattern: what went into a vessel counts although it is gone."""
    found: dict[Pattern, float] = {}
    for name, given in flow.into.items():
        if name in BY_COMPARTMENT and given[CONTRAST] > 0:
            pattern = BY_COMPARTMENT[name]
            found[pattern] = found.get(pattern, 0.0) + float(given[CONTRAST])
    epidural = flow.deposits.get("epidural")
    if epidural is not None:
        for zone, ml in by_zone(epidural, CONTRAST).items():
            if ml > 0:
                found[BY_ZONE[zone]] = found.get(BY_ZONE[zone], 0.0) + ml
    return found


def by_zone(deposit: Deposit, fluid: int) -> dict[str, float]:
    """ml of a fluid in each zone of the epidural space."""
    total = np.bincount(deposit.space.tissue, weights=deposit.amount[fluid], minlength=256)
    found = dict.fromkeys(ZONES.values(), 0.0)
    for tissue, zone in ZONES.items():  # two tissues may make one zone
        found[zone] += float(total[tissue])
    return found
